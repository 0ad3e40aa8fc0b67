package identity

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Users adds, finds, edits and deletes the people of a tenant.
//
// Every method takes the object id or the user principal name as a [UserID],
// fails with the context's error when the context ends, and with
// [admin365.ErrForbidden] when the caller lacks the permission or the role.
//
// Source: https://learn.microsoft.com/graph/api/resources/user
//
// [UserID]: https://pkg.go.dev/github.com/admin365/admin365#UserID
type Users interface {
	// Create adds a user. The answer holds what was sent and what the service
	// added: the id, and the properties that Graph returns from a create; ask
	// Get for the rest.
	//
	// Required: AccountEnabled (true unless given), DisplayName, MailNickname,
	// UserPrincipalName, and PasswordProfile.Password.
	//
	// Effect: reversible. Role: User Administrator. Errors:
	// [admin365.ErrInvalid] (Details name the property: missing, too long, not
	// allowed, a domain that is not verified, a weak password),
	// [admin365.ErrConflict] (the user principal name is taken),
	// [admin365.ErrPrecondition] (the directory is full),
	// [admin365.ErrUncertain] (sent, and no answer: look with Get for the user
	// principal name before you repeat it, and make sure that who is found is
	// yours, by EmployeeID or the like; a create is never sent twice by itself).
	// Source: https://learn.microsoft.com/graph/api/user-post-users
	Create(ctx context.Context, u NewUser) (*User, error)

	// Get returns a user with every property of [User].
	//
	// The service may need seconds to tell all its replicas of a new user. For a
	// minute after it created one, this client waits for him instead of saying
	// that he does not exist; the context bounds the wait. Lists, counts and what
	// an update or a delete has changed may be seconds old.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-get
	Get(ctx context.Context, id admin365.UserID) (*User, error)

	// Me returns the signed-in person, as Get does. An application on its own is
	// nobody, and is refused with [admin365.ErrInvalid].
	//
	// Effect: read. Role: every member; permission:
	// User.Read is enough. Errors: [admin365.ErrInvalid], [admin365.ErrForbidden].
	// Source: https://learn.microsoft.com/graph/api/user-get
	Me(ctx context.Context) (*User, error)

	// List returns the users that q asks for, page by page as they are ranged
	// over; nothing is fetched before, and ranging again starts afresh. An error
	// comes once, as the last pair, with a nil user. Users that are created or
	// deleted meanwhile may be missed or not, but none comes twice.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid] (the query).
	// Source: https://learn.microsoft.com/graph/api/user-list
	List(ctx context.Context, q UserQuery) iter.Seq2[*User, error]

	// Count returns how many users q asks for. The service counts in an index
	// that may lag behind by seconds.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid].
	// Source: https://learn.microsoft.com/graph/api/user-list
	Count(ctx context.Context, q UserQuery) (int, error)

	// Update changes what p names and leaves the rest alone. An empty patch is
	// refused with [admin365.ErrInvalid]: it is a mistake, and not a check that
	// the user exists.
	//
	// A patch of the password alone is [Passwords.Set].
	//
	// Effect: reversible; repeating it is harmless. Role: User Administrator; for
	// single properties others besides, and for sensitive ones it depends on the
	// user's own roles: see docs/permissions.md.
	// Errors: [admin365.ErrNotFound], [admin365.ErrInvalid],
	// [admin365.ErrConflict] (the new user principal name is taken),
	// [admin365.ErrPrecondition] (the property is mastered on-premises).
	// Source: https://learn.microsoft.com/graph/api/user-update
	Update(ctx context.Context, id admin365.UserID, p UserPatch) error

	// Delete moves a user to the deleted users, from where he can be restored
	// for 30 days. His licenses are free at once, and so is his name.
	//
	// Effect: loses data after 30 days, revokes access at once. Where the client
	// itself has to send the request again and finds him gone, that is success; a
	// second call fails. Role: User Administrator. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-delete
	Delete(ctx context.Context, id admin365.UserID) error

	// Changes returns the next page of what changed since the token from; [Sync]
	// goes through them all. It begins with everybody for the empty token, and
	// with nobody for [FromNow].
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrResync] (the service
	// has forgotten the token: start anew with the empty one),
	// [admin365.ErrInvalid] (it is no token).
	// Source: https://learn.microsoft.com/graph/api/user-delta
	Changes(ctx context.Context, from ChangeToken) (*UserChanges, error)
}

