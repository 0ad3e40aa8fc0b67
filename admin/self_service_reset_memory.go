package admin

import (
	"context"
	"encoding/json"

	"github.com/admin365/admin365/internal/tenant"
)

type memorySelfServiceReset struct {
	administratorsReset
	usersReset

	s *tenant.Session
}

var _ SelfServiceReset = memorySelfServiceReset{}

// Methods implements [SelfServiceReset].
func (m memorySelfServiceReset) Methods(ctx context.Context) (p *AuthenticationMethodsPolicy, err error) {
	err = m.s.Do(ctx, opMethodsGet.At(), func(tx *tenant.Tx) error {
		row, err := methodsOf(tx)
		if err != nil {
			return err
		}
		// Through its wire form, which a method's own settings have alone.
		object, err := appendMethodPolicy([]byte{'{'}, row, true)
		if err != nil {
			return err
		}
		var w methodPolicyWire
		if err := json.Unmarshal(append(object, '}'), &w); err != nil {
			return err
		}
		p = w.policy()
		return nil
	})
	return p, err
}

// UpdateMethod implements [SelfServiceReset].
func (m memorySelfServiceReset) UpdateMethod(ctx context.Context, id AuthenticationMethodID, p AuthenticationMethodPatch) error {
	call, body, err := methodCall(id, p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchMethod(tx, string(id), body) })
}

// UpdateCampaign implements [SelfServiceReset].
func (m memorySelfServiceReset) UpdateCampaign(ctx context.Context, p RegistrationCampaignPatch) error {
	call, body, err := campaignBody(p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		_, err := patchMethodPolicy(tx, body)
		return err
	})
}
