package identity

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNewPassword(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 20_000 {
		p := NewPassword().Reveal()
		require.Len(t, p, 16)
		for _, class := range []string{clearLowers, clearUppers, clearDigits, clearSymbols} {
			require.True(t, strings.ContainsAny(p, class), "each class is in it")
		}
		require.False(t, strings.ContainsAny(p, "0Oo1lI|,;\"'`\\ =+-@"), "none that is mistaken or has to be quoted")
		require.False(t, seen[p], "no two are alike")
		seen[p] = true
	}
	for _, symbol := range clearSymbols {
		assert.Containsf(t, symbols, string(symbol), "the service takes %c", symbol)
	}
	require.NoError(t, checkPassword(NewPassword().Reveal(), ""))
}

// TestRandomTextIsFair compares how often each character comes. With bytes
// taken modulo the alphabet's length the first 31 of 75 would come a third more
// often than the others; chance alone comes to the bound once in many millions.
func TestRandomTextIsFair(t *testing.T) {
	t.Parallel()
	const texts = 40_000
	counts := map[rune]int{}
	for range texts {
		for _, r := range randomText() {
			counts[r]++
		}
	}
	expected := float64(texts*passwordLength) / float64(len(passwordAlphabet))
	var chiSquare float64
	for _, r := range passwordAlphabet {
		d := float64(counts[r]) - expected
		chiSquare += d * d / expected
	}
	assert.Len(t, counts, len(passwordAlphabet))
	assert.Less(t, chiSquare, 160.0, "74 degrees of freedom")
}

func BenchmarkNewPassword(b *testing.B) {
	for b.Loop() {
		NewPassword()
	}
}
