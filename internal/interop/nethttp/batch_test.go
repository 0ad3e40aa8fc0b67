package nethttp_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// pnpBatch sends a batch as PnP's CLI does; its ids are numbers.
func (l *lab) pnpBatch(requests ...object) *answer {
	l.t.Helper()
	return l.do("POST", "/v1.0/$batch", object{"requests": requests}, "Content-Type", "application/json;odata.metadata=none", "Accept", "application/json;odata.metadata=none")
}

// TestPnPIDsOfNames: the CLI looks 20 names up in one batch, and finds the name
// that is missing by the number of its answer.
// Source: pnp/cli-microsoft365, src/utils/entraUser.ts.
func TestPnPIDsOfNames(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	names := l.names(identity.UserQuery{})[:19]
	names = append(names, "nobody@contoso.com")
	var requests []object
	for i, name := range names {
		requests = append(requests, object{
			"id": i + 1, "method": "GET", "url": "/users/" + url.QueryEscape(name) + "?$select=id",
			"headers": object{"accept": "application/json;odata.metadata=none"},
		})
	}
	got := l.pnpBatch(requests...).responses()
	require.Len(t, got, 20)
	for _, r := range got {
		number, err := strconv.Atoi(r.ID)
		require.NoError(t, err)
		name := names[number-1]
		if name == "nobody@contoso.com" {
			assert.Equal(t, http.StatusNotFound, r.Status)
			continue
		}
		require.Equal(t, http.StatusOK, r.Status)
		assert.Equal(t, object{"id": string(l.user(name).ID)}, r.object(), "no annotations, as the part asks")
	}
}

// TestBatchedThrottling: a part is throttled by itself; the others are done, and
// cost their own units.
func TestBatchedThrottling(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	stop := l.m.Drill(admin.Throttle("identity.Users.Update", 1, 10*time.Second))
	defer stop()
	patch := func(id int, title string) object {
		return object{"id": id, "method": "PATCH", "url": "/users/" + adele, "headers": object{"content-type": "application/json"}, "body": object{"jobTitle": title}}
	}
	a := l.do("POST", "/v1.0/$batch", object{"requests": []object{patch(1, "first"), patch(2, "second"), {"id": 3, "method": "GET", "url": "/users"}}})
	got := a.responses()
	assert.Equal(t, []int{429, 204, 200}, []int{got[0].Status, got[1].Status, got[2].Status})
	assert.Equal(t, "10", got[0].Headers["Retry-After"])
	assert.Equal(t, "2", got[2].Headers["x-ms-resource-unit"])
	assert.Empty(t, a.header.Get("Retry-After"))
	assert.Equal(t, "second", l.user(adele).JobTitle)
}

// TestBatchedGzip: msgraph-sdk-go compresses a batch like every body.
func TestBatchedGzip(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	body := gzipped(t, object{"requests": []object{
		{"id": "3e2b4a1c", "method": "POST", "url": "/users", "headers": object{"content-type": "application/json"}, "body": newcomer("zip", object{"@odata.type": "#microsoft.graph.user"})},
		{"id": "9f8e7d6c", "method": "GET", "url": "/users/zip@contoso.com", "dependsOn": []string{"3E2B4A1C"}},
	}})
	got := l.do("POST", "/v1.0/$batch", body, "Content-Encoding", "gzip").responses()
	assert.Equal(t, []int{201, 200}, []int{got[0].Status, got[1].Status})
	assert.Equal(t, "New zip", got[1].object()["displayName"])
	for _, version := range []string{"v1.0", "beta"} {
		a := l.do("POST", "/"+version+"/$batch", object{"requests": []object{{"id": "1", "method": "GET", "url": "/users/" + adele}}})
		assert.Equal(t, graph+"/"+version+"/$metadata#users/$entity", a.responses()[0].object()["@odata.context"])
	}
}

