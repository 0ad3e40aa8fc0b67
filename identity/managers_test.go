package identity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// TestReportsOfManyRequests: who has more reports than a page of the service holds
// by itself gives them in as few requests over the wire as in memory.
func TestReportsOfManyRequests(t *testing.T) {
	t.Parallel()
	const people = 150
	m := newTest(t)
	ctx := t.Context()
	boss := m.Given.User(identity.NewUser{})
	for range people {
		require.NoError(t, m.Identity.Managers.Set(ctx, m.Given.User(identity.NewUser{}).ID, boss.ID))
	}
	for _, way := range subjects.Ways() {
		before := len(m.Requests())
		reports := all(t, subjects.Client(t, m.Memory, way, admin365.Caller{}).Identity.Managers.Reports(ctx, boss.ID))
		assert.Len(t, reports, people)
		var ops []string
		for _, r := range m.Requests()[before:] {
			ops = append(ops, r.Op)
		}
		assert.Equal(t, []string{"identity.Managers.Reports"}, ops, "%s", way)
	}
}

// TestLimitedObjects: who may not read people sees of a report, a member and who
// holds a role that there is a user with that id, and finds out no more by a
// condition, a search or an order.
func TestLimitedObjects(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx := t.Context()
	const boss = "PattiF@contoso.com"
	adele, err := w.Tenant.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	require.NoError(t, err)
	require.NoError(t, w.Tenant.Identity.Managers.Set(ctx, adele.ID, boss))
	group := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "G"})
	require.NoError(t, w.Tenant.Identity.GroupMembers.Add(ctx, group.ID, admin365.ObjectID(adele.ID)))
	w.give(string(identity.GlobalReader), string(adele.ID))

	w.As(admin365.Caller{User: boss, Permissions: []admin365.Permission{"User.Read", "GroupMember.Read.All", "RoleManagement.Read.Directory"}})
	reports, members := "/users/"+boss+"/directReports", "/groups/"+string(group.ID)+"/members"
	values := func(path string) []any { return w.Do("GET", path, "", eventual).Want(t, 200)["value"].([]any) }
	limited := map[string]any{"@odata.type": "#microsoft.graph.user", "id": string(adele.ID), "displayName": nil, "userPrincipalName": nil}
	const names = "?$select=id,displayName,userPrincipalName"
	assert.Contains(t, values(reports+names), limited)
	assert.Equal(t, []any{limited}, values(members+names))
	assert.Contains(t, values("/directoryRoles/roleTemplateId="+string(identity.GlobalReader)+"/members"+names), limited)
	for _, query := range []string{
		"$filter=startsWith(displayName,'Adele')", "$filter=userPrincipalName%20eq%20'AdeleV@contoso.com'", "$search=%22displayName:Adele%22",
	} {
		for _, path := range []string{reports, members} {
			assert.Empty(t, values(path+"?$count=true&"+query), "%s %s", path, query)
		}
	}
	byID := "?$filter=id%20eq%20'" + string(adele.ID) + "'&$select=id"
	assert.Len(t, values(reports+byID), 1)
	assert.Len(t, values(members+byID), 1)
}