// UserType tells members from guests. Unknown values are kept.
type UserType string

// The kinds of users.
const (
	Member UserType = "Member"
	Guest  UserType = "Guest"
)

// User is a person (or a shared account) of the tenant. An empty text and a
// zero time mean that the property is not set, or not part of the answer; a
// boolean that may be missing is a pointer, nil then. Times are in UTC.
//
// [Users.Get] and [Users.List] fill every field but the last four: what Graph
// gives only with further permissions or licenses (sign-in activity, custom
// security attributes, leave date), and the service plans, of which a person has
// fifty, come by [UserQuery.Include] and [GetIncluding]. A caller with User.ReadBasic.All alone gets of others little more
// than the names: no AccountEnabled, no licenses, and no error that says so.
//
// Source: https://learn.microsoft.com/graph/api/resources/user#properties
type User struct {
	ID                admin365.UserID `json:"id"`
	UserPrincipalName string          `json:"userPrincipalName"`
	DisplayName       string          `json:"displayName"`
	GivenName         string          `json:"givenName"`
	Surname           string          `json:"surname"`
	// AccountEnabled is false for a blocked user.
	AccountEnabled *bool `json:"accountEnabled"`

	// Mail is the primary address; a license with a mailbox sets it.
	Mail string `json:"mail"`
	// MailNickname is the mail alias.
	MailNickname string `json:"mailNickname"`
	// ProxyAddresses are all addresses; the primary one begins with "SMTP:".
	ProxyAddresses []string `json:"proxyAddresses"`
	// OtherMails are further addresses, such as a private one for recovery.
	OtherMails  []string `json:"otherMails"`
	ImAddresses []string `json:"imAddresses"`

	JobTitle    string `json:"jobTitle"`
	Department  string `json:"department"`
	CompanyName string `json:"companyName"`
	EmployeeID  string `json:"employeeId"`
	// EmployeeType is free text, such as "Employee" or "Contractor".
	EmployeeType     string           `json:"employeeType"`
	EmployeeHireDate time.Time        `json:"employeeHireDate"`
	EmployeeOrgData  *EmployeeOrgData `json:"employeeOrgData"`

	// BusinessPhones holds at most one number.
	BusinessPhones []string `json:"businessPhones"`
	MobilePhone    string   `json:"mobilePhone"`
	FaxNumber      string   `json:"faxNumber"`
	OfficeLocation string   `json:"officeLocation"`
	StreetAddress  string   `json:"streetAddress"`
	City           string   `json:"city"`
	State          string   `json:"state"`
	PostalCode     string   `json:"postalCode"`
	Country        string   `json:"country"`
	// UsageLocation is an ISO 3166-1 two-letter code; needed before a license
	// can be assigned.
	UsageLocation         string `json:"usageLocation"`
	PreferredLanguage     string `json:"preferredLanguage"`
	PreferredDataLocation string `json:"preferredDataLocation"`

	UserType UserType `json:"userType"`
	// CreationType is "Invitation", "LocalAccount", "EmailVerified" and the
	// like, or empty for a regular account.
	CreationType string `json:"creationType"`
	// ExternalUserState is "PendingAcceptance" or "Accepted" for a guest.
	ExternalUserState               string                     `json:"externalUserState"`
	ExternalUserStateChangeDateTime time.Time                  `json:"externalUserStateChangeDateTime"`
	AgeGroup                        string                     `json:"ageGroup"`
	ConsentProvidedForMinor         string                     `json:"consentProvidedForMinor"`
	LegalAgeGroupClassification     string                     `json:"legalAgeGroupClassification"`
	Identities                      []ObjectIdentity           `json:"identities"`
	IsResourceAccount               *bool                      `json:"isResourceAccount"`
	IsManagementRestricted          *bool                      `json:"isManagementRestricted"`
	ShowInAddressList               *bool                      `json:"showInAddressList"`
	AssignedLicenses                []admin365.AssignedLicense `json:"assignedLicenses"`
	LicenseAssignmentStates         []admin365.LicenseState    `json:"licenseAssignmentStates"`
	ServiceProvisioningErrors       []ProvisionedError         `json:"serviceProvisioningErrors"`

	// PasswordPolicies is "None", "DisablePasswordExpiration",
	// "DisableStrongPassword" or both, joined by ", ".
	PasswordPolicies                string    `json:"passwordPolicies"`
	LastPasswordChangeDateTime      time.Time `json:"lastPasswordChangeDateTime"`
	SignInSessionsValidFromDateTime time.Time `json:"signInSessionsValidFromDateTime"`
	SecurityIdentifier              string    `json:"securityIdentifier"`

	CreatedDateTime time.Time `json:"createdDateTime"`
	DeletedDateTime time.Time `json:"deletedDateTime"`

	// OnPremisesSyncEnabled: true for a synchronized user, whose properties are
	// mastered on-premises; false if he once was; nil if never.
	OnPremisesSyncEnabled         *bool                    `json:"onPremisesSyncEnabled"`
	OnPremisesLastSyncDateTime    time.Time                `json:"onPremisesLastSyncDateTime"`
	OnPremisesImmutableID         string                   `json:"onPremisesImmutableId"`
	OnPremisesDistinguishedName   string                   `json:"onPremisesDistinguishedName"`
	OnPremisesDomainName          string                   `json:"onPremisesDomainName"`
	OnPremisesSamAccountName      string                   `json:"onPremisesSamAccountName"`
	OnPremisesSecurityIdentifier  string                   `json:"onPremisesSecurityIdentifier"`
	OnPremisesUserPrincipalName   string                   `json:"onPremisesUserPrincipalName"`
	OnPremisesExtensionAttributes *ExtensionAttributes     `json:"onPremisesExtensionAttributes"`
	OnPremisesProvisioningErrors  []OnPremisesProvisioning `json:"onPremisesProvisioningErrors"`

	// SignInActivity comes with [IncludeSignInActivity] alone; nil also for one
	// who never signed in.
	SignInActivity *SignInActivity `json:"-"`
	// AssignedPlans are the service plans that his licenses give him, each once; they
	// come with [IncludeAssignedPlans] alone.
	AssignedPlans []admin365.AssignedPlan `json:"-"`
	// ProvisionedPlans are how services have set him up; they come with
	// [IncludeProvisionedPlans] alone.
	ProvisionedPlans []admin365.ProvisionedPlan `json:"-"`
	// Extra are the included properties that have no field here, as JSON.
	Extra map[UserProperty]json.RawMessage `json:"-"`
}

