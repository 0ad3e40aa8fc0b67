package healthtest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

func idCases() []kase {
	return []kase{
		{
			Name: "IDs/empty-and-dots", Source: docPathIDs,
			Why: "an empty id or a dot turns the request for one issue into one for another resource",
			Run: func(c *run) {
				for _, id := range []string{"", ".", ".."} {
					for _, m := range c.S.methods() {
						// The messages to be marked stand in the body, where a dot is harmless.
						if m.writes {
							continue
						}
						for _, kind := range m.takes {
							if fault := unsent(m.op).Check(m.call(c.Context(), c.S.Service, nowhere().with(kind, id))); fault != nil {
								c.Errorf("%q: %v", id, fault)
							}
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb", Source: docPathIDs,
			Why: "an id with a slash in it reaches another resource, unless it is refused or escaped",
			Run: func(c *run) {
				for _, id := range []string{"a/b", "/", "a/", "../issues", "a/../b", "x?$select=id", "x#y", "%2e%2e", "a b", "x'", "')", "a\\..\\b", "ä", "\x00", "a\nb"} {
					for _, m := range c.S.methods() {
						if m.writes && !c.S.Harness.MayWrite {
							continue
						}
						for _, kind := range m.takes {
							err := m.call(c.Context(), c.S.Service, nowhere().with(kind, id))
							if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
								c.Errorf("%s of %q: %v; want that it is invalid, or not found", m.op, id, err)
							}
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb-from-what-is-there", Needs: whole(), Source: docPathIDs,
			Why: "whoever is reached by an id with something behind it is somebody else",
			Run: func(c *run) {
				at := targetOf(c)
				own := map[string]string{
					idOfService: at.service, idOfIssue: string(at.issue), idOfMessage: string(at.message), idOfAttachment: string(at.attachment), idOfMarked: string(at.marked),
				}
				for _, tail := range []string{"/", "/content", "/incidentReport", "/..", "?$select=id", "#", "%20", "/.", "/issues"} {
					for _, m := range c.S.methods() {
						for _, kind := range m.takes {
							err := m.call(c.Context(), c.S.Service, at.with(kind, own[kind]+tail))
							if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
								c.Errorf("%s of an id with %q: %v; want that it is invalid, or not found", m.op, tail, err)
							}
						}
					}
				}
				marksAre(c, c.S.Service, "what was not meant", at.marked, health.Viewpoint{})
			},
		},
		{
			Name: "IDs/unknown", Needs: whole(), Source: docOverview,
			Why: "what is not there is told apart from every other failure",
			Run: func(c *run) {
				at := targetOf(c)
				unknown := map[string]string{
					idOfService: nowhere().service, idOfIssue: string(nowhere().issue), idOfMessage: string(nowhere().message), idOfAttachment: string(nowhere().attachment),
				}
				for _, m := range c.S.methods() {
					if m.writes {
						continue
					}
					for _, kind := range m.takes {
						c.Refused(m.call(c.Context(), c.S.Service, at.with(kind, unknown[kind])), missing(m.op))
					}
				}
			},
		},
	}
}
