package tenant

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key is a row's primary key: the 128 bits of its GUID. It is held inline in
// the trees, because a comparison through a pointer is a cache miss.
type Key struct{ Hi, Lo uint64 }

// IsZero reports whether k is no key.
func (k Key) IsZero() bool { return k == Key{} }

// Less orders keys as their GUIDs are ordered as text.
func (k Key) Less(o Key) bool { return k.Hi < o.Hi || k.Hi == o.Hi && k.Lo < o.Lo }

// Compare orders keys as Less does.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Hi, o.Hi), cmp.Compare(k.Lo, o.Lo))
}

// String returns the GUID in lower case.
func (k Key) String() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], k.Hi)
	binary.BigEndian.PutUint64(raw[8:], k.Lo)
	var b [36]byte
	hex.Encode(b[0:8], raw[0:4])
	hex.Encode(b[9:13], raw[4:6])
	hex.Encode(b[14:18], raw[6:8])
	hex.Encode(b[19:23], raw[8:10])
	hex.Encode(b[24:36], raw[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// MarshalText writes the GUID; the zero Key is empty.
func (k Key) MarshalText() ([]byte, error) {
	if k.IsZero() {
		return nil, nil
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (k *Key) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*k = Key{}
		return nil
	}
	parsed, ok := ParseKey(string(b))
	if !ok {
		return errBadKey(b)
	}
	*k = parsed
	return nil
}

type errBadKey string

func (e errBadKey) Error() string { return "not a GUID: " + string(e) }

// ParseKey reads a GUID in any letter case.
func ParseKey(s string) (Key, bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return Key{}, false
	}
	var digits [32]byte
	copy(digits[0:8], s[0:8])
	copy(digits[8:12], s[9:13])
	copy(digits[12:16], s[14:18])
	copy(digits[16:20], s[19:23])
	copy(digits[20:32], s[24:36])
	var raw [16]byte
	if _, err := hex.Decode(raw[:], digits[:]); err != nil {
		return Key{}, false
	}
	return Key{binary.BigEndian.Uint64(raw[:8]), binary.BigEndian.Uint64(raw[8:])}, true
}

// MustKey is ParseKey for the ids that stand in the seed's source; it panics on
// what is not a GUID.
func MustKey(s string) Key {
	k, ok := ParseKey(s)
	if !ok {
		panic("tenant: not a GUID: " + s)
	}
	return k
}

// mix makes a GUID of version 4 from a tenant's seed and a counter, so that the
// same steps always give the same ids (splitmix64).
func mix(seed, n uint64) Key {
	next := func(x uint64) uint64 {
		x += 0x9e3779b97f4a7c15
		x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
		x = (x ^ (x >> 27)) * 0x94d049bb133111eb
		return x ^ (x >> 31)
	}
	hi := next(seed ^ next(n))
	lo := next(hi ^ n)
	return asGUID(Key{hi, lo})
}

// foldPrefix returns the first 16 bytes of the folded text as a Key, so that
// most comparisons in a text index touch no pointer.
func foldPrefix(s string) Key {
	var b [16]byte
	n := 0
	for _, r := range s {
		r = fold(r)
		if r < utf8.RuneSelf {
			b[n] = byte(r)
			n++
		} else {
			var enc [4]byte
			n += copy(b[n:], enc[:utf8.EncodeRune(enc[:], r)])
		}
		if n == len(b) {
			break
		}
	}
	return Key{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// compareFold orders two texts without regard to letter case, in the order of
// their folded bytes.
func compareFold(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra, rb = fold(ra), fold(rb); ra != rb {
			if ra < rb {
				return -1
			}
			return 1
		}
		a, b = a[na:], b[nb:]
	}
	return len(a) - len(b)
}

// HasPrefixFold reports whether s begins with prefix, letter case aside.
func HasPrefixFold(s, prefix string) bool {
	for prefix != "" {
		if s == "" {
			return false
		}
		rs, ns := utf8.DecodeRuneInString(s)
		rp, np := utf8.DecodeRuneInString(prefix)
		if fold(rs) != fold(rp) {
			return false
		}
		s, prefix = s[ns:], prefix[np:]
	}
	return true
}

func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// Fold returns the text in the form in which names are compared.
func Fold(s string) string { return strings.Map(fold, s) }

// NameKey is the id of a thing that is made from its name: a GUID of version 4
// by its form, and always the same for the same name.
func NameKey(kind, name string) Key {
	sum := sha256.Sum256([]byte("admin365 seed\x00" + kind + "\x00" + Fold(name)))
	return asGUID(Key{binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:])})
}

// asGUID sets the bits that say version 4, variant 1.
func asGUID(k Key) Key {
	return Key{k.Hi&^0xf000 | 0x4000, k.Lo&^(0xc0<<56) | 0x80<<56}
}
