package graphjs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRestore: a deleted user is in the bin, and comes back as he was.
// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-restore
func TestRestore(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const name, bin = "AlexW@contoso.com", "/directory/deletedItems/"
	was := l.user(name)
	id := string(was.ID)

	l.take("users.delete", input{"id": id})
	list := served[page](l, "paths.get", input{"path": bin + "microsoft.graph.user", "select": []string{"id", "userPrincipalName", "deletedDateTime"}})
	require.Equal(t, []string{id}, idsOf(list.Value))
	assert.Equal(t, strings.ReplaceAll(id, "-", "")+name, list.Value[0].text("userPrincipalName"), "his name is free while he is here")
	assert.NotEmpty(t, list.Value[0].text("deletedDateTime"))
	lower := take[page](l, "paths.get", input{"path": "/directory/deleteditems/Microsoft.Graph.User"})
	assert.Equal(t, []string{id}, idsOf(lower.Value))
	one := served[object](l, "paths.get", input{"path": bin + id})
	assert.Equal(t, "#microsoft.graph.user", one.text("@odata.type"))
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", one.text("@odata.context"))

	// Without a body, as the documentation has it.
	got := l.post(bin+id+"/restore", nil)
	require.Equal(t, 200, got.Status, got.Text)
	assert.Contains(t, got.Text, `"#microsoft.graph.user"`)
	back := l.user(name)
	assert.Equal(t, was.ID, back.ID)
	assert.Equal(t, was.JobTitle, back.JobTitle)
	assert.Empty(t, take[page](l, "paths.get", input{"path": bin + "microsoft.graph.user"}).Value)
	assert.Equal(t, 404, l.refused("paths.post", input{"path": bin + id + "/restore"}).StatusCode, "he is not deleted")

	// Somebody else has taken his name.
	l.take("users.delete", input{"id": id})
	l.take("users.create", input{"user": object{
		"accountEnabled": true, "displayName": "Another", "mailNickname": "another", "userPrincipalName": name, "passwordProfile": object{"password": password},
	}})
	before := l.m.Snapshot()
	thrown := l.refused("paths.post", input{"path": bin + id + "/restore"})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "Request_BadRequest", thrown.Code)
	inner := thrown.inner(t)
	require.NotEmpty(t, inner.Details)
	assert.Equal(t, "ObjectConflict", inner.Details[0].Code)
	assert.Equal(t, "userPrincipalName", inner.Details[0].Target)
	assert.Empty(t, l.m.Changes(before))
	// His address is the other's too, now: a new name alone does not do.
	thrown = l.refused("paths.post", input{"path": bin + id + "/restore", "body": object{"newUserPrincipalName": "alex2@contoso.com"}})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Contains(t, thrown.Message, "proxyAddresses")
	assert.Empty(t, l.m.Changes(before))
	restored := take[object](l, "paths.post", input{"path": bin + id + "/restore", "body": object{"newUserPrincipalName": "alex2@contoso.com", "autoReconcileProxyConflict": true}})
	assert.Equal(t, id, restored.text("id"))
	assert.Equal(t, "alex2@contoso.com", restored.text("userPrincipalName"))
	assert.Equal(t, id, string(l.user("alex2@contoso.com").ID))

	// Gone for good.
	l.take("users.delete", input{"id": id})
	l.take("paths.delete", input{"path": bin + id})
	assert.Equal(t, 404, l.refused("paths.get", input{"path": bin + id}).StatusCode)
	thrown = l.refused("paths.post", input{"path": bin + id + "/restore"})
	assert.Equal(t, 404, thrown.StatusCode)
	assert.Equal(t, "Request_ResourceNotFound", thrown.Code)
}
