package emu

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// openID is the discovery document; suffix is /v2.0 or nothing for v1. That of common
// and organizations leaves the tenant open, as the service's does.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
func (q *asking) openID(suffix string) *answer {
	segment, id := strings.ToLower(q.name), "{tenantid}"
	if !q.anyTenant() {
		if q.tenant == nil {
			return q.refuse(q.noTenant())
		}
		segment, id = string(q.tenant.ID()), string(q.tenant.ID())
	}
	base := q.loginURL() + "/" + segment
	issuer := q.loginURL() + "/" + id + suffix
	oauth := base + "/oauth2" + suffix
	if suffix == "" {
		issuer = "https://sts.windows.net/" + id + "/"
	}
	graph, _ := api.Graph.Host(q.cloud)
	return writeJSON(http.StatusOK, map[string]any{
		"token_endpoint":                        oauth + "/token",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"jwks_uri":                              base + "/discovery" + suffix + "/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"issuer":                                issuer,
		"authorization_endpoint":                oauth + "/authorize",
		"device_authorization_endpoint":         oauth + "/devicecode",
		"end_session_endpoint":                  oauth + "/logout",
		"userinfo_endpoint":                     graph.URL + "/oidc/userinfo",
		"request_uri_parameter_supported":       false,
		"http_logout_supported":                 true,
		"frontchannel_logout_supported":         true,
		"claims_supported": []string{
			"sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud", "exp", "iat",
			"auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
		},
		"kerberos_endpoint":     base + "/kerberos",
		"cloud_graph_host_name": "graph.windows.net",
		"rbac_url":              "https://pas.windows.net",
		"tenant_region_scope":   "WW",
		"cloud_instance_name":   q.cloudName(),
		"msgraph_host":          graph.Name(),
	})
}

// cloudName is what the cloud's sign-in calls itself, such as microsoftonline.com.
func (i *issuer) cloudName() string { return strings.TrimPrefix(i.loginURL(), "https://login.") }

// aliases are the names of the cloud's sign-in host.
func (i *issuer) aliases() []string {
	login, _ := api.Login.Host(i.cloud)
	if i.cloud != admin365.CloudPublic {
		return []string{login.Name()}
	}
	return []string{login.Name(), "login.windows.net", "login.microsoft.com", "sts.windows.net"}
}

// instance is instance discovery: which hosts are one cloud.
func (q *asking) instance() *answer {
	endpoint, err := url.Parse(q.r.URL.Query().Get("authorization_endpoint"))
	if err != nil || endpoint.Host == "" {
		return q.refuse(bad("invalid_request", 900144, "The request must contain the following parameter: 'authorization_endpoint'."))
	}
	login, _ := api.Login.Host(q.cloud)
	if !oneOf(endpoint.Host, q.aliases()...) {
		return q.refuse(bad("invalid_instance", 50049, "Unknown or invalid instance."))
	}
	segment, _, _ := strings.Cut(strings.Trim(endpoint.Path, "/"), "/")
	return writeJSON(http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": "https://" + login.Name() + "/" + segment + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": login.Name(), "preferred_cache": login.Name(),
			"aliases": q.aliases(),
		}},
	})
}

// realm tells where the people of a domain sign in. Libraries ask it before they send
// a password; nobody documents it. Unverified: what a federated domain answers besides.
func (q *asking) realm(escaped string) *answer {
	name, err := url.PathUnescape(escaped)
	_, domain, ok := strings.Cut(name, "@")
	if err != nil || !ok {
		return q.refuse(bad("invalid_request", 90023, "The authentication service request isn't valid."))
	}
	body := map[string]any{
		"ver": "1.0", "account_type": "Unknown", "cloud_instance_name": q.cloudName(), "cloud_audience_urn": "urn:federation:MicrosoftOnline",
	}
	for _, t := range q.worlds.named(domain) {
		body["account_type"], body["domain_name"] = "Managed", domain
		// Reading cannot fail: the function returns nil.
		_ = t.Look(func(tx *tenant.Tx) error {
			if domains := tx.Ports().Domains; domains != nil {
				if found, ok := domains.Verified(tx, domain); ok && found.Federated {
					body["account_type"], body["federation_protocol"] = "Federated", "WSTrust"
				}
			}
			return nil
		})
	}
	return writeJSON(http.StatusOK, body)
}
