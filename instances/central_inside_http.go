package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpCentralSettings struct{ c *rest.Client }

var _ CentralSettings = httpCentralSettings{}

// Window implements [CentralSettings].
func (h httpCentralSettings) Window(ctx context.Context, id CentralEnvironmentID) (*Window, error) {
	w, err := rest.Maybe[windowWire](ctx, h.c, rest.Request{Call: id.at(&opCentralSettingsWindow)})
	return w.window(), err
}

// SetWindow implements [CentralSettings].
func (h httpCentralSettings) SetWindow(ctx context.Context, id CentralEnvironmentID, w Window) (*Window, error) {
	call := id.at(&opCentralSettingsSetWindow)
	body, err := w.body(call)
	if err != nil {
		return nil, named(h.c, call, err)
	}
	got, err := rest.One[windowWire](ctx, h.c, rest.Request{Call: call, Body: body})
	return got.window(), err
}

// cadenceBody is the body that sets the cadence.
type cadenceBody struct {
	Value AppUpdateCadence `json:"value"`
}

// SetAppUpdateCadence implements [CentralSettings].
func (h httpCentralSettings) SetAppUpdateCadence(ctx context.Context, id CentralEnvironmentID, c AppUpdateCadence) error {
	return rest.Send(ctx, h.c, rest.Request{Call: id.at(&opCentralSettingsSetAppUpdateCadence), Body: cadenceBody{c}})
}

// keyBody is the body that sets the telemetry key.
type keyBody struct {
	Key string `json:"key"`
}

// SetTelemetryKey implements [CentralSettings].
func (h httpCentralSettings) SetTelemetryKey(ctx context.Context, id CentralEnvironmentID, key admin365.Secret) error {
	return rest.Send(ctx, h.c, rest.Request{Call: id.at(&opCentralSettingsSetTelemetryKey), Body: keyBody{key.Reveal()}})
}

type httpCentralAccess struct{ c *rest.Client }

var _ CentralAccess = httpCentralAccess{}

// SecurityGroup implements [CentralAccess].
func (h httpCentralAccess) SecurityGroup(ctx context.Context, id CentralEnvironmentID) (*CentralGroup, error) {
	return rest.Maybe[CentralGroup](ctx, h.c, rest.Request{Call: id.at(&opCentralAccessSecurityGroup)})
}

// groupBody is the body that sets the group.
type groupBody struct {
	Value string `json:"Value"`
}

// SetSecurityGroup implements [CentralAccess].
func (h httpCentralAccess) SetSecurityGroup(ctx context.Context, id CentralEnvironmentID, group admin365.GroupID) error {
	call := id.at(&opCentralAccessSetSecurityGroup)
	if err := checkGroup(call, group); err != nil {
		return named(h.c, call, err)
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: groupBody{string(group)}})
}

// ClearSecurityGroup implements [CentralAccess].
func (h httpCentralAccess) ClearSecurityGroup(ctx context.Context, id CentralEnvironmentID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: id.at(&opCentralAccessClearSecurityGroup)})
}

// Microsoft365 implements [CentralAccess].
func (h httpCentralAccess) Microsoft365(ctx context.Context, id CentralEnvironmentID) (bool, error) {
	w, err := rest.One[enabledWire](ctx, h.c, rest.Request{Call: id.at(&opCentralAccessMicrosoft365)})
	if err != nil {
		return false, err
	}
	return bool(w.Enabled), nil
}

// SetMicrosoft365 implements [CentralAccess].
func (h httpCentralAccess) SetMicrosoft365(ctx context.Context, id CentralEnvironmentID, enabled bool) error {
	body := struct {
		Enabled string `json:"enabled"`
	}{"false"}
	if enabled {
		body.Enabled = "true" // The documentation has it as text.
	}
	return rest.Send(ctx, h.c, rest.Request{Call: id.at(&opCentralAccessSetMicrosoft365), Body: body})
}

// Partners implements [CentralAccess].
func (h httpCentralAccess) Partners(ctx context.Context, id CentralEnvironmentID) (*PartnerAccess, error) {
	return rest.One[PartnerAccess](ctx, h.c, rest.Request{Call: id.at(&opCentralAccessPartners)})
}

// SetPartners implements [CentralAccess].
func (h httpCentralAccess) SetPartners(ctx context.Context, id CentralEnvironmentID, p PartnerAccess) error {
	return rest.Send(ctx, h.c, rest.Request{Call: id.at(&opCentralAccessSetPartners), Body: p})
}

type httpCentralApps struct{ c *rest.Client }

var _ CentralApps = httpCentralApps{}

// List implements [CentralApps].
func (h httpCentralApps) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralApp, error] {
	return pages(ctx, h.c, rest.Request{Call: id.at(&opCentralAppsList)}, (*appWire).app)
}

// Available implements [CentralApps].
func (h httpCentralApps) Available(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralAppUpdate, error] {
	return rest.Pages[CentralAppUpdate](ctx, h.c, rest.Request{Call: id.at(&opCentralAppsAvailable)})
}

func (h httpCentralApps) start(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, op *api.Op, body any) (*admin365.Operation, error) {
	w, err := rest.One[appOperationWire](ctx, h.c, rest.Request{Call: id.at(op, string(app)), Body: body})
	if err != nil {
		return nil, err
	}
	return &w.operation(id, app).Operation, nil
}

