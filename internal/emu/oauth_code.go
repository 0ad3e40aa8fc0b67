package emu

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// codeLife is how long an authorization code is good.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#successful-response
const codeLife = 10 * time.Minute

// codeGrant is what an authorization code stands for.
type codeGrant struct {
	grantedSession
	ID        string `json:"id"`
	Redirect  string `json:"r"`
	Challenge string `json:"c,omitempty"`
	Method    string `json:"m,omitempty"`
	Nonce     string `json:"n,omitempty"`
}

func (q *asking) codeFor(who tenant.Account, w wanted) codeGrant {
	p := q.parameters
	return codeGrant{
		grantedSession: q.sessionOf(who, w), ID: rand.Text(), Redirect: p.Get("redirect_uri"),
		Challenge: p.Get("code_challenge"), Method: p.Get("code_challenge_method"), Nonce: p.Get("nonce"),
	}
}

// redeemCode gives tokens for the code that a person was sent back with.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token
func (q *asking) redeemCode() (*answer, error) {
	sealed := q.parameters.Get("code")
	if sealed == "" {
		return q.refuse(missing("code")), nil
	}
	var grant codeGrant
	if !q.unseal("code", sealed, &grant) || !oneOf(grant.App, string(q.client.ID)) {
		return q.refuse(invalidGrant()), nil
	}
	who, refused, err := q.resume(grant.grantedSession)
	if err != nil {
		return refuse(err), nil
	}
	if refused != nil && refused.code == 50020 {
		refused = bad("invalid_grant", 700005, "Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization code must be redeemed against same tenant it was acquired for (/common or /{tenant-ID} as appropriate).")
	}
	if refused == nil {
		refused = q.codeIsGood(grant)
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	again := q.scopesNamed
	if grant.V1 {
		again = q.resourceNamed
	}
	w, refused := again(grant.Scope)
	if said := q.parameters.Get("scope"); said != "" && !q.v1 {
		// One resource of those that were asked for; what is personal stays.
		var now wanted
		if now, refused = q.scopesNamed(said); refused == nil {
			now.personal = append(now.personal, w.personal...)
			w = now
		}
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	return q.issue(who, w, grant.Nonce)
}

func (q *asking) codeIsGood(grant codeGrant) *aadsts {
	switch {
	case q.now().Sub(time.Unix(grant.Issued, 0)) >= codeLife:
		return bad("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.")
	case q.parameters.Get("redirect_uri") != grant.Redirect:
		// Known from the service; its page does not list it.
		return badClient(500112, "The reply address does not match the reply address provided when requesting Authorization code.")
	case grant.Challenge != "" && q.parameters.Get("code_verifier") == "":
		return bad("invalid_grant", 50148, "The code_verifier is missing that belongs to the code_challenge supplied in the authorization request.")
	case grant.Challenge != "" && !answers(grant.Method, grant.Challenge, q.parameters.Get("code_verifier")):
		return bad("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
	case grant.Challenge == "" && q.parameters.Get("code_verifier") != "":
		// Source: https://datatracker.ietf.org/doc/html/rfc9700#section-2.1.1
		return bad("invalid_grant", 501481, "The Code_Verifier belongs to no code_challenge of the authorization request.")
	case !q.codes.use(grant.ID):
		return bad("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.")
	}
	return nil
}

// answers reports whether the verifier is the one of the challenge.
// Source: https://datatracker.ietf.org/doc/html/rfc7636#section-4.6
func answers(method, challenge, verifier string) bool {
	if method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(challenge), []byte(verifier)) == 1
}

// usedCodes remembers which codes were redeemed: the last ones, of which there are more
// than people sign in within a code's life.
type usedCodes struct {
	mu    sync.Mutex
	known map[string]bool
	order []string
}

// use reports whether the code was not used yet; now it is.
func (u *usedCodes) use(id string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.known[id] {
		return false
	}
	if u.known == nil {
		u.known = map[string]bool{}
	}
	if len(u.order) >= maxKnown {
		delete(u.known, u.order[0])
		u.order = u.order[1:]
	}
	u.known[id] = true
	u.order = append(u.order, id)
	return true
}
