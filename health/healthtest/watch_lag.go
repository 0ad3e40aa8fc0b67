package healthtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func watchLagCases() []kase {
	return []kase{
		{
			Name: "Watch/missed-by-a-page", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "lists that are cut by counting lose what stands at the cut, and an incident must not be lost",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i, m := issue(c, Skype), message(c)
				hidden := true
				w.issues = editedIssues{w.issues, func(one *health.Issue) bool { return !hidden || one.ID != i.ID }, nil}
				w.messages = editedMessages{w.messages, func(one *health.Message) bool { return !hidden || one.ID != m.ID }, nil, nil}
				later(c)
				other, n := issue(c, Skype), message(c)
				w.sees(c, "the others", posted(other, first), line(n))
				hidden = false
				w.sees(c, "what was missed", posted(i, first), line(m))
				w.sees(c, "in the end")
			},
		},
		{
			Name: "Watch/shows-late", Needs: ofWatch(CanAdvance), Source: docOptions,
			Why: "a replica that lags tells of this morning in the evening",
			Run: func(c *run) {
				subscribe(c, Skype)
				for _, q := range []struct{ overlap, late time.Duration }{{0, 20 * time.Hour}, {72 * time.Hour, 60 * time.Hour}} {
					w := watching(c)
					i, m := issue(c, Skype), message(c)
					want := []string{posted(i, first), line(m)}
					hidden, waits := true, 0
					w.issues = editedIssues{w.issues, func(one *health.Issue) bool { return !hidden || one.ID != i.ID }, nil}
					w.messages = editedMessages{w.messages, func(one *health.Message) bool { return !hidden || one.ID != m.ID }, nil, nil}
					// After each look that finds something there is one that finds nothing.
					wait := func(context.Context, time.Duration) error {
						switch waits++; {
						case waits > 12:
							return errDown
						case waits > 8:
							hidden = false
						case waits%2 == 1:
							c.S.Advance(q.late / 4)
							for range 20 { // A few do not move a watch.
								want = append(want, posted(issue(c, Skype), first)) //nolint:contextcheck // It has the context of its own test.
							}
						default:
						}
						return nil
					}
					var seen []*health.Change
					for ch, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{Token: w.token, Overlap: q.overlap, Wait: wait}) {
						if err == nil {
							seen = append(seen, ch)
						} else if !errors.Is(err, errDown) {
							c.Errorf("%v", err)
						}
					}
					if err := sameSet(fmt.Sprintf("after %v, with %v", q.late, q.overlap), noted(seen), want); err != nil {
						c.Errorf("%v", err)
					}
				}
			},
		},
		{
			Name: "Watch/older-after-newer", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a version that is out of date is no news",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i, m := issue(c, Skype), message(c)
				oldIssue, oldMessage := getIssue(c, i.ID), getMessage(c, m.ID)
				w.sees(c, "at first", posted(i, first), line(m))
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>2</p>"})
				m = rewrite(c, m.ID, health.MessageVersion{Title: "Second"})
				w.sees(c, "then", posted(i, "<p>2</p>"), line(m))
				now := *w
				now.issues = editedIssues{w.issues, func(one *health.Issue) bool {
					if one.ID == i.ID {
						*one = conform.Clone(*oldIssue)
					}
					return true
				}, nil}
				now.messages = editedMessages{w.messages, func(one *health.Message) bool {
					if one.ID == m.ID {
						*one = conform.Clone(*oldMessage)
					}
					return true
				}, nil, nil}
				now.sees(c, "from a replica that is behind")
				w.token = now.token
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>3</p>"})
				w.sees(c, "afterwards", posted(i, "<p>3</p>"))
			},
		},
		{
			Name: "Watch/a-time-far-ahead", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "one date that is mistyped must not silence all that comes after it",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				odd, oddMessage := issue(c, Skype), message(c)
				w.issues = editedIssues{w.issues, func(one *health.Issue) bool {
					if one.ID == odd.ID {
						one.LastModifiedDateTime = one.LastModifiedDateTime.AddDate(60, 0, 0)
					}
					return true
				}, nil}
				w.messages = editedMessages{w.messages, func(one *health.Message) bool {
					if one.ID == oddMessage.ID {
						one.LastModifiedDateTime = one.LastModifiedDateTime.AddDate(60, 0, 0)
					}
					return true
				}, nil, nil}
				w.sees(c, "at first", posted(odd, first), line(oddMessage))
				for range 3 {
					c.S.Advance(2 * day)
					i, m := issue(c, Skype), message(c)
					w.sees(c, "afterwards", posted(i, first), line(m))
					w.sees(c, "and then")
				}
			},
		},
		{
			Name: "Watch/more-than-a-token-remembers", Needs: ofWatch(), Source: docWatch,
			Why: "the first look of a program finds years",
			Run: func(c *run) {
				w := watching(c)
				base := now(c)
				many := func() (list []*health.Message) {
					for n := range 700 {
						at := base.Add(time.Duration(n-1000) * time.Minute)
						list = append(list, &health.Message{ID: health.MessageID(fmt.Sprintf("MC8%05d", (n*3)%700)), Title: "x", StartDateTime: at, LastModifiedDateTime: at})
					}
					return list
				}
				begin := watcher{issues: w.issues, messages: editedMessages{w.messages, func(*health.Message) bool { return false }, many, nil}}
				begin.issues = editedIssues{w.issues, func(*health.Issue) bool { return false }, nil}
				whole := begin
				if seen := whole.look(c, -1); len(seen) != 700 || len(noted(seen)) != 700 {
					c.Errorf("of 700 messages %d are seen", len(seen))
				}
				if again := whole.look(c, -1); len(again) > 0 {
					c.Errorf("%d are seen again", len(again))
				}
				for _, cut := range []int{1, 300, 650} {
					w := begin
					seen := noted(w.look(c, cut))
					seen = append(seen, noted(w.look(c, -1))...)
					twice := map[string]bool{}
					for _, s := range seen {
						twice[s] = true
					}
					if len(seen) != 700 || len(twice) != 700 {
						c.Errorf("cut after %d there are %d, %d of them different", cut, len(seen), len(twice))
					}
				}
			},
		},
	}
}
