package graphjs_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGroups: create, fill, list, empty, delete, restore.
// Source: https://learn.microsoft.com/graph/api/resources/group
func TestGroups(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	id := func(name string) string { return string(l.user(name + "@contoso.com").ID) }
	reference := func(id string) string { return "https://graph.microsoft.com/v1.0/directoryObjects/" + id }
	adele, alex, megan := id("AdeleV"), id("AlexW"), id("MeganB")
	body := object{"displayName": "Licensed", "mailEnabled": false, "mailNickname": "licensed", "securityEnabled": true, "groupTypes": []string{}, "description": "Who gets a license"}

	made := served[object](l, "paths.post", input{"path": "/groups", "body": body})
	group := "/groups/" + made.text("id")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#groups/$entity", made.text("@odata.context"))
	assert.Equal(t, "Licensed", made.text("displayName"))
	thrown := l.refused("paths.post", input{"path": "/groups", "body": object{"displayName": "x", "mailEnabled": false, "mailNickname": "x"}})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "A value is required for property 'securityEnabled' of resource 'Group'.", thrown.Message)

	served[any](l, "paths.post", input{"path": group + "/members/$ref", "body": object{"@odata.id": reference(adele)}})
	before := l.m.Snapshot()
	thrown = l.refused("paths.post", input{"path": group + "/members/$ref", "body": object{"@odata.id": reference(adele)}})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "One or more added object references already exist for the following modified properties: 'members'.", thrown.Message)
	thrown = l.refused("paths.patch", input{"path": group, "body": object{"members@odata.bind": []string{reference(alex), reference("00000000-1111-4222-8333-444444444444")}}})
	assert.Equal(t, 404, thrown.StatusCode)
	assert.Empty(t, l.m.Changes(before), "all or nothing")
	l.take("paths.patch", input{"path": group, "body": object{"members@odata.bind": []string{reference(alex), reference(megan)}}})

	members := served[page](l, "paths.get", input{"path": group + "/members"})
	assert.ElementsMatch(t, []string{adele, alex, megan}, idsOf(members.Value))
	for _, m := range members.Value {
		assert.Equal(t, "#microsoft.graph.user", m.text("@odata.type"))
	}
	walked := take[changes](l, "paths.iterate", input{"path": group + "/members", "top": 1, "select": []string{"id"}})
	assert.ElementsMatch(t, []string{adele, alex, megan}, idsOf(walked.Items))
	assert.Equal(t, "3", fmt.Sprint(served[any](l, "paths.get", input{"path": group + "/members/$count", "headers": eventual})))
	cast := served[page](l, "paths.get", input{"path": group + "/members/microsoft.graph.user", "select": []string{"id"}})
	assert.Len(t, cast.Value, 3)

	found := served[page](l, "paths.get", input{"path": "/groups", "filter": "displayName eq 'Licensed'", "select": []string{"id"}})
	assert.Equal(t, []string{made.text("id")}, idsOf(found.Value))
	found = take[page](l, "paths.get", input{"path": "/groups", "filter": "startswith(displayName,'Lic')"})
	assert.Equal(t, []string{made.text("id")}, idsOf(found.Value))

	served[any](l, "paths.delete", input{"path": group + "/members/" + alex + "/$ref"})
	assert.Equal(t, 404, l.refused("paths.delete", input{"path": group + "/members/" + alex + "/$ref"}).StatusCode)
	thrown = l.refused("paths.delete", input{"path": group + "/members/" + adele})
	assert.NotEmpty(t, thrown.Code, "without $ref it would delete the person")
	l.user("AdeleV@contoso.com")

	l.take("paths.delete", input{"path": group})
	assert.Equal(t, 404, l.refused("paths.get", input{"path": group}).StatusCode)
	bin := served[page](l, "paths.get", input{"path": "/directory/deletedItems/microsoft.graph.group"})
	require.Equal(t, []string{made.text("id")}, idsOf(bin.Value))
	served[object](l, "paths.post", input{"path": "/directory/deletedItems/" + made.text("id") + "/restore"})
	assert.ElementsMatch(t, []string{adele, megan}, idsOf(take[page](l, "paths.get", input{"path": group + "/members"}).Value), "its members are back")
}

// TestMemberships: what a person belongs to.
// Source: https://learn.microsoft.com/graph/api/user-list-memberof
func TestMemberships(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	adele := string(l.user("AdeleV@contoso.com").ID)
	made := served[object](l, "paths.post", input{"path": "/groups", "body": object{
		"displayName": "Licensed", "mailEnabled": false, "mailNickname": "licensed", "securityEnabled": true,
		"members@odata.bind": []string{"https://graph.microsoft.com/v1.0/users/" + adele},
	}})
	of := served[page](l, "paths.get", input{"path": "/users/" + adele + "/memberOf"})
	require.Contains(t, idsOf(of.Value), made.text("id"))
	for _, o := range of.Value {
		if o.text("id") == made.text("id") {
			assert.Equal(t, "#microsoft.graph.group", o.text("@odata.type"))
		}
	}
	cast := served[page](l, "paths.get", input{"path": "/users/" + adele + "/memberOf/microsoft.graph.group"})
	assert.Contains(t, idsOf(cast.Value), made.text("id"))
}
