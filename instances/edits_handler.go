package instances

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// editKind is which operation a request performs that changes an environment: they share
// method and path.
type editKind int

const (
	editUpdates editKind = iota
	editEnters
	editLeaves
	editBackground
	editRetention
)

// edits tells a request that changes an environment by what it changes.
func edits(kind editKind) func(*emu.Request) bool {
	return func(rq *emu.Request) bool {
		e, err := editOf(rq)
		return err == nil && e.kind() == kind
	}
}

func (e *environmentEdit) kind() editKind {
	switch {
	case !e.EnvironmentPatch.empty():
		return editUpdates
	case e.Runtime == RuntimeEnabled:
		return editLeaves
	case e.Runtime != "":
		return editEnters
	case e.Background != "":
		return editBackground
	case e.Retention != 0:
		return editRetention
	default:
		return editUpdates
	}
}

// editOf is what a request changes of an environment. Who sends all that he has read
// changes only what is another than it was.
func editOf(rq *emu.Request) (environmentEdit, error) {
	body, err := bodyOf[patchWire](rq)
	if err != nil {
		return environmentEdit{}, err
	}
	p := &body.Properties
	if p.BingChatEnabled != nil || p.M365Enabled != nil || p.CopilotPolicies != nil {
		return environmentEdit{}, api.NotModeled.Err("", "settings of copilots on an environment")
	}
	e := environmentEdit{EnvironmentPatch: body.patch()}
	if s := p.States; s != nil {
		e.Runtime = RuntimeState(s.Runtime.id())
		if id := s.DisasterRecovery.id(); id != "" && !strings.EqualFold(id, "Disabled") {
			return environmentEdit{}, api.NotModeled.Err("", "disaster recovery")
		}
	}
	if l := p.Linked; l != nil && l.BackgroundOperations != nil {
		e.Background = BackgroundOperations(*l.BackgroundOperations)
	}
	if p.RetentionPeriod != nil {
		if e.Retention = parseDays(*p.RetentionPeriod); e.Retention == 0 {
			return environmentEdit{}, badValue.Err("", *p.RetentionPeriod, "retentionPeriod")
		}
	}
	if !body.whole() {
		return e, nil
	}
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return environmentEdit{}, err
	}
	e.without(environmentOf(rq.Tx, r))
	return e, nil
}

// whole reports whether the body is an environment as it was read, with what its sender
// changed.
func (w *patchWire) whole() bool {
	return w.ID != "" || w.Name != "" || w.Properties.EnvironmentSku != ""
}

// without takes out what is so already.
func (e *environmentEdit) without(now *Environment) {
	same := func(p **string, is string) {
		if *p != nil && **p == is {
			*p = nil
		}
	}
	same(&e.DisplayName, now.DisplayName)
	same(&e.Description, now.Description)
	if e.Cadence != nil && *e.Cadence == now.Cadence {
		e.Cadence = nil
	}
	if id, _ := e.GroupID.Get(); strings.EqualFold(id, now.GroupID) {
		e.GroupID = admin365.Optional[string]{}
	}
	if e.Runtime == now.Runtime {
		e.Runtime = ""
	}
	if e.Retention == now.Retention {
		e.Retention = 0
	}
	d := now.Dataverse
	if d == nil {
		return
	}
	same(&e.DomainName, d.DomainName)
	if id, _ := e.SecurityGroupID.Get(); strings.EqualFold(string(id), string(d.SecurityGroupID)) {
		e.SecurityGroupID = admin365.Optional[admin365.GroupID]{}
	}
	if e.Background == d.BackgroundOperations {
		e.Background = ""
	}
}
