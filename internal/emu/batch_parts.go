package emu

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// partRequest is a part as it is sent.
type partRequest struct {
	ID        partID            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []partID          `json:"dependsOn"`
}

// partID is a text; some clients send a number.
type partID string

// UnmarshalJSON takes both.
func (id *partID) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(id))
	}
	var number json.Number
	if err := json.Unmarshal(b, &number); err != nil {
		return err
	}
	*id = partID(number)
	return nil
}

// parts reads the parts of a batch and the order to run them in, or says what is
// wrong with the whole. Nothing has been done by then.
func (e *Emulator) parts(rq *Request) ([]part, []int, error) {
	var body struct {
		Requests []partRequest `json:"requests"`
	}
	if err := json.Unmarshal(rq.Body, &body); err != nil {
		if _, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, nil, api.MalformedJSON.Err("")
		}
		return nil, nil, api.InvalidBatch.Err("")
	}
	switch {
	case len(body.Requests) == 0:
		return nil, nil, api.InvalidBatch.Err("")
	case len(body.Requests) > maxParts:
		return nil, nil, api.TooManyParts.Err("")
	}
	parts := make([]part, len(body.Requests))
	places := make(map[string]int, len(parts))
	for i, r := range body.Requests {
		p, err := e.part(rq, r)
		if err != nil {
			return nil, nil, err
		}
		key := strings.ToLower(p.id)
		if _, twice := places[key]; twice {
			return nil, nil, api.PartIDTwice.Err("", p.id)
		}
		parts[i], places[key] = p, i
	}
	for i, r := range body.Requests {
		for _, id := range r.DependsOn {
			at, ok := places[strings.ToLower(string(id))]
			if !ok {
				return nil, nil, api.InvalidDependency.Err("", parts[i].id)
			}
			parts[i].after = append(parts[i].after, at)
		}
	}
	order, err := inOrder(parts)
	return parts, order, err
}

// part checks one part by itself.
func (e *Emulator) part(rq *Request, r partRequest) (part, error) {
	if r.ID == "" || r.Method == "" || r.URL == "" {
		return part{}, api.InvalidBatch.Err("")
	}
	_, version, _ := strings.Cut(strings.TrimPrefix(rq.base, "https://"), "/")
	address, _, _ := strings.Cut(r.URL, "#")
	path, query, _ := strings.Cut(address, "?")
	if _, err := url.PathUnescape(path); err != nil {
		return part{}, api.InvalidBatch.Err("")
	}
	p := part{id: string(r.ID), asked: asked{
		method: strings.ToUpper(r.Method), base: rq.base, version: rq.version, path: "/" + version + "/" + escaped(strings.TrimPrefix(path, "/")), query: query,
		header: http.Header{}, trace: rq.trace,
	}}
	for name, value := range r.Headers {
		p.header.Set(name, value)
	}
	p.header.Set("Authorization", rq.Header.Get("Authorization"))
	if e.isBatch(rq.Op.API, p.asked) {
		return part{}, api.NestedBatch.Err("", p.id)
	}
	body, err := partBody(r.Body, p.header.Get("Content-Type"))
	if err != nil {
		return part{}, api.InvalidBatch.Err("")
	}
	typed := p.header.Get("Content-Type") != ""
	switch p.method {
	case http.MethodPost, http.MethodPatch, http.MethodPut:
		if !typed || body == nil {
			return part{}, api.PartNeedsBody.Err("", p.id)
		}
	default:
		if !typed && body != nil {
			return part{}, api.PartNeedsBody.Err("", p.id)
		}
	}
	p.body = func() ([]byte, error) { return body, nil }
	return p, nil
}

// escaped escapes what no path may hold and leaves the rest as it is: clients
// write the paths of parts with blanks and umlauts, and a quote has to stay one.
func escaped(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func (e *Emulator) isBatch(published *api.API, in asked) bool {
	found, ok := e.mux.find(published, split(in.path)[1:])
	if !ok {
		return false
	}
	rt, ok := found.node.routes[in.method]
	return ok && rt.op == &api.Batch
}

// partBody is the body of a part; what is not JSON comes as base64, of either
// alphabet. It is nil where there is none.
func partBody(raw json.RawMessage, contentType string) ([]byte, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if raw[0] != '"' || contentType == "" || isJSON(contentType) {
		return raw, nil
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return nil, err
	}
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	return base64.RawStdEncoding.DecodeString(text)
}

// inOrder returns the places of the parts with what comes first in front, and
// otherwise as they came.
//
// It is kinder than the service, which was seen to refuse a dependency that
// comes later in the list, and a batch that is neither a single chain nor
// without dependencies; its page recommends the one or the other.
func inOrder(parts []part) ([]int, error) {
	order := make([]int, 0, len(parts))
	done := make([]bool, len(parts))
	for len(order) < len(parts) {
		next := -1
		for i, p := range parts {
			if !done[i] && !slices.ContainsFunc(p.after, func(first int) bool { return !done[first] }) {
				next = i
				break
			}
		}
		if next < 0 {
			return nil, api.InvalidDependency.Err("", parts[slices.Index(done, false)].id)
		}
		done[next] = true
		order = append(order, next)
	}
	return order, nil
}
