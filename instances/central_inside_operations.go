package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// accessPartners is who may say which partners get in: an administrator of the tenant
// itself.
var accessPartners = api.Access{
	Delegated:  []admin365.Permission{centralUser},
	Roles:      []api.Role{api.GlobalAdministrator},
	PeopleOnly: true,
}

// accessAuthorized is who may see and say which applications call the API on their own:
// none of them.
var accessAuthorized = api.Access{
	Delegated:  []admin365.Permission{centralUser},
	Roles:      []api.Role{api.Dynamics365BusinessCentralAdministrator, api.Dynamics365Administrator, api.GlobalAdministrator},
	PeopleOnly: true,
}

// Settings.
var (
	opCentralSettingsWindow = api.Op{
		Name: "instances.CentralSettings.Window", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/settings/upgrade"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralSettings,
	}
	opCentralSettingsSetWindow = api.Op{
		Name: "instances.CentralSettings.SetWindow", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}/settings/upgrade"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &windowShort, &windowConstraint, &centralNotActive},
		Source:   docCentralSettings,
	}
	opCentralSettingsSetAppUpdateCadence = api.Op{
		Name: "instances.CentralSettings.SetAppUpdateCadence", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}/settings/appSourceAppsUpdateCadence"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralNotActive},
		Source:   docCentralSettings,
	}
	opCentralSettingsSetTelemetryKey = api.Op{
		Name: "instances.CentralSettings.SetTelemetryKey", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/settings/appinsightskey"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &keyNotActive},
		Source:   docCentralSettings,
	}
)

// Who gets in.
var (
	opCentralAccessSecurityGroup = api.Op{
		Name: "instances.CentralAccess.SecurityGroup", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/settings/securitygroupaccess"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralSettings,
	}
	opCentralAccessSetSecurityGroup = api.Op{
		Name: "instances.CentralAccess.SetSecurityGroup", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/settings/securitygroupaccess"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralNoGroup, &centralNotActive},
		Source:   docCentralSettings,
	}
	opCentralAccessClearSecurityGroup = api.Op{
		Name: "instances.CentralAccess.ClearSecurityGroup", API: &api.BusinessCentral, Method: "DELETE", Paths: []string{"/applications/{id}/environments/{id}/settings/securitygroupaccess"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralNotActive},
		Source:   docCentralSettings,
	}
	opCentralAccessMicrosoft365 = api.Op{
		Name: "instances.CentralAccess.Microsoft365", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/settings/accesswithm365licenses"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralSettings,
	}
	opCentralAccessSetMicrosoft365 = api.Op{
		Name: "instances.CentralAccess.SetMicrosoft365", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/settings/accesswithm365licenses"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralNotActive},
		Source:   docCentralSettings,
	}
	opCentralAccessPartners = api.Op{
		Name: "instances.CentralAccess.Partners", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/settings/partneraccess"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessPartners,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralSettings,
	}
	opCentralAccessSetPartners = api.Op{
		Name: "instances.CentralAccess.SetPartners", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}/settings/partneraccess"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access:   accessPartners,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralNotActive},
		Source:   docCentralSettings,
	}
)

// Apps.
var (
	opCentralAppsList = api.Op{
		Name: "instances.CentralApps.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/apps"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralApps,
	}
	opCentralAppsAvailable = api.Op{
		Name: "instances.CentralApps.Available", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/apps/availableUpdates"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralApps,
	}
	opCentralAppsUpdate = api.Op{
		Name: "instances.CentralApps.Update", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/update"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &appUnknown, &appNoVersion, &appNeeds,
			&appNotNewer, &appBusy, &centralNotActive,
		},
		Source: docCentralApps,
	}
	opCentralAppsInstall = api.Op{
		Name: "instances.CentralApps.Install", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/install"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &appNoVersion, &appNeeds, &appBusy,
			&appTerms, &appInstalled, &centralNotActive,
		},
		Source: docCentralApps,
	}
	opCentralAppsUninstall = api.Op{
		Name: "instances.CentralApps.Uninstall", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/uninstall"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever, Long: true,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &appUnknown, &appNeeds, &appBusy, &appStays, &centralNotActive},
		Source:   docCentralApps,
	}
	opCentralAppsOperations = api.Op{
		Name: "instances.CentralApps.Operations", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/operations"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralApps,
	}
)

