package tenant

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// thing is a row with a unique name, a title that many may share, and an owner.
type thing struct {
	ID    Key    `json:"id"`
	Name  string `json:"name,omitzero"`
	Title string `json:"title,omitzero"`
	Owner Key    `json:"owner,omitzero"`
}

// blank is a row without label and differences.
type blank struct {
	ID   Key    `json:"id"`
	Text string `json:"text,omitzero"`
}

// happened is an event of the lab.
type happened struct{ What string }

// lab is a schema of its own with two tables, so that tests share nothing.
type lab struct {
	schema  *Schema
	things  Table[*thing]
	byName  Index[*thing]
	byTitle Index[*thing]
	byOwner Index[*thing]
	blanks  Table[*blank]
}

func newLab(more ...func(*lab)) *lab {
	l := &lab{
		byName:  Index[*thing]{Name: "name", Unique: true, Text: func(r *thing) string { return r.Name }},
		byTitle: Index[*thing]{Name: "title", Text: func(r *thing) string { return r.Title }},
		byOwner: Index[*thing]{Name: "owner", Ref: func(r *thing) Key { return r.Owner }},
	}
	l.things = Table[*thing]{
		Name: "things", Key: func(r *thing) Key { return r.ID }, Label: func(r *thing) string { return r.Name },
		Indexes: []*Index[*thing]{&l.byName, &l.byTitle, &l.byOwner},
		Diff: func(a, b *thing) []string {
			var lines []string
			if a.Name != b.Name {
				lines = append(lines, "name "+a.Name+" -> "+b.Name)
			}
			if a.Title != b.Title {
				lines = append(lines, "title "+a.Title+" -> "+b.Title)
			}
			return lines
		},
	}
	l.blanks = Table[*blank]{Name: "blanks", Key: func(r *blank) Key { return r.ID }}
	l.schema = NewSchema()
	AddTable(l.schema, &l.things)
	AddTable(l.schema, &l.blanks)
	for _, f := range more {
		f(l)
	}
	return l
}

const labTenant admin365.TenantID = "11111111-2222-4333-8444-555555555555"

func labEpoch() time.Time { return time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC) }

func (l *lab) seed(t testing.TB, id admin365.TenantID, rows ...thing) *Seed {
	t.Helper()
	seed, err := NewSeed(l.schema, id, labEpoch(), func(tx *Tx) error {
		for _, row := range rows {
			if err := In(tx, &l.things).Put(&row); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	return seed
}

// tenant is one tenant in a world of its own.
func (l *lab) tenant(t testing.TB, rows ...thing) *Tenant {
	t.Helper()
	return l.join(t, NewWorld(l.schema, labEpoch()), labTenant, rows...)
}

func (l *lab) join(t testing.TB, w *World, id admin365.TenantID, rows ...thing) *Tenant {
	t.Helper()
	made, err := w.Add(id, l.seed(t, id, rows...))
	require.NoError(t, err)
	return made
}

func (l *lab) put(t testing.TB, in *Tenant, rows ...thing) {
	t.Helper()
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		for _, row := range rows {
			if err := In(tx, &l.things).Put(&row); err != nil {
				return err
			}
		}
		return nil
	}))
}

// names are the names of all things in the order of their keys.
func (l *lab) names(t testing.TB, in *Tenant) []string {
	t.Helper()
	var names []string
	require.NoError(t, in.Look(func(tx *Tx) error {
		for row := range In(tx, &l.things).All() {
			names = append(names, row.Name)
		}
		return nil
	}))
	return names
}

func key(n int) Key { return Key{Hi: 0x1000, Lo: uint64(n)} }

var (
	opRead = api.Op{
		Name: "lab.Things.Get", API: &api.Graph, Method: "GET", Paths: []string{"/things/{id}"}, Effect: admin365.EffectRead,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
	}
	opWrite = api.Op{
		Name: "lab.Things.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/things/{id}"}, Effect: admin365.EffectReversible,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.ObjectConflict},
	}
)

var errLab = errors.New("the lab says no")

// counter counts over all goroutines.
type counter struct{ n atomic.Int64 }

func (c *counter) next() int { return int(c.n.Add(1)) }

func joined(lines []string) string { return strings.Join(lines, "\n") }
