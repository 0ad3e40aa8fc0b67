package admin

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// Domains is the tenant's domains, as [Client.Domains] has them. A domain is named
// by its fully qualified name, such as "contoso.com", in any letter case.
//
// The way of a domain: [Domains.Add]; publish one of [DomainRecords.Verification]
// where the domain's DNS is; [Domains.Verify]; say what it is for with
// [Domains.Update]; publish [DomainRecords.Service]. Its end is [Domains.Delete], or
// [DomainDeletions.ForceDelete] with all that uses it.
//
// All refuse a domain that the tenant does not have with [admin365.ErrNotFound].
//
// Source: https://learn.microsoft.com/graph/api/resources/domain
type Domains interface {
	// List returns all domains, those that are not verified yet too, in the order of
	// their names; it yields as [identity.Users.List] does, on one page.
	//
	// Effect: read. Role: none; guests may too. Operation: admin.Domains.List.
	// Source: https://learn.microsoft.com/graph/api/domain-list
	List(ctx context.Context) iter.Seq2[*Domain, error]

	// Get returns a domain.
	//
	// Effect: read. Role: none; guests may too. Errors: [admin365.ErrNotFound].
	// Operation: admin.Domains.Get.
	// Source: https://learn.microsoft.com/graph/api/domain-get
	Get(ctx context.Context, name string) (*Domain, error)

	// Add puts a domain into the tenant, not verified: nobody can be named in it yet.
	// A subdomain of a verified domain of the tenant is verified at once; one that is
	// there before its root is when the root is verified, which it follows from then on.
	// That another tenant has the domain shows when it is verified.
	//
	// Effect: reversible. Role: Domain Name Administrator, Global Administrator. Errors:
	// [admin365.ErrConflict] (the tenant has it), [admin365.ErrInvalid] (it is no name
	// of a domain, or one of Microsoft's own, such as other.onmicrosoft.com),
	// [admin365.ErrUncertain]. Operation: admin.Domains.Add.
	// Source: https://learn.microsoft.com/graph/api/domain-post-domains
	Add(ctx context.Context, name string) (*Domain, error)

	// Verify has the service look for one of the verification records, and makes the
	// domain a verified one if it finds it. The answer alone has AvailabilityStatus.
	// DNS takes its time: come again on [admin365.ErrPrecondition].
	//
	// Effect: reversible. Role: Domain Name Administrator, Global Administrator. Errors:
	// [admin365.ErrPrecondition] (no such record is found), [admin365.ErrConflict] (it is
	// verified already, here or in another tenant), [admin365.ErrBusy] (it is being
	// deleted), [admin365.ErrUncertain]. Operation: admin.Domains.Verify.
	// Source: https://learn.microsoft.com/graph/api/domain-verify
	Verify(ctx context.Context, name string, v DomainVerification) (*Domain, error)

	// Update changes a verified domain: whether it is the default one, what it is for,
	// when its passwords expire (see [PasswordPolicies], which is the same).
	//
	// Effect: reversible; repeating it is harmless. Role: Domain Name Administrator,
	// Security Administrator, External Identity Provider Administrator, Partner Tier2
	// Support, Global Administrator. Errors: [admin365.ErrInvalid] (an empty patch,
	// which is not sent; a service that cannot be chosen; days out of range; IsDefault
	// false: make another domain the default one), [admin365.ErrPrecondition] (it is
	// not verified; the days of a subdomain), [admin365.ErrBusy] (it is being
	// deleted). Operation: admin.Domains.Update.
	// Source: https://learn.microsoft.com/graph/api/domain-update
	Update(ctx context.Context, name string, p DomainPatch) error

	// Promote makes a verified subdomain, which no user uses, a root domain with
	// settings of its own.
	//
	// Effect: irrevocable. Role: Domain Name Administrator, Global Administrator. Errors:
	// [admin365.ErrPrecondition] (it is a root domain, not verified, or users use it),
	// [admin365.ErrBusy] (it is being deleted), [admin365.ErrUncertain]. Operation:
	// admin.Domains.Promote.
	// Source: https://learn.microsoft.com/graph/api/domain-promote
	Promote(ctx context.Context, name string) error

	// References returns what uses the domain: users by their user principal name or
	// an address, groups by an address. Each comes once, users by name first. It yields
	// as [identity.Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound]. Operation:
	// admin.Domains.References.
	// Source: https://learn.microsoft.com/graph/api/domain-list-domainnamereferences
	References(ctx context.Context, name string) iter.Seq2[*identity.DirectoryObject, error]

	// Delete removes a domain that nothing uses. Where the client itself has to send
	// it again and finds the domain gone, that is success.
	//
	// Effect: irrevocable: others may claim the name at once. Role: Domain Name
	// Administrator, Global Administrator. Errors: [admin365.ErrPrecondition] (it is the initial or the default domain, something
	// uses it, or it has subdomains), [admin365.ErrBusy] (a ForceDelete of it is
	// running). Operation: admin.Domains.Delete.
	// Source: https://learn.microsoft.com/graph/api/domain-delete
	Delete(ctx context.Context, name string) error
}

