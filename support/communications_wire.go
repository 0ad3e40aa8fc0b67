package support

import (
	"slices"
	"time"
)

// communicationWire are the properties of what was said, of a request to add it too.
type communicationWire struct {
	Type      string     `json:"communicationType,omitzero"`
	Direction string     `json:"communicationDirection,omitzero"`
	Sender    string     `json:"sender,omitzero"`
	Subject   string     `json:"subject"`
	Body      string     `json:"body"`
	Created   *time.Time `json:"createdDate,omitzero"`
}

func communicationOf(ticket TicketID, r *resourceWire[communicationWire]) *Communication {
	w := &r.Properties
	c := &Communication{
		ID: CommunicationID(r.Name), Ticket: ticket, Type: folded(CommunicationType(w.Type)), Direction: folded(Direction(w.Direction)),
		Sender: w.Sender, Subject: w.Subject, Body: w.Body,
	}
	if w.Created != nil {
		c.Created = w.Created.UTC()
	}
	return c
}

// statusWire is where an operation stands.
type statusWire struct {
	ID         string            `json:"id"`
	Status     string            `json:"status"`
	Properties *statusDone       `json:"properties,omitzero"`
	Error      *statusFailedWire `json:"error,omitzero"`
}

type statusDone struct {
	Warning string `json:"supportTicketCreationWarning"`
	Ticket  string `json:"supportTicketId"`
}

type statusFailedWire struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// nameWire is a question about a name.
type nameWire struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// availabilityWire answers it.
type availabilityWire struct {
	Message   string `json:"message,omitzero"`
	Available bool   `json:"nameAvailable"`
	Reason    string `json:"reason,omitzero"`
}

func (w availabilityWire) public() *NameAvailability {
	return &NameAvailability{Available: w.Available, Reason: w.Reason, Message: w.Message}
}

// serviceWire and problemWire are the properties of what a ticket can be about.
type serviceWire struct {
	Name      string   `json:"displayName"`
	Resources []string `json:"resourceTypes"`
}

type problemWire struct {
	Name     string         `json:"displayName"`
	Consents []questionWire `json:"secondaryConsentEnabled,omitzero"`
}

type questionWire struct {
	Type        string `json:"type"`
	Description string `json:"description"`
}

func serviceOf(r *resourceWire[serviceWire]) *AzureService {
	return &AzureService{ID: ServiceID(r.ID), Name: r.Properties.Name, ResourceTypes: slices.Clone(r.Properties.Resources)}
}

func problemOf(r *resourceWire[problemWire]) *Problem {
	p := &Problem{ID: ProblemID(r.ID), Name: r.Properties.Name}
	for _, q := range r.Properties.Consents {
		p.Consents = append(p.Consents, ConsentQuestion(q))
	}
	return p
}

// workspaceWire and fileWire are the properties of what has files, and of a file.
type workspaceWire struct {
	Expires time.Time `json:"expirationTime"`
	Created time.Time `json:"createdOn"`
}

type fileWire struct {
	Created   time.Time `json:"createdOn,omitzero"`
	Size      int       `json:"fileSize"`
	ChunkSize int       `json:"chunkSize"`
	Chunks    int       `json:"numberOfChunks"`
}

// chunkWire is a part of a file: base64, and from 0.
type chunkWire struct {
	Content []byte `json:"content"`
	Index   int    `json:"chunkIndex"`
}

func workspaceOf(r *resourceWire[workspaceWire]) *Workspace {
	at := locate(r.ID, "fileWorkspaces")
	return &Workspace{
		ID: WorkspaceID(at.id("fileWorkspaces")), Name: r.Name, Subscription: at.subscription,
		Created: r.Properties.Created.UTC(), Expires: r.Properties.Expires.UTC(),
	}
}

func fileOf(r *resourceWire[fileWire]) *File {
	w := r.Properties
	return &File{Name: r.Name, Size: w.Size, ChunkSize: w.ChunkSize, Chunks: w.Chunks, Created: w.Created.UTC()}
}
