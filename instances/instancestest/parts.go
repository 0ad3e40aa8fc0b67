package instancestest

import (
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365/instances"
)

// The parts of [instances.Service] that cases need are capabilities, too, each named for
// its field. It is there unless the field is nil, so that a fake of a part of the area
// runs the cases of that part.
const (
	HasEnvironments   = "Environments"
	HasLifecycle      = "Lifecycle"
	HasAdminMode      = "AdminMode"
	HasCopies         = "Copies"
	HasBackups        = "Backups"
	HasResets         = "Resets"
	HasOperations     = "Operations"
	HasCatalogue      = "Catalogue"
	HasSolutions      = "Solutions"
	HasCapacity       = "Capacity"
	HasWaves          = "Waves"
	HasManagementApps = "ManagementApps"
)

// parts are all of them.
func parts() []string {
	return []string{
		HasEnvironments, HasLifecycle, HasAdminMode, HasCopies, HasBackups, HasResets,
		HasOperations, HasCatalogue, HasSolutions, HasCapacity, HasWaves, HasManagementApps,
	}
}

// hasPart reports whether the service has the part of the name.
func hasPart(s *instances.Service, name string) bool {
	field := reflect.ValueOf(*s).FieldByName(name)
	return field.IsValid() && !field.IsNil()
}

// methods are those of the parts that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return !hasPart(s.Service, m.part()) })
}

// part is the field of [instances.Service] that the method belongs to.
func (m method) part() string { return strings.Split(m.op, ".")[1] }

// with is what a case needs that changes environments: those of the tenant, what runs on
// them, a backstage, and more.
func with(more ...string) []string {
	return append([]string{CanWrite, CanBackstage, HasEnvironments, HasOperations}, more...)
}

// whole is what a case needs that uses the whole area, and more.
func whole(more ...string) []string {
	return append(append([]string{CanWrite, CanBackstage}, parts()...), more...)
}
