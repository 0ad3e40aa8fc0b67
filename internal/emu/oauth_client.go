package emu

import (
	"crypto/subtle"
	"net/url"
)

// proof is how an application proved who it is, as the claim appidacr says it.
// Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
type proof string

const (
	proofNone        proof = "0"
	proofSecret      proof = "1"
	proofCertificate proof = "2"
)

func (a App) secretIs(secret string) bool {
	return !a.Secret.IsZero() && subtle.ConstantTimeCompare([]byte(a.Secret.Reveal()), []byte(secret)) == 1
}

// takeBasic moves an application's name and secret from the header into the form. RFC
// 6749 has both escaped there, which not every client does.
func (q *asking) takeBasic() {
	id, secret, ok := q.r.BasicAuth()
	if !ok || q.parameters.Has("client_id") && q.parameters.Has("client_secret") {
		return
	}
	if plain, err := url.QueryUnescape(id); err == nil {
		id = plain
	}
	app, known := q.app(id)
	if plain, err := url.QueryUnescape(secret); err == nil && (!known || !app.secretIs(secret)) {
		secret = plain
	}
	q.parameters.Set("client_id", id)
	q.parameters.Set("client_secret", secret)
}

// authenticate has the application prove who it is. For a person a public one need not.
func (q *asking) authenticate(person bool) *aadsts {
	secret, assertion := q.parameters.Get("client_secret"), q.parameters.Get("client_assertion")
	app := q.client
	if (secret != "" || assertion != "") && app.Public && app.Secret.IsZero() && len(app.Certificates) == 0 {
		return badClient(700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.")
	}
	switch {
	case assertion != "":
		q.proof = proofCertificate
		return q.assertionIsGood(assertion)
	case secret != "":
		q.proof = proofSecret
		if !app.secretIs(secret) {
			return badClient(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '"+string(app.ID)+"'.")
		}
		return nil
	case person && app.Public:
		q.proof = proofNone
		return nil
	default:
		return badClient(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
	}
}
