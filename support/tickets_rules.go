package support

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// action is what can be done to a ticket that is there.
type action string

// The actions.
const (
	actSeverity action = "change the severity"
	actContact  action = "change contact or consents"
	actClose    action = "close"
	actReopen   action = "reopen"
	actSay      action = "add a communication"
)

// rule is what a state of a ticket refuses; what no rule names is allowed.
type rule struct {
	is      func(*ticketRow) bool
	refuses map[action]*api.Refusal
}

func isUpdating(r *ticketRow) bool { return r.State == StateUpdating }
func isClosed(r *ticketRow) bool   { return r.State == StateClosed }
func isOpen(r *ticketRow) bool     { return r.State == StateOpen }
func isWorked(r *ticketRow) bool   { return r.Engineer != "" }

// rules are what may be done when. The first that refuses counts.
var rules = []rule{
	{isUpdating, map[action]*api.Refusal{
		actSeverity: &ticketUpdating, actContact: &ticketUpdating, actClose: &ticketUpdating, actReopen: &ticketUpdating, actSay: &ticketUpdating,
	}},
	{isClosed, map[action]*api.Refusal{actSeverity: &ticketClosed, actContact: &ticketClosed, actClose: &closedAlready}},
	{isOpen, map[action]*api.Refusal{actReopen: &openAlready}},
	{isWorked, map[action]*api.Refusal{actSeverity: &engineerWorks, actClose: &engineerCloses}},
}

// judge is the refusal of an action on the ticket as it is; nil if it is allowed.
func (r *ticketRow) judge(a action) *api.Refusal {
	for _, rule := range rules {
		if refusal := rule.refuses[a]; refusal != nil && rule.is(r) {
			return refusal
		}
	}
	return nil
}

func (r *ticketRow) may(a action) error {
	if refusal := r.judge(a); refusal != nil {
		return refusal.Err("")
	}
	return nil
}

// updateTicket changes a ticket, all of the patch or nothing.
func updateTicket(tx *tenant.Tx, at placed, p *patchWire) (*ticketRow, error) {
	found, err := findTicket(tx, at, true)
	if err != nil {
		return nil, err
	}
	if p.Severity == nil && p.Status == nil && p.Contact == nil && p.Diagnostics == nil && len(p.Consents) == 0 {
		return nil, emptyPatch.Err("")
	}
	if err := found.covered(tx); err != nil {
		return nil, err
	}
	next := *found
	// A ticket that is reopened can be changed in the same step, one that is closed before
	// it is.
	reopens := p.Status != nil && folded(*p.Status) == StateOpen
	if reopens {
		if err := next.setState(*p.Status); err != nil {
			return nil, err
		}
	}
	if err := next.patch(tx, p); err != nil {
		return nil, err
	}
	if p.Status != nil && !reopens {
		if err := next.setState(*p.Status); err != nil {
			return nil, err
		}
	}
	next.Modified = tx.Now()
	return &next, tenant.In(tx, &tickets).Put(&next)
}

func (r *ticketRow) setState(s State) error {
	a := actClose
	switch folded(s) {
	case StateClosed:
	case StateOpen:
		a = actReopen
	default:
		return badValue.Err("", "status")
	}
	if err := r.may(a); err != nil {
		return err
	}
	r.State = folded(s)
	return nil
}

// patch changes everything but the state.
func (r *ticketRow) patch(tx *tenant.Tx, p *patchWire) error {
	// The severity that it has is no change, but a ticket that is not open takes nothing.
	if p.Severity != nil && (folded(*p.Severity) != r.Severity || !isOpen(r)) {
		if err := r.may(actSeverity); err != nil {
			return err
		}
		r.Severity = folded(*p.Severity)
		if err := r.judgeSeverity(planOf(tx)); err != nil {
			return err
		}
	}
	if p.Contact == nil && p.Diagnostics == nil && len(p.Consents) == 0 {
		return nil
	}
	if err := r.may(actContact); err != nil {
		return err
	}
	if p.Contact != nil {
		r.Contact = p.Contact.merged(r.Contact)
		if err := checkContact(&r.Contact); err != nil {
			return err
		}
	}
	if p.Diagnostics != nil {
		if !knownConsent(*p.Diagnostics) {
			return badValue.Err("", "diagnostics")
		}
		r.Diagnostics = asYesOrNo(*p.Diagnostics)
	}
	if len(p.Consents) == 0 {
		return nil
	}
	_, problem, err := findProblem(string(serviceID(r.Service)), string(problemID(r.Service, r.Problem)))
	if err != nil {
		return err
	}
	return r.setConsents(problem, p.Consents)
}

// merged is the contact with what the patch changes.
func (p *contactPatchWire) merged(c contactWire) contactWire {
	set := func(to *string, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&c.FirstName, p.FirstName)
	set(&c.LastName, p.LastName)
	set(&c.Email, p.Email)
	set(&c.Phone, p.Phone)
	set(&c.TimeZone, p.TimeZone)
	set(&c.Country, p.Country)
	set(&c.Language, p.Language)
	if p.Method != nil {
		c.Method = *p.Method
	}
	if p.OtherEmails != nil {
		c.OtherEmails = slices.Clone(p.OtherEmails)
	}
	return c
}

// findProblem is a problem of a service, by their ids.
func findProblem(service, problem string) (*serviceRow, *problemRow, error) {
	s, err := findService(guidOf(ServiceID(service)))
	if err != nil {
		return nil, nil, err
	}
	of, guid, ok := splitProblem(ProblemID(problem))
	if !ok || !strings.EqualFold(of, s.id) {
		return nil, nil, noProblem.Err(problem, problem)
	}
	p, err := s.find(guid)
	return s, p, err
}

func findService(guid string) (*serviceRow, error) {
	for i := range services {
		if strings.EqualFold(services[i].id, guid) {
			return &services[i], nil
		}
	}
	return nil, noService.Err(guid, guid)
}

func (s *serviceRow) find(guid string) (*problemRow, error) {
	for i := range s.problems {
		if strings.EqualFold(s.problems[i].id, guid) {
			return &s.problems[i], nil
		}
	}
	return nil, noProblem.Err(guid, guid)
}
