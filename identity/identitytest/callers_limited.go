package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// limitedCases are about what a relation tells of objects that its caller may not
// read: that they are there, and of what type.
func limitedCases() []kase {
	needs := []string{CanWrite, CanSwitch}
	return []kase{
		{
			Name: "Users.Me/who-one-is", Needs: needs, Source: docGet,
			Why: "who may read nobody but himself still has to know who he is; an application on its own is nobody",
			Run: func(c *run) {
				u := create(c)
				for _, caller := range []admin365.Caller{admin365.AsUser(u.ID), {User: u.ID, Permissions: []admin365.Permission{"User.Read"}}} {
					me, err := seenBy(c, caller).Users.Me(c.Context())
					c.Must(err, "asking who one is")
					if got, want := [...]string{string(me.ID), me.UserPrincipalName, me.DisplayName}, [...]string{string(u.ID), u.UserPrincipalName, u.DisplayName}; got != want {
						c.Errorf("he is %q, want %q", got, want)
					}
				}
				_, err := seenBy(c, admin365.AsApp("nobody", "Directory.Read.All")).Users.Me(c.Context())
				c.Refused(err, conform.Refusal{Kind: admin365.ErrInvalid, Code: "BadRequest", Status: 400, Op: opMe})
				_, err = seenBy(c, admin365.Caller{User: u.ID, Permissions: []admin365.Permission{"Domain.Read.All"}}).Users.Me(c.Context())
				c.Refused(err, conform.Refusal{Kind: admin365.ErrForbidden, Op: opMe})
			},
		},
		{
			Name: "Callers/reports-without-reading-people", Needs: needs, Source: docLimited,
			Why: "who may read himself alone learns that he has reports, and nothing about them",
			Run: func(c *run) {
				boss, report := create(c), create(c, func(n *identity.NewUser) { n.JobTitle, n.Surname = "Secret", "Name" })
				setManager(c, report.ID, boss.ID)
				for _, permissions := range [][]admin365.Permission{{"User.Read"}, {"User.Read", "User.ReadBasic.All"}, {"User.Read.All"}, {"Directory.Read.All"}} {
					found, err := conform.Collect(seenBy(c, admin365.Caller{User: boss.ID, Permissions: permissions}).Managers.Reports(c.Context(), boss.ID))
					c.Must(err, "listing his reports")
					if len(found) != 1 || found[0].ID != report.ID {
						c.Errorf("%v: the reports are %v, want one", permissions, idsOf(found))
						continue
					}
					got := [...]string{found[0].DisplayName, found[0].UserPrincipalName, found[0].Surname, found[0].JobTitle}
					want := [...]string{report.DisplayName, report.UserPrincipalName, "Name", "Secret"}
					switch {
					case len(permissions) == 1 && permissions[0] == "User.Read":
						want = [4]string{}
					case len(permissions) == 2:
						want[3] = ""
					}
					if got != want {
						c.Errorf("%v: the report is %q, want %q", permissions, got, want)
					}
				}
			},
		},
		{
			Name: "Callers/members-without-reading-people", Needs: append([]string{CanGroup}, needs...), Source: docLimited,
			Why: "the right to look at groups is not one to read the directory",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c)
				c.Must(c.S.Service.GroupMembers.Add(c.Context(), g.ID, admin365.ObjectID(u.ID)), "adding a member")
				seen := func(list []*identity.DirectoryObject, err error, want identity.DirectoryObject) {
					c.Helper()
					c.Must(err, "listing")
					if len(list) != 1 || *list[0] != want {
						c.Errorf("the list is %+v, want %+v", list, want)
					}
				}
				whole := identity.DirectoryObject{ID: admin365.ObjectID(u.ID), Type: identity.UserObject, DisplayName: u.DisplayName, UserPrincipalName: u.UserPrincipalName}
				as := func(p ...admin365.Permission) *identity.Service {
					return seenBy(c, admin365.Caller{User: u.ID, Permissions: p})
				}
				limited := identity.DirectoryObject{ID: whole.ID, Type: whole.Type}
				for want, s := range map[identity.DirectoryObject]*identity.Service{
					limited: as("GroupMember.Read.All"), whole: as("GroupMember.Read.All", "User.ReadBasic.All"),
				} {
					list, err := conform.Collect(s.GroupMembers.List(c.Context(), g.ID))
					seen(list, err, want)
					list, err = conform.Collect(s.GroupMembers.ListTransitive(c.Context(), g.ID))
					seen(list, err, want)
				}
				// Of himself he may know who he is.
				list, err := conform.Collect(as("GroupMember.Read.All", "User.Read").GroupMembers.List(c.Context(), g.ID))
				seen(list, err, whole)
				group := identity.DirectoryObject{ID: admin365.ObjectID(g.ID), Type: identity.GroupObject}
				list, err = conform.Collect(as("User.Read").Memberships.List(c.Context(), u.ID))
				seen(list, err, group)
				group.DisplayName = g.DisplayName
				list, err = conform.Collect(as("User.Read", "GroupMember.Read.All").Memberships.List(c.Context(), u.ID))
				seen(list, err, group)
			},
		},
	}
}
