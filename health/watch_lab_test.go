package health_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/health"
)

// lister is Issues and Messages whose lists are cut in pages by counting, as the
// service's are, in an order that a change disturbs; between two pages something else
// happens, and now and then an answer is of a moment ago.
type lister struct {
	health.Issues
	messages health.Messages
	size     int
	newest   bool // Issues come with the newest first, and messages with the oldest; else the other way.
	between  func() (changed bool)
	// stale says that the next list is what the one before it was.
	stale func() bool
	// last are the lists of a moment ago.
	issues []*health.Issue
	told   []*health.Message
	asked  []time.Time
}

// order is the order of two times in a list.
func (l *lister) order(a, b time.Time) int {
	if l.newest {
		return a.Compare(b)
	}
	return b.Compare(a)
}

// turned cuts a list in pages while between is called after each of them.
func turned[T any](all func() []*T, size int, between func() bool, keep func(*T) bool) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var list []*T
		for skip, changed := 0, true; ; skip += size {
			if changed {
				list = slices.DeleteFunc(all(), func(item *T) bool { return !keep(item) })
			}
			if skip >= len(list) {
				return
			}
			for _, item := range list[skip:min(skip+size, len(list))] {
				if !yield(item, nil) {
					return
				}
			}
			changed = between()
		}
	}
}

func (l *lister) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	l.asked = append(l.asked, q.ChangedSince)
	old := l.stale()
	return turned(func() []*health.Issue {
		if old && l.issues != nil {
			return slices.Clone(l.issues)
		}
		l.issues = nil
		for i, err := range l.Issues.List(ctx, health.IssueQuery{}) {
			if err != nil {
				panic(err)
			}
			l.issues = append(l.issues, i)
		}
		slices.SortStableFunc(l.issues, func(a, b *health.Issue) int { return l.order(b.LastModifiedDateTime, a.LastModifiedDateTime) })
		return slices.Clone(l.issues)
	}, l.size, l.between, func(i *health.Issue) bool { return !i.LastModifiedDateTime.Before(q.ChangedSince) })
}

// announced is the lister's Messages.
type announced struct {
	health.Messages
	*lister
}

func (a announced) Get(ctx context.Context, id health.MessageID) (*health.Message, error) {
	return a.messages.Get(ctx, id)
}

func (a announced) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	old := a.stale()
	return turned(func() []*health.Message {
		if old && a.told != nil {
			return slices.Clone(a.told)
		}
		a.told = nil
		for m, err := range a.messages.List(ctx, health.MessageQuery{}) {
			if err != nil {
				panic(err)
			}
			a.told = append(a.told, m)
		}
		slices.SortStableFunc(a.told, func(x, y *health.Message) int { return a.order(x.LastModifiedDateTime, y.LastModifiedDateTime) })
		return slices.Clone(a.told)
	}, a.size, a.between, func(m *health.Message) bool { return !m.LastModifiedDateTime.Before(q.ChangedSince) })
}

// heard is what came of a watch.
type heard struct {
	posts    map[string]int
	versions map[string]int
	last     map[string]string
}

func newHeard() *heard {
	return &heard{posts: map[string]int{}, versions: map[string]int{}, last: map[string]string{}}
}

func postName(id health.IssueID, p health.Post) string {
	return fmt.Sprint(id, " ", p.CreatedDateTime.UnixNano(), " ", p.Description.Content)
}

func issueVersion(i *health.Issue) string {
	return fmt.Sprint(i.ID, " ", i.LastModifiedDateTime.UnixNano(), " ", i.Status, " ", i.Title, " ", len(i.Posts))
}

func messageVersion(m *health.Message) string {
	return fmt.Sprint(m.ID, " ", m.LastModifiedDateTime.UnixNano(), " ", m.Title, " ", m.HasAttachments)
}

func (h *heard) hear(c *health.Change) {
	if c.Issue != nil {
		for _, p := range c.Posts {
			h.posts[postName(c.Issue.ID, p)]++
		}
		h.versions[issueVersion(c.Issue)]++
		h.last[string(c.Issue.ID)] = issueVersion(c.Issue)
		return
	}
	h.versions[messageVersion(c.Message)]++
	h.last[string(c.Message.ID)] = messageVersion(c.Message)
}

// complaints are what was told twice.
func (h *heard) complaints() (list []string) {
	for _, of := range []map[string]int{h.posts, h.versions} {
		for name, n := range of {
			if n > 1 {
				list = append(list, fmt.Sprintf("%d times: %s", n, name))
			}
		}
	}
	slices.Sort(list)
	return list
}

// missed are the posts and the last versions that were never told.
func (h *heard) missed(issues []*health.Issue, messages []*health.Message, since time.Time) (list []string) {
	for _, i := range issues {
		if !i.LastModifiedDateTime.Before(since) && h.last[string(i.ID)] != issueVersion(i) {
			list = append(list, "the version "+issueVersion(i)+" and not "+h.last[string(i.ID)])
		}
		for _, p := range i.Posts {
			if !p.CreatedDateTime.Before(since) && h.posts[postName(i.ID, p)] == 0 {
				list = append(list, "the post "+postName(i.ID, p))
			}
		}
	}
	for _, m := range messages {
		if !m.LastModifiedDateTime.Before(since) && h.last[string(m.ID)] != messageVersion(m) {
			list = append(list, "the version "+messageVersion(m)+" and not "+h.last[string(m.ID)])
		}
	}
	return list
}

func collect[T any](list iter.Seq2[*T, error]) (all []*T) {
	for item, err := range list {
		if err != nil {
			panic(err)
		}
		all = append(all, item)
	}
	return all
}

func lines(list []string) string { return strings.Join(list, "\n") }
