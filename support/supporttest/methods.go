package supporttest

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// What the id of a method names.
const (
	idOfTicket        = "ticket"
	idOfCommunication = "communication"
	idOfWorkspace     = "workspace"
	idOfFile          = "file"
	idOfService       = "service"
	idOfProblem       = "problem"
	idOfOperation     = "operation"
	idOfRequest       = "service request"
	idOfNote          = "note"
)

// target is what the methods are called on.
type target struct {
	subscription  support.SubscriptionID
	ticket        support.TicketID
	communication support.CommunicationID
	workspace     support.WorkspaceID
	file          string
	service       support.ServiceID
	problem       support.ProblemID
	operation     admin365.OperationID

	request   support.TicketID
	note      support.CommunicationID
	topic     support.ProblemID
	requestOp admin365.OperationID
}

// nowhere is a target that is complete and is not there.
func nowhere() target {
	service := support.ServiceID("/providers/Microsoft.Support/services/" + nobody())
	return target{
		ticket: support.TicketID(conform.Unique()), communication: support.CommunicationID(nobody()),
		workspace: support.WorkspaceID(conform.Unique()), file: "log.txt",
		service: service, problem: support.ProblemID(string(service) + "/problemClassifications/" + nobody()),
		request: "999999999999999", note: "1", topic: "999999999",
	}
}

// in returns the target in a subscription, where it is not.
func (t target) in(s support.SubscriptionID) target {
	t.subscription = s
	t.ticket = support.SubscriptionTicket(s, conform.Unique())
	t.workspace = support.SubscriptionWorkspace(s, conform.Unique())
	return t
}

// with returns the target with another id of the kind.
func (t target) with(kind, id string) target {
	switch kind {
	case idOfTicket:
		t.ticket = support.TicketID(id)
	case idOfCommunication:
		t.communication = support.CommunicationID(id)
	case idOfWorkspace:
		t.workspace = support.WorkspaceID(id)
	case idOfFile:
		t.file = id
	case idOfService:
		t.service = support.ServiceID(id)
	case idOfProblem:
		t.problem = support.ProblemID(id)
	case idOfOperation:
		t.operation = admin365.OperationID(id)
	case idOfRequest:
		t.request = support.TicketID(id)
	case idOfNote:
		t.note = support.CommunicationID(id)
	default:
	}
	return t
}

// targetOf is a target on which every method works: a ticket of the place with a
// communication and a file, and a request of Partner Center with a note.
func targetOf(c *run, place support.SubscriptionID) target {
	c.Helper()
	s := c.S.Service
	at := target{subscription: place, file: "log.txt"}
	n := sample(c, in(place))
	at.problem = n.Problem
	at.service = serviceOf(at.problem)
	op := begin(c, n)
	finish(c, op)
	at.operation, at.ticket = op.ID, support.TicketID(op.ResourceID)
	at.communication = say(c, at.ticket).ID
	w, err := s.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: conform.Unique(), Subscription: place})
	c.Must(err, "making a workspace")
	at.workspace = w.ID
	_, err = s.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: len(fileContent)})
	c.Must(err, "announcing a file")
	makePartner(c)
	r, err := s.Partner.Tickets.Create(c.Context(), request(c))
	c.Must(err, "creating a request")
	at.request, at.requestOp, at.topic = support.TicketID(r.ResourceID), r.ID, topic(c).ID
	_, err = s.Partner.Communications.Add(c.Context(), at.request, support.NewCommunication{Body: "a note"})
	c.Must(err, "adding a note")
	at.note = "1"
	return at
}

// fileContent is what the methods send.
const fileContent = "It does not work.\n"

// method is one method of the area, called in the simplest way that works.
type method struct {
	// name is the field of [support.Service] and the method, and op the operation.
	name, op string
	// takes says what its id names; empty if it has none.
	takes string
	// writes is set where it changes the tenant.
	writes bool
	// placed is set where it can be about a subscription.
	placed bool
	call   func(ctx context.Context, s *support.Service, at target) error
}

// listed ranges over a list, for its error.
func listed[V any](list iter.Seq2[*V, error]) error {
	_, err := conform.Collect(list)
	return err
}

// only is the error of a method that answers something.
func only[V any](_ V, err error) error { return err }

func methods() []method {
	all := append(ticketMethods(), communicationMethods()...)
	all = append(all, attachmentMethods()...)
	all = append(all, catalogueMethods()...)
	all = append(all, partnerMethods()...)
	return append(all, microsoft365Methods()...)
}

// methodNamed is the method of that name.
func methodNamed(name string) method {
	for _, m := range methods() {
		if m.name == name {
			return m
		}
	}
	panic("there is no method " + name)
}

