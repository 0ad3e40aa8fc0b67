package admintest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func authorizationCases() []kase {
	return []kase{
		{
			Name: "Authorization.Get/fields", Needs: []string{HasAuthorization}, Source: docPolicy,
			Why: "who audits a tenant compares it with what it should be",
			Run: func(c *run) {
				p := getPolicy(c)
				if p.ID != "authorizationPolicy" || p.DisplayName == "" {
					c.Errorf("the policy is %q, %q", p.ID, p.DisplayName)
				}
				if !slices.Contains(invites(), p.AllowInvitesFrom) {
					c.Errorf("AllowInvitesFrom is %q", p.AllowInvitesFrom)
				}
				if p.GuestUserRoleID != "" && !slices.Contains(guestRoles(), admin365.RoleID(strings.ToLower(string(p.GuestUserRoleID)))) {
					c.Errorf("GuestUserRoleID is %q", p.GuestUserRoleID)
				}
			},
		},
		{
			Name: "Authorization.Update/switches", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "who closes one door must not open another",
			Run: authorizationSwitches,
		},
		{
			Name: "Authorization.Update/who-invites", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "guests are let in by whom the company trusts with it, and by nobody else",
			Run: func(c *run) {
				want := *getPolicy(c)
				for _, from := range invites() {
					want.AllowInvitesFrom = from
					setAuthorization(c, admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(from)})
					policyIs(c, want)
				}
			},
		},
		{
			Name: "Authorization.Update/guest-roles", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "what guests see is one of three roles",
			Run: func(c *run) {
				want := *getPolicy(c)
				for _, role := range guestRoles() {
					want.GuestUserRoleID = role
					setAuthorization(c, admin.AuthorizationPolicyPatch{GuestUserRoleID: new(role)})
					policyIs(c, want)
				}
			},
		},
		{
			Name: "Authorization.Update/default-permissions", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "what members may do is a list inside the policy, and its parts are changed one by one",
			Run: func(c *run) {
				want := conform.Clone(*getPolicy(c))
				for _, policies := range [][]string{
					{"ManagePermissionGrantsForSelf.microsoft-user-default-low"},
					{"ManagePermissionGrantsForSelf.microsoft-user-default-legacy"}, {},
				} {
					want.DefaultUserRolePermissions.PermissionGrantPoliciesAssigned = policies
					setAuthorization(c, admin.AuthorizationPolicyPatch{DefaultUserRolePermissions: &admin.DefaultUserRolePermissionsPatch{
						PermissionGrantPoliciesAssigned: slices.Clone(policies),
					}})
					policyIs(c, want)
				}
			},
		},
		{
			Name: "Authorization.Update/several-at-once", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "a tenant is brought to the company's standard in one step",
			Run: func(c *run) {
				want := conform.Clone(*getPolicy(c))
				want.AllowInvitesFrom, want.GuestUserRoleID = admin.InvitesNone, admin.RestrictedGuestUser
				want.AllowedToUseSSPR = !want.AllowedToUseSSPR
				want.DefaultUserRolePermissions.AllowedToCreateApps = !want.DefaultUserRolePermissions.AllowedToCreateApps
				setAuthorization(c, admin.AuthorizationPolicyPatch{
					AllowInvitesFrom: new(want.AllowInvitesFrom), GuestUserRoleID: new(want.GuestUserRoleID), AllowedToUseSSPR: new(want.AllowedToUseSSPR),
					DefaultUserRolePermissions: &admin.DefaultUserRolePermissionsPatch{
						AllowedToCreateApps: new(want.DefaultUserRolePermissions.AllowedToCreateApps),
					},
				})
				policyIs(c, want)
			},
		},
		{
			Name: "Authorization.Update/invalid", Needs: writing(HasAuthorization), Source: docPolicyUpdate,
			Why: "a value that is none must not be taken for everybody",
			Run: func(c *run) {
				was := *getPolicy(c)
				for _, p := range []admin.AuthorizationPolicyPatch{
					{AllowInvitesFrom: new(admin.AllowInvitesFrom("somebody"))},
					{GuestUserRoleID: new(globalAdministrator)}, {GuestUserRoleID: new(admin365.RoleID("guest"))},
					{AllowedToUseSSPR: new(!was.AllowedToUseSSPR), AllowInvitesFrom: new(admin.AllowInvitesFrom("somebody"))},
				} {
					if fault := invalid(opPolicyUpdate).Check(c.S.Settings.Authorization.Update(c.Context(), p)); fault != nil {
						c.Errorf("%+v: %v", p, fault)
					}
				}
				policyIs(c, was)
			},
		},
		{
			Name: "Authorization.Update/empty-patch", Needs: writing(HasAuthorization), Source: docEmptyPatch,
			Why: "a program that sends nothing has a mistake in it, and should learn that",
			Run: func(c *run) {
				c.Refused(c.S.Settings.Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{}), invalid(opPolicyUpdate))
			},
		},
	}
}

