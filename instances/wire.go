package instances

import (
	"strconv"
	"strings"
	"time"
)

// provider is what the paths of the Business Application Platform begin with.
const provider = "/providers/Microsoft.BusinessAppPlatform"

// unlessZero is the id, or nothing where it is the one that means none.
func unlessZero(id string) string {
	if id == zeroGUID {
		return ""
	}
	return id
}

// orZero is the id, or the one that means none.
func orZero(id string) string {
	if id == "" {
		return zeroGUID
	}
	return id
}

// lastSegment is what stands behind a path's last slash.
func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// wireTime is a time as the service keeps it: in UTC, to a tenth of a microsecond.
func wireTime(at time.Time) time.Time { return at.UTC().Truncate(100 * time.Nanosecond) }

// parseDays reads an ISO 8601 duration in days, such as "P7D"; 0 for anything else.
func parseDays(period string) time.Duration {
	text, ok := strings.CutPrefix(period, "P")
	text, isDays := strings.CutSuffix(text, "D")
	days, err := strconv.Atoi(text)
	if !ok || !isDays || err != nil || days < 0 || days > 36500 {
		return 0
	}
	return time.Duration(days) * 24 * time.Hour
}

// formatDays writes a duration in whole days.
func formatDays(d time.Duration) string { return "P" + strconv.Itoa(int(d/(24*time.Hour))) + "D" }

// isGUID reports whether a text is a GUID in its usual form.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(strings.ToLower(s)) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
