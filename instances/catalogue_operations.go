package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What environments are made of, what is installed on them, what they use.
var (
	opCatalogueLocations = api.Op{
		Name: "instances.Catalogue.Locations", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/locations"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "microsoft/terraform-provider-power-platform",
	}
	opCatalogueCurrencies = api.Op{
		Name: "instances.Catalogue.Currencies", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/locations/{id}/environmentCurrencies"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&badLocation},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opCatalogueLanguages = api.Op{
		Name: "instances.Catalogue.Languages", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/locations/{id}/environmentLanguages"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&badLocation},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opCatalogueTemplates = api.Op{
		Name: "instances.Catalogue.Templates", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/locations/{id}/templates"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&badLocation},
		Source:   "microsoft/terraform-provider-power-platform",
	}
	opSolutionsCatalogue = api.Op{
		Name: "instances.Solutions.Catalogue", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/appmanagement/applicationPackages"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/appmanagement",
	}
	opSolutionsList = api.Op{
		Name: "instances.Solutions.List", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/appmanagement/environments/{id}/applicationPackages"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &notLinked, &badValue},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/appmanagement",
	}
	opSolutionsInstall = api.Op{
		Name: "instances.Solutions.Install", API: &api.PowerPlatform, Method: "POST", Paths: []string{"/appmanagement/environments/{id}/applicationPackages/{id}/install"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Long: true,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound, &packageNotFound, &notLinked, &notDisabled, &customInstaller, &inAdminMode, &operationRuns, &installing, &alreadyInstalled},
		Source:   "https://learn.microsoft.com/rest/api/power-platform/appmanagement",
	}
	opCapacityTenant = api.Op{
		Name: "instances.Capacity.Tenant", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/licensing/tenantCapacity"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/licensing",
	}
	opCapacityEnvironment = api.Op{
		Name: "instances.Capacity.Environment", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"}, APIVersion: "2023-06-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&environmentNotFound},
		Source:   "https://learn.microsoft.com/power-platform/admin/capacity-storage",
	}
	opCapacityWarnings = api.Op{
		Name: "instances.Capacity.Warnings", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/licensing/storageWarning/getAllStorageWarnings"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/rest/api/power-platform/licensing",
	}
)

// Release waves: an API of the admin center, which knows an environment by its
// organization.
var (
	opWavesOrganizations = api.Op{
		Name: "instances.Waves.Organizations", API: &api.PowerPlatformAdmin, Method: "GET", Paths: []string{"/api/tenants/mytenant/organizations"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessPeople,
		Source: "microsoft/terraform-provider-power-platform",
	}
	opWavesList = api.Op{
		Name: "instances.Waves.List", API: &api.PowerPlatformAdmin, Method: "GET", Paths: []string{"/api/environments/{id}/features"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessPeople,
		Refusals: []*api.Refusal{&waveUnknownOrganization},
		Source:   "https://learn.microsoft.com/power-platform/admin/opt-in-early-access-updates",
	}
	opWavesEnable = api.Op{
		Name: "instances.Waves.Enable", API: &api.PowerPlatformAdmin, Method: "POST", Paths: []string{"/api/environments/{id}/features/{id}/enable"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Long: true,
		Access:   accessPeople,
		Refusals: []*api.Refusal{&waveUnknownOrganization, &waveUnknown, &waveNotAllowed, &waveUpgrading, &waveEnabled},
		Source:   "https://learn.microsoft.com/power-platform/admin/opt-in-early-access-updates",
	}
)

// The applications that may do all this on their own.
var (
	opManagementAppsList = api.Op{
		Name: "instances.ManagementApps.List", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/adminApplications"}, APIVersion: "2020-10-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAdministrators,
		Source: "https://learn.microsoft.com/power-platform/admin/powershell-create-service-principal",
	}
	opManagementAppsGet = api.Op{
		Name: "instances.ManagementApps.Get", API: &api.BAP, Method: "GET", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/adminApplications/{id}"}, APIVersion: "2020-10-01",
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&notRegistered, &badApplication},
		Source:   "https://learn.microsoft.com/power-platform/admin/powershell-create-service-principal",
	}
	opManagementAppsRegister = api.Op{
		Name: "instances.ManagementApps.Register", API: &api.BAP, Method: "PUT", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/adminApplications/{id}"}, APIVersion: "2020-10-01",
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessPeople,
		Refusals: []*api.Refusal{&badApplication},
		Source:   "https://learn.microsoft.com/power-platform/admin/powershell-create-service-principal",
	}
	opManagementAppsUnregister = api.Op{
		Name: "instances.ManagementApps.Unregister", API: &api.BAP, Method: "DELETE", Paths: []string{"/providers/Microsoft.BusinessAppPlatform/adminApplications/{id}"}, APIVersion: "2020-10-01",
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &notRegistered,
		Access:   accessAdministrators,
		Refusals: []*api.Refusal{&notRegistered, &badApplication},
		Source:   "https://learn.microsoft.com/power-platform/admin/powershell-create-service-principal",
	}
)
