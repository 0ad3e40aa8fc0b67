package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// CentralBackups bring a former state of an environment back. The service keeps 28 days
// by itself; there is nothing to make.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments
type CentralBackups interface {
	// Periods returns the spans of time that can be gone back to, the earliest first;
	// none overlaps another. A new one begins with each version.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Periods(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*RestorePeriod, error]

	// Restore makes a new environment that is as the given one was at a point in time.
	// The given one stays as it is: rename it before, and the new one can take its name.
	//
	// Effect: reversible. Errors: [admin365.ErrNotFound]; [admin365.ErrInvalid] for a
	// name that breaks the rules; [admin365.ErrPrecondition] for a point in time outside
	// of the periods, for a name that is taken (the service does not tell it apart from
	// other reasons: its one code is PitRestoreFailed), or where there is no room;
	// [admin365.ErrBusy].
	Restore(ctx context.Context, id CentralEnvironmentID, r CentralRestore) (*admin365.Operation, error)
}

// RestorePeriod is a span of time that can be gone back to.
type RestorePeriod struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Version is the application's version of that time.
	Version string `json:"correspondingApplicationPackageVersion"`
}

// CentralRestore is what to restore, and to what.
type CentralRestore struct {
	// Name is the new environment's name, and Type its type; mandatory.
	Name string          `json:"EnvironmentName"`
	Type EnvironmentType `json:"EnvironmentType"`
	// PointInTime is what to go back to; mandatory.
	PointInTime time.Time `json:"PointInTime"`
	// SkipPerTenantExtensions and SkipThirdPartyApps leave out what is not Microsoft's.
	SkipPerTenantExtensions bool `json:"SkipInstallingPTEs,omitzero"`
	SkipThirdPartyApps      bool `json:"SkipInstallingThirdPartyGlobalApps,omitzero"`
	// SkipCleanup leaves integrations, job queues and the like switched on.
	SkipCleanup bool `json:"SkipEnvironmentCleanup,omitzero"`
}
