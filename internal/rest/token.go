package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
)

const (
	// earlyBy is how long before its end a token is renewed if the credential
	// does not say when it likes to be asked.
	earlyBy = 2 * time.Minute
	// againAfter is how long a token that could not be renewed in time is used
	// before the credential is asked again.
	againAfter = 30 * time.Second
)

// tokens holds the token of one scope and one tenant. The credential has a
// cache of its own; this one saves its locks, and knows which token the service
// has refused.
type tokens struct {
	credential azcore.TokenCredential
	scope      string
	tenant     admin365.TenantID
	current    atomic.Pointer[token]
	// turn admits one question to the credential at a time. It is a channel
	// rather than a mutex because waiting for it has to end with the context.
	turn chan struct{}
}

type token struct {
	text             string
	refresh, expires time.Time
}

func newTokens(credential azcore.TokenCredential, scope string, tenant admin365.TenantID) *tokens {
	return &tokens{credential: credential, scope: scope, tenant: tenant, turn: make(chan struct{}, 1)}
}

// get returns a token that is not refused, which is the one that the service
// answered 401 to, or "". Claims are what the service then said a new token has
// to hold.
func (t *tokens) get(ctx context.Context, refused, claims string) (string, error) {
	usable := func(at time.Time) (*token, bool) {
		held := t.current.Load()
		return held, held != nil && held.text != refused && at.Before(held.expires)
	}
	now := time.Now()
	held, ok := usable(now)
	if ok && now.Before(held.refresh) {
		return held.text, nil
	}
	select {
	case t.turn <- struct{}{}:
	default:
		if ok {
			// Somebody is renewing it; until then it is still good.
			return held.text, nil
		}
		select {
		case t.turn <- struct{}{}:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	defer func() { <-t.turn }()
	now = time.Now()
	if held, ok = usable(now); ok && now.Before(held.refresh) {
		return held.text, nil
	}
	got, err := t.credential.GetToken(ctx, policy.TokenRequestOptions{
		Scopes:   []string{t.scope},
		TenantID: string(t.tenant),
		// Long-lived tokens that the service may revoke: the client answers the
		// challenge that comes with it.
		EnableCAE: true,
		Claims:    claims,
	})
	switch {
	case err != nil && ok && ctx.Err() == nil:
		t.current.Store(&token{text: held.text, refresh: now.Add(againAfter), expires: held.expires})
		return held.text, nil
	case err != nil:
		return "", tokenError(ctx, err)
	case got.Token == "":
		return "", &admin365.Error{Kind: admin365.ErrUnauthenticated, Message: "the credential gave an empty token"}
	}
	// A token without an end is not kept: the credential is asked each time.
	fresh := &token{text: got.Token, refresh: got.RefreshOn, expires: got.ExpiresOn}
	if fresh.refresh.IsZero() {
		fresh.refresh = got.ExpiresOn.Add(-earlyBy)
	}
	t.current.Store(fresh)
	return fresh.text, nil
}

// tokenError makes the credential's failure an error that is safe to print. Its
// text is left out: it quotes the token endpoint's answer, and a credential of
// the caller's own may quote anything. Whoever needs it finds the credential's
// error below, with [errors.As].
func tokenError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e := &admin365.Error{Kind: admin365.ErrUnauthenticated, Code: aadsts(err.Error()), Cause: &unprinted{err}}
	e.Message = signInHelp(e.Code)
	if e.Code == "" && strings.Contains(err.Error(), "AdditionallyAllowedTenants") {
		e.Message = "the credential is not allowed to ask for this tenant: name it in its AdditionallyAllowedTenants"
	}
	return e
}

// unprinted is an error whose text is nobody's business.
type unprinted struct{ err error }

func (*unprinted) Error() string   { return "" }
func (u *unprinted) Unwrap() error { return u.err }

// aadsts returns the first code of the kind AADSTS7000215 in a text.
func aadsts(text string) string {
	const prefix = "AADSTS"
	for {
		at := strings.Index(text, prefix)
		if at < 0 {
			return ""
		}
		text = text[at:]
		end := len(prefix)
		for end < len(text) && end < len(prefix)+12 && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end > len(prefix) {
			return text[:end]
		}
		text = text[end:]
	}
}

// signInHelp says in our words what the everyday codes mean.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
func signInHelp(code string) string {
	switch code {
	case "AADSTS7000215":
		return "the client secret is wrong (its value is wanted, not its id)"
	case "AADSTS7000222":
		return "the client secret has expired"
	case "AADSTS700027":
		return "the signature of the client assertion is not accepted"
	case "AADSTS700016":
		return "the application is not known in this tenant"
	case "AADSTS90002":
		return "there is no such tenant"
	case "AADSTS500011":
		return "the API is not known in this tenant"
	case "AADSTS65001":
		return "nobody has consented to the application"
	case "AADSTS50126":
		return "the user name or the password is wrong"
	case "AADSTS50034":
		return "there is no such user"
	case "AADSTS50057":
		return "the user is disabled"
	case "AADSTS50055":
		return "the user's password has expired"
	case "AADSTS50076", "AADSTS50079":
		return "the user has to pass a second factor"
	case "AADSTS50173", "AADSTS700082", "AADSTS70008":
		return "the sign-in has expired or was revoked; sign in again"
	default:
		return "the credential gave no token"
	}
}

// claimsOf returns the claims of a continuous access evaluation challenge in an
// answer, or "".
// Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
func claimsOf(h http.Header) string {
	for _, challenge := range h.Values("WWW-Authenticate") {
		if !strings.Contains(challenge, `error="insufficient_claims"`) {
			continue
		}
		_, rest, found := strings.Cut(challenge, `claims="`)
		if !found {
			continue
		}
		value, _, _ := strings.Cut(rest, `"`)
		value = strings.TrimRight(value, "=")
		decoded, err := base64.RawStdEncoding.DecodeString(value)
		if err != nil {
			decoded, err = base64.RawURLEncoding.DecodeString(value)
		}
		if err == nil {
			return string(decoded)
		}
	}
	return ""
}
