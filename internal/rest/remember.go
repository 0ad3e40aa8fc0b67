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
	known map[string]*recentThing // by each of its names, in lower case
	swept time.Time
}

// recentThing is one new object under all its names: who deletes it by one of
// them must not wait for it under another.
type recentThing struct {
	until time.Time
	names []string
}

// add remembers one object under its names, together with what it is known as
// already.
func (r *recent) add(names []string) {
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil {
		r.known = map[string]*recentThing{}
	}
	thing := &recentThing{until: now.Add(rememberFor)}
	for _, name := range names {
		if name = strings.ToLower(name); name != "" {
			thing.names = append(thing.names, name)
		}
	}
	for _, name := range thing.names {
		r.known[name] = thing
	}
	r.sweep(now)
}

// sweep keeps the map no larger than what one minute creates; once a minute, so
// that ten thousand creates do not pay for each other.
func (r *recent) sweep(now time.Time) {
	if now.Sub(r.swept) < rememberFor {
		return
	}
	r.swept = now
	for name, thing := range r.known {
		if !now.Before(thing.until) {
			delete(r.known, name)
		}
	}
}

// drop forgets the objects that have one of the names, under all their names.
func (r *recent) drop(names []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range names {
		r.dropThing(strings.ToLower(name))
	}
}

func (r *recent) dropThing(name string) (thing *recentThing) {
	thing, ok := r.known[name]
	if !ok {
		return nil
	}
	for _, n := range thing.names {
		if r.known[n] == thing {
			delete(r.known, n)
		}
	}
	return thing
}

// rename gives an object a new name in the place of those that are no ids: its
// old name is free, and nobody must wait for it.
func (r *recent) rename(id, name string) {
	r.mu.Lock()
	thing := r.dropThing(strings.ToLower(id))
	r.mu.Unlock()
	names := []string{name}
	if !strings.Contains(id, "@") {
		names = append(names, id)
	}
	if thing != nil {
		for _, n := range thing.names {
			if !strings.Contains(n, "@") {
				names = append(names, n)
			}
		}
	}
	r.add(names)
}

// named returns until when an id that message names in quotes may still be
// spreading; zero if it names none. The quotes matter: "Resource 'manager' does
// not exist" on a person who was just created means that there is no manager,
// and waiting would not bring one.
func (r *recent) named(message string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) == 0 {
		return time.Time{}
	}
	var latest time.Time
	// An odd part lies between two quotes. A name may itself hold a quote
	// (o'neil@contoso.com), so each pair of quotes is tried, not only
	// neighbors; the bound keeps a hostile message cheap.
	at := quotes(message)
	for i, from := range at {
		for _, to := range at[i+1:] {
			if thing, ok := r.known[strings.ToLower(message[from+1:to])]; ok && thing.until.After(latest) {
				latest = thing.until
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
