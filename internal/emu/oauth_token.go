package emu

import (
	"maps"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code"

// token is the token endpoint.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
// and the pages of the other grants beside it.
func (q *asking) token() (*answer, error) {
	q.takeBasic()
	grant := q.parameters.Get("grant_type")
	if grant == "" {
		return q.refuse(missing("grant_type")), nil
	}
	if refused := q.asks(); refused != nil {
		return q.refuse(refused), nil
	}
	redeem, ok := map[string]func(*asking) (*answer, error){
		"client_credentials": (*asking).redeemNothing, "password": (*asking).redeemPassword, "refresh_token": (*asking).redeemRefresh,
		"authorization_code": (*asking).redeemCode, "device_code": (*asking).redeemDevice, deviceGrantType: (*asking).redeemDevice,
	}[grant]
	if !ok {
		return q.refuse(bad("unsupported_grant_type", 70003, "The app requested an unsupported grant type '"+shown(grant)+"'.")), nil
	}
	if refused := q.authenticate(grant != "client_credentials"); refused != nil {
		return q.refuse(refused), nil
	}
	return redeem(q)
}

// redeemNothing gives an application on its own a token: it gets no refresh token.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
func (q *asking) redeemNothing() (*answer, error) {
	if q.tenant == nil {
		return q.refuse(q.noTenant()), nil
	}
	w, refused := q.appAudience()
	if refused != nil {
		return q.refuse(refused), nil
	}
	c := q.claimsFor(q.tenant, admin365.Caller{App: q.client.ID, Permissions: q.client.Permissions}, w.audience, q.client.Name)
	c.Proof = string(q.proof)
	signed, err := q.sign(c)
	if err != nil {
		return refuse(err), nil
	}
	return q.granted(w, signed, c, nil), nil
}

// grantedSession is a person who signed in to an application: what a refresh token stands for.
type grantedSession struct {
	Tenant string `json:"t"`
	User   string `json:"u"`
	App    string `json:"a"`
	// Scope is for what the tokens were asked, in either protocol.
	Scope string `json:"s"`
	V1    bool   `json:"v,omitempty"`
	// Issued is when, and ValidFrom what then was the time before which his sessions
	// had ended; when that changes, this one has ended too.
	Issued    int64 `json:"i"`
	ValidFrom int64 `json:"f"`
}

func (q *asking) sessionOf(who tenant.Account, w wanted) grantedSession {
	return grantedSession{
		Tenant: string(q.tenant.ID()), User: who.ID.String(), App: strings.ToLower(string(q.client.ID)), Scope: w.sent, V1: q.v1,
		Issued: q.now().Unix(), ValidFrom: who.ValidFrom.Unix(),
	}
}

// issue answers with the tokens for a person who has signed in.
func (q *asking) issue(who tenant.Account, w wanted, nonce string) (*answer, error) {
	permissions, refused := q.delegated(w)
	if refused != nil {
		return q.refuse(refused), nil
	}
	c := q.claimsOf(who, w, permissions)
	signed, err := q.sign(c)
	if err != nil {
		return refuse(err), nil
	}
	more := map[string]any{"scope": q.scopeOf(w, c)}
	if w.has("offline_access") {
		if more["refresh_token"], err = q.seal("refresh", q.sessionOf(who, w)); err != nil {
			return refuse(err), nil
		}
	}
	if w.has("openid") {
		if more["id_token"], err = q.idToken(who, w, nonce); err != nil {
			return refuse(err), nil
		}
	}
	if q.parameters.Get("client_info") == "1" {
		more["client_info"] = q.clientInfo(who)
	}
	return q.granted(w, signed, c, more), nil
}

// scopeOf says which scopes were granted: with their resource, if they were asked for
// with it.
func (q *asking) scopeOf(w wanted, c claims) string {
	if q.v1 {
		return c.Scopes
	}
	var all []string
	for s := range strings.FieldsSeq(c.Scopes) {
		if !isPersonal(s) {
			s = w.audience + "/" + s
		}
		all = append(all, s)
	}
	if w.all {
		all = append(all, w.audience+"/.default")
	}
	return strings.Join(all, " ")
}

// granted is the answer with an access token. The older protocol writes its numbers as
// text, and tells when the token expires by a clock that is the client's here, because
// the tenant's may be another one.
func (q *asking) granted(w wanted, token string, c claims, more map[string]any) *answer {
	life := int(tokenLife.Seconds()) - 1
	body := map[string]any{"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}
	if q.v1 {
		realTime := q.tenant.World().Real
		body["expires_in"], body["ext_expires_in"] = strconv.Itoa(life), strconv.Itoa(life)
		body["expires_on"] = strconv.FormatInt(realTime(c.ExpiresAt.Time).Unix(), 10)
		body["not_before"] = strconv.FormatInt(realTime(c.NotBefore.Time).Unix(), 10)
		body["resource"] = w.audience
	}
	maps.Copy(body, more)
	a := writeJSON(200, body)
	a.header.Set("Cache-Control", "no-store, no-cache")
	a.header.Set("Pragma", "no-cache")
	return a
}
