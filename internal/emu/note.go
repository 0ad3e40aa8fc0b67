package emu

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// maxNoted bounds what the log keeps of a path and of each option.
const maxNoted = 500

// noted is a request's path as the log has it: with those options of the query that are
// Graph's own, and the version of the others. Whatever else a client sends there may be
// a secret.
func noted(path, query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil && (strings.HasPrefix(plain, "$") || plain == "api-version") {
			kept = append(kept, cutText(pair))
		}
	}
	path = cutText(path)
	if len(kept) > 0 {
		path += "?" + strings.Join(kept, "&")
	}
	return path
}

func cutText(s string) string {
	if len(s) > maxNoted {
		return s[:maxNoted] + "…"
	}
	return s
}

// note logs a request that an operation answers; r is what came of it.
func note(session *tenant.Session, rq *Request, call api.Call, r tenant.Request) {
	t := session.Tenant
	if !t.Log.Kept() {
		return
	}
	r.At, r.Caller, r.Op, r.Effect, r.Target = t.World().Now(), session.Caller, rq.Op.Name, rq.Op.Effect, call.About(rq.subject).Target()
	r.Method, r.Path = rq.Op.Method, noted(rq.path, rq.options)
	if rq.Tx != nil {
		r.Needs = rq.Needs()
	}
	t.Log.Add(r)
}

// stray logs a request that no operation answers, which does nothing, and returns its
// answer. Missing is the documented operation that it is to; nil if there is none.
func (e *Emulator) stray(session *tenant.Session, in asked, missing *api.Op, a *answer) *answer {
	r := tenant.Request{
		At: session.Tenant.World().Now(), Caller: session.Caller, Method: cutText(in.method), Path: noted(in.path, in.query), Status: a.status, Err: a.err(),
	}
	if missing != nil {
		r.Missing = missing.Name
	}
	session.Tenant.Log.Add(r)
	return a
}

// lost logs a request that reached no tenant.
func (e *Emulator) lost(r *http.Request, a *answer) {
	if !e.Strays.Kept() {
		return
	}
	noted := tenant.Request{
		At: e.worlds.now(), Method: cutText(r.Method),
		Path: cutText(r.Host) + noted(r.URL.EscapedPath(), r.URL.RawQuery), Status: a.status, Err: a.err(),
	}
	if a.status >= 400 && a.refused == nil {
		noted.Err = signInError(a)
	}
	e.Strays.Add(noted)
}

// signInError is what the sign-in answered, without the ids behind it, or whoever else
// said no in plain text.
func signInError(a *answer) error {
	var said struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(a.body, &said) != nil || said.Code == "" {
		said.Description = cutText(string(a.body))
	}
	first, _, _ := strings.Cut(said.Description, "\r\n")
	return &admin365.Error{Kind: api.KindOf(a.status), Status: a.status, Code: said.Code, Message: first}
}
