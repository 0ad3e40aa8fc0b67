package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// accessAdministrators is who administers environments. An application on its own needs no
// permission; it has to be registered ([ManagementApps]).
// Source: https://learn.microsoft.com/power-platform/admin/use-service-admin-role-manage-tenant
var accessAdministrators = api.Access{
	Roles: []api.Role{api.Dynamics365Administrator, api.PowerPlatformAdministrator, api.GlobalAdministrator},
}

// accessPeople is the same for people alone.
var accessPeople = api.Access{
	PeopleOnly: true,
	Roles:      []api.Role{api.Dynamics365Administrator, api.PowerPlatformAdministrator, api.GlobalAdministrator},
}

// Environments, their lifecycle and administration mode.
var (
	opEnvironmentsList = api.Op{
		Name: "instances.Environments.List", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/power-platform/admin/list-environments",
	}
	opEnvironmentsGet = api.Op{
		Name: "instances.Environments.Get", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/power-platform/admin/list-environments",
	}
	opEnvironmentsCreate = api.Op{
		Name: "instances.Environments.Create", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&nameMissing, &badType, &badUsedBy, &noGroup, &badLocation, &badValue, &domainTaken, &badDomain, &badSecurityGroup, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/power-platform/admin/create-environment",
	}
	opEnvironmentsUpdate = api.Op{
		Name: "instances.Environments.Update", API: &api.BAP, Method: "PATCH", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notDisabled, &notLinked, &notFailed, &nameMissing, &badValue, &domainTaken, &badDomain, &badSecurityGroup, &noGroup},
		Source:   "https://learn.microsoft.com/power-platform/admin/edit-properties-environment",
	}
	opEnvironmentsCheckDomain = api.Op{
		Name: "instances.Environments.CheckDomain", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/validateEnvironmentDetails"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&domainMissing, &badDomain, &domainTaken, &badLocation, &environmentNotFound},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opLifecycleAddDatabase = api.Op{
		Name: "instances.Lifecycle.AddDatabase", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/provisionInstance"},
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notOnType, &notLinked, &notDisabled, &notFailed, &badValue, &domainTaken, &badDomain, &badSecurityGroup, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/power-platform/admin/create-database",
	}
	opLifecycleConvert = api.Op{
		Name: "instances.Lifecycle.Convert", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}/modifySku"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &badType, &alreadyOfType, &notOnType, &notLinked, &notDisabled, &notFailed, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/power-platform/admin/switch-environment",
	}
	opLifecycleCheckDelete = api.Op{
		Name: "instances.Lifecycle.CheckDelete", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}/validateDelete"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/power-platform/admin/delete-environment",
	}
	opLifecycleDelete = api.Op{
		Name: "instances.Lifecycle.Delete", API: &api.BAP, Method: "DELETE", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &environmentNotFound, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &deleteBusy, &notOnType, &badDeleteCode},
		Source:   "https://learn.microsoft.com/power-platform/admin/delete-environment",
	}
	opLifecycleDeleted = api.Op{
		Name: "instances.Lifecycle.Deleted", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/deletedEnvironments"}, APIVersion: "2019-05-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/power-platform/admin/recover-environment",
	}
	opLifecycleRecover = api.Op{
		Name: "instances.Lifecycle.Recover", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/deletedEnvironments/{id}/recover"}, APIVersion: "2019-05-01",
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Settled: true, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/power-platform/admin/recover-environment",
	}
	opLifecycleSetManaged = api.Op{
		Name: "instances.Lifecycle.SetManaged", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/governanceConfiguration"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notLinked, &notDisabled, &notFailed, &badValue},
		Source:   "https://learn.microsoft.com/power-platform/admin/managed-environment-enable",
	}
	opAdminModeEnter = api.Op{
		Name: "instances.AdminMode.Enter", API: &api.BAP, Method: "PATCH", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notDisabled, &notLinked, &notFailed, &notOnType, &badValue},
		Source:   "https://learn.microsoft.com/power-platform/admin/admin-mode",
	}
	opAdminModeLeave = api.Op{
		Name: "instances.AdminMode.Leave", API: &api.BAP, Method: "PATCH", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notDisabled, &notLinked, &notFailed, &badValue},
		Source:   "https://learn.microsoft.com/power-platform/admin/admin-mode",
	}
	opAdminModeSetBackgroundOperations = api.Op{
		Name: "instances.AdminMode.SetBackgroundOperations", API: &api.BAP, Method: "PATCH", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notDisabled, &notLinked, &notFailed, &badValue, &backgroundNeedsAdminMode},
		Source:   "https://learn.microsoft.com/power-platform/admin/admin-mode",
	}
)
