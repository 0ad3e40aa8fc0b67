package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const (
	docCentral             = "https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api"
	docCentralEnvironments = docCentral + "_environments"
	docCentralSettings     = docCentral + "_environment_settings"
	docCentralUpdates      = docCentral + "_reschedule_updates"
	docCentralApps         = docCentral + "_app_management"
)

// Where a code means one thing, the text is whatever the service says: its own is partly
// localized, and nobody should match it. EntityValidationFailed means many things, which
// our texts tell apart; a text that is not ours is ErrInvalid. The statuses are ours but
// for 404 of EnvironmentNotFound and ResourceDoesNotExist.

// What has to do with environments.
var (
	// centralNoFamily: the family is none of the tenant's.
	centralNoFamily = api.Refusal{
		Name: "CentralNoFamily", Status: 404, Code: "applicationTypeDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralEnvironments,
	}
	// centralUnknown: no environment has the name.
	centralUnknown = api.Refusal{
		Name: "CentralUnknown", Status: 404, Code: "EnvironmentNotFound", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralEnvironments + " (the casing: axiansinfoma/terraform-provider-bcadmincenter)",
	}
	// centralUnknownOdd: the same with another status, which was seen.
	centralUnknownOdd = api.Refusal{
		Name: "CentralUnknownOdd", Status: 400, Code: "EnvironmentNotFound", Text: "%s",
		Is: admin365.ErrNotFound, Source: "axiansinfoma/terraform-provider-bcadmincenter",
	}
	// centralNotActive: an operation is running on the environment.
	centralNotActive = api.Refusal{
		Name: "CentralNotActive", Status: 400, Code: "EnvironmentNotActive", Text: "%s",
		Is: admin365.ErrBusy, Source: "mtaanquist/ALDevToolbox (the code)",
	}
	// centralInput: a value is missing, or none that is offered.
	centralInput = api.Refusal{
		Name: "CentralInput", Status: 400, Code: "invalidInput", Text: "The value of the property '%s' is not valid.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: docCentralEnvironments,
	}
	// centralNoRing: the ring is not offered in the country.
	centralNoRing = api.Refusal{
		Name: "CentralNoRing", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrInvalid, Source: docCentralEnvironments,
	}
	// centralExists: the name is taken.
	centralExists = api.Refusal{
		Name: "CentralExists", Status: 400, Code: "resourceExists", Text: "%s",
		Is: admin365.ErrConflict, Source: docCentralEnvironments,
	}
	// centralBadName: the name breaks the rules.
	centralBadName = api.Refusal{
		Name: "CentralBadName", Status: 400, Code: "environmentNameNotValid", Text: "%s",
		Is: admin365.ErrInvalid, Source: docCentralEnvironments,
	}
	// centralReserved: the name is a reserved word.
	centralReserved = api.Refusal{
		Name: "CentralReserved", Status: 400, Code: "cannotCreateNamedEnvironment", Text: "%s",
		Is: admin365.ErrInvalid, Source: docCentralEnvironments,
	}
	// centralTooMany: the tenant has as many environments of the type as it may.
	centralTooMany = api.Refusal{
		Name: "CentralTooMany", Status: 400, Code: "maximumNumberOfEnvironmentsAllowedReached", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralEnvironments,
	}
	// centralNoStorage: the tenant uses as much storage as it may, or more.
	centralNoStorage = api.Refusal{
		Name: "CentralNoStorage", Status: 400, Code: "maximumStorageCapacityUsageReached", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralEnvironments,
	}
	// centralDeleteStatus: an operation is running on what is to be deleted.
	centralDeleteStatus = api.Refusal{
		Name: "CentralDeleteStatus", Status: 400, Code: "invalidStatusCannotDeleteTenant", Text: "%s",
		Is: admin365.ErrBusy, Source: docCentralEnvironments,
	}
	// centralDeleted: it is deleted already, or is being deleted.
	centralDeleted = api.Refusal{
		Name: "CentralDeleted", Status: 400, Code: "tenantDeletionInProgress", Text: "%s",
		Is: admin365.ErrConflict, Source: docCentralEnvironments,
	}
	// centralRecovering: it is being recovered already.
	centralRecovering = api.Refusal{
		Name: "CentralRecovering", Status: 400, Code: "deletedEnvironmentRecoveryInProgress", Text: "%s",
		Is: admin365.ErrBusy, Source: docCentralEnvironments,
	}
	// centralNotDeleted: what is to be recovered is not deleted.
	centralNotDeleted = api.Refusal{
		Name: "CentralNotDeleted", Status: 400, Code: "invalidStatusCannotRecoverDeletedEnvironment", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralEnvironments,
	}
	// centralRestoreFailed: the point in time is none of the environment's, the name is
	// taken, or there is no room.
	centralRestoreFailed = api.Refusal{
		Name: "CentralRestoreFailed", Status: 400, Code: "PitRestoreFailed", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralEnvironments,
	}
	// centralNoOffer: the country or the ring is not offered.
	centralNoOffer = api.Refusal{
		Name: "CentralNoOffer", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentral + "_available_applications",
	}
)

