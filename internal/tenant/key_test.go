package tenant

import (
	"cmp"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
)

// anyText draws texts that meet often: few letters, letters that change their
// size with their case, what folds into ASCII, NUL, and what is not UTF-8.
func anyText() *rapid.Generator[string] {
	letters := []string{"a", "A", "b", "B", "ab", "É", "é", "ß", "ẞ", "K", "k", "İ", "i", "ı", "Σ", "ς", "σ", "Ⱥ", "ⱥ", "\x00", "\xff", "\xc3", "\ufffd", "𐐀", "𐐨", "中", " ", "'"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 20).Draw(t, "letters"), "")
	})
}

// TestFoldOrder: the order of an index (16 folded bytes inline, then the text)
// is that of the folded texts as bytes. Otherwise a list would be out of order,
// or a lookup would miss a row.
func TestFoldOrder(t *testing.T) {
	t.Parallel()
	sign := func(n int) int { return cmp.Compare(n, 0) }
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyText().Draw(t, "a"), anyText().Draw(t, "b")
		want := strings.Compare(Fold(a), Fold(b))
		if got := sign(compareFold(a, b)); got != want {
			t.Fatalf("compareFold(%q, %q) is %d, the folded bytes say %d", a, b, got, want)
		}
		pa, pb := foldPrefix(a), foldPrefix(b)
		got := 0
		switch {
		case pa.Less(pb):
			got = -1
		case pb.Less(pa):
			got = 1
		default:
			got = sign(compareFold(a, b))
		}
		if got != want {
			t.Fatalf("the index orders %q and %q as %d, the folded bytes say %d", a, b, got, want)
		}
		if HasPrefixFold(a, b) != strings.HasPrefix(Fold(a), Fold(b)) {
			t.Fatalf("HasPrefixFold(%q, %q) is %v", a, b, HasPrefixFold(a, b))
		}
		if Fold(Fold(a)) != Fold(a) {
			t.Fatalf("folding %q twice is another text", a)
		}
	})
}

// TestFoldPrefix: the key of an index is the first sixteen folded bytes, so that
// most comparisons end there and follow no pointer.
func TestFoldPrefix(t *testing.T) {
	t.Parallel()
	text := func(k Key) string {
		b := binary.BigEndian.AppendUint64(nil, k.Hi)
		return string(binary.BigEndian.AppendUint64(b, k.Lo))
	}
	for _, c := range []struct{ name, text, want string }{
		{"a short text ends in zeros", "Ada", "ada" + strings.Repeat("\x00", 13)},
		{"sixteen letters", "ABCDEFGHIJKLMNOP", "abcdefghijklmnop"},
		{"what is behind them does not count", "ABCDEFGHIJKLMNOPQRSTUVW", "abcdefghijklmnop"},
		{"a letter of two bytes at the end", "ABCDEFGHIJKLMNÉX", "abcdefghijklmné"},
		{"a letter that is cut", "ABCDEFGHIJKLMNOÉX", "abcdefghijklmno\xc3"},
	} {
		assert.Equal(t, c.want, text(foldPrefix(c.text)), c.name)
	}
}

func TestKeyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := Key{rapid.Uint64().Draw(t, "hi"), rapid.Uint64().Draw(t, "lo")}
		for _, text := range []string{k.String(), strings.ToUpper(k.String())} {
			if got, ok := ParseKey(text); !ok || got != k {
				t.Fatalf("%s is read as %v, %v", text, got, ok)
			}
		}
		o := Key{rapid.Uint64().Draw(t, "hi2"), rapid.Uint64().Draw(t, "lo2")}
		if k.Less(o) != (k.String() < o.String()) {
			t.Fatalf("%s and %s are ordered otherwise than as text", k, o)
		}
		b, err := k.MarshalText()
		var back Key
		if err != nil || back.UnmarshalText(b) != nil || back != k {
			t.Fatalf("%s does not survive being saved", k)
		}
	})
}

