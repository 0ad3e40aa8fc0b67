package identitytest

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/admin365/admin365/internal/conform"
)

// rangesWell checks that a list can be left at every point, ranged over again,
// and ranged over twice at once. It returns the keys of the list.
func rangesWell[V any](c *run, what string, seq iter.Seq2[*V, error], key func(*V) string) []string {
	c.Helper()
	keys := func(items []*V) []string {
		var list []string
		for _, item := range items {
			list = append(list, key(item))
		}
		return list
	}
	all, err := conform.Collect(seq)
	c.Must(err, "listing "+what)
	whole := keys(all)
	if err := conform.Once(all, key); err != nil {
		c.Errorf("%s: %v", what, err)
	}
	for n := 1; n <= min(len(whole), 25); n++ {
		part, err := conform.First(seq, n)
		c.Must(err, "listing some of "+what)
		if got := keys(part); !slices.Equal(got, whole[:n]) {
			c.Fatalf("%s cut after %d: %q, want %q", what, n, got, whole[:n])
		}
	}
	again, err := conform.Collect(seq)
	c.Must(err, "listing "+what+" again")
	if got := keys(again); !slices.Equal(got, whole) {
		c.Errorf("%s ranged over again: %q, want %q", what, got, whole)
	}
	first, other := sideBySide(c, what, seq)
	if a, b := keys(first), keys(other); !slices.Equal(a, whole) || !slices.Equal(b, whole) {
		c.Errorf("two loops over %s side by side: %q and %q, want %q", what, a, b, whole)
	}
	return whole
}

// sideBySide takes from two loops over one list in turn.
func sideBySide[V any](c *run, what string, seq iter.Seq2[*V, error]) (first, other []*V) {
	c.Helper()
	nextA, stopA := iter.Pull2(seq)
	defer stopA()
	nextB, stopB := iter.Pull2(seq)
	defer stopB()
	take := func(next func() (*V, error, bool), list *[]*V) bool {
		item, err, ok := next()
		c.Must(err, "listing "+what)
		if ok {
			*list = append(*list, item)
		}
		return ok
	}
	for {
		a, b := take(nextA, &first), take(nextB, &other)
		if !a && !b {
			return first, other
		}
	}
}

// isLazy checks that a list fetches nothing before it is ranged over: change
// changes what it yields after it was asked for, and its context may end before.
func isLazy[V any](c *run, what string, ask func(context.Context) iter.Seq2[*V, error], change func(), check func([]*V) error) {
	c.Helper()
	ctx, cancel := context.WithCancel(c.Context())
	seq := ask(ctx)
	cancel()
	if _, err := conform.Collect(seq); !errors.Is(err, context.Canceled) {
		c.Errorf("the context ended before %s were ranged over, and the list ended with %v", what, err)
	}
	seq = ask(c.Context())
	change()
	c.Eventually(func() error {
		got, err := conform.Collect(seq)
		return joined(err, check(got))
	})
}

// failsAtOnce checks that a list yields the refusal as its one and last pair, each
// time that it is ranged over.
func failsAtOnce[V any](c *run, seq iter.Seq2[*V, error], want conform.Refusal) {
	c.Helper()
	for range 2 {
		got, err := conform.Collect(seq)
		c.Refused(err, want)
		if len(got) != 0 {
			c.Errorf("%d items come before the error", len(got))
		}
	}
}
