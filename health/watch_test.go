package health_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// plain is a watch of a tenant that looks once.
func once(t testing.TB, m *admin.Memory, token health.Token) (changes []*health.Change) {
	t.Helper()
	return collect(health.Watch(t.Context(), m.Health.Issues, m.Health.Messages, health.WatchOptions{Token: token, Once: true}))
}

func names(changes []*health.Change) (list []string) {
	for _, c := range changes {
		if c.Issue != nil {
			list = append(list, fmt.Sprint(c.Issue.ID, "+", len(c.Posts)))
		} else {
			list = append(list, string(c.Message.ID))
		}
	}
	return list
}

// TestWatchFrom: a watch begins with what has changed since a moment, in the order in
// which it changed, and of an older issue with the posts since.
func TestWatchFrom(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	all := []string{
		"MC1190022", "MC1200347", "EX1201188+3", "MC1201995", "SP1204975+1", "MC1202660", "TM1203402+2", "MC1203118",
		"MO1206113+2", "MC1198401", "MC1204450", "CR1207240+2", "EX1207533+2",
	}
	assert.Equal(t, all, names(once(t, m, "")))
	// The advisory was told of once before that day, and once on it.
	from := health.From(time.Date(2026, 1, 4, 0, 0, 0, 0, time.UTC))
	changes := once(t, m, from)
	assert.Equal(t, []string{"CR1207240+1", "EX1207533+2"}, names(changes))
	assert.Equal(t, changes[0].Issue.LastModifiedDateTime, changes[0].At())
	assert.Equal(t, changes[0].Issue.Posts[1:], changes[0].Posts)
	assert.Empty(t, once(t, m, health.From(m.Now())))
	assert.Zero(t, (&health.Change{}).At())
}

// TestWatchCutEverywhere: wherever the first watch is cut, the next one goes on with
// what comes after, and what is published meanwhile.
func TestWatchCutEverywhere(t *testing.T) {
	t.Parallel()
	for cut := 1; cut <= 13; cut++ {
		m := newTest(t).Memory
		h := newHeard()
		var token health.Token
		n := 0
		wait := func(context.Context, time.Duration) error { return errors.New("there is no more") } // Instead of five minutes.
		for c, err := range health.Watch(t.Context(), m.Health.Issues, m.Health.Messages, health.WatchOptions{Wait: wait}) {
			require.NoError(t, err)
			h.hear(c)
			token = c.Token
			if n++; n == cut {
				break
			}
		}
		_, err := m.Backstage.Health.UpdateIssue(t.Context(), "TM1203402", health.IssueUpdate{Text: "<p>After all</p>"})
		require.NoError(t, err)
		_, err = m.Backstage.Health.UpdateMessage(t.Context(), "MC1190022", health.MessageVersion{Title: "Planned again"})
		require.NoError(t, err)
		for range 2 {
			for _, c := range once(t, m, token) {
				h.hear(c)
				token = c.Token
			}
		}
		assert.Empty(t, h.complaints(), "cut after %d", cut)
		assert.Empty(t, h.missed(collect(m.Health.Issues.List(t.Context(), health.IssueQuery{})), collect(m.Health.Messages.List(t.Context(), health.MessageQuery{})), time.Time{}), "cut after %d", cut)
	}
}

// TestWatchSameMoment: what is published at one moment, and in one issue at one moment,
// comes whole and once.
func TestWatchSameMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewMemory(admin.MemoryConfig{}) // Its clock stands still in here.
		b, token := m.Backstage.Health, health.From(m.Now())
		i, err := b.PublishIssue(t.Context(), health.NewIssue{Service: "Planner", Title: "x", Text: "one"})
		require.NoError(t, err)
		for _, text := range []string{"two", "one", "one"} {
			_, err := b.UpdateIssue(t.Context(), i.ID, health.IssueUpdate{Text: text})
			require.NoError(t, err)
		}
		for range 3 {
			_, err = b.PublishMessage(t.Context(), health.NewMessage{Title: "y"})
			require.NoError(t, err)
		}
		changes := once(t, m, token)
		require.Equal(t, []string{"PL1210001+4", "MC1210001", "MC1210002", "MC1210003"}, sorted(names(changes)))
		token = changes[3].Token
		// More of the same moment: a post, a state alone, another title.
		_, err = b.UpdateIssue(t.Context(), i.ID, health.IssueUpdate{Text: "one"})
		require.NoError(t, err)
		_, err = b.UpdateMessage(t.Context(), "MC1210002", health.MessageVersion{Title: "z"})
		require.NoError(t, err)
		changes = once(t, m, token)
		require.Equal(t, []string{"PL1210001+1", "MC1210002"}, sorted(names(changes)))
		assert.Equal(t, "one", pick(changes, "PL").Posts[0].Description.Content)
		token = changes[1].Token
		_, err = b.UpdateIssue(t.Context(), i.ID, health.IssueUpdate{Status: health.ServiceRestored})
		require.NoError(t, err)
		changes = once(t, m, token)
		require.Equal(t, []string{"PL1210001+0"}, names(changes))
		assert.Empty(t, once(t, m, changes[0].Token))
	})
}

