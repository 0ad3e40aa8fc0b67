package graphjs_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// passwordMethod is the id of the password among a user's sign-in methods; it is
// the same for everybody.
const passwordMethod = "28c10230-6103-485e-b985-444c60001490"

// TestPasswordByPatch: the update of a user sets his password at once.
// Source: https://learn.microsoft.com/graph/api/user-update
func TestPasswordByPatch(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.asAdministrator()
	const adele = "/users/AdeleV@contoso.com"
	when := func() string {
		return take[object](l, "paths.get", input{"path": adele, "select": []string{"lastPasswordChangeDateTime"}}).text("lastPasswordChangeDateTime")
	}
	before := when()
	l.m.Advance(time.Minute)
	l.take("paths.patch", input{"path": adele, "body": object{"passwordProfile": object{"password": "Nq8#vLw3!zKp", "forceChangePasswordNextSignIn": true}}})
	assert.Greater(t, when(), before)
	profile, _ := take[object](l, "paths.get", input{"path": adele, "select": []string{"passwordProfile"}})["passwordProfile"].(map[string]any)
	assert.Equal(t, true, profile["forceChangePasswordNextSignIn"])
	assert.Nil(t, profile["password"], "nobody sees it again")

	snapshot := l.m.Snapshot()
	thrown := l.refused("paths.patch", input{"path": adele, "body": object{"passwordProfile": object{"password": "short"}}})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "Request_BadRequest", thrown.Code)
	assert.Equal(t, "The specified password does not comply with password complexity requirements. Please provide a different password.", thrown.Message)
	assert.NotContains(t, thrown.Body, "short")
	assert.Empty(t, l.m.Changes(snapshot))
}

// TestResetPassword: the action of a signed-in administrator, which goes on
// after its answer.
// Source: https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword
func TestResetPassword(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.asAdministrator()
	id := string(l.user("AdeleV@contoso.com").ID)
	path := "/users/" + id + "/authentication/methods/" + passwordMethod + "/resetPassword"
	finish := func(location string) object {
		t.Helper()
		var operation object
		for range 30 {
			operation = take[object](l, "paths.get", input{"path": location})
			status := operation.text("status")
			if status != "notStarted" && status != "running" {
				break
			}
			l.m.Advance(5 * time.Second)
		}
		return operation
	}

	got := l.post(path, object{"newPassword": "Nq8#vLw3!zKp"})
	require.Equal(t, 202, got.Status, got.Text)
	require.True(t, strings.HasPrefix(got.Location, "https://graph.microsoft.com/v1.0/users/"+id+"/authentication/operations/"), got.Location)
	assert.NotContains(t, got.Text, "Nq8#", "who has chosen it knows it")
	operation := finish(got.Location)
	assert.Equal(t, "succeeded", operation.text("status"))
	assert.NotEmpty(t, operation.text("id"))
	assert.NotEmpty(t, operation.text("createdDateTime"))

	// Without a body the service makes one up.
	got = l.post(path, nil)
	require.Equal(t, 202, got.Status, got.Text)
	var made object
	require.NoError(t, json.Unmarshal([]byte(got.Text), &made), got.Text)
	assert.GreaterOrEqual(t, len(made.text("newPassword")), 8)
	assert.Equal(t, "succeeded", finish(got.Location).text("status"))

	thrown := l.refused("paths.post", input{"path": path, "body": object{"newPassword": "short"}})
	assert.Equal(t, 400, thrown.StatusCode)
	thrown = l.refused("paths.post", input{"path": strings.Replace(path, id, "00000000-1111-4222-8333-444444444444", 1), "body": object{"newPassword": "Nq8#vLw3!zKp"}})
	assert.Equal(t, 404, thrown.StatusCode)
}

// TestRevokeSessions: signed out everywhere.
// Source: https://learn.microsoft.com/graph/api/user-revokesigninsessions
func TestRevokeSessions(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.asAdministrator()
	before := l.user("AdeleV@contoso.com").SignInSessionsValidFromDateTime
	l.m.Advance(time.Minute)
	got := served[object](l, "paths.post", input{"path": "/users/AdeleV@contoso.com/revokeSignInSessions"})
	assert.Equal(t, true, got["value"])
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean", got.text("@odata.context"))
	assert.True(t, l.user("AdeleV@contoso.com").SignInSessionsValidFromDateTime.After(before))
}
