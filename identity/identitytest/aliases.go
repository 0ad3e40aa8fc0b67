package identitytest

import (
	"fmt"
	"reflect"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// aliasCases overwrite everything that went in and everything that came out,
// and look whether the tenant has changed with it.
func aliasCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Aliasing/input-of-create", Needs: write, Source: docOwnership,
			Why: "a program uses one struct for a whole file of people",
			Run: func(c *run) {
				n := fullUser(c, 0)
				u := mustCreate(c, n)
				was := conform.Clone(get(c, u.ID))
				conform.Scribble(&n)
				unchanged(c, was)
			},
		},
		{
			Name: "Aliasing/input-of-update", Needs: write, Source: docOwnership,
			Why: "a program uses one patch for many people and changes it between the calls",
			Run: aliasUpdate,
		},
		{
			Name: "Aliasing/answer-of-create", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				was := conform.Clone(get(c, u.ID))
				conform.Scribble(u)
				unchanged(c, was)
			},
		},
		{
			Name: "Aliasing/answer-of-get", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				first, second := get(c, u.ID), get(c, u.ID)
				was := conform.Clone(first)
				conform.Scribble(first)
				if err := conform.Differ(second, was); err != nil {
					c.Errorf("two answers share what they hold: the second %v", err)
				}
				unchanged(c, was)
			},
		},
		{
			Name: "Aliasing/answers-of-lists", Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				was := map[string]*identity.User{}
				for _, u := range list(c, identity.UserQuery{}) {
					was[string(u.ID)] = conform.Clone(u)
					conform.Scribble(u)
				}
				for _, u := range list(c, identity.UserQuery{}) {
					if err := conform.Differ(u, was[string(u.ID)]); err != nil {
						c.Errorf("%s after the first list was overwritten: %v", u.UserPrincipalName, err)
					}
				}
			},
		},
		{
			Name: "Aliasing/answers-of-managers", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: aliasManagers,
		},
		{
			Name: "Aliasing/profiles", Needs: []string{CanWrite, CanProfile}, Source: docOwnership,
			Why: "profiles are full of lists",
			Run: aliasProfiles,
		},
		{
			Name: "Aliasing/query", Needs: write, Source: docUsers,
			Why: "a list is ranged over later than it is asked for, and means what it meant then",
			Run: func(c *run) {
				on := create(c)
				off := create(c, func(n *identity.NewUser) { n.AccountEnabled, n.DisplayName = new(false), on.DisplayName })
				enabled := true
				q := identity.UserQuery{DisplayNamePrefix: on.DisplayName, AccountEnabled: &enabled}
				c.Eventually(func() error {
					enabled = true
					seq := c.S.Service.Users.List(c.Context(), q)
					enabled = false
					got, err := conform.Collect(seq)
					return joined(err, sameUsers(got, []*identity.User{on}))
				})
				lists(c, identity.UserQuery{DisplayNamePrefix: on.DisplayName}, on, off)
			},
		},
	}
}

func aliasUpdate(c *run) {
	u := create(c)
	for _, field := range userFields() {
		p, _ := patchOf(c, field, 0)
		if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
			c.Errorf("setting %s: %v", field.Name, err)
			continue
		}
		was := conform.Clone(get(c, u.ID))
		if value := reflect.ValueOf(&p).Elem().FieldByIndex(field.Index); value.Kind() == reflect.Slice || value.Kind() == reflect.Pointer {
			conform.Scribble(&p)
		}
		if err := conform.Differ(get(c, u.ID), was); err != nil {
			c.Errorf("after the patch of %s was overwritten the user %v", field.Name, err)
		}
	}
}

func aliasManagers(c *run) {
	boss := mustCreate(c, fullUser(c, 0))
	report := mustCreate(c, fullUser(c, 1))
	c.Must(c.S.Service.Managers.Set(c.Context(), report.ID, boss.ID), "setting the manager")
	wasBoss, wasReport := conform.Clone(get(c, boss.ID)), conform.Clone(get(c, report.ID))
	got, err := c.S.Service.Managers.Get(c.Context(), report.ID)
	c.Must(err, "getting the manager")
	conform.Scribble(got)
	unchanged(c, wasBoss)
	reports, err := conform.Collect(c.S.Service.Managers.Reports(c.Context(), boss.ID))
	c.Must(err, "listing the reports")
	for _, u := range reports {
		conform.Scribble(u)
	}
	unchanged(c, wasReport)
}

func aliasProfiles(c *run) {
	u := create(c)
	for _, field := range profileFields() {
		p, _ := profilePatchOf(c, field, 0)
		c.Must(c.S.Service.Profiles.Update(c.Context(), u.ID, p), "setting "+field.Name)
		was := conform.Clone(getProfile(c, u.ID))
		if field.Type.Kind() == reflect.Slice || field.Type.Kind() == reflect.Pointer {
			conform.Scribble(&p)
		}
		if err := conform.Differ(getProfile(c, u.ID), was); err != nil {
			c.Errorf("after the patch of %s was overwritten the profile %v", field.Name, err)
		}
	}
	got := getProfile(c, u.ID)
	was := conform.Clone(got)
	conform.Scribble(got)
	if err := conform.Differ(getProfile(c, u.ID), was); err != nil {
		c.Errorf("%v", fmt.Errorf("after an answer was overwritten the profile %w", err))
	}
}