// sorted puts issues first: things of one moment come in no order that is promised.
func sorted(list []string) (out []string) {
	var rest []string
	for _, name := range list {
		if strings.Contains(name, "+") {
			out = append(out, name)
		} else {
			rest = append(rest, name)
		}
	}
	for i := range rest {
		for j := range rest[:i] {
			if rest[i] < rest[j] {
				rest[i], rest[j] = rest[j], rest[i]
			}
		}
	}
	return append(out, rest...)
}

func pick(changes []*health.Change, prefix string) *health.Change {
	for _, c := range changes {
		if c.Issue != nil && strings.HasPrefix(string(c.Issue.ID), prefix) {
			return c
		}
	}
	return &health.Change{}
}

// TestWatchWaits: between two looks a watch waits as long as it was told, by the clock
// of the one who tells, and a context that ends ends it.
func TestWatchWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewMemory(admin.MemoryConfig{})
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var at []time.Duration
		go func() {
			for n := range 3 {
				time.Sleep(7 * time.Minute)
				_, err := m.Backstage.Health.PublishMessage(ctx, health.NewMessage{Title: fmt.Sprint(n)})
				assert.NoError(t, err)
			}
			time.Sleep(time.Hour)
			cancel()
		}()
		var last error
		for c, err := range health.Watch(ctx, m.Health.Issues, m.Health.Messages, health.WatchOptions{Token: health.From(m.Now())}) {
			if last = err; err != nil {
				assert.Nil(t, c)
				continue
			}
			at = append(at, time.Since(began))
		}
		// It looks every five minutes.
		assert.Equal(t, []time.Duration{10 * time.Minute, 15 * time.Minute, 25 * time.Minute}, at)
		require.ErrorIs(t, last, context.Canceled)
		assert.Equal(t, 81*time.Minute, time.Since(began), "when the context ended")
	})
	m := newTest(t).Memory
	var waited []time.Duration
	enough := errors.New("enough")
	wait := func(_ context.Context, d time.Duration) error {
		waited = append(waited, d)
		if len(waited) == 3 {
			return enough
		}
		return nil
	}
	o := health.WatchOptions{Token: health.From(m.Now()), Interval: time.Second, Wait: wait}
	for _, err := range health.Watch(t.Context(), m.Health.Issues, nil, o) {
		require.ErrorIs(t, err, enough)
	}
	assert.Equal(t, []time.Duration{time.Second, time.Second, time.Second}, waited)
}

// TestWatchParts: either part may be left out.
func TestWatchParts(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	once := health.WatchOptions{Once: true}
	assert.Len(t, collect(health.Watch(t.Context(), m.Health.Issues, nil, once)), 6)
	assert.Len(t, collect(health.Watch(t.Context(), nil, m.Health.Messages, once)), 7)
	assert.Empty(t, collect(health.Watch(t.Context(), nil, nil, once)))
}

// failing fails every other list, after some of it.
type failing struct {
	health.Issues
	n *int
}

var errDown = &admin365.Error{Kind: admin365.ErrUnavailable, Message: "down"}

func (f failing) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		*f.n++
		for i, err := range f.Issues.List(ctx, q) {
			if !yield(i, err) {
				return
			}
			if *f.n%2 == 1 {
				break
			}
		}
		if *f.n%2 == 1 {
			yield(nil, errDown)
		}
	}
}

