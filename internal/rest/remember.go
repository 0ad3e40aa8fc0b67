package rest

import (
	"strings"
	"sync"
	"time"
)

// rememberFor is how long a new object is given to spread over the directory's
// replicas. Clients of others poll for up to a minute as well.
const rememberFor = time.Minute

// recent is the ids and names that were created within the last minute.
type recent struct {
	mu    sync.Mutex
	until map[string]time.Time
	swept time.Time
}

func (r *recent) add(ids []string) {
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = map[string]time.Time{}
	}
	for _, id := range ids {
		if id != "" {
			r.until[strings.ToLower(id)] = now.Add(rememberFor)
		}
	}
	// The sweep keeps the map no larger than what one minute creates; once a
	// minute, so that ten thousand creates do not pay for each other.
	if now.Sub(r.swept) < rememberFor {
		return
	}
	r.swept = now
	for id, until := range r.until {
		if !now.Before(until) {
			delete(r.until, id)
		}
	}
}

func (r *recent) drop(ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		delete(r.until, strings.ToLower(id))
	}
}

// named returns until when an id that message names in quotes may still be
// spreading; zero if it names none. The quotes matter: "Resource 'manager' does
// not exist" on a person who was just created means that there is no manager,
// and waiting would not bring one.
func (r *recent) named(message string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.until) == 0 {
		return time.Time{}
	}
	var latest time.Time
	// An odd part lies between two quotes. A name may itself hold a quote
	// (o'neil@contoso.com), so each pair of quotes is tried, not only
	// neighbours; the bound keeps a hostile message cheap.
	at := quotes(message)
	for i, from := range at {
		for _, to := range at[i+1:] {
			if until, ok := r.until[strings.ToLower(message[from+1:to])]; ok && until.After(latest) {
				latest = until
			}
		}
	}
	return latest
}

// quotes returns where the first quotes of s are.
func quotes(s string) []int {
	const most = 8
	var at []int
	for i := 0; i < len(s) && len(at) < most; i++ {
		if s[i] == '\'' {
			at = append(at, i)
		}
	}
	return at
}
