package identitytest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupUpdateCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.Update/empty-patch", Needs: write, Source: docGroups,
			Why: "a patch that names nothing is a mistake of the caller, and no way to ask whether a group exists",
			Run: func(c *run) {
				was := getGroup(c, makeGroup(c).ID)
				for _, id := range []admin365.GroupID{was.ID, admin365.GroupID(nobody())} {
					c.Refused(c.S.Service.Groups.Update(c.Context(), id, identity.GroupPatch{}), unsent(opUpdateGroup))
				}
				groupUnchanged(c, was)
			},
		},
		{
			Name: "Groups.Update/all-or-nothing", Needs: write, Source: docGroupUpdate,
			Why: "a refused patch that was half applied cannot be repeated or taken back",
			Run: func(c *run) {
				was := getGroup(c, makeGroup(c).ID)
				err := c.S.Service.Groups.Update(c.Context(), was.ID, identity.GroupPatch{
					DisplayName: new("Half Done"), Description: admin365.Set("half"), MailNickname: new("not a nickname"),
				})
				c.Refused(err, invalid(opUpdateGroup, "mailNickname"))
				groupUnchanged(c, was)
			},
		},
		{
			Name: "Groups.Update/values-refused", Needs: write, Source: docNewGroups,
			Why: "an update keeps the rules of a create",
			Run: func(c *run) {
				was := getGroup(c, makeGroup(c, unified).ID)
				for property, p := range map[string]identity.GroupPatch{
					"displayName":  {DisplayName: new(strings.Repeat("x", 257))},
					"mailNickname": {MailNickname: new(strings.Repeat("x", 65))},
					"visibility":   {Visibility: new("Secret")},
				} {
					c.Refused(c.S.Service.Groups.Update(c.Context(), was.ID, p), invalid(opUpdateGroup, property))
				}
				for _, odd := range []string{"a@b", "two words", "gr\u00fcn"} {
					c.Refused(c.S.Service.Groups.Update(c.Context(), was.ID, identity.GroupPatch{MailNickname: &odd}),
						invalid(opUpdateGroup, "mailNickname"))
				}
				groupUnchanged(c, was)
			},
		},
		{
			Name: "Groups.Update/nickname-taken", Needs: write, Source: docGroups,
			Why: "what a create may not do, a renaming may not either",
			Run: func(c *run) {
				owner := makeGroup(c, unified)
				was := getGroup(c, makeGroup(c, unified).ID)
				for _, spelled := range []string{owner.MailNickname, strings.ToUpper(owner.MailNickname)} {
					err := c.S.Service.Groups.Update(c.Context(), was.ID, identity.GroupPatch{MailNickname: &spelled})
					c.Refused(err, groupTaken(opUpdateGroup))
				}
				groupUnchanged(c, was)
				// A group is no conflict with itself.
				updateGroup(c, was.ID, identity.GroupPatch{MailNickname: new(was.MailNickname)})
				next := conform.Unique()
				updateGroup(c, was.ID, identity.GroupPatch{MailNickname: &next})
				groupShows(c, was.ID, func(g *identity.Group) error {
					return errIf(g.MailNickname != next, "MailNickname is %q, want %q", g.MailNickname, next)
				})
			},
		},
		{
			Name: "Groups.Update/repeated", Needs: write, Source: docGroups,
			Why: "a client that lost the answer sends the same patch again",
			Run: func(c *run) {
				g := makeGroup(c, unified)
				p := identity.GroupPatch{
					DisplayName: new("Renamed " + g.MailNickname), MailNickname: new(conform.Unique()), Description: admin365.Null[string](),
				}
				updateGroup(c, g.ID, p)
				updateGroup(c, g.ID, p)
				groupShows(c, g.ID, func(g *identity.Group) error {
					return errIf(g.DisplayName != *p.DisplayName || g.MailNickname != *p.MailNickname, "the group is %q %q", g.DisplayName, g.MailNickname)
				})
			},
		},
		{
			Name: "Groups.Update/members-stay", Needs: write, Source: docGroupUpdate,
			Why: "the service takes new members in the same request, and a client must not send an empty list by mistake",
			Run: func(c *run) {
				people := crowd(c, 3)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(people[:2]...), objects(people[2]) })
				updateGroup(c, g.ID, identity.GroupPatch{DisplayName: new("Renamed " + g.MailNickname)})
				membersAre(c, g.ID, objects(people[:2]...)...)
				ownersAre(c, g.ID, oid(people[2].ID))
			},
		},
		{
			Name: "Groups.Update/of-another-kind-of-object", Needs: write, Source: docErrors,
			Why: "users, groups and roles have ids of one kind, and a mix-up must reach nobody",
			Run: func(c *run) {
				u, g := create(away(c)), makeGroup(away(c))
				was, wasGroup := get(c, u.ID), getGroup(c, g.ID)
				id := admin365.GroupID(u.ID)
				for op, err := range map[string]error{
					opGetGroup:    second(c.S.Service.Groups.Get(c.Context(), id)),
					opUpdateGroup: c.S.Service.Groups.Update(c.Context(), id, identity.GroupPatch{DisplayName: new("Mixed Up")}),
					opDeleteGroup: c.S.Service.Groups.Delete(c.Context(), id),
					opMembers:     second(conform.Collect(c.S.Service.GroupMembers.List(c.Context(), id))),
					opAddMember:   c.S.Service.GroupMembers.Add(c.Context(), id, oid(g.ID)),
				} {
					c.Refused(err, unknown(op))
				}
				_, err := c.S.Service.Users.Get(c.Context(), admin365.UserID(g.ID))
				c.Refused(err, unknown(opGet).Of(string(g.ID)))
				c.Refused(c.S.Service.Users.Delete(c.Context(), admin365.UserID(g.ID)), unknown(opDelete))
				_, err = conform.Collect(c.S.Service.Memberships.List(c.Context(), admin365.UserID(g.ID)))
				c.Refused(err, unknown(opMemberOf))
				unchanged(c, was)
				groupUnchanged(c, wasGroup)
			},
		},
	}
}

// second drops an answer, where the error is what counts.
func second[V any](_ V, err error) error { return err }
