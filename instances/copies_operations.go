package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Copies, backups and resets.
var (
	opCopiesCopy = api.Op{
		Name: "instances.Copies.Copy", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/copyTo"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &badValue, &sameEnvironment, &otherLocation, &notOnType, &notLinked, &notManaged, &notDisabled, &notFailed, &badSecurityGroup, &noCapacityLeft},
		Source:   "https://learn.microsoft.com/power-platform/admin/copy-environment",
	}
	opCopiesTargets = api.Op{
		Name: "instances.Copies.Targets", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}/copyCandidates"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opBackupsList = api.Op{
		Name: "instances.Backups.List", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}/backups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opBackupsCreate = api.Op{
		Name: "instances.Backups.Create", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/environmentmanagement/environments/{id}/backups"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &labelMissing, &notOnType, &notLinked, &notDisabled, &notFailed},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opBackupsDelete = api.Op{
		Name: "instances.Backups.Delete", API: &api.PowerPlatform, Method: "DELETE", Paths: []string{"/environmentmanagement/environments/{id}/backups/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &backupNotFound,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &backupNotFound, &systemBackup},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opBackupsRestore = api.Op{
		Name: "instances.Backups.Restore", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/restoreTo"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &badValue, &otherLocation, &notOnType, &notLinked, &notManaged, &notDisabled, &notFailed, &badSecurityGroup, &noCapacityLeft, &noRestorePoint},
		Source:   "https://learn.microsoft.com/power-platform/admin/backup-restore-environments",
	}
	opBackupsTargets = api.Op{
		Name: "instances.Backups.Targets", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/environmentmanagement/environments/{id}/restoreCandidates"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/environmentmanagement",
	}
	opBackupsSetRetention = api.Op{
		Name: "instances.Backups.SetRetention", API: &api.BAP, Method: "PATCH", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notDisabled, &notLinked, &notFailed, &notOnType, &notManaged, &badValue},
		Source:   "https://learn.microsoft.com/power-platform/admin/backup-restore-environments",
	}
	opResetsReset = api.Op{
		Name: "instances.Resets.Reset", API: &api.BAP, Method: "POST", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/environments/{id}/reset"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &operationRuns, &notOnType, &notLinked, &notDisabled, &badValue, &domainTaken, &badDomain, &badSecurityGroup},
		Source:   "https://learn.microsoft.com/power-platform/admin/reset-environment",
	}
)
