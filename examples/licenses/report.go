package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

const unknown = "unknown"

// showTable says what the tenant has, a line for each product.
func (p program) showTable(s *census) {
	rows := [][]string{{"Product", "Seats", "Taken", "Free", "Blocked", "Inactive", "Twice"}}
	for _, l := range s.lines {
		rows = append(rows, s.row(l))
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		text := fmt.Sprintf("%-*s", widths[0], row[0])
		for i, cell := range row[1:] {
			text += fmt.Sprintf("  %*s", widths[i+1], cell)
		}
		p.tell("%s", text)
	}
	p.tell("\n%s looked at. Of those who have a product:\n"+
		"  Blocked   cannot sign in\n"+
		"  Inactive  can, and have not for %s\n"+
		"  Twice     have it directly and by a group, and take one seat\n"+
		"A product with - is for the tenant as a whole.", count(s.people, "person", "people"), count(s.judge.days, "day"))
}

// row is what the table says of a product.
func (s *census) row(l *line) []string {
	if l.company() {
		return []string{l.title(), strconv.Itoa(l.seats()), "-", "-", "-", "-", "-"}
	}
	return []string{l.title(), strconv.Itoa(l.seats()), strconv.Itoa(l.taken()), strconv.Itoa(l.free()), strconv.Itoa(l.blocked), s.inactive(l), strconv.Itoa(l.twice)}
}

// inactive is how many do not sign in, or that nobody knows.
func (s *census) inactive(l *line) string {
	if !s.judge.activity {
		return unknown
	}
	return strconv.Itoa(l.inactive)
}

// title is the name of a product, and what is amiss with it.
func (l *line) title() string {
	switch {
	case !l.owned:
		return l.name + " (not owned any more)"
	case l.sku.CapabilityStatus != billing.StatusEnabled:
		return l.name + " (" + printable(string(l.sku.CapabilityStatus)) + ")"
	}
	return l.name
}

// writeCSV puts the table into a file. What a product that is for the tenant as a
// whole does not have is empty.
func (s *census) writeCSV(path string) error {
	return replace(path, func(w io.Writer) error {
		out := csv.NewWriter(w)
		rows := [][]string{{"skuId", "skuPartNumber", "product", "appliesTo", "status", "seats", "taken", "free", "blocked", "inactive", "twice"}}
		for _, l := range s.lines {
			row := []string{string(l.sku.SKUID), l.sku.PartNumber, l.name, string(l.sku.AppliesTo), string(l.sku.CapabilityStatus)}
			for _, cell := range s.row(l)[1:] {
				row = append(row, strings.TrimSuffix(cell, "-"))
			}
			rows = append(rows, row)
		}
		return out.WriteAll(rows)
	})
}

// replace puts what write writes in the place of a file.
func replace(path string, write func(io.Writer) error) error {
	path, err := atomicfile.Resolve(path)
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, write)
}

// writeFiles puts the census into the files that are asked for.
func (s *census) writeFiles(o options) error {
	if o.csv != "" {
		if err := s.writeCSV(o.csv); err != nil {
			return fmt.Errorf("-csv: %w", err)
		}
	}
	if o.chart != "" {
		if err := s.writeChart(o.chart); err != nil {
			return fmt.Errorf("-o: %w", err)
		}
	}
	return nil
}

// reason is what an error says to people.
func reason(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || e.Message == "" {
		return printable(err.Error())
	}
	return printable(fmt.Sprint(e.Kind) + ": " + e.Message)
}
