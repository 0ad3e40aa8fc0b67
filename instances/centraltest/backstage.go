package centraltest

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// Backstage is what Microsoft does, and what a case has to find there at its beginning.
type Backstage interface {
	// AddCentral adds an environment of Business Central that is Active.
	AddCentral(ctx context.Context, e CentralEnvironment) error
	// Offer has a version be as it says, from now on: announced, or released. Environments
	// list it by the rules of the service.
	Offer(ctx context.Context, v CentralVersion) error
	// Hold has Microsoft hold back what an environment gets next, or with RolloutActive
	// let it go.
	Hold(ctx context.Context, id instances.CentralEnvironmentID, r instances.RolloutStatus) error
	// SetStatus gives an environment a status, whatever it is.
	SetStatus(ctx context.Context, id instances.CentralEnvironmentID, s instances.CentralStatus) error
	// SetQuotas says how many environments of each type the tenant may have, and how much
	// storage.
	SetQuotas(ctx context.Context, production, sandbox int, kilobytes int64) error
	// SetStorage says how much an environment uses, or that it could not be found out.
	SetStorage(ctx context.Context, id instances.CentralEnvironmentID, kilobytes int64) error
	// OfferApp puts a version of an app into the Marketplace, for every environment.
	OfferApp(ctx context.Context, a CentralApp) error

	// Finish ends an operation of Business Central or of Finance and Operations well, at
	// once; Fail ends it badly, with that message.
	Finish(ctx context.Context, id admin365.OperationID) error
	Fail(ctx context.Context, id admin365.OperationID, message string) error
	// SetDuration says how long operations of that kind take which begin from now on.
	SetDuration(ctx context.Context, kind instances.OperationKind, d time.Duration) error

	// AddFinOps adds an environment with Finance and Operations that has that version, or
	// without a version one that has none; OfferFinOps a version that it can be brought to.
	AddFinOps(ctx context.Context, f FinOps) (instances.EnvironmentID, error)
	OfferFinOps(ctx context.Context, id instances.EnvironmentID, version string) error
}

// CentralEnvironment is an environment that is to be there.
type CentralEnvironment struct {
	ID   instances.CentralEnvironmentID
	Type instances.EnvironmentType
	// Country is its country, whose own time is that of the default window.
	Country string
	// Version is its version, such as "26.4"; the rest of the number does not matter.
	Version string
}

// CentralVersion is a version of Business Central.
type CentralVersion struct {
	// Version is such as "27.2".
	Version string
	Type    instances.UpdateType
	// Available: it is released, now if it was not. Otherwise it is to be in the month
	// Expected.
	Available bool
	Expected  instances.Month
}

// CentralApp is a version of an app.
type CentralApp struct {
	ID      admin365.AppID
	Name    string
	Version string
	// Preview: it is a preview.
	Preview bool
	// Needs are the apps, by id, that have to be installed in at least that version.
	Needs map[admin365.AppID]string
}

// FinOps is an environment with Finance and Operations.
type FinOps struct {
	Deployment instances.FinOpsDeployment
	Version    string
}
