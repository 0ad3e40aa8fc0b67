package admin

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// syncWire is the synchronization on the wire.
type syncWire struct {
	Configuration syncConfiguration    `json:"configuration"`
	Features      map[SyncFeature]bool `json:"features"`
}

// status is what the tenant and the synchronization say together.
func (w *syncWire) status(o *Organization) *DirectorySyncStatus {
	return &DirectorySyncStatus{
		Enabled: o.OnPremisesSyncEnabled, LastSync: o.OnPremisesLastSyncDateTime, AccidentalDeletions: w.Configuration.Prevention, Features: w.Features,
	}
}

// mustSeeAll refuses who is shown so little of the organization that he would take a
// tenant that is synchronized for one that never was. Lists are nil for him alone.
func mustSeeAll(o *Organization) error {
	if o.TechnicalNotificationMails != nil || !o.CreatedDateTime.IsZero() {
		return nil
	}
	return opOrganizationGet.At().Attribute(&admin365.Error{
		Kind: admin365.ErrForbidden, Message: "whether the tenant is synchronized the organization tells: a permission to read it is needed, such as Organization.Read.All",
	})
}

// body is the patch as it is sent, and as memory reads it.
func (p DirectorySyncPatch) body(call api.Call) ([]byte, error) {
	wire := struct {
		Configuration *syncConfiguration   `json:"configuration,omitzero"`
		Features      map[SyncFeature]bool `json:"features,omitempty"`
	}{Features: p.Features}
	if p.AccidentalDeletions != nil {
		wire.Configuration = &syncConfiguration{*p.AccidentalDeletions}
	}
	return patchBody(call, wire)
}

// switchBody turns the synchronization on or off.
func switchBody(on bool) ([]byte, error) {
	return json.Marshal(map[string]bool{"onPremisesSyncEnabled": on})
}

// isMeant refuses to turn the synchronization off for who names another tenant.
func isMeant(call api.Call, o *Organization, tenant admin365.TenantID) error {
	if strings.EqualFold(string(o.ID), string(tenant)) {
		return nil
	}
	return call.Attribute(&admin365.Error{
		Kind: admin365.ErrInvalid, Message: "this cannot be canceled: repeat the id of the tenant to say that it is meant; nothing was changed",
	})
}

type httpDirectorySync struct{ c *rest.Client }

var _ DirectorySync = httpDirectorySync{}

// Get implements [DirectorySync].
func (h httpDirectorySync) Get(ctx context.Context) (*DirectorySyncStatus, error) {
	o, err := httpOrganizations(h).Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := mustSeeAll(o); err != nil {
		return nil, err
	}
	call := opSyncGet.At()
	all, _, err := rest.Page[syncWire](ctx, h.c, rest.Request{Call: call}, "")
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrUnavailable, Message: "the service did not answer one synchronization"})
	}
	return all[0].status(o), nil
}

// Update implements [DirectorySync].
func (h httpDirectorySync) Update(ctx context.Context, p DirectorySyncPatch) error {
	body, err := p.body(opSyncUpdate.At(string(h.c.TenantID())))
	if err != nil {
		return err
	}
	id, err := httpOrganizations(h).id(ctx)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: opSyncUpdate.At(id), Body: body})
}

// TurnOn implements [DirectorySync].
func (h httpDirectorySync) TurnOn(ctx context.Context) error {
	id, err := httpOrganizations(h).id(ctx)
	if err != nil {
		return err
	}
	return h.turn(ctx, opSyncTurnOn.At(id), true)
}

// TurnOff implements [DirectorySync].
func (h httpDirectorySync) TurnOff(ctx context.Context, tenant admin365.TenantID) error {
	o, err := httpOrganizations(h).Get(ctx)
	if err != nil {
		return err
	}
	call := opSyncTurnOff.At(string(o.ID))
	if err := isMeant(call, o, tenant); err != nil {
		return err
	}
	return h.turn(ctx, call, false)
}

func (h httpDirectorySync) turn(ctx context.Context, call api.Call, on bool) error {
	body, err := switchBody(on)
	if err != nil {
		return call.Attribute(err)
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}