// DomainRecords is what belongs into a domain's DNS, as [Client.DomainRecords] has it.
//
// Source: https://learn.microsoft.com/graph/api/resources/domaindnsrecord
type DomainRecords interface {
	// Verification returns the records of which one has to be found in DNS
	// before the domain can be verified: a TXT record or, where the domain's host
	// cannot have one, an MX record, [DNSRecord.Type] telling which.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound]. Operation:
	// admin.Domains.VerificationRecords.
	// Source: https://learn.microsoft.com/graph/api/domain-list-verificationdnsrecords
	Verification(ctx context.Context, name string) ([]DNSRecord, error)

	// Service returns the records that the domain's services need in DNS; none
	// where it has no services, or is not verified.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound]. Operation:
	// admin.Domains.ServiceRecords.
	// Source: https://learn.microsoft.com/graph/api/domain-list-serviceconfigurationrecords
	Service(ctx context.Context, name string) ([]DNSRecord, error)
}

// DomainDeletions deletes domains that are used, as [Client.DomainDeletions] has it: the
// strongest of all that can be done to a domain, and apart from the rest for that.
//
// Source: https://learn.microsoft.com/graph/api/domain-forcedelete
type DomainDeletions interface {
	// ForceDelete begins to delete a domain with all that uses it: users and groups
	// are renamed into the tenant's initial domain, and the users are blocked unless d
	// says otherwise. Follow it with [DomainDeletions.Get].
	//
	//	op, err := c.DomainDeletions.ForceDelete(ctx, "contoso.com", admin.DomainForceDelete{})
	//	op, err = admin365.Wait(ctx, c.DomainDeletions.Get, op.ID, admin365.WaitOptions{})
	//
	// Effect: irrevocable. Role: Domain Name Administrator, Partner Tier2 Support, Global
	// Administrator. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition] (it is
	// the initial or the default domain, it has subdomains, more than 1,000 objects use
	// it), [admin365.ErrBusy] (one is running), [admin365.ErrUncertain]. Operation:
	// admin.Domains.ForceDelete.
	// Source: https://learn.microsoft.com/graph/api/domain-forcedelete
	ForceDelete(ctx context.Context, name string, d DomainForceDelete) (*admin365.Operation, error)

	// Get returns where a ForceDelete stands. The id is all that is needed, also
	// in another process. The service has no operation to ask: it has the domain, whose
	// State tells, until it is gone, which is success. So an id is good for as long
	// as nobody adds the domain anew. ResourceID is the domain's name. In the first
	// minute that the domain is not found is not taken for the end: a replica may not
	// have heard yet that it was there.
	//
	// Effect: read. Role: none; guests may too. Errors: [admin365.ErrInvalid] (the id is none
	// of a domain's). Operation: admin.Domains.Get.
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// SetDefaultDomain makes a verified domain the one in which new addresses are made.
// The one that was is so no more.
func SetDefaultDomain(ctx context.Context, domains Domains, name string) error {
	return domains.Update(ctx, name, DomainPatch{IsDefault: new(true)})
}

// AuthenticationType is how the people of a domain sign in. Unknown values are kept.
type AuthenticationType string

// The types of authentication.
const (
	// Managed: with a password or another method of Microsoft Entra ID.
	Managed AuthenticationType = "Managed"
	// Federated: at an identity provider of their own, which Microsoft Entra Connect
	// sets up; this library shows it.
	Federated AuthenticationType = "Federated"
)

// DomainService is a service that uses a domain. Unknown values are kept.
type DomainService string

// The services that [Domains.Update] can add and remove.
const (
	Email                      DomainService = "Email"
	OfficeCommunicationsOnline DomainService = "OfficeCommunicationsOnline"
	Yammer                     DomainService = "Yammer"
)

// Domain is a domain of the tenant.
//
// Source: https://learn.microsoft.com/graph/api/resources/domain#properties
type Domain struct {
	// Name is the fully qualified name, in the spelling in which it was added.
	Name               string             `json:"id"`
	AuthenticationType AuthenticationType `json:"authenticationType"`
	// AvailabilityStatus is set in the answer of [Domains.Verify] alone:
	// "AvailableImmediately" or "EmailVerifiedDomainTakeoverScheduled".
	AvailabilityStatus string `json:"availabilityStatus"`
	// IsAdminManaged is false where Microsoft manages the domain's DNS.
	IsAdminManaged bool `json:"isAdminManaged"`
	// IsDefault: new addresses are made in it. Exactly one domain is.
	IsDefault bool `json:"isDefault"`
	// IsInitial: it is the *.onmicrosoft.com domain with which the tenant began.
	IsInitial bool `json:"isInitial"`
	// IsRoot: it is no subdomain of another verified domain of the tenant.
	IsRoot     bool `json:"isRoot"`
	IsVerified bool `json:"isVerified"`
	// SupportedServices are what it is used for; never nil.
	SupportedServices []DomainService `json:"supportedServices"`
	// PasswordValidityPeriodInDays and PasswordNotificationWindowInDays are as
	// [PasswordPolicy] explains them; nil is the service's default.
	PasswordValidityPeriodInDays     *int `json:"passwordValidityPeriodInDays"`
	PasswordNotificationWindowInDays *int `json:"passwordNotificationWindowInDays"`
	// State is what the service is doing with the domain; nil if nothing.
	State *DomainState `json:"state"`
}

// DomainState is an operation of the service on a domain. Unknown values are kept.
type DomainState struct {
	// Status is such as "Scheduled", "InProgress" or "Failed".
	Status string `json:"status"`
	// Operation is such as "ForceDelete" or "Verification".
	Operation          string    `json:"operation"`
	LastActionDateTime time.Time `json:"lastActionDateTime"`
}

// DomainPatch is a change to a verified domain.
type DomainPatch struct {
	// IsDefault can be set to true alone; see [SetDefaultDomain].
	IsDefault *bool `json:"isDefault,omitzero"`
	// SupportedServices replace the whole list; an empty one that is not nil empties
	// it. Those that are not among the constants of [DomainService] stay as they are:
	// name them as they are, or the change is refused.
	SupportedServices                []DomainService        `json:"supportedServices,omitzero"`
	PasswordValidityPeriodInDays     admin365.Optional[int] `json:"passwordValidityPeriodInDays,omitzero"`
	PasswordNotificationWindowInDays admin365.Optional[int] `json:"passwordNotificationWindowInDays,omitzero"`
}

// DomainVerification says how to verify a domain. The zero value is the usual way.
type DomainVerification struct {
	// ForceTakeover takes the domain over from a tenant that nobody administers,
	// which somebody's sign-up by e-mail made.
	ForceTakeover bool `json:"forceTakeover,omitzero"`
}

// DomainForceDelete says how to delete a domain that is used. The zero value blocks
// the users that are renamed, as the service does.
type DomainForceDelete struct {
	// DisableUserAccounts: nil means true.
	DisableUserAccounts *bool `json:"disableUserAccounts,omitzero"`
}

// DNSRecordType is the type of a DNS record. Unknown values are kept.
type DNSRecordType string

// The types of records. Which fields of [DNSRecord] are set goes with it.
const (
	DNSText        DNSRecordType = "Txt"
	DNSMail        DNSRecordType = "Mx"
	DNSAlias       DNSRecordType = "CName"
	DNSService     DNSRecordType = "Srv"
	DNSUnavailable DNSRecordType = "Unavailable"
)

// DNSRecord is a record to publish where the domain's DNS is.
//
// Source: https://learn.microsoft.com/graph/api/resources/domaindnsrecord
type DNSRecord struct {
	ID   string        `json:"id"`
	Type DNSRecordType `json:"recordType"`
	// Label is the name at which to publish it, such as "contoso.com".
	Label string `json:"label"`
	// IsOptional: the service works without it.
	IsOptional bool `json:"isOptional"`
	// SupportedService is the service that needs it.
	SupportedService DomainService `json:"supportedService"`
	// TTL is in seconds.
	TTL int `json:"ttl"`

	// Text is that of a [DNSText] record.
	Text string `json:"text,omitzero"`
	// MailExchange and Preference are those of a [DNSMail] record.
	MailExchange string `json:"mailExchange,omitzero"`
	Preference   int    `json:"preference,omitzero"`
	// CanonicalName is that of a [DNSAlias] record.
	CanonicalName string `json:"canonicalName,omitzero"`
	// NameTarget, Service, Protocol, Port, Priority and Weight are those of a
	// [DNSService] record.
	NameTarget string `json:"nameTarget,omitzero"`
	Service    string `json:"service,omitzero"`
	Protocol   string `json:"protocol,omitzero"`
	Port       int    `json:"port,omitzero"`
	Priority   int    `json:"priority,omitzero"`
	Weight     int    `json:"weight,omitzero"`
	// Description is why a [DNSUnavailable] record is none.
	Description string `json:"description,omitzero"`
}