// What has to do with updates. EntityValidationFailed was observed; the texts are ours but
// for that of the date in the past, of which clients look for the last six words.
var (
	// updateUnknown: the version, with its type, is not listed for the environment.
	updateUnknown = api.Refusal{
		Name: "UpdateUnknown", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralUpdates,
	}
	// updateDeselected: a selection cannot be taken back.
	updateDeselected = api.Refusal{
		Name: "UpdateDeselected", Status: 400, Code: "EntityValidationFailed",
		Text: "A target version cannot be deselected; select another target version.",
		Is:   admin365.ErrUnsupported, Source: docCentralUpdates,
	}
	// updatePast: the date, sent or stored, has passed.
	updatePast = api.Refusal{
		Name: "UpdatePast", Status: 400, Code: "EntityValidationFailed",
		Text: "Update currently has selected date time in the past.",
		Is:   admin365.ErrInvalid, Source: "axiansinfoma/terraform-provider-bcadmincenter",
	}
	// updateLate: the date is after the latest one.
	updateLate = api.Refusal{
		Name: "UpdateLate", Status: 400, Code: "EntityValidationFailed",
		Text: "The selected date is after the latest selectable date %s.",
		Is:   admin365.ErrInvalid, Source: docCentralUpdates,
	}
	// updatePlanned: a version that is not released has no date.
	updatePlanned = api.Refusal{
		Name: "UpdatePlanned", Status: 400, Code: "EntityValidationFailed",
		Text: "A target version that is not available yet cannot be scheduled.",
		Is:   admin365.ErrInvalid, Source: docCentralUpdates,
	}
	// updatePreview: previews are for sandboxes.
	updatePreview = api.Refusal{
		Name: "UpdatePreviewOnly", Status: 400, Code: "EntityValidationFailed",
		Text: "A production environment cannot be updated to a preview version.",
		Is:   admin365.ErrPrecondition, Source: docCentralUpdates,
	}
	// updateRunning: nothing can be changed while it runs.
	updateRunning = api.Refusal{
		Name: "UpdateIsRunning", Status: 400, Code: "EntityValidationFailed",
		Text: "The environment is being updated; the update cannot be changed.",
		Is:   admin365.ErrBusy, Source: docCentralUpdates,
	}
	// updateGraceLater: from the grace period on an update cannot be put off.
	updateGraceLater = api.Refusal{
		Name: "UpdateGraceLater", Status: 400, Code: "EntityValidationFailed",
		Text: "In the grace period an update cannot be moved to a later date.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/update-rollout-timeline",
	}
	// updateGraceMajor: from the grace period on it has to be the next major version.
	updateGraceMajor = api.Refusal{
		Name: "UpdateGraceMajor", Status: 400, Code: "EntityValidationFailed",
		Text: "In the grace period a target version of the next major version has to be selected.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/update-rollout-timeline",
	}
	// upgradeNone: no update is scheduled, of the older routes.
	upgradeNone = api.Refusal{
		Name: "UpgradeNone", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralUpdates,
	}
	// operationUnknown: no operation of the environment, or of the app, has the id.
	operationUnknown = api.Refusal{
		Name: "CentralOperationUnknown", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralApps,
	}
	// operationFixed: such an operation cannot be canceled, or is not in the state.
	operationFixed = api.Refusal{
		Name: "CentralOperationFixed", Status: 400, Code: "EntityValidationFailed",
		Text: "The operation cannot be canceled: %s.",
		Is:   admin365.ErrPrecondition, Source: docCentralEnvironments,
	}
	// windowShort: a window has six hours at least.
	windowShort = api.Refusal{
		Name: "WindowShort", Status: 400, Code: "invalidRange", Text: "%s",
		Is: admin365.ErrInvalid, Source: docCentralSettings,
	}
	// windowConstraint: the scheduled update would leave the dates that it may have.
	windowConstraint = api.Refusal{
		Name: "WindowConstraint", Status: 400, Code: "ScheduledUpgradeConstraintViolation", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralSettings,
	}
	// keyNotActive: the key is set on an Active environment alone.
	keyNotActive = api.Refusal{
		Name: "KeyNotActive", Status: 400, Code: "cannotSetAppInsightsKey", Text: "%s",
		Is: admin365.ErrBusy, Source: docCentralSettings,
	}
	// centralNoGroup: the directory has no such group. Unverified: the code.
	centralNoGroup = api.Refusal{
		Name: "CentralNoGroup", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: docCentralSettings + " (the status)",
	}
)

