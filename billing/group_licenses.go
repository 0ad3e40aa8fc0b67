package billing

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// GroupLicenses is the products that groups give to their members. Only direct
// members inherit: not those of a group inside.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-groups-assign
type GroupLicenses interface {
	// Assign changes what a group gives to its members. The answer says that the
	// service has taken the order, not that the members have anything: it works on in
	// the background, [GroupLicenses.Get] says how far it is, and what goes wrong
	// stands at the members. Of what is added a member gets all or nothing; what he has of
	// the group already stays.
	//
	// The group must be a security group (also with mail).
	//
	// Effect, and what a repeat does: as for [Licenses.Assign]. Role: License Administrator, Groups Administrator,
	// User Administrator, Directory Writers. Permission:
	// LicenseAssignment.ReadWrite.All. Errors: [admin365.ErrNotFound] (the group; and
	// [ErrNotAssigned], a product to remove that it does not give), [admin365.ErrInvalid] (as for
	// [Licenses.Assign]; also a group that cannot hold licenses).
	// Source: https://learn.microsoft.com/graph/api/group-assignlicense
	Assign(ctx context.Context, group admin365.GroupID, change LicenseChange) error

	// Get returns what a group gives, and how far the service is with it.
	//
	// Effect: read. Role: every member. Permission: Group.Read.All.
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-get
	Get(ctx context.Context, group admin365.GroupID) (*LicensedGroup, error)

	// MembersWithErrors returns the members who did not get what the group gives; why
	// stands in their States. It yields as [SKUs.List] does.
	//
	// Effect: read. Role: every member. Permission: Group.Read.All.
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/resources/group#relationships
	MembersWithErrors(ctx context.Context, group admin365.GroupID) iter.Seq2[*LicensedUser, error]

	// WithErrors returns the groups some of whose members did not get what they give.
	// It yields as [SKUs.List] does.
	//
	// Effect: read. Role: every member. Permission: Group.Read.All.
	// Source: https://learn.microsoft.com/graph/api/group-list
	WithErrors(ctx context.Context) iter.Seq2[*LicensedGroup, error]
}

// LicensedGroup is a group as licenses see it.
type LicensedGroup struct {
	ID          admin365.GroupID `json:"id"`
	DisplayName string           `json:"displayName"`
	// Assigned are the products that it gives.
	Assigned []admin365.AssignedLicense `json:"assignedLicenses"`
	// Processing is how far the service is; empty for a group that never had any.
	Processing ProcessingState `json:"-"`
}

// ProcessingState is how far the service is with the licenses of a group. Values that
// this module does not know are kept as they came.
type ProcessingState string

// The states of the licenses of a group.
const (
	ProcessingQueued     ProcessingState = "QueuedForProcessing"
	ProcessingInProgress ProcessingState = "ProcessingInProgress"
	ProcessingComplete   ProcessingState = "ProcessingComplete"
)
