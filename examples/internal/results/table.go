package results

import (
	"cmp"
	"slices"
)

// table is what the lines of a file come to, in the order in which their users
// or rows first came up. Reading a file and recording a run are the same thing
// to it: one line after the other.
type table struct {
	lines []line
	users map[string]int // key of the user name to index in lines
	rows  map[int]int    // row to index in lines, for lines without a user name
}

type line struct {
	Result
	// fresh lines were put during this run, not read from the file.
	fresh bool
}

func newTable() *table {
	return &table{users: map[string]int{}, rows: map[int]int{}}
}

// find returns the index of the line with which r is to be merged.
func (t *table) find(r Result) (i int, found bool) {
	if r.UserPrincipalName == "" {
		i, found = t.rows[r.Row]
		return i, found
	}
	i, found = t.users[key(r.UserPrincipalName)]
	return i, found
}

// merged returns r as it will stand after put, without putting it.
func (t *table) merged(r Result) Result {
	r = r.tidy()
	if i, found := t.find(r); found {
		return merge(t.lines[i].Result, r)
	}
	return r
}

// put merges r into the table.
func (t *table) put(r Result, fresh bool) {
	r = t.merged(r)
	i, found := t.find(r)
	if !found {
		i = len(t.lines)
		t.lines = append(t.lines, line{})
		if r.UserPrincipalName == "" {
			t.rows[r.Row] = i
		} else {
			t.users[key(r.UserPrincipalName)] = i
		}
	}
	t.lines[i] = line{Result: r, fresh: fresh || t.lines[i].fresh}
}

// all returns what is to stand in the file: what this run has recorded in the
// order of its rows, and then what was there before. Old lines that are about
// a row only go once there is anything new: they spoke of the starters file as
// it was then, and name no account.
func (t *table) all() []Result {
	var fresh, old []Result
	for _, l := range t.lines {
		if l.fresh {
			fresh = append(fresh, l.Result)
		}
	}
	for _, l := range t.lines {
		if !l.fresh && (l.UserPrincipalName != "" || len(fresh) == 0) {
			old = append(old, l.Result)
		}
	}
	slices.SortStableFunc(fresh, func(a, b Result) int { return cmp.Compare(a.Row, b.Row) })
	return append(fresh, old...)
}
