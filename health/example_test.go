package health_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// Is anything wrong now?
func ExampleServices() {
	c := admin.NewMemory(admin.MemoryConfig{})
	for s, err := range c.Health.Services.List(context.Background(), health.ServiceQuery{Issues: true}) {
		if err != nil {
			log.Fatal(err)
		}
		if s.Status == health.ServiceOperational {
			continue
		}
		fmt.Printf("%s: %s\n", s.Service, s.Status)
		for _, i := range s.Issues {
			if i.Open() {
				fmt.Printf("  %s %s\n", i.ID, i.Title)
			}
		}
	}
	// Output:
	// Dynamics 365 Apps: serviceDegradation
	//   CR1207240 Users may see slow dashboards in Dynamics 365 Sales
	// Exchange Online: serviceDegradation
	//   EX1207533 Some users may be unable to access their mailbox in any way
}

// What was wrong in December, and what Microsoft said of it in the end.
func ExampleIssues() {
	ctx, c := context.Background(), admin.NewMemory(admin.MemoryConfig{})
	december := health.IssueQuery{
		Classification: health.Incident,
		Since:          time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC),
		Until:          time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i, err := range c.Health.Issues.List(ctx, december) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s, %s of %v, %d posts\n", i.ID, i.Status, i.EndDateTime.Sub(i.StartDateTime), len(i.Posts))
		review, err := c.Health.Issues.Report(ctx, i.ID)
		switch {
		case errors.Is(err, admin365.ErrNotFound):
			fmt.Println("  without a review")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Printf("  with a review of %d bytes\n", len(review.Content))
		}
	}
	// Output:
	// EX1201188, postIncidentReviewPublished of 3h45m0s, 3 posts
	//   with a review of 150 bytes
	// MO1206113, serviceRestored of 3h35m0s, 2 posts
	//   without a review
}

// Who has to act within the next 30 days?
func ExampleMessages() {
	c := admin.NewMemory(admin.MemoryConfig{})
	soon := health.MessageQuery{ActionRequiredBefore: c.Now().AddDate(0, 0, 30)}
	for m, err := range c.Health.Messages.List(context.Background(), soon) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("by %s: %s\n", m.ActionRequiredByDateTime.Format("2 January"), m.Title)
		fmt.Println(health.Text(m.Body.Content))
	}
	// Output:
	// by 20 January: Renew the certificates of server-to-server connections
	// Connections whose certificate was made before 2024 are refused from January 20.
}

// The files of a message, one by one or all at once.
func ExampleAttachments() {
	ctx, c := context.Background(), admin.NewMemory(admin.MemoryConfig{})
	files := map[string]int{}
	for a, err := range c.Health.Attachments.List(ctx, "MC1203118") {
		if err != nil {
			log.Fatal(err)
		}
		content, err := c.Health.Attachments.Content(ctx, "MC1203118", a.ID)
		if err != nil {
			log.Fatal(err)
		}
		files[a.Name] = len(content.Content)
	}
	archive, err := c.Health.Attachments.Archive(ctx, "MC1203118")
	fmt.Println(files, archive.ContentType, err)
	// Output:
	// map[checklist.csv:36 plan.txt:40] application/zip <nil>
}

// What one person has read another has not.
func ExampleViewpoints() {
	ctx, c := context.Background(), admin.NewMemory(admin.MemoryConfig{})
	if err := c.Health.Viewpoints.MarkRead(ctx, []health.MessageID{"MC1200347", "MC1203118"}); err != nil {
		log.Fatal(err)
	}
	m, err := c.Health.Messages.Get(ctx, "MC1200347")
	fmt.Println(*m.Viewpoint.IsRead, m.Viewpoint.IsArchived == nil, err)

	app := c.As(admin365.AsApp("11111111-2222-4333-8444-555555555555"))
	m, err = app.Health.Messages.Get(ctx, "MC1200347")
	fmt.Println(m.Viewpoint == nil, err)
	fmt.Println(errors.Is(app.Health.Viewpoints.MarkRead(ctx, []health.MessageID{m.ID}), admin365.ErrForbidden))
	// Output:
	// true true <nil>
	// true <nil>
	// true
}

// "I could not send email on December 11 at ten o'clock." It was Microsoft.
func ExampleAffecting() {
	c := admin.NewMemory(admin.MemoryConfig{})
	then := time.Date(2025, 12, 11, 10, 0, 0, 0, time.UTC)
	list, err := health.Affecting(context.Background(), c.Health.Issues, "Exchange Online", then)
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range list {
		fmt.Println(i.ID, i.Title)
		fmt.Println(health.Text(i.Posts[len(i.Posts)-1].Description.Content))
	}
	// Output:
	// EX1201188 Some users may be unable to send email
	// Final status: Messages go out as they should.
	// Start time: Thursday, December 11, 2025, at 7:20 AM UTC
	// End time: Thursday, December 11, 2025, at 11:05 AM UTC
	// This is the final update.
}

