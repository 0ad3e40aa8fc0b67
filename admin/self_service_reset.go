package admin

import (
	"context"
	"time"
)

// SelfServiceReset is how people get a new password by themselves when they have
// forgotten theirs, and with which methods they prove who they are, as
// [Client.SelfServiceReset] has it.
//
// Two switches are apart. Administrators have one of their own
// (allowedToUseSSPR), and always need two methods. That of all others has no API: see
// [SelfServiceReset.Users].
//
// Source: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
type SelfServiceReset interface {
	// Administrators reports whether administrators may reset their own passwords.
	// A change shows for them after up to an hour.
	//
	// Effect: read. Role: every member. Operation: admin.Authorization.Get.
	// Source: https://learn.microsoft.com/graph/api/authorizationpolicy-get
	Administrators(ctx context.Context) (bool, error)

	// SetAdministrators allows it to administrators, or not.
	//
	// Effect: reversible; repeating it is harmless. Role: Privileged Role
	// Administrator, Global Administrator. Operation: admin.Authorization.Update.
	// Source: https://learn.microsoft.com/graph/api/authorizationpolicy-update
	SetAdministrators(ctx context.Context, allowed bool) error

	// Users returns for whom among all others it is on. No API tells: it always fails
	// with [admin365.ErrUnsupported], which names the page that does
	// ([Links.SelfServiceReset]), and contacts nobody.
	Users(ctx context.Context) (*UserSelfServiceReset, error)

	// SetUsers says for whom it is on. No API does it: it always fails as
	// [SelfServiceReset.Users] does. For a tenant in memory see
	// [Backstage.SetUserSelfServiceReset].
	SetUsers(ctx context.Context, u UserSelfServiceReset) error

	// Methods returns the policy of authentication methods: which there are, whether
	// they are on and for whom, and the registration campaign.
	//
	// Effect: read. Role: Global Reader, Authentication Policy Administrator, Global
	// Administrator. Operation: admin.AuthenticationMethods.Get.
	// Source: https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get
	Methods(ctx context.Context) (*AuthenticationMethodsPolicy, error)

	// UpdateMethod changes one method: its state, and for whom it is.
	//
	// Effect: reversible; repeating it is harmless. Role: Authentication Policy
	// Administrator, Global Administrator. Errors: [admin365.ErrNotFound] (no such
	// method), [admin365.ErrInvalid] (an empty patch, which is not sent; a state or a target
	// that is none). Operation: admin.AuthenticationMethods.UpdateMethod.
	// Source: https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicies-overview
	UpdateMethod(ctx context.Context, id AuthenticationMethodID, p AuthenticationMethodPatch) error

	// UpdateCampaign changes the campaign that asks people at sign-in to register a
	// method.
	//
	// Effect: reversible; repeating it is harmless. Role: Authentication Policy
	// Administrator, Global Administrator. Errors: [admin365.ErrInvalid] (an empty
	// patch, which is not sent; days out of range; a state or a target that is none). Operation:
	// admin.AuthenticationMethods.Update.
	// Source: https://learn.microsoft.com/graph/api/authenticationmethodspolicy-update
	UpdateCampaign(ctx context.Context, p RegistrationCampaignPatch) error
}

// SelfServiceResetScope is for whom something is on.
type SelfServiceResetScope string

// The three positions of the switch on the page.
const (
	SelfServiceResetNone     SelfServiceResetScope = "None"
	SelfServiceResetSelected SelfServiceResetScope = "Selected"
	SelfServiceResetAll      SelfServiceResetScope = "All"
)

// UserSelfServiceReset is the switch of those who are no administrators, as the page
// has it.
type UserSelfServiceReset struct {
	Scope SelfServiceResetScope
	// Group is the object id of the one group for which it is on, with
	// [SelfServiceResetSelected]; "" otherwise.
	Group string
}

// AuthenticationMethodID names a method. Unknown values are kept.
type AuthenticationMethodID string

// The methods of the policy.
const (
	MethodFIDO2                  AuthenticationMethodID = "Fido2"
	MethodMicrosoftAuthenticator AuthenticationMethodID = "MicrosoftAuthenticator"
	MethodSMS                    AuthenticationMethodID = "Sms"
	MethodTemporaryAccessPass    AuthenticationMethodID = "TemporaryAccessPass"
	MethodSoftwareOATH           AuthenticationMethodID = "SoftwareOath"
	MethodVoice                  AuthenticationMethodID = "Voice"
	MethodEmail                  AuthenticationMethodID = "Email"
	MethodX509Certificate        AuthenticationMethodID = "X509Certificate"
)

