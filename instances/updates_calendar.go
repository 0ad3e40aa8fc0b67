package instances

import (
	"time"
)

// Product is a product whose instances are updated eachOf in its own way.
type Product string

// The products.
const (
	// ProductCentral is Business Central: versions are selected and scheduled.
	ProductCentral Product = "Business Central"
	// ProductFinOps is Finance and Operations: a version is applied, now.
	ProductFinOps Product = "Finance and Operations"
	// ProductDataverse is Dataverse: Microsoft updates it every week by itself.
	ProductDataverse Product = "Dataverse"
	// ProductApplication is an application on Dataverse: the newest version is
	// installed, now ([Solutions]).
	ProductApplication Product = "Dataverse application"
)

// Decides is who says when an instance is updated.
type Decides string

// Who decides.
const (
	// DecidesAdministrator: an administrator has selected a version, or has to.
	DecidesAdministrator Decides = "administrator"
	// DecidesMicrosoft: Microsoft has scheduled it, or will.
	DecidesMicrosoft Decides = "Microsoft"
)

// Planned is one line of the calendar: an instance, where it stands, and what comes next.
type Planned struct {
	Product Product `json:"product"`
	// Central or Environment names the instance, by its product.
	Central     CentralEnvironmentID `json:"central,omitzero"`
	Environment EnvironmentID        `json:"environment,omitzero"`
	// Application is the unique name of the application, of ProductApplication.
	Application string `json:"application,omitzero"`
	// Name is what people call it, Type what it is for, and URL opens it.
	Name string          `json:"name"`
	Type EnvironmentType `json:"type,omitzero"`
	URL  string          `json:"url,omitzero"`
	// Version is what it has now; empty where no API tells.
	Version string `json:"version,omitzero"`
	// Next is the update that it gets next; nil where none is known.
	Next *Update `json:"next,omitempty"`
	// Updates are all that it can be brought to, or may be later.
	Updates []*Update `json:"updates,omitempty"`
	// Last is the last date that Next can have; zero where it cannot be scheduled.
	Last time.Time `json:"last,omitzero"`
	// Grace and Enforced are when the free choice ends and when the update is forced;
	// zero where the service does not tell.
	Grace    time.Time `json:"grace,omitzero"`
	Enforced time.Time `json:"enforced,omitzero"`
	// Decides is who says when.
	Decides Decides `json:"decides"`
	// Movable: [CentralUpdates.Reschedule] can move Next. Otherwise Why says why not, and
	// Page where it is decided.
	Movable bool   `json:"movable"`
	Why     string `json:"why,omitzero"`
	Page    string `json:"page,omitzero"`
}
