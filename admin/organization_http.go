package admin

import (
	"context"
	"encoding/json"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/internal/tenant"
)

type httpOrganizations struct{ c *rest.Client }

var _ Organizations = httpOrganizations{}

// Get implements [Organizations].
func (h httpOrganizations) Get(ctx context.Context) (*Organization, error) {
	call := opOrganizationGet.At()
	all, _, err := rest.Page[Organization](ctx, h.c, rest.Request{Call: call}, "")
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrUnavailable, Message: "the service did not answer one organization"})
	}
	o := all[0]
	o.CreatedDateTime, o.OnPremisesLastSyncDateTime = o.CreatedDateTime.UTC(), o.OnPremisesLastSyncDateTime.UTC()
	return o, nil
}

// Update implements [Organizations].
func (h httpOrganizations) Update(ctx context.Context, p OrganizationPatch) error {
	body, err := patchBody(opOrganizationUpdate.At(string(h.c.TenantID())), p)
	if err != nil {
		return err
	}
	id, err := h.id(ctx)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: opOrganizationUpdate.At(id), Body: body})
}

// id is the tenant's id for a path: the client may be configured with a domain in its
// place.
func (h httpOrganizations) id(ctx context.Context) (string, error) {
	id := string(h.c.TenantID())
	if _, isKey := tenant.ParseKey(id); isKey {
		return id, nil
	}
	o, err := h.Get(ctx)
	if err != nil {
		return "", err
	}
	return string(o.ID), nil
}

// patchBody is a patch as it is sent, and as memory reads it. An empty one is a
// mistake.
func patchBody(call api.Call, patch any) ([]byte, error) {
	if err := call.Check(); err != nil {
		return nil, err
	}
	body, err := json.Marshal(patch)
	if err != nil {
		return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "it cannot be written as JSON", Cause: err})
	}
	if string(body) == "{}" {
		return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the patch is empty; nothing was sent"})
	}
	return body, nil
}