// SignInActivity is when a user signed in last. Times are in UTC, and zero if he
// never did so. The service tells with some hours' delay.
//
// Source: https://learn.microsoft.com/graph/api/resources/signinactivity
type SignInActivity struct {
	// LastSignInDateTime is the last attempt of his own, well or not.
	LastSignInDateTime time.Time `json:"lastSignInDateTime,omitzero"`
	// LastNonInteractiveSignInDateTime is the last one that a client made for him.
	LastNonInteractiveSignInDateTime time.Time `json:"lastNonInteractiveSignInDateTime,omitzero"`
	// LastSuccessfulSignInDateTime is the last one of either kind that succeeded.
	LastSuccessfulSignInDateTime time.Time `json:"lastSuccessfulSignInDateTime,omitzero"`
}

// Last is the latest of the times: when he, or a client for him, was there last. An
// attempt that failed counts, so it may be somebody else's: who signed in well, says
// LastSuccessfulSignInDateTime, which the service has kept since December 2023. It is
// zero of nil, who never did so.
//
// Source: https://learn.microsoft.com/graph/api/resources/signinactivity
func (a *SignInActivity) Last() time.Time {
	if a == nil {
		return time.Time{}
	}
	last := a.LastSignInDateTime
	for _, at := range []time.Time{a.LastNonInteractiveSignInDateTime, a.LastSuccessfulSignInDateTime} {
		if at.After(last) {
			last = at
		}
	}
	return last
}

