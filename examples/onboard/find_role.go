package main

import (
	"context"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func findRole(ctx context.Context, roles identity.Roles, name string) (*identity.Role, error) {
	for role, err := range roles.List(ctx, identity.RoleQuery{}) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(role.DisplayName, name) {
			return role, nil
		}
	}
	return nil, &admin365.Error{Kind: admin365.ErrNotFound}
}
