package rest

import (
	"context"
	"slices"
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
	open  map[*Making]bool
	swept time.Time
}

// Making is a call that is under way and makes an object, brings it back or gives
// it a name. What it made may be deleted by another call before this one hears of
// its success: that other call is the later one at the service, though this one is
// the later to be told here. It is ended once, by one goroutine; ending it again
// does nothing.
type Making struct {
	in   *recent
	gone map[string]bool // what was forgotten meanwhile, in lower case
}

func (r *recent) begin() *Making {
	m := &Making{in: r, gone: map[string]bool{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		r.open = map[*Making]bool{}
	}
	r.open[m] = true
	return m
}

// End ends a call that made nothing.
func (m *Making) End() {
	m.in.mu.Lock()
	defer m.in.mu.Unlock()
	delete(m.in.open, m)
}

// Remember ends the call, and notes the ids and names of what it made. For a
// minute, a "not found" that names one of them is taken for a replica that has not
// heard of it yet, and the request is repeated within its context.
func (m *Making) Remember(ids ...string) {
	m.in.mu.Lock()
	defer m.in.mu.Unlock()
	m.remember(ids)
}

// remember is Remember while the lock is held.
func (m *Making) remember(ids []string) {
	delete(m.in.open, m)
	names := lower(ids)
	if !slices.ContainsFunc(names, func(name string) bool { return m.gone[name] }) {
		m.in.add(names)
	}
}

// Renamed ends the call that gave the object id a new name in the place of those
// that are no ids: a 404 for it is waited out as after a create, and its old name
// is free, so that nobody must wait for it.
func (m *Making) Renamed(id, name string) {
	m.in.mu.Lock()
	defer m.in.mu.Unlock()
	id = strings.ToLower(id)
	names := []string{name}
	if !strings.Contains(id, "@") {
		names = append(names, id)
	}
	if thing := m.in.dropThing(id); thing != nil {
		for _, n := range thing.names {
			if !strings.Contains(n, "@") {
				names = append(names, n)
			}
		}
	}
	if m.gone[id] {
		// Whatever it is called now, it is not there.
		names = nil
	}
	m.remember(names)
}

// lower returns the names that are not empty, in lower case.
func lower(names []string) []string {
	var list []string
	for _, name := range names {
		if name != "" {
			list = append(list, strings.ToLower(name))
		}
	}
	return list
}

// recentThing is one new object under all its names: who deletes it by one of
// them must not wait for it under another.
type recentThing struct {
	until time.Time
	names []string
}

// add remembers one object under its names.
func (r *recent) add(names []string) {
	now := time.Now()
	if r.known == nil {
		r.known = map[string]*recentThing{}
	}
	thing := &recentThing{until: now.Add(rememberFor), names: names}
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

// drop forgets the objects that have one of the names, under all their names, also
// for the calls that are under way.
func (r *recent) drop(names []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range lower(names) {
		gone := []string{name}
		if thing := r.dropThing(name); thing != nil {
			gone = append(gone, thing.names...)
		}
		for m := range r.open {
			for _, n := range gone {
				m.gone[n] = true
			}
		}
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

// Until looks again and again until a look is done, for as long as replicas are given to
// hear of a write; after that what the last look saw is taken for the truth.
func Until(ctx context.Context, look func(context.Context) (done bool, err error)) error {
	began := time.Now()
	for wait := time.Second; ; wait = min(2*wait, 10*time.Second) {
		done, err := look(ctx)
		if done || err != nil || time.Since(began)+wait > rememberFor {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}
