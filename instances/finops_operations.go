package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const docFinOps = "https://learn.microsoft.com/rest/api/power-platform/dynamics/finance-and-operations-"

var (
	opFinOpsUpdatesList = api.Op{
		Name: "instances.FinOpsUpdates.List", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/dynamics/environments/{id}/finopsversions"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown},
		Source: docFinOps + "versions",
	}
	opFinOpsUpdatesApply = api.Op{
		Name: "instances.FinOpsUpdates.Apply", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/dynamics/environments/{id}/finopsversions/{id}/apply"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever, Long: true,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown, &finOpsNoVersion, &finOpsNotUnified, &finOpsBusy},
		Source: docFinOps + "versions",
	}
	// Unverified: that this route follows operations of Finance and Operations; where the
	// service's Location leads is not documented.
	opFinOpsUpdatesGet = api.Op{
		Name: "instances.FinOpsUpdates.Get", API: &api.PowerPlatform, Method: "GET",
		Paths:  []string{"/environmentmanagement/environments/{id}/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators, Refusals: []*api.Refusal{&operationNotFound},
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement/operation",
	}
	opFinOpsSettingsProperties = api.Op{
		Name: "instances.FinOpsSettings.Properties", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/dynamics/environments/{id}/finopsproperties"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown},
		Source: docFinOps + "properties",
	}
	opFinOpsSettingsMaintenance = api.Op{
		Name: "instances.FinOpsSettings.Maintenance", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/dynamics/environments/{id}/finopsadminsettings"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown},
		Source: docFinOps + "maintenance-settings",
	}
	opFinOpsSettingsSetMaintenance = api.Op{
		Name: "instances.FinOpsSettings.SetMaintenance", API: &api.PowerPlatform, Method: "PUT", Paths: []string{"/dynamics/environments/{id}/finopsadminsettings"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown, &finOpsInput},
		Source: docFinOps + "maintenance-settings",
	}
	opFinOpsSettingsFailures = api.Op{
		Name: "instances.FinOpsSettings.Failures", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/dynamics/environments/{id}/operationerrors"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators, Refusals: []*api.Refusal{&environmentNotFound, &finOpsUnknown, &finOpsInput},
		Source: docFinOps + "operation-errors",
	}
)

// The codes are ours: none is documented but the statuses.
var (
	// finOpsUnknown: there is no such environment, or no Finance and Operations on it.
	finOpsUnknown = api.Refusal{
		Name: "FinOpsUnknown", Status: 404, Code: "NotFound", Text: "Finance and Operations is not installed on the environment '%s'.",
		Names: true, Is: admin365.ErrNotFound, Source: docFinOps + "properties (the status)",
	}
	// finOpsNoVersion: the version is not offered.
	finOpsNoVersion = api.Refusal{
		Name: "FinOpsNoVersion", Status: 404, Code: "NotFound", Text: "The version '%s' is not available for the environment.",
		Is: admin365.ErrNotFound, Source: "ours",
	}
	// finOpsNotUnified: Lifecycle Services updates it, or nobody.
	finOpsNotUnified = api.Refusal{
		Name: "FinOpsNotUnified", Status: 400, Code: "BadRequest", Text: "A version cannot be applied to a deployment of the type %s.",
		Is: admin365.ErrPrecondition, Source: "ours",
	}
	// finOpsBusy: an update is running, or another operation on the environment.
	finOpsBusy = api.Refusal{
		Name: "FinOpsBusy", Status: 409, Code: "Conflict", Text: "Another operation is in progress on the environment.",
		Is: admin365.ErrBusy, Source: "ours",
	}
	// finOpsInput: a value is none that is offered.
	finOpsInput = api.Refusal{
		Name: "FinOpsInput", Status: 400, Code: "BadRequest", Text: "The value of '%s' is invalid.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "ours",
	}
)
