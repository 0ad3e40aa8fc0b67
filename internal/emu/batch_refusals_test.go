package emu

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
)

// TestBatchPartRefusals: what a part asks for wrongly is refused in its place
// alone.
func TestBatchPartRefusals(t *testing.T) {
	t.Parallel()
	l := newBatchLab(t)
	a, parts := l.batch(`
		{"id":"1","method":"GET","url":"/planets"},
		{"id":"2","method":"GET","url":"/v1.0/users/x"},
		{"id":"3","method":"GET","url":"https://graph.microsoft.com/v1.0/users/x"},
		{"id":"4","method":"DELETE","url":"/users"},
		{"id":"5","method":"GET","url":"/me"},
		{"id":"6","method":"GET","url":"/users/x?$filter=%zz"},
		{"id":"7","method":"GET","url":"/$batch"},
		{"id":"8","method":"GET","url":"/bug"},
		{"id":"9","method":"GET","url":"/users/x"},
		{"id":"10","method":"GET","url":"/"}`,
		header("client-request-id", "mine"))
	for id, want := range map[string]struct {
		status        int
		code, message string
	}{
		"1":  {400, "BadRequest", "Resource not found for the segment 'planets'."},
		"2":  {400, "BadRequest", "Resource not found for the segment 'v1.0'."},
		"3":  {400, "BadRequest", "Resource not found for the segment 'https:'."},
		"4":  {405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."},
		"5":  {400, "BadRequest", "/me request is only valid with delegated authentication flow."},
		"6":  {400, "BadRequest", "Invalid filter clause: the query cannot be read"},
		"7":  {405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."},
		"8":  {500, "InternalServerError", "admin365: bug: a bug of ours (tenant " + string(labTenant) + ")"},
		"10": {400, "BadRequest", "Resource not found for the segment ''."},
	} {
		code, message, inner := parts[id].refusal(t)
		assert.Equal(t, want.status, parts[id].Status, id)
		assert.Equal(t, want.code, code, id)
		assert.Equal(t, want.message, message, id)
		assert.Equal(t, a.Header.Get("request-id"), inner["request-id"], "the batch's")
		assert.Equal(t, "mine", inner["client-request-id"])
		assert.Equal(t, "application/json", parts[id].Headers["Content-Type"])
		assert.NotContains(t, parts[id].Headers, "request-id")
	}
	assert.Equal(t, http.StatusOK, parts["9"].Status)
	assert.Equal(t, "1", parts["4"].Headers["x-ms-resource-unit"], "as in the vendor's sample")
}

// TestBatchRefusals: what is no batch is refused as a whole, and nothing of it
// is done.
func TestBatchRefusals(t *testing.T) {
	t.Parallel()
	const (
		good      = `{"id":"good","method":"GET","url":"/users/x"}`
		format    = "Invalid batch payload format."
		notJSON   = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
		needsBody = "Write request id : 1 does not contain Content-Type header or body."
		depends   = "Invalid dependency for request Id %s."
	)
	many := strings.Repeat(`{"id":"1","method":"GET","url":"/users/x"},`, 20) + good
	for _, c := range []struct{ name, requests, code, message string }{
		{"nothing", ``, "BadRequest", format},
		{"21 requests", many, "MaximumValueExceeded", "Number of batch request steps exceeds the maximum value of 20."},
		{"no id", good + `,{"method":"GET","url":"/users/x"}`, "BadRequest", format},
		{"an empty id", good + `,{"id":"","method":"GET","url":"/users/x"}`, "BadRequest", format},
		{"null as id", good + `,{"id":null,"method":"GET","url":"/users/x"}`, "BadRequest", format},
		{"a bool as id", good + `,{"id":true,"method":"GET","url":"/users/x"}`, "BadRequest", format},
		{"no method", good + `,{"id":"1","url":"/users/x"}`, "BadRequest", format},
		{"no url", good + `,{"id":"1","method":"GET"}`, "BadRequest", format},
		{"a bad url", good + `,{"id":"1","method":"GET","url":"/users/%zz"}`, "BadRequest", format},
		{"not an object", good + `,1`, "BadRequest", format},
		{"headers of another kind", good + `,{"id":"1","method":"GET","url":"/users/x","headers":["a"]}`, "BadRequest", format},
		{"half of it", good + `,{"id":"1"`, "BadRequest", notJSON},
		{"an id twice", good + `,` + good, "BadRequest", "Request Id good has to be unique in a batch."},
		{"an id in other letters", good + `,{"id":"GOOD","method":"GET","url":"/users/x"}`, "BadRequest", "Request Id GOOD has to be unique in a batch."},
		{"a number and its text", `{"id":1,"method":"GET","url":"/me"},{"id":"1","method":"GET","url":"/me"}`, "BadRequest", "Request Id 1 has to be unique in a batch."},
		{"a body without a type", good + `,{"id":"1","method":"PATCH","url":"/users/x","body":{}}`, "BadRequest", needsBody},
		{"a body without a type, read", good + `,{"id":"1","method":"GET","url":"/users/x","body":{}}`, "BadRequest", needsBody},
		{"a write without a body", good + `,{"id":"1","method":"POST","url":"/users","headers":{"Content-Type":"application/json"}}`, "BadRequest", needsBody},
		{"a write without anything", good + `,{"id":"1","method":"POST","url":"/users"}`, "BadRequest", needsBody},
		{"not base64", good + `,{"id":"1","method":"PATCH","url":"/users/x","headers":{"Content-Type":"image/png"},"body":"!"}`, "BadRequest", format},
		{"a stranger's dependency", good + `,{"id":"1","method":"GET","url":"/me","dependsOn":["x"]}`, "BadRequest", fmt.Sprintf(depends, "1")},
		{"its own dependency", good + `,{"id":"1","method":"GET","url":"/me","dependsOn":["1"]}`, "BadRequest", fmt.Sprintf(depends, "1")},
		{"a circle", good + `,{"id":"1","method":"GET","url":"/me","dependsOn":["2"]},{"id":"2","method":"GET","url":"/me","dependsOn":["1"]}`, "BadRequest", fmt.Sprintf(depends, "1")},
		{"a dependency of another kind", good + `,{"id":"1","method":"GET","url":"/me","dependsOn":"good"}`, "BadRequest", format},
		{"a batch in a batch", good + `,{"id":"1","method":"POST","url":"/$BATCH","headers":{"Content-Type":"application/json"},"body":{"requests":[` + good + `]}}`, "BadRequest", "Request Id 1 is a batch, and a batch cannot hold another."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newBatchLab(t)
			a := l.do("POST", "/$batch", `{"requests":[`+c.requests+`]}`)
			assert.Equal(t, http.StatusBadRequest, a.StatusCode)
			code, message := a.refusal(t)
			assert.Equal(t, c.code, code)
			assert.Equal(t, c.message, message)
			assert.Equal(t, []string{"graph.Batch 400"}, l.ran(), "nothing is done")
		})
	}
	l := newBatchLab(t)
	for body, want := range map[string]string{"": notJSON, "x": notJSON, `{}`: format, `[]`: format, `null`: format, `{"requests":{}}`: format, `{"requests":[]}{}`: notJSON} {
		a := l.do("POST", "/$batch", body)
		assert.Equal(t, http.StatusBadRequest, a.StatusCode, body)
		_, message := a.refusal(t)
		assert.Equal(t, want, message, body)
	}
	assert.Equal(t, http.StatusMethodNotAllowed, l.get("/$batch").StatusCode)
	assert.Equal(t, http.StatusUnauthorized, l.do("POST", "/$batch", `{"requests":[`+good+`]}`, header("Authorization", "")).StatusCode)
	l.token = l.tokenFor(labTenant, admin365.Caller{App: "app", Permissions: []admin365.Permission{}})
	_, parts := l.batch(good)
	assert.Equal(t, http.StatusOK, parts["good"].Status, "any valid token may send a batch")
	_, parts = l.batch(twenty())
	assert.Len(t, parts, 20, "as many as there may be")
}
