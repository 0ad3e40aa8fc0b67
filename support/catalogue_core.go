package support

import (
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// resource is a service as the service answers it.
func (s *serviceRow) resource() *resourceWire[serviceWire] {
	resources := s.resources
	if resources == nil {
		resources = []string{}
	}
	return &resourceWire[serviceWire]{
		ID: string(serviceID(s.id)), Name: s.id, Type: typeServices, Properties: serviceWire{Name: s.name, Resources: resources},
	}
}

// resource is a problem of a service as the service answers it.
func (p *problemRow) resource(s *serviceRow) *resourceWire[problemWire] {
	w := problemWire{Name: p.name}
	for _, q := range p.consents {
		w.Consents = append(w.Consents, questionWire(q))
	}
	return &resourceWire[problemWire]{ID: string(problemID(s.id, p.id)), Name: p.id, Type: typeProblems, Properties: w}
}

// The answers about names, recorded verbatim.
const (
	takenText = "Name already exists. Please select a different name."
	badText   = "Name %s is invalid. The name cannot include: '<', '>', '%', '&', ':', '', '?', '/' or any control characters. " +
		"It cannot be all digits and cannot start with 'tmp-'. The max length is 255 characters."
)

// checkName says whether a name is free and allowed.
func checkName(tx *tenant.Tx, subscription SubscriptionID, w nameWire) (*availabilityWire, error) {
	sub, err := place(tx, subscription, false)
	if err != nil {
		return nil, err
	}
	switch {
	case strings.EqualFold(w.Type, typeTickets):
		_, taken := tenant.In(tx, &tickets).Find(&ticketsByName, within(sub, w.Name))
		return availability(w.Name, badName(w.Name), taken), nil
	case strings.EqualFold(w.Type, typeWorkspaces):
		_, taken := liveWorkspace(tx, sub, w.Name)
		return availability(w.Name, badWorkspaceName(w.Name), taken), nil
	default:
		return nil, badValue.Err("", "kind")
	}
}

// checkCommunication says it of the name of what is to be said in a ticket.
func checkCommunication(tx *tenant.Tx, at placed, w nameWire) (*availabilityWire, error) {
	t, err := findTicket(tx, at, false)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(w.Type, typeCommunications) {
		return nil, badValue.Err("", "kind")
	}
	_, taken := tenant.In(tx, &communications).Find(&communicationsByName, within(t.ID, w.Name))
	return availability(w.Name, badName(w.Name), taken), nil
}

func availability(name string, bad, taken bool) *availabilityWire {
	switch {
	case bad:
		return &availabilityWire{Message: strings.Replace(badText, "%s", name, 1), Reason: "Invalid"}
	case taken:
		return &availabilityWire{Message: takenText, Reason: "AlreadyExists"}
	default:
		return &availabilityWire{Available: true}
	}
}
