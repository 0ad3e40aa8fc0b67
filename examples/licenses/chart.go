package main

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/admin365/admin365/examples/internal/svgchart"
)

// part is a part of each bar.
type part struct {
	name  string
	color color.Color
	of    func(*line) int
}

// parts are the parts of a bar from the left to the right.
func (s *census) parts() []part {
	wasted := "taken by blocked or inactive people"
	if !s.judge.activity {
		wasted = "taken by blocked people (inactive ones: unknown)"
	}
	return []part{
		{"taken by others", color.RGBA{R: 0x2b, G: 0x6c, B: 0xb0, A: 0xff}, func(l *line) int { return max(0, l.taken()-l.blocked-l.inactive) }},
		{wasted, color.RGBA{R: 0xdd, G: 0x7a, B: 0x1f, A: 0xff}, func(l *line) int { return l.blocked + l.inactive }},
		{"free", color.RGBA{R: 0xd5, G: 0xdb, B: 0xe1, A: 0xff}, func(l *line) int { return max(0, l.free()) }},
	}
}

// writeChart draws the products that people can have, a bar for each. The bars are
// shares of the seats, because a million seats of what costs nothing would leave no
// room for the others; the numbers stand beside them.
func (s *census) writeChart(path string) error {
	var names []string
	var lines []*line
	for i := range s.lines {
		l := s.lines[len(s.lines)-1-i] // The lowest bar is the first one to the plot.
		if !l.company() {
			names = append(names, fmt.Sprintf("%s: %d of %d", l.title(), l.taken(), l.seats()))
			lines = append(lines, l)
		}
	}
	p := svgchart.New("Licenses: what is taken, and what is free")
	p.X.Label.Text = "% of the seats"
	p.X.Min, p.X.Max = 0, 100
	if err := s.addBars(p, lines); err != nil {
		return err
	}
	return svgchart.Write(path, p, names)
}

func (s *census) addBars(p *plot.Plot, lines []*line) error {
	if len(lines) == 0 {
		return nil
	}
	var below *plotter.BarChart
	for _, part := range s.parts() {
		values := make(plotter.Values, len(lines))
		for i, l := range lines {
			if whole := max(l.seats(), l.taken()); whole > 0 {
				values[i] = 100 * float64(part.of(l)) / float64(whole)
			}
		}
		bars, err := plotter.NewBarChart(values, 0.5*vg.Centimeter)
		if err != nil {
			return err
		}
		bars.Horizontal, bars.Color, bars.LineStyle.Width = true, part.color, 0
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		p.Legend.Add(part.name, bars)
	}
	return nil
}
