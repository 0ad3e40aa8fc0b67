package admin

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// authorizationRow is the authorization policy of a tenant that has changed it; the
// others have the defaults and no row.
type authorizationRow struct {
	ID               tenant.Key `json:"id"`
	Invites          string     `json:"allowInvitesFrom"`
	SSPR             odata.Tri  `json:"allowedToUseSSPR"`
	EmailSignUp      odata.Tri  `json:"allowedToSignUpEmailBasedSubscriptions"`
	EmailJoin        odata.Tri  `json:"allowEmailVerifiedUsersToJoinOrganization"`
	RiskyConsent     odata.Tri  `json:"allowUserConsentForRiskyApps,omitzero"`
	BlockMSOL        odata.Tri  `json:"blockMsolPowerShell,omitzero"`
	GuestRole        string     `json:"guestUserRoleId"`
	DefaultUserRoles string     `json:"defaultUserRolePermissions"`
}

var authorizations = tenant.Table[*authorizationRow]{
	Name: "authorizationPolicy", Key: func(r *authorizationRow) tenant.Key { return r.ID },
	Label: func(*authorizationRow) string { return "Authorization Policy" },
	Diff:  func(before, after *authorizationRow) []string { return authorizationProps.Diff(before, after) },
}

// authorizationProps are the properties of the policy in the order of a recorded
// answer.
//
// Source: https://learn.microsoft.com/graph/api/resources/authorizationpolicy#properties
var (
	authorizationProps = odata.Table[*authorizationRow]{
		Entity: "AuthorizationPolicy", EDM: "microsoft.graph.authorizationPolicy", Set: "policies",
		Props: []odata.Prop[*authorizationRow]{
			{Name: "id", Flags: fixed, Read: func(*authorizationRow) string { return "authorizationPolicy" }},
			{Name: "allowInvitesFrom", Flags: settable, Check: isInvites, Text: func(r *authorizationRow) *string { return &r.Invites }},
			{Name: "allowedToSignUpEmailBasedSubscriptions", Type: odata.Bool, Flags: settable, Bool: func(r *authorizationRow) *odata.Tri { return &r.EmailSignUp }},
			{Name: "allowedToUseSSPR", Type: odata.Bool, Flags: settable, Bool: func(r *authorizationRow) *odata.Tri { return &r.SSPR }},
			{Name: "allowEmailVerifiedUsersToJoinOrganization", Type: odata.Bool, Flags: settable, Bool: func(r *authorizationRow) *odata.Tri { return &r.EmailJoin }},
			{Name: "allowUserConsentForRiskyApps", Type: odata.Bool, Flags: odata.Default | odata.NotFiltered, Bool: func(r *authorizationRow) *odata.Tri { return &r.RiskyConsent }},
			{Name: "blockMsolPowerShell", Type: odata.Bool, Flags: odata.Default | odata.NotFiltered, Bool: func(r *authorizationRow) *odata.Tri { return &r.BlockMSOL }},
			{Name: "deletedDateTime", Type: odata.Time, Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered, Read: func(*authorizationRow) string { return "" }},
			{Name: "displayName", Flags: fixed, Read: func(*authorizationRow) string { return "Authorization Policy" }},
			{Name: "description", Flags: fixed, Read: func(*authorizationRow) string {
				return "Used to manage authorization related settings across the company."
			}},
			{Name: "guestUserRoleId", Flags: settable, Check: isGuestRole, Text: func(r *authorizationRow) *string { return &r.GuestRole }},
			{Name: "defaultUserRolePermissions", Type: odata.Object, EDM: "microsoft.graph.defaultUserRolePermissions", Members: defaultUserRoleMembers,
				Flags: settable, Text: func(r *authorizationRow) *string { return &r.DefaultUserRoles }},
		},
	}
	authorizationBinding = odata.Binding[*authorizationRow, *AuthorizationPolicy]{Table: &authorizationProps}

	defaultUserRoleMembers = []odata.Member{
		{Name: "allowedToCreateApps", Type: odata.Bool, NotNull: true}, {Name: "allowedToCreateSecurityGroups", Type: odata.Bool, NotNull: true},
		{Name: "allowedToCreateTenants", Type: odata.Bool}, {Name: "allowedToReadBitlockerKeysForOwnedDevice", Type: odata.Bool},
		{Name: "allowedToReadOtherUsers", Type: odata.Bool, NotNull: true}, {Name: "permissionGrantPoliciesAssigned", Type: odata.TextList, NotNull: true},
	}
)

func isInvites(value string) bool {
	switch AllowInvitesFrom(value) {
	case InvitesNone, InvitesAdminsAndGuestInviters, InvitesAdminsGuestInvitersAndAllMembers, InvitesEveryone:
		return true
	default:
		return false
	}
}

func isGuestRole(value string) bool {
	return slices.Contains([]admin365.RoleID{GuestAsMember, GuestUser, RestrictedGuestUser}, admin365.RoleID(value))
}

// authorizationOf is the tenant's policy.
func authorizationOf(tx *tenant.Tx) *authorizationRow {
	for row := range tenant.In(tx, &authorizations).All() {
		return row
	}
	// What a new tenant begins with.
	return &authorizationRow{
		ID: tenant.NameKey("policy", "authorizationPolicy"), Invites: string(InvitesEveryone),
		SSPR: odata.True, EmailSignUp: odata.True, EmailJoin: odata.False, RiskyConsent: odata.False, BlockMSOL: odata.False, GuestRole: string(GuestUser),
		DefaultUserRoles: `{"allowedToCreateApps":true,"allowedToCreateSecurityGroups":true,"allowedToCreateTenants":true,` +
			`"allowedToReadBitlockerKeysForOwnedDevice":true,"allowedToReadOtherUsers":true,` +
			`"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]}`,
	}
}

// patchAuthorization changes the policy from the body of a PATCH.
func patchAuthorization(tx *tenant.Tx, body []byte) error {
	change, err := authorizationProps.Body(body)
	if err != nil {
		return err
	}
	if err := authorizationProps.Validate(change, false); err != nil {
		return err
	}
	old := authorizationOf(tx)
	row := *old
	authorizationProps.Apply(&row, change)
	row.DefaultUserRoles = mergedObject(old.DefaultUserRoles, row.DefaultUserRoles)
	return tenant.In(tx, &authorizations).Put(&row)
}