func invites() []admin.AllowInvitesFrom {
	return []admin.AllowInvitesFrom{
		admin.InvitesNone, admin.InvitesAdminsAndGuestInviters, admin.InvitesAdminsGuestInvitersAndAllMembers, admin.InvitesEveryone,
	}
}

func guestRoles() []admin365.RoleID {
	return []admin365.RoleID{admin.GuestAsMember, admin.RestrictedGuestUser, admin.GuestUser}
}

// setAuthorization changes the policy, or ends the case.
func setAuthorization(c *run, p admin.AuthorizationPolicyPatch) {
	c.Helper()
	c.Must(c.S.Settings.Authorization.Update(c.Context(), p), "changing the authorization policy")
}

// authorizationSwitches throws each switch both ways, and looks whether the others are
// as they were.
func authorizationSwitches(c *run) {
	members := func(p admin.DefaultUserRolePermissionsPatch) admin.AuthorizationPolicyPatch {
		return admin.AuthorizationPolicyPatch{DefaultUserRolePermissions: &p}
	}
	for _, throw := range []func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch{
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.AllowedToUseSSPR = on
			return admin.AuthorizationPolicyPatch{AllowedToUseSSPR: &on}
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.AllowedToSignUpEmailBasedSubscriptions = on
			return admin.AuthorizationPolicyPatch{AllowedToSignUpEmailBasedSubscriptions: &on}
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.AllowEmailVerifiedUsersToJoinOrganization = on
			return admin.AuthorizationPolicyPatch{AllowEmailVerifiedUsersToJoinOrganization: &on}
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.AllowUserConsentForRiskyApps = &on
			return admin.AuthorizationPolicyPatch{AllowUserConsentForRiskyApps: admin365.Set(on)}
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.BlockMsolPowerShell = &on
			return admin.AuthorizationPolicyPatch{BlockMsolPowerShell: admin365.Set(on)}
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.DefaultUserRolePermissions.AllowedToCreateApps = on
			return members(admin.DefaultUserRolePermissionsPatch{AllowedToCreateApps: &on})
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.DefaultUserRolePermissions.AllowedToCreateSecurityGroups = on
			return members(admin.DefaultUserRolePermissionsPatch{AllowedToCreateSecurityGroups: &on})
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.DefaultUserRolePermissions.AllowedToCreateTenants = &on
			return members(admin.DefaultUserRolePermissionsPatch{AllowedToCreateTenants: &on})
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.DefaultUserRolePermissions.AllowedToReadBitlockerKeysForOwnedDevice = &on
			return members(admin.DefaultUserRolePermissionsPatch{AllowedToReadBitlockerKeysForOwnedDevice: &on})
		},
		func(p *admin.AuthorizationPolicy, on bool) admin.AuthorizationPolicyPatch {
			p.DefaultUserRolePermissions.AllowedToReadOtherUsers = on
			return members(admin.DefaultUserRolePermissionsPatch{AllowedToReadOtherUsers: &on})
		},
	} {
		for _, on := range []bool{true, false} {
			want := conform.Clone(*getPolicy(c))
			setAuthorization(c, throw(&want, on))
			policyIs(c, want)
		}
	}
}
