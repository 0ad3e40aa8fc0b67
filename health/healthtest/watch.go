package healthtest

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// ofWatch is what the cases of watching need.
func ofWatch(more ...string) []string { return ofIssues(append(more, HasMessages)...) }

func watchCases() []kase {
	return []kase{
		{
			Name: "Watch/all-that-there-is", Needs: []string{HasIssues, HasMessages}, Source: docToken,
			Why: "who begins today wants to know what burns already",
			Run: func(c *run) {
				issues, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{}))
				c.Must(err, "listing issues")
				messages, err := all(c, c.S.Service, health.MessageQuery{})
				c.Must(err, "listing messages")
				w := &watcher{issues: c.S.Service.Issues, messages: c.S.Service.Messages}
				seen := w.look(c, -1)
				var want, got []string
				for _, i := range issues {
					want = append(want, string(i.ID))
				}
				for _, m := range messages {
					want = append(want, string(m.ID))
				}
				for n, ch := range seen {
					if ch.Issue != nil {
						got = append(got, string(ch.Issue.ID))
						same(c, "the posts of "+string(ch.Issue.ID), ch.Posts, ch.Issue.Posts)
						same(c, "the issue", ch.Issue, getIssue(c, ch.Issue.ID))
					} else {
						got = append(got, string(ch.Message.ID))
						same(c, "the message", ch.Message, getMessage(c, ch.Message.ID))
					}
					if n > 0 && ch.At().Before(seen[n-1].At()) {
						c.Errorf("a change of %v comes after one of %v", ch.At(), seen[n-1].At())
					}
				}
				if err := sameSet("what was seen", got, want); err != nil {
					c.Errorf("%v", err)
				}
				w.sees(c, "and then")
			},
		},
		{
			Name: "Watch/what-is-new", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "each post wakes somebody, once",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				w.sees(c, "at first")
				i := issue(c, Skype)
				w.sees(c, "an issue", posted(i, first))
				w.sees(c, "and then")
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>2</p>"})
				m := message(c)
				w.sees(c, "a post and a message", posted(i, "<p>2</p>"), line(m))
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>3</p>"})
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>4</p>", Status: health.ServiceRestored})
				seen := w.sees(c, "two posts", posted(i, "<p>3</p>"), posted(i, "<p>4</p>"))
				last := seen[len(seen)-1]
				same(c, "the issue", last.Issue, getIssue(c, i.ID))
				if p := last.Posts[len(last.Posts)-1]; p.Description.Content != "<p>4</p>" {
					c.Errorf("the last post is %+v", p)
				}
				w.sees(c, "in the end")
			},
		},
		{
			Name: "Watch/changed-without-a-post", Needs: ofWatch(CanAdvance), Source: docChange,
			Why: "that it is over is news, even where nobody writes a word",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				i := issue(c, Skype)
				w.sees(c, "an issue", posted(i, first))
				later(c)
				update(c, i.ID, health.IssueUpdate{Status: health.ServiceRestored})
				seen := w.sees(c, "a state", string(i.ID)+" serviceRestored")
				if len(seen) == 1 && len(seen[0].Posts) > 0 {
					c.Errorf("it has the posts %+v", seen[0].Posts)
				}
				w.sees(c, "and then")
			},
		},
		{
			Name: "Watch/versions-of-a-message", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a date that was moved is what people have to hear of",
			Run: func(c *run) {
				w := watching(c)
				m := message(c)
				w.sees(c, "a message", line(m))
				later(c)
				m = rewrite(c, m.ID, health.MessageVersion{Title: "Second"})
				w.sees(c, "another version", line(m))
				later(c)
				rewrite(c, m.ID, health.MessageVersion{Title: "Third"})
				later(c)
				m = rewrite(c, m.ID, health.MessageVersion{Title: "Fourth"})
				seen := w.sees(c, "of two versions the last one", line(m))
				same(c, "the message", seen[0].Message, getMessage(c, m.ID))
				w.sees(c, "and then")
			},
		},
		{
			Name: "Watch/from-a-moment", Needs: ofWatch(CanAdvance), Source: docToken,
			Why: "of an incident that is a week old one wants to hear what is new, and not all again",
			Run: func(c *run) {
				subscribe(c, Skype)
				i, m := issue(c, Skype), message(c)
				c.S.Advance(time.Hour)
				at := now(c)
				w := &watcher{issues: c.S.Service.Issues, messages: c.S.Service.Messages, token: health.From(at.Add(time.Second))}
				w.sees(c, "at first")
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>2</p>"})
				m = rewrite(c, m.ID, health.MessageVersion{Title: "Second"})
				fresh := issue(c, Skype)
				w.sees(c, "since then", posted(i, "<p>2</p>"), line(m), posted(fresh, first))
				w.sees(c, "and then")
			},
		},
		{
			Name: "Watch/in-the-order-of-times", Needs: ofWatch(CanAdvance), Source: docWatch,
			Why: "a story that is told out of order is another story",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				a := issue(c, Skype)
				var want []string
				for n := range 3 {
					later(c)
					m := message(c)
					later(c)
					b := issue(c, Skype)
					want = append(want, line(m), posted(b, first))
					if n == 1 {
						later(c)
						update(c, a.ID, health.IssueUpdate{Text: "<p>2</p>"})
						want = append(want, posted(a, first), posted(a, "<p>2</p>"))
					}
				}
				seen := w.look(c, -1)
				if got := noted(seen); !slices.Equal(got, want) {
					c.Errorf("they come as\n%q\nwant\n%q", got, want)
				}
			},
		},
		{
			Name: "Watch/marks-are-no-change", Needs: ofWatch(CanAdvance, HasViewpoints), Source: docChange,
			Why: "who reads a message is not told that it is new",
			Run: func(c *run) {
				m := message(c)
				w := watching(c)
				for _, a := range actions() {
					later(c)
					marked(c, c.S.Service, a, m.ID)
					w.sees(c, a.op)
				}
			},
		},
		{
			Name: "Watch/either-may-be-missing", Needs: ofWatch(), Source: docWatch,
			Why: "a program that may only read one of the two is not kept from it",
			Run: func(c *run) {
				subscribe(c, Skype)
				w := watching(c)
				one, two := *w, *w
				one.messages, two.issues = nil, nil
				i, m := issue(c, Skype), message(c)
				one.sees(c, "of issues", posted(i, first))
				two.sees(c, "of messages", line(m))
				w.sees(c, "of both", posted(i, first), line(m))
			},
		},
		{
			Name: "Watch/not-a-token", Needs: []string{HasIssues, HasMessages}, Source: docWatch,
			Why: "a state file that was cut must not pass for one that says: from the beginning",
			Run: func(c *run) {
				var asked atomic.Int64
				issues, messages := editedIssues{c.S.Service.Issues, nil, &asked}, editedMessages{c.S.Service.Messages, nil, nil, &asked}
				tokens := []health.Token{"nonsense", " ", "null", "{}", "[]", "\x00", "ä", health.Token(strings.Repeat("x", health.MaxToken+1))}
				if whole := string(health.From(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))); len(whole) > 1 {
					tokens = append(tokens, health.Token(whole[:len(whole)/2]), health.Token(whole+"x"), health.Token(whole+whole))
				}
				for _, token := range tokens {
					n := 0
					for change, err := range c.S.watch(c.Context(), issues, messages, health.WatchOptions{Token: token, Once: true}) {
						if n++; n > 1 || change != nil || !errors.Is(err, admin365.ErrInvalid) {
							c.Errorf("%.40q: pair %d is %+v, %v", token, n, change, err)
						}
						if n > 3 {
							break
						}
					}
					if n == 0 {
						c.Errorf("%.40q: there is no error", token)
					}
				}
				if asked.Load() > 0 {
					c.Errorf("it asked %d times", asked.Load())
				}
			},
		},
	}
}
