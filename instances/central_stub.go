package instances

import (
	"context"

	"github.com/admin365/admin365"
)

// Service is the area's interfaces in one struct.
type Service struct {
	// Central is Business Central.
	Central *CentralService
	// FinOps is Finance and Operations on environments of Dataverse.
	FinOps *FinOpsService
}

// EnvironmentID is the id of an environment of Dataverse.
type EnvironmentID string

// EnvironmentType is what an environment is for.
type EnvironmentType string

// The types that Business Central has too.
const (
	Production EnvironmentType = "Production"
	Sandbox    EnvironmentType = "Sandbox"
)

// OperationKind is what an operation does, as the service names it.
type OperationKind string

// Expect is what the caller takes an environment to be that he is about to lose.
type Expect struct {
	// Name is its name, and Type its type. Both are mandatory.
	Name string          `json:"name"`
	Type EnvironmentType `json:"type"`
}

// Wait waits until the operation has ended, and returns its last snapshot.
func Wait(ctx context.Context, operations Followed, id admin365.OperationID, o admin365.WaitOptions) (*admin365.Operation, error) {
	return admin365.Wait(ctx, operations.Get, id, o)
}
