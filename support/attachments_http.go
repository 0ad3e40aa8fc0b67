package support

import (
	"context"
	"iter"

	"github.com/admin365/admin365/internal/rest"
)

type httpAttachments struct{ c *rest.Client }

var _ Attachments = httpAttachments{}

// CreateWorkspace implements [Attachments].
func (h httpAttachments) CreateWorkspace(ctx context.Context, n NewWorkspace) (*Workspace, error) {
	call := placed{n.Subscription, n.Name}.call(&opAttachmentsCreateWorkspace)
	if err := n.check(call); err != nil {
		return nil, named(h.c, call, err)
	}
	return one(ctx, h.c, rest.Request{Call: call}, workspaceOf)
}

// GetWorkspace implements [Attachments].
func (h httpAttachments) GetWorkspace(ctx context.Context, id WorkspaceID) (*Workspace, error) {
	return one(ctx, h.c, rest.Request{Call: workspacesAt(id).call(&opAttachmentsGetWorkspace)}, workspaceOf)
}

// List implements [Attachments].
func (h httpAttachments) List(ctx context.Context, workspace WorkspaceID) iter.Seq2[*File, error] {
	rq := rest.Request{Call: workspacesAt(workspace).call(&opAttachmentsList)}
	return mapped(rest.Pages[resourceWire[fileWire]](ctx, h.c, rq), fileOf)
}

// Get implements [Attachments].
func (h httpAttachments) Get(ctx context.Context, workspace WorkspaceID, file string) (*File, error) {
	return one(ctx, h.c, rest.Request{Call: workspacesAt(workspace).call(&opAttachmentsGet, file)}, fileOf)
}

// Create implements [Attachments].
func (h httpAttachments) Create(ctx context.Context, workspace WorkspaceID, n NewFile) (*File, error) {
	call := workspacesAt(workspace).call(&opAttachmentsCreate, n.Name)
	w, err := n.check(call)
	if err != nil {
		return nil, named(h.c, call, err)
	}
	body := struct {
		Properties fileWire `json:"properties"`
	}{w}
	return one(ctx, h.c, rest.Request{Call: call, Body: body}, fileOf)
}

// Upload implements [Attachments].
func (h httpAttachments) Upload(ctx context.Context, workspace WorkspaceID, file string, c Chunk) error {
	call := workspacesAt(workspace).call(&opAttachmentsUpload, file)
	if err := c.check(call); err != nil {
		return named(h.c, call, err)
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: wireChunk(c)})
}

type httpCatalogue struct{ c *rest.Client }

var _ Catalogue = httpCatalogue{}

// Services implements [Catalogue].
func (h httpCatalogue) Services(ctx context.Context) iter.Seq2[*AzureService, error] {
	return mapped(rest.Pages[resourceWire[serviceWire]](ctx, h.c, rest.Request{Call: opCatalogueServices.At()}), serviceOf)
}

// Service implements [Catalogue].
func (h httpCatalogue) Service(ctx context.Context, id ServiceID) (*AzureService, error) {
	return one(ctx, h.c, rest.Request{Call: opCatalogueService.At(guidOf(id))}, serviceOf)
}

// Problems implements [Catalogue].
func (h httpCatalogue) Problems(ctx context.Context, service ServiceID) iter.Seq2[*Problem, error] {
	return mapped(rest.Pages[resourceWire[problemWire]](ctx, h.c, rest.Request{Call: opCatalogueProblems.At(guidOf(service))}), problemOf)
}

// Problem implements [Catalogue].
func (h httpCatalogue) Problem(ctx context.Context, id ProblemID) (*Problem, error) {
	service, problem, err := askedProblem(id)
	if err != nil {
		return nil, named(h.c, opCatalogueProblem.At(), err)
	}
	return one(ctx, h.c, rest.Request{Call: opCatalogueProblem.At(service, problem)}, problemOf)
}

// CheckName implements [Catalogue].
func (h httpCatalogue) CheckName(ctx context.Context, n NameCheck) (*NameAvailability, error) {
	call := collection(&opCatalogueCheckName, n.Subscription)
	if n.Kind == NameOfCommunication {
		call = ticketAt(n.Ticket).call(&opCatalogueCheckCommunication)
	} else if err := checkSubscription(call, n.Subscription); err != nil {
		return nil, named(h.c, call, err)
	}
	w, err := rest.One[availabilityWire](ctx, h.c, rest.Request{Call: call, Body: n.wire()})
	if err != nil {
		return nil, err
	}
	return w.public(), nil
}
