package main

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// report is what a look found. It is what -json writes; all texts in it are plain.
type report struct {
	Tenant admin365.TenantID `json:"tenant"`
	// Name is what the organization is called; empty where that cannot be read.
	Name string `json:"name"`
	// Read is when it was read, and Since when the look before was.
	Read  time.Time `json:"read"`
	Since time.Time `json:"since"`
	// Zone is the time zone of the days.
	Zone string `json:"zone"`
	// Burning are the ids of what burns; nothing burns if it is empty.
	Burning []string `json:"burning"`
	// Open is what is wrong now, the worst first; Changes what Microsoft has said since
	// the look before, oldest first; Due what is to be done, the earliest first; Waiting
	// the tickets that wait for us.
	Open    []issue   `json:"open"`
	Changes []change  `json:"changes"`
	Due     []message `json:"due"`
	Waiting []ticket  `json:"waiting"`
	// Services are those that the tenant has, the worst first.
	Services []service `json:"services"`
	// Missing is what could not be read, and why.
	Missing []string `json:"missing"`
	// Center, Announcements and Requests are the pages of all of that.
	Center        string `json:"serviceHealthPage"`
	Announcements string `json:"messageCenterPage"`
	Requests      string `json:"requestsPage"`

	zone *time.Location
}

// issue is an incident or an advisory that is open.
type issue struct {
	ID             health.IssueID        `json:"id"`
	Title          string                `json:"title"`
	Service        string                `json:"service"`
	Classification health.Classification `json:"classification"`
	Status         health.Status         `json:"status"`
	Began          time.Time             `json:"began"`
	Changed        time.Time             `json:"changed"`
	Impact         string                `json:"impact"`
	Posts          []post                `json:"posts"`
}

// burns: people cannot work. What is not said to be an advisory counts as an incident.
func (i issue) burns() bool { return i.Classification != health.Advisory }

// post is what Microsoft said.
type post struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// change is what Microsoft has said about an issue or in a message.
type change struct {
	At    time.Time `json:"at"`
	ID    string    `json:"id"`
	Title string    `json:"title"`
	// Services are whose it is.
	Services []string `json:"services"`
	// Status is an issue's; empty of a message.
	Status health.Status `json:"status,omitzero"`
	Posts  []post        `json:"posts"`
}

// message is an announcement that somebody has to act on.
type message struct {
	ID       health.MessageID `json:"id"`
	Title    string           `json:"title"`
	By       time.Time        `json:"by"`
	Severity health.Severity  `json:"severity"`
	Services []string         `json:"services"`
	Text     string           `json:"text"`
	Page     string           `json:"page"`
}

// ticket is a request that waits for us. Who asked is in the request, and nowhere here.
type ticket struct {
	ID       support.TicketID `json:"id"`
	Title    string           `json:"title"`
	Place    string           `json:"place"`
	Severity support.Severity `json:"severity"`
	Opened   time.Time        `json:"opened"`
	Changed  time.Time        `json:"changed"`
}

func (t ticket) burns() bool {
	return t.Severity == support.Critical || t.Severity == support.HighestCriticalImpact
}

// service is how a service is now, and how it was on each of the last days, oldest first.
type service struct {
	Name   string        `json:"name"`
	Status health.Status `json:"status"`
	Days   []day         `json:"days"`
}

// day is how a service was on a day: the ids of what was wrong, the worst first.
type day struct {
	Date           string                `json:"date"`
	Classification health.Classification `json:"classification,omitzero"`
	Issues         []health.IssueID      `json:"issues,omitempty"`
}

// burning finds what burns.
func (r *report) burning() {
	r.Burning = []string{}
	for _, i := range r.Open {
		if i.burns() {
			r.Burning = append(r.Burning, string(i.ID))
		}
	}
	for _, t := range r.Waiting {
		if t.burns() {
			r.Burning = append(r.Burning, string(t.ID))
		}
	}
}

// code is the exit code that the report comes to.
func (r *report) code() int {
	switch {
	case len(r.Burning) > 0:
		return exitBurns
	case len(r.Missing) > 0:
		return exitFailed
	default:
		return exitWell
	}
}

// openIssue is an issue as the report has it.
func openIssue(i *health.Issue) issue {
	return issue{
		ID: i.ID, Title: printable(i.Title), Service: printable(i.Service), Classification: i.Classification, Status: i.Status,
		Began: i.StartDateTime, Changed: i.LastModifiedDateTime, Impact: printable(i.ImpactDescription), Posts: postsOf(i.Posts),
	}
}

func postsOf(list []health.Post) []post {
	posts := make([]post, len(list))
	for i, p := range list {
		posts[i] = post{p.CreatedDateTime, text(p.Description)}
	}
	return posts
}

// changeOf is a change as the report has it.
func changeOf(c *health.Change) change {
	if m := c.Message; m != nil {
		return change{At: c.At(), ID: string(m.ID), Title: printable(m.Title), Services: all(m.Services), Posts: []post{{c.At(), text(m.Body)}}}
	}
	return change{
		At: c.At(), ID: string(c.Issue.ID), Title: printable(c.Issue.Title), Services: all([]string{c.Issue.Service}), Status: c.Issue.Status,
		Posts: postsOf(c.Posts),
	}
}

// mostText is how much of a text is told; the rest is on Microsoft's page.
const mostText = 20_000

// text is what a person would read of what Microsoft wrote. [health.Text] leaves lines,
// and of characters that nobody sees those that turn text around.
func text(b health.Body) string {
	lines := strings.Split(health.Text(b.Content), "\n")
	return cut(strings.Join(all(lines), "\n"), mostText)
}

// all are the texts, each printable.
func all(list []string) []string {
	clean := make([]string, len(list))
	for i, text := range list {
		clean[i] = printable(text)
	}
	return clean
}
