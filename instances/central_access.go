package instances

import (
	"context"

	"github.com/admin365/admin365"
)

// CentralAccess is who gets into an environment of Business Central, beyond the licenses
// that people have.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environment_settings
type CentralAccess interface {
	// SecurityGroup returns the group whose members alone get in; nil without one, when
	// everybody with a license does.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	SecurityGroup(ctx context.Context, id CentralEnvironmentID) (*CentralGroup, error)

	// SetSecurityGroup has only the members of a group get in.
	//
	// Effect: revokes access. Repeatable. Errors: [admin365.ErrNotFound] for the
	// environment and for the group; [admin365.ErrBusy].
	SetSecurityGroup(ctx context.Context, id CentralEnvironmentID, group admin365.GroupID) error

	// ClearSecurityGroup lets everybody with a license in. Without a group it does
	// nothing.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound], [admin365.ErrBusy].
	ClearSecurityGroup(ctx context.Context, id CentralEnvironmentID) error

	// Microsoft365 reports whether people get in, to read, with a license of Microsoft
	// 365 alone.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Microsoft365(ctx context.Context, id CentralEnvironmentID) (bool, error)

	// SetMicrosoft365 says whether they do. It needs version 21.1.
	//
	// Effect: revokes access. Repeatable. Errors: [admin365.ErrNotFound],
	// [admin365.ErrBusy].
	SetMicrosoft365(ctx context.Context, id CentralEnvironmentID, enabled bool) error

	// Partners returns which partners get in. Only a Global Administrator of the tenant
	// itself may ask, and no application on its own.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], [admin365.ErrForbidden].
	Partners(ctx context.Context, id CentralEnvironmentID) (*PartnerAccess, error)

	// SetPartners says which do. Only a Global Administrator of the tenant itself may,
	// and no application on its own.
	//
	// Effect: revokes access. Repeatable. Errors: [admin365.ErrNotFound],
	// [admin365.ErrForbidden], [admin365.ErrInvalid] for a status that is none or a list
	// that does not go with it, [admin365.ErrBusy].
	SetPartners(ctx context.Context, id CentralEnvironmentID, p PartnerAccess) error
}

// CentralGroup is the group whose members get into an environment.
type CentralGroup struct {
	ID admin365.GroupID `json:"id"`
	// DisplayName is empty where the group does not exist any more.
	DisplayName string `json:"displayName"`
}

// PartnerAccess is which partners get into an environment.
type PartnerAccess struct {
	Status PartnerAccessStatus `json:"status"`
	// Tenants are the partners' tenants, for PartnersSelected alone.
	Tenants []admin365.TenantID `json:"allowedPartnerTenantIds,omitempty"`
}

// PartnerAccessStatus is which partners get in. Values that this module does not know are
// kept as they came.
type PartnerAccessStatus string

// The statuses.
const (
	PartnersNone     PartnerAccessStatus = "Disabled"
	PartnersAll      PartnerAccessStatus = "AllowAllPartnerTenants"
	PartnersSelected PartnerAccessStatus = "AllowSelectedPartnerTenants"
)
