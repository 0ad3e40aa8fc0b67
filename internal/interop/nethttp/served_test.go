package nethttp_test

import (
	"encoding/json"
	"net/http"
	"strings"
)

// served is the answer, unless the emulator does not have the path at all: then
// the test is skipped.
func (a *answer) served() *answer {
	a.t.Helper()
	if a.status == http.StatusBadRequest {
		if _, message := a.refusal(); strings.HasPrefix(message, "Resource not found for the segment") {
			a.t.Skipf("SKIPPED: not served yet: %s", message)
		}
	}
	return a
}

// response is the answer to one request of a batch.
type response struct {
	ID      string
	Status  int
	Headers map[string]string
	Body    any
}

// object is the body, empty where there is none.
func (r response) object() object {
	o, _ := r.Body.(map[string]any)
	return o
}

// responses are the answers to a batch, in their order. A part whose path the
// emulator does not have skips the test, as [answer.served] does.
func (a *answer) responses() []response {
	a.t.Helper()
	a.is(http.StatusOK)
	var body struct{ Responses []response }
	if err := json.Unmarshal(a.body, &body); err != nil {
		a.t.Fatalf("%v: %s", err, a.body)
	}
	for _, r := range body.Responses {
		e, _ := r.object()["error"].(map[string]any)
		if message := text(e, "message"); strings.HasPrefix(message, "Resource not found for the segment") {
			a.t.Skipf("SKIPPED: not served yet: %s", message)
		}
	}
	return body.Responses
}

// idsOf are the ids of the objects.
func idsOf(all []object) []string {
	ids := make([]string, 0, len(all))
	for _, o := range all {
		ids = append(ids, text(o, "id"))
	}
	return ids
}
