package rest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	for _, c := range []struct {
		value string
		want  time.Duration
		ok    bool
	}{
		{"3", 3 * time.Second, true},
		{" 3 ", 3 * time.Second, true},
		{"0", 0, true},
		{"2.128", 2128 * time.Millisecond, true},
		{"0.249", 249 * time.Millisecond, true},
		{"0.0001", time.Millisecond, true},
		{"599.9995", maxRetryAfter, true},
		{"Tue, 06 May 2031 07:08:19 GMT", 10 * time.Second, true},
		{"Tue, 06 May 2031 07:08:01 GMT", 0, true},
		{"Tue, 06 May 2099 07:08:01 GMT", maxRetryAfter, true},
		{"1000000000", maxRetryAfter, true},
		{"99999999999999999999999999999999999", maxRetryAfter, true},
		{strings.Repeat("9", 400), maxRetryAfter, true},
		{"", 0, false},
		{"-1", 0, false},
		{"-0.5", 0, false},
		{"soon", 0, false},
		{"1e3", 0, false},
		{"0x10", 0, false},
		{"NaN", 0, false},
		{"Inf", 0, false},
		{"1.2.3", 0, false},
		{".", 0, false},
		{"3s", 0, false},
	} {
		got, ok := ParseRetryAfter(c.value, now)
		assert.Equal(t, c.ok, ok, "%q", c.value)
		assert.Equal(t, c.want, got, "%q", c.value)
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"3", "2.128", "-1", "1e9", "Tue, 06 May 2031 07:08:19 GMT", "9223372036854775808", "NaN", ""} {
		f.Add(s)
	}
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseRetryAfter(s, now)
		if d < 0 || d > maxRetryAfter {
			t.Fatalf("%q waits %v", s, d)
		}
		if !ok && d != 0 {
			t.Fatalf("%q is absent and waits %v", s, d)
		}
	})
}