// NewUser is a user to create. Empty fields are not sent.
type NewUser struct {
	// UserPrincipalName is the sign-in name: at most 64 characters before the @
	// and 48 behind it, of A-Z a-z 0-9 ' . - _ ! # ^ ~, in a verified domain of
	// the tenant. Required.
	UserPrincipalName string `json:"userPrincipalName,omitzero"`
	// DisplayName has at most 256 characters. Required.
	DisplayName string `json:"displayName,omitzero"`
	// MailNickname is the mail alias, at most 64 characters. Required.
	MailNickname string `json:"mailNickname,omitzero"`
	// PasswordProfile holds the first password. Required.
	PasswordProfile PasswordProfile `json:"-"`
	// AccountEnabled: nil means true.
	AccountEnabled *bool `json:"accountEnabled,omitzero"`

	GivenName             string    `json:"givenName,omitzero"`
	Surname               string    `json:"surname,omitzero"`
	Mail                  string    `json:"mail,omitzero"`
	OtherMails            []string  `json:"otherMails,omitzero"`
	JobTitle              string    `json:"jobTitle,omitzero"`
	Department            string    `json:"department,omitzero"`
	CompanyName           string    `json:"companyName,omitzero"`
	EmployeeID            string    `json:"employeeId,omitzero"`
	EmployeeType          string    `json:"employeeType,omitzero"`
	EmployeeHireDate      time.Time `json:"employeeHireDate,omitzero"`
	BusinessPhones        []string  `json:"businessPhones,omitzero"`
	MobilePhone           string    `json:"mobilePhone,omitzero"`
	FaxNumber             string    `json:"faxNumber,omitzero"`
	OfficeLocation        string    `json:"officeLocation,omitzero"`
	StreetAddress         string    `json:"streetAddress,omitzero"`
	City                  string    `json:"city,omitzero"`
	State                 string    `json:"state,omitzero"`
	PostalCode            string    `json:"postalCode,omitzero"`
	Country               string    `json:"country,omitzero"`
	UsageLocation         string    `json:"usageLocation,omitzero"`
	PreferredLanguage     string    `json:"preferredLanguage,omitzero"`
	PreferredDataLocation string    `json:"preferredDataLocation,omitzero"`
	PasswordPolicies      string    `json:"passwordPolicies,omitzero"`
	// UserType: empty means Member.
	UserType                UserType         `json:"userType,omitzero"`
	AgeGroup                string           `json:"ageGroup,omitzero"`
	ConsentProvidedForMinor string           `json:"consentProvidedForMinor,omitzero"`
	EmployeeOrgData         *EmployeeOrgData `json:"employeeOrgData,omitzero"`
	Identities              []ObjectIdentity `json:"identities,omitzero"`
	ShowInAddressList       *bool            `json:"showInAddressList,omitzero"`
	// OnPremisesImmutableID is required if the domain is federated.
	OnPremisesImmutableID         string               `json:"onPremisesImmutableId,omitzero"`
	OnPremisesExtensionAttributes *ExtensionAttributes `json:"onPremisesExtensionAttributes,omitzero"`
}

