package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/admin365/admin365/examples/internal/results"
)

// noDepartment is the line of those whose row names none.
const noDepartment = "(no department)"

// writeTable writes how many people of each department came out how. Rows that
// are not recorded count as not done, whatever became of them.
func writeTable(w io.Writer, rows []*row, dryRun bool) error {
	columns := []results.Outcome{results.Created, results.Updated, results.Unchanged, results.Failed}
	const notDone = results.Outcome("not done")
	counts := map[string]map[results.Outcome]int{}
	total := map[results.Outcome]int{}
	for _, r := range rows {
		department := strings.Map(printable, r.department)
		if department == "" {
			department = noDepartment
		}
		outcome := r.outcome
		if !r.recorded {
			outcome = notDone
		}
		if counts[department] == nil {
			counts[department] = map[results.Outcome]int{}
		}
		counts[department][outcome]++
		total[outcome]++
	}
	switch {
	case dryRun:
		columns = []results.Outcome{results.Planned, results.Unchanged, results.Failed}
	case total[results.Restored] > 0:
		columns = slices.Insert(columns, 1, results.Restored)
	}
	if total[notDone] > 0 {
		columns = append(columns, notDone)
	}
	lines := [][]string{{"Department"}}
	for _, c := range columns {
		lines[0] = append(lines[0], strings.ToUpper(string(c[:1]))+string(c[1:]))
	}
	lines[0] = append(lines[0], "Total")
	for _, department := range departments(counts) {
		lines = append(lines, tableLine(department, columns, counts[department]))
	}
	return writeAligned(w, append(lines, tableLine("Total", columns, total)))
}

// departments are the names in order, those without one last.
func departments(counts map[string]map[results.Outcome]int) []string {
	var names []string
	for name := range counts {
		if name != noDepartment {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if counts[noDepartment] != nil {
		names = append(names, noDepartment)
	}
	return names
}

func tableLine(name string, columns []results.Outcome, counts map[results.Outcome]int) []string {
	line := []string{name}
	sum := 0
	for _, c := range columns {
		line = append(line, fmt.Sprint(counts[c]))
		sum += counts[c]
	}
	return append(line, fmt.Sprint(sum))
}

// writeAligned writes names to the left and numbers to the right, by the room
// that each takes on a screen: a name may be in any script.
func writeAligned(w io.Writer, lines [][]string) error {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		for i, cell := range line {
			room := strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
			if i == 0 {
				b.WriteString(cell + room)
			} else {
				b.WriteString("  " + room + cell)
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
