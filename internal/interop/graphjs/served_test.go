package graphjs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// served takes a step that has to succeed, unless the emulator does not have
// its path at all: then the test is skipped.
func served[T any](l *lab, step string, in input) T {
	l.t.Helper()
	value, thrown := l.try(step, in)
	if thrown != nil {
		if notServed(thrown.Message) {
			l.t.Skipf("SKIPPED: not served yet: %s %v", step, in["path"])
		}
		require.FailNow(l.t, step+" threw", "%s %d: %s\n%s", thrown.Code, thrown.StatusCode, thrown.Message, thrown.Stack)
	}
	var v T
	require.NoError(l.t, json.Unmarshal(value, &v), "%s answered %s", step, value)
	return v
}

// notServed tells an answer to a path that the emulator does not have from every
// other. A function on users, where it is not known, is taken for a user's id.
func notServed(message string) bool {
	return strings.HasPrefix(message, "Resource not found for the segment") || strings.HasPrefix(message, "Resource 'delta' does not exist")
}

// answer is a whole one, as the client gives it who asks for it so: a refusal
// does not throw then.
type answer struct {
	Status         int
	Location, Text string
}

// post sends a body, or none at all, and returns the whole answer.
func (l *lab) post(path string, body any) answer {
	l.t.Helper()
	got := take[answer](l, "paths.raw", input{"path": path, "body": body})
	var refused struct {
		Error struct{ Message string }
	}
	if got.Status >= 400 && json.Unmarshal([]byte(got.Text), &refused) == nil && notServed(refused.Error.Message) {
		l.t.Skipf("SKIPPED: not served yet: POST %s", path)
	}
	return got
}

// as has the program go on with the token of another caller.
func (l *lab) as(caller admin365.Caller) {
	l.t.Helper()
	token, err := l.e.Credential(caller).GetToken(l.t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	require.NoError(l.t, err)
	l.send(map[string]any{"application": map[string]string{"token": token.Token}})
}

// asAdministrator has it go on as the tenant's Global Administrator.
func (l *lab) asAdministrator() {
	l.t.Helper()
	l.as(admin365.AsUser(l.user("admin@" + admin.ContosoDomain).ID))
}

// idsOf are the ids of the objects.
func idsOf(all []object) []string {
	ids := make([]string, 0, len(all))
	for _, o := range all {
		ids = append(ids, o.text("id"))
	}
	return ids
}

// TestSignedIn: the program may come with a person's token.
func TestSignedIn(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.as(admin365.AsUser(l.user("AdeleV@contoso.com").ID))
	require.Equal(t, "Adele Vance", take[object](l, "paths.get", input{"path": "/me"}).text("displayName"))
	l.asAdministrator()
	require.Equal(t, "MOD Administrator", take[object](l, "paths.get", input{"path": "/me"}).text("displayName"))
}
