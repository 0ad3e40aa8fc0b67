package identitytest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func listFilterCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "UserQuery/every-condition", Needs: write, Sweep: true, Source: "the comment of identity.UserQuery",
			Why: "a condition that is ignored lists everybody, and the next step deletes them",
			Run: filterTyped,
		},
		{
			Name: "UserQuery/conditions-are-joined-by-and", Needs: write, Source: "the comment of identity.UserQuery",
			Why: "each further condition leaves fewer users",
			Run: filterJoined,
		},
		{
			Name: "UserQuery/values-are-quoted", Needs: write, Source: docList,
			Why: "O'Brien must not end the text that he stands in",
			Run: filterQuoted,
		},
		{
			Name: "UserQuery/synchronized", Needs: []string{CanWrite, CanSync}, Source: "the comment of identity.UserQuery",
			Why: "a migration starts from the users who are mastered on-premises",
			Run: func(c *run) {
				name := "Conformance " + conform.Unique()
				synced := syncUser(c, func(n *identity.NewUser) { n.DisplayName = name })
				cloud := create(c, func(n *identity.NewUser) { n.DisplayName = name })
				lists(c, identity.UserQuery{DisplayNamePrefix: name}, synced, cloud)
				lists(c, identity.UserQuery{DisplayNamePrefix: name, OnPremisesSyncEnabled: new(true)}, synced)
			},
		},
		{
			Name: "UserQuery/filter", Needs: write, Sweep: true, Source: docList,
			Why: "the service's own language is the way to what has no field",
			Run: filterRaw,
		},
		{
			Name: "UserQuery/filter-that-needs-the-advanced-engine", Needs: write, Source: docAdvanced,
			Why: "a fake that takes every filter teaches queries that the service refuses",
			Run: filterAdvanced,
		},
		{
			Name: "UserQuery/bad-filter", Source: docErrors,
			Why: "a misspelled filter is refused and does not list everybody, or nobody",
			Run: filterBad,
		},
	}
}

// condition is one field of UserQuery with a value, and how a user becomes one
// that it finds.
type condition struct {
	query func(q *identity.UserQuery, value string)
	make  func(n *identity.NewUser, value string)
	// values are that of a user who is found and that of one who is not.
	found, other string
}

func conditions(c *run) map[string]condition {
	mark := conform.Unique()
	mail := func() string { return conform.Unique() + "@" + c.S.Harness.Domain }
	return map[string]condition{
		"DisplayNamePrefix": {
			func(q *identity.UserQuery, v string) { q.DisplayNamePrefix = v[:len(v)-2] },
			func(n *identity.NewUser, v string) { n.DisplayName = v }, mark + " Ax", "Not " + mark + " Ax",
		},
		"UserPrincipalNamePrefix": {
			func(q *identity.UserQuery, v string) { q.UserPrincipalNamePrefix = v },
			func(n *identity.NewUser, v string) { n.UserPrincipalName = v + "@" + c.S.Harness.Domain }, conform.Unique(), conform.Unique(),
		},
		"Mail": {
			func(q *identity.UserQuery, v string) { q.Mail = v },
			func(n *identity.NewUser, v string) { n.Mail = v }, mail(), mail(),
		},
		"Department": {
			func(q *identity.UserQuery, v string) { q.Department = v },
			func(n *identity.NewUser, v string) { n.Department = v }, mark + " Sales", mark + " Sales West",
		},
		"JobTitle": {
			func(q *identity.UserQuery, v string) { q.JobTitle = v },
			func(n *identity.NewUser, v string) { n.JobTitle = v }, mark + " Cook", mark + " Cooks",
		},
		"EmployeeID": {
			func(q *identity.UserQuery, v string) { q.EmployeeID = v },
			func(n *identity.NewUser, v string) { n.EmployeeID = v }, "E-4711", "E-47110",
		},
		"Country": {
			func(q *identity.UserQuery, v string) { q.Country = v },
			func(n *identity.NewUser, v string) { n.Country = v }, mark + " Iceland", mark + " Ice",
		},
		"City": {
			func(q *identity.UserQuery, v string) { q.City = v },
			func(n *identity.NewUser, v string) { n.City = v }, mark + " K\u00f6ln", mark + " Koln",
		},
		"UsageLocation": {
			func(q *identity.UserQuery, v string) { q.UsageLocation = v },
			func(n *identity.NewUser, v string) { n.UsageLocation = v }, "IS", "DE",
		},
		"UserType": {
			func(q *identity.UserQuery, v string) { q.UserType = identity.UserType(v) },
			func(n *identity.NewUser, v string) { n.UserType = identity.UserType(v) }, "Guest", "Member",
		},
		"AccountEnabled": {
			func(q *identity.UserQuery, v string) { q.AccountEnabled = new(v == "TRUE") },
			func(n *identity.NewUser, v string) { n.AccountEnabled = new(v == "TRUE") }, "FALSE", "TRUE",
		},
	}
}

