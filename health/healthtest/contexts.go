package healthtest

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func contextCases() []kase {
	cancelled := func(parent context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(parent)
		cancel()
		return ctx, cancel
	}
	return []kase{
		{
			Name: "Context/cancelled", Needs: whole(), Source: docEndedCalls,
			Why: "who gave up must be told that, and nothing may happen any more",
			Run: func(c *run) { endedContext(c, context.Canceled, cancelled) },
		},
		{
			Name: "Context/deadline-exceeded", Needs: whole(), Source: docEndedCalls,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-reads", Source: docEndedCalls,
			Why: "a tenant in memory that ignores the context hides that a program forgot to pass it on",
			Run: func(c *run) {
				ctx, cancel := cancelled(c.Context())
				defer cancel()
				for _, m := range c.S.methods() {
					if m.writes {
						continue
					}
					if err := m.call(ctx, c.S.Service, nowhere()); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.op, err)
					}
				}
			},
		},
		{
			Name: "Context/functions", Needs: []string{HasIssues, HasMessages}, Source: docEndedCalls,
			Why: "what is built on the methods ends when they do",
			Run: func(c *run) {
				ctx, cancel := cancelled(c.Context())
				defer cancel()
				at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				_, affecting := c.S.affecting(ctx, c.S.Service.Issues, Skype, at)
				_, days := c.S.days(ctx, c.S.Service.Issues, health.DaysQuery{From: at, To: at})
				_, watch := conform.Collect(c.S.watch(ctx, c.S.Service.Issues, c.S.Service.Messages, health.WatchOptions{Once: true}))
				for what, err := range map[string]error{"Affecting": affecting, "Days": days, "Watch": watch} {
					if !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", what, err)
					}
				}
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	at := targetOf(c)
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range c.S.methods() {
		if err := m.call(ctx, c.S.Service, at); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.op, want, err)
		}
	}
	marksAre(c, c.S.Service, "what was given up", at.marked, health.Viewpoint{})
}

