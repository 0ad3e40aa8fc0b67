package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// mustStay says why somebody is not to be offboarded; nothing if he can be.
func (c *connection) mustStay(ctx context.Context, who person) (why string, err error) {
	caller, err := c.caller(ctx)
	if err != nil {
		return "", fmt.Errorf("who is signed in: %w", err)
	}
	if caller != "" && sameText(caller, who.ID) {
		return "this is who is signed in, and nobody can take everything from himself: have another administrator do it", nil
	}
	is, others, err := c.administrators(ctx, who.ID)
	if err != nil {
		return "", err
	}
	if is && !others {
		return "this is the last Global Administrator who can sign in, and without one nobody could ever make another: give the role to somebody else first", nil
	}
	return "", nil
}

// administrators reports whether somebody is a Global Administrator, by himself
// or by a group, and whether anybody else is who can sign in.
func (c *connection) administrators(ctx context.Context, id admin365.UserID) (is, others bool, err error) {
	seen := func(user admin365.UserID) error {
		if sameText(user, id) {
			is = true
			return nil
		}
		if others {
			return nil
		}
		u, err := c.Users.Get(ctx, user)
		if err == nil {
			others = enabled(u)
		} else if !errors.Is(err, admin365.ErrNotFound) {
			return err
		}
		return nil
	}
	for holder, err := range identity.Holders(ctx, c.RoleAssignments, identity.GlobalAdministrator) {
		if err != nil {
			return false, false, err
		}
		if err := seen(admin365.UserID(holder)); err != nil {
			return false, false, err
		}
		for member, err := range c.GroupMembers.ListTransitive(ctx, admin365.GroupID(holder)) {
			if errors.Is(err, admin365.ErrNotFound) {
				// It is no group, which is the usual case.
				break
			}
			if err != nil {
				return false, false, err
			}
			if member.Type != identity.UserObject {
				continue
			}
			if err := seen(admin365.UserID(member.ID)); err != nil {
				return false, false, err
			}
		}
	}
	return is, others, nil
}
