package healthtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/admin365/admin365/health"
)

// watcher is a watch that can be cut and goes on.
type watcher struct {
	issues   health.Issues
	messages health.Messages
	overlap  time.Duration
	token    health.Token
}

// watching returns a watcher that has seen all that there is.
func watching(c *run) *watcher {
	c.Helper()
	w := &watcher{issues: c.S.Service.Issues, messages: c.S.Service.Messages}
	w.look(c, -1)
	return w
}

// look looks once, takes at most that many changes, and keeps the token of the last.
func (w *watcher) look(c *run, limit int) (seen []*health.Change) {
	c.Helper()
	if limit == 0 {
		return nil
	}
	for change, err := range c.S.watch(c.Context(), w.issues, w.messages, health.WatchOptions{Token: w.token, Overlap: w.overlap, Once: true}) {
		c.Must(err, "watching")
		if fault := faultOf(change); fault != nil {
			c.Fatalf("%v", fault)
		}
		seen, w.token = append(seen, change), change.Token
		if len(seen) == limit {
			break
		}
	}
	return seen
}

// faultOf is what is wrong with a change, whatever it is about.
func faultOf(ch *health.Change) error {
	if ch == nil {
		return errors.New("a change is nil, without an error")
	}
	if (ch.Issue == nil) == (ch.Message == nil) {
		return fmt.Errorf("a change is about neither or both: %+v", ch)
	}
	var at time.Time
	if ch.Issue != nil {
		at = ch.Issue.LastModifiedDateTime
	} else {
		at = ch.Message.LastModifiedDateTime
	}
	token := string(ch.Token)
	for _, p := range ch.Posts {
		if ch.Issue == nil || !slices.Contains(ch.Issue.Posts, p) {
			return fmt.Errorf("the change has a post that its issue has not: %+v", p)
		}
	}
	return errors.Join(
		errIf(!ch.At().Equal(at) || ch.At().Location() != time.UTC, "it was made at %v, and it says %v", at, ch.At()),
		errIf(token == "" || len(token) > health.MaxToken || !utf8.ValidString(token) || strings.ContainsFunc(token, unicode.IsControl), "the token is %q", token),
	)
}

// noted are changes in words: each post and each version of a message is a line. An issue
// that has changed without a post is a line, too.
func noted(changes []*health.Change) (lines []string) {
	for _, ch := range changes {
		switch {
		case ch.Message != nil:
			lines = append(lines, fmt.Sprintf("%s %s", ch.Message.ID, ch.Message.Title))
		case len(ch.Posts) == 0:
			lines = append(lines, fmt.Sprintf("%s %s", ch.Issue.ID, ch.Issue.Status))
		default:
			for _, p := range ch.Posts {
				lines = append(lines, fmt.Sprintf("%s %s", ch.Issue.ID, p.Description.Content))
			}
		}
	}
	return lines
}

// sees looks and checks that exactly these lines come, in any order.
func (w *watcher) sees(c *run, what string, want ...string) []*health.Change {
	c.Helper()
	var seen []*health.Change
	c.Eventually(func() error {
		seen = append(seen, w.look(c, -1)...)
		return sameSet(what, noted(seen), want)
	})
	return seen
}

// line is what [noted] writes of a message, and posted of a post.
func line(m *health.Message) string { return fmt.Sprintf("%s %s", m.ID, m.Title) }

func posted(i *health.Issue, text string) string { return fmt.Sprintf("%s %s", i.ID, text) }

// first is the text of the post that [issue] publishes.
const first = "<p>We look into it.</p>"
