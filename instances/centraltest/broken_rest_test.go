package centraltest_test

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

type (
	settings   = instances.CentralSettings
	access     = instances.CentralAccess
	operations = instances.CentralOperations
	apps       = instances.CentralApps
	capacity   = instances.CentralCapacity
	catalogue  = instances.CentralCatalogue
	recipients = instances.CentralRecipients
)

func brokenSettings() map[string]mistake {
	in := func(wrap func(*instances.CentralService), fails ...string) mistake {
		return mistake{func(c *instances.CentralService, _ *instances.FinOpsService) { wrap(c) }, fails}
	}
	type service = *instances.CentralService
	return map[string]mistake{
		"window-of-tomorrow": in(func(c service) { c.Settings = tomorrow{c.Settings} },
			"Settings.SetWindow/by-time-zone", "Settings.Window/occurrence-now-or-next", "Settings.Window/summer-time",
		),
		"window-is-made-up": in(func(c service) { c.Settings = inventive{c.Settings} },
			"NextWindow/where-a-date-goes", "Settings.SetWindow/six-hours-at-least", "Settings.Window/none-is-set",
		),
		"code-is-lost": in(func(c service) { c.Settings = codeless{c.Settings} },
			"Settings.SetWindow/six-hours-at-least",
		),
		"partners-list-kept": in(func(c service) { c.Access = listless{c.Access} },
			"Access.Partners/each-status", "Aliasing/inputs",
		),
		"key-is-dropped": in(func(c service) { c.Settings = secretive{c.Settings} },
			"Settings.SetTelemetryKey/set-and-cleared",
		),
	}
}

func brokenRest() map[string]mistake {
	in := func(wrap func(*instances.CentralService), fails ...string) mistake {
		return mistake{func(c *instances.CentralService, _ *instances.FinOpsService) { wrap(c) }, fails}
	}
	type service = *instances.CentralService
	return map[string]mistake{
		"history-from-the-beginning": in(func(c service) { c.Operations = chronicle{c.Operations} },
			"Operations.List/newest-first", "Updates.States/fails-and-runs-a-week-later",
		),
		"cancel-always-works": in(func(c service) { c.Operations = obliging{c.Operations} },
			"Apps.Update/cancelled-while-it-waits", "Operations.Cancel/what-cannot-be", "Periods/enforced-cannot-be-cancelled",
		),
		"reason-is-lost": in(func(c service) { c.Operations = silent{c.Operations} },
			"Apps.Update/fails", "Environments.Create/fails", "Updates.States/failed",
		),
		"never-in-the-window": in(func(c service) { c.Apps = impatient{c.Apps} },
			"Apps.Update/cancelled-while-it-waits", "Apps.Update/in-the-window",
		),
		"needs-are-not-named": in(func(c service) { c.Apps = terse{c.Apps} },
			"Apps.Update/what-it-needs",
		),
		"terms-are-accepted": in(func(c service) { c.Apps = lawyer{c.Apps} },
			"Apps.Install/refused",
		),
		"unknown-is-zero": in(func(c service) { c.Capacity = optimist{c.Capacity} },
			"Storage/of-one-and-of-all",
		),
		"deaf": in(func(c service) { c.Capacity = deaf{c.Capacity} },
			"Context/cancelled", "Context/deadline-exceeded",
		),
		"aliased-versions": in(func(c service) { c.Catalogue = &aliasing{catalogue: c.Catalogue} },
			"Aliasing/answers-about-environments",
		),
		"one-recipient-an-address": in(func(c service) { c.Recipients = merging{c.Recipients} },
			"Recipients/twice-is-two",
		),
		"unauthenticated-by-status": in(func(c service) { c.Environments = byStatus{c.Environments} },
			"Callers/application-not-on-the-list", "Callers/application-taken-off-the-list",
		),
	}
}

// tomorrow tells the next window while one is open.
type tomorrow struct{ settings }

func (s tomorrow) Window(ctx context.Context, id centralID) (*instances.Window, error) {
	w, err := s.settings.Window(ctx, id)
	if err == nil && w != nil {
		w.StartUTC, w.EndUTC = w.StartUTC.Add(24*time.Hour), w.EndUTC.Add(24*time.Hour)
	}
	return w, err
}

// inventive shows the default where nothing was set.
type inventive struct{ settings }

