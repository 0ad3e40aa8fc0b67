package billing

import (
	"slices"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// What the area does when something happens elsewhere.

// noteMember has the service see later to who came into a group that gives licenses,
// or left it.
func noteMember(tx *tenant.Tx, group, member tenant.Key) error {
	if _, gives := tenant.In(tx, &licensedGroups).Get(group); !gives {
		return nil
	}
	return tx.Schedule(tx.Now().Add(groupStep), jobMember, memberArgs{group, member})
}

// freeSeats frees the seats of a user who goes to the bin. What he had stays noted,
// for when he comes back.
func freeSeats(tx *tenant.Tx, e tenant.PrincipalDeleted) error {
	all := held(tx, e.ID)
	if err := recount(tx, all, -1, nil); err != nil {
		return err
	}
	return retell(tx, all)
}

// takeSeats gives a user who comes back what he had, even where no seat is free, and
// has the service see later to what his groups give by now. Of a group it shows what it
// gives.
//
// Source: https://learn.microsoft.com/entra/fundamentals/users-restore
func takeSeats(tx *tenant.Tx, e tenant.PrincipalRestored) error {
	if row, ok := tenant.In(tx, &licensedGroups).Get(e.ID); ok {
		return row.show(tx)
	}
	all := held(tx, e.ID)
	if err := recount(tx, all, +1, nil); err != nil {
		return err
	}
	// A group that is gone may have taken something from him in the bin.
	if err := show(tx, e.ID, all); err != nil {
		return err
	}
	if err := retell(tx, all); err != nil {
		return err
	}
	var groups []tenant.Key
	for _, h := range all {
		groups = append(groups, h.Group)
	}
	groups = slices.AppendSeq(groups, tx.Ports().Directory.GroupsOf(tx, e.ID))
	slices.SortFunc(groups, tenant.Key.Compare)
	for _, group := range slices.Compact(groups) {
		if err := noteMember(tx, group, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// retell has the groups of a user's holdings tell anew whether they have members with
// errors: those in the bin are none.
func retell(tx *tenant.Tx, all []*holdingRow) error {
	var done []tenant.Key
	for _, h := range all {
		if slices.Contains(done, h.Group) {
			continue
		}
		done = append(done, h.Group)
		if row, ok := tenant.In(tx, &licensedGroups).Get(h.Group); ok {
			if err := row.show(tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget removes what a purged user had, and what a purged group gave.
func forget(tx *tenant.Tx, e tenant.PrincipalPurged) error {
	for _, h := range held(tx, e.ID) {
		tenant.In(tx, &holdings).Delete(holdingKey(h))
	}
	tenant.In(tx, &licensedGroups).Delete(e.ID)
	var people []tenant.Key
	for h := range tenant.In(tx, &holdings).Referring(&holdingsByGroup, e.ID) {
		people = append(people, h.User)
	}
	for _, user := range slices.Compact(people) {
		all := held(tx, user)
		if err := replace(tx, user, all, slices.DeleteFunc(slices.Clone(all), func(h *holdingRow) bool { return h.Group == e.ID })); err != nil {
			return err
		}
	}
	return nil
}

// refuseDeletion keeps a group that gives licenses: its members would lose them.
func refuseDeletion(tx *tenant.Tx, e tenant.GroupDeleting) error {
	if row, ok := tenant.In(tx, &licensedGroups).Get(e.ID); ok && len(row.Licenses) > 0 {
		return api.GroupGivesLicenses.Err("")
	}
	return nil
}
