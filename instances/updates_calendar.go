package instances

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Product is a product whose instances are updated each in its own way.
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
	// DecidesAdministrator: nothing happens unless an administrator does it.
	DecidesAdministrator Decides = "administrator"
	// DecidesMicrosoft: Microsoft does it, and no administrator has a say.
	DecidesMicrosoft Decides = "Microsoft"
	// DecidesElseMicrosoft: Microsoft selects and schedules it where no administrator has,
	// and it runs when it is due. Until Last an administrator can have another version or
	// another date. Who has chosen those that it has now no request tells.
	DecidesElseMicrosoft Decides = "administrator, else Microsoft"
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
	// Decides is who says when, as far as the service tells.
	Decides Decides `json:"decides"`
	// Movable: [CentralUpdates.Reschedule] can move Next. Otherwise Why says why not, and
	// Page where it is decided.
	Movable bool   `json:"movable"`
	Why     string `json:"why,omitzero"`
	Page    string `json:"page,omitzero"`
}

// Calendar returns a line for each instance of the tenant: the environments of Business
// Central, then those of Dataverse, each with Finance and Operations where it runs there
// and with the applications that are installed. What was deleted is left out. There is no
// such list at the service: it asks for the environments of both kinds, and for each one
// what it can be brought to. Of applications no API tells which version an environment
// has, so that each that is installed has a line.
//
// An instance that cannot be asked, such as one that is gone since it was listed, is left
// out; every other error ends it, and comes once, as the last pair.
//
// Effect: read.
func Calendar(ctx context.Context, s *Service) iter.Seq2[*Planned, error] {
	return func(yield func(*Planned, error) bool) {
		for e, err := range s.Central.Environments.List(ctx, "") {
			var p *Planned
			if err == nil {
				if e.Status == CentralSoftDeleted {
					continue
				}
				p, err = plannedCentral(ctx, s.Central, e)
			}
			if !line(yield, p, err) {
				return
			}
		}
		for e, err := range s.Environments.List(ctx, EnvironmentQuery{}) {
			if err != nil {
				yield(nil, err)
				return
			}
			for p, err := range plannedEnvironment(ctx, s, e) {
				if !line(yield, p, err) {
					return
				}
			}
		}
	}
}

// line yields a line, unless the instance is gone, and reports whether others may follow.
func line(yield func(*Planned, error) bool, p *Planned, err error) bool {
	switch {
	case errors.Is(err, admin365.ErrNotFound):
		return true
	case err != nil:
		yield(nil, err)
		return false
	default:
		return yield(p, nil)
	}
}

// plannedCentral is the line of an environment of Business Central.
func plannedCentral(ctx context.Context, s *CentralService, e *CentralEnvironment) (*Planned, error) {
	p := &Planned{
		Product: ProductCentral, Central: e.ID(), Name: e.FriendlyName, Type: e.Type, URL: e.WebClientURL, Version: e.ApplicationVersion,
		Grace: e.VersionDetails.GracePeriodStart, Enforced: e.VersionDetails.EnforcedStart, Decides: DecidesElseMicrosoft, Page: centralPage,
	}
	if p.Name == "" {
		p.Name = e.Name
	}
	for u, err := range s.Updates.List(ctx, e.ID()) {
		if err != nil {
			return nil, err
		}
		p.Updates = append(p.Updates, u)
		if u.Selected {
			p.Next = u
			p.Last, _ = u.LastDate()
		}
	}
	switch {
	case p.Next == nil && len(p.Updates) == 0:
		p.Decides, p.Why = DecidesMicrosoft, "no version above its own is known yet"
	case p.Next == nil:
		p.Why = "no version is selected: select one, or Microsoft does"
	case p.Next.Status == UpdateRunning:
		p.Why = "the update is running"
	case e.Status != CentralActive:
		p.Why = "the environment is " + string(e.Status)
	case !p.Next.Available:
		p.Why = "the version is not released yet; it gets a date when it is"
	default:
		p.Movable = true
	}
	return p, nil
}

// plannedEnvironment are the lines of an environment of Dataverse.
func plannedEnvironment(ctx context.Context, s *Service, e *Environment) iter.Seq2[*Planned, error] {
	return func(yield func(*Planned, error) bool) {
		if e.Dataverse == nil {
			return
		}
		base := Planned{Environment: e.ID, Name: e.DisplayName, Type: e.Type, URL: e.Dataverse.URL, Decides: DecidesMicrosoft, Page: e.Links().AdminCenter}
		p := base
		p.Product, p.Version = ProductDataverse, e.Dataverse.Version
		p.Why = "Microsoft updates Dataverse every week by itself; a release wave can be had early, and the daily maintenance window is set in the admin center alone"
		if !yield(&p, nil) {
			return
		}
		for _, plan := range []func(context.Context, *Service, Planned) ([]*Planned, error){plannedFinOps, plannedApplications} {
			lines, err := plan(ctx, s, base)
			if errors.Is(err, admin365.ErrPrecondition) || errors.Is(err, admin365.ErrUnsupported) {
				err = nil // It is not there, or cannot be asked now.
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, p := range lines {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// plannedFinOps is the line of Finance and Operations on an environment, if it runs there.
func plannedFinOps(ctx context.Context, s *Service, base Planned) ([]*Planned, error) {
	f, err := s.FinOps.Settings.Properties(ctx, base.Environment)
	if errors.Is(err, admin365.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := base
	p.Product, p.Version = ProductFinOps, f.ApplicationVersion
	p.Why = "a version is applied at once, without a date; otherwise Microsoft updates it on the days of its maintenance settings"
	if !f.Deployment.Unified() {
		p.Why, p.Page = "Lifecycle Services updates it", "https://lcs.dynamics.com"
		return []*Planned{&p}, nil
	}
	for u, err := range s.FinOps.Updates.List(ctx, base.Environment) {
		if err != nil {
			return nil, err
		}
		p.Updates = append(p.Updates, u)
	}
	if len(p.Updates) > 0 {
		p.Decides = DecidesElseMicrosoft
	}
	return []*Planned{&p}, nil
}

// plannedApplications are the lines of the applications that are installed on an
// environment.
func plannedApplications(ctx context.Context, s *Service, base Planned) (list []*Planned, err error) {
	for app, err := range s.Solutions.List(ctx, base.Environment, SolutionQuery{Installed: SolutionsInstalled}) {
		if err != nil {
			return nil, err
		}
		p := base
		p.Product, p.Application, p.Name, p.Decides = ProductApplication, app.UniqueName, base.Name+": "+app.Name, DecidesAdministrator
		p.Next = &Update{Version: app.Version, Available: true}
		p.Updates = []*Update{p.Next}
		p.Why = "the newest version is installed at once, without a date; which version the environment has the API does not tell"
		list = append(list, &p)
	}
	return list, nil
}