// Update implements [CentralApps].
func (h httpCentralApps) Update(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppChange) (*admin365.Operation, error) {
	return h.start(ctx, id, app, &opCentralAppsUpdate, u)
}

// Install implements [CentralApps].
func (h httpCentralApps) Install(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, n NewCentralApp) (*admin365.Operation, error) {
	return h.start(ctx, id, app, &opCentralAppsInstall, n)
}

// Uninstall implements [CentralApps].
func (h httpCentralApps) Uninstall(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppRemoval) (*admin365.Operation, error) {
	return h.start(ctx, id, app, u.of(opCentralAppsUninstall), u)
}

// Operations implements [CentralApps].
func (h httpCentralApps) Operations(ctx context.Context, id CentralEnvironmentID, app admin365.AppID) iter.Seq2[*CentralOperation, error] {
	return pages(ctx, h.c, rest.Request{Call: id.at(&opCentralAppsOperations, string(app))}, func(w *appOperationWire) *CentralOperation {
		return w.operation(id, app)
	})
}

type httpCentralUpdates struct{ c *rest.Client }

var _ CentralUpdates = httpCentralUpdates{}

// List implements [CentralUpdates].
func (h httpCentralUpdates) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*Update, error] {
	return pages(ctx, h.c, rest.Request{Call: id.at(&opCentralUpdatesList)}, (*updateWire).update)
}

// Select implements [CentralUpdates].
func (h httpCentralUpdates) Select(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error) {
	return h.change(ctx, id.at(&opCentralUpdatesSelect, t.Version), id, t, s.body(t, true))
}

// Reschedule implements [CentralUpdates].
func (h httpCentralUpdates) Reschedule(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error) {
	call := id.at(&opCentralUpdatesReschedule, t.Version)
	body := s.body(t, false)
	if err := body.check(call); err != nil {
		return nil, named(h.c, call, err)
	}
	return h.change(ctx, call, id, t, body)
}

// change sends a change, and reads what became of it where the answer does not tell: what
// it holds is not documented.
func (h httpCentralUpdates) change(ctx context.Context, call api.Call, id CentralEnvironmentID, t Target, body updatePatch) (*Update, error) {
	w, err := rest.Maybe[updateWire](ctx, h.c, rest.Request{Call: call, Body: body})
	if err != nil {
		return nil, err
	}
	if w != nil && w.TargetVersion != "" {
		return w.update(), nil
	}
	for u, err := range h.List(ctx, id) {
		if err != nil {
			return nil, err
		}
		if u.Version == t.Version && keyOf(u.Target()) == keyOf(t) {
			return u, nil
		}
	}
	return nil, named(h.c, call, &admin365.Error{Kind: admin365.ErrUncertain, Message: "the version was changed and is not listed"})
}

// Decline implements [CentralUpdates].
func (h httpCentralUpdates) Decline(_ context.Context, id CentralEnvironmentID, t Target) error {
	return noDecline(id, t)
}

type httpCentralRecipients struct{ c *rest.Client }

var _ CentralRecipients = httpCentralRecipients{}

// List implements [CentralRecipients].
func (h httpCentralRecipients) List(ctx context.Context) iter.Seq2[*CentralRecipient, error] {
	return rest.Pages[CentralRecipient](ctx, h.c, rest.Request{Call: opCentralRecipientsList.At()})
}

// Add implements [CentralRecipients].
func (h httpCentralRecipients) Add(ctx context.Context, n NewCentralRecipient) (*CentralRecipient, error) {
	return rest.One[CentralRecipient](ctx, h.c, rest.Request{Call: opCentralRecipientsAdd.At().About(n.Email), Body: n})
}

// Remove implements [CentralRecipients].
func (h httpCentralRecipients) Remove(ctx context.Context, id RecipientID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opCentralRecipientsRemove.At(string(id))})
}

type httpCentralAuthorizedApps struct{ c *rest.Client }

var _ CentralAuthorizedApps = httpCentralAuthorizedApps{}

// List implements [CentralAuthorizedApps].
func (h httpCentralAuthorizedApps) List(ctx context.Context) iter.Seq2[*CentralAuthorizedApp, error] {
	return func(yield func(*CentralAuthorizedApp, error) bool) {
		list, err := rest.Array[*CentralAuthorizedApp](ctx, h.c, rest.Request{Call: opCentralAuthorizedAppsList.At()})
		eachOf(list, err, yield)
	}
}

// Add implements [CentralAuthorizedApps].
func (h httpCentralAuthorizedApps) Add(ctx context.Context, app admin365.AppID) (*CentralAuthorizedApp, error) {
	got, err := rest.Maybe[CentralAuthorizedApp](ctx, h.c, rest.Request{Call: opCentralAuthorizedAppsAdd.At(string(app))})
	if err == nil && got == nil {
		got = &CentralAuthorizedApp{ID: app}
	}
	return got, err
}

// Remove implements [CentralAuthorizedApps].
func (h httpCentralAuthorizedApps) Remove(ctx context.Context, app admin365.AppID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opCentralAuthorizedAppsRemove.At(string(app))})
}
