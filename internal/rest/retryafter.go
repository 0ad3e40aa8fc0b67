package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter caps what the service may ask. Its longest documented window is
// five minutes; a header that says more than ten is taken for ten.
const maxRetryAfter = 10 * time.Minute

// ParseRetryAfter reads a Retry-After header. It is whole seconds, a decimal
// (Microsoft's own sample says 2.128, and 0.249 was seen) or an HTTP date; a
// date that has passed means now. What is over ten minutes is taken for ten.
// What makes no sense, a negative number among it, counts as absent: ok is
// false.
func ParseRetryAfter(value string, now time.Time) (d time.Duration, ok bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789.") == "" {
		seconds, err := strconv.ParseFloat(value, 64)
		switch {
		case err != nil && !math.IsInf(seconds, 1):
			return 0, false
		case seconds >= maxRetryAfter.Seconds():
			return maxRetryAfter, true
		default:
			// Rounded up to the next millisecond: coming a moment too early
			// costs another refusal.
			return time.Duration(math.Ceil(seconds*1000)) * time.Millisecond, true
		}
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), maxRetryAfter), true
}
