package rest

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/admin365/admin365"
)

// badAnswer is a good status with an answer that is not what was promised. Its
// text never quotes the answer.
type badAnswer struct {
	why string
	// cut: it begins well and ends too early.
	cut bool
}

func (b *badAnswer) Error() string { return b.why }

// refused is a refusal as it was on the wire.
type refused struct {
	code, message, requestID string
	details                  []admin365.Detail
}

// wireError is all shapes of an error body at once. Each member is kept as it
// came, because a shape that is odd in one member still has the others.
//
//   - Graph, Azure and Power Platform: {"error": {"code", "message", "details",
//     "innerError" or "innererror"}}
//   - older directory services: {"odata.error": {"code", "message": {"lang", "value"}}}
//   - Partner Center: {"code", "description"} at the top, or problem details (RFC 7807)
//     {"title", "status", "detail"}
//   - Business Central: {"code", "message", "target"} at the top, of its apps with
//     {"data": {"requirements"}} in the place of target
//   - Power Platform, of what it validated: {"errorDetail": {"code", "fieldErrors"}}
//   - sign-in: {"error": "invalid_grant", "error_description": "…"}
type wireError struct {
	Error       jsontext.Value `json:"error"`
	OData       jsontext.Value `json:"odata.error"`
	Validated   jsontext.Value `json:"errorDetail"`
	Fields      jsontext.Value `json:"fieldErrors"`
	Code        jsontext.Value `json:"code"`
	Message     jsontext.Value `json:"message"`
	Description jsontext.Value `json:"description"`
	Title       jsontext.Value `json:"title"`
	Detail      jsontext.Value `json:"detail"`
	SignIn      jsontext.Value `json:"error_description"`
	Target      jsontext.Value `json:"target"`
	Details     jsontext.Value `json:"details"`
	Data        jsontext.Value `json:"data"`
	Inner       jsontext.Value `json:"innerError"`
	RequestID   jsontext.Value `json:"request-id"`
	Value       jsontext.Value `json:"value"`
}

// parseRefusal takes an error body apart. Whatever it is, the answer's status
// stands; a body that is not JSON adds a note and none of its text, because a
// proxy's page may quote the request.
func parseRefusal(contentType string, body []byte) refused {
	if len(body) == 0 {
		return refused{}
	}
	top, ok := object(bytes.TrimPrefix(body, byteOrderMark))
	if !ok {
		return refused{message: "the answer is not JSON" + kindOfMedia(contentType)}
	}
	in := top
	for _, v := range []jsontext.Value{top.Error, top.OData, top.Validated} {
		if inner, ok := object(v); ok {
			in = inner
			break
		}
	}
	w := refused{code: text(in.Code), message: text(in.Message)}
	if w.message == "" {
		w.message = text(in.Description)
	}
	if w.message == "" {
		w.message = cmp.Or(text(in.Detail), text(in.Title))
	}
	if w.code == "" {
		w.code = text(top.Error)
	}
	if w.message == "" {
		w.message = text(top.SignIn)
	}
	if inner, ok := object(in.Inner); ok {
		w.requestID = clip(text(inner.RequestID))
	}
	w.details = append(w.details, fieldErrors(in.Fields)...)
	w.details = append(w.details, requirements(in.Data)...)
	var details []jsontext.Value
	if json.Unmarshal(in.Details, &details, lenient()...) == nil {
		const most = 100
		for _, raw := range details[:min(len(details), most)] {
			if d, ok := object(raw); ok {
				w.details = append(w.details, admin365.Detail{
					Code: clip(text(d.Code)), Target: clip(text(d.Target)), Message: clip(text(d.Message)),
				})
			}
		}
	}
	if target := clip(text(in.Target)); target != "" && len(w.details) == 0 {
		w.details = []admin365.Detail{{Target: target, Message: clip(w.message)}}
	}
	return w
}

// fieldErrors are what Power Platform found wrong with the fields of a body, by their
// names.
func fieldErrors(v jsontext.Value) (details []admin365.Detail) {
	var fields map[string]struct {
		Messages []string `json:"errorMessages"`
	}
	if len(v) == 0 || json.Unmarshal(v, &fields, lenient()...) != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		details = append(details, admin365.Detail{Target: clip(name), Message: clip(strings.Join(fields[name].Messages, " "))})
	}
	return details
}

// requirements are the apps that Business Central wants first: what is to be done with
// each, its id, its name and version.
func requirements(v jsontext.Value) (details []admin365.Detail) {
	var data struct {
		Requirements []struct {
			ID      string `json:"appId"`
			Name    string `json:"name"`
			Version string `json:"version"`
			Type    string `json:"type"`
		} `json:"requirements"`
	}
	if v.Kind() != '{' || json.Unmarshal(v, &data, lenient()...) != nil {
		return nil
	}
	const most = 100
	for _, r := range data.Requirements[:min(len(data.Requirements), most)] {
		details = append(details, admin365.Detail{Code: clip(r.Type), Target: clip(r.ID), Message: clip(r.Name + " " + r.Version)})
	}
	return details
}

// lenient are the options for what is read only to be shown: services differ in
// the case of their names, and a second member of a name is no reason to lose
// the first.
func lenient() []json.Options {
	return []json.Options{
		json.MatchCaseInsensitiveNames(true), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true),
	}
}

func object(v []byte) (wireError, bool) {
	var w wireError
	if jsontext.Value(v).Kind() != '{' || json.Unmarshal(v, &w, lenient()...) != nil {
		return wireError{}, false
	}
	return w, true
}

// text returns a string, a number as it stands, or the value of {"value": …}.
func text(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		var s string
		if json.Unmarshal(v, &s, lenient()...) != nil {
			return ""
		}
		return s
	case '0':
		return string(v)
	case '{':
		inner, ok := object(v)
		if !ok || inner.Value.Kind() == '{' {
			return ""
		}
		return text(inner.Value)
	default:
		return ""
	}
}

// kindOfMedia names the media type of an answer, if it looks like one.
func kindOfMedia(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if media == "" || len(media) > 60 || strings.Trim(media, "abcdefghijklmnopqrstuvwxyz0123456789/+-.") != "" {
		return ""
	}
	return " but " + media
}

// clip keeps a service's text to a length that a log line bears.
func clip(s string) string {
	const most = 2000
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
