package emu

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// aadsts is what the sign-in refuses.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
type aadsts struct {
	status int
	name   string
	code   int
	text   string
	// suberror tells a client what to do about it.
	suberror string
}

// bad is a refusal with status 400, as nearly all are.
func bad(name string, code int, text string) *aadsts {
	return &aadsts{status: http.StatusBadRequest, name: name, code: code, text: text}
}

// badClient refuses an application that did not prove who it is.
func badClient(code int, text string) *aadsts {
	return &aadsts{status: http.StatusUnauthorized, name: "invalid_client", code: code, text: text}
}

func missing(parameter string) *aadsts {
	return bad("invalid_request", 900144, "The request body must contain the following parameter: '"+parameter+"'.")
}

// shown is what a client sent, as far as a text repeats it.
func shown(sent string) string {
	const most = 100
	if len(sent) > most {
		sent = sent[:most] + "…"
	}
	return strings.ToValidUTF8(sent, "\ufffd")
}

// ofArea is what the tenant's rules refuse of a person who signs in.
func ofArea(err error) *aadsts {
	e, ok := err.(*admin365.Error) //nolint:errorlint // The port's own, and nothing wraps it.
	if !ok {
		return nil
	}
	code, convErr := strconv.Atoi(strings.TrimPrefix(e.Code, "AADSTS"))
	if convErr != nil {
		return nil
	}
	return bad("invalid_grant", code, e.Message)
}

// noTenant refuses a request that nothing tells the tenant of.
func (q *asking) noTenant() *aadsts {
	text := "No tenant-identifying information found in either the request or implied by any provided credentials."
	if !q.anyTenant() {
		// Ours: a domain has one tenant in the service, and one in each world here.
		text = "Tenant '" + shown(q.name) + "' is in several worlds of the emulator. Use a tenant ID, or an application that is registered in one of them."
	}
	return bad("invalid_request", 50059, text)
}

// unknownApp refuses an application that the tenant does not know.
func (q *asking) unknownApp() *aadsts {
	directory := q.name
	if q.tenant != nil {
		directory = string(q.tenant.ID())
	}
	return bad("unauthorized_client", 700016, "Application with identifier '"+shown(q.parameters.Get("client_id"))+"' was not found in the directory '"+shown(directory)+"'.")
}

// refuse answers an error as the token endpoint does.
func (q *asking) refuse(e *aadsts) *answer {
	now := q.now().Format("2006-01-02 15:04:05Z")
	trace, correlation := q.traces(e)
	body := map[string]any{
		"error": e.name, "error_description": q.describe(e),
		"error_codes": []int{e.code}, "timestamp": now, "trace_id": trace, "correlation_id": correlation,
		"error_uri": q.loginURL() + "/error?code=" + strconv.Itoa(e.code),
	}
	if e.suberror != "" {
		body["suberror"] = e.suberror
	}
	a := writeJSON(e.status, body)
	a.header.Set("Cache-Control", "no-store, no-cache")
	a.header.Set("Pragma", "no-cache")
	return a
}

// describe is the text of an error with what the service adds to each.
func (q *asking) describe(e *aadsts) string {
	trace, correlation := q.traces(e)
	return "AADSTS" + strconv.Itoa(e.code) + ": " + e.text + "\r\nTrace ID: " + trace + "\r\nCorrelation ID: " + correlation +
		"\r\nTimestamp: " + q.now().Format("2006-01-02 15:04:05Z")
}

// traces are the ids of an error: ours, and the client's if it sent one.
func (q *asking) traces(e *aadsts) (trace, correlation string) {
	trace = tenant.Key{Hi: 0xad365aad_00004000, Lo: 0x8000_000000000000 | uint64(e.code)}.String() //nolint:gosec // Codes are positive.
	if sent, ok := tenant.ParseKey(q.r.Header.Get("client-request-id")); ok {
		return trace, sent.String()
	}
	return trace, trace
}
