package admin

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// Organizations is the tenant as a whole, as [Client.Organization] has it. A
// client sees one organization, its own tenant's.
//
// Source: https://learn.microsoft.com/graph/api/resources/organization
type Organizations interface {
	// Get returns the organization. Who may read no more than himself (the
	// delegated permission User.Read), and a guest, gets ID, DisplayName and
	// VerifiedDomains; the rest is zero.
	//
	// Effect: read. Role: none; guests see little. Operation: admin.Organization.Get.
	// Source: https://learn.microsoft.com/graph/api/organization-list
	Get(ctx context.Context) (*Organization, error)

	// Update changes whom Microsoft writes to, and what the organization says about
	// privacy. The name and the address of the organization are changed on
	// [Links.OrganizationProfile] alone; no API does it. A client whose tenant is
	// configured by a domain in the place of an id asks for the id first
	// (admin.Organization.Get).
	//
	// Effect: reversible; repeating it is harmless. Role: Billing Administrator,
	// Global Administrator. Errors: [admin365.ErrInvalid] (an empty patch, which is
	// not sent; an address that is none). Operation: admin.Organization.Update.
	// Source: https://learn.microsoft.com/graph/api/organization-update
	Update(ctx context.Context, p OrganizationPatch) error
}

// Organization is the tenant as a whole. Times are in UTC; a zero value means that
// the service has none. Lists are never nil, except in the answer to who may read no
// more than himself.
//
// Source: https://learn.microsoft.com/graph/api/resources/organization#properties
type Organization struct {
	ID              admin365.TenantID `json:"id"`
	DisplayName     string            `json:"displayName"`
	CreatedDateTime time.Time         `json:"createdDateTime"`
	// TenantType is "AAD" for a tenant of people who work here, and "AAD B2C" for
	// one of customers.
	TenantType string `json:"tenantType"`

	// The postal address of the organization. CountryLetterCode is the two letters
	// of ISO 3166, by which Microsoft decides what can be bought.
	Street            string   `json:"street"`
	City              string   `json:"city"`
	State             string   `json:"state"`
	PostalCode        string   `json:"postalCode"`
	Country           string   `json:"country"`
	CountryLetterCode string   `json:"countryLetterCode"`
	BusinessPhones    []string `json:"businessPhones"`
	// PreferredLanguage is in ISO 639-1, such as "en".
	PreferredLanguage string `json:"preferredLanguage"`
	// DefaultUsageLocation is where people are unless they say otherwise. It does
	// not take the place of a user's usage location when a license is assigned.
	DefaultUsageLocation string `json:"defaultUsageLocation"`

	// Whom Microsoft writes to, each list in the order given.
	MarketingNotificationEmails          []string `json:"marketingNotificationEmails"`
	TechnicalNotificationMails           []string `json:"technicalNotificationMails"`
	SecurityComplianceNotificationMails  []string `json:"securityComplianceNotificationMails"`
	SecurityComplianceNotificationPhones []string `json:"securityComplianceNotificationPhones"`
	// PrivacyProfile is nil where nothing was ever said.
	PrivacyProfile *PrivacyProfile `json:"privacyProfile"`

	// VerifiedDomains are the domains whose ownership is proved, the initial one
	// among them. [Domains] has the others too.
	VerifiedDomains []VerifiedDomain `json:"verifiedDomains"`

	// OnPremisesSyncEnabled is true while a directory is synchronized from
	// on-premises, false when it once was, and nil when it never was.
	OnPremisesSyncEnabled *bool `json:"onPremisesSyncEnabled"`
	// OnPremisesLastSyncDateTime is when the synchronization last ran to its end;
	// zero if it never did.
	OnPremisesLastSyncDateTime time.Time `json:"onPremisesLastSyncDateTime"`
}

// PrivacyProfile is what an organization says about privacy: whom to ask, and where
// its statement is. "" where it does not say.
type PrivacyProfile struct {
	ContactEmail string `json:"contactEmail"`
	StatementURL string `json:"statementUrl"`
}

// VerifiedDomain is a domain of the organization, as the organization lists it.
type VerifiedDomain struct {
	// Name is the domain, such as "contoso.com".
	Name string `json:"name"`
	// Type is how its people sign in.
	Type AuthenticationType `json:"type"`
	// Capabilities are what it is used for in words, such as
	// "Email, OfficeCommunicationsOnline".
	Capabilities string `json:"capabilities"`
	IsDefault    bool   `json:"isDefault"`
	IsInitial    bool   `json:"isInitial"`
}

// OrganizationPatch is a change to the organization. A list replaces the whole list;
// an empty one that is not nil empties it.
type OrganizationPatch struct {
	MarketingNotificationEmails          []string `json:"marketingNotificationEmails,omitzero"`
	TechnicalNotificationMails           []string `json:"technicalNotificationMails,omitzero"`
	SecurityComplianceNotificationMails  []string `json:"securityComplianceNotificationMails,omitzero"`
	SecurityComplianceNotificationPhones []string `json:"securityComplianceNotificationPhones,omitzero"`
	// PrivacyProfile replaces what it names; see [PrivacyProfilePatch].
	PrivacyProfile *PrivacyProfilePatch `json:"privacyProfile,omitzero"`
}

// PrivacyProfilePatch is a change to the privacy profile; what it does not name
// stays.
type PrivacyProfilePatch struct {
	ContactEmail admin365.Optional[string] `json:"contactEmail,omitzero"`
	StatementURL admin365.Optional[string] `json:"statementUrl,omitzero"`
}
