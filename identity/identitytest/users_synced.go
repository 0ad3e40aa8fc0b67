package identitytest

import (
	"reflect"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// syncedCases are about users who are mastered on-premises.
func syncedCases() []kase {
	needs := []string{CanWrite, CanSync}
	return []kase{
		{
			Name: "Synced/mastered-properties", Needs: needs, Source: docSync,
			Why: "the next synchronization would undo the change, so the service refuses it",
			Run: syncedMastered,
		},
		{
			Name: "Synced/cloud-properties", Needs: needs, Source: docSync,
			Why: "licenses need a usage location, which is kept in the cloud alone",
			Run: func(c *run) {
				u := syncUser(c)
				p := identity.UserPatch{UsageLocation: new("FR"), OtherMails: []string{"home@example.net"}}
				update(c, u.ID, p)
				shows(c, u.ID, func(u *identity.User) error {
					return joined(
						errIf(u.UsageLocation != "FR", "UsageLocation is %q", u.UsageLocation),
						errIf(len(u.OtherMails) != 1 || u.OtherMails[0] != "home@example.net", "OtherMails are %q", u.OtherMails),
						errIf(!isTrue(u.OnPremisesSyncEnabled), "OnPremisesSyncEnabled is not true any more"),
					)
				})
			},
		},
		{
			Name: "Synced/all-or-nothing", Needs: needs, Source: docSync,
			Why: "a patch of both kinds is refused whole",
			Run: func(c *run) {
				was := get(c, syncUser(c).ID)
				err := c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{
					UsageLocation: new("FR"), Department: admin365.Set("Sales"),
				})
				c.Refused(err, mastered(opUpdate))
				unchanged(c, was)
			},
		},
		{
			Name: "Synced/manager", Needs: needs, Source: docSync,
			Why: "who reports to whom is mastered with the user",
			Run: func(c *run) {
				u, boss := syncUser(c), create(c)
				c.Refused(c.S.Service.Managers.Set(c.Context(), u.ID, boss.ID), mastered(opSetManager))
				_, err := c.S.Service.Managers.Get(c.Context(), u.ID)
				c.Refused(err, unknown(opManager).Of("manager"))
				// The other way round the user of the cloud is changed.
				c.Must(c.S.Service.Managers.Set(c.Context(), boss.ID, u.ID), "making a synchronized user somebody's manager")
			},
		},
		{
			Name: "Synced/delete", Needs: needs, Source: docSync,
			Why: "a deletion in the cloud is allowed, and the next synchronization brings him back",
			Run: func(c *run) {
				u := syncUser(c)
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting a synchronized user")
			},
		},
	}
}

func syncedMastered(c *run) {
	was := get(c, syncUser(c).ID)
	if !isTrue(was.OnPremisesSyncEnabled) {
		c.Errorf("OnPremisesSyncEnabled of a synchronized user is not true")
	}
	for _, name := range []string{
		"DisplayName", "GivenName", "Surname", "Mail", "MailNickname", "UserPrincipalName", "AccountEnabled",
		"JobTitle", "Department", "BusinessPhones", "MobilePhone", "FaxNumber", "StreetAddress", "City", "State",
		"PostalCode", "Country", "PasswordPolicies", "OnPremisesExtensionAttributes",
	} {
		field, ok := reflect.TypeFor[identity.UserPatch]().FieldByName(name)
		if !ok {
			c.Errorf("UserPatch has no %s", name)
			continue
		}
		p, _ := patchOf(c, field, 1)
		if fault := mastered(opUpdate).Check(c.S.Service.Users.Update(c.Context(), was.ID, p)); fault != nil {
			c.Errorf("%s: %v", name, fault)
		}
	}
	unchanged(c, was)
}
