package admin

import (
	"context"

	"github.com/admin365/admin365"
)

// Authorization is the tenant's authorization policy, as [Client.Authorization] has
// it: what people, guests and administrators may do by themselves. There is one.
//
// Source: https://learn.microsoft.com/graph/api/resources/authorizationpolicy
type Authorization interface {
	// Get returns the policy.
	//
	// Effect: read. Role: every member. Operation: admin.Authorization.Get.
	// Source: https://learn.microsoft.com/graph/api/authorizationpolicy-get
	Get(ctx context.Context) (*AuthorizationPolicy, error)

	// Update changes the policy.
	//
	// Effect: reversible; repeating it is harmless. Role: Privileged Role
	// Administrator, Global Administrator. Errors: [admin365.ErrInvalid] (an empty
	// patch, which is not sent; a value that is none). Operation:
	// admin.Authorization.Update.
	// Source: https://learn.microsoft.com/graph/api/authorizationpolicy-update
	Update(ctx context.Context, p AuthorizationPolicyPatch) error
}

// AllowInvitesFrom says who may invite guests. Unknown values are kept.
type AllowInvitesFrom string

// Who may invite guests, from nobody to everybody.
const (
	InvitesNone                             AllowInvitesFrom = "none"
	InvitesAdminsAndGuestInviters           AllowInvitesFrom = "adminsAndGuestInviters"
	InvitesAdminsGuestInvitersAndAllMembers AllowInvitesFrom = "adminsGuestInvitersAndAllMembers"
	InvitesEveryone                         AllowInvitesFrom = "everyone"
)

// The roles that guests can have; see [AuthorizationPolicy.GuestUserRoleID].
const (
	// GuestAsMember: guests see what members see.
	GuestAsMember admin365.RoleID = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
	// GuestUser: guests see some of it, the default.
	GuestUser admin365.RoleID = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
	// RestrictedGuestUser: guests see themselves.
	RestrictedGuestUser admin365.RoleID = "2af84b1e-32c8-42b7-82bc-daa82404023b"
)

// AuthorizationPolicy is what people may do by themselves.
//
// Source: https://learn.microsoft.com/graph/api/resources/authorizationpolicy#properties
type AuthorizationPolicy struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	Description string `json:"description"`
	// AllowedToUseSSPR: administrators may reset their own passwords.
	AllowedToUseSSPR                          bool             `json:"allowedToUseSSPR"`
	AllowedToSignUpEmailBasedSubscriptions    bool             `json:"allowedToSignUpEmailBasedSubscriptions"`
	AllowEmailVerifiedUsersToJoinOrganization bool             `json:"allowEmailVerifiedUsersToJoinOrganization"`
	AllowInvitesFrom                          AllowInvitesFrom `json:"allowInvitesFrom"`
	// AllowUserConsentForRiskyApps and BlockMsolPowerShell are nil where the service
	// does not say.
	AllowUserConsentForRiskyApps *bool                      `json:"allowUserConsentForRiskyApps"`
	BlockMsolPowerShell          *bool                      `json:"blockMsolPowerShell"`
	GuestUserRoleID              admin365.RoleID            `json:"guestUserRoleId"`
	DefaultUserRolePermissions   DefaultUserRolePermissions `json:"defaultUserRolePermissions"`
}

// DefaultUserRolePermissions are what every member may do.
type DefaultUserRolePermissions struct {
	AllowedToCreateApps                      bool     `json:"allowedToCreateApps"`
	AllowedToCreateSecurityGroups            bool     `json:"allowedToCreateSecurityGroups"`
	AllowedToCreateTenants                   *bool    `json:"allowedToCreateTenants"`
	AllowedToReadBitlockerKeysForOwnedDevice *bool    `json:"allowedToReadBitlockerKeysForOwnedDevice"`
	AllowedToReadOtherUsers                  bool     `json:"allowedToReadOtherUsers"`
	PermissionGrantPoliciesAssigned          []string `json:"permissionGrantPoliciesAssigned"`
}

// AuthorizationPolicyPatch is a change to the policy.
type AuthorizationPolicyPatch struct {
	AllowedToUseSSPR                          *bool                            `json:"allowedToUseSSPR,omitzero"`
	AllowedToSignUpEmailBasedSubscriptions    *bool                            `json:"allowedToSignUpEmailBasedSubscriptions,omitzero"`
	AllowEmailVerifiedUsersToJoinOrganization *bool                            `json:"allowEmailVerifiedUsersToJoinOrganization,omitzero"`
	AllowInvitesFrom                          *AllowInvitesFrom                `json:"allowInvitesFrom,omitzero"`
	AllowUserConsentForRiskyApps              admin365.Optional[bool]          `json:"allowUserConsentForRiskyApps,omitzero"`
	BlockMsolPowerShell                       admin365.Optional[bool]          `json:"blockMsolPowerShell,omitzero"`
	GuestUserRoleID                           *admin365.RoleID                 `json:"guestUserRoleId,omitzero"`
	DefaultUserRolePermissions                *DefaultUserRolePermissionsPatch `json:"defaultUserRolePermissions,omitzero"`
}

// DefaultUserRolePermissionsPatch is a change to what every member may do; what it
// does not name stays.
type DefaultUserRolePermissionsPatch struct {
	AllowedToCreateApps                      *bool    `json:"allowedToCreateApps,omitzero"`
	AllowedToCreateSecurityGroups            *bool    `json:"allowedToCreateSecurityGroups,omitzero"`
	AllowedToCreateTenants                   *bool    `json:"allowedToCreateTenants,omitzero"`
	AllowedToReadBitlockerKeysForOwnedDevice *bool    `json:"allowedToReadBitlockerKeysForOwnedDevice,omitzero"`
	AllowedToReadOtherUsers                  *bool    `json:"allowedToReadOtherUsers,omitzero"`
	PermissionGrantPoliciesAssigned          []string `json:"permissionGrantPoliciesAssigned,omitzero"`
}
