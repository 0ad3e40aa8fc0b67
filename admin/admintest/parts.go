package admintest

import (
	"reflect"
	"slices"
	"strings"
)

// The parts of [Settings] that cases need are capabilities, too, each named for its
// field. It is there unless the field is nil, so that a fake of some parts runs the
// cases of those.
const (
	HasOrganization     = "Organization"
	HasDomains          = "Domains"
	HasDomainRecords    = "DomainRecords"
	HasDomainDeletions  = "DomainDeletions"
	HasPasswordPolicy   = "PasswordPolicy"
	HasSelfServiceReset = "SelfServiceReset"
	HasDirectorySync    = "DirectorySync"
	HasAuthorization    = "Authorization"
)

// hasPart reports whether the settings have the part of the name.
func hasPart(s Settings, name string) bool {
	field := reflect.ValueOf(s).FieldByName(name)
	return field.IsValid() && !field.IsNil()
}

// methods are those of the parts that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return !hasPart(s.Settings, m.part()) })
}

// part is the field of [Settings] that the method belongs to.
func (m method) part() string {
	part, _, _ := strings.Cut(m.name, ".")
	return part
}

// writing is what the cases of a part need that change it.
func writing(part string, more ...string) []string {
	return append([]string{CanWrite, part}, more...)
}

// ofDomains is what the cases need that change domains, verified ones among them, from
// their DNS to their end.
func ofDomains(more ...string) []string {
	return writing(HasDomains, append([]string{HasDomainRecords, HasDomainDeletions, CanActBackstage}, more...)...)
}

// isOfDomains reports whether a part is one of those about domains.
func isOfDomains(part string) bool {
	return part == HasDomains || part == HasDomainRecords || part == HasDomainDeletions || part == HasPasswordPolicy
}

// ofSync is what the cases of a synchronized directory need.
func ofSync(more ...string) []string {
	return writing(HasDirectorySync, append([]string{CanActBackstage, CanMakePeople}, more...)...)
}

// ofReset is what the cases of forgotten passwords need.
func ofReset(more ...string) []string {
	return writing(HasSelfServiceReset, append([]string{CanActBackstage, CanMakePeople}, more...)...)
}

// everything is all parts, for the cases that call every method.
func everything(more ...string) []string {
	return append([]string{
		CanWrite, CanActBackstage,
		HasOrganization, HasDomains, HasDomainRecords, HasDomainDeletions, HasPasswordPolicy, HasSelfServiceReset, HasDirectorySync, HasAuthorization,
	}, more...)
}