func filterTyped(c *run) {
	table := conditions(c)
	for _, f := range reflect.VisibleFields(reflect.TypeFor[identity.UserQuery]()) {
		_, there := table[f.Name]
		// OnPremisesSyncEnabled has a case of its own; the rest are no conditions.
		// What Include does beside them is looked at below.
		known := []string{"Filter", "OrderBy", "Advanced", "Include", "PageSize", "OnPremisesSyncEnabled"}
		if !there && !slices.Contains(known, f.Name) {
			c.Errorf("the suite has no case for UserQuery.%s", f.Name)
		}
	}
	for name, cond := range table {
		found := create(c, func(n *identity.NewUser) { cond.make(n, cond.found) })
		other := create(c, func(n *identity.NewUser) { cond.make(n, cond.other) })
		for _, value := range []string{cond.found, strings.ToUpper(cond.found)} {
			q := identity.UserQuery{PageSize: c.PageSize}
			cond.query(&q, value)
			c.Eventually(func() error {
				got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
				if err != nil {
					return fmt.Errorf("%s %q: %w", name, value, err)
				}
				ids := idsOf(got)
				return joined(
					onceEach(got),
					errIf(!slices.Contains(ids, found.ID), "%s %q does not find %s", name, value, found.UserPrincipalName),
					errIf(slices.Contains(ids, other.ID), "%s %q finds %s, too", name, value, other.UserPrincipalName),
				)
			})
		}
	}
	filterIncluding(c)
}

// filterIncluding: what is included makes no other list, and comes with it. A
// subject whose caller may not read it says so, and names the permission.
func filterIncluding(c *run) {
	const property = identity.IncludeEmployeeLeaveDateTime
	name := "Conformance " + conform.Unique()
	found := create(c, func(n *identity.NewUser) { n.DisplayName = name })
	other := create(c, func(n *identity.NewUser) { n.DisplayName = "Not " + name })
	q := identity.UserQuery{DisplayNamePrefix: name, PageSize: c.PageSize, Include: []identity.UserProperty{property}}
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
		if errors.Is(err, admin365.ErrForbidden) {
			return errIf(!strings.Contains(err.Error(), "User-LifeCycleInfo.Read.All"), "the refusal does not name the permission: %v", err)
		}
		if err != nil {
			return err
		}
		ids := idsOf(got)
		faults := []error{
			onceEach(got),
			errIf(!slices.Contains(ids, found.ID), "with %s the list lacks %s", property, found.UserPrincipalName),
			errIf(slices.Contains(ids, other.ID), "with %s the list has %s, too", property, other.UserPrincipalName),
		}
		for _, u := range got {
			_, there := u.Extra[property]
			faults = append(faults, errIf(!there, "%s does not come with %s", property, u.UserPrincipalName))
		}
		return joined(faults...)
	})
}

func filterJoined(c *run) {
	name := "Conformance " + conform.Unique()
	both := create(c, func(n *identity.NewUser) { n.DisplayName, n.Department, n.City = name, "Sales", "Kiel" })
	one := create(c, func(n *identity.NewUser) { n.DisplayName, n.Department = name, "Sales" })
	other := create(c, func(n *identity.NewUser) { n.DisplayName, n.City = name, "Kiel" })
	q := identity.UserQuery{DisplayNamePrefix: name}
	lists(c, q, both, one, other)
	q.Department = "Sales"
	lists(c, q, both, one)
	q.City = "Kiel"
	lists(c, q, both)
	// A further condition with an "or" stays within the others.
	q = identity.UserQuery{DisplayNamePrefix: name, Department: "Sales", Filter: "city eq 'Kiel' or accountEnabled eq true"}
	lists(c, q, both, one)
	q.Filter = "city eq 'Bonn' or city eq 'Kiel'"
	lists(c, q, both)
}

func filterQuoted(c *run) {
	name := "O'Brien & 'S\u00f6hne' " + conform.Unique()
	u := create(c, func(n *identity.NewUser) { n.DisplayName, n.JobTitle, n.Department = name, "d'Artagnan", "'" })
	lists(c, identity.UserQuery{DisplayNamePrefix: name}, u)
	lists(c, identity.UserQuery{DisplayNamePrefix: name, JobTitle: "d'Artagnan"}, u)
	lists(c, identity.UserQuery{DisplayNamePrefix: name, Department: "'"}, u)
	for _, injected := range []string{"x' or displayName ne 'x", "x' or accountEnabled eq true or jobTitle eq 'x", "')", "%27 or 1 eq 1", "''"} {
		lists(c, identity.UserQuery{JobTitle: injected})
		lists(c, identity.UserQuery{DisplayNamePrefix: injected})
	}
}

func filterBad(c *run) {
	for _, filter := range []string{
		"displayName eq", "displayName is 'x'", "noSuchProperty eq 'x'", "eq 'x'",
	} {
		got, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Filter: filter}))
		if fault := badQuery(opList).Check(err); fault != nil {
			c.Errorf("List with the filter %q: %v", filter, fault)
		}
		if len(got) != 0 {
			c.Errorf("List with the filter %q yields %d users before its error", filter, len(got))
		}
		n, err := c.S.Service.Users.Count(c.Context(), identity.UserQuery{Filter: filter})
		if fault := badQuery(opCount).Check(err); fault != nil || n != 0 {
			c.Errorf("Count with the filter %q is %d: %v", filter, n, fault)
		}
	}
}
