package identitytest

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// away is the case as another client of the same tenant runs it. A client waits
// for what it has created, where the service says that it is not there yet; it
// does not wait for what another one has created. Refusals that name what is
// there are asked for about such things.
func away(c *run) *run {
	if c.S.As == nil {
		return c
	}
	other := *c
	other.S.Service = c.S.As(admin365.Caller{})
	return &other
}

// newGroup returns a security group to create that has nothing but what is
// required.
func newGroup() identity.NewGroup {
	nick := conform.Unique()
	return identity.NewGroup{DisplayName: "Conformance " + nick, MailNickname: nick}
}

// unified makes the group a Microsoft 365 group.
func unified(n *identity.NewGroup) { n.GroupTypes = []string{identity.UnifiedGroup} }

// assignable makes the group one that can hold roles.
func assignable(n *identity.NewGroup) { n.IsAssignableToRole = new(true) }

// makeGroup creates a group with the changes, or ends the case.
func makeGroup(c *run, changes ...func(*identity.NewGroup)) *identity.Group {
	c.Helper()
	n := newGroup()
	for _, change := range changes {
		change(&n)
	}
	return mustMakeGroup(c, n)
}

// mustMakeGroup creates the group or ends the case.
func mustMakeGroup(c *run, n identity.NewGroup) *identity.Group {
	c.Helper()
	g, err := c.S.Service.Groups.Create(c.Context(), n)
	c.Must(err, "creating a group")
	if g == nil || g.ID == "" {
		c.Fatalf("Create answered %+v, without an id", g)
	}
	forgetGroup(c, g.ID)
	return g
}

// syncGroup creates a group mastered on-premises, or ends the case.
func syncGroup(c *run, changes ...func(*identity.NewGroup)) *identity.Group {
	c.Helper()
	n := newGroup()
	for _, change := range changes {
		change(&n)
	}
	g, err := c.S.Backstage.SyncGroup(c.Context(), n)
	c.Must(err, "synchronizing a group")
	if g == nil || g.ID == "" {
		c.Fatalf("SyncGroup answered %+v, without an id", g)
	}
	forgetGroup(c, g.ID)
	return g
}

// forgetGroup deletes a group when the case has ended, where tenants are shared.
func forgetGroup(c *run, id admin365.GroupID) {
	if !c.S.Harness.Shared {
		return
	}
	groups := c.S.Service.Groups
	c.Cleanup(func(ctx context.Context) {
		// What is gone already is as it should be.
		_ = groups.Delete(ctx, id)
	})
}

// fullGroup returns a group to create with every property set that a dynamic
// Microsoft 365 group can have.
func fullGroup(c *run, n int) identity.NewGroup {
	c.Helper()
	g := newGroup()
	v := reflect.ValueOf(&g).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch field.Name {
		case "DisplayName", "MailNickname", "IsAssignableToRole", "Members", "Owners":
			// Given, or not to be had together with a rule of membership.
			continue
		case "MailEnabled", "SecurityEnabled":
			v.Field(i).Set(reflect.ValueOf(new(true)))
			continue
		default:
		}
		value, ok := sampler{c.S.Harness.Domain}.value(field.Name, field.Type, n)
		if !ok {
			c.Errorf("NewGroup.%s is a %v: teach the suite's sampler to make one", field.Name, field.Type)
			continue
		}
		v.Field(i).Set(value)
	}
	return g
}

// sentGroup compares what was sent in a create with the group, field by field.
func sentGroup(n identity.NewGroup, got *identity.Group) error {
	var errs []error
	v, g := reflect.ValueOf(n), reflect.ValueOf(*got)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Name == "Members" || field.Name == "Owners" || v.Field(i).IsZero() {
			continue
		}
		other := g.FieldByName(field.Name)
		if !other.IsValid() {
			errs = append(errs, fmt.Errorf("the group has no %s to read back what was sent", field.Name))
			continue
		}
		errs = append(errs, keepsOfGroup(field.Name, other.Interface(), v.Field(i).Interface()))
	}
	return joined(errs...)
}

// keepsOfGroup compares one property as it is read with how it was written.
func keepsOfGroup(field string, got, want any) error {
	if field == "GroupTypes" {
		// A set, though it is written as a list.
		g, w := slices.Sorted(slices.Values(got.([]string))), slices.Sorted(slices.Values(want.([]string)))
		return errIf(!slices.Equal(g, w), "GroupTypes are %q, want %q", g, w)
	}
	return errIf(!conform.Same(got, want), "%s is %+v, want %+v", field, plain(got), plain(want))
}

// getGroup returns the group, or ends the case.
func getGroup(c *run, id admin365.GroupID) *identity.Group {
	c.Helper()
	g, err := c.S.Service.Groups.Get(c.Context(), id)
	c.Must(err, "getting the group")
	if g == nil {
		c.Fatalf("Get answered neither a group nor an error")
	}
	return g
}

// updateGroup changes the group, or ends the case.
func updateGroup(c *run, id admin365.GroupID, p identity.GroupPatch) {
	c.Helper()
	c.Must(c.S.Service.Groups.Update(c.Context(), id, p), "updating the group")
}

// deleteGroup deletes the group, or ends the case.
func deleteGroup(c *run, id admin365.GroupID) {
	c.Helper()
	c.Must(c.S.Service.Groups.Delete(c.Context(), id), "deleting the group")
}

// groupShows waits until the group passes the check.
func groupShows(c *run, id admin365.GroupID, check func(*identity.Group) error) {
	c.Helper()
	c.Eventually(func() error {
		g, err := c.S.Service.Groups.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("getting the group: %w", err)
		}
		return check(g)
	})
}

// groupUnchanged checks that the group is still as it was.
func groupUnchanged(c *run, was *identity.Group) {
	c.Helper()
	if err := conform.Differ(getGroup(c, was.ID), was); err != nil {
		c.Errorf("the group was changed all the same: it %v", err)
	}
}

// noGroup waits until the group is not found.
func noGroup(c *run, id admin365.GroupID) {
	c.Helper()
	absent(c, unknown(opGetGroup).Of(string(id)), func() error {
		_, err := c.S.Service.Groups.Get(c.Context(), id)
		return err
	})
}

// groupsAre waits until the query yields exactly the groups, in any order.
func groupsAre(c *run, q identity.GroupQuery, want ...*identity.Group) {
	c.Helper()
	q.PageSize = c.PageSize
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Groups.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("listing groups by %+v: %w", q, err)
		}
		return sameNames(namesOfGroups(got), namesOfGroups(want))
	})
}

// namesOfGroups returns the groups by id and name, readable in a report.
func namesOfGroups(groups []*identity.Group) []string {
	var list []string
	for _, g := range groups {
		list = append(list, string(g.ID)+" "+g.DisplayName)
	}
	return list
}

// sorted returns the texts in order.
func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// sameNames compares two lists, whatever the order; what comes twice differs.
func sameNames(got, want []string) error {
	g, w := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	return errIf(!slices.Equal(g, w), "the list has %q, want %q", g, w)
}
