package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// lookers is how many groups are asked for their owners at the same time.
const lookers = 8

// gather reads what somebody has now.
func (c *connection) gather(ctx context.Context, u *identity.User) (*record, error) {
	r := &record{Version: recordVersion, Tenant: c.tenant, person: personOf(u), WasEnabled: enabled(u)}
	manager, err := c.Managers.Get(ctx, u.ID)
	switch {
	case err == nil:
		r.Manager = new(personOf(manager))
	case !errors.Is(err, admin365.ErrNotFound):
		return nil, err
	}
	for report, err := range c.Managers.Reports(ctx, u.ID) {
		if err != nil {
			return nil, err
		}
		r.Reports = append(r.Reports, personOf(report))
	}
	if r.Roles, err = c.rolesOf(ctx, u.ID); err != nil {
		return nil, err
	}
	if err := c.groupsOf(ctx, u.ID, r); err != nil {
		return nil, err
	}
	return r, nil
}

// enabled reports whether somebody can sign in.
func enabled(u *identity.User) bool { return u.AccountEnabled == nil || *u.AccountEnabled }

// rolesOf returns the roles that were given to somebody, wherever.
func (c *connection) rolesOf(ctx context.Context, id admin365.UserID) ([]heldRole, error) {
	var roles []heldRole
	for a, err := range c.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{PrincipalID: admin365.ObjectID(id)}) {
		if err != nil {
			return nil, err
		}
		roles = append(roles, heldRole{ID: a.RoleID, Scope: a.DirectoryScopeID, assignment: a.ID})
	}
	for i, role := range roles {
		definition, err := c.Roles.Get(ctx, role.ID)
		if err != nil {
			return nil, err
		}
		roles[i].Name = definition.DisplayName
	}
	return roles, nil
}

// groupsOf fills in the groups that somebody is a member of, or owns, by name.
func (c *connection) groupsOf(ctx context.Context, id admin365.UserID, r *record) error {
	var memberOf []admin365.GroupID
	for object, err := range c.Memberships.List(ctx, id) {
		if err != nil {
			return err
		}
		// Activated roles are the role assignments once more.
		if object.Type == identity.GroupObject {
			memberOf = append(memberOf, admin365.GroupID(object.ID))
		}
	}
	for _, group := range memberOf {
		g, err := c.Groups.Get(ctx, group)
		if err != nil {
			return err
		}
		held := heldGroup{ID: g.ID, Name: g.DisplayName, Why: managedElsewhere(g)}
		if held.Why != "" {
			r.Stays = append(r.Stays, held)
		} else {
			r.Member = append(r.Member, held)
		}
	}
	owned, err := c.ownedBy(ctx, id)
	for _, g := range owned {
		// A rule decides who is in a group, and not who looks after it.
		held := heldGroup{ID: g.ID, Name: g.DisplayName, Why: managedElsewhere(g)}
		if held.Why == "" || held.Why == byRule {
			held.Why = ""
			r.Owner = append(r.Owner, held)
		}
	}
	for _, groups := range [][]heldGroup{r.Member, r.Owner, r.Stays} {
		slices.SortFunc(groups, func(a, b heldGroup) int { return strings.Compare(a.Name, b.Name) })
	}
	return err
}

// byRule is why somebody stays in a dynamic group.
const byRule = "its members follow from a rule"

// managedElsewhere says why a group's members cannot be changed here; nothing if
// they can.
func managedElsewhere(g *identity.Group) string {
	switch {
	case g.OnPremisesSyncEnabled != nil && *g.OnPremisesSyncEnabled:
		return "it is synchronized, and managed on-premises"
	case slices.Contains(g.GroupTypes, identity.DynamicMembership):
		return byRule
	case g.MailEnabled != nil && *g.MailEnabled && !slices.Contains(g.GroupTypes, identity.UnifiedGroup):
		return "it is managed in Exchange"
	}
	return ""
}

// ownedBy returns the groups that somebody owns. The owners have to be asked for
// group by group.
func (c *connection) ownedBy(ctx context.Context, id admin365.UserID) ([]*identity.Group, error) {
	var groups []*identity.Group
	for g, err := range c.Groups.List(ctx, identity.GroupQuery{}) {
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	owns := make([]bool, len(groups))
	errs := make([]error, len(groups))
	var next atomic.Int64
	var looking sync.WaitGroup
	for range min(lookers, len(groups)) {
		looking.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(groups); i = int(next.Add(1)) - 1 {
				owns[i], errs[i] = c.owns(ctx, groups[i].ID, id)
			}
		})
	}
	looking.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var owned []*identity.Group
	for i, g := range groups {
		if owns[i] {
			owned = append(owned, g)
		}
	}
	return owned, nil
}

func (c *connection) owns(ctx context.Context, group admin365.GroupID, id admin365.UserID) (bool, error) {
	for owner, err := range c.GroupOwners.List(ctx, group) {
		if errors.Is(err, admin365.ErrNotFound) {
			// It was deleted since the groups were listed.
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if sameText(string(owner.ID), string(id)) {
			return true, nil
		}
	}
	return false, nil
}
