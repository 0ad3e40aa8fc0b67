package identitytest

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func profileCases() []kase {
	needs := []string{CanWrite, CanProfile}
	return []kase{
		{
			Name: "Profiles.Get/empty-at-first", Needs: needs, Source: docProfiles,
			Why: "every user has a profile, though nothing stands in it",
			Run: func(c *run) {
				u := create(c)
				for _, id := range []admin365.UserID{u.ID, upn(u), admin365.UserID(swapCase(u.UserPrincipalName))} {
					if err := conform.Differ(getProfile(c, id), &identity.Profile{ID: u.ID}); err != nil {
						c.Errorf("the profile of %q %v", id, err)
					}
				}
			},
		},
		{
			Name: "Profiles.Update/set-every-field", Needs: needs, Source: docUser,
			Why: "what a person tells is kept as he told it",
			Run: profileSet,
		},
		{
			Name: "Profiles.Update/null-clears", Needs: needs, Source: docPatch,
			Why: "null is the only way to take a property away, and is easily lost on the way",
			Run: profileNull,
		},
		{
			Name: "Profiles.Update/lists-are-replaced-and-cleared", Needs: needs, Source: docPatch,
			Why: "nil leaves a list, an empty one clears it: the difference is easily lost on the way",
			Run: profileLists,
		},
		{
			Name: "Profiles.Update/two-properties", Needs: needs, Source: docUpdate,
			Why: "the service takes one at a time, and a program that sends two must hear of it in its tests",
			Run: profileTwo,
		},
		{
			Name: "Profiles.Update/empty-patch", Needs: needs, Source: docPatch,
			Why: "a patch that names nothing is a mistake of the caller",
			Run: func(c *run) {
				u := create(c)
				c.Refused(c.S.Service.Profiles.Update(c.Context(), u.ID, identity.ProfilePatch{}), unsent(opUpdateProfile))
			},
		},
		{
			Name: "Profiles.Update/of-one-user", Needs: needs, Source: docProfiles,
			Why: "one person's profile is nobody else's, and not a part of the user",
			Run: func(c *run) {
				u, other := create(c), create(c)
				was := get(c, u.ID)
				c.Must(c.S.Service.Profiles.Update(c.Context(), upn(u), identity.ProfilePatch{AboutMe: admin365.Set("I sail.")}), "updating")
				profileShows(c, u.ID, func(p *identity.Profile) error { return errIf(p.AboutMe != "I sail.", "AboutMe is %q", p.AboutMe) })
				if p := getProfile(c, other.ID); p.AboutMe != "" {
					c.Errorf("the other user's AboutMe is %q", p.AboutMe)
				}
				unchanged(c, was)
			},
		},
	}
}

func getProfile(c *run, id admin365.UserID) *identity.Profile {
	c.Helper()
	p, err := c.S.Service.Profiles.Get(c.Context(), id)
	c.Must(err, "getting the profile")
	if p == nil {
		c.Fatalf("Get answered neither a profile nor an error")
	}
	return p
}

func profileShows(c *run, id admin365.UserID, check func(*identity.Profile) error) {
	c.Helper()
	c.Eventually(func() error {
		p, err := c.S.Service.Profiles.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("getting the profile: %w", err)
		}
		return check(p)
	})
}

func profileFields() []reflect.StructField {
	return reflect.VisibleFields(reflect.TypeFor[identity.ProfilePatch]())
}

// profilePatchOf returns a patch that sets one field to a sample, and the sample.
func profilePatchOf(c *run, field reflect.StructField, n int) (p identity.ProfilePatch, want any) {
	c.Helper()
	value, want := sampleFor(c, field, n)
	reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(value)
	return p, want
}

func profileSet(c *run) {
	u := create(c)
	for n := range 2 {
		for _, field := range profileFields() {
			was := getProfile(c, u.ID)
			p, want := profilePatchOf(c, field, n)
			if err := c.S.Service.Profiles.Update(c.Context(), u.ID, p); err != nil {
				c.Errorf("setting %s to %+v: %v", field.Name, want, err)
				continue
			}
			profileShows(c, u.ID, func(p *identity.Profile) error {
				return joined(reads(p, field.Name, want), conform.Differ(p, was, field.Name), conform.NotUTC(*p))
			})
		}
	}
}

func profileNull(c *run) {
	u := create(c)
	for _, field := range profileFields() {
		if _, ok := optionalOf(field.Type); !ok {
			continue
		}
		p, want := profilePatchOf(c, field, 0)
		c.Must(c.S.Service.Profiles.Update(c.Context(), u.ID, p), "setting "+field.Name)
		profileShows(c, u.ID, func(p *identity.Profile) error { return reads(p, field.Name, want) })
		var empty identity.ProfilePatch
		reflect.ValueOf(&empty).Elem().FieldByIndex(field.Index).Set(null(c, field.Type))
		if err := c.S.Service.Profiles.Update(c.Context(), u.ID, empty); err != nil {
			c.Errorf("clearing %s: %v", field.Name, err)
			continue
		}
		profileShows(c, u.ID, func(p *identity.Profile) error { return isCleared(p, field.Name) })
	}
}

func profileLists(c *run) {
	u := create(c)
	for _, field := range profileFields() {
		if field.Type.Kind() != reflect.Slice {
			continue
		}
		for n := range 2 {
			p, want := profilePatchOf(c, field, n)
			c.Must(c.S.Service.Profiles.Update(c.Context(), u.ID, p), "setting "+field.Name)
			profileShows(c, u.ID, func(p *identity.Profile) error { return reads(p, field.Name, want) })
		}
		var p identity.ProfilePatch
		reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(reflect.MakeSlice(field.Type, 0, 0))
		c.Must(c.S.Service.Profiles.Update(c.Context(), u.ID, p), "clearing "+field.Name)
		profileShows(c, u.ID, func(p *identity.Profile) error { return isCleared(p, field.Name) })
	}
}

func profileTwo(c *run) {
	u := create(c)
	was := getProfile(c, u.ID)
	fields := profileFields()
	for i, field := range fields {
		p, _ := profilePatchOf(c, field, 0)
		other := fields[(i+1)%len(fields)]
		value, _ := sampleFor(c, other, 0)
		reflect.ValueOf(&p).Elem().FieldByIndex(other.Index).Set(value)
		if fault := unsent(opUpdateProfile).Check(c.S.Service.Profiles.Update(c.Context(), u.ID, p)); fault != nil {
			text, _ := json.Marshal(p)
			c.Errorf("%s: %v", text, fault)
		}
	}
	if err := conform.Differ(getProfile(c, u.ID), was); err != nil {
		c.Errorf("the profile was changed all the same: it %v", err)
	}
}
