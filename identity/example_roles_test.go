package identity_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// Who is Global Administrator, giving a role, and taking it away again.
func ExampleRoleAssignments() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{}).Identity
	err := func() error {
		for member, err := range c.ActivatedRoles.Members(ctx, identity.GlobalAdministrator) {
			if err != nil {
				return err
			}
			fmt.Println("Global Administrator:", member.DisplayName)
		}

		adele, err := c.Users.Get(ctx, "AdeleV@contoso.com")
		if err != nil {
			return err
		}
		role, err := identity.FindRole(ctx, c.Roles, "groups administrator")
		if err != nil {
			return err
		}
		given, err := c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: role.ID, PrincipalID: admin365.ObjectID(adele.ID)})
		if err != nil {
			return err
		}
		for id, err := range identity.RolesOf(ctx, c.RoleAssignments, admin365.ObjectID(adele.ID)) {
			if err != nil {
				return err
			}
			fmt.Println("Adele has", role.DisplayName, id == identity.GroupsAdministrator)
		}
		return c.RoleAssignments.Delete(ctx, given.ID)
	}()
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// Global Administrator: MOD Administrator
	// Adele has Groups Administrator true
}

// A Global Administrator cannot take the role from himself, so that the tenant
// always has one.
func ExampleActivatedRoles() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{}).Identity
	me, err := c.Users.Get(ctx, "admin@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	err = c.ActivatedRoles.RemoveMember(ctx, identity.GlobalAdministrator, admin365.ObjectID(me.ID))
	fmt.Println(errors.Is(err, admin365.ErrPrecondition))
	// Output: true
}
