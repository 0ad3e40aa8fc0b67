package identity

import (
	"iter"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// groupSet is the live groups, or those in the bin, with the indexes that a list
// of them uses.
type groupSet struct {
	table *tenant.Table[*groupRow]
	// byText finds by the properties named, and orders finds an order.
	byText []groupIndex
	orders []groupIndex
}

type groupIndex struct {
	property string
	index    *tenant.Index[*groupRow]
}

var (
	liveGroups = groupSet{
		table:  &groups,
		byText: []groupIndex{{"mailNickname", &groupsByNickname}, {"mail", &groupsByMail}, {"displayName", &groupsByDisplayName}},
		orders: []groupIndex{{"displayName", &groupsByDisplayName}},
	}
	binnedGroups = groupSet{
		table:  &deletedGroups,
		byText: []groupIndex{{"displayName", &deletedGroupsByDisplayName}},
		orders: []groupIndex{{"displayName", &deletedGroupsByDisplayName}, {"deletedDateTime", &deletedGroupsByTime}},
	}
)

// page returns up to limit groups that match the query, those after the position
// if there is one, and where to go on; nil at the end.
func (s groupSet) page(tx *tenant.Tx, q *odata.Query[*groupRow], after *tenant.Position, limit int) (page []*groupRow, next *tenant.Position) {
	source, place := s.source(tx, q, after)
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

// count returns how many groups match the query.
func (s groupSet) count(tx *tenant.Tx, q *odata.Query[*groupRow]) int {
	if q.Filter == nil && q.Search == nil {
		return tenant.In(tx, s.table).Len()
	}
	source, _ := s.source(tx, q, nil)
	n := 0
	for row := range source {
		if matches(q, row) {
			n++
		}
	}
	return n
}

// source returns the groups to look at, in the query's order, from an index where
// there is one, and how a place in them is written down.
func (s groupSet) source(tx *tenant.Tx, q *odata.Query[*groupRow], after *tenant.Position) (iter.Seq[*groupRow], func(*groupRow) *tenant.Position) {
	rows := tenant.In(tx, s.table)
	byText := func(ix *tenant.Index[*groupRow]) func(*groupRow) *tenant.Position {
		return func(r *groupRow) *tenant.Position { return &tenant.Position{Text: ix.Text(r), ID: r.ID} }
	}
	byKey := func(r *groupRow) *tenant.Position { return &tenant.Position{ID: r.ID} }
	if len(q.Order) > 0 {
		for _, order := range s.orders {
			if q.Order[0].Prop == groupProp(order.property) {
				return rows.Ordered(order.index, after, q.Order[0].Desc), byText(order.index)
			}
		}
		// Of live groups none has a time of deletion, so any order is theirs.
	} else if q.Filter != nil {
		if ids, ok := q.Filter.Equal(groupProp("id")); ok && len(ids) == 1 {
			return byIDs(rows, ids, after), byKey
		}
		for _, indexed := range s.byText {
			if texts, ok := q.Filter.Equal(groupProp(indexed.property)); ok && len(texts) == 1 {
				return rows.Prefix(indexed.index, texts[0], after), byText(indexed.index)
			}
			if text, ok := q.Filter.Prefix(groupProp(indexed.property)); ok {
				return rows.Prefix(indexed.index, text, after), byText(indexed.index)
			}
		}
	}
	if after == nil {
		return rows.All(), byKey
	}
	return rows.After(after.ID), byKey
}
