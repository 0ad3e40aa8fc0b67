package identity_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// TestDeniedSaysWhatIsMissing: in memory a refusal for want of rights names the
// permission or the role that would do, so that who writes a test sees what to grant.
// The service says nothing of it, and neither does the emulator.
func TestDeniedSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	test := newTest(t)
	update := func(ctx context.Context, c *admin.Client) error {
		return c.Identity.Users.Update(ctx, "AdeleV@contoso.com", identity.UserPatch{City: admin365.Set("Kiel")})
	}
	reset := func(ctx context.Context, c *admin.Client) error {
		return c.Identity.Passwords.Set(ctx, "admin@contoso.com", identity.PasswordProfile{Password: identity.NewPassword()})
	}
	own := func(ctx context.Context, c *admin.Client) error {
		return c.Identity.Passwords.Change(ctx, identity.NewPassword(), identity.NewPassword())
	}
	assign := func(ctx context.Context, c *admin.Client) error {
		return c.Billing.Licenses.Assign(ctx, "AdeleV@contoso.com", billing.LicenseChange{Remove: []admin365.SKUID{"05e9a617-0261-4cee-bb44-138d3ef5d965"}})
	}
	reads := func(ctx context.Context, c *admin.Client) error {
		_, err := c.Identity.Users.Get(ctx, "AdeleV@contoso.com")
		return err
	}
	const permission, role = "permission", "role"
	for name, c := range map[string]struct {
		caller admin365.Caller
		do     func(context.Context, *admin.Client) error
		want   map[string]string // what the details say, by their targets
	}{
		"an application": {
			admin365.AsApp("app", "User.Read.All"), assign,
			map[string]string{permission: "the application needs one of the permissions LicenseAssignment.ReadWrite.All, User.ReadWrite.All, Directory.ReadWrite.All"},
		},
		"a person's application": {
			admin365.Caller{User: "AllanD@contoso.com", Permissions: []admin365.Permission{"User.Read"}}, reads,
			map[string]string{permission: "the application needs one of the delegated permissions User.ReadBasic.All, User.Read.All, User.ReadWrite.All, Directory.Read.All, Directory.ReadWrite.All"},
		},
		"a person": {
			admin365.AsUser("AdeleV@contoso.com"), assign,
			map[string]string{role: "the person needs one of the roles License Administrator, Directory Writers, User Administrator, Global Administrator"},
		},
		"both": {
			admin365.Caller{User: "AdeleV@contoso.com", Permissions: []admin365.Permission{"User.Read"}}, assign,
			map[string]string{
				permission: "the application needs one of the delegated permissions LicenseAssignment.ReadWrite.All, User.ReadWrite.All, Directory.ReadWrite.All",
				role:       "the person needs one of the roles License Administrator, Directory Writers, User Administrator, Global Administrator",
			},
		},
		"out of reach": {
			admin365.AsUser("AllanD@contoso.com"), reset,
			map[string]string{role: "the roles of the caller do not reach somebody who has the roles Global Administrator, Billing Administrator"},
		},
		"a property": {
			admin365.AsUser("AllanD@contoso.com"), update,
			map[string]string{role: "city needs one of the roles User Administrator, Directory Writers, Global Administrator"},
		},
		"a property, the permission": {
			admin365.Caller{User: "admin@contoso.com", Permissions: []admin365.Permission{"User.EnableDisableAccount.All"}}, update,
			map[string]string{permission: "city needs one of the permissions User.ReadWrite.All, Directory.ReadWrite.All"},
		},
	} {
		err := c.do(t.Context(), test.As(c.caller))
		require.ErrorIs(t, err, admin365.ErrForbidden, name)
		var e *admin365.Error
		require.ErrorAs(t, err, &e, name)
		got := map[string]string{}
		for _, d := range e.Details {
			got[d.Target] = d.Message
			assert.Contains(t, err.Error(), d.Message, "%s: whoever prints the error sees it", name)
		}
		assert.Equal(t, c.want, got, name)

		over := c.do(t.Context(), subjects.Client(t, test.Memory, subjects.InProcess, c.caller))
		require.ErrorIs(t, over, admin365.ErrForbidden, name)
		require.ErrorAs(t, over, &e, name)
		assert.Empty(t, e.Details, "%s: the wire is the service's", name)
	}
	err := own(t.Context(), test.As(admin365.Caller{User: "AdeleV@contoso.com", Permissions: []admin365.Permission{"User.Read"}}))
	require.ErrorIs(t, err, admin365.ErrForbidden)
}
