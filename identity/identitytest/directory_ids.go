package identitytest

import (
	"errors"
	"slices"

	"github.com/admin365/admin365"
)

// directoryIDCases give ids of every kind to every method of groups and roles.
func directoryIDCases() []kase {
	write := []string{CanWrite, CanGroup, CanGiveRoles}
	return []kase{
		{
			Name: "IDs/unknown-object-of-the-directory", Needs: write, Source: docErrors,
			Why: "what is not there is told apart from every other failure, whichever of two ids it is",
			Run: func(c *run) {
				s := setUp(c)
				was := s.look(c)
				for _, d := range deeds() {
					for i := range d.ids(s) {
						id := string(nobody())
						ids := slices.Clone(d.ids(s))
						ids[i] = id
						err := d.call(c.Context(), c.S.Service, ids, s.stray())
						want := unknown(d.op)
						if len(ids) == 1 {
							want = want.Of(id)
						}
						if fault := want.Check(err); fault != nil {
							c.Errorf("%s, id %d: %v", d.op, i+1, fault)
						}
						if e, ok := errors.AsType[*admin365.Error](err); ok && d.op != opNewGroup && !slices.Contains(ids, e.Target) {
							// Of two the error may name either.
							c.Errorf("%s, id %d: Target is %q, want one of %q", d.op, i+1, e.Target, ids)
						}
					}
				}
				s.unchanged(c, was)
			},
		},
		{
			Name: "IDs/empty-and-dots-everywhere", Needs: write, Source: "design rule: ids that change the path are refused unsent",
			Why: "an empty id or a dot turns the request for one group into one for another resource",
			Run: func(c *run) {
				s := setUp(c)
				was := s.look(c)
				for _, id := range []string{"", ".", ".."} {
					for _, d := range deeds() {
						for i := range d.ids(s) {
							ids := slices.Clone(d.ids(s))
							ids[i] = id
							err := d.call(c.Context(), c.S.Service, ids, s.stray())
							fault := unsent(d.op).Check(err)
							if fault != nil && id != "" && (d.op == opAssign || d.op == opActivate) {
								// These ids are values of properties, and change no path.
								fault = unknown(d.op).Check(err)
							}
							if fault != nil {
								c.Errorf("%s, id %d is %q: %v", d.op, i+1, id, fault)
							}
						}
					}
				}
				s.unchanged(c, was)
			},
		},
		{
			Name: "IDs/odd-characters-everywhere", Needs: write, Source: "design rule: ids are escaped segment by segment",
			Why: "an id that is not escaped reaches another resource, or another object",
			Run: func(c *run) {
				s := setUp(c)
				was := s.look(c)
				for _, d := range deeds() {
					for i, own := range d.ids(s) {
						for _, id := range []string{
							own + "/members", own + "/", "/" + own, own + "/$ref", own + "?$select=id", own + "#x", own + "%20", "%2e%2e",
							"../groups/" + own, own + "/..", "x')/members", "a\\b", "a b", "100%", "$count", "\u6771\u4eac", "roleTemplateId=" + own,
						} {
							ids := slices.Clone(d.ids(s))
							ids[i] = id
							// The service may say that it is no id, or that nobody has it.
							err := d.call(c.Context(), c.S.Service, ids, s.stray())
							if unknown(d.op).Check(err) != nil && unsent(d.op).Check(err) != nil {
								c.Errorf("%s, id %d is %q: neither not found nor invalid: %v", d.op, i+1, id, err)
							}
						}
					}
				}
				s.unchanged(c, was)
			},
		},
	}
}
