package health_test

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func brokenMarks() map[string]mistake {
	// These are shared by all callers of a tenant: brokenParts is called once for each.
	marks := &oneForAll{of: map[health.MessageID]health.Viewpoint{}}
	var mu sync.Mutex
	var first health.Messages
	return map[string]mistake{
		"one-viewpoint-for-all": {
			func(s *health.Service) {
				s.Messages, s.Viewpoints = forAll{s.Messages, marks}, markedForAll{s.Viewpoints, marks}
			},
			[]string{"Viewpoints/each-persons-own", "Viewpoints/not-of-an-application"},
		},
		"everybody-is-the-administrator": {
			func(s *health.Service) {
				mu.Lock()
				defer mu.Unlock()
				if first == nil {
					first = s.Messages
				}
				s.Messages = indiscreet{s.Messages, first}
			},
			[]string{"Privacy/not-by-a-filter", "Privacy/not-for-applications", "Privacy/who-may-not"},
		},
		"applications-have-eyes": {
			func(s *health.Service) { s.Viewpoints = obliging{s.Viewpoints} },
			[]string{
				"Callers/applications",
				"Callers/forbidden-before-missing",
				"Callers/person-in-a-program-that-was-granted-less",
				"Callers/who-does-not",
				"Viewpoints/not-of-an-application",
			},
		},
		"read-is-not-archived": {
			func(s *health.Service) { s.Viewpoints = thorough{s.Viewpoints} },
			[]string{
				"Aliasing/what-goes-in",
				"Viewpoints/each-mark",
				"Viewpoints/each-persons-own",
				"Viewpoints/not-of-an-application",
				"Viewpoints/of-the-person-not-of-the-program",
				"Viewpoints/one-after-the-other",
				"Viewpoints/several-in-one-step",
			},
		},
		"one-by-one": {
			func(s *health.Service) { s.Viewpoints = oneByOne{s.Viewpoints} },
			[]string{"Viewpoints/bad-input", "Viewpoints/no-change-of-anothers-secret", "Viewpoints/unknown-among-them"},
		},
		"nothing-is-nothing-to-do": {
			func(s *health.Service) { s.Viewpoints = idle{s.Viewpoints} },
			[]string{"Viewpoints/bad-input"},
		},
		"what-is-not-there-is-done": {
			func(s *health.Service) { s.Viewpoints = unbothered{s.Viewpoints} },
			[]string{
				"IDs/that-climb",
				"IDs/that-climb-from-what-is-there",
				"Messages/gone-after-their-end",
				"Privacy/role-given-later",
				"Privacy/tagged-later",
				"Privacy/who-may-not",
				"Viewpoints/no-change-of-anothers-secret",
				"Viewpoints/unknown-among-them",
			},
		},
		"marks-by-itself-alone": {
			func(s *health.Service) { s.Messages = markless{s.Messages} },
			[]string{
				"Aliasing/what-goes-in",
				"Concurrency/marks-of-one-person",
				"Viewpoints/each-mark",
				"Viewpoints/each-persons-own",
				"Viewpoints/many-at-once",
				"Viewpoints/not-of-an-application",
				"Viewpoints/of-the-person-not-of-the-program",
				"Viewpoints/one-after-the-other",
				"Viewpoints/several-in-one-step",
				"Viewpoints/survive-a-change",
			},
		},
		"unmarked-is-false": {
			func(s *health.Service) { s.Messages = decided{s.Messages} },
			[]string{
				"Viewpoints/each-mark",
				"Viewpoints/each-persons-own",
				"Viewpoints/several-in-one-step",
				"Viewpoints/survive-a-change",
			},
		},
		"first-hundred": {
			func(s *health.Service) { s.Viewpoints = firstHundred{s.Viewpoints} },
			[]string{"Viewpoints/many-at-once"},
		},
	}
}

// oneForAll are the marks of everybody.
type oneForAll struct {
	mu sync.Mutex
	of map[health.MessageID]health.Viewpoint
}

type forAll struct {
	health.Messages
	marks *oneForAll
}

