package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
)

// TestProgressLines: a log gets a line every five seconds, however many people
// are done meanwhile.
func TestProgressLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newProgress(&out, false, 120)
		for i := range 120 {
			time.Sleep(100 * time.Millisecond)
			p.step(i%50 == 0)
		}
		p.end()
		assert.Equal(t, "50 of 120 people done, 1 failed\n100 of 120 people done, 2 failed\n", out.String())
	})
}

func TestProgressBar(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := newProgress(&out, true, 3)
	for range 3 {
		p.step(false)
	}
	p.end()
	assert.Contains(t, out.String(), "onboarding")
	assert.NotContains(t, out.String(), "people done")
}

// TestTable: a name may be in any script, and moves no cursor.
func TestTable(t *testing.T) {
	t.Parallel()
	rows := []*row{
		{department: "人事部", outcome: results.Created, recorded: true},
		{department: "IT\x1b[2J", outcome: results.Failed, recorded: true},
		{department: "", outcome: results.Created, recorded: true},
		{department: "人事部", outcome: results.Created, Starter: starters.Starter{Row: 4}},
	}
	var out bytes.Buffer
	require.NoError(t, writeTable(&out, rows, false))
	assert.Equal(t, strings.TrimPrefix(`
Department       Created  Updated  Unchanged  Failed  Not done  Total
IT [2J                 0        0          0       1         0      1
人事部                 1        0          0       0         1      2
(no department)        1        0          0       0         0      1
Total                  2        0          0       1         1      4
`, "\n"), out.String())
}

// TestDetail: whatever a detail was made of, it is one line without the row's
// password.
func TestDetail(t *testing.T) {
	t.Parallel()
	r := &row{password: secret("made-Up-1!"), Starter: starters.Starter{Password: secret("Sesame-Open-7!")}}
	r.note("the service says: %q", "made-Up-1! is no\npassword")
	r.note("nor is\tSesame-Open-7!")
	assert.Equal(t, `the service says: "[admin365:redacted] is no\npassword"; nor is [admin365:redacted]`, r.detail())
}
