package emu

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// authorize is where people sign in with a browser: a form that needs no script.
// What is wrong before the place to send people to is known to be the application's is
// shown to them, and nobody is sent anywhere.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
func (q *asking) authorize() (*answer, error) {
	if q.r.Method != http.MethodGet && q.r.Method != http.MethodPost {
		return q.refuse(&aadsts{status: http.StatusMethodNotAllowed, name: "invalid_request", code: 900561, text: "The endpoint only accepts GET, POST requests."}), nil
	}
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
	w, refused := q.mayAuthorize()
	if refused != nil {
		return q.sendError(refused), nil
	}
	if q.auto != "" {
		who, refused, err := q.unasked(string(q.auto))
		switch {
		case err != nil:
			return refuse(err), nil
		case refused != nil:
			return q.sendError(refused), nil
		}
		return q.sendCode(who, w), nil
	}
	if q.parameters.Get("prompt") == "none" {
		return q.sendError(bad("login_required", 50058, "A silent sign-in request was sent but no user is signed in.")), nil
	}
	name, password := q.parameters.Get("login"), q.parameters.Get("passwd")
	if q.r.Method == http.MethodGet || name == "" && password == "" {
		return q.signInPage(q.parameters.Get("login_hint"), nil), nil
	}
	who, refused, err := q.typed()
	switch {
	case err != nil:
		return refuse(err), nil
	case refused != nil:
		return q.signInPage(name, refused), nil
	case !q.client.in(q.tenant):
		return q.failedPage(q.unknownApp()), nil
	}
	return q.sendCode(who, w), nil
}

// mayAuthorize judges what the application asks for, and how.
func (q *asking) mayAuthorize() (wanted, *aadsts) {
	p := q.parameters
	mode := p.Get("response_mode")
	switch kinds := strings.Fields(p.Get("response_type")); {
	case len(kinds) == 0:
		return wanted{}, missing("response_type")
	case slices.Contains(kinds, "id_token"):
		return wanted{}, bad("unsupported_response_type", 700054, "response_type 'id_token' is not enabled for the application.")
	case len(kinds) != 1 || kinds[0] != "code":
		return wanted{}, bad("unsupported_response_type", 70005, "The app returned an unsupported response type.")
	case !oneOf(mode, "", "query", "fragment", "form_post"):
		return wanted{}, bad("invalid_request", 70007, "The app returned an unsupported value of 'response_mode' when requesting a token.")
	}
	challenge, method := p.Get("code_challenge"), p.Get("code_challenge_method")
	switch {
	case challenge == "" && method != "", challenge != "" && (len(challenge) < 43 || len(challenge) > 128):
		return wanted{}, bad("invalid_request", 50147, "The size of the code challenge parameter isn't valid.")
	case !slices.Contains([]string{"", "plain", "S256"}, method):
		return wanted{}, bad("invalid_request", 501491, "The code challenge method is none of 'plain' and 'S256'.")
	}
	w, refused := q.wants()
	if refused == nil {
		_, refused = q.delegated(w)
	}
	return w, refused
}

// sendCode sends the person back with a code.
func (q *asking) sendCode(who tenant.Account, w wanted) *answer {
	sealed, err := q.seal("code", q.codeFor(who, w))
	if err != nil {
		return refuse(err)
	}
	out := url.Values{"code": {sealed}, "session_state": {q.pairwise(who.ID)}}
	if q.parameters.Get("client_info") == "1" {
		out.Set("client_info", q.clientInfo(who))
	}
	return q.send(out)
}

func (q *asking) sendError(refused *aadsts) *answer {
	return q.send(url.Values{"error": {refused.name}, "error_description": {q.describe(refused)}, "error_uri": {q.loginURL() + "/error"}})
}

// send sends the person to the application's place, which was found to be its own.
func (q *asking) send(out url.Values) *answer {
	if state := q.parameters.Get("state"); state != "" {
		out.Set("state", state)
	}
	to, err := url.Parse(q.parameters.Get("redirect_uri"))
	if err != nil {
		return refuse(err)
	}
	if q.parameters.Get("response_mode") == "form_post" {
		return postPage(to.String(), out)
	}
	if to.Path == "" {
		to.Path = "/"
	}
	if q.parameters.Get("response_mode") == "fragment" {
		to.RawFragment, to.Fragment = "", ""
		return redirect(to.String() + "#" + out.Encode())
	}
	query := to.Query()
	maps.Copy(query, out)
	to.RawQuery = query.Encode()
	return redirect(to.String())
}

func redirect(to string) *answer {
	return &answer{status: http.StatusFound, header: http.Header{
		"Location": {to}, "Cache-Control": {"no-store, no-cache"}, "Referrer-Policy": {"no-referrer"},
	}}
}
