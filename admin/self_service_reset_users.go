package admin

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// administratorsReset is the switch of administrators, which the authorization policy
// has.
type administratorsReset struct{ policy Authorization }

// Administrators implements [SelfServiceReset].
func (a administratorsReset) Administrators(ctx context.Context) (bool, error) {
	p, err := a.policy.Get(ctx)
	if err != nil {
		return false, err
	}
	return p.AllowedToUseSSPR, nil
}

// SetAdministrators implements [SelfServiceReset].
func (a administratorsReset) SetAdministrators(ctx context.Context, allowed bool) error {
	return a.policy.Update(ctx, AuthorizationPolicyPatch{AllowedToUseSSPR: &allowed})
}

// usersReset is the switch of all others, which no API has.
type usersReset struct{ links Links }

// Users implements [SelfServiceReset].
func (u usersReset) Users(ctx context.Context) (*UserSelfServiceReset, error) {
	return nil, u.unsupported(ctx, "admin.SelfServiceReset.Users")
}

// SetUsers implements [SelfServiceReset].
func (u usersReset) SetUsers(ctx context.Context, _ UserSelfServiceReset) error {
	return u.unsupported(ctx, "admin.SelfServiceReset.SetUsers")
}

func (u usersReset) unsupported(ctx context.Context, op string) error {
	if err := ctx.Err(); err != nil {
		return &admin365.Error{Op: op, TenantID: u.links.TenantID, Cause: err}
	}
	return &admin365.Error{
		Op: op, Kind: admin365.ErrUnsupported, TenantID: u.links.TenantID,
		Message: "no API has the switch of those who are no administrators; the page " + u.links.SelfServiceReset() +
			" has it; the nearest are SetAdministrators and UpdateMethod",
	}
}

// methodCall is the call and the body of a change of a method, as it is sent and as
// memory reads it: the body says which type the method is of.
func methodCall(id AuthenticationMethodID, p AuthenticationMethodPatch) (api.Call, []byte, error) {
	call := opMethodsUpdateMethod.At(string(id))
	if _, err := patchBody(call, p); err != nil {
		return call, nil, err
	}
	name := strings.ToLower(string(id[:1])) + string(id[1:])
	body, err := json.Marshal(struct {
		Type string `json:"@odata.type"`
		AuthenticationMethodPatch
	}{"#microsoft.graph." + name + "AuthenticationMethodConfiguration", p})
	return call, body, call.Attribute(err)
}

// campaignBody is a change of the campaign as it is sent.
func campaignBody(p RegistrationCampaignPatch) (api.Call, []byte, error) {
	call := opMethodsUpdate.At()
	campaign, err := patchBody(call, p)
	if err != nil {
		return call, nil, err
	}
	body, err := json.Marshal(campaignWire{&enforcementWire{campaign}})
	return call, body, call.Attribute(err)
}
