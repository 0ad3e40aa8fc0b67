package odata

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldRune returns the small letter. The tenant's text indexes fold in the same
// way, so that what an index finds and what a filter accepts are the same rows.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// foldText returns the text with each rune folded, as the key of a map.
func foldText(s string) string { return strings.Map(foldRune, s) }

// compareFold orders two texts, letter case aside.
func compareFold(a, b string) int {
	for a != "" && b != "" {
		ra, na := firstRune(a)
		rb, nb := firstRune(b)
		if ra != rb {
			if fa, fb := foldRune(ra), foldRune(rb); fa != fb {
				return int(fa) - int(fb)
			}
		}
		a, b = a[na:], b[nb:]
	}
	switch {
	case a != "":
		return 1
	case b != "":
		return -1
	default:
		return 0
	}
}

// hasPrefixFold reports whether s begins with prefix, letter case aside. Folded
// runes may differ in size, so the two are walked side by side.
func hasPrefixFold(s, prefix string) bool {
	for prefix != "" {
		if s == "" {
			return false
		}
		rs, ns := firstRune(s)
		rp, np := firstRune(prefix)
		if rs != rp && foldRune(rs) != foldRune(rp) {
			return false
		}
		s, prefix = s[ns:], prefix[np:]
	}
	return true
}

// hasSuffixFold is hasPrefixFold from the end.
func hasSuffixFold(s, suffix string) bool {
	for suffix != "" {
		if s == "" {
			return false
		}
		rs, ns := utf8.DecodeLastRuneInString(s)
		rp, np := utf8.DecodeLastRuneInString(suffix)
		if rs != rp && foldRune(rs) != foldRune(rp) {
			return false
		}
		s, suffix = s[:len(s)-ns], suffix[:len(suffix)-np]
	}
	return true
}

// firstRune is utf8.DecodeRuneInString with its common case inlined.
func firstRune(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}
