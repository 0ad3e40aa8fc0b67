package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What other people's clients ask of the Business Application Platform, and no method of
// ours does.
var (
	opMakerList = api.Op{
		Name: "instances.Environments.ListAsMaker", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Source: "pnp/cli-microsoft365",
	}
	opMakerGet = api.Op{
		Name: "instances.Environments.GetAsMaker", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Refusals: []*api.Refusal{&environmentNotFound, &environmentAccess},
		Source:   "pnp/cli-microsoft365",
	}
	// opMakerOperation is where the service of older versions says that the making of an
	// environment is followed: its clients read the id from that path.
	opMakerOperation = api.Op{
		Name: "instances.Operations.GetAsMaker", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "Microsoft.PowerApps.Administration.PowerShell",
	}
	opMakerBackupsList = api.Op{
		Name: "instances.Backups.ListAsMaker", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/backups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "AymericM78/PowerDataOps",
	}
	opMakerBackupsCreate = api.Op{
		Name: "instances.Backups.CreateAsMaker", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/backups"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &labelMissing, &notOnType, &notLinked, &notDisabled, &notFailed},
		Source:   "Microsoft.PowerApps.Administration.PowerShell",
	}
	opMakerBackupsDelete = api.Op{
		Name: "instances.Backups.DeleteAsMaker", API: &api.BAP, Method: "DELETE", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/backups/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &backupNotFound, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &backupNotFound, &systemBackup},
		Source:   "Microsoft.PowerApps.Administration.PowerShell",
	}
)

// Environment groups.
var (
	opGroupsList = api.Op{
		Name: "instances.EnvironmentGroups.List", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environmentGroups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: accessAdministrators,
		Source: "microsoft/terraform-provider-power-platform",
	}
	opGroupsGet = api.Op{
		Name: "instances.EnvironmentGroups.Get", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environmentGroups/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&noGroup},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opGroupsCreate = api.Op{
		Name: "instances.EnvironmentGroups.Create", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environmentGroups"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Strangers: true,
		Access: accessAdministrators,
		Source: "microsoft/terraform-provider-power-platform",
	}
	opGroupsUpdate = api.Op{
		Name: "instances.EnvironmentGroups.Update", API: &api.BAP, Method: "PUT", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environmentGroups/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&noGroup},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opGroupsDelete = api.Op{
		Name: "instances.EnvironmentGroups.Delete", API: &api.BAP, Method: "DELETE", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environmentGroups/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &noGroup, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&noGroup, &groupInUse},
		Source:   "microsoft/terraform-provider-power-platform",
	}
)

// What the Power Platform API offers of environments besides what we ask it for.
var (
	opPlatformList = api.Op{
		Name: "instances.Platform.List", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformGet = api.Op{
		Name: "instances.Platform.Get", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformDelete = api.Op{
		Name: "instances.Platform.Delete", API: &api.PowerPlatform, Method: "DELETE", Paths: []string{"/environmentmanagement/environments/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &environmentNotFound, Long: true, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &deleteBusy, &notOnType},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformRecover = api.Op{
		Name: "instances.Platform.Recover", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/environments/{id}/recover"},
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Long: true, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformCopy = api.Op{
		Name: "instances.Platform.Copy", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/environments/{id}/copy"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &badValue, &sameEnvironment, &otherLocation, &notOnType, &notLinked, &notManaged, &notDisabled, &notFailed, &badSecurityGroup, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformRestore = api.Op{
		Name: "instances.Platform.Restore", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/environments/{id}/restore"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &badValue, &otherLocation, &notOnType, &notLinked, &notManaged, &notDisabled, &notFailed, &badSecurityGroup, &noCapacityLeft, &noRestorePoint},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformOperations = api.Op{
		Name: "instances.Platform.Operations", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}/operations"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformOperation = api.Op{
		Name: "instances.Platform.Operation", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformEnvironmentOperation = api.Op{
		Name: "instances.Platform.EnvironmentOperation", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&operationNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
)

// What is documented and not modeled.
var (
	opPlatformCreate = api.Op{
		Name: "instances.Platform.Create", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/provisioning/environments"},
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformLink = api.Op{
		Name: "instances.Platform.Link", API: &api.PowerPlatform, Method: "PATCH", Paths: []string{"/environmentmanagement/provisioning/environments/{id}/link"},
		Effect: admin365.EffectSpendsMoney, Retry: api.RetryNever, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformReset = api.Op{
		Name: "instances.Platform.Reset", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/environments/{id}/reset"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opPlatformGroups = api.Op{
		Name: "instances.Platform.Groups", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environmentGroups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
)

// What strangers alone are refused.
var (
	// environmentAccess: a maker asks for an environment that is not his. Unverified: the
	// text.
	environmentAccess = api.Refusal{
		Name: "EnvironmentAccess", Status: 403, Code: "EnvironmentAccess",
		Text: "The user does not have access to the environment '%s'.", Names: true,
		Is: admin365.ErrForbidden, Source: probeCode,
	}
	// groupInUse: an environment group is deleted that has environments. Unverified: the
	// text.
	groupInUse = api.Refusal{
		Name: "GroupInUse", Status: 409, Code: "EnvironmentsInEnvironmentGroup",
		Text: "The environment group '%s' cannot be deleted because it has environments.", Names: true,
		Is: admin365.ErrPrecondition, Source: probeCode,
	}
)
