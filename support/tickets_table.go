package support

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// ticketRow is a ticket of Azure. The subscription is zero of one of the tenant.
type ticketRow struct {
	ID           tenant.Key `json:"id"`
	Subscription tenant.Key `json:"subscription,omitzero"`
	Name         string     `json:"name"`
	Number       string     `json:"number"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	// State is empty while it is being created.
	State          State         `json:"state,omitzero"`
	Severity       Severity      `json:"severity"`
	Service        string        `json:"service"`
	Problem        string        `json:"problem"`
	Contact        contactWire   `json:"contact"`
	Plan           Plan          `json:"plan"`
	Minutes        int           `json:"minutes,omitzero"`
	Created        time.Time     `json:"created"`
	Modified       time.Time     `json:"modified"`
	Engineer       string        `json:"engineer,omitzero"`
	AroundTheClock bool          `json:"aroundTheClock,omitzero"`
	Diagnostics    Consent       `json:"diagnostics"`
	Consents       []consentWire `json:"consents,omitempty"`
	ProblemStart   time.Time     `json:"problemStart,omitzero"`
	Scoping        string        `json:"scoping,omitzero"`
	PlanID         string        `json:"planId,omitzero"`
	Enrollment     string        `json:"enrollment,omitzero"`
	Resource       string        `json:"resource,omitzero"`
	Quota          *quotaWire    `json:"quota,omitempty"`
	Workspace      string        `json:"workspace"`
}

// communicationRow is something that was said.
type communicationRow struct {
	ID     tenant.Key `json:"id"`
	Ticket tenant.Key `json:"ticket"`
	// Name is the one with which it was added; empty of what Microsoft said.
	Name    string `json:"name,omitzero"`
	Inbound bool   `json:"inbound,omitzero"`
	Sender  string `json:"sender"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	// Created is zero while it is on its way.
	Created time.Time `json:"created,omitzero"`
}

// operationRow is something that the service goes on with.
type operationRow struct {
	ID           tenant.Key `json:"id"`
	Kind         string     `json:"kind"`
	Subscription tenant.Key `json:"subscription,omitzero"`
	Ticket       tenant.Key `json:"ticket"`
	// Communication is what is being added, if that is what it does.
	Communication tenant.Key `json:"communication,omitzero"`
	// Resource is the id of what is made, as it is named outside.
	Resource string    `json:"resource"`
	Begun    time.Time `json:"begun"`
	Ended    time.Time `json:"ended,omitzero"`
	// Code and Message are why it failed.
	Code    string `json:"code,omitzero"`
	Message string `json:"message,omitzero"`
}

// workspaceRow is a place for files.
type workspaceRow struct {
	ID           tenant.Key `json:"id"`
	Subscription tenant.Key `json:"subscription,omitzero"`
	Name         string     `json:"name"`
	Created      time.Time  `json:"created"`
	// Kept: a ticket has it, and it does not expire.
	Kept bool `json:"kept,omitzero"`
}

// fileRow is a file that was announced, and what came of it.
type fileRow struct {
	ID        tenant.Key `json:"id"`
	Workspace tenant.Key `json:"workspace"`
	Name      string     `json:"name"`
	Size      int        `json:"size"`
	ChunkSize int        `json:"chunkSize"`
	Created   time.Time  `json:"created"`
	// Chunks are those that came, nil the others.
	Chunks [][]byte `json:"chunks"`
}

// planRow is the tenant's support plan. A tenant without one has Professional Direct.
type planRow struct {
	ID   tenant.Key `json:"id"`
	Plan Plan       `json:"plan"`
}

// subscriptionRow is a subscription of Azure.
type subscriptionRow struct {
	ID           tenant.Key           `json:"id"`
	Unregistered bool                 `json:"unregistered,omitzero"`
	Roles        map[string]AzureRole `json:"roles,omitempty"`
}

var (
	tickets = tenant.Table[*ticketRow]{
		Name: "supportTickets", Key: func(r *ticketRow) tenant.Key { return r.ID },
		Label:   func(r *ticketRow) string { return r.Name },
		Indexes: []*tenant.Index[*ticketRow]{&ticketsByName, &ticketsByCreation},
	}
	ticketsByName     = tenant.Index[*ticketRow]{Name: "name", Unique: true, Text: func(r *ticketRow) string { return within(r.Subscription, r.Name) }}
	ticketsByCreation = tenant.Index[*ticketRow]{Name: "created", Ref: func(r *ticketRow) tenant.Key { return tenant.TimeKey(r.Created) }}

	communications = tenant.Table[*communicationRow]{
		Name: "supportCommunications", Key: func(r *communicationRow) tenant.Key { return r.ID },
		Label:   func(r *communicationRow) string { return r.ID.String() },
		Indexes: []*tenant.Index[*communicationRow]{&communicationsByTicket, &communicationsByName},
	}
	communicationsByTicket = tenant.Index[*communicationRow]{Name: "ticket", Ref: func(r *communicationRow) tenant.Key { return r.Ticket }}
	communicationsByName   = tenant.Index[*communicationRow]{Name: "name", Unique: true, Text: func(r *communicationRow) string {
		if r.Name == "" {
			return ""
		}
		return within(r.Ticket, r.Name)
	}}

	supportOperations = tenant.Table[*operationRow]{
		Name: "supportOperations", Key: func(r *operationRow) tenant.Key { return r.ID },
		Label: func(r *operationRow) string { return r.Kind + " " + r.Resource },
	}

	workspaces = tenant.Table[*workspaceRow]{
		Name: "supportWorkspaces", Key: func(r *workspaceRow) tenant.Key { return r.ID },
		Label:   func(r *workspaceRow) string { return r.Name },
		Indexes: []*tenant.Index[*workspaceRow]{&workspacesByName},
	}
	workspacesByName = tenant.Index[*workspaceRow]{Name: "name", Unique: true, Text: func(r *workspaceRow) string { return within(r.Subscription, r.Name) }}

	files = tenant.Table[*fileRow]{
		Name: "supportFiles", Key: func(r *fileRow) tenant.Key { return r.ID },
		Label:   func(r *fileRow) string { return r.Name },
		Indexes: []*tenant.Index[*fileRow]{&filesByName, &filesByWorkspace},
	}
	filesByName      = tenant.Index[*fileRow]{Name: "name", Unique: true, Text: func(r *fileRow) string { return within(r.Workspace, r.Name) }}
	filesByWorkspace = tenant.Index[*fileRow]{Name: "workspace", Ref: func(r *fileRow) tenant.Key { return r.Workspace }}

	plans = tenant.Table[*planRow]{
		Name: "supportPlans", Key: func(r *planRow) tenant.Key { return r.ID },
		Label: func(r *planRow) string { return string(r.Plan) },
	}
	azureSubscriptions = tenant.Table[*subscriptionRow]{
		Name: "azureSubscriptions", Key: func(r *subscriptionRow) tenant.Key { return r.ID },
		Label: func(r *subscriptionRow) string { return r.ID.String() },
	}
)

// within is a name among those below a key; names of the tenant itself are below none.
func within(of tenant.Key, name string) string {
	if of.IsZero() {
		return "/" + name
	}
	return of.String() + "/" + name
}
