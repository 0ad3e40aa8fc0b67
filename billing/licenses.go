package billing

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// Licenses is the products that people have.
//
// Source: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
type Licenses interface {
	// Assign gives products to a user and takes others away, all of it or nothing:
	// the service judges what he has at the end. To add a product that he has already
	// replaces its disabled plans; none enables all of them. What he inherits from
	// groups is not touched, and counts in the judgment.
	//
	// The user needs a usage location (two letters, set by
	// identity.Users.Update) before anything is added.
	//
	// Effect: reversible, or revokes access where Remove is not empty or plans are
	// disabled. To give again is harmless; to take away again fails with
	// [ErrNotAssigned], but where the client itself has to send it again and finds
	// it gone, that is success. A change that takes several products, or gives as well,
	// is sent once: after a lost answer it is [admin365.ErrUncertain]. Role: License Administrator, User Administrator,
	// Directory Writers. Permission: LicenseAssignment.ReadWrite.All.
	// Errors: [admin365.ErrNotFound] (the user; and [ErrNotAssigned], a product to
	// remove that he has not),
	// [admin365.ErrInvalid] (an empty change, a product or a plan twice, a plan that
	// the product does not have, a product that the tenant does not own or that is not
	// for people), [admin365.ErrPrecondition] (no usage location; a plan that needs
	// another one, or excludes one; to remove what he has only by a group; and
	// [ErrNoSeats], where no seat is free), [admin365.ErrForbidden].
	// Source: https://learn.microsoft.com/graph/api/user-assignlicense
	Assign(ctx context.Context, user admin365.UserID, change LicenseChange) error

	// Get returns what a user has: each product, and each way in which he came by it.
	//
	// Effect: read. Role: every member. Permission: User.Read.All.
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-get
	Get(ctx context.Context, user admin365.UserID) (*LicensedUser, error)

	// Details returns the products of a user with their service plans, those that he
	// has directly and those that he inherits, each once. A plan that is switched off
	// for him has the provisioning status "Disabled". It yields as [SKUs.List] does.
	//
	// Effect: read. Role: every member. Permission: LicenseAssignment.Read.All.
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-list-licensedetails
	Details(ctx context.Context, user admin365.UserID) iter.Seq2[*LicenseDetails, error]

	// Holders returns the users who have a product, directly or by groups. It yields
	// as [SKUs.List] does, in the order of [identity.Users.List].
	//
	// Effect: read. Role: every member. Permission: User.Read.All.
	// Source: https://learn.microsoft.com/graph/api/user-list
	//
	// [identity.Users.List]: https://pkg.go.dev/github.com/admin365/admin365/identity#Users
	Holders(ctx context.Context, sku admin365.SKUID) iter.Seq2[*LicensedUser, error]

	// Reprocess has the service judge again what a user inherits from his groups:
	// after seats were bought, or a conflict was mended. It fails with what still
	// stands in the way.
	//
	// Effect: reversible; repeating it is harmless. Role: as for Assign. Permission:
	// User.ReadWrite.All. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition]
	// (what still stands in the way; [ErrNoSeats] among it).
	// Source: https://learn.microsoft.com/graph/api/user-reprocesslicenseassignment
	Reprocess(ctx context.Context, user admin365.UserID) error
}

// LicenseChange is what to give and what to take away, in one step.
type LicenseChange struct {
	// Add are the products to give, each with the plans of it to switch off.
	Add []admin365.AssignedLicense
	// Remove are the products to take away. A product cannot be in both.
	Remove []admin365.SKUID
}

// ErrNoSeats is the refusal of a license for want of a seat: buy some, or take one
// from somebody. It is an [admin365.ErrPrecondition], too.
//
//	if errors.Is(err, billing.ErrNoSeats) { … }
var ErrNoSeats error = noSeats{}

type noSeats struct{}

// Error implements error.
func (noSeats) Error() string { return "no license is available" }

// Unwrap makes it a precondition that does not hold.
func (noSeats) Unwrap() error { return admin365.ErrPrecondition }

// ErrNotAssigned is the refusal to take away a product that is not there: a user has it
// not, or a group does not give it. It is an [admin365.ErrNotFound], too, as an unknown
// user is; who wants it gone may pass over this one.
//
//	if err != nil && !errors.Is(err, billing.ErrNotAssigned) { return err }
var ErrNotAssigned error = notAssigned{}

type notAssigned struct{}

// Error implements error.
func (notAssigned) Error() string { return "the license is not assigned" }

// Unwrap makes it something that was not found.
func (notAssigned) Unwrap() error { return admin365.ErrNotFound }

// LicensedUser is a user as licenses see him.
type LicensedUser struct {
	ID                admin365.UserID `json:"id"`
	UserPrincipalName string          `json:"userPrincipalName"`
	DisplayName       string          `json:"displayName"`
	// UsageLocation is two letters, empty where nobody has set it.
	UsageLocation string `json:"usageLocation"`
	// AccountEnabled is nil where the service does not tell.
	AccountEnabled *bool `json:"accountEnabled"`
	// Assigned are his products, each once.
	Assigned []admin365.AssignedLicense `json:"assignedLicenses"`
	// States are the ways in which he came by them, and what went wrong.
	States []admin365.LicenseState `json:"licenseAssignmentStates"`
}

// LicenseDetails is a product that a user has, with its plans as he has them.
//
// Source: https://learn.microsoft.com/graph/api/resources/licensedetails
type LicenseDetails struct {
	ID           string         `json:"id"`
	SKUID        admin365.SKUID `json:"skuId"`
	PartNumber   string         `json:"skuPartNumber"`
	ServicePlans []ServicePlan  `json:"servicePlans"`
}
