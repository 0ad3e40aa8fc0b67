package admintest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func referenceCases() []kase {
	return []kase{
		{
			Name: "Domains.References/users-and-groups", Needs: ofDomains(CanMakePeople), Source: docDomainRefs,
			Why: "who wants to delete a domain goes through this list, and must not miss anybody",
			Run: references,
		},
		{
			Name: "Domains.References/none", Needs: ofDomains(), Source: docDomainRefs,
			Why: "an empty list is what tells that the domain can go",
			Run: func(c *run) {
				usedBy(c, unverified(c))
				usedBy(c, verified(c))
			},
		},
		{
			Name: "Domains.References/name-that-ends-alike", Needs: ofDomains(CanMakePeople), Source: docDomainRefs,
			Why: "somebody of evilcontoso.com does not use contoso.com",
			Run: func(c *run) {
				name := verified(c)
				other := "evil" + name
				c.Must(c.S.Backstage.AddDomain(c.Context(), other, false), "having a verified domain")
				u := makeUserIn(c, other)
				usedBy(c, other, admin365.ObjectID(u))
				usedBy(c, name)
			},
		},
		{
			Name: "Domains.References/as-people-come-and-go", Needs: ofDomains(CanMakePeople), Source: docDomainRefs,
			Why: "the list is asked again after each step of the clearing",
			Run: func(c *run) {
				name := verified(c)
				u, other := makeUserIn(c, name), makeUserIn(c, name)
				list := c.S.Settings.Domains.References(c.Context(), strings.ToUpper(name))
				for range 2 {
					all, err := conform.Collect(list)
					c.Must(err, "listing what uses a domain")
					if err := sameSet("what uses the domain", ids(all), []admin365.ObjectID{admin365.ObjectID(u), admin365.ObjectID(other)}); err != nil {
						c.Errorf("%v", err)
					}
				}
				erase(c, u)
				usedBy(c, name, admin365.ObjectID(other))
				erase(c, other)
				usedBy(c, name)
			},
		},
	}
}

func references(c *run) {
	name := verified(c)
	named, mailed, both := makeUserIn(c, name), makeUser(c), makeUserIn(c, name)
	c.Must(c.S.Make.SetMail(c.Context(), mailed, conform.Unique()+"@"+name), "giving a user an address")
	c.Must(c.S.Make.SetMail(c.Context(), both, conform.Unique()+"@"+name), "giving a user an address")
	group := makeGroup(c, name)
	makeUser(c)
	want := []admin365.ObjectID{admin365.ObjectID(named), admin365.ObjectID(mailed), admin365.ObjectID(both), admin365.ObjectID(group)}
	usedBy(c, name, want...)
	all, err := conform.Collect(c.S.Settings.Domains.References(c.Context(), name))
	c.Must(err, "listing what uses a domain")
	// Who uses it by his name comes first; the others in any order.
	if at := slices.IndexFunc(all, func(o *identity.DirectoryObject) bool { return o.Type != identity.UserObject }); at < 2 {
		c.Errorf("the group comes at %d of %d, want it behind the users who sign in with the domain", at, len(all))
	}
	for _, o := range all {
		if o.DisplayName == "" {
			c.Errorf("%s %s has no name for people", o.Type, o.ID)
		}
		switch o.ID {
		case admin365.ObjectID(group):
			if o.Type != identity.GroupObject || o.UserPrincipalName != "" {
				c.Errorf("the group comes as %+v", *o)
			}
		default:
			if u := getUser(c, admin365.UserID(o.ID)); o.Type != identity.UserObject || o.UserPrincipalName != u.UserPrincipalName {
				c.Errorf("the user %s comes as %+v", u.UserPrincipalName, *o)
			}
		}
	}
}
