package identity_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/wiretest"
)

// batchBody is an answer to a batch, strictly.
type batchBody struct {
	Responses []struct {
		ID      string            `json:"id"`
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
	} `json:"responses"`
}

func (w *wire) batch(requests string) map[string]json.RawMessage {
	w.T.Helper()
	a := w.Do("POST", "/$batch", `{"requests":[`+requests+`]}`)
	a.Want(w.T, http.StatusOK)
	wiretest.MustDecode[batchBody](w.T, a.Whole)
	return partsOf(w.T, a.Whole)
}

// partsOf are the parts of an answer by their ids, as they came.
func partsOf(t testing.TB, body []byte) map[string]json.RawMessage {
	t.Helper()
	var whole struct {
		Responses []json.RawMessage `json:"responses"`
	}
	require.NoError(t, json.Unmarshal(body, &whole))
	parts := map[string]json.RawMessage{}
	for _, raw := range whole.Responses {
		var p struct {
			ID string `json:"id"`
		}
		require.NoError(t, json.Unmarshal(raw, &p))
		parts[p.ID] = raw
	}
	return parts
}

// TestBatchSample compares an answer to a batch with the vendor's sample key by
// key, headers in their letters too. Parts of the sample that belong to Planner
// and to group memberships have no counterpart here.
func TestBatchSample(t *testing.T) {
	t.Parallel()
	raw := sample(t, "batch.response.json")
	wiretest.MustDecode[batchBody](t, raw)
	want := partsOf(t, raw)
	w := newWire(t)
	w.Tenant.Drill(admin.FailNth("identity.Users.Delete", 1, http.StatusForbidden))
	got := w.batch(`
		{"id":"3","method":"DELETE","url":"/users/AlexW@contoso.com"},
		{"id":"4","method":"POST","url":"/users/AlexW@contoso.com/manager","body":{},"headers":{"Content-Type":"application/json"}},
		{"id":"5","method":"GET","url":"users?$select=id,displayName,userPrincipalName&$filter=startsWith(displayName,'A') and city ne null&$count=true","headers":{"ConsistencyLevel":"eventual"}}`)
	for _, id := range []string{"3", "4", "5"} {
		wiretest.MustSameShape(t, want[id], got[id])
		keys := func(raw json.RawMessage) (status int, headers map[string]string) {
			var p struct {
				Status  int
				Headers map[string]string
			}
			require.NoError(t, json.Unmarshal(raw, &p))
			return p.Status, p.Headers
		}
		wantStatus, wantHeaders := keys(want[id])
		gotStatus, gotHeaders := keys(got[id])
		assert.Equal(t, wantStatus, gotStatus, id)
		for name, value := range wantHeaders {
			if name == "x-ms-resource-unit" {
				value = gotHeaders[name] // It is there; its number is another list's.
				assert.NotEmpty(t, value, id)
			}
			assert.Equal(t, value, gotHeaders[name], "%s of %s", name, id)
		}
	}
}

// TestBatchTransactions: a batch is no transaction, each of its parts is.
func TestBatchTransactions(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	before := w.Tenant.Snapshot()
	const typed = `"headers":{"Content-Type":"application/json"}`
	const newcomer = `{"accountEnabled":true,"displayName":"Ada","mailNickname":"ada","userPrincipalName":"ada@contoso.com","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`
	got := w.batch(`
		{"id":"create","method":"POST","url":"/users",` + typed + `,"body":` + newcomer + `},
		{"id":"again","method":"POST","url":"/users",` + typed + `,"body":` + newcomer + `},
		{"id":"two things","method":"PATCH","url":"/users/AlexW@contoso.com",` + typed + `,"body":{"jobTitle":"Chief","usageLocation":"ZZ"},"dependsOn":["create"]},
		{"id":"change","method":"PATCH","url":"/users/ada@contoso.com",` + typed + `,"body":{"jobTitle":"Countess"},"dependsOn":["create"]},
		{"id":"read","method":"GET","url":"/users/ada@contoso.com?$select=jobTitle","dependsOn":["change"]},
		{"id":"number","method":"GET","url":"/users/$count","headers":{"ConsistencyLevel":"eventual"},"dependsOn":["create"]},
		{"id":"not after","method":"DELETE","url":"/users/AdeleV@contoso.com","dependsOn":["again"]}`)
	var statuses []int
	for _, id := range []string{"create", "again", "two things", "change", "read", "number", "not after"} {
		var p struct{ Status int }
		require.NoError(t, json.Unmarshal(got[id], &p))
		statuses = append(statuses, p.Status)
	}
	assert.Equal(t, []int{201, 400, 400, 204, 200, 200, 424}, statuses)
	var read struct{ Body map[string]any }
	require.NoError(t, json.Unmarshal(got["read"], &read))
	assert.Equal(t, "Countess", read.Body["jobTitle"], "a part sees what came before it")
	var number struct{ Body int }
	require.NoError(t, json.Unmarshal(got["number"], &number))
	assert.Equal(t, 25, number.Body)
	alex, err := w.Tenant.Identity.Users.Get(t.Context(), "AlexW@contoso.com")
	require.NoError(t, err)
	assert.NotEqual(t, "Chief", alex.JobTitle, "what failed left nothing")
	assert.Len(t, w.Tenant.Changes(before), 1)

	ops := map[string]int{}
	for _, r := range w.Tenant.Requests() {
		if r.Status != 0 {
			ops[r.Op]++
		}
	}
	assert.Equal(t, map[string]int{
		"identity.Users.Create": 2, "identity.Users.Update": 2, "identity.Users.Get": 1, "identity.Users.Count": 1, "graph.Batch": 1,
	}, ops, "each part is in the log")
}

// TestBatchOfAUser: /me is the caller's in a part as well.
func TestBatchOfAUser(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	adele, err := w.Tenant.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	w.As(admin365.AsUser(adele.ID))
	got := w.batch(`{"id":1,"method":"GET","url":"/me?$select=id"}`)
	assert.Contains(t, string(got["1"]), string(adele.ID))
}