func (s inventive) Window(ctx context.Context, id centralID) (*instances.Window, error) {
	w, err := s.settings.Window(ctx, id)
	if err == nil && w == nil {
		w = &instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"}
	}
	return w, err
}

// codeless looks at the window before the service does.
type codeless struct{ settings }

func (s codeless) SetWindow(ctx context.Context, id centralID, w instances.Window) (*instances.Window, error) {
	got, err := s.settings.SetWindow(ctx, id, w)
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrInvalid) {
		other := *e
		other.Code, other.Status = "", 0
		return nil, &other
	}
	return got, err
}

// listless forgets which partners.
type listless struct{ access }

func (a listless) Partners(ctx context.Context, id centralID) (*instances.PartnerAccess, error) {
	p, err := a.access.Partners(ctx, id)
	if err == nil {
		p.Tenants = nil
	}
	return p, err
}

// secretive does not pass the key on.
type secretive struct{ settings }

func (s secretive) SetTelemetryKey(ctx context.Context, id centralID, _ admin365.Secret) error {
	return s.settings.SetTelemetryKey(ctx, id, admin365.Secret{})
}

// chronicle tells from the beginning.
type chronicle struct{ operations }

func (o chronicle) List(ctx context.Context, id centralID) iter.Seq2[*instances.CentralOperation, error] {
	return backwards(o.operations.List(ctx, id))
}

// obliging says yes.
type obliging struct{ operations }

func (o obliging) Cancel(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	got, err := o.operations.Cancel(ctx, id)
	if errors.Is(err, admin365.ErrPrecondition) {
		return o.Get(ctx, id)
	}
	return got, err
}

// silent does not say why.
type silent struct{ operations }

func (o silent) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	got, err := o.operations.Get(ctx, id)
	if err == nil {
		got.Err = nil
	}
	return got, err
}

// impatient updates at once.
type impatient struct{ apps }

func (a impatient) Update(ctx context.Context, id centralID, app admin365.AppID, u instances.CentralAppChange) (*admin365.Operation, error) {
	u.InWindow = false
	return a.apps.Update(ctx, id, app, u)
}

// terse drops the remarks.
type terse struct{ apps }

func (a terse) Update(ctx context.Context, id centralID, app admin365.AppID, u instances.CentralAppChange) (*admin365.Operation, error) {
	o, err := a.apps.Update(ctx, id, app, u)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		e.Details = nil
	}
	return o, err
}

// lawyer accepts whatever there is.
type lawyer struct{ apps }

func (a lawyer) Install(ctx context.Context, id centralID, app admin365.AppID, i instances.NewCentralApp) (*admin365.Operation, error) {
	i.AcceptTerms = true
	return a.apps.Install(ctx, id, app, i)
}

// optimist takes what could not be found out for nothing.
type optimist struct{ capacity }

func (c optimist) Used(ctx context.Context, id centralID) (*instances.CentralStorage, error) {
	s, err := c.capacity.Used(ctx, id)
	if err == nil && s.DatabaseKilobytes < 0 {
		s.DatabaseKilobytes = 0
	}
	return s, err
}

// deaf passes a context on that never ends.
type deaf struct{ capacity }

func (c deaf) Quotas(ctx context.Context) (*instances.CentralQuotas, error) {
	return c.capacity.Quotas(context.WithoutCancel(ctx))
}

// aliasing keeps what it has answered, and answers it again.
type aliasing struct {
	catalogue
	mu   sync.Mutex
	kept []string
}

func (a *aliasing) Versions(ctx context.Context, family instances.Family, country, ring string) ([]string, error) {
	v, err := a.catalogue.Versions(ctx, family, country, ring)
	if err != nil || family != "" {
		return v, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil {
		a.kept = v
	}
	return a.kept, nil
}

// merging takes an address for a person.
type merging struct{ recipients }

func (r merging) Add(ctx context.Context, n instances.NewCentralRecipient) (*instances.CentralRecipient, error) {
	for other, err := range r.List(ctx) {
		if err == nil && other.Email == n.Email {
			return other, nil
		}
	}
	return r.recipients.Add(ctx, n)
}

// byStatus goes by the status alone.
type byStatus struct{ environments }

func (s byStatus) Get(ctx context.Context, id centralID) (*instances.CentralEnvironment, error) {
	e, err := s.environments.Get(ctx, id)
	refused, ok := errors.AsType[*admin365.Error](err)
	return e, as(err, admin365.ErrUnauthenticated, ok && refused.Status == 401)
}
