package emu

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// adminConsent is where an administrator lets an application in. What it may is said
// where it is registered, so that consent changes nothing here; it is asked for, judged
// and answered as the service does.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
func (q *asking) adminConsent() (*answer, error) {
	refused, err := q.read(true)
	if err != nil {
		return nil, err
	}
	if refused == nil {
		refused = q.asks()
	}
	if refused == nil {
		refused = q.redirects()
	}
	if refused != nil {
		return q.failedPage(refused), nil
	}
	var who tenant.Account
	switch {
	case q.auto != "":
		who, refused, err = q.unasked(string(q.auto))
	case q.r.Method != http.MethodPost || !q.parameters.Has("passwd"):
		return q.signInPage("", nil), nil
	default:
		who, refused, err = q.typed()
	}
	switch {
	case err != nil:
		return refuse(err), nil
	case refused != nil:
		return q.signInPage(q.parameters.Get("login"), refused), nil
	case !mayConsent(who):
		return q.sendError(bad("access_denied", 90094, "Administrator consent is required.")), nil
	}
	return q.send(url.Values{"admin_consent": {"True"}, "tenant": {string(q.tenant.ID())}, "scope": {q.parameters.Get("scope")}}), nil
}

// mayConsent: who can grant every permission of Microsoft Graph to an application.
// Source: https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
func mayConsent(who tenant.Account) bool {
	return slices.ContainsFunc(who.Roles, func(r api.Role) bool {
		return r == api.GlobalAdministrator || r == api.PrivilegedRoleAdministrator
	})
}