func listCases() []kase {
	return []kase{
		{
			Name: "Lists/not-fetched-until-ranged", Needs: whole(), Source: docListed,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: func(c *run) {
				subscribe(c, Skype)
				m := message(c)
				var ours []health.IssueID
				var ourMessages []health.MessageID
				issues := c.S.Service.Issues.List(c.Context(), health.IssueQuery{Service: Skype})
				services := c.S.Service.Services.List(c.Context(), health.ServiceQuery{Issues: true})
				messages := c.S.Service.Messages.List(c.Context(), health.MessageQuery{Service: Skype})
				files := c.S.Service.Attachments.List(c.Context(), m.ID)
				for n := range 3 {
					ours = append(ours, issue(c, Skype).ID)
					ourMessages = append(ourMessages, message(c, about(Skype)).ID)
					attach(c, m.ID, "a.txt", "text/plain", []byte("a"))
					c.Eventually(func() error {
						i, err1 := conform.Collect(issues)
						s, err2 := conform.Collect(services)
						ms, err3 := conform.Collect(messages)
						f, err4 := conform.Collect(files)
						of := 0
						for _, one := range s {
							if one.Service == Skype {
								of = len(among(one.Issues, issueID, ours))
							}
						}
						return errors.Join(err1, err2, err3, err4, errIf(
							len(among(i, issueID, ours)) != n+1 || len(among(ms, messageID, ourMessages)) != n+1 || len(f) != n+1 || of != n+1,
							"ranging over the lists has %d issues, %d of the service, %d messages and %d files, want %d of each", len(among(i, issueID, ours)), of, len(among(ms, messageID, ourMessages)), len(f), n+1,
						))
					})
				}
			},
		},
		{
			Name: "Lists/left-early", Sweep: true, Needs: whole(), Source: docListed,
			Why: "who has found what he looked for stops, and the list must take it",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				m := message(c)
				for range 3 {
					issue(c, Skype)
					message(c)
					attach(c, m.ID, "a.txt", "text/plain", []byte("a"))
				}
				issues := c.S.Service.Issues.List(c.Context(), health.IssueQuery{PageSize: c.PageSize})
				messages := c.S.Service.Messages.List(c.Context(), health.MessageQuery{PageSize: c.PageSize})
				services := c.S.Service.Services.List(c.Context(), health.ServiceQuery{PageSize: c.PageSize})
				files := c.S.Service.Attachments.List(c.Context(), m.ID)
				for _, n := range []int{1, 2, 3} {
					i, err1 := conform.First(issues, n)
					ms, err2 := conform.First(messages, n)
					s, err3 := conform.First(services, min(n, 2))
					f, err4 := conform.First(files, n)
					if err := errors.Join(err1, err2, err3, err4); err != nil || len(i) != n || len(ms) != n || len(s) != min(n, 2) || len(f) != n {
						c.Errorf("of %d items there are %d issues, %d messages, %d services and %d files, %v", n, len(i), len(ms), len(s), len(f), err)
					}
				}
			},
		},
		{
			Name: "Lists/cancelled-before-ranged", Needs: []string{HasIssues, HasServices, HasMessages}, Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				issues := c.S.Service.Issues.List(ctx, health.IssueQuery{})
				messages := c.S.Service.Messages.List(ctx, health.MessageQuery{})
				services := c.S.Service.Services.List(ctx, health.ServiceQuery{})
				cancel()
				i, err1 := conform.Collect(issues)
				m, err2 := conform.Collect(messages)
				s, err3 := conform.Collect(services)
				for _, err := range []error{err1, err2, err3} {
					if !errors.Is(err, context.Canceled) || len(i)+len(m)+len(s) > 0 {
						c.Errorf("a list has %d items and ends with %v, want context.Canceled", len(i)+len(m)+len(s), err)
					}
				}
			},
		},
		{
			Name: "Lists/query-copied", Needs: ofIssues(HasMessages), Source: docListed,
			Why: "a program uses one query for many lists and alters it between them",
			Run: func(c *run) {
				subscribe(c, Skype)
				open, over := issue(c, Skype), resolve(c, issue(c, Skype).ID)
				major := message(c, func(in *health.NewMessage) { in.Major = true })
				minor := message(c)
				q, mq := health.IssueQuery{Resolved: new(false), Service: Skype}, health.MessageQuery{Major: new(true)}
				issues, messages := c.S.Service.Issues.List(c.Context(), q), c.S.Service.Messages.List(c.Context(), mq)
				conform.Scribble(&q)
				conform.Scribble(&mq)
				c.Eventually(func() error {
					i, err1 := conform.Collect(issues)
					m, err2 := conform.Collect(messages)
					return errors.Join(
						err1, err2, sameSet("the issues", among(i, issueID, []health.IssueID{open.ID, over.ID}), []health.IssueID{open.ID}),
						sameSet("the messages", among(m, messageID, []health.MessageID{major.ID, minor.ID}), []health.MessageID{major.ID}),
					)
				})
			},
		},
		{
			Name: "Lists/an-error-comes-once", Needs: []string{HasIssues, HasMessages, HasServices}, Source: docListed,
			Why: "a list that goes on after its error is read to an end that is none, by whoever counts on it",
			Run: func(c *run) {
				for range 2 {
					for what, err := range map[string]error{
						"Issues":   ranged(c.S.Service.Issues.List(c.Context(), health.IssueQuery{PageSize: -1})),
						"Messages": ranged(c.S.Service.Messages.List(c.Context(), health.MessageQuery{PageSize: -1})),
						"Services": ranged(c.S.Service.Services.List(c.Context(), health.ServiceQuery{PageSize: -1})),
					} {
						if !errors.Is(err, admin365.ErrInvalid) {
							c.Errorf("%s: %v", what, err)
						}
					}
				}
			},
		},
	}
}
