package api

import (
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365"
)

// Refusal is one way in which the service says no. Memory raises it, the
// emulator writes it in its API's envelope, and the client recognizes it by
// status, code and text: nine refusals of one operation may share status and
// code and differ by the text alone.
type Refusal struct {
	Name   string
	Status int
	Code   string
	// Text is the service's message; each %s stands for one argument, which
	// makes it a pattern when an answer is recognized.
	Text string
	// Detail is the remark on the property, its Target possibly with the %s of
	// the first argument, its Message the text's own unless it says more. One without a Code is ours: it is not on the wire, the
	// client makes it anew when it recognizes the refusal.
	Detail admin365.Detail
	// Names: the text's first argument is what the refusal is about, and so the
	// error's Target.
	Names bool
	// After is the Retry-After that comes along.
	After time.Duration
	// Is is the sentinel.
	Is error
	// Source is where it is documented or was observed.
	Source string
}

// Err returns the refusal as an error about target with the text's arguments.
// An empty target leaves it to the call (see Call.Attribute).
func (r *Refusal) Err(target string, args ...string) *admin365.Error {
	message := fill(r.Text, args)
	e := &admin365.Error{
		Kind: r.Is, Code: r.Code, Status: r.Status,
		Message: message, Target: target, RetryAfter: r.After,
	}
	if r.Detail != (admin365.Detail{}) {
		if r.Detail.Message != "" {
			message = r.Detail.Message
		}
		e.Details = []admin365.Detail{{Code: r.Detail.Code, Target: fill(r.Detail.Target, args), Message: message}}
	}
	return e
}

// Target is what an answer that was recognized as r is about, if its text says
// so; otherwise target.
func (r *Refusal) Target(args []string, target string) string {
	if r.Names && len(args) > 0 {
		return args[0]
	}
	return target
}

// Match reports whether an answer is this refusal, and the arguments of its text.
func (r *Refusal) Match(status int, code, message string) (args []string, ok bool) {
	if status != r.Status || !strings.EqualFold(code, r.Code) {
		return nil, false
	}
	return match(r.Text, message)
}

// Recognize returns the most specific refusal of rs that an answer is: the one
// with the longest fixed text.
func Recognize(rs []*Refusal, status int, code, message string) (*Refusal, []string) {
	var best *Refusal
	var bestArgs []string
	for _, r := range rs {
		args, ok := r.Match(status, code, message)
		if ok && (best == nil || fixed(r.Text) > fixed(best.Text)) {
			best, bestArgs = r, args
		}
	}
	return best, bestArgs
}

// String names the refusal.
func (r *Refusal) String() string { return fmt.Sprintf("%s (%d %s)", r.Name, r.Status, r.Code) }

func fixed(text string) int { return len(strings.ReplaceAll(text, "%s", "")) }

func fill(text string, args []string) string {
	before, after, found := strings.Cut(text, "%s")
	if !found || len(args) == 0 {
		return text
	}
	// The argument may itself hold %s; only what comes after is filled.
	return before + args[0] + fill(after, args[1:])
}

// match takes the arguments out of message by the pattern text. An empty text
// matches every message: some refusals are known by status and code alone.
func match(text, message string) ([]string, bool) {
	if text == "" {
		return nil, true
	}
	parts := strings.Split(text, "%s")
	if len(parts) == 1 {
		return nil, text == message
	}
	if !strings.HasPrefix(message, parts[0]) {
		return nil, false
	}
	rest := message[len(parts[0]):]
	var args []string
	for i, part := range parts[1:] {
		last := i == len(parts)-2
		at := strings.Index(rest, part)
		if last {
			if !strings.HasSuffix(rest, part) {
				return nil, false
			}
			at = len(rest) - len(part)
		}
		if at < 0 {
			return nil, false
		}
		args = append(args, rest[:at])
		rest = rest[at+len(part):]
	}
	return args, true
}

// KindOf returns the sentinel of an answer that no refusal matches.
func KindOf(status int) error {
	switch status {
	case 401:
		return admin365.ErrUnauthenticated
	case 403:
		return admin365.ErrForbidden
	case 404:
		return admin365.ErrNotFound
	case 409:
		return admin365.ErrConflict
	case 402, 410, 412, 424, 428:
		return admin365.ErrPrecondition
	case 408:
		return admin365.ErrUnavailable
	case 423:
		return admin365.ErrBusy
	case 429:
		return admin365.ErrThrottled
	case 501:
		return admin365.ErrUnsupported
	}
	if status >= 500 {
		return admin365.ErrUnavailable
	}
	return admin365.ErrInvalid
}
