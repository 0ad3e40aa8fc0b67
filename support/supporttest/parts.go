package supporttest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/support"
)

// The parts of [support.Service] that cases need are capabilities, too, each named for
// its field. It is there unless the field is nil, so that a fake of a part of the area
// runs the cases of that part. Partner Center is one part, which is there if all of it is.
const (
	HasTickets        = "Tickets"
	HasCommunications = "Communications"
	HasAttachments    = "Attachments"
	HasCatalogue      = "Catalogue"
	HasOperations     = "Operations"
	HasPartner        = "Partner"
	HasMicrosoft365   = "Microsoft365"
)

// parts are all of them.
func parts() []string {
	return []string{HasTickets, HasCommunications, HasAttachments, HasCatalogue, HasOperations, HasPartner, HasMicrosoft365}
}

// hasPart reports whether the service has the part of the name.
func hasPart(s *support.Service, name string) bool {
	p := s.Partner
	switch name {
	case HasTickets:
		return s.Tickets != nil
	case HasCommunications:
		return s.Communications != nil
	case HasAttachments:
		return s.Attachments != nil
	case HasCatalogue:
		return s.Catalogue != nil
	case HasOperations:
		return s.Operations != nil
	case HasPartner:
		return p != nil && p.Tickets != nil && p.Communications != nil && p.Topics != nil && p.Operations != nil
	case HasMicrosoft365:
		return s.Microsoft365 != nil
	default:
		return false
	}
}

// methods are those of the parts that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return !hasPart(s.Service, m.part()) })
}

// part is the field of [support.Service] that the method belongs to.
func (m method) part() string {
	part, _, _ := strings.Cut(m.name, ".")
	return part
}

// with is what a case needs that opens tickets of Azure, and more.
func with(more ...string) []string {
	return append([]string{CanWrite, CanBackstage, HasTickets, HasOperations, HasCatalogue}, more...)
}

// asPartner is what a case needs that opens requests in Partner Center, and more.
func asPartner(more ...string) []string {
	return append([]string{CanWrite, CanBackstage, CanAdvance, HasPartner}, more...)
}

// whole is what a case needs that uses the whole area, and more.
func whole(more ...string) []string {
	return append(append([]string{CanWrite, CanBackstage, CanAdvance}, parts()...), more...)
}
