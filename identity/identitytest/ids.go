package identitytest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

func idCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "IDs/unknown-object-id", Needs: write, Source: docErrors,
			Why: "somebody who is not there is told apart from every other failure",
			Run: func(c *run) { unknownID(c, "0badc0de-5ea7-4bad-8bad-"+lastOfGUID()) },
		},
		{
			Name: "IDs/unknown-name", Needs: write, Source: docErrors,
			Why: "a misspelled name is told apart from every other failure",
			Run: func(c *run) { unknownID(c, admin365.UserID(conform.Unique()+"@"+c.S.Harness.Domain)) },
		},
		{
			Name: "IDs/unknown-manager", Needs: write, Source: docSetBoss,
			Why: "either of the two may be the one who is not there",
			Run: func(c *run) {
				u := create(c)
				for _, id := range []admin365.UserID{
					"0badc0de-5ea7-4bad-8bad-" + lastOfGUID(), admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain),
				} {
					c.Refused(c.S.Service.Managers.Set(c.Context(), u.ID, id), unknown(opSetManager))
				}
				_, err := c.S.Service.Managers.Get(c.Context(), u.ID)
				c.Refused(err, unknown(opManager).Of("manager"))
			},
		},
		{
			Name: "IDs/empty-and-dots", Needs: write, Source: "design rule: ids that change the path are refused unsent",
			Why: "an empty id or a dot turns the request for one user into one for another resource",
			Run: dotIDs,
		},
		{
			Name: "IDs/odd-characters", Needs: write, Source: "design rule: ids are escaped segment by segment",
			Why: "an id that is not escaped reaches another resource, or another user",
			Run: oddIDs,
		},
		{
			Name: "IDs/odd-names-everywhere", Needs: write, Source: docUser,
			Why: "a name with ' or # is a name like any other, whatever method takes it",
			Run: oddNames,
		},
	}
}

// lastOfGUID returns the last twelve digits of an object id that nobody has.
func lastOfGUID() admin365.UserID {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return admin365.UserID(digits[len(digits)-12:])
}

func unknownID(c *run, id admin365.UserID) {
	other := create(c)
	for _, m := range c.S.methods() {
		switch {
		case m.takesID, m.ofBin() && !strings.Contains(string(id), "@"):
			c.Refused(m.call(c.Context(), c.S.Service, id, other.ID), unknown(m.op).Of(string(id)))
		case m.ofBin():
			if fault := noObject(m.op, m.call(c.Context(), c.S.Service, id, other.ID)); fault != nil {
				c.Errorf("a name: %v", fault)
			}
		default:
		}
	}
}

func dotIDs(c *run) {
	u, other := create(c), create(c)
	was := get(c, u.ID)
	for _, id := range []admin365.UserID{"", ".", ".."} {
		for _, m := range c.S.methods() {
			if m.takesID || m.ofBin() {
				c.Refused(m.call(c.Context(), c.S.Service, id, other.ID), unsent(m.op))
			}
		}
		c.Refused(c.S.Service.Managers.Set(c.Context(), u.ID, id), unsent(opSetManager))
	}
	unchanged(c, was)
}

func oddIDs(c *run) {
	u, other := create(c), create(c)
	was := get(c, u.ID)
	own := string(u.ID)
	for _, id := range []string{
		own + "/manager", own + "/", "/" + own, own + "?$select=id", own + "#x", own + "%20", "%2e%2e",
		"a+b@" + c.S.Harness.Domain, "a/b@" + c.S.Harness.Domain, "a b@" + c.S.Harness.Domain,
		"j\u00fcrgen@" + c.S.Harness.Domain, "\u6771\u4eac@" + c.S.Harness.Domain, "a'b@" + c.S.Harness.Domain,
		"')", "x')/manager", "a\\b", "a&b=c", "a;b", "a:b", "100%", "a%2Fb", "ann_example.net#EXT#@" + c.S.Harness.Domain,
		strings.ReplaceAll(string(upn(u)), "@", "%40"), "a\"b", "<a>", "{a}", "a|b", "$count", "delta",
	} {
		for _, m := range c.S.methods() {
			if m.ofBin() {
				if fault := noObject(m.op, m.call(c.Context(), c.S.Service, admin365.UserID(id), other.ID)); fault != nil {
					c.Errorf("id %q: %v", id, fault)
				}
			}
			if !m.takesID {
				continue
			}
			if fault := unknown(m.op).Of(id).Check(m.call(c.Context(), c.S.Service, admin365.UserID(id), other.ID)); fault != nil {
				c.Errorf("id %q: %v", id, fault)
			}
		}
		if fault := unknown(opSetManager).Check(c.S.Service.Managers.Set(c.Context(), u.ID, admin365.UserID(id))); fault != nil {
			c.Errorf("manager %q: %v", id, fault)
		}
	}
	// An id that climbs out of its place may be refused unsent or be unknown. It
	// must not reach anybody.
	for _, id := range []admin365.UserID{"../users/" + u.ID, "./" + u.ID, u.ID + "/..", "x/../" + u.ID} {
		for _, m := range c.S.methods() {
			if !m.takesID && !m.ofBin() {
				continue
			}
			err := m.call(c.Context(), c.S.Service, id, other.ID)
			if !errors.Is(err, admin365.ErrNotFound) && !errors.Is(err, admin365.ErrInvalid) {
				c.Errorf("%s of %q: %v", m.op, id, err)
			}
		}
	}
	unchanged(c, was)
}

func oddNames(c *run) {
	for _, local := range []string{"o'brien'", "ann_example.net#EXT#", "x!^~-_.y"} {
		n := person(c)
		n.UserPrincipalName = conform.Unique() + local + "@" + c.S.Harness.Domain
		u, other := mustCreate(c, n), create(c)
		id := idOf(n)
		c.Must(c.S.Service.Managers.Set(c.Context(), id, other.ID), "setting the manager of "+local)
		c.Must(c.S.Service.Managers.Set(c.Context(), other.ID, id), "making a manager of "+local)
		reportsAre(c, id, other)
		for _, m := range c.S.methods() {
			// Deleted last, below.
			if m.takesID && m.op != opDelete {
				c.Must(m.call(c.Context(), c.S.Service, id, other.ID), m.op+" on "+local)
			}
		}
		if got := get(c, u.ID); got.JobTitle != "Changed" {
			c.Errorf("Update of %q did not reach him", id)
		}
		c.Must(c.S.Service.Users.Delete(c.Context(), id), "deleting "+local)
		isGone(c, u)
	}
}
