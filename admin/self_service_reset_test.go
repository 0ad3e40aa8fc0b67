package admin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestAuthorization: what people may do by themselves.
func TestAuthorization(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		ctx := t.Context()
		p, err := c.Authorization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, &admin.AuthorizationPolicy{
			ID: "authorizationPolicy", DisplayName: "Authorization Policy", Description: "Used to manage authorization related settings across the company.",
			AllowedToUseSSPR: true, AllowedToSignUpEmailBasedSubscriptions: true, AllowInvitesFrom: admin.InvitesEveryone,
			AllowUserConsentForRiskyApps: new(false), BlockMsolPowerShell: new(false), GuestUserRoleID: admin.GuestUser,
			DefaultUserRolePermissions: admin.DefaultUserRolePermissions{
				AllowedToCreateApps: true, AllowedToCreateSecurityGroups: true, AllowedToCreateTenants: new(true),
				AllowedToReadBitlockerKeysForOwnedDevice: new(true), AllowedToReadOtherUsers: true,
				PermissionGrantPoliciesAssigned: []string{"ManagePermissionGrantsForSelf.microsoft-user-default-legacy"},
			},
		}, p)
		require.NoError(t, c.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{
			AllowInvitesFrom: new(admin.InvitesNone), BlockMsolPowerShell: admin365.Null[bool](), GuestUserRoleID: new(admin.RestrictedGuestUser),
			DefaultUserRolePermissions: &admin.DefaultUserRolePermissionsPatch{AllowedToCreateApps: new(false)},
		}))
		p, err = c.Authorization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, admin.InvitesNone, p.AllowInvitesFrom)
		assert.Nil(t, p.BlockMsolPowerShell)
		assert.Equal(t, admin.RestrictedGuestUser, p.GuestUserRoleID)
		assert.False(t, p.DefaultUserRolePermissions.AllowedToCreateApps)
		assert.True(t, p.DefaultUserRolePermissions.AllowedToCreateSecurityGroups, "what is not named stays")
		const op = "admin.Authorization.Update"
		refusedAs(t, c.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.AllowInvitesFrom("some"))}), admin365.ErrInvalid, op)
		refusedAs(t, c.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{GuestUserRoleID: new(identity.GlobalAdministrator)}), admin365.ErrInvalid, op)
		require.ErrorIs(t, c.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{}), admin365.ErrInvalid)
	})
}

// TestSelfServiceReset: the switch of administrators, that of all others which no API
// has, the methods and the campaign.
func TestSelfServiceReset(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		ctx := t.Context()
		on, err := c.SelfServiceReset.Administrators(ctx)
		require.NoError(t, err)
		assert.True(t, on)
		require.NoError(t, c.SelfServiceReset.SetAdministrators(ctx, false))
		on, err = c.SelfServiceReset.Administrators(ctx)
		require.NoError(t, err)
		assert.False(t, on)

		_, err = c.SelfServiceReset.Users(ctx)
		require.ErrorIs(t, err, admin365.ErrUnsupported)
		assert.ErrorContains(t, err, c.Links().SelfServiceReset())
		require.ErrorIs(t, c.SelfServiceReset.SetUsers(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}), admin365.ErrUnsupported)

		require.NoError(t, c.SelfServiceReset.UpdateMethod(ctx, admin.MethodTemporaryAccessPass, admin.AuthenticationMethodPatch{
			State: new(admin.MethodEnabled), ExcludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: "3ee3a9de-0a86-4e12-a287-9769accf1ba2"}},
		}))
		require.NoError(t, c.SelfServiceReset.UpdateCampaign(ctx, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(0), State: new(admin.CampaignEnabled)}))
		p, err := c.SelfServiceReset.Methods(ctx)
		require.NoError(t, err)
		assert.Equal(t, admin.RegistrationCampaign{
			State:          admin.CampaignEnabled,
			IncludeTargets: []admin.CampaignTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers, TargetedAuthenticationMethod: "microsoftAuthenticator"}},
			ExcludeTargets: []admin.MethodTarget{},
		}, p.Campaign)
		require.Len(t, p.Methods, 8)
		assert.Equal(t, admin.AuthenticationMethod{
			ID: admin.MethodTemporaryAccessPass, State: admin.MethodEnabled,
			IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers}},
			ExcludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: "3ee3a9de-0a86-4e12-a287-9769accf1ba2"}},
		}, p.Methods[3])

		refusedAs(t, c.SelfServiceReset.UpdateMethod(ctx, "Pigeon", admin.AuthenticationMethodPatch{State: new(admin.MethodEnabled)}),
			admin365.ErrNotFound, "admin.AuthenticationMethods.UpdateMethod")
		refusedAs(t, c.SelfServiceReset.UpdateMethod(ctx, admin.MethodSMS, admin.AuthenticationMethodPatch{State: new(admin.MethodState("maybe"))}),
			admin365.ErrInvalid, "admin.AuthenticationMethods.UpdateMethod")
		refusedAs(t, c.SelfServiceReset.UpdateMethod(ctx, admin.MethodSMS, admin.AuthenticationMethodPatch{IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetUser, ID: admin.AllUsers}}}),
			admin365.ErrInvalid, "admin.AuthenticationMethods.UpdateMethod")
		refusedAs(t, c.SelfServiceReset.UpdateCampaign(ctx, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(15)}), admin365.ErrInvalid, "admin.AuthenticationMethods.Update")
		require.ErrorIs(t, c.SelfServiceReset.UpdateMethod(ctx, admin.MethodSMS, admin.AuthenticationMethodPatch{}), admin365.ErrInvalid)
		require.ErrorIs(t, c.SelfServiceReset.UpdateCampaign(ctx, admin.RegistrationCampaignPatch{}), admin365.ErrInvalid)
	})
}

