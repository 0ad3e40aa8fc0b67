package identitytest

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// groupPatchCases walk over the fields of GroupPatch, so that a field that is
// added is tested before anybody thinks of it.
func groupPatchCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupPatch/set-every-field", Needs: write, Source: docGroupPatch,
			Why: "a property that can be named in a patch can be changed by it",
			Run: groupPatchSet,
		},
		{
			Name: "GroupPatch/leave-every-field", Needs: write, Source: docGroupPatch,
			Why: "what a patch does not name stays: an update that replaces loses what its author did not know",
			Run: groupPatchLeave,
		},
		{
			Name: "GroupPatch/null-clears-every-optional-field", Needs: write, Source: docGroupPatch,
			Why: "null is the only way to take a property away, and is easily lost on the way",
			Run: groupPatchNull,
		},
		{
			Name: "GroupPatch/rule-of-a-dynamic-group", Needs: write, Source: docGroupPatch,
			Why: "a rule that is cleared is gone, or the refusal names it; a group must not go on with half of it",
			Run: func(c *run) {
				was := getGroup(c, mustMakeGroup(c, fullGroup(c, 0)).ID)
				err := c.S.Service.Groups.Update(c.Context(), was.ID, identity.GroupPatch{MembershipRule: admin365.Null[string]()})
				if err != nil {
					c.Refused(err, invalid(opUpdateGroup, "membershipRule"))
					groupUnchanged(c, was)
					return
				}
				groupShows(c, was.ID, func(g *identity.Group) error { return isCleared(g, "MembershipRule") })
			},
		},
		{
			Name: "GroupPatch/empty-text-is-refused", Needs: write, Source: docErrors,
			Why: "the service takes null and no empty text; a fake that takes both teaches the wrong one",
			Run: groupPatchEmptyText,
		},
	}
}

func groupFields() []reflect.StructField {
	return reflect.VisibleFields(reflect.TypeFor[identity.GroupPatch]())
}

// groupPatchOf returns a patch that sets one field to a sample, and the sample.
func groupPatchOf(c *run, field reflect.StructField, n int) (p identity.GroupPatch, want any) {
	c.Helper()
	value, want := sampleFor(c, field, n)
	reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(value)
	return p, want
}

func groupPatchSet(c *run) {
	g := mustMakeGroup(c, fullGroup(c, 0))
	for _, field := range groupFields() {
		for n := range 2 {
			p, want := groupPatchOf(c, field, n)
			if err := c.S.Service.Groups.Update(c.Context(), g.ID, p); err != nil {
				c.Errorf("setting %s to %+v: %v", field.Name, want, err)
				continue
			}
			groupShows(c, g.ID, func(g *identity.Group) error { return reads(g, field.Name, want) })
		}
	}
}

func groupPatchLeave(c *run) {
	for _, field := range groupFields() {
		was := getGroup(c, mustMakeGroup(c, fullGroup(c, 0)).ID)
		p, want := groupPatchOf(c, field, 1)
		if err := c.S.Service.Groups.Update(c.Context(), was.ID, p); err != nil {
			c.Errorf("setting %s to %+v: %v", field.Name, want, err)
			continue
		}
		except := []string{field.Name}
		if field.Name == "MailNickname" {
			// The service may give the group another address then.
			except = append(except, "Mail", "ProxyAddresses")
		}
		groupShows(c, was.ID, func(g *identity.Group) error {
			if err := conform.Differ(g, was, except...); err != nil {
				return fmt.Errorf("after a patch of %s alone the group %w", field.Name, err)
			}
			return nil
		})
	}
}

func groupPatchNull(c *run) {
	for _, field := range groupFields() {
		if _, ok := optionalOf(field.Type); !ok || field.Name == "MembershipRule" {
			// A dynamic group without a rule is none; see the case of its own.
			continue
		}
		g := mustMakeGroup(c, fullGroup(c, 0))
		full, want := groupPatchOf(c, field, 0)
		updateGroup(c, g.ID, full)
		groupShows(c, g.ID, func(g *identity.Group) error { return reads(g, field.Name, want) })
		var p identity.GroupPatch
		reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(null(c, field.Type))
		for _, again := range []string{"", " again"} {
			if err := c.S.Service.Groups.Update(c.Context(), g.ID, p); err != nil {
				c.Errorf("clearing %s%s: %v", field.Name, again, err)
				continue
			}
			groupShows(c, g.ID, func(g *identity.Group) error { return isCleared(g, field.Name) })
		}
		p, want = groupPatchOf(c, field, 1)
		updateGroup(c, g.ID, p)
		groupShows(c, g.ID, func(g *identity.Group) error { return reads(g, field.Name, want) })
	}
}

func groupPatchEmptyText(c *run) {
	was := getGroup(c, mustMakeGroup(c, fullGroup(c, 0)).ID)
	var faults []error
	for _, field := range groupFields() {
		var p identity.GroupPatch
		switch f := reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Addr().Interface().(type) {
		case **string:
			*f = new("")
		case *admin365.Optional[string]:
			*f = admin365.Set("")
		default:
			continue
		}
		err := c.S.Service.Groups.Update(c.Context(), was.ID, p)
		if fault := invalid(opUpdateGroup, propertyOf(field)).Check(err); fault != nil {
			faults = append(faults, fmt.Errorf("%s set to an empty text: %w", field.Name, fault))
		}
	}
	if err := errors.Join(faults...); err != nil {
		c.Errorf("%v", err)
	}
	groupUnchanged(c, was)
}