// What has to do with apps and with the rest.
var (
	// appUnknown: the app is not installed.
	appUnknown = api.Refusal{
		Name: "AppUnknown", Status: 404, Code: "ResourceDoesNotExist",
		Text: "App with id '%s' is not installed on environment or the environment does not exist.",
		Is:   admin365.ErrNotFound, Source: docCentralApps,
	}
	// appNoVersion: there is no such app, or not in that version. Unverified: the text.
	appNoVersion = api.Refusal{
		Name: "AppNoVersion", Status: 404, Code: "ResourceDoesNotExist",
		Text: "The app with id '%s' is not available in version '%s'.",
		Is:   admin365.ErrNotFound, Source: docCentralApps + " (the code)",
	}
	// appNeeds: other apps have to be installed, updated or removed first. They are in
	// the answer's data. Unverified: the code.
	appNeeds = api.Refusal{
		Name: "AppNeeds", Status: 400, Code: "MissingRequirements", Text: "%s",
		Is: admin365.ErrPrecondition, Source: docCentralApps + " (the shape)",
	}
	// appNotNewer: an app is only brought to a higher version. Unverified: all of it.
	appNotNewer = api.Refusal{
		Name: "AppNotNewer", Status: 400, Code: "EntityValidationFailed",
		Text: "The target version has to be higher than the installed version.",
		Is:   admin365.ErrPrecondition, Source: "ours",
	}
	// appBusy: the app has an operation. Unverified: all of it.
	appBusy = api.Refusal{
		Name: "AppBusy", Status: 400, Code: "EntityValidationFailed",
		Text: "Another operation on the app is scheduled or running.",
		Is:   admin365.ErrBusy, Source: "ours",
	}
	// appTerms: the license terms have to be accepted. Unverified: all of it.
	appTerms = api.Refusal{
		Name: "AppTerms", Status: 400, Code: "EntityValidationFailed",
		Text: "The license terms of the publisher have to be accepted.",
		Is:   admin365.ErrInvalid, Source: docCentralApps + " (that it is required)",
	}
	// appInstalled: it is installed already. Unverified: all of it.
	appInstalled = api.Refusal{
		Name: "AppInstalled", Status: 400, Code: "resourceExists", Text: "%s",
		Is: admin365.ErrConflict, Source: "ours",
	}
	// appStays: it cannot be uninstalled. Unverified: all of it.
	appStays = api.Refusal{
		Name: "AppStays", Status: 400, Code: "EntityValidationFailed",
		Text: "The app cannot be uninstalled.",
		Is:   admin365.ErrPrecondition, Source: "ours",
	}
	// recipientUnknown: no recipient has the id. Unverified: the code.
	recipientUnknown = api.Refusal{
		Name: "RecipientUnknown", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: "ours",
	}
	// authorizedUnknown: the application is not on the list. Unverified: the code.
	authorizedUnknown = api.Refusal{
		Name: "AuthorizedUnknown", Status: 404, Code: "ResourceDoesNotExist", Text: "%s",
		Is: admin365.ErrNotFound, Source: "ours",
	}
)
