package nethttp_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func gzipped(t *testing.T, body any) []byte {
	t.Helper()
	raw, isRaw := body.([]byte)
	if !isRaw {
		var err error
		raw, err = json.Marshal(body)
		require.NoError(t, err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(raw)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

// TestGzippedBodies: msgraph-sdk-go compresses the body of every request.
func TestGzippedBodies(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	made := l.do("POST", "/v1.0/users", gzipped(t, newcomer("zip", nil)), "Content-Encoding", "gzip").is(http.StatusCreated)
	id := made.text("id")
	assert.Equal(t, "New zip", l.user(id).DisplayName)
	l.do("PATCH", "/v1.0/users/"+id, gzipped(t, object{"jobTitle": "Packer"}), "Content-Encoding", "GZIP").is(http.StatusNoContent)
	assert.Equal(t, "Packer", l.user(id).JobTitle)
	l.do("PUT", "/v1.0/users/"+id+"/manager/$ref", gzipped(t, object{"@odata.id": graph + "/v1.0/users/" + adele}), "Content-Encoding", "gzip").is(http.StatusNoContent)
	manager, err := l.m.Identity.Managers.Get(t.Context(), admin365.UserID(id))
	require.NoError(t, err)
	assert.Equal(t, "Adele Vance", manager.DisplayName)
	// It compresses what is empty, too.
	l.do("DELETE", "/v1.0/users/"+id+"/manager/$ref", gzipped(t, []byte{}), "Content-Encoding", "gzip").is(http.StatusNoContent)

	before := l.m.Snapshot()
	for name, body := range map[string][]byte{
		"not gzip":             []byte(`{"jobTitle":"x"}`),
		"cut":                  gzipped(t, object{"jobTitle": "x"})[:20],
		"not JSON":             gzipped(t, []byte("jobTitle=x")),
		"a bomb":               gzipped(t, bytes.Repeat([]byte(" "), 64<<20)),
		"garbage in the trail": append(gzipped(t, object{"jobTitle": "x"}), "garbage"...),
	} {
		a := l.do("PATCH", "/v1.0/users/"+id, body, "Content-Encoding", "gzip")
		assert.Contains(t, []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge}, a.status, name)
		code, _ := a.refusal()
		assert.NotEmpty(t, code, name)
	}
	l.unchanged(before)
}

// TestAnswersAreNotCompressedUnasked: who does not ask for gzip does not get it.
func TestAnswersAreNotCompressedUnasked(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, accepted := range []string{"identity", "gzip", "gzip, deflate, br"} {
		a := l.get("/v1.0/users", "Accept-Encoding", accepted).is(http.StatusOK)
		if a.header.Get("Content-Encoding") == "gzip" {
			require.NotEqual(t, "identity", accepted)
			z, err := gzip.NewReader(bytes.NewReader(a.body))
			require.NoError(t, err)
			a.body, err = io.ReadAll(z)
			require.NoError(t, err)
		}
		assert.Len(t, a.items(), 24, accepted)
	}
}

// TestChunkedBody: a body whose length is not said beforehand.
func TestChunkedBody(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	raw, err := json.Marshal(newcomer("chunk", nil))
	require.NoError(t, err)
	rq, err := http.NewRequestWithContext(t.Context(), http.MethodPost, graph+"/v1.0/users", io.MultiReader(bytes.NewReader(raw[:7]), bytes.NewReader(raw[7:])))
	require.NoError(t, err)
	rq.Header.Set("Authorization", "Bearer "+l.token)
	rq.Header.Set("Content-Type", "application/json; charset=utf-8")
	require.Zero(t, rq.ContentLength)
	resp, err := l.client.Do(rq)
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, http.StatusCreated, resp.StatusCode)
	assert.Equal(t, "New chunk", l.user("chunk@contoso.com").DisplayName)
}

// TestAnnotationsInBodies: the SDKs' models say their type, on the entity and on
// what is nested in it; it means nothing and never comes back.
func TestAnnotationsInBodies(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	made := l.do("POST", "/v1.0/users", newcomer("noted", object{
		"@odata.type": "#microsoft.graph.user", "@odata.context": graph + "/v1.0/$metadata#users/$entity", "@odata.id": "users('x')",
		"passwordProfile": object{"@odata.type": "#microsoft.graph.passwordProfile", "password": password, "forceChangePasswordNextSignIn": true},
		"employeeOrgData": object{"@odata.type": "#microsoft.graph.employeeOrgData", "costCenter": "4711"},
	})).is(http.StatusCreated)
	assert.NotContains(t, made.object(), "@odata.type")
	id := made.text("id")
	there := l.user(id)
	require.NotNil(t, there.EmployeeOrgData)
	assert.Equal(t, "4711", there.EmployeeOrgData.CostCenter)
	got := l.get("/v1.0/users/" + id + "?$select=employeeOrgData,passwordProfile").is(http.StatusOK)
	assert.NotContains(t, string(got.body), "@odata.type")
	assert.NotContains(t, string(got.body), password)
	l.do("PATCH", "/v1.0/users/"+id, object{
		"@odata.type": "#microsoft.graph.user", "jobTitle": "Clerk",
		"employeeOrgData": object{"@odata.type": "#microsoft.graph.employeeOrgData", "division": "North"},
	}).is(http.StatusNoContent)
	assert.Equal(t, "Clerk", l.user(id).JobTitle)
}

// TestMalformedBodies: what is not JSON is refused in the service's words.
func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	before := l.m.Snapshot()
	for name, body := range map[string]string{
		"cut": `{"jobTitle":`, "text": "jobTitle=x", "an array": `[{"jobTitle":"x"}]`, "a string": `"x"`, "two values": `{"jobTitle":"x"}{}`,
		"a comma too many": `{"jobTitle":"x",}`, "not UTF-8": "{\"jobTitle\":\"\xff\"}",
	} {
		a := l.do("PATCH", "/v1.0/users/"+adele, []byte(body)).is(http.StatusBadRequest)
		code, message := a.refusal()
		assert.Equal(t, "BadRequest", code, name)
		assert.Contains(t, message, "Unable to read JSON request payload.", name)
	}
	l.unchanged(before)
}

// TestNestedValues: what is nested in an object has names and types as well; a
// value that no client could read back is not taken.
func TestNestedValues(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]object{
		"a number for a text":      {"employeeOrgData": object{"costCenter": 1}},
		"a list for a text":        {"onPremisesExtensionAttributes": object{"extensionAttribute1": []string{"x"}}},
		"an unknown name":          {"employeeOrgData": object{"nonsense": "x"}},
		"a text for an object":     {"employeeOrgData": "x"},
		"a number for a bool":      {"passwordProfile": object{"password": password, "forceChangePasswordNextSignIn": 1}},
		"a number in a list":       {"otherMails": []any{1}},
		"a number in an identity":  {"identities": []object{{"signInType": 1, "issuer": "contoso.com", "issuerAssignedId": "x"}}},
		"an object for a password": {"passwordProfile": object{"password": object{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t)
			before := l.m.Snapshot()
			a := l.do("PATCH", "/v1.0/users/"+adele, change)
			assert.Equal(t, http.StatusBadRequest, a.status, "%s", a.body)
			l.unchanged(before)
			_, err := l.m.Identity.Users.Get(t.Context(), adele)
			require.NoError(t, err, "the person can still be read, directly")
			wired, err := l.e.Client(admin365.Caller{})
			require.NoError(t, err)
			_, err = wired.Identity.Users.Get(t.Context(), adele)
			require.NoError(t, err, "and over the wire")
		})
	}
}
