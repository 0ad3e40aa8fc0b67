package identitytest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func getCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.Get/by-id-and-by-name", Needs: write, Source: docUserIDs,
			Why: "both are ids, and whatever came in, the answer names the object id",
			Run: getBoth,
		},
		{
			Name: "Users.Get/name-in-other-letter-case", Needs: write, Source: docUser,
			Why: "people type their names as they like",
			Run: func(c *run) {
				u := create(c)
				id := admin365.UserID(swapCase(u.UserPrincipalName))
				if got := get(c, id); got.ID != u.ID || got.UserPrincipalName != u.UserPrincipalName {
					c.Errorf("Get(%q) answers %s %q, want %s %q", id, got.ID, got.UserPrincipalName, u.ID, u.UserPrincipalName)
				}
			},
		},
		{
			Name: "Users.Get/found-at-once", Needs: write, Source: docUsers,
			Why: "the next step of an onboarding begins with the user who was just created",
			Run: func(c *run) {
				for range 5 {
					u := create(c)
					if _, err := c.S.Service.Users.Get(c.Context(), u.ID); err != nil {
						c.Errorf("the user is not found right after his creation: %v", err)
					}
				}
			},
		},
		{
			Name: "Users.Get/everybody-of-the-list", Source: docUser,
			Why: "what a list shows can be opened, by id and by name, and looks the same",
			Run: getEverybody,
		},
		{
			Name: "Users.Get/created-at-the-tenants-time", Needs: []string{CanWrite, CanAdvance}, Source: docUser,
			Why: "reports on new accounts read this date",
			Run: func(c *run) {
				first := get(c, create(c).ID)
				c.S.Advance(48 * time.Hour)
				second := get(c, create(c).ID)
				if d := second.CreatedDateTime.Sub(first.CreatedDateTime); d < 47*time.Hour {
					c.Errorf("two days lie between two users, and only %v between their dates", d)
				}
			},
		},
		{
			Name: "Users.Get/same-for-every-member", Needs: []string{CanWrite, CanSwitch}, Source: docGet,
			Why: "a caller is a view of the tenant, and every member may read",
			Run: func(c *run) {
				u := get(c, create(c).ID)
				reader := create(c)
				got, err := c.S.As(admin365.AsUser(reader.ID)).Users.Get(c.Context(), u.ID)
				c.Must(err, "getting the user as another member")
				if err := conform.Differ(got, u); err != nil {
					c.Errorf("another member sees another user: he %v", err)
				}
			},
		},
	}
}

func getBoth(c *run) {
	u := create(c)
	byID, byName := get(c, u.ID), get(c, upn(u))
	if byID.ID != u.ID || byName.ID != u.ID {
		c.Errorf("by id %s, by name %s, created as %s", byID.ID, byName.ID, u.ID)
	}
	if err := conform.Differ(byName, byID); err != nil {
		c.Errorf("by name he %v", err)
	}
}

func getEverybody(c *run) {
	everybody := list(c, identity.UserQuery{})
	if len(everybody) < 20 {
		c.Errorf("the tenant has %d users; the suite needs at least 20", len(everybody))
	}
	for _, u := range everybody {
		for _, id := range []admin365.UserID{u.ID, upn(u)} {
			got, err := c.S.Service.Users.Get(c.Context(), id)
			if err != nil {
				c.Errorf("%s is in the list, and Get(%q) fails: %v", u.ID, id, err)
				continue
			}
			if err := joined(conform.Differ(u, got), conform.NotUTC(*u), conform.NotUTC(*got)); err != nil {
				c.Errorf("%s in the list and from Get(%q): %v", u.UserPrincipalName, id, err)
			}
		}
	}
}
