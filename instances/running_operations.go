package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What runs and what ran.
var (
	opOperationsGet = api.Op{
		Name: "instances.Operations.Get", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opOperationsEnvironment = api.Op{
		Name: "instances.Operations.Environment", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opOperationsInstall = api.Op{
		Name: "instances.Operations.Install", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/appmanagement/environments/{id}/operations/{id}"}, APIVersion: "1",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/appmanagement",
	}
	opOperationsList = api.Op{
		Name: "instances.Operations.List", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/lifecycleOperations"}, APIVersion: "2024-05-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "d365collaborative/d365bap.tools",
	}
	opOperationsDetails = api.Op{
		Name: "instances.Operations.Details", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/{id}"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "microsoft/terraform-provider-power-platform",
	}
)

// lifecycleID is the id of an operation that the platform lists by its own GUID. Wherever
// the service says that it is followed, the client follows it there, so that one operation
// has one id.
func lifecycleID(operation string) admin365.OperationID {
	return api.OperationID(opOperationsGet.At(operation), "api-version="+opOperationsGet.QueryVersion())
}

// environmentOperationID is the id of an operation that is followed on its environment.
func environmentOperationID(environment EnvironmentID) admin365.OperationID {
	return api.OperationID(opOperationsEnvironment.At(string(environment)), "api-version="+opOperationsEnvironment.QueryVersion())
}

// endedOperationID is the same of one that had ended when it was asked for: whatever the
// environment tells later, nothing of it is to come.
func endedOperationID(environment EnvironmentID) admin365.OperationID {
	return api.OperationID(opOperationsEnvironment.At(string(environment)), "api-version="+opEnvironmentsGet.QueryVersion())
}

// installID is the id of an application being installed.
func installID(environment EnvironmentID, operation string) admin365.OperationID {
	return api.OperationID(opOperationsInstall.At(string(environment), operation), "api-version="+opOperationsInstall.QueryVersion())
}
