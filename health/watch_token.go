package health

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"time"
)

// tokenPrefix says what a token is, and of which version.
const tokenPrefix = "h1."

// token is the marks as text.
func (m *marks) token() Token {
	b := make([]byte, 0, 256)
	b = binary.AppendVarint(b, m.since)
	b = binary.AppendVarint(b, m.floor-m.since)
	for _, of := range []*marked{&m.issues, &m.messages} {
		b = binary.AppendVarint(b, of.dropped.at)
		b = binary.BigEndian.AppendUint64(b, of.dropped.id)
		b = binary.AppendVarint(b, of.settled)
		b = binary.AppendUvarint(b, uint64(len(of.by)))
		for _, id := range slices.Sorted(maps.Keys(of.by)) {
			b = binary.BigEndian.AppendUint64(b, id)
			b = of.by[id].encode(b, m.since)
		}
	}
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return Token(tokenPrefix + base64.RawURLEncoding.EncodeToString(b))
}

// encode appends a mark, its times from a base.
func (k mark) encode(b []byte, base int64) []byte {
	b = binary.AppendVarint(b, k.at-base)
	b = binary.AppendVarint(b, k.upTo-base)
	b = binary.AppendUvarint(b, uint64(len(k.sums)))
	for _, sum := range k.sums {
		b = binary.BigEndian.AppendUint32(b, sum)
	}
	b = binary.AppendUvarint(b, uint64(len(k.told)))
	last := base
	for _, at := range k.told {
		b = binary.AppendVarint(b, at-last)
		last = at
	}
	return b
}

// marksOf reads a token; ok is false for one that is none.
func marksOf(t Token) (m marks, ok bool) {
	m = newMarks(time.Time{})
	if t == "" {
		return m, true
	}
	text, ours := strings.CutPrefix(string(t), tokenPrefix)
	if !ours || len(t) > MaxToken {
		return m, false
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < 4 {
		return m, false
	}
	body := b[:len(b)-4]
	if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(b[len(body):]) {
		return m, false
	}
	r := tokenReader{b: body, ok: true}
	m.since = r.varint()
	m.floor = m.since + r.varint()
	for _, of := range []*marked{&m.issues, &m.messages} {
		of.dropped = place{r.varint(), r.fixed(8)}
		of.settled = r.varint()
		for range r.count(maxMarks) {
			id := r.fixed(8)
			of.by[id] = r.mark(m.since)
		}
	}
	// A floor that is later would have a look forget what the next one asks for again.
	return m, r.ok && len(r.b) == 0 && m.floor <= m.since
}

// tokenReader reads a token; once it is not ok, all that it reads is zero.
type tokenReader struct {
	b  []byte
	ok bool
}

func (r *tokenReader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.ok, r.b = false, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads how many of something follow, at most most.
func (r *tokenReader) count(most uint64) uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > most {
		r.ok, r.b = false, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// fixed reads a number of that many bytes.
func (r *tokenReader) fixed(size int) (v uint64) {
	if len(r.b) < size {
		r.ok, r.b = false, nil
		return 0
	}
	for _, c := range r.b[:size] {
		v = v<<8 | uint64(c)
	}
	r.b = r.b[size:]
	return v
}

func (r *tokenReader) mark(base int64) (k mark) {
	k.at, k.upTo = base+r.varint(), base+r.varint()
	for range r.count(maxSums) {
		k.sums = append(k.sums, uint32(r.fixed(4))) //nolint:gosec // It has four bytes.
	}
	last := base
	for range r.count(maxTold) {
		last += r.varint()
		k.told = append(k.told, last)
	}
	return k
}
