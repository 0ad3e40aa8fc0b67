package identitytest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupQueryCases() []kase {
	read, write := []string{CanGroup}, []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupQuery/every-condition", Needs: write, Sweep: true, Source: docGroupQuery,
			Why: "a condition that is ignored lists every group, and the next step deletes them",
			Run: groupConditions,
		},
		{
			Name: "GroupQuery/conditions-are-joined-by-and", Needs: write, Source: docGroupQuery,
			Why: "each further condition leaves fewer groups",
			Run: groupJoined,
		},
		{
			Name: "GroupQuery/values-are-quoted", Needs: write, Source: docListGroups,
			Why: "a group called O'Brien's must not end the text that it stands in",
			Run: func(c *run) {
				mark := conform.Unique()
				name := mark + " O'Brien's & 'S\u00f6hne'"
				g := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName, n.MailNickname = name, "o'b"+n.MailNickname })
				groupsAre(c, identity.GroupQuery{DisplayName: name}, g)
				groupsAre(c, identity.GroupQuery{DisplayNamePrefix: mark + " O'B"}, g)
				groupsAre(c, identity.GroupQuery{MailNickname: g.MailNickname}, g)
				for _, injected := range []string{"x' or displayName ne 'x", "x' or securityEnabled eq true or displayName eq 'x", "')", "''"} {
					groupsAre(c, identity.GroupQuery{DisplayName: injected})
					groupsAre(c, identity.GroupQuery{DisplayNamePrefix: injected})
					groupsAre(c, identity.GroupQuery{MailNickname: injected})
				}
			},
		},
		{
			Name: "GroupQuery/filter", Needs: write, Sweep: true, Source: docListGroups,
			Why: "the service's own language is the way to what has no field",
			Run: groupFilters,
		},
		{
			Name: "GroupQuery/filter-that-needs-the-advanced-engine", Needs: write, Source: docAdvanced,
			Why: "a fake that takes every filter teaches queries that the service refuses",
			Run: func(c *run) {
				name := "Conformance " + conform.Unique()
				one := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = name + " 1" })
				two := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = name + " 2" })
				q := identity.GroupQuery{DisplayNamePrefix: name}
				groupsAre(c, q, one, two)
				q.Filter = "displayName ne '" + one.DisplayName + "'"
				failsAtOnce(c, c.S.Service.Groups.List(c.Context(), q), unsupportedQuery(opListGroups))
				q.Advanced = true
				groupsAre(c, q, two)
			},
		},
		{
			Name: "GroupQuery/bad-filter", Needs: read, Source: docErrors,
			Why: "a misspelled filter is refused and does not list every group, or none",
			Run: func(c *run) {
				for _, bad := range []string{"displayName eq", "noSuchProperty eq 'x'", "(displayName eq 'x'", "displayName like 'x'"} {
					for _, q := range []identity.GroupQuery{{Filter: bad}, {DisplayNamePrefix: "a", Filter: bad}} {
						got, err := conform.Collect(c.S.Service.Groups.List(c.Context(), q))
						if fault := unsent(opListGroups).Check(err); fault != nil {
							c.Errorf("filter %s: %d groups, and %v", bad, len(got), fault)
						}
						_, err = c.S.Service.Groups.Count(c.Context(), q)
						if fault := unsent(opCountGroups).Check(err); fault != nil {
							c.Errorf("filter %s: %v", bad, fault)
						}
					}
				}
			},
		},
	}
}

// groupCondition is one field of GroupQuery with a value, a group that it finds,
// and one that it does not.
type groupCondition struct {
	queries      []identity.GroupQuery
	found, other func(*identity.NewGroup)
}

