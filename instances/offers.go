package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// What an environment is made of and what is offered for it (the catalogue, solutions,
// capacity, release waves) attaches here.

// attachOffers registers its tables and jobs.
func attachOffers(*tenant.Schema) {}

// offerMemory fills in its interfaces.
func offerMemory(*Service, *tenant.Session) {}

// findInstall returns an application being installed.
func findInstall(_ *tenant.Tx, _, operation string) (*admin365.Operation, error) {
	return nil, operationNotFound.Err(operation, operation)
}

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(*emu.Mux) {}
