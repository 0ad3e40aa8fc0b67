package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// ErrNoCapacity is an [admin365.ErrPrecondition]: the tenant has less than the 1 GB of
// database capacity left that another database needs.
var ErrNoCapacity error = noCapacity{}

type noCapacity struct{}

// Error implements error.
func (noCapacity) Error() string { return "no database capacity is left" }

// Unwrap makes it a precondition that does not hold.
func (noCapacity) Unwrap() error { return admin365.ErrPrecondition }

const (
	recordedTerraform = "microsoft/terraform-provider-power-platform (fixture)"
	observedProbe     = "AdamCoulterOz/powerplatform-apis"
	probeCode         = "AdamCoulterOz/powerplatform-apis (the code; the text is ours)"
)

// What is refused of an environment as such.
var (
	// environmentNotFound: there is none with the id, or not in the bin. Unverified: the
	// text.
	environmentNotFound = api.Refusal{
		Name: "EnvironmentNotFound", Status: 404, Code: "EnvironmentNotFound",
		Text: "The environment '%s' could not be found in the tenant '%s'.", Names: true,
		Is: admin365.ErrNotFound, Source: probeCode,
	}
	// operationRuns: another operation runs on the environment.
	operationRuns = api.Refusal{
		Name: "OperationRuns", Status: 409, Code: "OperationNotStartable",
		Text: "This operation cannot be performed because there is an active lifecycle operation on the environment %s.", Names: true,
		Is: admin365.ErrBusy, Source: recordedTerraform,
	}
	// deleteBusy: the same as a deletion says it, which has no body.
	deleteBusy = api.Refusal{
		Name: "DeleteBusy", Status: 409, Is: admin365.ErrBusy, Source: "microsoft/terraform-provider-power-platform",
	}
	// operationNotFound: no operation has the id. Unverified: the text.
	operationNotFound = api.Refusal{
		Name: "OperationNotFound", Status: 404, Code: "OperationNotFound", Text: "The lifecycle operation '%s' could not be found.",
		Names: true, Is: admin365.ErrNotFound, Source: probeCode,
	}
	// noCapacityLeft: a database needs 1 GB. Unverified: the text of verbs other than
	// "created".
	noCapacityLeft = api.Refusal{
		Name: "NoCapacity", Status: 409, Code: "InsufficientCapacity_StorageDriven",
		Text: "This environment can't be %s because your org (tenant) needs at least 1 GB of database capacity.",
		Is:   ErrNoCapacity, Source: recordedTerraform,
	}
)

