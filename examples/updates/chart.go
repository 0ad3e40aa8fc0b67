package main

import (
	"fmt"
	"image/color"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/admin365/admin365/examples/internal/svgchart"
	"github.com/admin365/admin365/instances"
)

// mark is something that happens to an instance, and how it is drawn.
type mark struct {
	name  string
	color color.Color
	shape draw.GlyphDrawer
	at    func(*instances.Planned) time.Time
}

// marks are the marks of the chart, in the order of the legend.
func marks() []mark {
	return []mark{
		{"update", color.RGBA{R: 0x2b, G: 0x6c, B: 0xb0, A: 0xff}, draw.CircleGlyph{}, func(l *instances.Planned) time.Time {
			if l.Next == nil {
				return time.Time{}
			}
			return l.Next.At
		}},
		{"last possible date", color.RGBA{R: 0xdd, G: 0x7a, B: 0x1f, A: 0xff}, draw.TriangleGlyph{}, func(l *instances.Planned) time.Time { return l.Last }},
		{"enforced from", color.RGBA{R: 0xb0, G: 0x2a, B: 0x37, A: 0xff}, draw.BoxGlyph{}, func(l *instances.Planned) time.Time { return l.Enforced }},
	}
}

// writeChart draws the instances that have a date, a line for each, over time.
func (c *calendar) writeChart(path string) error {
	var names []string
	var lines []*instances.Planned
	for i := range c.lines {
		l := c.lines[len(c.lines)-1-i] // The lowest line is the first one to the plot.
		if l.Next == nil || l.Next.At.IsZero() {
			continue
		}
		names = append(names, fmt.Sprintf("%s: %s to %s", l.Name, l.Version, l.Next.Version))
		lines = append(lines, l)
	}
	p := svgchart.New("Updates of " + c.read.Format("2 January 2006"))
	p.X.Tick.Marker = plot.TimeTicks{Format: time.DateOnly}
	if err := c.addMarks(p, lines); err != nil {
		return err
	}
	p.X.Min = float64(c.read.Unix())
	p.X.Max = max(p.X.Max, float64(c.read.Add(30*24*time.Hour).Unix()))
	return svgchart.Write(path, p, names)
}

func (c *calendar) addMarks(p *plot.Plot, lines []*instances.Planned) error {
	for _, m := range marks() {
		var points plotter.XYs
		for i, l := range lines {
			if at := m.at(l); !at.IsZero() {
				points = append(points, plotter.XY{X: float64(at.Unix()), Y: float64(i)})
			}
		}
		if len(points) == 0 {
			continue
		}
		scatter, err := plotter.NewScatter(points)
		if err != nil {
			return err
		}
		scatter.Color, scatter.Shape, scatter.Radius = m.color, m.shape, vg.Points(5)
		p.Add(scatter)
		p.Legend.Add(m.name, scatter)
	}
	return nil
}
