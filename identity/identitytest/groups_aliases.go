package identitytest

import (
	"reflect"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// groupAliasCases overwrite everything that went in and everything that came
// out, and look whether the tenant has changed with it.
func groupAliasCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Aliasing/input-of-groups", Needs: write, Source: docOwnership,
			Why: "a program uses one struct and one list for many groups and changes them between the calls",
			Run: func(c *run) {
				people := objects(crowd(c, 5)...)
				n := fullGroup(c, 0)
				was := conform.Clone(getGroup(c, mustMakeGroup(c, n).ID))
				conform.Scribble(&n)
				groupUnchanged(c, was)
				bound := newGroup()
				bound.Members, bound.Owners = people[:2:2], people[2:3:3]
				want := conform.Clone(people)
				g := mustMakeGroup(c, bound)
				more := []admin365.ObjectID{people[3], people[4]}
				addMembers(c, g.ID, more...)
				conform.Scribble(&bound)
				conform.Scribble(&more)
				membersAre(c, g.ID, want[0], want[1], want[3], want[4])
				ownersAre(c, g.ID, want[2])
			},
		},
		{
			Name: "Aliasing/input-of-group-patches", Needs: write, Source: docOwnership,
			Why: "a program uses one patch for many groups and changes it between the calls",
			Run: func(c *run) {
				id := mustMakeGroup(c, fullGroup(c, 0)).ID
				for _, field := range groupFields() {
					p, _ := groupPatchOf(c, field, 1)
					updateGroup(c, id, p)
					was := conform.Clone(getGroup(c, id))
					if reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Kind() == reflect.Pointer {
						conform.Scribble(&p)
					}
					groupUnchanged(c, was)
				}
			},
		},
		{
			Name: "Aliasing/answers-of-groups", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: aliasGroups,
		},
		{
			Name: "Aliasing/answers-of-members", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(u), objects(u) })
				was := getGroup(c, g.ID)
				s := c.S.Service
				for range 2 {
					for what, seq := range map[string]seqOfObjects{
						"members": s.GroupMembers.List(c.Context(), g.ID), "transitive members": s.GroupMembers.ListTransitive(c.Context(), g.ID),
						"owners":      s.GroupOwners.List(c.Context(), g.ID),
						"memberships": s.Memberships.List(c.Context(), u.ID), "transitive memberships": s.Memberships.ListTransitive(c.Context(), u.ID),
					} {
						all, err := conform.Collect(seq)
						c.Must(err, "listing "+what)
						if len(all) != 1 || all[0].ID != oid(u.ID) && all[0].ID != oid(g.ID) {
							c.Fatalf("%s after the first answer was overwritten: %+v", what, *all[0])
						}
						conform.Scribble(all[0])
					}
				}
				groupUnchanged(c, was)
			},
		},
		{
			Name: "Aliasing/group-query", Needs: write, Source: docGroupQuery,
			Why: "a list is ranged over later than it is asked for, and means what it meant then",
			Run: func(c *run) {
				security := makeGroup(c)
				team := makeGroup(c, unified, func(n *identity.NewGroup) { n.DisplayName = security.DisplayName })
				enabled, mail := true, false
				q := identity.GroupQuery{DisplayName: security.DisplayName, SecurityEnabled: &enabled, MailEnabled: &mail}
				c.Eventually(func() error {
					enabled, mail = true, false
					seq := c.S.Service.Groups.List(c.Context(), q)
					enabled, mail = false, true
					got, err := conform.Collect(seq)
					return joined(err, sameNames(namesOfGroups(got), namesOfGroups([]*identity.Group{security})))
				})
				groupsAre(c, identity.GroupQuery{DisplayName: security.DisplayName}, security, team)
			},
		},
	}
}

func aliasGroups(c *run) {
	answer := mustMakeGroup(c, fullGroup(c, 0))
	id := answer.ID
	was := conform.Clone(getGroup(c, id))
	conform.Scribble(answer)
	groupUnchanged(c, was)
	first, second := getGroup(c, id), getGroup(c, id)
	conform.Scribble(first)
	if err := conform.Differ(second, was); err != nil {
		c.Errorf("two answers share what they hold: the second %v", err)
	}
	groupUnchanged(c, was)
	for range 2 {
		all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{DisplayNamePrefix: was.DisplayName}))
		c.Must(err, "listing groups")
		for _, g := range all {
			if err := conform.Differ(g, was); err != nil && g.ID == id {
				c.Errorf("in the list it %v", err)
			}
			conform.Scribble(g)
		}
		if len(all) == 0 {
			c.Errorf("the list lacks the group")
		}
	}
	groupUnchanged(c, was)
	deleteGroup(c, id)
	for range 2 {
		binned, err := c.S.Service.DeletedGroups.Get(c.Context(), id)
		c.Must(err, "getting the deleted group")
		listed, err := inBin(c, id)
		c.Must(err, "listing deleted groups")
		for _, g := range []*identity.Group{binned, listed} {
			if err := conform.Differ(g, was, "DeletedDateTime"); err != nil {
				c.Errorf("in the bin it %v", err)
			}
			conform.Scribble(g)
		}
	}
	conform.Scribble(mustRestore(c, id))
	if err := conform.Differ(getGroup(c, id), was, "RenewedDateTime"); err != nil {
		c.Errorf("restored it %v", err)
	}
}
