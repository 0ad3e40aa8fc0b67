package admin

import (
	"context"

	"github.com/admin365/admin365/internal/rest"
)

type httpAuthorization struct{ c *rest.Client }

var _ Authorization = httpAuthorization{}

// Get implements [Authorization].
func (h httpAuthorization) Get(ctx context.Context) (*AuthorizationPolicy, error) {
	return rest.One[AuthorizationPolicy](ctx, h.c, rest.Request{Call: opAuthorizationGet.At()})
}

// Update implements [Authorization].
func (h httpAuthorization) Update(ctx context.Context, p AuthorizationPolicyPatch) error {
	call := opAuthorizationUpdate.At()
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}
