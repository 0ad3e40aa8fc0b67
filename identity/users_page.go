package identity

import (
	"iter"
	"slices"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// pageUsers returns up to limit users that match the query, those after the
// position if there is one, and the position at which to go on; nil at the end.
func pageUsers(tx *tenant.Tx, q *odata.Query[*userRow], after *tenant.Position, limit int) (page []*userRow, next *tenant.Position) {
	source, place := userSource(tx, q, after)
	filtered := q.Filter.Props()
	for row := range source {
		if !matches(q, planned(tx, filtered, row)) {
			continue
		}
		if len(page) == limit {
			return visible(tx, page, q.Select...), place(page[limit-1])
		}
		page = append(page, row)
	}
	return visible(tx, page, q.Select...), nil
}

// countUsers returns how many users match the query.
func countUsers(tx *tenant.Tx, q *odata.Query[*userRow]) int {
	if q.Filter == nil && q.Search == nil {
		return tenant.In(tx, &users).Len()
	}
	source, _ := userSource(tx, q, nil)
	filtered, n := q.Filter.Props(), 0
	for row := range source {
		if matches(q, planned(tx, filtered, row)) {
			n++
		}
	}
	return n
}

func matches[P any](q *odata.Query[P], row P) bool {
	return (q.Filter == nil || q.Filter.Match(row)) && (q.Search == nil || q.Search.Match(row))
}

// userSource returns the users to look at, in the query's order, from an index
// where there is one, and how a place in them is written down.
func userSource(tx *tenant.Tx, q *odata.Query[*userRow], after *tenant.Position) (iter.Seq[*userRow], func(*userRow) *tenant.Position) {
	rows := tenant.In(tx, &users)
	byText := func(ix *tenant.Index[*userRow]) func(*userRow) *tenant.Position {
		return func(r *userRow) *tenant.Position { return &tenant.Position{Text: ix.Text(r), ID: r.ID} }
	}
	byKey := func(r *userRow) *tenant.Position { return &tenant.Position{ID: r.ID} }
	if len(q.Order) > 0 {
		by := q.Order[0]
		text, prefixed := q.Filter.Prefix(by.Prop)
		ordered := func(ix *tenant.Index[*userRow]) (iter.Seq[*userRow], func(*userRow) *tenant.Position) {
			if prefixed && !by.Desc {
				return rows.Prefix(ix, text, after), byText(ix)
			}
			return rows.Ordered(ix, after, by.Desc), byText(ix)
		}
		switch userProps.Props[by.Prop].Name {
		case "userPrincipalName":
			return ordered(&usersByName)
		case "createdDateTime":
			place := func(r *userRow) *tenant.Position { return tenant.RefPosition(&usersByCreated, r, r.ID) }
			return rows.ByRef(&usersByCreated, after, by.Desc), place
		case "deletedDateTime":
			// Nobody who is live has one: any order is that order.
		default:
			return ordered(&usersByDisplayName)
		}
	}
	if q.Filter != nil {
		if ids, ok := q.Filter.Equal(prop("id")); ok {
			return byIDs(rows, ids, after), byKey
		}
		for _, indexed := range []struct {
			prop string
			ix   *tenant.Index[*userRow]
		}{{"userPrincipalName", &usersByName}, {"mail", &usersByMail}, {"displayName", &usersByDisplayName}} {
			if texts, ok := q.Filter.Equal(prop(indexed.prop)); ok {
				return rows.AnyOf(indexed.ix, texts, after), byText(indexed.ix)
			}
			if text, ok := q.Filter.Prefix(prop(indexed.prop)); ok {
				return rows.Prefix(indexed.ix, text, after), byText(indexed.ix)
			}
		}
	}
	if after == nil {
		return rows.All(), byKey
	}
	return rows.After(after.ID), byKey
}

// byIDs yields the rows with those ids, in the order of their ids.
func byIDs[P any](rows tenant.Rows[P], ids []string, after *tenant.Position) iter.Seq[P] {
	var keys []tenant.Key
	for _, id := range ids {
		if key, ok := tenant.ParseKey(id); ok && (after == nil || after.ID.Less(key)) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, tenant.Key.Compare)
	return func(yield func(P) bool) {
		for _, key := range slices.Compact(keys) {
			if row, ok := rows.Get(key); ok && !yield(row) {
				return
			}
		}
	}
}