func (b forAll) seen(m *health.Message) bool {
	b.marks.mu.Lock()
	defer b.marks.mu.Unlock()
	if v, ok := b.marks.of[m.ID]; ok && m.Viewpoint == nil {
		m.Viewpoint = new(conform.Clone(v))
	}
	return true
}

func (b forAll) Get(ctx context.Context, id health.MessageID) (*health.Message, error) {
	m, err := b.Messages.Get(ctx, id)
	if err == nil {
		b.seen(m)
	}
	return m, err
}

func (b forAll) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	return keeping(b.Messages.List(ctx, q), b.seen)
}

type markedForAll struct {
	health.Viewpoints
	marks *oneForAll
}

func (b markedForAll) MarkRead(ctx context.Context, ids []health.MessageID) error {
	if err := b.Viewpoints.MarkRead(ctx, ids); err != nil {
		return err
	}
	b.marks.mu.Lock()
	defer b.marks.mu.Unlock()
	for _, id := range ids {
		b.marks.of[id] = health.Viewpoint{IsRead: new(true)}
	}
	return nil
}

// indiscreet lists for everybody what the first caller sees.
type indiscreet struct {
	health.Messages
	first health.Messages
}

func (b indiscreet) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	own, theirs := b.Messages.List(ctx, q), b.first.List(ctx, q)
	return func(yield func(*health.Message, error) bool) {
		mine := map[health.MessageID]*health.Viewpoint{}
		for m, err := range own {
			if err != nil {
				yield(nil, err)
				return
			}
			mine[m.ID] = m.Viewpoint
		}
		for m, err := range theirs {
			if err == nil {
				m.Viewpoint = mine[m.ID]
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// obliging lets an application believe that it has marked something.
type obliging struct{ health.Viewpoints }

func (b obliging) Archive(ctx context.Context, ids []health.MessageID) error {
	if err := b.Viewpoints.Archive(ctx, ids); !errors.Is(err, admin365.ErrForbidden) {
		return err
	}
	return nil
}

// thorough takes back what it takes for the opposite.
type thorough struct{ health.Viewpoints }

func (b thorough) MarkRead(ctx context.Context, ids []health.MessageID) error {
	if err := b.Viewpoints.MarkRead(ctx, ids); err != nil {
		return err
	}
	return b.Unarchive(ctx, ids)
}

// oneByOne does in several steps what is one.
type oneByOne struct{ health.Viewpoints }

func (b oneByOne) Favorite(ctx context.Context, ids []health.MessageID) error {
	if len(ids) == 0 {
		return b.Viewpoints.Favorite(ctx, ids)
	}
	for _, id := range ids {
		if err := b.Viewpoints.Favorite(ctx, []health.MessageID{id}); err != nil {
			return err
		}
	}
	return nil
}

// idle takes an empty list for one that is done.
type idle struct{ health.Viewpoints }

func (b idle) MarkUnread(ctx context.Context, ids []health.MessageID) error {
	if len(ids) == 0 {
		return ctx.Err()
	}
	return b.Viewpoints.MarkUnread(ctx, ids)
}

// unbothered ignores the answer of the service, as PnP PowerShell does.
type unbothered struct{ health.Viewpoints }

func (b unbothered) Unfavorite(ctx context.Context, ids []health.MessageID) error {
	if err := b.Viewpoints.Unfavorite(ctx, ids); !errors.Is(err, admin365.ErrNotFound) {
		return err
	}
	return nil
}

// markless lists messages without their marks.
type markless struct{ health.Messages }

func (b markless) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	return keeping(b.Messages.List(ctx, q), func(m *health.Message) bool { m.Viewpoint = nil; return true })
}

// decided takes a mark that was never written for one that is not set.
type decided struct{ health.Messages }

func (b decided) Get(ctx context.Context, id health.MessageID) (*health.Message, error) {
	m, err := b.Messages.Get(ctx, id)
	if err == nil && m.Viewpoint != nil && m.Viewpoint.IsRead == nil {
		m.Viewpoint.IsRead = new(false)
	}
	return m, err
}

// firstHundred sends no more than a page.
type firstHundred struct{ health.Viewpoints }

func (b firstHundred) Favorite(ctx context.Context, ids []health.MessageID) error {
	return b.Viewpoints.Favorite(ctx, ids[:min(len(ids), 100)])
}
