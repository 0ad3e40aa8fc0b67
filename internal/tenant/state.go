package tenant

import (
	"slices"
	"time"
)

// state is everything a tenant is, as one immutable value.
type state struct {
	generation uint64 // a restore begins a new one; tokens of an older one are void
	at         time.Time
	seed       uint64 // of the id source
	ids        uint64 // ids given so far
	nextDue    time.Time
	mains      []mainTree
	texts      []textTree
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

// share returns a state of its own over the same rows. It copies every tree,
// which writes to the trees of st: the caller holds whatever lock protects st.
func (st *state) share() *state {
	c := *st
	c.mains = slices.Clone(st.mains)
	c.texts = slices.Clone(st.texts)
	for i, tree := range c.mains {
		c.mains[i] = copied(tree)
	}
	for i, tree := range c.texts {
		c.texts[i] = copied(tree)
	}
	return &c
}
