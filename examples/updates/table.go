package main

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/admin365/admin365/instances"
)

// showTable says when each instance is updated, a line for each, and below it why what
// cannot be scheduled cannot be.
func (p program) showTable(plan *calendar) {
	rows := [][]string{{"Instance", "Product", "Type", "Version", "Next", "When (UTC)", "At the latest", "Who decides"}}
	for _, l := range plan.lines {
		rows = append(rows, row(l))
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var text strings.Builder
		for i, cell := range row {
			text.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		p.tell("%s", strings.TrimRight(text.String(), " "))
	}
	p.showReasons(plan)
}

// row is what the table says of an instance.
func row(l *instances.Planned) []string {
	next, when := "-", "-"
	if l.Next != nil {
		next, when = l.Next.Version, moment(l.Next.At)
		if l.Next.Status != "" && l.Next.Status != instances.UpdateScheduled {
			next += " (" + string(l.Next.Status) + ")"
		}
	}
	return []string{
		printable(l.Name), string(l.Product), printable(string(l.Type)), or(l.Version), printable(next), when, moment(l.Last), string(l.Decides),
	}
}

// showReasons says what stands in the way of a date, and where it is decided, each
// reason once.
func (p program) showReasons(plan *calendar) {
	names := map[string][]string{}
	var order []string
	for _, l := range plan.lines {
		if l.Movable {
			continue
		}
		why := l.Why
		if l.Page != "" && l.Product != instances.ProductDataverse && l.Product != instances.ProductApplication {
			why += " (" + l.Page + ")"
		}
		if names[why] == nil {
			order = append(order, why)
		}
		names[why] = append(names[why], printable(l.Name))
	}
	if len(order) > 0 {
		p.tell("\nWhat cannot be scheduled:")
	}
	for _, why := range order {
		p.tell("  %s:\n    %s", strings.Join(names[why], ", "), printable(why))
	}
}

func or(text string) string {
	if text == "" {
		return "-"
	}
	return printable(text)
}

func moment(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.UTC().Format("2006-01-02 15:04")
}

// named is how an instance is named in a sentence.
func named(l *instances.Planned) string { return fmt.Sprintf("%q (%s)", printable(l.Name), l.Type) }
