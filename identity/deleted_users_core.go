package identity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// findDeletedUser returns the user in the bin with that object id. His name is
// no way to him: it is mangled, and may be somebody else's.
func findDeletedUser(tx *tenant.Tx, id string) (*userRow, error) {
	if key, ok := tenant.ParseKey(id); ok {
		if row, found := tenant.In(tx, &deletedUsers).Get(key); found {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// pageDeletedUsers is pageUsers for the bin. It has no index: what is in it is
// what was deleted in 30 days, and an order sorts it.
func pageDeletedUsers(tx *tenant.Tx, q *odata.Query[*userRow], after *tenant.Position, limit int) (page []*userRow, next *tenant.Position) {
	place := func(row *userRow) tenant.Position {
		if len(q.Order) == 0 {
			return tenant.Position{ID: row.ID}
		}
		text, _ := userProps.Value(row, q.Order[0].Prop)
		return tenant.Position{Text: tenant.Fold(text), ID: row.ID}
	}
	compare := func(a, b tenant.Position) int {
		c := cmp.Or(strings.Compare(a.Text, b.Text), a.ID.Compare(b.ID))
		if len(q.Order) > 0 && q.Order[0].Desc {
			return -c
		}
		return c
	}
	var rows []*userRow
	for row := range tenant.In(tx, &deletedUsers).All() {
		if matches(q, row) && (after == nil || compare(place(row), *after) > 0) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b *userRow) int { return compare(place(a), place(b)) })
	if len(rows) > limit {
		at := place(rows[limit-1])
		return rows[:limit], &at
	}
	return rows, nil
}

// countDeletedUsers returns how many users of the bin match the query.
func countDeletedUsers(tx *tenant.Tx, q *odata.Query[*userRow]) int {
	n := 0
	for row := range tenant.In(tx, &deletedUsers).All() {
		if matches(q, row) {
			n++
		}
	}
	return n
}

// restoreUser brings a user back from the bin, under the name that he had or a
// new one, with all that refers to him.
func restoreUser(tx *tenant.Tx, id string, r restoreWire) (*userRow, error) {
	old, err := findDeletedUser(tx, id)
	if err != nil {
		return nil, err
	}
	who, err := callerOf(tx)
	if err != nil {
		return nil, err
	}
	if err := who.mayAct(tx, touches, old); err != nil {
		return nil, err
	}
	if err := checkQuota(tx); err != nil {
		return nil, err
	}
	row := *old
	row.Name = strings.TrimPrefix(row.Name, mangling(row.ID))
	if r.NewUserPrincipalName != "" {
		row.Name = r.NewUserPrincipalName
		if _, err := checkName(tx, row.Name); err != nil {
			return nil, err
		}
	}
	// His addresses may be anywhere; his name was in a domain of the tenant.
	rehome(tx, []string{row.Name}, row.move)
	if err := checkNameFree(tx, &row, row.Name); err != nil {
		return nil, err
	}
	if err := holdIdentities(tx, row.ID, identitiesOf(&row)); err != nil {
		return nil, err
	}
	if err := reclaimAddresses(tx, &row, r.AutoReconcileProxyConflict); err != nil {
		return nil, err
	}
	userProps.Apply(&row, odata.Change{{Prop: prop("deletedDateTime"), Null: true}})
	tenant.In(tx, &deletedUsers).Delete(row.ID)
	if err := tenant.In(tx, &users).Put(&row); err != nil {
		return nil, err
	}
	return &row, tenant.Emit(tx, tenant.PrincipalRestored{ID: row.ID})
}

// reclaimAddresses gives a user who comes back the addresses that he had. What
// somebody else has taken meanwhile is a conflict, or is dropped if he asks for
// it.
func reclaimAddresses(tx *tenant.Tx, row *userRow, reconcile bool) error {
	proxies, _ := userProps.Value(row, prop("proxyAddresses"))
	list := odata.List(proxies)
	free := slices.DeleteFunc(slices.Clone(list), func(p string) bool {
		_, address, _ := strings.Cut(p, ":")
		return addressTaken(tx, address, row.ID)
	})
	if len(free) < len(list) {
		if !reconcile {
			return api.ObjectConflict.Err("", "proxyAddresses")
		}
		change := odata.Change{{Prop: prop("proxyAddresses"), Value: odata.ListValue(free), Null: len(free) == 0}}
		if !slices.ContainsFunc(free, func(p string) bool { return strings.EqualFold(p, "smtp:"+row.Mail) }) {
			change = append(change, odata.Item{Prop: prop("mail"), Null: true})
		}
		userProps.Apply(row, change)
	}
	return holdAddresses(tx, row.ID, free)
}

// addressTaken reports whether somebody else than owner has the address, as an
// address or as a sign-in name.
func addressTaken(tx *tenant.Tx, address string, owner tenant.Key) bool {
	if other, taken := tenant.In(tx, &addresses).Find(&addressesByText, address); taken && other.Owner != owner {
		return true
	}
	other, taken := tenant.In(tx, &users).Find(&usersByName, address)
	return taken && other.ID != owner
}

// purgeDeletedUser deletes a user of the bin for good, at an administrator's
// word.
func purgeDeletedUser(tx *tenant.Tx, id string) error {
	row, err := findDeletedUser(tx, id)
	if err != nil {
		return err
	}
	who, err := callerOf(tx)
	if err != nil {
		return err
	}
	if err := who.mayAct(tx, touches, row); err != nil {
		return err
	}
	return forgetUser(tx, row)
}

// forgetUser removes a user of the bin and all that refers to him.
func forgetUser(tx *tenant.Tx, row *userRow) error {
	tenant.In(tx, &deletedUsers).Delete(row.ID)
	return tenant.Emit(tx, tenant.PrincipalPurged{ID: row.ID})
}
