package billingtest

import (
	"errors"

	"github.com/admin365/admin365"
)

func idCases() []kase {
	return []kase{
		{
			Name: "IDs/empty-and-dots", Source: docPathIDs,
			Why: "an empty id or a dot turns the request for one user into one for another resource",
			Run: func(c *run) {
				for _, id := range []string{"", ".", ".."} {
					for _, m := range c.S.methods() {
						// A product and an id of commerce stand in conditions, where a dot is
						// harmless.
						harmless := m.takes == idOfProduct || m.takes == idInCommerce && id != ""
						if m.takes == "" || harmless || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						if fault := unsent(m.op).Check(m.call(c.Context(), c.S.Service, target{product: EntraP1}.with(m.takes, id))); fault != nil {
							c.Errorf("%q: %v", id, fault)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb", Source: docPathIDs,
			Why: "an id with a slash in it reaches another resource, unless it is refused or escaped",
			Run: func(c *run) {
				for _, id := range []string{"a/b", "/", "a/", "../users", "a/../b", "x?$select=id", "x#y", "%2e%2e", "a b", "x'", "')"} {
					for _, m := range c.S.methods() {
						if m.takes == "" || m.takes == idOfProduct || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						err := m.call(c.Context(), c.S.Service, target{product: EntraP1}.with(m.takes, id))
						if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
							c.Errorf("%s of %q: %v; want that it is invalid, or not found", m.op, id, err)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb-from-what-is-there", Needs: ofGroups(HasSubscriptions), Source: docPathIDs,
			Why: "whoever gets a license by an id with something behind it is somebody else",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				sku, err := findSKU(c, EntraP1)
				c.Must(err, "listing products")
				u := makeUser(c)
				g := makeGroup(c, u)
				own := map[string]string{idOfSKU: string(sku.ID), idOfUser: string(u), idOfGroup: string(g), idOfSubscription: string(sub.ID)}
				for _, tail := range []string{"/", "/assignLicense", "/..", "?$select=id", "#", "%20", "/."} {
					for _, m := range c.S.methods() {
						id, ok := own[m.takes]
						if !ok {
							continue
						}
						err := m.call(c.Context(), c.S.Service, target{product: EntraP1}.with(m.takes, id+tail))
						if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
							c.Errorf("%s of an id with %q: %v; want that it is invalid, or not found", m.op, tail, err)
						}
					}
				}
				finish(c)
				has(c, u)
				gives(c, g, "")
			},
		},
		{
			Name: "IDs/unknown-user", Needs: []string{HasLicenses}, Source: docErrors,
			Why: "somebody who is not there is told apart from every other failure",
			Run: func(c *run) {
				for _, id := range []string{nobody(), "nobody-" + nobody() + "@example.com"} {
					for _, m := range c.S.methods() {
						// Assign looks at the products, too, and has cases of its own.
						if m.takes != idOfUser || m.op == opAssign || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						c.Refused(m.call(c.Context(), c.S.Service, target{}.with(m.takes, id)), unknown(m.op).Of(id))
					}
				}
			},
		},
	}
}
