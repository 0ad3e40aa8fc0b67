package tenant

import (
	"time"
)

// state is everything a tenant is, as one immutable value.
type state struct {
	generation uint64 // a restore begins a new one; tokens of an older one are void
	at         time.Time
	seed       uint64 // of the id source
	ids        uint64 // ids given so far
	nextDue    time.Time
	// from is what the tenant began with, whose trees it has until it writes them.
	from  *Seed
	mains []mainTree
	texts []textTree
}

func newState(s *Schema, seed uint64, at time.Time) *state {
	st := &state{generation: 1, seed: seed, at: at}
	st.grow(s)
	return st
}

// grow adds empty trees for what the schema has and the state has not.
func (st *state) grow(s *Schema) {
	for len(st.mains) < len(s.tables) {
		st.mains = append(st.mains, newMain())
	}
	for len(st.texts) < s.texts {
		st.texts = append(st.texts, newText())
	}
}

// seeDue notes when the first job is due.
func (st *state) seeDue(s *Schema) {
	st.nextDue = time.Time{}
	if first, ok := st.mains[s.jobs.core.slot].Min(); ok {
		st.nextDue = first.row.(*jobRow).Due
	}
}

// own returns a copy of the tree that may be written. Copying a tree writes to it, so one
// of the seed, which other tenants have as well, is copied under the seed's lock.
func own[E any](from *Seed, shared func(*state) []tree[E], slot int, t tree[E]) tree[E] {
	if from != nil {
		if of := shared(from.st); slot < len(of) && of[slot] == t {
			from.mu.Lock()
			defer from.mu.Unlock()
		}
	}
	return copied(t)
}