// TestPnPBin empties and uses the bin as the CLI does.
// Source: pnp/cli-microsoft365, src/m365/entra/commands/user/user-recyclebinitem-*.ts.
func TestPnPBin(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	var ids []string
	for _, name := range []string{adele, "AlexW@contoso.com", "MeganB@contoso.com"} {
		id := string(l.user(name).ID)
		ids = append(ids, id)
		l.do("DELETE", "/v1.0/users/"+id, nil, pnp...).is(http.StatusNoContent)
	}
	bin := func() []string {
		return idsOf(l.get("/v1.0/directory/deletedItems/microsoft.graph.user?$select=id", pnp...).served().is(http.StatusOK).items())
	}
	assert.ElementsMatch(t, ids, bin())

	// user recyclebinitem restore: a type, and no body.
	back := l.do("POST", "/v1.0/directory/deletedItems/"+ids[0]+"/restore", []byte{}, "Content-Type", "application/json;odata.metadata=none").served().is(http.StatusOK)
	assert.Equal(t, ids[0], back.text("id"))
	assert.Equal(t, ids[0], string(l.user(adele).ID))

	// user recyclebinitem clear: numbers from 0, and neither headers nor bodies.
	var requests []object
	for i, id := range bin() {
		requests = append(requests, object{"id": i, "method": "DELETE", "url": "/directory/deletedItems/" + id})
	}
	for _, r := range l.do("POST", "/v1.0/$batch", object{"requests": requests}, "Accept", "application/json").responses() {
		assert.Equal(t, http.StatusNoContent, r.Status, r.ID)
	}
	assert.Empty(t, bin())
}

// TestPnPSessions: user session revoke, by name and in parentheses.
// Source: pnp/cli-microsoft365, src/m365/entra/commands/user/user-session-revoke.ts.
func TestPnPSessions(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	a := l.do("POST", "/v1.0/users('AdeleV%40contoso.com')/revokeSignInSessions", object{}, pnp...).served().is(http.StatusOK)
	assert.Equal(t, object{"value": true}, a.object())
}

// TestPnPPassword: user set --resetPassword is an update.
// Source: pnp/cli-microsoft365, src/m365/entra/commands/user/user-set.ts.
func TestPnPPassword(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.m.Advance(time.Minute)
	before := l.user(adele).LastPasswordChangeDateTime
	l.do("PATCH", "/v1.0/users/AdeleV%40contoso.com", object{"passwordProfile": object{
		"forceChangePasswordNextSignIn": true, "forceChangePasswordNextSignInWithMfa": false, "password": "Nq8#vLw3!zKp",
	}}, "Accept", "application/json").is(http.StatusNoContent)
	assert.True(t, l.user(adele).LastPasswordChangeDateTime.After(before))
}

