package identitytest

import (
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365/identity"
)

// The parts of [identity.Service] that cases need are capabilities, too, each
// named for its field. It is there unless the field is nil, so that a fake of a
// part of the area runs the cases of that part.
const (
	HasDeletedUsers    = "DeletedUsers"
	HasPasswords       = "Passwords"
	HasOperations      = "Operations"
	HasMemberships     = "Memberships"
	HasRoles           = "Roles"
	HasRoleAssignments = "RoleAssignments"
	HasGroups          = "Groups"
	HasGroupMembers    = "GroupMembers"
)

// CanReset is the right to the reset of a password, which Graph gives to
// signed-in callers alone. It is there unless [Harness.Lacks] says otherwise.
const CanReset = "reset"

// CanInclude is the right, and the license, to what a list tells only when it is
// asked: [identity.UserQuery.Include]. It is there unless [Harness.Lacks] says
// otherwise.
const CanInclude = "include"

// hasPart reports whether the service has the part of the name; a name that is
// none of a part's says nothing against it.
func hasPart(s *identity.Service, name string) bool {
	field := reflect.ValueOf(*s).FieldByName(name)
	return !field.IsValid() || !field.IsNil()
}

// methods are those of the parts that the subject has, and may use.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool {
		_, noReset := s.Harness.Lacks[CanReset]
		return !hasPart(s.Service, m.part()) || noReset && m.op == opResetPassword
	})
}

// part is the field of [identity.Service] that the method belongs to.
func (m method) part() string { return strings.Split(m.op, ".")[1] }

// ofBin reports whether the method takes the object id of a deleted user.
func (m method) ofBin() bool { return m.part() == HasDeletedUsers && m.op != opBinList }