func groupConditionTable() map[string]groupCondition {
	mark := conform.Unique()
	named := func(name string) func(*identity.NewGroup) {
		return func(n *identity.NewGroup) { n.DisplayName = name }
	}
	nick := conform.Unique()
	mailOnly := unified
	return map[string]groupCondition{
		"DisplayName": {
			[]identity.GroupQuery{{DisplayName: mark + " Cooks"}, {DisplayName: strings.ToUpper(mark + " Cooks")}},
			named(mark + " Cooks"), named(mark + " Cooks West"),
		},
		"DisplayNamePrefix": {
			[]identity.GroupQuery{{DisplayNamePrefix: mark + " P"}, {DisplayNamePrefix: strings.ToUpper(mark + " P")}},
			named(mark + " Pilots"), named("Not " + mark + " Pilots"),
		},
		"MailNickname": {
			[]identity.GroupQuery{{MailNickname: nick}, {MailNickname: strings.ToUpper(nick)}},
			func(n *identity.NewGroup) { n.MailNickname = nick }, func(n *identity.NewGroup) { n.MailNickname = nick + "x" },
		},
		"SecurityEnabled": {
			[]identity.GroupQuery{{SecurityEnabled: new(true)}},
			func(*identity.NewGroup) {}, mailOnly,
		},
		"SecurityEnabled false": {
			[]identity.GroupQuery{{SecurityEnabled: new(false)}},
			mailOnly, func(*identity.NewGroup) {},
		},
		"MailEnabled": {
			[]identity.GroupQuery{{MailEnabled: new(true)}},
			mailOnly, func(*identity.NewGroup) {},
		},
		"MailEnabled false": {
			[]identity.GroupQuery{{MailEnabled: new(false)}},
			func(*identity.NewGroup) {}, mailOnly,
		},
		"Unified": {
			[]identity.GroupQuery{{Unified: true}},
			unified, func(*identity.NewGroup) {},
		},
	}
}

func groupConditions(c *run) {
	table := groupConditionTable()
	for field := range reflect.TypeFor[identity.GroupQuery]().Fields() {
		_, there := table[field.Name]
		if !there && !slices.Contains([]string{"Filter", "OrderByDisplayName", "Advanced", "PageSize"}, field.Name) {
			c.Errorf("the suite has no case for GroupQuery.%s", field.Name)
		}
	}
	for name, cond := range table {
		found, other := makeGroup(c, cond.found), makeGroup(c, cond.other)
		for _, q := range cond.queries {
			q.PageSize = c.PageSize
			c.Eventually(func() error {
				got, err := conform.Collect(c.S.Service.Groups.List(c.Context(), q))
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				has := func(g *identity.Group) bool {
					return slices.ContainsFunc(got, func(o *identity.Group) bool { return o.ID == g.ID })
				}
				n, err := c.S.Service.Groups.Count(c.Context(), q)
				return joined(
					err,
					errIf(!has(found), "%s does not find %s", name, found.DisplayName),
					errIf(has(other), "%s finds %s, too", name, other.DisplayName),
					errIf(n != len(got), "%s: Count is %d, and the list has %d", name, n, len(got)),
				)
			})
		}
	}
}

func groupJoined(c *run) {
	name := "Conformance " + conform.Unique()
	named := func(n *identity.NewGroup) { n.DisplayName = name }
	security := makeGroup(c, named)
	team := makeGroup(c, named, unified)
	both := makeGroup(c, named, unified, func(n *identity.NewGroup) { n.SecurityEnabled = new(true) })
	q := identity.GroupQuery{DisplayName: name}
	groupsAre(c, q, security, team, both)
	q.SecurityEnabled = new(true)
	groupsAre(c, q, security, both)
	q.Unified = true
	groupsAre(c, q, both)
	q.MailNickname = security.MailNickname
	groupsAre(c, q)
	q.MailNickname = both.MailNickname
	groupsAre(c, q, both)
	// A further condition with an "or" stays within the others.
	or := "mailEnabled eq true or securityEnabled eq true"
	groupsAre(c, identity.GroupQuery{DisplayName: name, MailEnabled: new(false), Filter: or}, security)
	groupsAre(c, identity.GroupQuery{DisplayNamePrefix: name, Unified: true, Filter: or}, team, both)
}

func groupFilters(c *run) {
	name := "Conformance " + conform.Unique()
	named := func(n *identity.NewGroup) { n.DisplayName = name + " " + n.MailNickname }
	security, team := makeGroup(c, named), makeGroup(c, named, unified)
	for filter, want := range map[string][]*identity.Group{
		"displayName eq '" + team.DisplayName + "'":       {team},
		"startsWith(displayName,'" + name + "')":          {security, team},
		"startswith(displayName,'" + name + "')":          {security, team},
		"groupTypes/any(c:c eq 'Unified')":                {team},
		"securityEnabled eq true":                         {security},
		"mailEnabled eq true":                             {team},
		"mailNickname eq '" + team.MailNickname + "'":     {team},
		"id eq '" + string(security.ID) + "'":             {security},
		"securityEnabled eq true or mailEnabled eq true":  {security, team},
		"securityEnabled eq true and mailEnabled eq true": nil,
	} {
		groupsAre(c, identity.GroupQuery{DisplayNamePrefix: name, Filter: filter}, want...)
		groupsAre(c, identity.GroupQuery{Filter: "startsWith(displayName,'" + name + "') and (" + filter + ")"}, want...)
	}
}
