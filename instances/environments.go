package instances

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Environments are the environments of the tenant. Every method takes a Global, a Power
// Platform or a Dynamics 365 Administrator, or a registered application
// ([ManagementApps]), and fails with [admin365.ErrForbidden] for others.
//
// Source: https://learn.microsoft.com/power-platform/admin/environments-overview
type Environments interface {
	// List returns the environments that the query asks for, without those in the bin
	// ([Lifecycle.Deleted]). One that is being deleted is in the list still.
	//
	// Effect: read. Operation: instances.Environments.List.
	List(ctx context.Context, q EnvironmentQuery) iter.Seq2[*Environment, error]

	// Get returns an environment.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// instances.Environments.Get.
	Get(ctx context.Context, id EnvironmentID) (*Environment, error)

	// Create makes an environment. Without Dataverse it is there at once, and the
	// operation has ended. With Dataverse the operation runs for minutes, and only when
	// it has succeeded does its ResourceID name the environment.
	//
	// Effect: spends money (capacity). Errors: [admin365.ErrInvalid] (no name, an unknown
	// type, location, language, currency or template, a domain that is no label, UsedBy
	// without the type [Developer]), [admin365.ErrConflict] (the domain is taken, or was
	// less than 24 hours ago), [ErrNoCapacity] (less than 1 GB of database is left),
	// [admin365.ErrUncertain]. Not repeatable. Operation: instances.Environments.Create.
	// Source: https://learn.microsoft.com/power-platform/admin/create-environment
	Create(ctx context.Context, e NewEnvironment) (*admin365.Operation, error)

	// Update changes an environment: an operation of kind [KindEdit] that takes seconds.
	// An empty patch is refused.
	//
	// Effect: reversible; a domain or a security group revokes access. Errors:
	// [admin365.ErrInvalid], [admin365.ErrNotFound], [admin365.ErrBusy],
	// [admin365.ErrConflict] (the domain is taken), [admin365.ErrPrecondition] (it is
	// disabled, or what is changed needs Dataverse). Repeatable. Operation:
	// instances.Environments.Update.
	// Source: https://learn.microsoft.com/power-platform/admin/edit-properties-environment
	Update(ctx context.Context, id EnvironmentID, p EnvironmentPatch) (*admin365.Operation, error)

	// CheckDomain says whether a domain could be had: nil if it is free, for a new
	// environment in the location. It reserves nothing.
	//
	// Effect: read. Errors: [admin365.ErrInvalid] (it is no label, or the location is
	// unknown), [admin365.ErrConflict] (taken). Operation:
	// instances.Environments.CheckDomain.
	CheckDomain(ctx context.Context, domain, location string) error
}

// EnvironmentQuery says which environments to list. The zero value asks for all; what is
// set has to hold together.
//
// The service filters by group, organization and type, one of them at a time; the rest
// is left out of what it answers here, so that a narrow query costs as much as a wide
// one.
type EnvironmentQuery struct {
	// Type is the type.
	Type EnvironmentType
	// OrganizationID is the organization behind it.
	OrganizationID OrganizationID
	// GroupID is the environment group that it is in.
	GroupID string
	// Location is the geography by name, letter case aside.
	Location string
	// Domain is the first label of its address, letter case aside.
	Domain string
	// Name is a part of its DisplayName, letter case aside.
	Name string
	// WithDatabase leaves out those without Dataverse.
	WithDatabase bool
}

// matches reports whether the query asks for the environment.
func (q EnvironmentQuery) matches(e *Environment) bool {
	d := e.Dataverse
	switch {
	case q.Type != "" && !strings.EqualFold(string(q.Type), string(e.Type)),
		q.GroupID != "" && !strings.EqualFold(q.GroupID, e.GroupID),
		q.Location != "" && !strings.EqualFold(q.Location, e.Location),
		q.Name != "" && !strings.Contains(strings.ToLower(e.DisplayName), strings.ToLower(q.Name)):
		return false
	case d == nil:
		return !q.WithDatabase && q.OrganizationID == "" && q.Domain == ""
	}
	return (q.OrganizationID == "" || strings.EqualFold(string(q.OrganizationID), string(d.OrganizationID))) &&
		(q.Domain == "" || strings.EqualFold(q.Domain, d.DomainName))
}

