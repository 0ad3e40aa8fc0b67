package emu

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// refreshLife is how long a refresh token is good that nobody uses.
// Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens
const refreshLife = 90 * 24 * time.Hour

// redeemRefresh gives new tokens for a refresh token, a new one of its kind among them.
// The old one stays good, as the service's does, until it is too old. It is bound to
// the application and the person, and so to his tenant.
func (q *asking) redeemRefresh() (*answer, error) {
	var session grantedSession
	switch sealed := q.parameters.Get("refresh_token"); {
	case sealed == "":
		return q.refuse(missing("refresh_token")), nil
	case !q.unseal("refresh", sealed, &session) || !strings.EqualFold(session.App, string(q.client.ID)):
		return q.refuse(invalidGrant()), nil
	}
	who, refused, err := q.resume(session)
	if err != nil {
		return refuse(err), nil
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	w, refused := q.wantsAgain(session)
	if refused != nil {
		return q.refuse(refused), nil
	}
	if err := q.note(who.ID, false); err != nil {
		return refuse(err), nil
	}
	return q.issue(who, w, "")
}

func invalidGrant() *aadsts {
	return bad("invalid_grant", 70000, "Provided grant is invalid or malformed.")
}

// wantsAgain is for what tokens are asked again: the same as before, if nothing is said.
func (q *asking) wantsAgain(session grantedSession) (wanted, *aadsts) {
	said, v1 := q.parameters.Get("scope"), q.v1
	if v1 {
		said = q.parameters.Get("resource")
	}
	if said == "" {
		said, v1 = session.Scope, session.V1
	}
	read := q.scopesNamed
	if v1 {
		read = q.resourceNamed
	}
	w, refused := read(said)
	if refused == nil && !w.has("offline_access") {
		// A refresh token is always followed by another one.
		w.personal = append(w.personal, "offline_access")
		w.sent += " offline_access"
	}
	return w, refused
}

// resume finds the person of a session, if it has not ended.
func (q *asking) resume(session grantedSession) (tenant.Account, *aadsts, error) {
	t, ok := q.worlds.tenant(admin365.TenantID(session.Tenant))
	if !ok || !q.client.in(t) {
		return tenant.Account{}, invalidGrant(), nil
	}
	if q.tenant != nil && q.tenant != t {
		// The person lives in another tenant than the path says.
		return tenant.Account{}, bad("invalid_grant", 50020, "User account from identity provider 'https://sts.windows.net/"+session.Tenant+"/' does not exist in tenant '"+string(q.tenant.ID())+"' and cannot access the application '"+string(q.client.ID)+"' in that tenant."), nil
	}
	q.tenant = t
	issued := time.Unix(session.Issued, 0).UTC()
	if q.now().Sub(issued) >= refreshLife {
		return tenant.Account{}, bad("invalid_grant", 700082, "The refresh token has expired due to inactivity. The token was issued on "+issued.Format("2006-01-02T15:04:05.0000000Z")+" and was inactive for 90.00:00:00."), nil
	}
	who, refused, err := q.account(session.User)
	if refused == nil && err == nil && who.ValidFrom.Unix() != session.ValidFrom {
		refused = bad("invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '"+
			issued.Format(time.RFC3339)+"' and the TokensValidFrom date (before which tokens are not valid) for this user is '"+who.ValidFrom.UTC().Format(time.RFC3339)+"'.")
	}
	return who, refused, err
}
