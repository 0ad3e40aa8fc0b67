package healthtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365/health"
)

func watchLoopCases() []kase {
	return []kase{
		{
			Name: "Watch/looks-again-and-again", Needs: ofWatch(CanAdvance), Source: docOptions,
			Why: "a bot is started once and tells of everything from then on",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i := issue(c, Skype)
				want := []string{posted(i, first)}
				var waited []time.Duration
				var seen []*health.Change
				wait := func(_ context.Context, d time.Duration) error {
					waited = append(waited, d)
					if len(waited) == 6 {
						return errDown
					}
					c.S.Advance(d)
					if n := len(waited); n != 3 { // Once nothing is new.
						text := fmt.Sprintf("<p>%d</p>", n)
						update(c, i.ID, health.IssueUpdate{Text: text})        //nolint:contextcheck // It has the context of its own test.
						want = append(want, posted(i, text), line(message(c))) //nolint:contextcheck // It has the context of its own test.
					}
					return nil
				}
				var last error
				for ch, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{Token: w.token, Interval: time.Hour, Wait: wait}) {
					if last != nil {
						c.Fatalf("after the error there is %+v, %v", ch, err)
					}
					if last = err; err == nil {
						seen = append(seen, ch)
					}
				}
				if err := sameSet("all in all", noted(seen), want); err != nil {
					c.Errorf("%v", err)
				}
				if !errors.Is(last, errDown) || len(waited) != 6 || waited[0] != time.Hour || waited[5] != time.Hour {
					c.Errorf("it waited for %v and ended with %v", waited, last)
				}
			},
		},
		{
			Name: "Watch/every-five-minutes", Needs: []string{HasIssues, HasMessages}, Source: docOptions,
			Why: "the service takes so many requests, and a default that asks too often is refused for all programs of the tenant",
			Run: func(c *run) {
				w := watching(c)
				for _, q := range []struct{ interval, want time.Duration }{{0, 5 * time.Minute}, {time.Second, time.Second}} {
					var waited time.Duration
					var last error
					for _, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{
						Token: w.token, Interval: q.interval, Wait: func(_ context.Context, d time.Duration) error { waited = d; return errDown },
					}) {
						last = err
					}
					if waited != q.want || !errors.Is(last, errDown) {
						c.Errorf("it waited for %v and ended with %v", waited, last)
					}
				}
			},
		},
		{
			Name: "Watch/once-does-not-wait", Needs: []string{HasIssues, HasMessages}, Source: docOptions,
			Why: "a program that is started every so often ends every so often",
			Run: func(c *run) {
				w := watching(c)
				for _, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{
					Token: w.token, Once: true, Wait: func(context.Context, time.Duration) error {
						c.Errorf("it waits")
						return errDown
					},
				}) {
					c.Must(err, "watching")
				}
			},
		},
		{
			Name: "Watch/ends-with-the-context", Needs: []string{HasIssues, HasMessages}, Source: docWatch,
			Why: "a program that is stopped stops, and does not take its end for peace",
			Run: func(c *run) {
				w := watching(c)
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				waits := 0
				var last error
				for ch, err := range c.S.watch(ctx, w.issues, w.messages, health.WatchOptions{Token: w.token, Wait: func(ctx context.Context, _ time.Duration) error {
					if waits++; waits == 2 {
						cancel()
						return ctx.Err()
					}
					return nil
				}}) {
					if last != nil || ch != nil && err != nil {
						c.Fatalf("there is %+v, %v after %v", ch, err, last)
					}
					last = err
				}
				if !errors.Is(last, context.Canceled) || waits != 2 {
					c.Errorf("it waited %d times and ended with %v", waits, last)
				}
			},
		},
		{
			Name: "Watch/the-timer-ends-with-the-context", Needs: []string{HasIssues, HasMessages}, Source: docWatch,
			Why: "five minutes are long for somebody who wants to go home",
			Run: func(c *run) {
				w := watching(c)
				ctx, cancel := context.WithTimeout(c.Context(), 20*time.Millisecond)
				defer cancel()
				var last error
				for _, err := range c.S.watch(ctx, w.issues, w.messages, health.WatchOptions{Token: w.token, Interval: time.Hour}) {
					last = err
				}
				if !errors.Is(last, context.DeadlineExceeded) {
					c.Errorf("it ended with %v", last)
				}
			},
		},
		{
			Name: "Watch/changed-while-it-tells", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "whoever handles a change takes his time, and meanwhile there are others",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i := issue(c, Skype)
				want := []string{posted(i, first)}
				var seen []*health.Change
				for ch, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{Token: w.token, Once: true}) {
					c.Must(err, "watching")
					seen, w.token = append(seen, ch), ch.Token
					if len(want) < 9 {
						text := fmt.Sprintf("<p>%d</p>", len(want))
						later(c)
						update(c, i.ID, health.IssueUpdate{Text: text})
						later(c)
						want = append(want, posted(i, text), line(message(c)))
					}
				}
				seen = append(seen, w.look(c, -1)...)
				if err := sameSet("all in all", noted(seen), want); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
	}
}
