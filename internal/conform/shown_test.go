package conform

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

var (
	taken = api.Refusal{Name: "Taken", Status: 400, Code: "Bad", Text: "%s is taken.", Is: admin365.ErrConflict}
	full  = api.Refusal{Name: "Full", Status: 400, Code: "Bad", Text: "It is full.", Is: admin365.ErrPrecondition}
	shut  = api.Refusal{Name: "Shut", Status: 400, Code: "Bad", Text: "It is shut.", Is: admin365.ErrPrecondition}
)

// shop is an area of two operations.
func shop(excuses ...Excuse) *Shown {
	buys := &api.Op{Name: "shop.Things.Buy", Refusals: []*api.Refusal{&taken, &full}}
	looks := &api.Op{Name: "shop.Things.Look", Refusals: []*api.Refusal{&shut}}
	return &Shown{Area: "shop", Ops: func() []*api.Op { return []*api.Op{buys, looks} }, Excuses: excuses}
}

func (s *Shown) set(test string, p Pair) {
	if s.by == nil {
		s.by = map[Pair]map[string]bool{}
	}
	s.by[p] = map[string]bool{test: true}
}

// TestShown: the comparison finds what is declared and shown nowhere, what its excuse
// names another test for, and excuses that are needed no more.
func TestShown(t *testing.T) {
	t.Parallel()
	buysTaken, buysFull, looksShut := Pair{"shop.Things.Buy", "Taken"}, Pair{"shop.Things.Buy", "Full"}, Pair{"shop.Things.Look", "Shut"}
	for name, c := range map[string]struct {
		excuses   []Excuse
		shown     map[Pair]string
		uncovered []string
		idle      []string
	}{
		"all by the suite": {
			shown: map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance", looksShut: "TestConformance"},
		},
		"one by the test of its excuse": {
			excuses: []Excuse{Excused("Other Shut", "*.Look", "TestOdd", "no method asks so")},
			shown:   map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance", looksShut: "TestOdd"},
		},
		"nothing, and no excuse": {
			shown: map[Pair]string{buysTaken: "TestConformance", looksShut: "TestConformance"},
			uncovered: []string{
				"shop.Things.Buy declares Full: add a case that meets it to the public suite, or an excuse with the reason",
			},
		},
		"by another test than its excuse names": {
			excuses: []Excuse{Excused("Shut", "*", "TestOdd", "no method asks so")},
			shown:   map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance", looksShut: "TestEven"},
			uncovered: []string{
				"shop.Things.Look declares Shut, and TestOdd does not show it as its excuse says",
				"the excuse is needed no more: Shut of *",
			},
		},
		"nothing can": {
			excuses: []Excuse{Excused("Shut", "*", "", "it is never shut")},
			shown:   map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance"},
		},
		"nothing can, and something does": {
			excuses: []Excuse{Excused("Shut", "*", "", "it is never shut")},
			shown:   map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance", looksShut: "TestEven"},
			uncovered: []string{
				"shop.Things.Look declares Shut, which is shown though its excuse says that nothing can",
				"the excuse is needed no more: Shut of *",
			},
		},
		"by the suite, with an excuse": {
			excuses:   []Excuse{Excused("Shut", "*", "TestOdd", "no method asks so")},
			shown:     map[Pair]string{buysTaken: "TestConformance", buysFull: "TestConformance", looksShut: "TestConformance"},
			uncovered: []string{"the excuse is needed no more: Shut of *"},
		},
		"an excuse about nothing": {
			excuses:   []Excuse{Excused("Shut", "*.Buy", "TestOdd", "no method asks so"), Excused("Full Taken", "Things.B*", "TestOdd", "so"), Excused("Full", "*", "TestOdd", "so")},
			shown:     map[Pair]string{buysTaken: "TestOdd", buysFull: "TestOdd", looksShut: "TestConformance"},
			uncovered: []string{"the excuse is needed no more: Shut of *.Buy", "the excuse is needed no more: Full of *"},
			idle:      []string{"the excuse is needed no more: Shut of *.Buy", "the excuse is needed no more: Full of *"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := shop(c.excuses...)
			for p, test := range c.shown {
				s.set(test, p)
			}
			assert.Equal(t, c.uncovered, s.uncovered())
			assert.Equal(t, c.idle, s.idle())
		})
	}
}

// TestShownNotes: a denial is noted for the test, and what the operation does not
// declare is said; other areas' and drills' denials are nobody's.
func TestShownNotes(t *testing.T) {
	t.Parallel()
	s := shop()
	t.Run("inside", func(t *testing.T) {
		s.Note(t, []Denial{{Op: "shop.Things.Buy", Status: 400, Code: "Bad", Message: "x is taken."}})
	})
	assert.Equal(t, map[Pair]map[string]bool{{"shop.Things.Buy", "Taken"}: {"TestShownNotes": true}}, s.by)
	raised, undeclared := s.Refusals([]Denial{
		{Op: "shop.Things.Look", Status: 400, Code: "Bad", Message: "x is taken."},
		{Op: "shop.Things.Look", Status: 400, Code: "Bad", Message: "x is taken."},
		{Op: "shop.Things.Look", Status: 418, Code: "Bad", Message: "It is shut."},
		{Op: "shop.Things.Look", Status: 400, Code: "UnknownError", Message: "y"},
		{Op: "bank.Accounts.Open", Status: 400, Code: "z"},
		{Op: "shop.Things.Look", Status: 400, Code: "Bad", Message: "It is shut."},
	})
	assert.Equal(t, map[Pair]bool{{"shop.Things.Look", "Shut"}: true}, raised)
	assert.Equal(t, []string{
		"shop.Things.Look does not declare Taken: 400 Bad: x is taken.",
		"shop.Things.Look does not declare a refusal of nobody: 418 Bad: It is shut.",
	}, undeclared)
}

// TestShownSuites: an area may have several public suites.
func TestShownSuites(t *testing.T) {
	t.Parallel()
	buysTaken, buysFull, looksShut := Pair{"shop.Things.Buy", "Taken"}, Pair{"shop.Things.Buy", "Full"}, Pair{"shop.Things.Look", "Shut"}
	s := shop()
	s.Suite = "TestConformance TestNightConformance"
	s.set("TestConformance", buysTaken)
	s.set("TestNightConformance", buysFull)
	s.set("TestOdd", looksShut)
	assert.Equal(t, []string{"shop.Things.Look declares Shut: add a case that meets it to the public suite, or an excuse with the reason"}, s.uncovered())
}
