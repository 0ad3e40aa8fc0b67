package main

import (
	_ "embed" // For the page.
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/admin365/admin365/health"
)

// pageText is the page. It holds no script and names nothing elsewhere but for links that
// are followed by hand, and forbids both to itself besides. All texts in it are escaped by
// html/template, and what Microsoft wrote is text already.
//
//go:embed page.html
var pageText string

// page is the report as the page has it.
type page struct {
	*report
	DaysBack int
	// Headline is the verdict, and Mood how it looks.
	Headline, Mood string
	// First and Last are the days at the ends of the history, and Past is what was wrong
	// in it.
	First, Last string
	Past        []string
}

// writePage writes the page.
func (r *report) writePage(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"moment": r.moment,
		"words":  words,
		"mood":   mood,
		"join":   func(list []string) string { return strings.Join(list, ", ") },
	}).Parse(pageText)
	if err != nil {
		return err
	}
	p := page{report: r, DaysBack: daysBack, Past: r.past()}
	p.Headline, p.Mood = r.headline()
	if len(r.Services) > 0 {
		if days := r.Services[0].Days; len(days) > 0 {
			p.First, p.Last = days[0].Date, days[len(days)-1].Date
		}
	}
	return t.Execute(w, p)
}

// headline is the verdict for people, and how it looks.
func (r *report) headline() (says, mood string) {
	switch {
	case len(r.Burning) > 0:
		return "It burns: " + strings.Join(r.Burning, ", "), "burns"
	case len(r.Missing) > 0:
		return "Nothing burns of what could be read", "partly"
	default:
		return "Nothing burns", "calm"
	}
}

// mood is how a classification looks; one that is not known looks like an incident.
func mood(c health.Classification) string {
	switch c {
	case "":
		return ""
	case health.Advisory:
		return "advisory"
	default:
		return "incident"
	}
}

// Burns reports whether the ticket is one that burns.
func (t ticket) Burns() bool { return t.burns() }

// Quiet reports whether nothing was wrong with the service, and nothing is.
func (s service) Quiet() bool { return s.bad() == 0 && s.Status == health.ServiceOperational }

// Quiet are the services with which nothing was wrong.
func (p page) Quiet() (list []service) {
	for _, s := range p.Services {
		if s.Quiet() {
			list = append(list, s)
		}
	}
	return list
}

// Says is what was wrong on the day.
func (d day) Says() string {
	if len(d.Issues) == 0 {
		return d.Date
	}
	ids := make([]string, len(d.Issues))
	for i, id := range d.Issues {
		ids[i] = string(id)
	}
	return fmt.Sprintf("%s: %s", d.Date, strings.Join(ids, ", "))
}

// past is what was wrong in the history, a line for each service and issue.
func (r *report) past() (lines []string) {
	for _, s := range r.Services {
		first, last := map[health.IssueID]string{}, map[health.IssueID]string{}
		var order []health.IssueID
		for _, d := range s.Days {
			for _, id := range d.Issues {
				if first[id] == "" {
					first[id] = d.Date
					order = append(order, id)
				}
				last[id] = d.Date
			}
		}
		for _, id := range order {
			when := first[id]
			if last[id] != when {
				when += " to " + last[id]
			}
			lines = append(lines, fmt.Sprintf("%s: %s, %s", s.Name, id, when))
		}
	}
	return lines
}

// Who is the tenant as people call it.
func (r *report) Who() string {
	if r.Name != "" {
		return r.Name
	}
	return string(r.Tenant)
}

// moment is a time in the zone of the report.
func (r *report) moment(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.In(r.zone).Format("2006-01-02 15:04")
}
