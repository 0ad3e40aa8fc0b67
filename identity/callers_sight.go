package identity

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// sight is what a caller sees of directory objects. Who asks for a relation, such as
// the members of a group, and may not read objects of some type learns of them that
// they are there and of what type; the rest is null.
//
// Source: https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
type sight struct {
	// all: he sees everything; users, groups, apps and roles: all of that type.
	all, users, groups, apps, roles bool
	// basic: of users he sees the basic profile, and himself is whom he sees whole.
	basic   bool
	himself tenant.Key
}

// sightOf returns what the transaction's caller sees.
func sightOf(tx *tenant.Tx) sight {
	if tx.Session == nil || tx.Session.Caller.Permissions == nil {
		return sight{all: true}
	}
	c, err := callerOf(tx)
	if err != nil {
		return sight{all: true} // He was refused before.
	}
	has := func(permissions ...admin365.Permission) bool {
		return c.inRole() || c.hasOne(append(permissions, directoryRead, directoryWrite))
	}
	s := sight{
		users: c.readsAll(), basic: c.hasOne([]admin365.Permission{userReadBasic}),
		groups: has(groupReadBasic, memberReadBasic, memberRead, memberReadWrite, groupRead, groupReadWrite),
		apps:   has("Application.Read.All", "Application.ReadWrite.All"),
		roles:  has(rolesRead, rolesReadAll, rolesReadWrite),
	}
	if c.user != nil && c.hasOne([]admin365.Permission{userReadSelf, userReadWriteSelf}) {
		s.himself = c.user.ID
	}
	return s
}

// of returns the object as it is seen.
func (s sight) of(p principal) principal {
	switch {
	case s.all:
	case p.group != nil && !s.groups:
		p.group = &groupRow{ID: p.group.ID}
	case p.app != nil && !s.apps:
		p.app = &appRow{ID: p.app.ID}
	case p.role != nil && !s.roles:
		p.role = &roleObject{ID: p.role.ID}
	case p.user != nil:
		p.user = s.ofUser(p.user)
	}
	return p
}

// ofUser returns the user as he is seen.
// Source: https://learn.microsoft.com/graph/permissions-reference#userreadbasicall
// Unverified: that what is beyond the basic profile is null rather than refused.
func (s sight) ofUser(row *userRow) *userRow {
	switch {
	case s.all, s.users, row.ID == s.himself:
		return row
	case !s.basic:
		return &userRow{ID: row.ID}
	}
	basic := &userRow{ID: row.ID, Name: row.Name, DisplayName: row.DisplayName, Mail: row.Mail}
	for _, name := range []string{"givenName", "surname"} {
		if value, set := userProps.Value(row, prop(name)); set {
			userProps.Apply(basic, odata.Change{{Prop: prop(name), Value: value}})
		}
	}
	return basic
}

// ofAll returns the objects as they are seen.
func (s sight) ofAll(list []principal) []principal {
	if s.all {
		return list
	}
	seen := slices.Clone(list)
	for i, p := range seen {
		seen[i] = s.of(p)
	}
	return seen
}

// readUser returns the live user as the caller may see him.
func readUser(tx *tenant.Tx, id string) (*userRow, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return nil, err
	}
	return sightOf(tx).ofUser(row), nil
}

// visible replaces the users by what the caller may see of them.
func visible(tx *tenant.Tx, rows []*userRow) []*userRow {
	s := sightOf(tx)
	if s.all || s.users {
		return rows
	}
	seen := make([]*userRow, len(rows))
	for i, row := range rows {
		seen[i] = s.ofUser(row)
	}
	return seen
}
