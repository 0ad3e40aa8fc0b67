package billingtest

import (
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365/billing"
)

// The parts of [billing.Service] that cases need are capabilities, too, each named
// for its field. It is there unless the field is nil, so that a fake of a part of the
// area runs the cases of that part.
const (
	HasSKUs          = "SKUs"
	HasLicenses      = "Licenses"
	HasGroupLicenses = "GroupLicenses"
	HasSubscriptions = "Subscriptions"
)

// hasPart reports whether the service has the part of the name.
func hasPart(s *billing.Service, name string) bool {
	field := reflect.ValueOf(*s).FieldByName(name)
	return field.IsValid() && !field.IsNil()
}

// methods are those of the parts that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return !hasPart(s.Service, m.part()) })
}

// part is the field of [billing.Service] that the method belongs to.
func (m method) part() string { return strings.Split(m.op, ".")[1] }

// ofPeople is what the cases of people's licenses need.
func ofPeople(more ...string) []string {
	return append([]string{CanWrite, CanMakePeople, CanBuy, HasSKUs, HasLicenses}, more...)
}

// ofGroups is what the cases of groups' licenses need.
func ofGroups(more ...string) []string { return ofPeople(append(more, CanMakeGroups)...) }

// ofPurchases is what the cases of what was bought need.
func ofPurchases(more ...string) []string {
	return append([]string{CanWrite, CanBuy, HasSKUs, HasSubscriptions}, more...)
}
