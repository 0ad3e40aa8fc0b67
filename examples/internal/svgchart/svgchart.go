// Package svgchart writes plots as SVG that looks the same where the plot's own fonts are
// not installed.
package svgchart

import (
	"bytes"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// New returns a plot whose texts are in the sans-serif face of its fonts, and whose legend
// stands at the left.
func New(title string) *plot.Plot {
	p := plot.New()
	for _, f := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font,
	} {
		f.Variant = "Sans"
	}
	p.Title.Text = title
	p.Legend.Left, p.Legend.Padding, p.Legend.XOffs = true, vg.Points(3), vg.Points(6)
	return p
}

// Write puts the plot, a row of which stands for each name, in the place of a file. The
// legend stands below the lowest row.
func Write(path string, p *plot.Plot, names []string) error {
	if len(names) > 0 {
		p.NominalY(names...)
	}
	p.Y.Tick.Length = 0
	p.Y.Min, p.Y.Max = -2.5, float64(len(names))-0.5
	canvas := vgsvg.New(24*vg.Centimeter, vg.Length(len(names))*0.8*vg.Centimeter+5*vg.Centimeter)
	p.Draw(draw.Crop(draw.New(canvas), 10, -20, 10, -10))
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	// Few have the font that the plot measures with; Arial and Helvetica are as wide.
	text := bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;"))
	path, err := atomicfile.Resolve(path)
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
