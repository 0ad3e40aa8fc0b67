package identity

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// addUser creates a user within the rules, and then what no administrator can set.
func addUser(tx *tenant.Tx, body []byte, further func(*tenant.Tx) odata.Change) (*User, error) {
	change, err := userProps.Body(body)
	if err != nil {
		return nil, err
	}
	row, err := createUser(tx, change)
	if err != nil {
		return nil, err
	}
	if further != nil {
		next := *row
		userProps.Apply(&next, further(tx))
		row = &next
	}
	return userBinding.Read(row), tenant.In(tx, &users).Put(row)
}

// asSynced is what makes a user one who is mastered on-premises.
func asSynced(tx *tenant.Tx, u NewUser) odata.Change {
	return odata.Change{
		{Prop: prop("onPremisesSyncEnabled"), Value: "true"},
		{Prop: prop("onPremisesLastSyncDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
		{Prop: prop("onPremisesSamAccountName"), Value: u.MailNickname},
		{Prop: prop("onPremisesUserPrincipalName"), Value: u.UserPrincipalName},
	}
}

// syncChange changes a user as the synchronization does.
func syncChange(tx *tenant.Tx, id admin365.UserID, body []byte) error {
	if err := patchUser(tx, string(id), body); err != nil {
		return err
	}
	// A change of the name leaves the id, but not always the name that was given.
	var patch UserPatch
	row, err := findUser(tx, string(id))
	if err != nil && json.Unmarshal(body, &patch) == nil && patch.UserPrincipalName != nil {
		row, err = findUser(tx, *patch.UserPrincipalName)
	}
	if err != nil {
		return err
	}
	next := *row
	userProps.Apply(&next, odata.Change{
		{Prop: prop("onPremisesLastSyncDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
	})
	return tenant.In(tx, &users).Put(&next)
}

// SyncAdd creates a user inside of a run of the directory synchronization. Like the
// others here it is for package admin alone: its parameters are of internal packages.
func SyncAdd(tx *tenant.Tx, u NewUser) (*User, error) {
	call := opUsersCreate.At().About(u.UserPrincipalName)
	body, err := u.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	created, err := addUser(tx, body, func(tx *tenant.Tx) odata.Change { return asSynced(tx, u) })
	return created, call.Attribute(err)
}

// SyncChange changes a synchronized user inside of such a run.
func SyncChange(tx *tenant.Tx, id admin365.UserID, p UserPatch) error {
	call := opUsersUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	if err := checkSynced(tx, id); err != nil {
		return call.Attribute(err)
	}
	return call.Attribute(syncChange(tx, id, body))
}

// SyncRemove deletes a synchronized user inside of such a run.
func SyncRemove(tx *tenant.Tx, id admin365.UserID) error {
	call := opUsersDelete.At(string(id))
	if binned, ok := binnedSynced(tx, id); ok {
		// The cloud was faster.
		return noteUnsynced(tx, binned.ID)
	}
	if err := checkSynced(tx, id); err != nil {
		return call.Attribute(err)
	}
	return call.Attribute(syncDelete(tx, id))
}

// syncDelete deletes a user who is not there on-premises any more, so that no run
// brings him back.
func syncDelete(tx *tenant.Tx, id admin365.UserID) error {
	row, err := findUser(tx, string(id))
	if err != nil {
		return err
	}
	if err := deleteUser(tx, string(id)); err != nil {
		return err
	}
	return noteUnsynced(tx, row.ID)
}

// unsyncedRow is somebody in the bin who is not there on-premises any more.
type unsyncedRow struct {
	ID tenant.Key `json:"id"`
}

var unsynced = tenant.Table[*unsyncedRow]{
	Name: "removedOnPremises", Internal: true, Key: func(r *unsyncedRow) tenant.Key { return r.ID },
	Label: func(r *unsyncedRow) string { return r.ID.String() },
}

func noteUnsynced(tx *tenant.Tx, id tenant.Key) error {
	return tenant.In(tx, &unsynced).Put(&unsyncedRow{ID: id})
}

// dropUnsynced forgets what was noted of somebody who is in the bin no more.
func dropUnsynced(tx *tenant.Tx, id tenant.Key) error {
	tenant.In(tx, &unsynced).Delete(id)
	return nil
}

// binnedSynced returns the synchronized user in the bin with that object id, or the name
// that he had; of several with one name it is the last one.
func binnedSynced(tx *tenant.Tx, id admin365.UserID) (found *userRow, ok bool) {
	if row, err := findDeletedUser(tx, string(id)); err == nil {
		return row, row.Synced == odata.True
	}
	if _, err := findUser(tx, string(id)); err == nil {
		return nil, false
	}
	deleted := ""
	for row := range tenant.In(tx, &deletedUsers).All() {
		at, _ := userProps.Value(row, prop("deletedDateTime"))
		if row.Synced == odata.True && strings.EqualFold(deletedLabel(row), string(id)) && at >= deleted {
			found, ok, deleted = row, true, at
		}
	}
	return found, ok
}

// SyncRestore brings back, inside of such a run, the people whom the cloud deleted and
// who are there on-premises, and returns how many. One whose name somebody else has by
// now stays in the bin. Unverified: that the service leaves him there.
// Source: https://learn.microsoft.com/entra/architecture/recover-from-deletions
func SyncRestore(tx *tenant.Tx) (int, error) {
	var all []*userRow
	for row := range tenant.In(tx, &deletedUsers).All() {
		_, removed := tenant.In(tx, &unsynced).Get(row.ID)
		if row.Synced == odata.True && !removed {
			all = append(all, row)
		}
	}
	n := 0
	for _, row := range all {
		name := deletedLabel(row)
		if _, ours := tx.Ports().Domains.Verified(tx, domainOf(name)); ours && addressTaken(tx, name, row.ID) {
			continue
		}
		if _, err := restoreUser(tx, row.ID.String(), restoreWire{AutoReconcileProxyConflict: true}); err != nil {
			return 0, opDeletedUsersRestore.At(row.ID.String()).Attribute(err)
		}
		n++
	}
	return n, nil
}

// checkSynced keeps the synchronization from what is not its own.
func checkSynced(tx *tenant.Tx, id admin365.UserID) error {
	row, err := findUser(tx, string(id))
	if err != nil {
		return err
	}
	if row.Synced != odata.True {
		return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "he is no synchronized user"}
	}
	return nil
}

// SyncedUsers is how many people are synchronized.
func SyncedUsers(tx *tenant.Tx) int {
	n := 0
	for row := range tenant.In(tx, &users).All() {
		if row.Synced == odata.True {
			n++
		}
	}
	return n
}