// TestWatchFails: an error ends the watch, as the last pair; nothing that came with it is
// believed, and the next one goes on.
func TestWatchFails(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	n := 0
	f := failing{m.Health.Issues, &n}
	pairs := 0
	for c, err := range health.Watch(t.Context(), f, nil, health.WatchOptions{}) {
		pairs++
		assert.Nil(t, c)
		require.ErrorIs(t, err, admin365.ErrUnavailable)
	}
	assert.Equal(t, 1, pairs)
	n = 1 // The first list succeeds, and that which is to confirm it does not.
	for c, err := range health.Watch(t.Context(), f, nil, health.WatchOptions{}) {
		assert.Nil(t, c)
		require.ErrorIs(t, err, admin365.ErrUnavailable)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for c, err := range health.Watch(ended, m.Health.Issues, m.Health.Messages, health.WatchOptions{}) {
		assert.Nil(t, c)
		require.ErrorIs(t, err, context.Canceled)
	}
}

// TestWatchTokens: what is no token is refused, before anything is asked.
func TestWatchTokens(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	good := once(t, m, "")[5].Token
	n := 0
	bad := []health.WatchOptions{
		{Token: "x"}, {Token: "h1."}, {Token: "h1.AAAA"}, {Token: "h2" + good[2:]}, {Token: good[:len(good)-1]}, {Token: good + "A"},
		{Token: "h1." + health.Token(strings.Repeat("A", health.MaxToken))}, {Interval: -1}, {Overlap: -1},
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // The same tokens each time.
	for range 50 {
		b := []byte(good)
		at := 3 + r.IntN(len(b)-4)
		b[at] ^= 1 + byte(r.IntN(3))
		if b[at] != good[at] {
			bad = append(bad, health.WatchOptions{Token: health.Token(b)})
		}
	}
	for _, o := range bad {
		pairs := 0
		for c, err := range health.Watch(t.Context(), failing{m.Health.Issues, &n}, nil, o) {
			pairs++
			assert.Nil(t, c)
			require.ErrorIs(t, err, admin365.ErrInvalid)
		}
		assert.Equal(t, 1, pairs)
	}
	assert.Zero(t, n, "nothing was asked")
}

// many are issues and messages that someone else keeps.
type many struct {
	health.Issues
	issues []*health.Issue
	asked  []time.Time
}

func (m *many) listIssues(_ context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	m.asked = append(m.asked, q.ChangedSince)
	return func(yield func(*health.Issue, error) bool) {
		for _, i := range m.issues {
			if !i.LastModifiedDateTime.Before(q.ChangedSince) && !yield(i, nil) {
				return
			}
		}
	}
}

type manyIssues struct{ *many }

func (m manyIssues) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return m.listIssues(ctx, q)
}

func (m manyIssues) Get(context.Context, health.IssueID) (*health.Issue, error) { return nil, errDown }

// TestWatchBounds: a token is bounded however much changes, and in the worst case too;
// all of it is told, and a look does not ask for all of it for ever. A few times that
// are far in the future do not move the watch.
func TestWatchBounds(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := &many{}
	for n := range 1200 {
		i := &health.Issue{ID: health.IssueID(fmt.Sprint("EX", 100000+n)), LastModifiedDateTime: start.Add(time.Duration(n) * 31 * time.Minute)}
		for p := range 40 {
			i.Posts = append(i.Posts, health.Post{CreatedDateTime: i.LastModifiedDateTime.Add(time.Duration(p-39) * 977 * time.Hour)})
		}
		m.issues = append(m.issues, i)
	}
	for n := range 5 {
		m.issues[n].LastModifiedDateTime = start.AddDate(100, 0, n)
	}
	var token health.Token
	told, posts, longest := 0, 0, 0
	look := func() (n int) {
		for c, err := range health.Watch(t.Context(), manyIssues{m}, nil, health.WatchOptions{Token: token, Once: true}) {
			require.NoError(t, err)
			n++
			posts += len(c.Posts)
			token = c.Token
			longest = max(longest, len(token))
		}
		told += n
		return n
	}
	require.Equal(t, 1200, look())
	assert.Equal(t, 1200*40, posts)
	assert.Less(t, longest, health.MaxToken)
	t.Logf("the longest token has %d bytes, the last one %d", longest, len(token))
	assert.Zero(t, look())
	// A new one, later than all but the five.
	last := m.issues[1199].LastModifiedDateTime
	m.issues = append(m.issues, &health.Issue{ID: "EX999999", LastModifiedDateTime: last.Add(time.Minute), Posts: []health.Post{{CreatedDateTime: last}}})
	require.Equal(t, 1, look())
	assert.Equal(t, 1201, told)
	asked := m.asked[len(m.asked)-1]
	assert.True(t, asked.After(last.Add(-48*time.Hour)) && asked.Before(last), "it asks from %v, and the last is of %v", asked, last)
	assert.Less(t, len(token), 16<<10)
}
