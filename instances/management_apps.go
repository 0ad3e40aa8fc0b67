package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// ManagementApps are the applications that may administer environments on their own,
// without a signed-in person: with all the powers of a Power Platform Administrator. Roles
// are those of [Environments]; to register one takes a person, because an application
// cannot register itself.
//
// Source: https://learn.microsoft.com/power-platform/admin/powershell-create-service-principal
type ManagementApps interface {
	// List returns the applications that are registered.
	//
	// Effect: read. Operation: instances.ManagementApps.List.
	List(ctx context.Context) iter.Seq2[*ManagementApp, error]

	// Get returns an application that is registered.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// instances.ManagementApps.Get.
	Get(ctx context.Context, app admin365.AppID) (*ManagementApp, error)

	// Register registers an application by its application (client) id. One that is
	// registered stays so.
	//
	// Effect: reversible. Errors: [admin365.ErrInvalid] (the id is no GUID),
	// [admin365.ErrForbidden] (an application on its own). Repeatable. Operation:
	// instances.ManagementApps.Register.
	Register(ctx context.Context, app admin365.AppID) (*ManagementApp, error)

	// Unregister takes an application's powers away.
	//
	// Effect: revokes access. Errors: [admin365.ErrNotFound]. Operation:
	// instances.ManagementApps.Unregister.
	Unregister(ctx context.Context, app admin365.AppID) error
}

// ManagementApp is an application that is registered.
type ManagementApp struct {
	ID admin365.AppID `json:"applicationId"`
}