// What a type, a state or a setting of an environment does not allow. The sentences are
// those of its lifecycleOperationsEnforcement.
var (
	// notOnType: the operation is not for environments of the type.
	notOnType = api.Refusal{
		Name: "NotOnType", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed on environment of type %s.",
		Is:   admin365.ErrPrecondition, Source: recordedTerraform,
	}
	// notLinked: the operation needs Dataverse, or that there is none.
	notLinked = api.Refusal{
		Name: "NotLinked", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed because there is no linked CDS instance or the CDS instance version is not supported.",
		Is:   admin365.ErrPrecondition, Source: recordedTerraform,
	}
	// notManaged: the operation does not go with what is managed, or is not.
	notManaged = api.Refusal{
		Name: "NotManaged", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed on Power Platform environment because of the governance configuration.",
		Is:   admin365.ErrPrecondition, Source: recordedTerraform,
	}
	// notDisabled: the environment is disabled. Unverified: the text.
	notDisabled = api.Refusal{
		Name: "NotDisabled", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed because the environment is disabled.",
		Is:   admin365.ErrPrecondition, Source: "ours",
	}
	// notFailed: after a copy or a restore that failed the target takes few operations.
	// Unverified: the text.
	notFailed = api.Refusal{
		Name: "NotFailed", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed because the last operation on the environment has failed.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/power-platform/admin/backup-restore-environments",
	}
	// sameEnvironment: a copy's target is its source. Unverified: the text.
	sameEnvironment = api.Refusal{
		Name: "SameEnvironment", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "The source and the target of the copy must be different environments.",
		Is:   admin365.ErrInvalid, Source: "ours",
	}
	// otherLocation: source and target are not in one place. Unverified: the text.
	otherLocation = api.Refusal{
		Name: "OtherLocation", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "%s cannot be performed because the source environment is in %s and the target environment in %s.",
		Is:   admin365.ErrPrecondition, Source: "ours",
	}
	// alreadyOfType: it is converted to what it is. Unverified: all of it.
	alreadyOfType = api.Refusal{
		Name: "AlreadyOfType", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "The environment is already of type %s.",
		Is:   admin365.ErrConflict, Source: "ours",
	}
	// backgroundNeedsAdminMode: background operations stop in administration mode alone.
	// Unverified: the text.
	backgroundNeedsAdminMode = api.Refusal{
		Name: "BackgroundNeedsAdminMode", Status: 400, Code: "InvalidLifecycleOperationRequest",
		Text: "Background operations can be disabled only while the environment is in administration mode.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/power-platform/admin/admin-mode",
	}
	// alreadyInstalled: an application is there, and nothing newer. Unverified: all of it.
	alreadyInstalled = api.Refusal{
		Name: "AlreadyInstalled", Status: 409, Code: "ApplicationAlreadyInstalled", Text: "The application '%s' is already installed.",
		Is: admin365.ErrConflict, Source: "ours",
	}
	// installing: an application is on its way. Unverified: all of it.
	installing = api.Refusal{
		Name: "Installing", Status: 409, Code: "ApplicationInstallInProgress", Text: "The application '%s' is being installed.",
		Is: admin365.ErrBusy, Source: "ours",
	}
	// packageNotFound: no application has the name. Unverified: code and text.
	packageNotFound = api.Refusal{
		Name: "PackageNotFound", Status: 404, Code: "ApplicationPackageNotFound", Text: "The application package '%s' could not be found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
)

// What is refused of an input.
var (
	nameMissing = api.Refusal{
		Name: "NameMissing", Status: 400, Code: "EnvironmentDisplayNameNotFound", Text: "The environment display name is missing.",
		Detail: admin365.Detail{Target: "displayName"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	badType = api.Refusal{
		Name: "BadType", Status: 400, Code: "InvalidEnvironmentSku", Text: "The environment sku '%s' is invalid.",
		Detail: admin365.Detail{Target: "type"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	// badLocation: the text names those that there are.
	badLocation = api.Refusal{
		Name: "BadLocation", Status: 400, Code: "EnvironmentLocationUnsupported",
		Text:   "The location '%s' is not supported. Supported locations are: %s.",
		Detail: admin365.Detail{Target: "location"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	domainTaken = api.Refusal{
		Name: "DomainTaken", Status: 409, Code: "DomainNameAlreadyInUse",
		Text:   "The specified domain name with a value of '%s' is already in use.",
		Detail: admin365.Detail{Target: "domainName"}, Is: admin365.ErrConflict, Source: observedProbe,
	}
	badDomain = api.Refusal{
		Name: "BadDomain", Status: 400, Code: "InvalidDomainName", Text: "The domain name '%s' is invalid.",
		Detail: admin365.Detail{Target: "domainName"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	domainMissing = api.Refusal{
		Name: "DomainMissing", Status: 400, Code: "InvalidValidateEnvironmentDomainName", Text: "The domain name is missing.",
		Detail: admin365.Detail{Target: "domainName"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	badSecurityGroup = api.Refusal{
		Name: "BadSecurityGroup", Status: 400, Code: "InvalidSecurityGroupId", Text: "The security group id '%s' is invalid.",
		Detail: admin365.Detail{Target: "securityGroupId"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	badUsedBy = api.Refusal{
		Name: "BadUsedBy", Status: 400, Code: "UsedByInvalidInRequest", Text: "The usedBy property is invalid for the environment sku '%s'.",
		Detail: admin365.Detail{Target: "usedBy"}, Is: admin365.ErrInvalid, Source: probeCode,
	}
	// badDeleteCode: a deletion has to say why, since version 2023-06-01.
	badDeleteCode = api.Refusal{
		Name: "BadDeleteCode", Status: 400, Code: "InvalidOrMissingDeleteCode", Text: "The delete code is invalid or missing.",
		Is: admin365.ErrInvalid, Source: probeCode,
	}
	// badValue: a language, a currency, a template, a state or a time that is none.
	// Unverified: which code the service has for each.
	badValue = api.Refusal{
		Name: "BadValue", Status: 400, Code: "InvalidRequestContent", Text: "The value '%s' of the property '%s' is invalid.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// noGroup: there is no environment group with the id.
	noGroup = api.Refusal{
		Name: "NoGroup", Status: 404, Code: "EnvironmentGroupNotFound", Text: "The environment group '%s' could not be found.",
		Is: admin365.ErrNotFound, Source: probeCode,
	}
)

// What is refused of backups.
var (
	// labelMissing: a backup needs a label. Unverified: code and text.
	labelMissing = api.Refusal{
		Name: "LabelMissing", Status: 400, Code: "InvalidBackupLabel", Text: "The label of the backup is missing.",
		Detail: admin365.Detail{Target: "label"}, Is: admin365.ErrInvalid, Source: "ours",
	}
	// backupNotFound: Unverified: code and text.
	backupNotFound = api.Refusal{
		Name: "BackupNotFound", Status: 404, Code: "EnvironmentBackupNotFound", Text: "The backup '%s' could not be found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	// systemBackup: the service's own backups cannot be deleted. Unverified: code and text.
	systemBackup = api.Refusal{
		Name: "SystemBackup", Status: 400, Code: "InvalidLifecycleOperationRequest", Text: "System backups cannot be deleted.",
		Is: admin365.ErrPrecondition, Source: "https://learn.microsoft.com/power-platform/admin/backup-restore-environments",
	}
	// noRestorePoint: nothing was kept of that time. Unverified: code and text.
	noRestorePoint = api.Refusal{
		Name: "NoRestorePoint", Status: 400, Code: "InvalidRestorePoint",
		Text: "The environment cannot be restored to '%s': no backup of that time is available.",
		Is:   admin365.ErrPrecondition, Source: "ours",
	}
)

// What is refused of management applications. The two have one status and one code.
var (
	badApplication = api.Refusal{
		Name: "BadApplication", Status: 400, Code: "InvalidApplicationId", Text: "The application id '%s' is not valid.",
		Is: admin365.ErrInvalid, Source: probeCode,
	}
	notRegistered = api.Refusal{
		Name: "NotRegistered", Status: 400, Code: "InvalidApplicationId", Text: "The application '%s' is not registered.",
		Names: true, Is: admin365.ErrNotFound, Source: probeCode,
	}
)

// What is refused of release waves, by an API that tells little.
var (
	// waveUnknownOrganization has no body.
	waveUnknownOrganization = api.Refusal{
		Name: "WaveUnknownOrganization", Status: 403, Is: admin365.ErrNotFound, Source: observedProbe,
	}
	// waveNotAllowed: Unverified: all of it.
	waveNotAllowed = api.Refusal{
		Name: "WaveNotAllowed", Status: 400, Code: "FeatureNotAllowed", Text: "The feature '%s' is not allowed for the environment.",
		Is: admin365.ErrPrecondition, Source: "ours",
	}
	// waveUnknown: Unverified: all of it.
	waveUnknown = api.Refusal{
		Name: "WaveUnknown", Status: 404, Code: "FeatureNotFound", Text: "The feature '%s' could not be found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	// waveUpgrading and waveEnabled: Unverified: all of them.
	waveUpgrading = api.Refusal{
		Name: "WaveUpgrading", Status: 409, Code: "FeatureUpgrading", Text: "The feature '%s' is being enabled.",
		Is: admin365.ErrBusy, Source: "ours",
	}
	waveEnabled = api.Refusal{
		Name: "WaveEnabled", Status: 409, Code: "FeatureEnabled", Text: "The feature '%s' is enabled already.",
		Is: admin365.ErrConflict, Source: "ours",
	}
)
