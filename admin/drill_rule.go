package admin

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// DrillRule is a [Drill] as data, for those who write it down as JSON: which calls it is
// of, which of them it plays for, and what it does to them. [Rule] makes a drill of it.
//
//	{"op": "identity.Users.*", "share": 0.1, "seed": 7, "refuse": "throttled", "retryAfter": "2.128"}
//	{"method": "GET", "path": "/users/*", "nth": 3, "status": 500}
//	{"app": "ad365ad3-65ad-4365-8d36-5ad365ad365a", "times": 2, "delay": "2s", "cut": true, "done": true}
//	{"op": "identity.Users.Get", "stale": "5s"}
type DrillRule struct {
	// Name says what the drill rehearses; empty means that what it does says it.
	Name string `json:"name,omitempty"`

	// Op is the operation, such as "identity.Users.Create"; one that ends in "*" is a
	// prefix. Method and Path are another way to say it, and narrow it where both are
	// given: Path is what follows the version, "/users/*"; "*" is any text within one
	// segment, and "/**" at the end whatever follows. App is the application that calls.
	// What is empty is every one.
	Op     string         `json:"op,omitempty"`
	Method string         `json:"method,omitempty"`
	Path   string         `json:"path,omitempty"`
	App    admin365.AppID `json:"app,omitempty"`

	// Nth is the one call that fails, counted from 1. In its place, Skip calls pass, and of
	// those that follow a Share fails, drawn from Seed and the same in every run (0: each of
	// them), Times at most (0: without end).
	Nth   int     `json:"nth,omitempty"`
	Skip  int     `json:"skip,omitempty"`
	Times int     `json:"times,omitempty"`
	Share float64 `json:"share,omitempty"`
	Seed  uint64  `json:"seed,omitempty"`

	// Refuse is "throttled", "unavailable" or "busy", in the words of the operation's API.
	// Status, with Code and Message, is any other failure. RetryAfter is the header as it
	// is sent: "5", "2.128", a date, or nonsense.
	Refuse     string `json:"refuse,omitempty"`
	Status     int    `json:"status,omitempty"`
	Code       string `json:"code,omitempty"`
	Message    string `json:"message,omitempty"`
	RetryAfter string `json:"retryAfter,omitempty"`
	// Headers are set on the answer, whatever it is, and Body takes the place of its own.
	// A direct call takes a Body without a status for one that cannot be read.
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body,omitempty"`

	// Delay passes before the answer, an hour at most; in JSON it is a text such as "1.5s".
	// It is over when the drill ends.
	Delay time.Duration `json:"-"`
	// Stale has a read see the tenant as it was so long ago, but not as it was before the
	// drill began.
	Stale time.Duration `json:"-"`
	// Cut breaks the connection in the middle of the answer, and HTML answers a page in its
	// place.
	Cut  bool `json:"cut,omitempty"`
	HTML bool `json:"html,omitempty"`
	// Done has the call done before it fails. Without a status, a cut or changed answer is
	// that of a call that was done.
	Done bool `json:"done,omitempty"`
}

// plainRule is a DrillRule without its methods; ruleJSON is what it is in JSON.
type (
	plainRule DrillRule
	ruleJSON  struct {
		*plainRule

		Delay string `json:"delay,omitempty"`
		Stale string `json:"stale,omitempty"`
	}
)

// MarshalJSON writes the durations as texts.
func (r DrillRule) MarshalJSON() ([]byte, error) {
	out := ruleJSON{plainRule: (*plainRule)(&r)}
	if r.Delay != 0 {
		out.Delay = r.Delay.String()
	}
	if r.Stale != 0 {
		out.Stale = r.Stale.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON refuses members that there are not: a rule with a misspelled one would
// play for other calls than it was meant for.
func (r *DrillRule) UnmarshalJSON(b []byte) error {
	var plain plainRule
	in := ruleJSON{plainRule: &plain}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return err
	}
	for text, into := range map[string]*time.Duration{in.Delay: &plain.Delay, in.Stale: &plain.Stale} {
		if text == "" {
			continue
		}
		length, err := time.ParseDuration(text)
		if err != nil {
			return errors.New(`a duration is a text such as "1.5s"`)
		}
		*into = length
	}
	*r = DrillRule(plain)
	return nil
}

// ParseDrill makes a drill of the JSON of a [DrillRule]. It fails with
// [admin365.ErrInvalid], and says what is wrong, before anything plays.
func ParseDrill(b []byte) (Drill, error) {
	var r DrillRule
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&r); err != nil {
		return Drill{}, unreadable(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Drill{}, badRule("something follows it")
	}
	return Rule(r)
}

// Rule makes a drill of a rule. It fails with [admin365.ErrInvalid] on one that could
// never play or contradicts itself.
func Rule(r DrillRule) (Drill, error) {
	if err := r.check(); err != nil {
		return Drill{}, err
	}
	f := tenant.Fault{
		Op: r.Op, App: r.App, Skip: r.Skip, Times: r.Times, Share: r.Share, Seed: r.Seed,
		Status: r.Status, Code: r.Code, Message: r.Message, RetryAfter: r.RetryAfter, Wait: waits(r.RetryAfter),
		Header: r.Headers, Body: r.Body, Delay: r.Delay, Stale: r.Stale, Cut: r.Cut, HTML: r.HTML, Refusal: refusalNamed(r.Refuse),
		Done: r.Done || !r.fails() && r.spoils(),
	}
	if r.Body != "" {
		f.Code, f.Message = said(r.Body)
	}
	if r.Nth > 0 {
		f.Skip, f.Times = r.Nth-1, 1
	}
	if r.Refuse == "busy" && f.RetryAfter == "" {
		f.RetryAfter, f.Wait = "1", time.Second
	}
	if r.Method != "" || r.Path != "" {
		f.Of = r.isOf
	}
	d := fault(r.title(), f)
	d.plays = r.playsFor
	if r.Stale > 0 {
		begin := d.start
		d.start = func(t *tenant.Tenant) func() {
			release, stop := t.LookBack(r.Stale), begin(t)
			return func() { stop(); release() }
		}
	}
	if err := d.check(); err != nil {
		return Drill{}, err
	}
	return d, nil
}

// title is what the rule rehearses, in few words.
func (r DrillRule) title() string {
	what := cmp.Or(r.Refuse, strings.ToLower(http.StatusText(r.Status)))
	switch {
	case what != "":
	case r.Cut:
		what = "cut answers"
	case r.HTML:
		what = "HTML answers"
	case r.Stale > 0:
		what = "reads of what was " + r.Stale.String() + " ago"
	case r.Delay > 0:
		what = "slowness"
	default:
		what = "other answers"
	}
	return cmp.Or(r.Name, what+" of "+named(strings.TrimSpace(cmp.Or(r.Op, r.Method+" "+r.Path))))
}
