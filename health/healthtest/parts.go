package healthtest

import (
	"reflect"
	"slices"
	"strings"

	"github.com/admin365/admin365/health"
)

// The parts of [health.Service] that cases need are capabilities, too, each named for its
// field. It is there unless the field is nil, so that a fake of a part of the area runs
// the cases of that part.
const (
	HasServices    = "Services"
	HasIssues      = "Issues"
	HasMessages    = "Messages"
	HasAttachments = "Attachments"
	HasViewpoints  = "Viewpoints"
)

// Parts returns the parts that the suite is about.
func Parts() []string {
	return []string{HasServices, HasIssues, HasMessages, HasAttachments, HasViewpoints}
}

// hasPart reports whether the service has the part of the name.
func hasPart(s *health.Service, name string) bool {
	field := reflect.ValueOf(*s).FieldByName(name)
	return field.IsValid() && !field.IsNil()
}

// methods are those of the parts that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return !hasPart(s.Service, m.part()) })
}

// part is the field of [health.Service] that the method belongs to.
func (m method) part() string { return strings.Split(m.op, ".")[1] }

// published is what the cases need that publish something and read it.
func published(more ...string) []string { return append([]string{CanWrite, CanPublish}, more...) }

// ofIssues is what the cases of issues need.
func ofIssues(more ...string) []string { return published(append(more, HasIssues)...) }

// ofServices is what the cases of services need.
func ofServices(more ...string) []string { return published(append(more, HasServices)...) }

// ofMessages is what the cases of messages need.
func ofMessages(more ...string) []string { return published(append(more, HasMessages)...) }

// ofMarks is what the cases of people's own marks need.
func ofMarks(more ...string) []string { return ofMessages(append(more, HasViewpoints)...) }

// ofFiles is what the cases of attachments need.
func ofFiles(more ...string) []string { return ofMessages(append(more, HasAttachments)...) }

// whole is what the cases need that look at every part.
func whole(more ...string) []string { return published(append(more, Parts()...)...) }
