package admin

import (
	"context"

	"github.com/admin365/admin365/internal/rest"
)

type httpSelfServiceReset struct {
	administratorsReset
	usersReset

	c *rest.Client
}

var _ SelfServiceReset = httpSelfServiceReset{}

// Methods implements [SelfServiceReset].
func (h httpSelfServiceReset) Methods(ctx context.Context) (*AuthenticationMethodsPolicy, error) {
	w, err := rest.One[methodPolicyWire](ctx, h.c, rest.Request{Call: opMethodsGet.At()})
	if err != nil {
		return nil, err
	}
	return w.policy(), nil
}

// UpdateMethod implements [SelfServiceReset].
func (h httpSelfServiceReset) UpdateMethod(ctx context.Context, id AuthenticationMethodID, p AuthenticationMethodPatch) error {
	call, body, err := methodCall(id, p)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// UpdateCampaign implements [SelfServiceReset].
func (h httpSelfServiceReset) UpdateCampaign(ctx context.Context, p RegistrationCampaignPatch) error {
	call, body, err := campaignBody(p)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}