func ticketMethods() []method {
	type service = *support.Service
	return []method{
		{"Tickets.List", opList, "", false, true, func(ctx context.Context, s service, at target) error {
			return listed(s.Tickets.List(ctx, support.TicketQuery{Subscription: at.subscription}))
		}},
		{"Tickets.Get", opGet, idOfTicket, false, true, func(ctx context.Context, s service, at target) error {
			return only(s.Tickets.Get(ctx, at.ticket))
		}},
		{"Tickets.Create", opCreate, "", true, true, func(ctx context.Context, s service, at target) error {
			return only(s.Tickets.Create(ctx, support.NewTicket{
				Name: conform.Unique(), Subscription: at.subscription, Title: "A title", Description: "A description",
				Severity: support.Minimal, Problem: at.problem, Contact: person(),
			}))
		}},
		{"Tickets.Update", opUpdate, idOfTicket, true, true, func(ctx context.Context, s service, at target) error {
			return s.Tickets.Update(ctx, at.ticket, support.TicketPatch{Diagnostics: new(support.ConsentYes)})
		}},
		{"Tickets.Close", opClose, idOfTicket, true, true, func(ctx context.Context, s service, at target) error {
			return s.Tickets.Close(ctx, at.ticket)
		}},
		{"Tickets.Reopen", opReopen, idOfTicket, true, true, func(ctx context.Context, s service, at target) error {
			return s.Tickets.Reopen(ctx, at.ticket)
		}},
		{"Operations.Get", opProgress, idOfOperation, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Operations.Get(ctx, at.operation))
		}},
	}
}

func communicationMethods() []method {
	type service = *support.Service
	return []method{
		{"Communications.List", opSaid, idOfTicket, false, true, func(ctx context.Context, s service, at target) error {
			return listed(s.Communications.List(ctx, at.ticket, support.CommunicationQuery{}))
		}},
		{"Communications.Get", opSaidOne, idOfCommunication, false, true, func(ctx context.Context, s service, at target) error {
			return only(s.Communications.Get(ctx, at.ticket, at.communication))
		}},
		{"Communications.Add", opSay, idOfTicket, true, true, func(ctx context.Context, s service, at target) error {
			return only(s.Communications.Add(ctx, at.ticket, support.NewCommunication{Subject: "A subject", Body: "A body", Sender: "ada@contoso.com"}))
		}},
	}
}

func attachmentMethods() []method {
	type service = *support.Service
	return []method{
		{"Attachments.CreateWorkspace", opMakeWorkspace, "", true, true, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: conform.Unique(), Subscription: at.subscription}))
		}},
		{"Attachments.GetWorkspace", opWorkspace, idOfWorkspace, false, true, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.GetWorkspace(ctx, at.workspace))
		}},
		{"Attachments.List", opFiles, idOfWorkspace, false, true, func(ctx context.Context, s service, at target) error {
			return listed(s.Attachments.List(ctx, at.workspace))
		}},
		{"Attachments.Get", opFile, idOfFile, false, true, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.Get(ctx, at.workspace, at.file))
		}},
		{"Attachments.Create", opAnnounce, idOfWorkspace, true, true, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.Create(ctx, at.workspace, support.NewFile{Name: conform.Unique() + ".txt", Size: 10}))
		}},
		{"Attachments.Upload", opUpload, idOfFile, true, true, func(ctx context.Context, s service, at target) error {
			return s.Attachments.Upload(ctx, at.workspace, at.file, support.Chunk{Content: []byte(fileContent)})
		}},
	}
}

func catalogueMethods() []method {
	type service = *support.Service
	return []method{
		{"Catalogue.Services", opServices, "", false, false, func(ctx context.Context, s service, _ target) error {
			return listed(s.Catalogue.Services(ctx))
		}},
		{"Catalogue.Service", opService, idOfService, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Catalogue.Service(ctx, at.service))
		}},
		{"Catalogue.Problems", opProblems, idOfService, false, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Catalogue.Problems(ctx, at.service))
		}},
		{"Catalogue.Problem", opProblem, idOfProblem, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Catalogue.Problem(ctx, at.problem))
		}},
		{"Catalogue.CheckName", opCheck, "", false, true, func(ctx context.Context, s service, at target) error {
			return only(s.Catalogue.CheckName(ctx, support.NameCheck{Name: "name", Kind: support.NameOfTicket, Subscription: at.subscription}))
		}},
	}
}

// checkSaid is CheckName for communications, which is an operation of its own.
func checkSaid() method {
	return method{"Catalogue.CheckName", opCheckSaid, idOfTicket, false, true, func(ctx context.Context, s *support.Service, at target) error {
		return only(s.Catalogue.CheckName(ctx, support.NameCheck{Name: "name", Kind: support.NameOfCommunication, Ticket: at.ticket}))
	}}
}
