package health_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// TestWatchProperty: whatever Microsoft publishes, in whatever order and however many at
// one moment; however the lists are cut and what happens while they are; whether an
// answer is of a moment ago; and wherever the watch is cut and goes on from a token that
// was kept: no post and no version is told twice, and in the end none is missing.
func TestWatchProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { watched(t) })
}

// watched is one run.
func watched(t *rapid.T) {
	ctx := t.Context()
	m := admin.NewMemory(admin.MemoryConfig{})
	b := m.Backstage.Health
	// A fifth of the runs begins with all that there is.
	var since time.Time
	token := health.Token("")
	if rapid.IntRange(0, 4).Draw(t, "from") > 0 {
		since = m.Now().Add(-time.Duration(rapid.IntRange(0, 20*24).Draw(t, "hours ago")) * time.Hour)
		token = health.From(since)
	}
	var issues []health.IssueID
	var messages []health.MessageID
	for i := range m.Health.Issues.List(ctx, health.IssueQuery{}) {
		issues = append(issues, i.ID)
	}
	for message := range m.Health.Messages.List(ctx, health.MessageQuery{}) {
		messages = append(messages, message.ID)
	}
	n := 0
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	publish := func() {
		n++
		what := rapid.IntRange(0, 9).Draw(t, "what")
		switch {
		case what == 0:
			i, err := b.PublishIssue(ctx, health.NewIssue{Service: "Microsoft Teams", Title: fmt.Sprint("Issue ", n), Text: fmt.Sprint("post ", n)})
			must(err)
			issues = append(issues, i.ID)
		case what == 1:
			message, err := b.PublishMessage(ctx, health.NewMessage{Title: fmt.Sprint("Message ", n)})
			must(err)
			messages = append(messages, message.ID)
		case what < 5:
			_, err := b.UpdateIssue(ctx, rapid.SampledFrom(issues).Draw(t, "issue"), health.IssueUpdate{Text: fmt.Sprint("post ", n)})
			must(err)
		case what == 5:
			_, err := b.UpdateIssue(ctx, rapid.SampledFrom(issues).Draw(t, "issue"), health.IssueUpdate{Title: fmt.Sprint("Issue, again ", n)})
			must(err)
		case what < 8:
			_, err := b.UpdateMessage(ctx, rapid.SampledFrom(messages).Draw(t, "message"), health.MessageVersion{Title: fmt.Sprint("Message, again ", n)})
			must(err)
		default:
			must(m.Health.Viewpoints.MarkRead(ctx, []health.MessageID{"MC1204450"})) // Which is no change.
		}
	}
	calm := false
	l := &lister{
		Issues: m.Health.Issues, messages: m.Health.Messages, size: rapid.IntRange(1, 4).Draw(t, "page"),
		newest: rapid.Bool().Draw(t, "newest first"),
		between: func() bool {
			if calm || rapid.IntRange(0, 3).Draw(t, "meanwhile") > 0 {
				return false
			}
			publish()
			return true
		},
		stale: func() bool { return !calm && rapid.IntRange(0, 7).Draw(t, "stale") == 0 },
	}
	h := newHeard()
	look := func(cut int) (changes int) {
		for c, err := range health.Watch(ctx, l, announced{lister: l}, health.WatchOptions{Token: token, Once: true}) {
			must(err)
			if len(c.Token) > health.MaxToken {
				t.Fatal("the token is longer than it may be")
			}
			h.hear(c)
			token = c.Token
			if changes++; changes == cut {
				break // The program is killed, and the next one begins with this token.
			}
		}
		return changes
	}
	for range rapid.IntRange(1, 8).Draw(t, "steps") {
		for range rapid.IntRange(0, 4).Draw(t, "published") {
			publish()
		}
		if rapid.Bool().Draw(t, "later") {
			m.Advance(time.Duration(rapid.IntRange(1, 30*60).Draw(t, "minutes")) * time.Minute)
		}
		look(rapid.IntRange(0, 5).Draw(t, "cut"))
	}
	calm = true
	for quiet := 0; quiet < 2; {
		if look(0) == 0 {
			quiet++
		}
	}
	if twice := h.complaints(); len(twice) > 0 {
		t.Fatalf("told twice:\n%s", lines(twice))
	}
	missed := h.missed(collect(m.Health.Issues.List(ctx, health.IssueQuery{})), collect(m.Health.Messages.List(ctx, health.MessageQuery{})), since)
	if len(missed) > 0 {
		t.Fatalf("missed:\n%s", lines(missed))
	}
}