// TestPnPGroups: group add, member list, member set, member remove, remove.
// Source: pnp/cli-microsoft365, src/m365/entra/commands/group.
func TestPnPGroups(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	made := l.do("POST", "/v1.0/groups", object{
		"displayName": "CLI's group", "description": "Made by a command", "mailNickName": "cli", "visibility": "Public",
		"groupTypes": []string{}, "mailEnabled": false, "securityEnabled": true,
	}, pnp...).served().is(http.StatusCreated)
	assert.NotContains(t, string(made.body), "@odata")
	id := made.text("id")

	var people []string
	for _, name := range l.names(identity.UserQuery{})[:22] {
		people = append(people, string(l.user(name).ID))
	}
	bind := func(ids []string) (references []string) {
		for _, id := range ids {
			references = append(references, graph+"/v1.0/directoryObjects/"+id)
		}
		return references
	}
	// 20 in a request, and the number of a request is that of its first person.
	var requests []object
	for i := 0; i < len(people); i += 20 {
		requests = append(requests, object{
			"id": i + 1, "method": "PATCH", "url": "/groups/" + id, "headers": object{"content-type": "application/json;odata.metadata=none"},
			"body": object{"members@odata.bind": bind(people[i:min(i+20, len(people))])},
		})
	}
	for _, r := range l.pnpBatch(requests...).responses() {
		assert.Equal(t, http.StatusNoContent, r.Status, r.ID)
		assert.Contains(t, []string{"1", "21"}, r.ID)
	}

	members := func(query string, headers ...string) []object {
		t.Helper()
		return l.get("/v1.0/groups/"+id+"/Members?$select=id,displayName,userPrincipalName,givenName,surname"+query, append(headers, pnp...)...).served().is(http.StatusOK).items()
	}
	assert.ElementsMatch(t, people, idsOf(members("")))
	found := members("&$filter="+url.QueryEscape("startswith(displayName, 'A')")+"&$count=true", "ConsistencyLevel", "eventual")
	assert.NotEmpty(t, found)
	assert.Less(t, len(found), len(people))

	// member set asks who is there by a number, and compares it with 1.
	stranger := string(l.user(l.names(identity.UserQuery{})[23]).ID)
	got := l.pnpBatch(
		object{"id": people[0], "method": "GET", "url": "/groups/" + id + "/members/$count?$filter=id eq '" + people[0] + "'", "headers": object{"ConsistencyLevel": "eventual"}},
		object{"id": stranger, "method": "GET", "url": "/groups/" + id + "/members/$count?$filter=id eq '" + stranger + "'", "headers": object{"ConsistencyLevel": "eventual"}},
	).responses()
	for _, r := range got {
		require.Equal(t, http.StatusOK, r.Status)
		want := 0.0
		if r.ID == people[0] {
			want = 1
		}
		assert.InDelta(t, want, r.Body, 0, "a number, and no text")
	}

	// member remove
	requests = nil
	for i, person := range people[:3] {
		requests = append(requests, object{
			"id": i + 1, "method": "DELETE", "url": "/groups/" + id + "/members/" + person + "/$ref",
			"headers": object{"content-type": "application/json;odata.metadata=none"},
		})
	}
	requests = append(requests, object{"id": stranger, "method": "DELETE", "url": "/groups/" + id + "/members/" + stranger + "/$ref"})
	for _, r := range l.pnpBatch(requests...).responses() {
		want := http.StatusNoContent
		if r.ID == stranger {
			want = http.StatusNotFound
		}
		assert.Equal(t, want, r.Status, r.ID)
	}
	assert.ElementsMatch(t, people[3:], idsOf(members("")))

	// The group by its name, whose quote is doubled and then escaped.
	named := l.get("/v1.0/groups?$filter=displayName%20eq%20'CLI%27%27s%20group'&$select=id", pnp...).is(http.StatusOK)
	assert.Equal(t, []object{{"id": id}}, named.items())
	security := l.get("/v1.0/groups?$filter=securityEnabled%20eq%20true%20and%20mailEnabled%20eq%20false", pnp...).is(http.StatusOK)
	assert.Contains(t, idsOf(security.items()), id)
	unified := l.get("/v1.0/groups?$filter=groupTypes/any(c:c+eq+'Unified')", pnp...).is(http.StatusOK)
	assert.NotContains(t, idsOf(unified.items()), id)
	l.do("PATCH", "/v1.0/groups/"+id, object{"displayName": "Renamed", "description": nil}, pnp...).is(http.StatusNoContent)
	assert.Equal(t, "Renamed", l.get("/v1.0/groups/"+id, pnp...).is(http.StatusOK).text("displayName"))
	l.do("DELETE", "/v1.0/groups/"+id, nil, pnp...).is(http.StatusNoContent)
	l.get("/v1.0/groups/"+id, pnp...).is(http.StatusNotFound)
}

// TestPnPMemberships: user groupmembership list begins with what a person is in.
func TestPnPMemberships(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	id := string(l.user(adele).ID)
	made := l.do("POST", "/v1.0/groups", object{
		"displayName": "One", "mailNickName": "one", "mailEnabled": false, "securityEnabled": true,
		"members@odata.bind": []string{graph + "/v1.0/directoryObjects/" + id},
	}, pnp...).served().is(http.StatusCreated)
	for _, path := range []string{"/memberOf", "/memberOf/microsoft.graph.group", "/transitiveMemberOf"} {
		a := l.get(fmt.Sprintf("/v1.0/users/%s%s?$select=id", id, path), pnp...).served().is(http.StatusOK)
		assert.Contains(t, idsOf(a.items()), made.text("id"), path)
	}
}
