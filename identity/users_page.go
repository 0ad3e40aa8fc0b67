package identity

import (
	"iter"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// pageUsers returns up to limit users that match the query, those after the
// position if there is one, and the position at which to go on; nil at the end.
func pageUsers(tx *tenant.Tx, q *odata.Query[userRow], after *tenant.Position, limit int) (page []*userRow, next *tenant.Position) {
	source, place := userSource(tx, q, after)
	for row := range source {
		if !matches(q, row) {
			continue
		}
		if len(page) == limit {
			return page, place(page[limit-1])
		}
		page = append(page, row)
	}
	return page, nil
}

// countUsers returns how many users match the query.
func countUsers(tx *tenant.Tx, q *odata.Query[userRow]) int {
	if q.Filter == nil && q.Search == nil {
		return tenant.In(tx, &users).Len()
	}
	source, _ := userSource(tx, q, nil)
	n := 0
	for row := range source {
		if matches(q, row) {
			n++
		}
	}
	return n
}

func matches(q *odata.Query[userRow], row *userRow) bool {
	return (q.Filter == nil || q.Filter.Match(row)) && (q.Search == nil || q.Search.Match(row))
}

// userSource returns the users to look at, in the query's order, from an index
// where there is one, and how a place in them is written down.
func userSource(tx *tenant.Tx, q *odata.Query[userRow], after *tenant.Position) (iter.Seq[*userRow], func(*userRow) *tenant.Position) {
	rows := tenant.In(tx, &users)
	byText := func(ix *tenant.Index[userRow]) func(*userRow) *tenant.Position {
		return func(r *userRow) *tenant.Position { return &tenant.Position{Text: ix.Text(r), ID: r.ID} }
	}
	byKey := func(r *userRow) *tenant.Position { return &tenant.Position{ID: r.ID} }
	if len(q.Order) > 0 {
		switch userProps.Props[q.Order[0].Prop].Name {
		case "userPrincipalName":
			return rows.Ordered(&usersByName, after, q.Order[0].Desc), byText(&usersByName)
		case "createdDateTime":
			place := func(r *userRow) *tenant.Position { return tenant.RefPosition(&usersByCreated, r, r.ID) }
			return rows.ByRef(&usersByCreated, after, q.Order[0].Desc), place
		case "deletedDateTime":
			// Nobody who is live has one: any order is that order.
		default:
			return rows.Ordered(&usersByDisplayName, after, q.Order[0].Desc), byText(&usersByDisplayName)
		}
	}
	if q.Filter != nil {
		if ids, ok := q.Filter.Equal(prop("id")); ok && len(ids) == 1 {
			return one(rows, ids[0], after), byKey
		}
		for _, indexed := range []struct {
			prop string
			ix   *tenant.Index[userRow]
		}{{"userPrincipalName", &usersByName}, {"mail", &usersByMail}, {"displayName", &usersByDisplayName}} {
			if texts, ok := q.Filter.Equal(prop(indexed.prop)); ok && len(texts) == 1 {
				return rows.Prefix(indexed.ix, texts[0], after), byText(indexed.ix)
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

func one(rows tenant.Rows[userRow], id string, after *tenant.Position) iter.Seq[*userRow] {
	return func(yield func(*userRow) bool) {
		key, ok := tenant.ParseKey(id)
		if !ok || after != nil {
			return
		}
		if row, ok := rows.Get(key); ok {
			yield(row)
		}
	}
}
