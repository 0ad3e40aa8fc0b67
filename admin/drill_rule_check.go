package admin

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

func badRule(why string) error {
	return &admin365.Error{Kind: admin365.ErrInvalid, Message: "the drill's rule is wrong: " + why}
}

// unreadable is why a rule is no JSON of one.
func unreadable(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		name := wrong.Field[strings.LastIndexByte(wrong.Field, '.')+1:]
		return badRule(name + " is a " + wrong.Value + ", and has to be another kind of value")
	}
	return badRule("it cannot be read: " + strings.TrimPrefix(err.Error(), "json: "))
}

// maxDelay bounds a delay that is data: no client waits longer, and the one that is in a
// file may be a slip.
const maxDelay = time.Hour

// check refuses what contradicts itself, and what no operation can meet.
func (r DrillRule) check() error {
	switch {
	case r.Nth < 0, r.Skip < 0, r.Times < 0:
		return badRule("a number of calls is negative")
	case r.Nth > 0 && (r.Skip > 0 || r.Times > 0 || r.Share != 0):
		return badRule("nth is one call, so there is no skip, times or share beside it")
	case r.Share < 0 || r.Share > 1 || math.IsNaN(r.Share):
		return badRule("share is a part of the calls, from 0 to 1")
	case r.Seed != 0 && r.Share == 0:
		return badRule("seed draws a share, and there is none")
	case r.Delay < 0, r.Stale < 0:
		return badRule("a duration is negative")
	case r.Delay > maxDelay:
		return badRule("delay is an hour at most")
	case !r.fails() && !r.spoils() && len(r.Headers) == 0 && r.Delay == 0 && r.Stale == 0:
		return badRule("it does nothing: there is no refuse, status, headers, body, delay, stale, cut or html")
	case r.Path != "" && !strings.HasPrefix(r.Path, "/"):
		return badRule("path begins with a slash, and not with a host or a version")
	case r.Path == "/**" || strings.Contains(strings.TrimSuffix(r.Path, "/**"), "**"):
		return badRule("** stands at the end of a path, behind a slash")
	}
	if err := r.checkAnswer(); err != nil {
		return err
	}
	if !slices.ContainsFunc(shared().mux.Ops(), r.playsFor) {
		return badRule("there is no operation with this method and path that can fail so")
	}
	return nil
}

// checkAnswer refuses an answer that nobody can give.
func (r DrillRule) checkAnswer() error {
	switch {
	case r.Refuse != "" && refusalNamed(r.Refuse) == nil:
		return badRule("refuse is throttled, unavailable or busy")
	case r.Refuse != "" && (r.Status != 0 || r.Code != "" || r.Message != ""):
		return badRule("refuse says status, code and message by itself")
	case r.Status != 0 && (r.Status < 300 || r.Status > 599):
		return badRule("status is a failure, from 300 to 599")
	case r.Status == 0 && (r.Code != "" || r.Message != ""):
		return badRule("code and message need a status")
	case !r.fails() && r.RetryAfter != "":
		return badRule("retryAfter needs a status or refuse")
	case !r.fails() && r.Done && !r.spoils():
		return badRule("done needs a status or refuse: a call that does not fail is done anyway")
	case r.Body != "" && (r.Code != "" || r.Message != "" || r.Refuse != "" || r.HTML):
		return badRule("body takes the place of what would be said otherwise")
	case strings.ContainsAny(r.RetryAfter, "\r\n\x00"):
		return badRule("retryAfter holds a control character")
	}
	for name, value := range r.Headers {
		switch {
		case name == "" || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "":
			return badRule("a header's name holds something else than letters, digits and hyphens")
		case strings.ContainsAny(value, "\r\n\x00"):
			return badRule("the header " + name + " holds a control character")
		case slices.Contains([]string{"Content-Length", "Transfer-Encoding", "Connection"}, http.CanonicalHeaderKey(name)):
			return badRule("the header " + name + " belongs to the connection; cut breaks an answer")
		}
	}
	return nil
}

// fails reports whether the rule answers a failure, and spoils whether it makes another
// answer of the one there is.
func (r DrillRule) fails() bool  { return r.Status != 0 || r.Refuse != "" }
func (r DrillRule) spoils() bool { return r.Cut || r.HTML || r.Body != "" }

// playsFor reports whether the rule can play for calls of the operation.
func (r DrillRule) playsFor(op *api.Op) bool {
	refusal := refusalNamed(r.Refuse)
	onlyStale := r.Stale > 0 && !r.fails() && !r.spoils() && len(r.Headers) == 0 && r.Delay == 0
	switch {
	case r.Method != "" && !strings.EqualFold(r.Method, op.Method),
		refusal != nil && refusal(op) == nil, onlyStale && op.Write():
		return false
	}
	return r.Path == "" || slices.ContainsFunc(op.Paths, func(path string) bool { return pathIs(r.Path, path) })
}

// isOf reports whether a call is one of the rule's method and path.
func (r DrillRule) isOf(c api.Call) bool {
	if r.Method != "" && !strings.EqualFold(r.Method, c.Op.Method) {
		return false
	}
	path := c.Path()
	if c.Op.API.Version != "" {
		path = strings.TrimPrefix(path, "/"+c.Op.API.Version)
	}
	return r.Path == "" || pathIs(r.Path, path)
}

// pathIs reports whether a path is one of the pattern, letter case aside. The path may be
// a template, whose ids are anything.
func pathIs(pattern, path string) bool {
	want, got := strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
	if last := len(want) - 1; want[last] == "**" {
		if want = want[:last]; len(got) < len(want) {
			return false
		}
		got = got[:len(want)]
	}
	return slices.EqualFunc(want, got, func(want, got string) bool {
		if plain, err := url.PathUnescape(got); err == nil {
			got = plain
		}
		return strings.Contains(got, "{id}") || segmentIs(strings.ToLower(want), strings.ToLower(got))
	})
}

// segmentIs reports whether a text is one of the pattern, where an asterisk is any text.
func segmentIs(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return pattern == text
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return true
}

// refusalNamed is what the word stands for; nil for none.
func refusalNamed(word string) func(*api.Op) *api.Refusal {
	switch word {
	case "throttled":
		return func(op *api.Op) *api.Refusal { return op.API.Common.Throttled }
	case "unavailable":
		return func(op *api.Op) *api.Refusal { return op.API.Common.Unavailable }
	case "busy":
		return busy
	default:
		return nil
	}
}

// waits is what a Retry-After means for who is no client on the wire.
func waits(retryAfter string) time.Duration {
	length, err := time.ParseDuration(retryAfter + "s")
	if err != nil || length < 0 {
		return 0
	}
	return length
}

// said are code and message of a body that is an error of an API; empty of any other.
func said(body string) (code, message string) {
	type refusal struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	var b struct {
		refusal

		Error refusal `json:"error"`
	}
	if json.Unmarshal([]byte(body), &b) != nil {
		return "", ""
	}
	if b.Error != (refusal{}) {
		return b.Error.Code, b.Error.Message
	}
	return b.Code, b.Message
}
