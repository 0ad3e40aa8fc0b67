package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// accessCentral is who may call the admin center API of Business Central. That an
// application is on the tenant's list the access port asks besides.
var accessCentral = api.Access{
	Application: []admin365.Permission{centralWrite},
	Delegated:   []admin365.Permission{centralUser},
	Roles:       []api.Role{api.Dynamics365BusinessCentralAdministrator, api.Dynamics365Administrator, api.GlobalAdministrator},
}

const (
	centralWrite admin365.Permission = "AdminCenter.ReadWrite.All"
	centralUser  admin365.Permission = "user_impersonation"
)

// Environments.
var (
	opCentralEnvironmentsList = api.Op{
		Name: "instances.CentralEnvironments.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily},
		Source:   docCentralEnvironments,
	}
	opCentralEnvironmentsListAll = api.Op{
		Name: "instances.CentralEnvironments.ListAll", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentralEnvironments,
	}
	opCentralEnvironmentsGet = api.Op{
		Name: "instances.CentralEnvironments.Get", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralEnvironments,
	}
	opCentralEnvironmentsCreate = api.Op{
		Name: "instances.CentralEnvironments.Create", API: &api.BusinessCentral, Method: "PUT", Paths: []string{"/applications/{id}/environments/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralInput, &centralExists, &centralBadName, &centralReserved, &centralTooMany, &centralNoStorage,
			&centralNoRing,
		},
		Source: docCentralEnvironments,
	}
	opCentralEnvironmentsCopy = api.Op{
		Name: "instances.CentralEnvironments.Copy", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/copy"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralExists, &centralBadName,
			&centralReserved, &centralTooMany, &centralNoStorage, &centralNotActive,
		},
		Source: docCentralEnvironments,
	}
	opCentralEnvironmentsRename = api.Op{
		Name: "instances.CentralEnvironments.Rename", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/rename"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralExists, &centralBadName,
			&centralReserved, &centralNotActive,
		},
		Source: docCentralEnvironments,
	}
	opCentralEnvironmentsDelete = api.Op{
		Name: "instances.CentralEnvironments.Delete", API: &api.BusinessCentral, Method: "DELETE", Paths: []string{"/applications/{id}/environments/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryNever, Long: true,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralDeleteStatus, &centralDeleted},
		Source:   docCentralEnvironments,
	}
	opCentralEnvironmentsRecover = api.Op{
		Name: "instances.CentralEnvironments.Recover", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/recover"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralRecovering, &centralNotDeleted, &centralTooMany},
		Source:   docCentralEnvironments,
	}
)

// Going back to a point in time.
var (
	opCentralBackupsPeriods = api.Op{
		Name: "instances.CentralBackups.Periods", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/availableRestorePeriods"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralEnvironments,
	}
	opCentralBackupsRestore = api.Op{
		Name: "instances.CentralBackups.Restore", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/restore"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessCentral,
		Refusals: []*api.Refusal{
			&centralNoFamily, &centralUnknown, &centralUnknownOdd, &centralInput, &centralBadName, &centralReserved,
			&centralRestoreFailed, &centralNotActive,
		},
		Source: docCentralEnvironments,
	}
)

// Storage and quotas.
var (
	opCentralCapacityUsed = api.Op{
		Name: "instances.CentralCapacity.Used", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/usedstorage"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralUnknown, &centralUnknownOdd},
		Source:   docCentralEnvironments,
	}
	opCentralCapacityUsedByAll = api.Op{
		Name: "instances.CentralCapacity.UsedByAll", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/environments/usedstorage"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentralEnvironments,
	}
	opCentralCapacityQuotas = api.Op{
		Name: "instances.CentralCapacity.Quotas", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/environments/quotas"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentralEnvironments,
	}
)

// What is offered.
var (
	opCentralCatalogueFamilies = api.Op{
		Name: "instances.CentralCatalogue.Families", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentral + "_available_applications",
	}
	opCentralCatalogueVersions = api.Op{
		Name: "instances.CentralCatalogue.Versions", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/Countries/{id}/Rings/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &centralNoOffer},
		Source:   docCentral + "_available_applications",
	}
	opCentralCatalogueTimeZones = api.Op{
		Name: "instances.CentralCatalogue.TimeZones", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/settings/timezones"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessCentral,
		Source: docCentralSettings,
	}
)

// What is being done.
var (
	opCentralOperationsList = api.Op{
		Name: "instances.CentralOperations.List", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/environments/{id}/operations"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralUnknown, &centralUnknownOdd},
		Source:   docCentralEnvironments,
	}
	opCentralOperationsAll = api.Op{
		Name: "instances.CentralOperations.All", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/operations"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily},
		Source:   docCentralEnvironments,
	}
	opCentralOperationsGet = api.Op{
		Name: "instances.CentralOperations.Get", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &operationUnknown},
		Source:   "axiansinfoma/terraform-provider-bcadmincenter",
	}
	opCentralOperationsGetOfApp = api.Op{
		Name: "instances.CentralOperations.GetOfApp", API: &api.BusinessCentral, Method: "GET", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &operationUnknown},
		Source:   docCentralApps,
	}
	opCentralOperationsCancel = api.Op{
		Name: "instances.CentralOperations.Cancel", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/operations/{id}/cancel"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Long: true,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &operationUnknown, &operationFixed},
		Source:   docCentralEnvironments,
	}
	opCentralOperationsCancelOfApp = api.Op{
		Name: "instances.CentralOperations.CancelOfApp", API: &api.BusinessCentral, Method: "POST", Paths: []string{"/applications/{id}/environments/{id}/apps/{id}/update/cancel"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessCentral,
		Refusals: []*api.Refusal{&centralNoFamily, &operationUnknown, &operationFixed},
		Source:   docCentralApps,
	}
)
