package identity

import (
	"iter"
	"math"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// directory answers other areas' questions about people and groups.
type directory struct{}

var _ tenant.Directory = directory{}

// Person implements the port.
func (directory) Person(tx *tenant.Tx, id string) (tenant.Person, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return tenant.Person{}, err
	}
	return row.person(), nil
}

// PersonOf implements the port.
func (directory) PersonOf(tx *tenant.Tx, id tenant.Key) (tenant.Person, bool) {
	row, ok := tenant.In(tx, &users).Get(id)
	if !ok {
		return tenant.Person{}, false
	}
	return row.person(), true
}

// Size implements the port.
func (directory) Size(tx *tenant.Tx) int { return tenant.In(tx, &users).Len() }

// Reads implements the port.
func (directory) Reads(tx *tenant.Tx, user tenant.Key) bool {
	s := sightOf(tx)
	if s.isHimself(user) {
		return s.sees(seesHimself)
	}
	return s.sees(seesUsers)
}

func (r *userRow) person() tenant.Person {
	location, _ := userProps.Value(r, prop("usageLocation"))
	p := tenant.Person{ID: r.ID, UserPrincipalName: r.Name, DisplayName: r.DisplayName, UsageLocation: location}
	if r.Enabled != odata.Absent {
		p.Enabled = new(r.Enabled == odata.True)
	}
	return p
}

// Group implements the port.
func (directory) Group(tx *tenant.Tx, id string) (tenant.Group, error) {
	row, err := findGroup(tx, id)
	if err != nil {
		return tenant.Group{}, err
	}
	return row.group(), nil
}

// GroupOf implements the port.
func (directory) GroupOf(tx *tenant.Tx, id tenant.Key) (tenant.Group, bool) {
	row, ok := tenant.In(tx, &groups).Get(id)
	if !ok {
		return tenant.Group{}, false
	}
	return row.group(), true
}

func (r *groupRow) group() tenant.Group {
	return tenant.Group{ID: r.ID, DisplayName: r.DisplayName, Security: r.SecurityEnabled == odata.True}
}

// People implements the port.
func (directory) People(tx *tenant.Tx, group tenant.Key) iter.Seq[tenant.Key] {
	return func(yield func(tenant.Key) bool) {
		for p := range members.all(tx, group) {
			if p.user != nil && !yield(p.user.ID) {
				return
			}
		}
	}
}

// GroupsOf implements the port.
func (directory) GroupsOf(tx *tenant.Tx, member tenant.Key) iter.Seq[tenant.Key] {
	return func(yield func(tenant.Key) bool) {
		for link := range tenant.In(tx, members.table).Referring(members.byMember, member) {
			if _, live := tenant.In(tx, &groups).Get(link.Group); live && !yield(link.Group) {
				return
			}
		}
	}
}

// Licensed implements the port.
func (directory) Licensed(tx *tenant.Tx, user tenant.Key, assigned, states string) error {
	row, ok := tenant.In(tx, &users).Get(user)
	if !ok {
		return nil
	}
	next := *row
	userProps.Apply(&next, odata.Change{
		{Prop: prop("assignedLicenses"), Value: assigned, Null: assigned == ""},
		{Prop: prop("licenseAssignmentStates"), Value: states, Null: states == ""},
	})
	return tenant.In(tx, &users).Put(&next)
}

// LicensedGroup implements the port.
func (directory) LicensedGroup(tx *tenant.Tx, group tenant.Key, assigned, processing string, failing bool) error {
	row, ok := tenant.In(tx, &groups).Get(group)
	if !ok {
		return nil
	}
	next := *row
	next.apply(odata.Change{
		{Prop: groupProp("assignedLicenses"), Value: assigned, Null: assigned == ""},
		{Prop: groupProp("licenseProcessingState"), Value: processing, Null: processing == ""},
		{Prop: groupProp("hasMembersWithLicenseErrors"), Value: "true", Null: !failing},
	})
	return tenant.In(tx, &groups).Put(&next)
}

// renderUsers answers users to requests of other areas.
func renderUsers() emu.Renderer {
	return emu.Renderer{
		One: func(rq *emu.Request, status int, id tenant.Key) (emu.Response, error) {
			row, err := findUser(rq.Tx, id.String())
			if err != nil {
				return emu.Response{}, err
			}
			return rq.Entity(status, "users/$entity", userItem(row, false), func(b []byte) []byte {
				return userProps.AppendProps(b, row, userProps.Select(odata.Default))
			}), nil
		},
		Many: func(rq *emu.Request, ids emu.IDs) (emu.Response, error) {
			q, err := userProps.ParseQuery(rq.Options(), true)
			if err != nil {
				return emu.Response{}, err
			}
			after, err := rq.Position(q.SkipToken)
			if err != nil {
				return emu.Response{}, err
			}
			if err := checkList(rq.Tx, q); err != nil {
				return emu.Response{}, err
			}
			if err := plainList(q); err != nil {
				return emu.Response{}, err
			}
			rows, next := usersOf(rq.Tx, ids, q, after, pageLimit(q, pageSize(q.Top)))
			rows = visible(rq.Tx, rows, q.Select...)
			list := emu.List{Context: contextOf("users", q.Selected), Item: userItems(rows, false), Next: next}
			if q.Count && after == nil {
				all, _ := usersOf(rq.Tx, ids, q, nil, math.MaxInt)
				list.Count = new(len(all))
			}
			return rq.Collection(list, len(rows), func(b []byte, i int) []byte { return appendUser(rq.Tx, b, rows[i], q.Select) }), nil
		},
	}
}

// usersOf returns up to limit live users with those ids that match the query, those
// after the position, and where to go on.
func usersOf(tx *tenant.Tx, ids emu.IDs, q *odata.Query[*userRow], after *tenant.Position, limit int) (page []*userRow, next *tenant.Position) {
	var from tenant.Key
	if after != nil {
		from = after.ID
	}
	filtered := q.Filter.Props()
	for id := range ids(from) {
		row, live := tenant.In(tx, &users).Get(id)
		if !live || !q.Filter.Match(planned(tx, filtered, row)) {
			continue
		}
		if len(page) == limit {
			return page, &tenant.Position{ID: page[limit-1].ID}
		}
		page = append(page, row)
	}
	return page, nil
}

// renderGroups answers groups to requests of other areas.
func renderGroups() emu.Renderer {
	return emu.Renderer{
		One: func(rq *emu.Request, status int, id tenant.Key) (emu.Response, error) {
			row, err := findGroup(rq.Tx, id.String())
			if err != nil {
				return emu.Response{}, err
			}
			return rq.Entity(status, "groups/$entity", groupItem(row, false), func(b []byte) []byte {
				return groupProps.AppendProps(b, row, groupProps.Select(odata.Default))
			}), nil
		},
	}
}
