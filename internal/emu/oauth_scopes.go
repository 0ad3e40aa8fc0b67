package emu

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// wanted is what tokens are asked for.
type wanted struct {
	audience  string
	published *api.API
	// scopes are the resource's scopes by their names; all is .default.
	scopes []string
	all    bool
	// personal are openid, profile, email and offline_access, as far as they are asked
	// for: they are nobody's permissions.
	personal []string
	// sent is the scope or the resource as it came.
	sent string
}

func (w wanted) has(personal string) bool { return slices.Contains(w.personal, personal) }

// isPersonal: scopes of OpenID that libraries add to every request.
// Source: https://learn.microsoft.com/entra/identity-platform/scopes-oidc
func isPersonal(scope string) bool {
	return oneOf(scope, "openid", "profile", "email", "offline_access")
}

// wants reads for what a person's tokens are asked.
func (q *asking) wants() (wanted, *aadsts) {
	if q.v1 {
		return q.resourceNamed(q.parameters.Get("resource"))
	}
	return q.scopesNamed(q.parameters.Get("scope"))
}

// resourceNamed is what the older protocol asks for: everything that the application
// may with the resource, and always an id token and a refresh token.
func (q *asking) resourceNamed(name string) (wanted, *aadsts) {
	w := wanted{all: true, personal: []string{"openid", "profile", "offline_access"}, sent: name}
	if name == "" {
		name = graphAppID
	}
	var ok bool
	if w.published, w.audience, ok = q.resource(name); !ok {
		return w, noResource(name)
	}
	return w, nil
}

// maxScope bounds a scope, because a token holds what it names. Ours.
const maxScope = 8 << 10

// scopesNamed reads scopes: a name alone is Graph's, and all are of one resource.
func (q *asking) scopesNamed(text string) (wanted, *aadsts) {
	w := wanted{sent: text}
	if strings.TrimSpace(text) == "" {
		return w, missing("scope")
	}
	if len(text) > maxScope {
		return w, bad("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid. It is too long.")
	}
	for scope := range strings.FieldsSeq(text) {
		if isPersonal(scope) {
			w.personal = append(w.personal, strings.ToLower(scope))
			continue
		}
		resource, name := graphAppID, scope
		if i := strings.LastIndexByte(scope, '/'); i >= 0 {
			resource, name = scope[:i], scope[i+1:]
		}
		published, audience, ok := q.resource(resource)
		switch {
		case name == "" || strings.HasSuffix(resource, ":/"):
			return w, bad("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid. The scope "+shown(scope)+" is not valid.")
		case !ok:
			return w, noResource(resource)
		case w.published != nil && w.audience != audience:
			return w, bad("invalid_scope", 700022, "The provided value for the input parameter scope is not valid because it contains more than one resource.")
		}
		w.published, w.audience = published, audience
		if name == ".default" {
			w.all = true
		} else {
			w.scopes = append(w.scopes, q.permissionNamed(published, name))
		}
	}
	if w.published == nil {
		w.published, w.audience, _ = q.resource(graphAppID)
	}
	return w, nil
}

func noResource(name string) *aadsts {
	return bad("invalid_resource", 500011, "The resource principal named "+shown(name)+" was not found in the tenant.")
}

// audience is the resource that an application on its own asks for.
func (q *asking) appAudience() (wanted, *aadsts) {
	if q.v1 && q.parameters.Get("scope") == "" {
		if q.parameters.Get("resource") == "" {
			return wanted{}, missing("resource")
		}
		return q.resourceNamed(q.parameters.Get("resource"))
	}
	text := q.parameters.Get("scope")
	named := false
	for scope := range strings.FieldsSeq(text) {
		if isPersonal(scope) {
			continue
		}
		named = true
		if !strings.HasSuffix(scope, "/.default") {
			return wanted{}, bad("invalid_scope", 1002012, "The provided value for scope "+shown(scope)+" is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).")
		}
	}
	if !named {
		return wanted{}, missing("scope")
	}
	return q.scopesNamed(text)
}

// resource finds the API that a name means, and the audience of a token for it. One that
// is named by its own host comes before those that take its tokens, too.
func (i *issuer) resource(name string) (*api.API, string, bool) {
	for published := range i.mux.roots {
		if host, served := published.Host(i.cloud); served && strings.EqualFold(strings.TrimRight(name, "/"), host.URL) {
			return published, strings.TrimSuffix(host.Scope, "/.default"), true
		}
	}
	for published := range i.mux.roots {
		if host, served := published.Host(i.cloud); served && published.Accepts(name, host) {
			return published, strings.TrimSuffix(host.Scope, "/.default"), true
		}
	}
	return nil, "", false
}

// permissionNamed is a delegated permission as the API writes it: scopes are compared
// without letter case.
func (i *issuer) permissionNamed(published *api.API, name string) string {
	for _, op := range i.mux.ops {
		if op.API != published {
			continue
		}
		for _, p := range op.Access.Delegated {
			if strings.EqualFold(string(p), name) {
				return string(p)
			}
		}
	}
	return name
}

// delegated are the permissions that the application gets for a person; nil means all.
// What it may is granted in advance, as an administrator does; where nothing is said
// (nil) it is granted what it asks for, and everything if it asks for .default.
func (q *asking) delegated(w wanted) ([]admin365.Permission, *aadsts) {
	may := q.client.Delegated
	if may == nil {
		if w.all {
			return nil, nil
		}
		granted := make([]admin365.Permission, 0, len(w.scopes))
		for _, s := range w.scopes {
			granted = append(granted, admin365.Permission(s))
		}
		return granted, nil
	}
	for _, s := range w.scopes {
		if !slices.ContainsFunc(may, func(p admin365.Permission) bool { return strings.EqualFold(string(p), s) }) {
			refused := bad("invalid_grant", 65001, "The user or administrator has not consented to use the application with ID '"+string(q.client.ID)+"' named '"+q.client.Name+"'. Send an interactive authorization request for this user and resource.")
			refused.suberror = "consent_required"
			return nil, refused
		}
	}
	return may, nil
}
