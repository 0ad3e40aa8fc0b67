package identitytest

import (
	"fmt"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func listChangeCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.List/deleted-while-paging", Needs: write, Sweep: true, Source: docUsers,
			Why: "a program that deletes what it lists must reach everybody: pages that are counted off skip people",
			Run: func(c *run) { changeWhilePaging(c, true, false) },
		},
		{
			Name: "Users.List/created-while-paging", Needs: write, Sweep: true, Source: docUsers,
			Why: "a program that creates while it lists must not meet anybody twice",
			Run: func(c *run) { changeWhilePaging(c, false, true) },
		},
		{
			Name: "Users.List/updated-while-paging", Needs: write, Sweep: true, Source: docUsers,
			Why: "a program that edits what it lists does so once to each",
			Run: updateWhilePaging,
		},
	}
}

// changeWhilePaging deletes the users who were just listed, or creates some who
// come before them, and checks who is listed in the end.
func changeWhilePaging(c *run, remove, add bool) {
	for _, order := range []identity.UserOrder{"", identity.ByDisplayName, identity.ByUserPrincipalNameDesc} {
		prefix := conform.Unique()
		mark := "Conformance " + prefix
		var stay, victims []*identity.User
		for i := range 10 {
			u := create(c, func(n *identity.NewUser) {
				n.UserPrincipalName = fmt.Sprintf("%s%c@%s", prefix, 'd'+2*i, c.S.Harness.Domain)
				n.DisplayName = fmt.Sprintf("%s %c", mark, 'd'+2*i)
			})
			if remove && i%2 == 0 {
				victims = append(victims, u)
			} else {
				stay = append(stay, u)
			}
		}
		waitFor(c, append(slices.Clone(stay), victims...))
		var seen []*identity.User
		for u, err := range c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: order, PageSize: c.PageSize}) {
			c.Must(err, "listing users")
			seen = append(seen, u)
			for _, v := range victims {
				if v.ID == u.ID {
					c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting on the way")
				}
			}
			if add && len(seen) <= 6 {
				create(c, func(n *identity.NewUser) {
					n.UserPrincipalName = fmt.Sprintf("%s%c%d@%s", prefix, "az"[len(seen)%2], len(seen), c.S.Harness.Domain)
					n.DisplayName = fmt.Sprintf("%s %c%d", mark, "az"[len(seen)%2], len(seen))
				})
			}
		}
		if err := onceEach(seen); err != nil {
			c.Errorf("ordered by %q: %v", order, err)
		}
		ids := idsOf(seen)
		for _, u := range stay {
			if !slices.Contains(ids, u.ID) {
				c.Errorf("ordered by %q: %s was there throughout, and the list lacks him", order, u.UserPrincipalName)
			}
		}
	}
}

// waitFor waits until the list has all of the users.
func waitFor(c *run, users []*identity.User) {
	c.Helper()
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{}))
		if err != nil {
			return err
		}
		ids := idsOf(all)
		for _, u := range users {
			if !slices.Contains(ids, u.ID) {
				return fmt.Errorf("the list lacks %s", u.UserPrincipalName)
			}
		}
		return nil
	})
}

func updateWhilePaging(c *run) {
	name := "Conformance " + conform.Unique()
	want := map[admin365.UserID]bool{}
	var mine []*identity.User
	for range 7 {
		u := create(c, func(n *identity.NewUser) { n.DisplayName = name })
		want[u.ID] = true
		mine = append(mine, u)
	}
	waitFor(c, mine)
	for u, err := range c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: c.PageSize}) {
		c.Must(err, "listing users")
		if u.DisplayName == name {
			if !want[u.ID] {
				c.Errorf("%s comes twice", u.UserPrincipalName)
			}
			delete(want, u.ID)
			update(c, u.ID, identity.UserPatch{City: admin365.Set("Kiel")})
		}
	}
	if len(want) > 0 {
		c.Errorf("%d users were there throughout, and the list lacks them", len(want))
	}
}
