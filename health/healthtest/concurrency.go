package healthtest

import (
	"errors"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/every-method-at-once", Needs: whole(), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: func(c *run) {
				const workers, rounds = 4, 3
				at := targetOf(c)
				before, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{Service: Skype}))
				c.Must(err, "listing issues")
				methods := c.S.methods()
				atOnce(workers*len(methods)+workers, func(n int) {
					if n >= workers*len(methods) {
						update(c, at.issue, health.IssueUpdate{Text: "<p>more</p>"})
						rewrite(c, at.message, health.MessageVersion{Title: "Again"})
						issue(c, Skype)
						return
					}
					m := methods[n%len(methods)]
					for range rounds {
						var e *admin365.Error
						if err := m.call(c.Context(), c.S.Service, at); err != nil && !errors.As(err, &e) {
							c.Errorf("%s: %v", m.op, err)
						}
					}
				})
				list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{Service: Skype}))
				c.Must(err, "listing issues afterwards")
				if err := errors.Join(conform.Once(list, issueID), errIf(len(list) != workers+len(before), "there are %d issues", len(list))); err != nil {
					c.Errorf("afterwards: %v", err)
				}
				if got := getIssue(c, at.issue); len(got.Posts) < workers+1 {
					c.Errorf("of %d posts %d are there", workers+1, len(got.Posts))
				}
			},
		},
		{
			Name: "Concurrency/marks-of-one-person", Needs: ofMarks(), Source: docViewpoints,
			Why: "two windows of one person must not undo each other's work",
			Run: func(c *run) {
				var ids []health.MessageID
				for range 5 {
					ids = append(ids, message(c).ID)
				}
				set := []action{actions()[0], actions()[2], actions()[4]}
				atOnce(len(ids)*len(set), func(n int) {
					a, id := set[n%len(set)], ids[n/len(set)]
					if err := a.do(c.Context(), c.S.Service.Viewpoints, []health.MessageID{id}); err != nil {
						c.Errorf("%s of %s: %v", a.op, id, err)
					}
				})
				for _, id := range ids {
					marksAre(c, c.S.Service, "afterwards", id, health.Viewpoint{IsRead: new(true), IsArchived: new(true), IsFavorited: new(true)})
				}
			},
		},
	}
}

// atOnce runs f for each number below n, all of them at the same time.
func atOnce(n int, f func(n int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}
