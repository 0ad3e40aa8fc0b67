package admin

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// leastOf returns a least set that has one of each clause: the one that reaches the
// fewest operations, by what let tells of each. It is a minimum hitting set, found by
// branch and bound: to add to a set never makes it cheaper.
func leastOf[N ~string](clauses [][]N, let func(*api.Op) []N) (set []N, exact bool, atLeast int) {
	ops := shared().mux.Ops()
	s := search[N]{reach: map[N]reach{}, rank: map[N]int{}, budget: searchBudget}
	for _, c := range reduced(clauses) {
		s.clauses = append(s.clauses, c)
		for i, name := range c {
			s.reach[name] = newReach(len(ops))
			s.rank[name] = max(s.rank[name], i)
		}
	}
	for i, op := range ops {
		for _, name := range let(op) {
			if r, ok := s.reach[name]; ok {
				r.add(i, op.Write())
			}
		}
	}
	if len(s.clauses) == 0 {
		return nil, true, 0
	}
	s.best = s.greedy(newReach(len(ops)))
	s.bestCost = s.cost(s.best, s.union(newReach(len(ops)), s.best...))
	s.branch(nil, newReach(len(ops)))
	set = slices.Clone(s.best)
	slices.Sort(set)
	return set, s.budget > 0, s.disjoint()
}

// searchBudget is how many sets are looked at before the best so far is taken.
const searchBudget = 200_000

// search is one search for a least set.
type search[N ~string] struct {
	clauses  [][]N
	reach    map[N]reach
	rank     map[N]int // how far behind the least a name stands in the vendor's lists
	best     []N
	bestCost cost
	budget   int
}

// cost orders sets: operations that write, operations, names, and how far behind the
// least they stand.
type cost [4]int

func (c cost) compare(other cost) int { return slices.Compare(c[:], other[:]) }

func (s *search[N]) cost(set []N, r reach) cost {
	c := cost{r.writes.count(), r.writes.count() + r.reads.count(), len(set), 0}
	for _, name := range set {
		c[3] += s.rank[name]
	}
	return c
}

// branch tries every way to complete the set. Of the clauses that it does not hit the
// smallest comes first, so that the tree stays narrow.
func (s *search[N]) branch(set []N, r reach) {
	if s.budget--; s.budget <= 0 {
		return
	}
	c := s.cost(set, r)
	if c.compare(s.bestCost) >= 0 {
		return
	}
	var open []N
	for _, clause := range s.clauses {
		if !hits(set, clause) && (open == nil || len(clause) < len(open)) {
			open = clause
		}
	}
	if open == nil {
		s.best, s.bestCost = slices.Clone(set), c
		return
	}
	for _, name := range open {
		s.branch(append(set[:len(set):len(set)], name), s.union(r, name))
	}
}

// greedy takes the name that hits the most open clauses for what it adds, again and
// again, and then leaves out what is not needed after all.
func (s *search[N]) greedy(none reach) []N {
	var set []N
	r := none
	for {
		var best N
		var bestHits, bestAdds int
		for _, name := range s.names() {
			n := 0
			for _, clause := range s.clauses {
				if !hits(set, clause) && slices.Contains(clause, name) {
					n++
				}
			}
			added := s.union(r, name)
			adds := 1 + 1000*(added.writes.count()-r.writes.count()) + added.reads.count() - r.reads.count()
			if n > 0 && (bestHits == 0 || n*bestAdds > bestHits*adds) {
				best, bestHits, bestAdds = name, n, adds
			}
		}
		if bestHits == 0 {
			break
		}
		set, r = append(set, best), s.union(r, best)
	}
	for i := len(set) - 1; i >= 0; i-- {
		without := slices.Delete(slices.Clone(set), i, i+1)
		if !slices.ContainsFunc(s.clauses, func(c []N) bool { return !hits(without, c) }) {
			set = without
		}
	}
	return set
}

// names are all names, in order.
func (s *search[N]) names() []N {
	var all []N
	for name := range s.reach {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// disjoint counts clauses of which no two share a name: every set needs one of each.
func (s *search[N]) disjoint() int {
	var used []N
	n := 0
	for _, clause := range s.clauses {
		if !hits(used, clause) {
			used = append(used, clause...)
			n++
		}
	}
	return n
}

func hits[N comparable](set, clause []N) bool {
	return slices.ContainsFunc(clause, func(name N) bool { return slices.Contains(set, name) })
}

// reduced are the clauses that say something: one that another one implies, because it
// has all of its names, is left out. The smallest comes first.
func reduced[N ~string](clauses [][]N) [][]N {
	sorted := slices.Clone(clauses)
	slices.SortStableFunc(sorted, func(a, b []N) int {
		if c := cmp.Compare(len(a), len(b)); c != 0 {
			return c
		}
		return slices.Compare(a, b)
	})
	var kept [][]N
	for _, clause := range sorted {
		implied := slices.ContainsFunc(kept, func(k []N) bool {
			return !slices.ContainsFunc(k, func(name N) bool { return !slices.Contains(clause, name) })
		})
		if !implied {
			kept = append(kept, clause)
		}
	}
	return kept
}

// reach are the operations that something lets in.
type reach struct{ writes, reads bitset }

type bitset []uint64

func newReach(n int) reach {
	words := (n + 63) / 64
	return reach{make(bitset, words), make(bitset, words)}
}

func (r reach) add(i int, write bool) {
	set := r.reads
	if write {
		set = r.writes
	}
	set[i/64] |= 1 << (i % 64)
}

func (b bitset) count() (n int) {
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// union is r with what the names reach.
func (s *search[N]) union(r reach, names ...N) reach {
	sum := reach{slices.Clone(r.writes), slices.Clone(r.reads)}
	for _, name := range names {
		of := s.reach[name]
		for i := range sum.writes {
			sum.writes[i] |= of.writes[i]
			sum.reads[i] |= of.reads[i]
		}
	}
	return sum
}
