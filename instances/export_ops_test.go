package instances

import (
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// lifecycleOps are the operations that the state tables try.
func opRefusals() (all []*api.Refusal) {
	for _, op := range []*api.Op{
		&opEnvironmentsUpdate, &opLifecycleAddDatabase, &opLifecycleConvert, &opLifecycleDelete, &opLifecycleRecover, &opLifecycleSetManaged,
		&opAdminModeEnter, &opAdminModeLeave, &opAdminModeSetBackgroundOperations, &opCopiesCopy, &opBackupsCreate, &opBackupsRestore, &opBackupsSetRetention, &opResetsReset,
	} {
		for _, r := range op.Refusals {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}