// Updates. Upgrade and SetUpgrade are the older view of the selected one, which clients
// still ask for.
var (
	opCentralUpdatesList = api.Op{
		Name: "instances.CentralUpdates.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/updates"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralUpdates,
	}
	opCentralUpdatesSelect = api.Op{
		Name: "instances.CentralUpdates.Select", API: &api.BusinessCentral, Method: "PATCH", Paths: []string{"/applications/{id}/environments/{id}/updates/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &updateUnknown, &updateDeselected, &updatePast,
			&updateLate, &updatePlanned, &updatePreview, &updateRunning, &updateGraceLater, &updateGraceMajor, &centralInput,
			&centralNotActive,
		},
		Source: docCentralUpdates,
	}
	opCentralUpdatesReschedule = api.Op{
		Name: "instances.CentralUpdates.Reschedule", API: &api.BusinessCentral, Method: "PATCH", Paths: []string{"/applications/{id}/environments/{id}/updates/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &updateUnknown, &updateDeselected, &updatePast,
			&updateLate, &updatePlanned, &updatePreview, &updateRunning, &updateGraceLater, &centralInput,
			&centralNotActive,
		},
		Source: docCentralUpdates,
	}
	opCentralUpdatesUpgrade = api.Op{
		Name: "instances.CentralUpdates.Upgrade", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/upgrade"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &upgradeNone},
		Source:   docCentralUpdates,
	}
	opCentralUpdatesSetUpgrade = api.Op{
		Name: "instances.CentralUpdates.SetUpgrade", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}/upgrade"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Strangers: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &upgradeNone, &updatePast, &updateLate, &updateRunning,
			&updateGraceLater, &centralInput, &centralNotActive,
		},
		Source: docCentralUpdates,
	}
)

// Who is told.
var (
	opCentralRecipientsList = api.Op{
		Name: "instances.CentralRecipients.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/settings/notification/recipients"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentral + "_notifications",
	}
	opCentralRecipientsAdd = api.Op{
		Name: "instances.CentralRecipients.Add", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/settings/notification/recipients"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralInput},
		Source:   docCentral + "_notifications",
	}
	opCentralRecipientsRemove = api.Op{
		Name: "instances.CentralRecipients.Remove", API: &api.BusinessCentral, Method: "DELETE", Paths: []string{"/settings/notification/recipients/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Repeated: &recipientUnknown,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&recipientUnknown},
		Source:   docCentral + "_notifications",
	}
	opCentralRecipientsSettings = api.Op{
		Name: "instances.CentralRecipients.Settings", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/settings/notification"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: accessCentral,
		Source: docCentral + "_notifications",
	}
)

// Applications.
var (
	opCentralAuthorizedAppsList = api.Op{
		Name: "instances.CentralAuthorizedApps.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/authorizedAadApps"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAuthorized,
		Source: docCentral + "_authorizedaadapps",
	}
	opCentralAuthorizedAppsAdd = api.Op{
		Name: "instances.CentralAuthorizedApps.Add", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/authorizedAadApps/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessAuthorized,
		Refusals: []*api.Refusal{&centralInput},
		Source:   docCentral + "_authorizedaadapps",
	}
	opCentralAuthorizedAppsRemove = api.Op{
		Name: "instances.CentralAuthorizedApps.Remove", API: &api.BusinessCentral, Method: "DELETE", Paths: []string{"/authorizedAadApps/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &authorizedUnknown,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&authorizedUnknown},
		Source:   docCentral + "_authorizedaadapps",
	}
)
