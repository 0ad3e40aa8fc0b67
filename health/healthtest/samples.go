package healthtest

import (
	"time"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// day is a day without changes of clocks.
const day = 24 * time.Hour

// subscribe has the tenant subscribe to a service, or ends the case.
func subscribe(c *run, services ...string) {
	c.Helper()
	for _, s := range services {
		c.Must(c.S.Backstage.Subscribe(c.Context(), s), "subscribing to "+s)
	}
}

// issue publishes an issue of a service, or ends the case.
func issue(c *run, service string, changes ...func(*health.NewIssue)) *health.Issue {
	c.Helper()
	in := health.NewIssue{Service: service, Title: "Trouble " + conform.Unique(), Impact: "People wait.", Text: "<p>We look into it.</p>"}
	for _, change := range changes {
		change(&in)
	}
	i, err := c.S.Backstage.PublishIssue(c.Context(), in)
	c.Must(err, "publishing an issue")
	if i == nil || i.ID == "" {
		c.Fatalf("PublishIssue answered %+v, without an id", i)
	}
	return i
}

// Changes of what [issue] publishes.
func as(k health.Classification) func(*health.NewIssue) {
	return func(in *health.NewIssue) { in.Classification = k }
}

func being(s health.Status) func(*health.NewIssue) {
	return func(in *health.NewIssue) { in.Status = s }
}

func begun(at time.Time) func(*health.NewIssue) {
	return func(in *health.NewIssue) { in.Start = at }
}

// update says something new about an issue, or ends the case.
func update(c *run, id health.IssueID, in health.IssueUpdate) *health.Issue {
	c.Helper()
	i, err := c.S.Backstage.UpdateIssue(c.Context(), id, in)
	c.Must(err, "updating an issue")
	return i
}

// resolve ends an issue.
func resolve(c *run, id health.IssueID) *health.Issue {
	c.Helper()
	return update(c, id, health.IssueUpdate{Text: "<p>It is over.</p>", Status: health.ServiceRestored})
}

// review is the file that [reviewed] publishes.
func review() health.File {
	return health.File{ContentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Content: []byte("PK\x03\x04\x00\xff\xfe\r\n review")}
}

// reviewed publishes the review of an issue.
func reviewed(c *run, id health.IssueID) *health.Issue {
	c.Helper()
	i, err := c.S.Backstage.PublishReport(c.Context(), id, review())
	c.Must(err, "publishing a review")
	return i
}

// message publishes a message, or ends the case.
func message(c *run, changes ...func(*health.NewMessage)) *health.Message {
	c.Helper()
	in := health.NewMessage{Title: "News " + conform.Unique(), Body: "<p>Something changes.</p>"}
	for _, change := range changes {
		change(&in)
	}
	m, err := c.S.Backstage.PublishMessage(c.Context(), in)
	c.Must(err, "publishing a message")
	if m == nil || m.ID == "" {
		c.Fatalf("PublishMessage answered %+v, without an id", m)
	}
	return m
}

// Changes of what [message] publishes.
func about(services ...string) func(*health.NewMessage) {
	return func(in *health.NewMessage) { in.Services = services }
}

func tagged(tags ...string) func(*health.NewMessage) {
	return func(in *health.NewMessage) { in.Tags = tags }
}

// rewrite writes a message again, or ends the case.
func rewrite(c *run, id health.MessageID, v health.MessageVersion) *health.Message {
	c.Helper()
	m, err := c.S.Backstage.UpdateMessage(c.Context(), id, v)
	c.Must(err, "writing a message again")
	return m
}

// attach adds a file to a message, or ends the case.
func attach(c *run, id health.MessageID, name, kind string, content []byte) *health.Attachment {
	c.Helper()
	a, err := c.S.Backstage.Attach(c.Context(), id, health.NewAttachment{Name: name, ContentType: kind, Content: content})
	c.Must(err, "attaching a file")
	if a == nil || a.ID == "" {
		c.Fatalf("Attach answered %+v, without an id", a)
	}
	return a
}

// now is the time of the tenant, by what is published in it.
func now(c *run) time.Time {
	c.Helper()
	return message(c).StartDateTime
}

// later lets a moment pass, so that what comes next has another time.
func later(c *run) {
	c.Helper()
	c.S.Advance(time.Minute)
}