func TestKeyRefusesWhatIsNoGUID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text string }{
		{"a user name", "adele@contoso.com"},
		{"one digit short", "11111111-2222-4333-8444-55555555555"},
		{"one digit more", "11111111-2222-4333-8444-5555555555555"},
		{"dashes elsewhere", "1111111-12222-4333-8444-555555555555"},
		{"a digit for the first dash", "11111111a2222-4333-8444-555555555555"},
		{"a digit for the second dash", "11111111-2222a4333-8444-555555555555"},
		{"a digit for the third dash", "11111111-2222-4333a8444-555555555555"},
		{"a digit for the last dash", "11111111-2222-4333-8444a555555555555"},
		{"a letter beyond f", "g1111111-2222-4333-8444-555555555555"},
		{"braces", "{1111111-2222-4333-8444-55555555555}"},
		{"no dashes", strings.Repeat("1", 36)},
		{"a multi-byte letter", "é111111-2222-4333-8444-555555555555"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, ok := ParseKey(c.text)
			assert.False(t, ok)
			var k Key
			require.EqualError(t, k.UnmarshalText([]byte(c.text)), "not a GUID: "+c.text)
			assert.True(t, k.IsZero(), "and nothing is read")
			assert.Panics(t, func() { MustKey(c.text) })
		})
	}
	var k = key(1)
	require.NoError(t, k.UnmarshalText(nil))
	assert.True(t, k.IsZero(), "an empty text is the zero key")
}

var guidVersion4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// TestMadeKeys: made ids look like the service's, and the same steps give the
// same ones, so that a test's output can be compared with yesterday's.
func TestMadeKeys(t *testing.T) {
	t.Parallel()
	seen := map[Key]bool{}
	for seed := range uint64(8) {
		for n := range uint64(2000) {
			k := mix(seed, n)
			require.Regexp(t, guidVersion4, k.String())
			require.False(t, seen[k], "%s comes twice", k)
			seen[k] = true
			require.Equal(t, k, mix(seed, n))
		}
	}
	assert.Equal(t, NameKey("user", "Ada@Contoso.com"), NameKey("user", "ada@contoso.COM"), "letter case aside")
	assert.NotEqual(t, NameKey("user", "ada"), NameKey("role", "ada"), "the kind counts")
	assert.NotEqual(t, NameKey("user", "a"), NameKey("use", "ra"), "the border between kind and name counts")
	assert.Regexp(t, guidVersion4, NameKey("user", "ada").String())
}

func TestNewKeyIsDeterministic(t *testing.T) {
	t.Parallel()
	ids := func() (keys []Key) {
		l := newLab()
		in := l.tenant(t)
		for range 3 {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				keys = append(keys, tx.NewKey(), tx.NewKey())
				return nil
			}))
		}
		return keys
	}
	first := ids()
	assert.Equal(t, first, ids(), "the same steps give the same ids")
	slices.SortFunc(first, func(a, b Key) int { return strings.Compare(a.String(), b.String()) })
	assert.Len(t, slices.Compact(first), 6, "no id twice")
}

// TestTenantsGiveOtherIDs: each tenant gives ids of its own, so that what one of
// them made is never taken for what another did.
func TestTenantsGiveOtherIDs(t *testing.T) {
	t.Parallel()
	seen := map[Key]admin365.TenantID{}
	for _, id := range []admin365.TenantID{
		labTenant,
		"11111111-2222-4333-8444-555555555556",
		"21111111-2222-4333-8444-555555555555",
		"contoso", "fabrikam",
	} {
		l := newLab()
		in := l.join(t, NewWorld(l.schema, labEpoch()), id)
		require.NoError(t, in.Backstage(func(tx *Tx) error {
			k := tx.NewKey()
			assert.NotContains(t, seen, k, "%s gives an id of another tenant", id)
			seen[k] = id
			return nil
		}))
	}
}
