package subjects

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/wiretest"
)

// Wire is a tenant in memory as a client without this library sees it.
type Wire struct {
	T      testing.TB
	Tenant *admin.Test
	// HTTP goes to the tenant's emulator, in the process.
	HTTP http.RoundTripper

	token string
}

// NewWire returns the tenant of m with a token of the caller's.
func NewWire(t testing.TB, m *admin.Test, caller admin365.Caller) *Wire {
	t.Helper()
	w := &Wire{T: t, Tenant: m}
	w.As(caller)
	return w
}

// As signs in as the caller.
func (w *Wire) As(caller admin365.Caller) {
	w.T.Helper()
	e := admin.NewEmulator(w.Tenant.Memory, admin.EmulatorConfig{})
	token, err := e.Credential(caller).GetToken(w.T.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	if err != nil {
		w.T.Fatal(err)
	}
	w.HTTP, w.token = e.Transport(), token.Token
}

// Do sends a request with a body of JSON. A path without a host is one of Graph's.
func (w *Wire) Do(method, path, body string, edits ...func(*http.Request)) Answer {
	w.T.Helper()
	if strings.HasPrefix(path, "/") {
		path = "https://graph.microsoft.com/v1.0" + path
	}
	r, err := http.NewRequestWithContext(w.T.Context(), method, path, strings.NewReader(body))
	if err != nil {
		w.T.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	for _, edit := range edits {
		edit(r)
	}
	response, err := w.HTTP.RoundTrip(r)
	if err != nil {
		w.T.Fatal(err)
	}
	whole, err := io.ReadAll(response.Body)
	if err == nil {
		err = response.Body.Close()
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return Answer{response, whole}
}

// Eventual asks for Graph's advanced queries.
func Eventual(r *http.Request) { r.Header.Set("ConsistencyLevel", "eventual") }

// Answer is an answer that was read whole.
type Answer struct {
	*http.Response

	Whole []byte
}

// Want stops the test unless the answer has the status, and returns the body's members.
func (a Answer) Want(t testing.TB, status int) (m map[string]any) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("the status is %d, want %d: %s", a.StatusCode, status, a.Whole)
	}
	if len(a.Whole) == 0 {
		return nil
	}
	if err := json.Unmarshal(a.Whole, &m); err != nil {
		t.Fatalf("%v: %s", err, a.Whole)
	}
	return m
}

// Values are the items of a collection, by the names of their members.
func (a Answer) Values(t testing.TB) (items []map[string]any) {
	t.Helper()
	list, ok := a.Want(t, http.StatusOK)["value"].([]any)
	if !ok {
		t.Fatalf("no collection: %s", a.Whole)
	}
	for _, v := range list {
		item, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("an item is no object: %s", a.Whole)
		}
		items = append(items, item)
	}
	return items
}

// GraphError is Graph's error body, for strict reading.
type GraphError struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Details []struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Target  string `json:"target"`
		} `json:"details"`
		InnerError struct {
			Date            string `json:"date"`
			RequestID       string `json:"request-id"`
			ClientRequestID string `json:"client-request-id"`
		} `json:"innerError"`
	} `json:"error"`
}

// Refused fails the test unless the answer is Graph's refusal with the status, code and
// message.
func (a Answer) Refused(t testing.TB, status int, code, message string) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("the status is %d, want %d: %s", a.StatusCode, status, a.Whole)
	}
	got := wiretest.MustDecode[GraphError](t, a.Whole).Error
	if got.Code != code || got.Message != message {
		t.Errorf("it says %s: %s\nwant    %s: %s", got.Code, got.Message, code, message)
	}
}

// Column is one property of each item of a collection, "" where it is no text.
func (a Answer) Column(t testing.TB, property string) (column []string) {
	t.Helper()
	for _, item := range a.Values(t) {
		text, _ := item[property].(string)
		column = append(column, text)
	}
	return column
}