// MethodState says whether a method is on.
type MethodState string

// The states of a method.
const (
	MethodEnabled  MethodState = "enabled"
	MethodDisabled MethodState = "disabled"
)

// AllUsers is the id of the target that is everybody.
const AllUsers = "all_users"

// AuthenticationMethodsPolicy is the tenant's policy of authentication methods.
//
// Source: https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicy
type AuthenticationMethodsPolicy struct {
	DisplayName string
	Description string
	// LastModifiedDateTime is in UTC.
	LastModifiedDateTime time.Time
	PolicyVersion        string
	// Campaign asks people at sign-in to register a method.
	Campaign RegistrationCampaign
	// Methods are in the service's order.
	Methods []AuthenticationMethod
}

// AuthenticationMethod is one method of the policy.
//
// Source: https://learn.microsoft.com/graph/api/resources/authenticationmethodconfiguration
type AuthenticationMethod struct {
	ID    AuthenticationMethodID `json:"id"`
	State MethodState            `json:"state"`
	// IncludeTargets are for whom it is, ExcludeTargets who is taken out again.
	IncludeTargets []MethodTarget `json:"includeTargets"`
	ExcludeTargets []MethodTarget `json:"excludeTargets"`
}

// TargetType is what a target is.
type TargetType string

// The types of targets.
const (
	TargetGroup TargetType = "group"
	TargetUser  TargetType = "user"
)

// MethodTarget is whom a method is for, or not for.
type MethodTarget struct {
	// TargetType of a method is [TargetGroup]; that of a campaign may be
	// [TargetUser].
	TargetType TargetType `json:"targetType"`
	// ID is an object id, or [AllUsers].
	ID string `json:"id"`
	// IsRegistrationRequired: they are asked to register it. Not of a target that is
	// excluded, nor of a campaign's.
	IsRegistrationRequired bool `json:"isRegistrationRequired,omitzero"`
}

// AuthenticationMethodPatch is a change to a method. Lists replace the whole list:
// what a target has beside the fields of [MethodTarget] begins anew as the service
// has it by default.
type AuthenticationMethodPatch struct {
	State          *MethodState   `json:"state,omitzero"`
	IncludeTargets []MethodTarget `json:"includeTargets,omitzero"`
	ExcludeTargets []MethodTarget `json:"excludeTargets,omitzero"`
}

// CampaignState says whether a campaign is on.
type CampaignState string

// The states of a campaign.
const (
	// CampaignDefault: Microsoft decides.
	CampaignDefault  CampaignState = "default"
	CampaignEnabled  CampaignState = "enabled"
	CampaignDisabled CampaignState = "disabled"
)

// RegistrationCampaign asks people at sign-in to register a method.
//
// Source: https://learn.microsoft.com/graph/api/resources/authenticationmethodsregistrationcampaign
type RegistrationCampaign struct {
	// SnoozeDurationInDays is after how many days somebody who put it off is asked
	// again: 0 to 14; 0 at every sign-in.
	SnoozeDurationInDays int              `json:"snoozeDurationInDays"`
	State                CampaignState    `json:"state"`
	IncludeTargets       []CampaignTarget `json:"includeTargets"`
	ExcludeTargets       []MethodTarget   `json:"excludeTargets"`
}

// CampaignTarget is whom a campaign asks, and for which method.
type CampaignTarget struct {
	TargetType TargetType `json:"targetType"`
	// ID is an object id, or [AllUsers].
	ID string `json:"id"`
	// TargetedAuthenticationMethod is the method as the service writes it here, such
	// as "microsoftAuthenticator".
	TargetedAuthenticationMethod string `json:"targetedAuthenticationMethod"`
}

// RegistrationCampaignPatch is a change to the campaign. Lists replace the whole list.
type RegistrationCampaignPatch struct {
	SnoozeDurationInDays *int             `json:"snoozeDurationInDays,omitzero"`
	State                *CampaignState   `json:"state,omitzero"`
	IncludeTargets       []CampaignTarget `json:"includeTargets,omitzero"`
	ExcludeTargets       []MethodTarget   `json:"excludeTargets,omitzero"`
}
