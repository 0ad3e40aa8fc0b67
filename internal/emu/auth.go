package emu

import (
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// claims are the claims of an access token that clients read.
// Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
type claims struct {
	jwt.RegisteredClaims
	Audience    string   `json:"aud"`
	TenantID    string   `json:"tid"`
	ObjectID    string   `json:"oid"`
	AppID       string   `json:"appid"`
	AppName     string   `json:"app_displayname,omitempty"`
	Kind        string   `json:"idtyp"`
	Roles       []string `json:"roles,omitempty"`
	Scopes      string   `json:"scp,omitempty"`
	UPN         string   `json:"upn,omitempty"`
	UniqueName  string   `json:"unique_name,omitempty"`
	Name        string   `json:"name,omitempty"`
	GivenName   string   `json:"given_name,omitempty"`
	FamilyName  string   `json:"family_name,omitempty"`
	WIDs        []string `json:"wids,omitempty"`
	AMR         []string `json:"amr,omitempty"`
	ACR         string   `json:"acr,omitempty"`
	Proof       string   `json:"appidacr,omitempty"`
	UTI         string   `json:"uti,omitempty"`
	Version     string   `json:"ver"`
	Permissive  bool     `json:"xms_admin365_all,omitempty"`
	ClientCheck []string `json:"xms_cc,omitempty"`
}

// sessions remembers verified tokens until they expire: checking a signature
// costs more than most requests.
type sessions struct {
	mu    sync.Mutex
	known map[string]knownToken
}

type knownToken struct {
	session *tenant.Session
	aud     string
	expires time.Time
}

// maxKnown bounds the memory of tokens; it is emptied when full.
const maxKnown = 10_000

func (s *sessions) get(token string) (knownToken, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.known[token]
	if ok && !k.session.Tenant.World().Now().Before(k.expires) {
		delete(s.known, token)
		return k, false
	}
	return k, ok
}

// put remembers a token, unless its tenant is served no longer.
func (s *sessions) put(token string, k knownToken, served *worlds) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(served.list(), k.session.Tenant.World()) {
		return
	}
	if s.known == nil || len(s.known) >= maxKnown {
		s.known = map[string]knownToken{}
	}
	s.known[token] = k
}

// forget drops the tokens of a world.
func (s *sessions) forget(world *tenant.World) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.known, func(_ string, k knownToken) bool { return k.session.Tenant.World() == world })
}

// graphAppID is the application id of Microsoft Graph.
const graphAppID = "00000003-0000-0000-c000-000000000000"

// session returns whose request to the API it is, or the refusal. With the refusal of
// a token that was good once it returns whose it was.
func (i *issuer) session(r *http.Request, published *api.API, host api.Host) (*tenant.Session, *admin365.Error) {
	refused := published.Common.NoToken
	scheme, token, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return nil, refused.Err("", "Access token is empty.")
	}
	if known, ok := i.sessions.get(token); ok {
		if !published.Accepts(known.aud, host) {
			return nil, refused.Err("", "Access token validation failure. Invalid audience.")
		}
		return known.session, nil
	}
	if strings.Count(token, ".") != 2 {
		return nil, refused.Err("", "IDX14100: JWT is not well formed, there are no dots (.).")
	}
	var c claims
	// The claims are judged by the clock of the tenant that they name.
	_, err := jwt.ParseWithClaims(token, &c, i.key, jwt.WithValidMethods([]string{"RS256", "ES256"}), jwt.WithoutClaimsValidation())
	if err != nil {
		return nil, refused.Err("", "Access token validation failure.")
	}
	t, ok := i.worlds.tenant(admin365.TenantID(c.TenantID))
	if !ok {
		return nil, published.Common.UnknownApp.Err("", "The tenant of the token is not known.")
	}
	session := &tenant.Session{Tenant: t, Caller: c.caller()}
	err = jwt.NewValidator(jwt.WithTimeFunc(t.World().Now), jwt.WithExpirationRequired()).Validate(&c)
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return session, refused.Err("", expiredToken)
	case err != nil:
		return session, refused.Err("", "Access token validation failure.")
	case !published.Accepts(c.Audience, host):
		return session, refused.Err("", "Access token validation failure. Invalid audience.")
	}
	i.sessions.put(token, knownToken{session, c.Audience, c.ExpiresAt.Time}, i.worlds)
	return session, nil
}

// caller is who the token was given to.
func (c *claims) caller() admin365.Caller {
	caller := admin365.Caller{App: admin365.AppID(c.AppID)}
	granted := c.Roles
	if c.Kind == "user" {
		caller.User = admin365.UserID(c.ObjectID)
		granted = strings.Fields(c.Scopes)
	}
	if !c.Permissive {
		caller.Permissions = []admin365.Permission{}
		for _, p := range granted {
			if !isPersonal(p) {
				caller.Permissions = append(caller.Permissions, admin365.Permission(p))
			}
		}
		slices.Sort(caller.Permissions)
	}
	return caller
}

const expiredToken = "Lifetime validation failed, the token is expired."

// challenge is the WWW-Authenticate of a refused token. A client keeps its
// tokens by its own clock, and would send an expired one again after the
// tenant's clock was moved on; so an expired token is answered as one that was
// revoked (continuous access evaluation), which has the client ask anew. Ours:
// the service expects its clients to know the time.
func (i *issuer) challenge(refused *admin365.Error, now time.Time) string {
	text := `Bearer realm="", authorization_uri="` + i.loginURL() + `/common/oauth2/authorize", client_id="` + graphAppID + `"`
	if refused.Message != expiredToken {
		return text
	}
	claims := `{"access_token":{"nbf":{"essential":true,"value":"` + strconv.FormatInt(now.Unix(), 10) + `"}}}`
	return text + `, error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(claims)) + `"`
}
