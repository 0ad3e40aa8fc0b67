package graphjs_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// part is the answer to one request of a batch, as the client's own class gives it.
type part struct {
	Status     int
	Type       string
	Units      string
	RetryAfter string
	Text       string
}

func (p part) object(t *testing.T) (o object) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(p.Text), &o), p.Text)
	return o
}

// code is the code of the part's refusal.
func (p part) code(t *testing.T) string {
	t.Helper()
	refused, _ := p.object(t)["error"].(map[string]any)
	code, _ := refused["code"].(string)
	return code
}

func (l *lab) batch(requests ...object) map[string]part {
	l.t.Helper()
	return take[map[string]part](l, "batches.send", input{"requests": requests})
}

// TestBatchRead: 20 people in one batch. One part is throttled, the batch is
// not; the program sends that part again.
func TestBatchRead(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	names := l.inTenant(identity.UserQuery{})[:20]
	var requests []object
	for i, name := range names {
		requests = append(requests, object{"id": fmt.Sprint(i + 1), "url": "/users/" + url.PathEscape(name) + "?$select=id,userPrincipalName"})
	}
	l.take("users.list", input{"top": 1})
	l.m.Drill(admin.Throttle("identity.Users.Get", 1, 2128*time.Millisecond))
	got := l.batch(requests...)
	require.Len(t, got, 20)
	assert.Equal(t, 429, got["1"].Status)
	assert.Equal(t, "2.128", got["1"].RetryAfter)
	assert.Equal(t, "TooManyRequests", got["1"].code(t))
	for i, name := range names[1:] {
		p := got[fmt.Sprint(i+2)]
		require.Equal(t, 200, p.Status, p.Text)
		assert.Equal(t, "1", p.Units)
		assert.Equal(t, name, p.object(t).text("userPrincipalName"))
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(id,userPrincipalName)/$entity", p.object(t).text("@odata.context"))
	}
	again := l.batch(requests[0])
	assert.Equal(t, names[0], again["1"].object(t).text("userPrincipalName"))
	assert.Len(t, l.calls("identity.Users.Get"), 21)
	assert.Equal(t, []int{200, 200}, l.calls("graph.Batch"), "the client repeated no batch")

	// The queries that need a header have it in their part.
	got = l.batch(
		object{"id": "list", "url": "/users?$filter=department ne 'IT'&$count=true&$top=3", "headers": eventual},
		object{"id": "number", "url": "/users/$count", "headers": eventual},
		object{"id": "plain", "url": "/users?$filter=department ne 'IT'&$count=true"},
		object{"id": "search", "url": `/users?$search="displayName:adele"`, "headers": eventual},
	)
	assert.InDelta(t, 20, got["list"].object(t)["@odata.count"], 0)
	assert.NotEmpty(t, got["list"].object(t)["@odata.nextLink"])
	assert.Equal(t, "24", got["number"].Text)
	assert.Equal(t, 400, got["plain"].Status)
	assert.Equal(t, "Request_UnsupportedQuery", got["plain"].code(t))
	assert.Len(t, got["search"].object(t)["value"], 1)
}

// TestBatchWrites: one after the other, and none after one that failed.
func TestBatchWrites(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	typed := map[string]string{"Content-Type": "application/json"}
	newcomer := object{
		"accountEnabled": true, "displayName": "Batch", "mailNickname": "batch", "userPrincipalName": "batch@contoso.com",
		"passwordProfile": object{"password": password},
	}
	const path = "/users/batch@contoso.com"
	got := l.batch(
		object{"id": "create", "url": "/users", "method": "POST", "headers": typed, "body": newcomer},
		object{"id": "change", "url": path, "method": "PATCH", "headers": typed, "body": object{"jobTitle": "Clerk"}, "dependsOn": []string{"create"}},
		object{"id": "manager", "url": path + "/manager/$ref", "method": "PUT", "headers": typed, "body": object{"@odata.id": "https://graph.microsoft.com/v1.0/users/AdeleV@contoso.com"}, "dependsOn": []string{"change"}},
		object{"id": "read", "url": path + "?$select=jobTitle", "dependsOn": []string{"manager"}},
		object{"id": "boss", "url": path + "/manager", "dependsOn": []string{"read"}},
	)
	assert.Equal(t, []int{201, 204, 204, 200, 200}, statusesOf(got, "create", "change", "manager", "read", "boss"))
	assert.Empty(t, got["change"].Text, "204 has no body")
	assert.Equal(t, "Clerk", got["read"].object(t).text("jobTitle"))
	assert.Equal(t, "#microsoft.graph.user", got["boss"].object(t).text("@odata.type"))
	assert.Equal(t, got["create"].object(t).text("id"), string(l.user("batch@contoso.com").ID))

	before := l.m.Snapshot()
	got = l.batch(
		object{"id": "create", "url": "/users", "method": "POST", "headers": typed, "body": newcomer},
		object{"id": "change", "url": path, "method": "PATCH", "headers": typed, "body": object{"jobTitle": "Chief"}, "dependsOn": []string{"create"}},
		object{"id": "remove", "url": path, "method": "DELETE", "dependsOn": []string{"create"}},
	)
	assert.Equal(t, []int{400, 424, 424}, statusesOf(got, "create", "change", "remove"))
	assert.Equal(t, "Request_BadRequest", got["create"].code(t))
	assert.Empty(t, l.m.Changes(before))

	got = l.batch(object{"id": "remove", "url": path, "method": "DELETE"}, object{"id": "nobody", "url": "/users/nobody@contoso.com", "method": "DELETE"})
	assert.Equal(t, []int{204, 404}, statusesOf(got, "remove", "nobody"))
}

func statusesOf(parts map[string]part, ids ...string) []int {
	var statuses []int
	for _, id := range ids {
		statuses = append(statuses, parts[id].Status)
	}
	return statuses
}

// TestBatchRefusals: what the service says to batches that the client lets pass.
func TestBatchRefusals(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	read := object{"id": "1", "url": "/users/AdeleV@contoso.com"}
	// The client leaves the body away if there is none.
	thrown := l.refused("batches.send", input{"requests": []object{
		read, {"id": "2", "url": "/users", "method": "POST", "headers": map[string]string{"Content-Type": "application/json"}},
	}})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "BadRequest", thrown.Code)
	assert.Equal(t, "Write request id : 2 does not contain Content-Type header or body.", thrown.Message)
	thrown = l.refused("batches.send", input{"requests": []object{{"id": "a", "url": "/users"}, {"id": "A", "url": "/users"}}})
	assert.Equal(t, "Request Id A has to be unique in a batch.", thrown.Message, "the client tells letters apart, the service does not")
	assert.Empty(t, l.calls("identity.Users.Get"), "nothing is done of a batch that is refused")

	got := l.batch(read, object{"id": "2", "url": "/v1.0/users"}, object{"id": "3", "url": "/users/AdeleV@contoso.com/mailbox"})
	assert.Equal(t, []int{200, 400, 400}, statusesOf(got, "1", "2", "3"))
	assert.Contains(t, got["2"].Text, "Resource not found for the segment 'v1.0'.", "microsoftgraph/msgraph-sdk-javascript#1178")

	// A batch that is throttled as a whole is the retry handler's affair.
	l.m.Drill(admin.Throttle("graph.Batch", 1, 50*time.Millisecond))
	got = l.batch(read)
	assert.Equal(t, 200, got["1"].Status)
	statuses := l.calls("graph.Batch")
	assert.Equal(t, []int{429, 200}, statuses[len(statuses)-2:])
}