// The days since Christmas in Berlin.
func ExampleDays() {
	c := admin.NewMemory(admin.MemoryConfig{})
	berlin := time.FixedZone("CET", 3600) // time.LoadLocation("Europe/Berlin")
	days, err := health.Days(context.Background(), c.Health.Issues, health.DaysQuery{
		From: time.Date(2025, 12, 27, 0, 0, 0, 0, berlin), To: c.Now(), Location: berlin,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range days {
		fmt.Print(d.Start.Format("Mon 02"))
		for _, s := range d.Services {
			fmt.Printf("  %s: %s, %s", s.Service, s.Classification, s.Status)
		}
		fmt.Println()
	}
	// Output:
	// Sat 27
	// Sun 28
	// Mon 29  Microsoft 365 suite: incident, serviceRestored
	// Tue 30  Microsoft 365 suite: incident, serviceRestored
	// Wed 31
	// Thu 01
	// Fri 02
	// Sat 03  Dynamics 365 Apps: advisory, serviceDegradation
	// Sun 04  Dynamics 365 Apps: advisory, serviceDegradation
	// Mon 05  Dynamics 365 Apps: advisory, serviceDegradation  Exchange Online: incident, serviceDegradation
}

// A program that runs every few minutes and says what is new. It is killed in between,
// and neither repeats nor forgets anything.
func ExampleWatch() {
	ctx, c := context.Background(), admin.NewMemory(admin.MemoryConfig{})
	token := health.From(c.Now().Add(-time.Hour)) // Of the file in which it is kept.
	run := func() {
		for change, err := range health.Watch(ctx, c.Health.Issues, c.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
			if err != nil {
				log.Fatal(err)
			}
			if change.Message != nil {
				fmt.Println("message:", change.Message.Title)
			}
			for _, p := range change.Posts {
				text := health.Text(p.Description.Content)
				fmt.Printf("%s: %d characters\n", change.Issue.ID, len(text))
			}
			token = change.Token // Keep it once this change has been dealt with.
		}
	}
	run()
	fmt.Println("and later")
	_, err := c.Backstage.Health.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{Status: health.ServiceRestored, Text: "<p>Final status: all mailboxes open.</p>"})
	if err != nil {
		log.Fatal(err)
	}
	run()
	run()
	// Output:
	// EX1207533: 103 characters
	// EX1207533: 189 characters
	// and later
	// EX1207533: 33 characters
}

// A program that a timer starts every few minutes, and that keeps in a file how far it has
// come. The file is written anew and takes the old one's place, so that it is whole
// wherever the program is killed.
func ExampleWatch_stateFile() {
	ctx, c := context.Background(), admin.NewMemory(admin.MemoryConfig{})
	folder, err := os.MkdirTemp("", "watch")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "seen.txt")

	keep := func(token health.Token) error {
		if err := os.WriteFile(path+".new", []byte(token), 0o600); err != nil {
			return err
		}
		return os.Rename(path+".new", path)
	}
	run := func() error {
		text, err := os.ReadFile(path)
		token := health.Token(text)
		if errors.Is(err, fs.ErrNotExist) {
			// The first time. It is kept at once: this run may be killed before its first change.
			token = health.From(c.Now().Add(-time.Hour))
			err = keep(token)
		}
		if err != nil {
			return err
		}
		for change, err := range health.Watch(ctx, c.Health.Issues, c.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
			if err != nil {
				return err // The next run goes on from the last change that was told.
			}
			switch {
			case change.Message != nil:
				fmt.Println(change.Message.ID, change.Message.Title)
			default:
				fmt.Println(change.Issue.ID, change.Issue.Status, len(change.Posts), "posts")
			}
			if err := keep(change.Token); err != nil {
				return err
			}
		}
		return nil
	}

	fmt.Println("first run:", run())
	_, err = c.Backstage.Health.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{Status: health.RestoringService, Text: "<p>Nine of ten are back.</p>"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("second run:", run())
	fmt.Println("third run:", run())
	// Output:
	// EX1207533 serviceDegradation 2 posts
	// first run: <nil>
	// EX1207533 restoringService 1 posts
	// second run: <nil>
	// third run: <nil>
}

// From is where a watch begins that knows nothing yet.
func ExampleFrom() {
	c := admin.NewMemory(admin.MemoryConfig{})
	n := 0
	options := health.WatchOptions{Token: health.From(c.Now().AddDate(0, 0, -7)), Once: true}
	for _, err := range health.Watch(context.Background(), c.Health.Issues, nil, options) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "issues have changed in a week")
	// Output:
	// 3 issues have changed in a week
}

func ExampleText() {
	fmt.Println(health.Text(`<p><b>What to do</b></p><ul><li>Find the <a href="https://learn.microsoft.com/x">devices</a>.</li><li>Move them&nbsp;&ndash; soon.</li></ul><script>alert(1)</script>`))
	// Output:
	// What to do
	// - Find the devices <https://learn.microsoft.com/x>.
	// - Move them – soon.
}

func ExampleWorse() {
	fmt.Println(health.Worse(health.ServiceInterruption, health.ServiceDegradation), health.Worse(health.ServiceRestored, health.Investigating))
	// Output:
	// true false
}

// broken is a service that is down when it is needed.
type broken struct{ health.Issues }

func (broken) List(context.Context, health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		yield(nil, &admin365.Error{Kind: admin365.ErrUnavailable, Message: "down"})
	}
}

// What becomes of a program when the health of services cannot be read? Replace one part.
func ExampleService() {
	c := admin.NewMemory(admin.MemoryConfig{})
	c.Health.Issues = broken{c.Health.Issues}
	_, err := health.Affecting(context.Background(), c.Health.Issues, "Exchange Online", c.Now())
	fmt.Println(errors.Is(err, admin365.ErrUnavailable))
	// Output:
	// true
}
