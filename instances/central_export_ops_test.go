package instances

import "github.com/admin365/admin365/internal/api"

// CentralOps are the operations of Business Central, and of Finance and Operations.
func CentralOps() []*api.Op {
	return []*api.Op{
		&opCentralEnvironmentsList, &opCentralEnvironmentsListAll, &opCentralEnvironmentsGet, &opCentralEnvironmentsCreate, &opCentralEnvironmentsCopy,
		&opCentralEnvironmentsRename, &opCentralEnvironmentsDelete, &opCentralEnvironmentsRecover, &opCentralBackupsPeriods, &opCentralBackupsRestore,
		&opCentralCapacityUsed, &opCentralCapacityUsedByAll, &opCentralCapacityQuotas, &opCentralCatalogueFamilies, &opCentralCatalogueVersions,
		&opCentralCatalogueTimeZones, &opCentralOperationsList, &opCentralOperationsAll, &opCentralOperationsGet, &opCentralOperationsGetOfApp,
		&opCentralOperationsCancel, &opCentralOperationsCancelOfApp, &opCentralSettingsWindow, &opCentralSettingsSetWindow,
		&opCentralSettingsSetAppUpdateCadence, &opCentralSettingsSetTelemetryKey, &opCentralAccessSecurityGroup, &opCentralAccessSetSecurityGroup,
		&opCentralAccessClearSecurityGroup, &opCentralAccessMicrosoft365, &opCentralAccessSetMicrosoft365, &opCentralAccessPartners,
		&opCentralAccessSetPartners, &opCentralAppsList, &opCentralAppsAvailable, &opCentralAppsUpdate, &opCentralAppsInstall, &opCentralAppsUninstall,
		&opCentralAppsOperations, &opCentralUpdatesList, &opCentralUpdatesSelect, &opCentralUpdatesReschedule, &opCentralUpdatesUpgrade,
		&opCentralUpdatesSetUpgrade, &opCentralRecipientsList, &opCentralRecipientsAdd, &opCentralRecipientsRemove, &opCentralRecipientsSettings,
		&opCentralAuthorizedAppsList, &opCentralAuthorizedAppsAdd, &opCentralAuthorizedAppsRemove, &opFinOpsUpdatesList, &opFinOpsUpdatesApply,
		&opFinOpsUpdatesGet, &opFinOpsSettingsProperties, &opFinOpsSettingsMaintenance, &opFinOpsSettingsSetMaintenance, &opFinOpsSettingsFailures,
	}
}