// TestForgottenPassword: who may reset his own password, by the switches and by the
// license.
func TestForgottenPassword(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	ctx, b := t.Context(), m.Backstage
	password := admin365.NewSecret("Entirely-New-Pass-7")
	reset := func(id admin365.UserID) error { return b.ResetForgottenPassword(ctx, id, password) }
	ann, boss := m.Given.User(identity.NewUser{}), m.Given.User(identity.NewUser{})
	_, err := m.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.UserAdministrator, PrincipalID: admin365.ObjectID(boss.ID)})
	require.NoError(t, err)

	require.ErrorIs(t, reset(ann.ID), admin365.ErrForbidden, "off in a new tenant")
	require.NoError(t, reset(boss.ID), "administrators have a switch of their own")
	require.NoError(t, m.SelfServiceReset.SetAdministrators(ctx, false))
	require.ErrorIs(t, reset(boss.ID), admin365.ErrForbidden)

	group := m.Given.Group(identity.NewGroup{})
	require.NoError(t, b.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetSelected, Group: string(group.ID)}))
	require.ErrorIs(t, reset(ann.ID), admin365.ErrForbidden, "not in the group")
	require.NoError(t, m.Identity.GroupMembers.Add(ctx, group.ID, admin365.ObjectID(ann.ID)))
	require.NoError(t, reset(ann.ID))
	require.NoError(t, b.Identity.SignIn(ctx, ann.ID, password))
	u, err := b.UserSelfServiceReset(ctx)
	require.NoError(t, err)
	assert.Equal(t, &admin.UserSelfServiceReset{Scope: admin.SelfServiceResetSelected, Group: string(group.ID)}, u)
	require.ErrorIs(t, b.ResetForgottenPassword(ctx, ann.ID, admin365.NewSecret("short")), admin365.ErrInvalid)
	require.ErrorIs(t, reset("nobody@contoso.com"), admin365.ErrNotFound)
	require.NoError(t, b.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}))
	require.ErrorIs(t, reset(m.Given.SyncedUser(identity.NewUser{}).ID), admin365.ErrPrecondition, "without writeback")

	require.NoError(t, b.SetPremium(ctx, false))
	require.ErrorIs(t, reset(ann.ID), admin365.ErrPrecondition, "the license is gone")
	require.ErrorIs(t, b.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}), admin365.ErrPrecondition)
	require.NoError(t, b.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone}))
	for _, bad := range []admin.UserSelfServiceReset{{}, {Scope: admin.SelfServiceResetSelected}, {Scope: admin.SelfServiceResetAll, Group: string(group.ID)}} {
		require.ErrorIs(t, b.SetUserSelfServiceReset(ctx, bad), admin365.ErrInvalid)
	}
}
