package identity

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// managerOf returns the live manager of a user. The link to a deleted one is
// kept for his return, and counts for nothing meanwhile.
func managerOf(tx *tenant.Tx, id string) (*userRow, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return nil, err
	}
	manager, ok := tenant.In(tx, &users).Get(row.Manager)
	if !ok {
		return nil, api.ResourceNotFound.Err("manager", "manager")
	}
	return manager, nil
}

// setManager makes manager the manager of a user.
func setManager(tx *tenant.Tx, id, manager string) error {
	row, err := findUser(tx, id)
	if err != nil {
		return err
	}
	boss, err := findUser(tx, manager)
	if err != nil {
		return err
	}
	return putManager(tx, row, boss.ID)
}

// removeManager leaves a user without a manager.
func removeManager(tx *tenant.Tx, id string) error {
	if _, err := managerOf(tx, id); err != nil {
		return err
	}
	row, err := findUser(tx, id)
	if err != nil {
		return err
	}
	return putManager(tx, row, tenant.Key{})
}

func putManager(tx *tenant.Tx, row *userRow, manager tenant.Key) error {
	if row.Synced == odata.True {
		return api.SyncedReadOnly.Err("")
	}
	next := *row
	next.Manager = manager
	return tenant.In(tx, &users).Put(&next)
}

// reportsOf returns up to limit users who report to a user and match the query, as
// the caller sees them, those after the position, and where to go on.
func reportsOf(tx *tenant.Tx, id string, q *odata.Query[*userRow], after *tenant.Position, limit int) (page []*userRow, next *tenant.Position, err error) {
	boss, err := findUser(tx, id)
	if err != nil {
		return nil, nil, err
	}
	sees, filtered := sightOf(tx), q.Filter.Props()
	for row := range tenant.In(tx, &users).Referring(&usersByManager, boss.ID) {
		row = sees.ofUser(row)
		if after != nil && !after.ID.Less(row.ID) || !matches(q, planned(tx, filtered, row)) {
			continue
		}
		if len(page) == limit {
			return page, &tenant.Position{ID: page[limit-1].ID}, nil
		}
		page = append(page, row)
	}
	return page, nil, nil
}

// dropManager leaves those without a manager whose manager is gone for good, the
// deleted ones too.
func dropManager(tx *tenant.Tx, e tenant.PrincipalPurged) error {
	for row := range tenant.In(tx, &users).Referring(&usersByManager, e.ID) {
		next := *row
		next.Manager = tenant.Key{}
		if err := tenant.In(tx, &users).Put(&next); err != nil {
			return err
		}
	}
	for row := range tenant.In(tx, &deletedUsers).All() {
		if row.Manager != e.ID {
			continue
		}
		next := *row
		next.Manager = tenant.Key{}
		if err := tenant.In(tx, &deletedUsers).Put(&next); err != nil {
			return err
		}
	}
	return nil
}
