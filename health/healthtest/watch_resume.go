package healthtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/admin365/admin365/health"
)

// busy publishes and changes much, and returns it as [noted] writes it.
func busy(c *run) (want []string) {
	c.Helper()
	a := issue(c, Skype)
	want = append(want, posted(a, first))
	later(c)
	b := issue(c, StaffHub)
	want = append(want, posted(b, first))
	later(c)
	m := message(c)
	later(c)
	update(c, a.ID, health.IssueUpdate{Text: "<p>2</p>"})
	later(c)
	update(c, a.ID, health.IssueUpdate{Text: "<p>3</p>", Status: health.RestoringService})
	want = append(want, posted(a, "<p>2</p>"), posted(a, "<p>3</p>"))
	later(c)
	m = rewrite(c, m.ID, health.MessageVersion{Title: "Second"})
	later(c)
	n := message(c)
	later(c)
	o := message(c)
	later(c)
	resolve(c, b.ID)
	return append(want, line(m), line(n), line(o), posted(b, "<p>It is over.</p>"))
}

func watchResumeCases() []kase {
	return []kase{
		{
			Name: "Watch/cut-at-each-point", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a process is killed wherever it is, and the next one goes on without a loss and without a repetition",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				begin := *watching(c)
				want := busy(c)
				whole := begin
				total := len(whole.look(c, -1))
				for cut := 1; cut <= total; cut++ {
					w := begin
					seen := w.look(c, cut)
					seen = append(seen, w.look(c, -1)...)
					if err := sameSet(fmt.Sprintf("cut after %d", cut), noted(seen), want); err != nil {
						c.Errorf("%v", err)
					}
				}
			},
		},
		{
			Name: "Watch/one-change-a-process", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a program that is started every so often and does one thing gets to the end, too",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				w := watching(c)
				want := busy(c)
				var seen []*health.Change
				for range 50 {
					one := w.look(c, 1)
					if len(one) == 0 {
						break
					}
					seen = append(seen, one...)
				}
				if err := sameSet("one by one", noted(seen), want); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Watch/changes-between-the-processes", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "the service goes on while nobody looks",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i := issue(c, Skype)
				want := []string{posted(i, first)}
				var seen []*health.Change
				for n := range 6 {
					later(c)
					text := fmt.Sprintf("<p>%d</p>", n)
					update(c, i.ID, health.IssueUpdate{Text: text})
					later(c)
					m := message(c)
					want = append(want, posted(i, text), line(m))
					seen = append(seen, w.look(c, 1)...)
				}
				c.S.Advance(10 * day)
				late := issue(c, Skype)
				want = append(want, posted(late, first))
				seen = append(seen, w.look(c, -1)...)
				if err := sameSet("all in all", noted(seen), want); err != nil {
					c.Errorf("%v", err)
				}
				w.sees(c, "in the end")
			},
		},
		{
			Name: "Watch/a-token-works-again", Needs: ofWatch(CanAdvance), Source: docToken,
			Why: "who died before he wrote the next token down begins at the old one",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				begin := *watching(c)
				want := busy(c)
				for range 2 {
					w := begin
					w.sees(c, "from the same token", want...)
				}
				list := c.S.watch(c.Context(), begin.issues, begin.messages, health.WatchOptions{Token: begin.token, Once: true})
				for range 2 {
					var seen []*health.Change
					for ch, err := range list {
						c.Must(err, "watching")
						seen = append(seen, ch)
					}
					if err := sameSet("ranged over again", noted(seen), want); err != nil {
						c.Errorf("%v", err)
					}
				}
			},
		},
		{
			Name: "Watch/an-error-ends-it", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a failure in the middle of a page loses nothing of it",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				w := watching(c)
				want := busy(c)
				var seen []*health.Change
				for fails := range 4 {
					failing := failingIssues{w.issues, fails}
					var last error
					n := 0
					for ch, err := range c.S.watch(c.Context(), failing, w.messages, health.WatchOptions{Token: w.token, Once: true}) {
						if n++; last != nil || (ch == nil) == (err == nil) {
							c.Fatalf("pair %d is %+v, %v, after %v", n, ch, err, last)
						}
						if last = err; err == nil {
							seen, w.token = append(seen, ch), ch.Token
						}
					}
					if !errors.Is(last, errDown) {
						c.Errorf("it ends with %v", last)
					}
				}
				seen = append(seen, w.look(c, -1)...)
				if err := sameSet("all in all", noted(seen), want); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Watch/same-moment", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "two posts of one second are two posts, and a cut between them loses neither",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				begin := *watching(c)
				// A service that knows the hour alone.
				begin.issues = editedIssues{begin.issues, func(i *health.Issue) bool {
					i.LastModifiedDateTime = i.LastModifiedDateTime.Truncate(time.Hour)
					for n := range i.Posts {
						i.Posts[n].CreatedDateTime = i.Posts[n].CreatedDateTime.Truncate(time.Hour)
					}
					return true
				}, nil}
				begin.messages = editedMessages{begin.messages, func(m *health.Message) bool {
					m.LastModifiedDateTime = m.LastModifiedDateTime.Truncate(time.Hour)
					return true
				}, nil, nil}
				c.S.Advance(2 * time.Hour)
				begin.token = ""
				begin.look(c, -1)
				a, b, m := issue(c, Skype), issue(c, StaffHub), message(c)
				update(c, a.ID, health.IssueUpdate{Text: "<p>2</p>"})
				n := message(c)
				want := []string{posted(a, first), posted(a, "<p>2</p>"), posted(b, first), line(m), line(n)}
				w := begin
				total := len(w.look(c, -1))
				more := []string{posted(a, "<p>3</p>"), posted(b, "<p>4</p>")}
				for cut := range total + 1 {
					w := begin
					seen := w.look(c, cut)
					seen = append(seen, w.look(c, -1)...)
					if err := sameSet(fmt.Sprintf("cut after %d", cut), noted(seen), want); err != nil {
						c.Errorf("%v", err)
					}
				}
				update(c, a.ID, health.IssueUpdate{Text: "<p>3</p>"})
				update(c, b.ID, health.IssueUpdate{Text: "<p>4</p>"})
				o := message(c)
				w.sees(c, "of the same hour", append(slices.Clone(more), line(o))...)
				w.sees(c, "in the end")
			},
		},
	}
}

// errDown is what fails in a case.
var errDown = errors.New("down")

// failingIssues fail after some items of a list.
type failingIssues struct {
	health.Issues
	after int
}

// List implements [health.Issues].
func (f failingIssues) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		n := 0
		for i, err := range f.Issues.List(ctx, q) {
			if n == f.after {
				break
			}
			if n++; !yield(i, err) {
				return
			}
		}
		yield(nil, errDown)
	}
}
