package healthtest

import (
	"fmt"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// marksAre waits until the message has these marks for the caller, in the list as well as
// by itself.
func marksAre(c *run, s *health.Service, what string, id health.MessageID, want health.Viewpoint) {
	c.Helper()
	c.Eventually(func() error {
		m, err := s.Messages.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		list, err := all(c, s, health.MessageQuery{})
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		for _, l := range list {
			if err := conform.Differ(l.Viewpoint, m.Viewpoint); l.ID == id && err != nil {
				return fmt.Errorf("%s: in the list the marks %w", what, err)
			}
		}
		var got health.Viewpoint
		if m.Viewpoint != nil {
			got = *m.Viewpoint
		}
		if err := conform.Differ(got, want); err != nil {
			return fmt.Errorf("%s: the marks: %w", what, err)
		}
		return nil
	})
}

// marked writes a mark, or ends the case.
func marked(c *run, s *health.Service, a action, ids ...health.MessageID) {
	c.Helper()
	c.Must(a.do(c.Context(), s.Viewpoints, ids), a.op)
}

func viewpointCases() []kase {
	return []kase{
		{
			Name: "Viewpoints/each-mark", Needs: ofMarks(), Source: docViewpoint,
			Why: "who marks a message as read has not archived it",
			Run: func(c *run) {
				for _, a := range actions() {
					m := message(c)
					if m.Viewpoint != nil || getMessage(c, m.ID).Viewpoint != nil {
						c.Errorf("a new message has the marks %+v", m.Viewpoint)
					}
					var want health.Viewpoint
					*a.mark(&want) = &a.value
					for range 2 {
						marked(c, c.S.Service, a, m.ID)
						marksAre(c, c.S.Service, a.op, m.ID, want)
					}
				}
			},
		},
		{
			Name: "Viewpoints/one-after-the-other", Needs: ofMarks(), Source: docViewpoints,
			Why: "each mark is set and taken back without the others",
			Run: func(c *run) {
				m := message(c)
				var want health.Viewpoint
				for _, n := range []int{0, 4, 2, 1, 5, 3, 0, 2} {
					a := actions()[n]
					marked(c, c.S.Service, a, m.ID)
					*a.mark(&want) = new(a.value)
					marksAre(c, c.S.Service, a.op, m.ID, want)
				}
			},
		},
		{
			Name: "Viewpoints/several-in-one-step", Needs: ofMarks(), Source: docMarkRead,
			Why: "a mailbox of news is emptied in one step, and what was not named stays",
			Run: func(c *run) {
				for _, a := range actions() {
					x, y, z := message(c), message(c), message(c)
					marked(c, c.S.Service, a, x.ID, y.ID)
					var want health.Viewpoint
					*a.mark(&want) = new(a.value)
					marksAre(c, c.S.Service, a.op, x.ID, want)
					marksAre(c, c.S.Service, a.op, y.ID, want)
					marksAre(c, c.S.Service, a.op+" of others", z.ID, health.Viewpoint{})
				}
			},
		},
		{
			Name: "Viewpoints/unknown-among-them", Needs: ofMarks(), Source: docViewpoints,
			Why: "half a step is worse than none, because nobody knows which half",
			Run: func(c *run) {
				for _, a := range actions() {
					m := message(c)
					for _, ids := range [][]health.MessageID{{m.ID, "MC100001"}, {"MC100001", m.ID}, {"MC100001"}} {
						err := a.do(c.Context(), c.S.Service.Viewpoints, ids)
						if fault := notFound(a.op).Check(err); fault != nil {
							c.Errorf("%s of %q: %v", a.op, ids, fault)
						}
					}
					marksAre(c, c.S.Service, a.op+" that failed", m.ID, health.Viewpoint{})
				}
			},
		},
		{
			Name: "Viewpoints/bad-input", Needs: ofMarks(), Source: docViewpoints,
			Why: "a list that is empty by mistake is a step that nobody took",
			Run: func(c *run) {
				m := message(c)
				for _, a := range actions() {
					for _, ids := range [][]health.MessageID{nil, {}, {""}, {m.ID, ""}, {"", m.ID}} {
						if fault := unsent(a.op).Check(a.do(c.Context(), c.S.Service.Viewpoints, ids)); fault != nil {
							c.Errorf("%s of %q: %v", a.op, ids, fault)
						}
					}
				}
				marksAre(c, c.S.Service, "what failed", m.ID, health.Viewpoint{})
			},
		},
		{
			Name: "Viewpoints/no-change-of-the-message", Needs: ofMarks(CanAdvance), Source: docChange,
			Why: "who reads a message does not make it new for the others",
			Run: func(c *run) {
				m := message(c)
				for _, a := range actions() {
					later(c)
					marked(c, c.S.Service, a, m.ID)
				}
				same(c, "the message", getMessage(c, m.ID), m, "Viewpoint")
			},
		},
		{
			Name: "Viewpoints/many-at-once", Needs: ofMarks(), Source: docMarkRead,
			Why: "every id that there is in one call is what PnP PowerShell sends",
			Run: func(c *run) {
				var ids []health.MessageID
				for range 150 {
					ids = append(ids, message(c).ID)
				}
				c.Must(c.S.Service.Viewpoints.Favorite(c.Context(), ids), "making favorites")
				list, err := all(c, c.S.Service, health.MessageQuery{})
				c.Must(err, "listing messages")
				n := 0
				for _, m := range list {
					if m.Viewpoint != nil && m.Viewpoint.IsFavorited != nil && *m.Viewpoint.IsFavorited {
						n++
					}
				}
				if n != len(ids) {
					c.Errorf("%d of %d are favorites", n, len(ids))
				}
			},
		},
	}
}
