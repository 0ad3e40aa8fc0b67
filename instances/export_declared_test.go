package instances

import "github.com/admin365/admin365/internal/api"

// Ops returns every operation on environments, for tests from outside.
func Ops() []*api.Op {
	return []*api.Op{
		&opEnvironmentsList, &opEnvironmentsGet, &opEnvironmentsCreate, &opEnvironmentsUpdate, &opEnvironmentsCheckDomain, &opLifecycleAddDatabase, &opLifecycleConvert, &opLifecycleCheckDelete, &opLifecycleDelete, &opLifecycleDeleted, &opLifecycleRecover, &opLifecycleSetManaged, &opAdminModeEnter, &opAdminModeLeave, &opAdminModeSetBackgroundOperations,
		&opCopiesCopy, &opCopiesTargets, &opBackupsList, &opBackupsCreate, &opBackupsDelete, &opBackupsRestore, &opBackupsTargets, &opBackupsSetRetention, &opResetsReset,
		&opOperationsGet, &opOperationsEnvironment, &opOperationsInstall, &opOperationsList, &opOperationsDetails,
		&opCatalogueLocations, &opCatalogueCurrencies, &opCatalogueLanguages, &opCatalogueTemplates, &opSolutionsCatalogue, &opSolutionsList, &opSolutionsInstall, &opCapacityTenant, &opCapacityEnvironment, &opCapacityWarnings, &opWavesOrganizations, &opWavesList, &opWavesEnable, &opManagementAppsList, &opManagementAppsGet, &opManagementAppsRegister, &opManagementAppsUnregister,
	}
}
