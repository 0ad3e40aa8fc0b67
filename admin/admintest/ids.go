package admintest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

func idCases() []kase {
	return []kase{
		{
			Name: "IDs/empty-and-dots", Source: docPathIDs,
			Why: "an empty name or a dot turns the request for one domain into one for another resource",
			Run: func(c *run) {
				for _, id := range []string{"", ".", ".."} {
					for _, m := range c.S.methods() {
						if m.takes == "" || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						if fault := invalid(m.op).Check(m.call(c.Context(), c.S.Settings, target{}.with(m.takes, id))); fault != nil {
							c.Errorf("%s of %q: %v", m.name, id, fault)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb", Source: docPathIDs,
			Why: "a name with a slash in it reaches another resource, unless it is refused or escaped",
			Run: func(c *run) {
				for _, id := range []string{"a/b", "/", "a/", "../users", "a/../b", "x?$select=id", "x#y", "%2e%2e", "a b", "x'", "')"} {
					for _, m := range c.S.methods() {
						if m.takes == "" || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						climbs(c, m, id)
					}
				}
			},
		},
		{
			Name: "IDs/that-climb-from-what-is-there", Needs: ofDomains(), Source: docPathIDs,
			Why: "whoever reaches a domain by its name with something behind it has reached another thing",
			Run: func(c *run) {
				name := verified(c)
				was := getDomain(c, name)
				for _, tail := range []string{"/", "/verify", "/..", "?$select=id", "#", "%20", "/."} {
					for _, m := range c.S.methods() {
						switch m.takes {
						case idOfDomain:
							climbs(c, m, name+tail)
						case idOfMethod:
							climbs(c, m, string(admin.MethodFIDO2)+tail)
						default:
						}
					}
				}
				unchanged(c, was)
			},
		},
		{
			Name: "IDs/unknown-domain", Needs: []string{HasDomains}, Source: docErrors,
			Why: "a domain that is not there is told apart from every other failure, whatever is asked of it",
			Run: func(c *run) {
				name := freshName()
				for _, m := range c.S.methods() {
					if m.takes != idOfDomain || m.op == opAdd || m.writes && !c.S.Harness.MayWrite {
						continue
					}
					if fault := unknown(m.op).Of(name).Check(m.call(c.Context(), c.S.Settings, target{}.with(idOfDomain, name))); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
			},
		},
	}
}

// climbs checks that a method does not take an id for that of something else.
func climbs(c *run, m method, id string) {
	c.Helper()
	err := m.call(c.Context(), c.S.Settings, target{}.with(m.takes, id))
	if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
		c.Errorf("%s of %q: %v; want that it is invalid, or not found", m.name, id, err)
	}
}