// PasswordProfile is a password to set.
type PasswordProfile struct {
	// Password has 8 to 256 characters of three of the classes lower case,
	// upper case, digits and symbols, and no Unicode beyond ASCII.
	Password admin365.Secret
	// ForceChangePasswordNextSignIn: the user has to choose another one at the
	// next sign-in.
	ForceChangePasswordNextSignIn bool
	// ForceChangePasswordNextSignInWithMfa: the same, after multifactor
	// authentication.
	ForceChangePasswordNextSignInWithMfa bool
}

// UserPatch is a change to a user. A nil pointer and a zero Optional leave the
// property alone; a slice that is not nil replaces the whole list, and an empty
// one clears it.
type UserPatch struct {
	UserPrincipalName *string `json:"userPrincipalName,omitzero"`
	DisplayName       *string `json:"displayName,omitzero"`
	MailNickname      *string `json:"mailNickname,omitzero"`
	// AccountEnabled false blocks the user: he is signed out within the hour.
	AccountEnabled *bool `json:"accountEnabled,omitzero"`
	// UsageLocation can be changed and not cleared.
	UsageLocation *string `json:"usageLocation,omitzero"`
	// PasswordProfile sets a new password; nil leaves the password alone.
	PasswordProfile *PasswordProfile `json:"-"`

	GivenName             admin365.Optional[string]    `json:"givenName,omitzero"`
	Surname               admin365.Optional[string]    `json:"surname,omitzero"`
	Mail                  admin365.Optional[string]    `json:"mail,omitzero"`
	JobTitle              admin365.Optional[string]    `json:"jobTitle,omitzero"`
	Department            admin365.Optional[string]    `json:"department,omitzero"`
	CompanyName           admin365.Optional[string]    `json:"companyName,omitzero"`
	EmployeeID            admin365.Optional[string]    `json:"employeeId,omitzero"`
	EmployeeType          admin365.Optional[string]    `json:"employeeType,omitzero"`
	EmployeeHireDate      admin365.Optional[time.Time] `json:"employeeHireDate,omitzero"`
	MobilePhone           admin365.Optional[string]    `json:"mobilePhone,omitzero"`
	FaxNumber             admin365.Optional[string]    `json:"faxNumber,omitzero"`
	OfficeLocation        admin365.Optional[string]    `json:"officeLocation,omitzero"`
	StreetAddress         admin365.Optional[string]    `json:"streetAddress,omitzero"`
	City                  admin365.Optional[string]    `json:"city,omitzero"`
	State                 admin365.Optional[string]    `json:"state,omitzero"`
	PostalCode            admin365.Optional[string]    `json:"postalCode,omitzero"`
	Country               admin365.Optional[string]    `json:"country,omitzero"`
	PreferredLanguage     admin365.Optional[string]    `json:"preferredLanguage,omitzero"`
	PreferredDataLocation admin365.Optional[string]    `json:"preferredDataLocation,omitzero"`
	PasswordPolicies      admin365.Optional[string]    `json:"passwordPolicies,omitzero"`
	UserType              admin365.Optional[UserType]  `json:"userType,omitzero"`
	AgeGroup              admin365.Optional[string]    `json:"ageGroup,omitzero"`
	ShowInAddressList     admin365.Optional[bool]      `json:"showInAddressList,omitzero"`

	ConsentProvidedForMinor       admin365.Optional[string]              `json:"consentProvidedForMinor,omitzero"`
	EmployeeOrgData               admin365.Optional[EmployeeOrgData]     `json:"employeeOrgData,omitzero"`
	OnPremisesImmutableID         admin365.Optional[string]              `json:"onPremisesImmutableId,omitzero"`
	OnPremisesExtensionAttributes admin365.Optional[ExtensionAttributes] `json:"onPremisesExtensionAttributes,omitzero"`

	// BusinessPhones holds at most one number.
	BusinessPhones []string         `json:"businessPhones,omitzero"`
	OtherMails     []string         `json:"otherMails,omitzero"`
	Identities     []ObjectIdentity `json:"identities,omitzero"`
}
