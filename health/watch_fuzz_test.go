package health_test

import (
	"errors"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// FuzzWatch: a token that somebody has made is refused or taken, and what comes of one
// that is taken is again a token that is; a watch with it ends.
func FuzzWatch(f *testing.F) {
	m := admin.NewMemory(admin.MemoryConfig{})
	f.Add([]byte(nil))
	for _, c := range once(f, m, "") {
		f.Add(health.Opened(c.Token))
	}
	f.Add(health.Opened(health.From(time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC))))
	f.Fuzz(func(t *testing.T, b []byte) {
		token := health.Sealed(b)
		n := 0
		for c, err := range health.Watch(t.Context(), m.Health.Issues, m.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
			if err != nil {
				if !errors.Is(err, admin365.ErrInvalid) || n > 0 {
					t.Fatalf("after %d changes: %v", n, err)
				}
				return
			}
			if n++; n > 13 {
				t.Fatal("more changes than there are things")
			}
			token = c.Token
		}
		if n == 0 {
			return
		}
		for c, err := range health.Watch(t.Context(), m.Health.Issues, m.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
			t.Fatalf("nothing is left, and there is %v, %v", c, err)
		}
	})
}
