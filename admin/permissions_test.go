package admin_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
)

const permissionsFile = "../docs/permissions.md"

// TestPermissionsDocument: docs/permissions.md says what the operations say, and
// who reaches whom as the tenant in memory decides it. With -update it is written
// anew.
func TestPermissionsDocument(t *testing.T) {
	t.Parallel()
	names := roleNames(t)
	want := permissionsIntro + permissionsOperations(names) + permissionsApps() + permissionsReach(t, names)
	if *update {
		require.NoError(t, os.WriteFile(permissionsFile, []byte(want), 0o644)) //nolint:gosec // A document, for everybody to read.
		return
	}
	got, err := os.ReadFile(permissionsFile)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "run: go test ./admin -run PermissionsDocument -update")
}

const permissionsIntro = `# Permissions

Who may do what: made from the operations that memory, emulator and client share, by
` + "`go test ./admin -run PermissionsDocument -update`" + `; do not edit it.

A signed-in caller needs one of the delegated permissions and one of the roles; an
application on its own needs one of the application permissions. The first of each
is the least. "self" means that everybody may do it to himself. The tenant in memory
and the emulator enforce all of it, and the caller that a library user does not name
is a Global Administrator who may do everything. What UserQuery.Include asks for
needs more, which its godoc names: sign-in activity AuditLog.Read.All.

"registered" is an application that an administrator has registered with Power Platform
as a management application (instances.ManagementApps). It needs no permission then, and
has all the powers. "listed" is one that stands on the list of Business Central
(instances.CentralAuthorizedApps), which it needs besides the permission. Where nothing
stands in these columns but "–", either nobody is asked for a permission, as of people by
Power Platform, whose roles decide; or no application may do it on its own: those
operations are listed below.

Where a role stands for Azure Resource Manager, an application on its own needs it too. On
a subscription it is a role of Azure on the subscription instead, for both: Reader to read,
Support Request Contributor, Contributor or Owner to write.

`

// permissionsOperations is a line for each operation.
func permissionsOperations(names map[api.Role]string) string {
	var b strings.Builder
	b.WriteString("## Operations\n\n| operation | effect | API | least delegated | least application | roles |\n|---|---|---|---|---|---|\n")
	for _, op := range sortedOperations() {
		roles := "every member"
		if op.Access.Guests {
			roles = "everybody, guests too"
		}
		if len(op.Access.Roles) > 0 {
			var all []string
			for _, r := range op.Access.Roles {
				all = append(all, names[r])
			}
			if op.Access.Self {
				all = append(all, "self")
			}
			roles = strings.Join(all, ", ")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", op.Name, op.Effect, op.API.Name, least(op.Access.Delegated), alone(op), roles)
	}
	b.WriteString("\n")
	return b.String()
}

func sortedOperations() []*api.Op {
	ops := admin.Operations()
	slices.SortFunc(ops, func(x, y *api.Op) int { return strings.Compare(x.Name, y.Name) })
	return ops
}

// alone is what an application on its own needs.
func alone(op *api.Op) string {
	a := op.Access
	if a.Azure {
		return "a role"
	}
	if a.PeopleOnly || op.API.Common.Unregistered == nil {
		return least(a.Application)
	}
	if len(a.Application) == 0 {
		return "registered"
	}
	return least(a.Application) + ", listed"
}

func least(permissions []admin365.Permission) string {
	if len(permissions) == 0 {
		return "–"
	}
	return string(permissions[0])
}

// permissionsApps is what an application on its own cannot do at all.
func permissionsApps() string {
	var b strings.Builder
	b.WriteString("## What an application on its own cannot do\n\n")
	for _, op := range sortedOperations() {
		a := op.Access
		if a.PeopleOnly || len(a.Application) == 0 && len(a.Delegated) > 0 && !a.Azure && !a.Anyone {
			fmt.Fprintf(&b, "- `%s`\n", op.Name)
		}
	}
	b.WriteString("\n")
	return b.String()
}

// permissionsReach tries every role on somebody who holds every other one.
func permissionsReach(t *testing.T, names map[api.Role]string) string {
	t.Helper()
	callers := []admin365.RoleID{
		identity.PasswordAdministrator, identity.HelpdeskAdministrator, identity.AuthenticationAdministrator,
		identity.UserAdministrator, identity.PrivilegedAuthenticationAdministrator, identity.GlobalAdministrator,
	}
	test := admin.NewTest(t)
	give := func(user *identity.User, role admin365.RoleID) {
		_, err := test.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: role, PrincipalID: admin365.ObjectID(user.ID)})
		require.NoError(t, err)
	}
	var as []*identity.Service
	for _, role := range callers {
		user := test.Given.User(identity.NewUser{})
		give(user, role)
		as = append(as, test.As(admin365.AsUser(user.ID)).Identity)
	}
	var b strings.Builder
	b.WriteString("## Who reaches whom\n\nR: may give a new password, end sessions, change phones and further mails. S: may\nalso block, rename, delete and restore.\nOf somebody with several roles each one must be within reach.\n\n| the user's role |")
	for _, role := range callers {
		b.WriteString(" " + names[api.Role(role)] + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(callers)) + "\n")
	line := func(label string, target *identity.User) {
		b.WriteString("| " + label + " |")
		for _, service := range as {
			cell := ""
			if service.Passwords.RevokeSessions(t.Context(), target.ID) == nil {
				cell += " R"
			}
			if service.Users.Update(t.Context(), target.ID, identity.UserPatch{AccountEnabled: new(true)}) == nil {
				cell += " S"
			}
			if cell == "" {
				cell = " –"
			}
			b.WriteString(cell + " |")
		}
		b.WriteString("\n")
	}
	line("none", test.Given.User(identity.NewUser{}))
	for _, role := range sortedRoles(names) {
		user := test.Given.User(identity.NewUser{})
		if _, err := test.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: admin365.RoleID(role), PrincipalID: admin365.ObjectID(user.ID)}); err != nil {
			continue // A role that nobody is given, such as that of every user.
		}
		line(names[role], user)
	}
	return b.String()
}

func sortedRoles(names map[api.Role]string) []api.Role {
	var roles []api.Role
	for r := range names {
		roles = append(roles, r)
	}
	slices.SortFunc(roles, func(a, b api.Role) int { return strings.Compare(names[a], names[b]) })
	return roles
}

// roleNames are Microsoft's names of the built-in roles.
func roleNames(t *testing.T) map[api.Role]string {
	t.Helper()
	names := map[api.Role]string{}
	for role, err := range admin.NewMemory(admin.MemoryConfig{}).Identity.Roles.List(t.Context(), identity.RoleQuery{BuiltIn: new(true)}) {
		require.NoError(t, err)
		names[api.Role(role.ID)] = role.DisplayName
	}
	return names
}
