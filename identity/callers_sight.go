package identity

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// sight is what a caller sees of directory objects. Who asks for a relation, such as
// the members of a group, and may not read objects of some type learns of them that
// they are there and of what type; the rest is null. What it takes is asked of the
// caller when an object of that type is met, and once.
//
// Source: https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
type sight struct {
	// all: he sees everything.
	all     bool
	who     caller
	answers [sightKinds]answer
}

// What a caller may see: users whole, the basic profile of users, himself whole, and
// all groups, applications and roles.
const (
	seesUsers = iota
	seesBasic
	seesHimself
	seesGroups
	seesApps
	seesRoles
	sightKinds
)

// answer is unknown until it is asked for.
type answer uint8

const (
	no answer = iota + 1
	yes
)

// sightOf returns what the transaction's caller sees.
func sightOf(tx *tenant.Tx) *sight {
	if tx.Session == nil || tx.Session.Caller.Permissions == nil && !tx.Noting() {
		return &sight{all: true}
	}
	c, err := callerOf(tx)
	if err != nil || c.all {
		return &sight{all: true} // He was refused before, or may do everything.
	}
	return &sight{who: c}
}

// sees reports whether the caller may see what the kind is of.
func (s *sight) sees(kind int) bool {
	if s.all {
		return true
	}
	if s.answers[kind] == 0 {
		s.answers[kind] = no
		if s.ask(kind) {
			s.answers[kind] = yes
		}
	}
	return s.answers[kind] == yes
}

func (s *sight) ask(kind int) bool {
	has := func(permissions ...admin365.Permission) bool {
		return s.who.hasOne(append(permissions, directoryRead, directoryWrite)) || s.who.inRole()
	}
	switch kind {
	case seesUsers:
		return s.who.readsAll()
	case seesBasic:
		return has(userReadBasic, userRead, userReadWrite)
	case seesHimself:
		return has(userReadSelf, userReadWriteSelf, userRead, userReadWrite)
	case seesGroups:
		return has(groupReadBasic, memberReadBasic, memberRead, memberReadWrite, groupRead, groupReadWrite)
	case seesApps:
		return has("Application.Read.All", "Application.ReadWrite.All")
	case seesRoles:
		return has(rolesRead, rolesReadAll, rolesReadWrite)
	default:
		return false
	}
}

// isHimself reports whether it is the signed-in person.
func (s *sight) isHimself(user tenant.Key) bool { return s.who.user != nil && s.who.user.ID == user }

// of returns the object as it is seen.
func (s *sight) of(p principal) principal {
	switch {
	case s.all:
	case p.group != nil && !s.sees(seesGroups):
		p.group = &groupRow{ID: p.group.ID}
	case p.app != nil && !s.sees(seesApps):
		p.app = &appRow{ID: p.app.ID}
	case p.role != nil && !s.sees(seesRoles):
		p.role = &roleObject{ID: p.role.ID}
	case p.user != nil:
		p.user = s.ofUser(p.user)
	}
	return p
}

// ofUser returns the user as he is seen. Where it is known which properties are asked
// for, and all are of the basic profile, it takes no more than that to see them.
// Source: https://learn.microsoft.com/graph/permissions-reference#userreadbasicall
// Unverified: that what is beyond the basic profile is null rather than refused.
func (s *sight) ofUser(row *userRow, props ...int) *userRow {
	switch {
	case s.all:
		return row
	case s.isHimself(row.ID) && s.sees(seesHimself):
		return row
	case len(props) > 0 && !slices.ContainsFunc(props, isBeyondBasic) && s.sees(seesBasic):
		return row
	case s.sees(seesUsers):
		return row
	case !s.sees(seesBasic):
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

// isBeyondBasic reports whether a property is none of the basic profile.
func isBeyondBasic(i int) bool {
	return !slices.Contains(basicProperties, userProps.Props[i].Name)
}

// ofAll returns the objects as they are seen.
func (s *sight) ofAll(list []principal) []principal {
	if s.all {
		return list
	}
	seen := slices.Clone(list)
	for i, p := range seen {
		seen[i] = s.of(p)
	}
	return seen
}

// readUser returns the live user as the caller may see him, of whom the properties are
// asked for, or all.
func readUser(tx *tenant.Tx, id string, props ...int) (*userRow, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return nil, err
	}
	return sightOf(tx).ofUser(row, props...), nil
}

// visible replaces the users by what the caller may see of them, of whom the properties
// are asked for.
func visible(tx *tenant.Tx, rows []*userRow, props ...int) []*userRow {
	s := sightOf(tx)
	if s.all {
		return rows
	}
	seen := make([]*userRow, len(rows))
	for i, row := range rows {
		seen[i] = s.ofUser(row, props...)
	}
	return seen
}
