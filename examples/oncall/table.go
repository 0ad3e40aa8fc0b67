package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/admin365/admin365/health"
)

// table tells the report to people.
func (r *report) table(w io.Writer) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	line("%s at %s: %s", printable(r.Who()), r.moment(r.Read), r.verdict())
	section := func(title string, rows [][]string) {
		line("\n%s:", title)
		if len(rows) == 0 {
			line("  nothing")
		}
		columns(w, rows)
	}
	var open, changes, due, waiting [][]string
	for _, i := range r.Open {
		open = append(open, []string{string(i.ID), string(i.Classification), i.Service, words(i.Status), "since " + r.moment(i.Began), i.Title})
	}
	for _, c := range r.Changes {
		changes = append(changes, []string{r.moment(c.At), c.ID, strings.Join(c.Services, ", "), words(c.Status), c.gist()})
	}
	for _, m := range r.Due {
		due = append(due, []string{"by " + r.moment(m.By), string(m.ID), string(m.Severity), strings.Join(m.Services, ", "), m.Title})
	}
	for _, t := range r.Waiting {
		waiting = append(waiting, []string{string(t.ID), t.Place, string(t.Severity), "since " + r.moment(t.Changed), t.Title})
	}
	section("Open", open)
	section("What Microsoft has said since "+r.moment(r.Since), changes)
	section("To be done in the next 30 days", due)
	section("Tickets that wait for us", waiting)
	line("\nThe last %d days (# incident, + advisory, . nothing):", daysBack)
	var history [][]string
	quiet := 0
	for _, s := range r.Services {
		if s.bad() == 0 {
			quiet++
			continue
		}
		history = append(history, []string{s.Name, s.strip(), words(s.Status)})
	}
	columns(w, history)
	line("  nothing was wrong with %d other services", quiet)
	line("\n%s\n%s\n%s", r.Center, r.Announcements, r.Requests)
}

// verdict is the report in one line.
func (r *report) verdict() string {
	if len(r.Burning) > 0 {
		return "it burns: " + printable(strings.Join(r.Burning, ", "))
	}
	if len(r.Missing) > 0 {
		return "nothing burns of what could be read"
	}
	return "nothing burns"
}

// gist is what a change says, in the room that a line has.
func (c change) gist() string {
	if len(c.Posts) == 0 || c.Status == "" {
		return c.Title
	}
	said := strings.Join(strings.Fields(c.Posts[len(c.Posts)-1].Text), " ")
	const room = 90
	if runes := []rune(said); len(runes) > room {
		said = strings.TrimSpace(string(runes[:room])) + " …"
	}
	return c.Title + ": " + said
}

// strip is the history as a line of signs.
func (s service) strip() string {
	var b strings.Builder
	for _, d := range s.Days {
		switch d.Classification {
		case "":
			b.WriteByte('.')
		case health.Advisory:
			b.WriteByte('+')
		default:
			b.WriteByte('#')
		}
	}
	return b.String()
}

// columns writes rows below each other; the last column is as wide as it is.
func columns(w io.Writer, rows [][]string) {
	widths := map[int]int{}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = printable(cell)
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	for _, row := range rows {
		var text strings.Builder
		text.WriteString("  ")
		for i, cell := range row {
			text.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		_, _ = fmt.Fprintln(w, strings.TrimRight(text.String(), " "))
	}
}

// words are a state as people read it: "serviceDegradation" is "service degradation".
func words(s health.Status) string {
	var b strings.Builder
	for i, c := range string(s) {
		if i > 0 && c >= 'A' && c <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}
