package main

import (
	"context"
	"io"
	"iter"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// heap is what lives on the heap, after a collection.
func heap() int {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc) //nolint:gosec // no heap is that large
}

// weighed is Users that weighs the heap each time so many people were listed, while
// whoever lists them has in hand what he has.
type weighed struct {
	identity.Users
	every int
	seen  int
	most  int
}

func (w *weighed) List(ctx context.Context, q identity.UserQuery) iter.Seq2[*identity.User, error] {
	return func(yield func(*identity.User, error) bool) {
		for user, err := range w.Users.List(ctx, q) {
			if w.seen++; w.seen%w.every == 0 {
				w.most = max(w.most, heap())
			}
			if !yield(user, err) {
				return
			}
		}
	}
}

// crowd is a tenant of so many people on the wire, every tenth of whom has a product.
func crowd(t *testing.T, people int) (*admin.Memory, *connection, *weighed) {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	require.NoError(t, m.Backstage.AddUsers(t.Context(), "crowd", people))
	_, err := m.Backstage.Billing.Buy(t.Context(), billing.Purchase{SKUID: "18181a46-0d4e-45cd-891e-60aabd171b4e", Seats: people})
	require.NoError(t, err)
	e1 := billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: "18181a46-0d4e-45cd-891e-60aabd171b4e"}}}
	n := 0
	for user, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{UserPrincipalNamePrefix: "crowd"}) {
		require.NoError(t, err)
		if n++; n%10 == 0 {
			require.NoError(t, m.Billing.Licenses.Assign(t.Context(), user.ID, e1))
		}
	}
	m.Advance(100 * day)
	client, err := admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{})
	require.NoError(t, err)
	w := &weighed{Users: client.Identity.Users, every: people / 12}
	client.Identity.Users = w
	return m, &connection{Client: client, now: m.Now}, w
}

// TestLarge: over the wire, a hundred thousand people take no more memory than ten
// thousand. It is not parallel, because other tests would be weighed with it.
func TestLarge(t *testing.T) { //nolint:paralleltest // it weighs the heap of the process
	if testing.Short() {
		t.Skip("it takes some seconds, and weighs the heap of a tenant of 100,000 people")
	}
	grown := map[int]int{}
	for _, people := range []int{10_000, 100_000} {
		began := time.Now()
		m, c, w := crowd(t, people)
		made := time.Since(began)
		before := heap()
		began = time.Now()
		s, err := c.takeCensus(t.Context(), 90, func(*identity.User, []verdict) {})
		require.NoError(t, err)
		took := time.Since(began)
		grown[people] = w.most - before
		t.Logf("%d people: the tenant in %v; read over the wire in %v; the heap of %d KiB grows by at most %d KiB",
			people, made.Round(time.Millisecond), took.Round(time.Millisecond), before>>10, grown[people]>>10)
		assert.Equal(t, people+24, s.people)
		assert.Equal(t, people/10, s.lineOf("18181a46-0d4e-45cd-891e-60aabd171b4e").inactive)
		runtime.KeepAlive(m)
	}
	const page = 4 << 20
	assert.Less(t, grown[100_000], page, "a page of people and no more")
	assert.Less(t, grown[100_000], grown[10_000]+page/4, "ten times the people take no more")

	// A program that keeps the people is noticed.
	m, c, w := crowd(t, 10_000)
	before := heap()
	var kept []*identity.User
	for user, err := range c.Identity.Users.List(t.Context(), identity.UserQuery{}) {
		require.NoError(t, err)
		kept = append(kept, user)
	}
	t.Logf("%d people kept: the heap grows by %d KiB", len(kept), (w.most-before)>>10)
	assert.Greater(t, w.most-before, page)
	runtime.KeepAlive(m)
}

// TestLargeReport is the whole program, whose table and CSV are the same size for
// whatever number of people.
func TestLargeReport(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it makes a tenant of 10,000 people")
	}
	m, c, _ := crowd(t, 10_000)
	p := program{name: "licenses", stdout: io.Discard, stderr: io.Discard, live: as(m, c.Client)}
	assert.Equal(t, exitWell, p.run(t.Context(), liveArgs("-free")))
	r := licensesOn(t, t.Context(), as(m, c.Client), liveArgs()...)
	require.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stdout, "\n"+strconv.Itoa(10_024)+" people looked at.")
}