// NewEnvironment is an environment to create.
type NewEnvironment struct {
	DisplayName string `json:"displayName"`
	Description string `json:"description,omitzero"`
	// Type is one of [Sandbox], [Production], [Trial], [Developer] and
	// [SubscriptionBasedTrial].
	Type EnvironmentType `json:"type"`
	// Location is a name of [Catalogue.Locations], such as "europe", and AzureRegion one
	// of its regions; empty lets the service choose.
	Location    string `json:"location"`
	AzureRegion string `json:"azureRegion,omitzero"`
	// Cadence empty is the service's default.
	Cadence UpdateCadence `json:"updateCadence,omitzero"`
	// GroupID and BillingPolicyID empty are none.
	GroupID         string `json:"groupId,omitzero"`
	BillingPolicyID string `json:"billingPolicyId,omitzero"`
	// UsedBy is for whom a [Developer] environment is; empty is the caller. An
	// application cannot create one.
	UsedBy admin365.UserID `json:"usedBy,omitzero"`
	// Dataverse is the database to make with it; nil for none, which
	// [Lifecycle.AddDatabase] can add.
	Dataverse *NewDatabase `json:"dataverse,omitzero"`
}

// NewDatabase is a Dataverse organization to make.
type NewDatabase struct {
	// DomainName is the first label of its address; empty lets the service choose one. It
	// begins with a letter, has letters, digits and hyphens, and is kept in lower case.
	DomainName string `json:"domainName,omitzero"`
	// Language is the base language by its LCID, and Currency the base currency by its
	// code; zero and empty are the location's own (1033, USD). Neither can be changed
	// afterwards.
	Language int    `json:"language,omitzero"`
	Currency string `json:"currency,omitzero"`
	// SecurityGroupID restricts it to the members of the group; empty does not.
	SecurityGroupID admin365.GroupID `json:"securityGroupId,omitzero"`
	// Templates are applications by the names of [Catalogue.Templates].
	Templates []string `json:"templates,omitzero"`
}

// EnvironmentPatch is a change to an environment; nil leaves alone.
type EnvironmentPatch struct {
	DisplayName *string
	Description *string
	// DomainName is the new first label of its address. The old address answers for 24
	// hours more.
	DomainName *string
	// SecurityGroupID restricts it to the members of the group; [admin365.Null] opens it
	// to everybody who has a license.
	SecurityGroupID admin365.Optional[admin365.GroupID]
	Cadence         *UpdateCadence
	// GroupID is the environment group; [admin365.Null] takes it out of its group.
	GroupID admin365.Optional[string]
}

// empty reports whether the patch changes nothing.
func (p EnvironmentPatch) empty() bool { return p == EnvironmentPatch{} }

// of is the operation as the patch makes it: only a domain or a security group takes
// somebody's access away.
func (p EnvironmentPatch) of(op api.Op) *api.Op {
	if p.DomainName == nil && p.SecurityGroupID.IsZero() {
		op.Effect = admin365.EffectReversible
	}
	return &op
}

// FindByDomain returns the environment whose address begins with the domain, such as
// "contoso" of https://contoso.crm4.dynamics.com/. It fails with [admin365.ErrNotFound]
// if there is none.
func FindByDomain(ctx context.Context, environments Environments, domain string) (*Environment, error) {
	return find(ctx, environments, EnvironmentQuery{Domain: domain}, domain, func(e *Environment) bool {
		return e.Dataverse != nil && strings.EqualFold(e.Dataverse.DomainName, domain)
	})
}

// FindByName returns the environment of that DisplayName, letter case included. It fails
// with [admin365.ErrNotFound] if there is none, and with [admin365.ErrConflict] if there
// are several: names need not be unique.
func FindByName(ctx context.Context, environments Environments, name string) (*Environment, error) {
	return find(ctx, environments, EnvironmentQuery{Name: name}, name, func(e *Environment) bool { return e.DisplayName == name })
}

func find(ctx context.Context, environments Environments, q EnvironmentQuery, target string, is func(*Environment) bool) (found *Environment, err error) {
	refuse := func(kind error, why string) (*Environment, error) {
		return nil, &admin365.Error{Op: opEnvironmentsList.Name, Kind: kind, Target: target, Message: why}
	}
	if target == "" {
		return refuse(admin365.ErrInvalid, "the name is empty")
	}
	for e, err := range environments.List(ctx, q) {
		switch {
		case err != nil:
			return nil, err
		case !is(e):
		case found != nil:
			return refuse(admin365.ErrConflict, "several environments have the name")
		default:
			found = e
		}
	}
	if found == nil {
		return refuse(admin365.ErrNotFound, "no environment has the name")
	}
	return found, nil
}
