package admin

import (
	"encoding/json"
	"maps"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// syncRow is how the synchronization of a tenant is set up that has changed it; the
// others have the defaults and no row.
type syncRow struct {
	ID         tenant.Key                   `json:"id"`
	Prevention AccidentalDeletionPrevention `json:"accidentalDeletionPrevention"`
	// Features are those that are not as they begin.
	Features map[SyncFeature]bool `json:"features,omitzero"`
}

var synchronizations = tenant.Table[*syncRow]{
	Name: "onPremisesSynchronization", Key: func(r *syncRow) tenant.Key { return r.ID },
	Label: func(*syncRow) string { return "on-premises synchronization" },
}

// syncProps are the properties on the wire, which are two objects.
//
// Source: https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronization
var syncProps = odata.Table[*syncRow]{
	Entity: "OnPremisesDirectorySynchronization", EDM: "microsoft.graph.onPremisesDirectorySynchronization", Set: "directory/onPremisesSynchronization",
	Props: []odata.Prop[*syncRow]{
		{Name: "id", Flags: fixed, Read: func(r *syncRow) string { return r.ID.String() }},
		{Name: "configuration", Type: odata.Object, EDM: "microsoft.graph.onPremisesDirectorySynchronizationConfiguration",
			Flags: odata.Default | odata.NotNull | odata.NotFiltered, Read: configurationOf},
		{Name: "features", Type: odata.Object, EDM: "microsoft.graph.onPremisesDirectorySynchronizationFeature",
			Flags: odata.Default | odata.NotNull | odata.NotFiltered, Read: featuresOf},
	},
}

// firstFeatures are the features of a new tenant in the order of a recorded answer.
const firstFeatures = `{"passwordSyncEnabled":false,"passwordWritebackEnabled":false,"directoryExtensionsEnabled":false,` +
	`"quarantineUponUpnConflictEnabled":true,"quarantineUponProxyAddressesConflictEnabled":true,"softMatchOnUpnEnabled":true,` +
	`"cloudPasswordPolicyForPasswordSyncedUsersEnabled":false,"fopeConflictResolutionEnabled":false,"unifiedGroupWritebackEnabled":false,` +
	`"userWritebackEnabled":false,"deviceWritebackEnabled":false,"synchronizeUpnForManagedUsersEnabled":true,` +
	`"userForcePasswordChangeOnLogonEnabled":false,"concurrentOrgIdProvisioningEnabled":false,"concurrentCredentialUpdateEnabled":false,` +
	`"groupWriteBackEnabled":false,"blockSoftMatchEnabled":false,"blockCloudObjectTakeoverThroughHardMatchEnabled":false,` +
	`"bypassDirSyncOverridesEnabled":false,"allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled":false}`

// features are all features as they stand.
func (r *syncRow) features() map[SyncFeature]bool {
	all := map[SyncFeature]bool{}
	// It is our own JSON.
	_ = json.Unmarshal([]byte(firstFeatures), &all)
	maps.Copy(all, r.Features)
	return all
}

func featuresOf(r *syncRow) string {
	b, err := json.Marshal(r.features())
	if err != nil {
		return firstFeatures
	}
	return string(b)
}

// syncConfiguration is the configuration on the wire.
type syncConfiguration struct {
	Prevention AccidentalDeletionPrevention `json:"accidentalDeletionPrevention"`
}

func configurationOf(r *syncRow) string {
	b, err := json.Marshal(syncConfiguration{r.Prevention})
	if err != nil {
		return ""
	}
	return string(b)
}

// firstThreshold is how many objects a run may delete unless it is changed.
// Source: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-prevent-accidental-deletes
const firstThreshold = 500

// syncOf is how the synchronization is set up.
func syncOf(tx *tenant.Tx) *syncRow {
	for row := range tenant.In(tx, &synchronizations).All() {
		return row
	}
	row := &syncRow{Prevention: AccidentalDeletionPrevention{Type: PreventionByCount, AlertThreshold: firstThreshold}}
	if o, ok := organizationOf(tx); ok {
		row.ID = o.ID
	}
	return row
}
