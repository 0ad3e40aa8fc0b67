package support

import (
	"context"
	"iter"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryAttachments struct{ s *tenant.Session }

var _ Attachments = memoryAttachments{}

// check refuses a workspace that Azure would refuse.
func (n NewWorkspace) check(call api.Call) error {
	if badWorkspaceName(n.Name) {
		return invalid(call, "name", "the name of a workspace is of letters, digits, '_', '-', '.' and spaces")
	}
	return checkSubscription(call, n.Subscription)
}

// CreateWorkspace implements [Attachments].
func (m memoryAttachments) CreateWorkspace(ctx context.Context, n NewWorkspace) (*Workspace, error) {
	at := placed{n.Subscription, n.Name}
	call := at.call(&opAttachmentsCreateWorkspace)
	if err := n.check(call); err != nil {
		return nil, err
	}
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*Workspace, error) {
		row, err := createWorkspace(tx, at)
		if err != nil {
			return nil, err
		}
		return workspaceOf(row.resource()), nil
	})
}

// GetWorkspace implements [Attachments].
func (m memoryAttachments) GetWorkspace(ctx context.Context, id WorkspaceID) (*Workspace, error) {
	at := workspacesAt(id)
	return ask(ctx, m.s, at.call(&opAttachmentsGetWorkspace), func(tx *tenant.Tx) (*Workspace, error) {
		row, err := workspaceAt(tx, at, false)
		if err != nil {
			return nil, err
		}
		return workspaceOf(row.resource()), nil
	})
}

// List implements [Attachments].
func (m memoryAttachments) List(ctx context.Context, workspace WorkspaceID) iter.Seq2[*File, error] {
	at := workspacesAt(workspace)
	return listed(ctx, m.s, at.call(&opAttachmentsList), func(tx *tenant.Tx) (list []*File, err error) {
		space, err := workspaceAt(tx, at, false)
		if err != nil {
			return nil, err
		}
		for _, row := range filesOf(tx, space) {
			list = append(list, fileOf(row.resource(space)))
		}
		return list, nil
	})
}

// Get implements [Attachments].
func (m memoryAttachments) Get(ctx context.Context, workspace WorkspaceID, file string) (*File, error) {
	at := workspacesAt(workspace)
	return ask(ctx, m.s, at.call(&opAttachmentsGet, file), func(tx *tenant.Tx) (*File, error) {
		space, err := workspaceAt(tx, at, false)
		if err != nil {
			return nil, err
		}
		row, err := findFile(tx, space, file)
		if err != nil {
			return nil, err
		}
		return fileOf(row.resource(space)), nil
	})
}

// Create implements [Attachments].
func (m memoryAttachments) Create(ctx context.Context, workspace WorkspaceID, n NewFile) (*File, error) {
	at := workspacesAt(workspace)
	call := at.call(&opAttachmentsCreate, n.Name)
	w, err := n.check(call)
	if err != nil {
		return nil, err
	}
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*File, error) {
		space, row, err := createFile(tx, at, n.Name, w)
		if err != nil {
			return nil, err
		}
		return fileOf(row.resource(space)), nil
	})
}

// Upload implements [Attachments].
func (m memoryAttachments) Upload(ctx context.Context, workspace WorkspaceID, file string, c Chunk) error {
	at := workspacesAt(workspace)
	call := at.call(&opAttachmentsUpload, file)
	if err := c.check(call); err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return uploadChunk(tx, at, file, wireChunk(c)) })
}

func wireChunk(c Chunk) chunkWire { return chunkWire{Content: c.Content, Index: c.Index} }

type memoryCatalogue struct{ s *tenant.Session }

var _ Catalogue = memoryCatalogue{}

// Services implements [Catalogue].
func (m memoryCatalogue) Services(ctx context.Context) iter.Seq2[*AzureService, error] {
	return listed(ctx, m.s, opCatalogueServices.At(), func(*tenant.Tx) (list []*AzureService, err error) {
		for i := range services {
			list = append(list, serviceOf(services[i].resource()))
		}
		return list, nil
	})
}

// Service implements [Catalogue].
func (m memoryCatalogue) Service(ctx context.Context, id ServiceID) (*AzureService, error) {
	return ask(ctx, m.s, opCatalogueService.At(guidOf(id)), func(*tenant.Tx) (*AzureService, error) {
		s, err := findService(guidOf(id))
		if err != nil {
			return nil, err
		}
		return serviceOf(s.resource()), nil
	})
}

// Problems implements [Catalogue].
func (m memoryCatalogue) Problems(ctx context.Context, service ServiceID) iter.Seq2[*Problem, error] {
	return listed(ctx, m.s, opCatalogueProblems.At(guidOf(service)), func(*tenant.Tx) (list []*Problem, err error) {
		s, err := findService(guidOf(service))
		if err != nil {
			return nil, err
		}
		for i := range s.problems {
			list = append(list, problemOf(s.problems[i].resource(s)))
		}
		return list, nil
	})
}

// Problem implements [Catalogue].
func (m memoryCatalogue) Problem(ctx context.Context, id ProblemID) (*Problem, error) {
	service, problem, err := askedProblem(id)
	if err != nil {
		return nil, err
	}
	return ask(ctx, m.s, opCatalogueProblem.At(service, problem), func(*tenant.Tx) (*Problem, error) {
		s, err := findService(service)
		if err != nil {
			return nil, err
		}
		p, err := s.find(problem)
		if err != nil {
			return nil, err
		}
		return problemOf(p.resource(s)), nil
	})
}

// askedProblem takes the id of a problem apart that is to be looked up.
func askedProblem(id ProblemID) (service, problem string, err error) {
	service, problem, ok := splitProblem(id)
	if !ok {
		return "", "", invalid(opCatalogueProblem.At().About(string(id)), "id", "the id of a problem is one of the catalogue's")
	}
	return service, problem, nil
}

// CheckName implements [Catalogue].
func (m memoryCatalogue) CheckName(ctx context.Context, n NameCheck) (*NameAvailability, error) {
	if n.Kind == NameOfCommunication {
		at := ticketAt(n.Ticket)
		return ask(ctx, m.s, at.call(&opCatalogueCheckCommunication), func(tx *tenant.Tx) (*NameAvailability, error) {
			return public(checkCommunication(tx, at, n.wire()))
		})
	}
	call := collection(&opCatalogueCheckName, n.Subscription)
	if err := checkSubscription(call, n.Subscription); err != nil {
		return nil, err
	}
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*NameAvailability, error) {
		return public(checkName(tx, n.Subscription, n.wire()))
	})
}

func (n NameCheck) wire() nameWire { return nameWire{n.Name, string(n.Kind)} }

func public(w *availabilityWire, err error) (*NameAvailability, error) {
	if err != nil {
		return nil, err
	}
	return w.public(), nil
}
