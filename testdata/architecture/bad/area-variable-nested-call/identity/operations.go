package identity

import "time"

var limits = []struct {
	names func() []string
	until time.Time
}{{func() []string { return make([]string, 1) }, time.Unix(0, 0)}}
