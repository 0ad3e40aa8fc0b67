package admin

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// Synchronization is what one run of the directory synchronization found on-premises.
type Synchronization struct {
	// Added are people who are new there. Of each the same is required as for a
	// create.
	Added []identity.NewUser
	// Changed are the changes to people who were synchronized before, by object id or
	// user principal name.
	Changed map[admin365.UserID]identity.UserPatch
	// Removed are people who are not there any more. They go to the bin, or stay there
	// if the cloud deleted them before.
	Removed []admin365.UserID
	// Fails: the run ends in an error at once, as with a wrong password of its
	// account. Nothing is changed.
	Fails bool
}

// SynchronizationResult is what a run did.
type SynchronizationResult struct {
	// Added are the people who were created, in the order given.
	Added            []*identity.User
	Changed, Removed int
	// Restored is how many came back whom the cloud had deleted.
	Restored int
}

// Synchronize is one run of the directory synchronization: all of it, or nothing. Whom
// the cloud deleted though he is there on-premises it brings back from the bin, unless
// somebody else has his name by now; who was purged there is a new one to it. It notes in
// the organization when it ran. It fails with [admin365.ErrPrecondition] where
// the synchronization is off or is being turned off, and where it would remove more
// people than [AccidentalDeletionPrevention] allows, of which nothing is done; with
// [admin365.ErrUnavailable] where s.Fails; and as [identity.Backstage.SyncUser],
// SyncChange and SyncDelete do. Somebody who is no synchronized user cannot be changed
// or removed ([admin365.ErrPrecondition]).
func (b *Backstage) Synchronize(ctx context.Context, s Synchronization) (*SynchronizationResult, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var result *SynchronizationResult
	err := b.tenant.Backstage(func(tx *tenant.Tx) (err error) {
		result, err = synchronize(tx, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

func synchronize(tx *tenant.Tx, s Synchronization) (*SynchronizationResult, error) {
	organization, ok := organizationOf(tx)
	switch {
	case !ok || organization.Synced != odata.True || !organization.TurningOff.IsZero():
		return nil, &admin365.Error{Kind: admin365.ErrPrecondition, Message: "the directory synchronization is not on"}
	case s.Fails:
		return nil, &admin365.Error{Kind: admin365.ErrUnavailable, Message: "the run of the directory synchronization failed"}
	case tooMany(tx, len(s.Removed)):
		return nil, &admin365.Error{Kind: admin365.ErrPrecondition, Message: "the run was stopped: it would delete more than the threshold of accidental deletions"}
	}
	result := &SynchronizationResult{Changed: len(s.Changed), Removed: len(s.Removed)}
	for _, id := range s.Removed {
		if err := identity.SyncRemove(tx, id); err != nil {
			return nil, err
		}
	}
	var err error
	if result.Restored, err = identity.SyncRestore(tx); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(s.Changed)) {
		if err := identity.SyncChange(tx, id, s.Changed[id]); err != nil {
			return nil, err
		}
	}
	for _, u := range s.Added {
		added, err := identity.SyncAdd(tx, u)
		if err != nil {
			return nil, err
		}
		result.Added = append(result.Added, added)
	}
	row := *organization
	row.LastSync = tx.Now().Truncate(time.Second)
	return result, tenant.In(tx, &organizations).Put(&row)
}

// tooMany reports whether a run that deletes so many is stopped.
func tooMany(tx *tenant.Tx, removed int) bool {
	switch p := syncOf(tx).Prevention; p.Type {
	case PreventionByCount:
		return removed > p.AlertThreshold
	case PreventionByPercentage:
		return removed*100 > p.AlertThreshold*identity.SyncedUsers(tx)
	default:
		return false
	}
}
