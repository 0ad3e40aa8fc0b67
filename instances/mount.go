package instances

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(m *emu.Mux) {
	mountEnvironments(m)
	mountCopies(m)
	mountOffers(m)
	mountStrangers(m)
	mountMakers(m)
	mountCentral(m)
	mountFinOps(m)
}

func mountEnvironments(m *emu.Mux) {
	m.Handle(&opEnvironmentsList, handleEnvironmentsList)
	m.Handle(&opEnvironmentsGet, handleEnvironmentsGet)
	m.Share(&opCapacityEnvironment, readsCapacity)
	m.Share(&opOperationsEnvironment, followsEnvironment)
	m.Handle(&opEnvironmentsCreate, handleEnvironmentsCreate)
	m.Handle(&opEnvironmentsUpdate, handleEnvironmentsUpdate)
	m.Share(&opAdminModeEnter, edits(editEnters))
	m.Share(&opAdminModeLeave, edits(editLeaves))
	m.Share(&opAdminModeSetBackgroundOperations, edits(editBackground))
	m.Share(&opBackupsSetRetention, edits(editRetention))
	m.Handle(&opEnvironmentsCheckDomain, handleEnvironmentsCheckDomain)
	m.Handle(&opLifecycleAddDatabase, handleLifecycleAddDatabase)
	m.Handle(&opLifecycleConvert, handleLifecycleConvert)
	m.Handle(&opLifecycleCheckDelete, handleLifecycleCheckDelete)
	m.Handle(&opLifecycleDelete, handleLifecycleDelete)
	m.Handle(&opLifecycleDeleted, handleLifecycleDeleted)
	m.Handle(&opLifecycleRecover, handleLifecycleRecover)
	m.Handle(&opLifecycleSetManaged, handleLifecycleSetManaged)
	m.Handle(&opOperationsGet, handleOperationsGet)
	m.Share(&opOperationsDetails, readsDetails)
	m.Handle(&opOperationsList, handleOperationsList)
	m.Handle(&opManagementAppsList, handleManagementAppsList)
	m.Handle(&opManagementAppsGet, handleManagementAppsGet)
	m.Handle(&opManagementAppsRegister, handleManagementAppsRegister)
	m.Handle(&opManagementAppsUnregister, handleManagementAppsUnregister)
}

func mountCopies(m *emu.Mux) {
	m.Handle(&opCopiesCopy, handleCopiesCopy)
	m.Handle(&opCopiesTargets, handleCandidates(KindCopy))
	m.Handle(&opBackupsList, handleBackupsList)
	m.Handle(&opBackupsCreate, inEarnest(handleBackupsCreate))
	m.Handle(&opBackupsDelete, inEarnest(handleBackupsDelete))
	m.Handle(&opBackupsRestore, handleBackupsRestore)
	m.Handle(&opBackupsTargets, handleCandidates(KindRestore))
	m.Handle(&opResetsReset, handleResetsReset)
}

func mountOffers(m *emu.Mux) {
	m.Handle(&opCatalogueLocations, handleCatalogueLocations)
	m.Handle(&opCatalogueCurrencies, handleCatalogueCurrencies)
	m.Handle(&opCatalogueLanguages, handleCatalogueLanguages)
	m.Handle(&opCatalogueTemplates, handleCatalogueTemplates)
	m.Handle(&opSolutionsCatalogue, handleSolutionsCatalogue)
	m.Handle(&opSolutionsList, handleSolutionsList)
	m.Handle(&opSolutionsInstall, handleSolutionsInstall)
	m.Handle(&opOperationsInstall, handleOperationsInstall)
	m.Handle(&opCapacityTenant, handleCapacityTenant)
	m.Handle(&opCapacityWarnings, handleCapacityWarnings)
	m.Handle(&opWavesOrganizations, handleWavesOrganizations)
	m.Handle(&opWavesList, handleWavesList)
	m.Handle(&opWavesEnable, handleWavesEnable)
}

func mountStrangers(m *emu.Mux) {
	m.Handle(&opMakerList, handleMakerList)
	m.Handle(&opMakerGet, handleMakerGet)
	m.Handle(&opMakerOperation, handleMakerOperation)
	m.Handle(&opMakerBackupsList, handleMakerBackupsList)
	m.Handle(&opMakerBackupsCreate, handleBackupsCreate)
	m.Handle(&opMakerBackupsDelete, handleBackupsDelete)
	m.Handle(&opGroupsList, handleGroupsList)
	m.Handle(&opGroupsGet, handleGroupsGet)
	m.Handle(&opGroupsCreate, handleGroupsCreate)
	m.Handle(&opGroupsUpdate, handleGroupsUpdate)
	m.Handle(&opGroupsDelete, handleGroupsDelete)
	m.Handle(&opPlatformList, handlePlatformList)
	m.Handle(&opPlatformGet, handlePlatformGet)
	m.Handle(&opPlatformDelete, inEarnest(handlePlatformDelete))
	m.Handle(&opPlatformRecover, inEarnest(handlePlatformRecover))
	m.Handle(&opPlatformCopy, inEarnest(handlePlatformCopy))
	m.Handle(&opPlatformRestore, inEarnest(handlePlatformRestore))
	m.Handle(&opPlatformOperations, handlePlatformOperations)
	m.Handle(&opPlatformOperation, handlePlatformOperation)
	m.Handle(&opPlatformEnvironmentOperation, handlePlatformOperation)
	for _, op := range []*api.Op{&opPlatformCreate, &opPlatformLink, &opPlatformReset, &opPlatformGroups} {
		m.Handle(op, notModeled)
	}
}
