package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// TestStrangersRefused: what no method of ours can send, and others do, is refused in
// the words that the operation declares. Each row is one operation and one of its
// refusals; see refusalsWithoutCases.
func TestStrangersRefused(t *testing.T) {
	t.Parallel()
	const nobody = "11111111-2222-4333-8444-555555555555"
	asApp := admin365.AsApp("ad365ad3-65ad-4365-8d36-5ad365ad365a", "User.Read.All")
	asMember := admin365.AsUser("PattiF@contoso.com")
	for _, c := range []struct {
		op, refusal, method, path, body string
		caller                          admin365.Caller
		given                           func(*testing.T, *wire) // prepares the tenant
	}{
		{op: "identity.Users.Create", refusal: "UnknownProperty", method: "POST", path: "/users", body: newcomer(map[string]any{"planet": "x"})},
		{op: "identity.Users.Create", refusal: "PropertyReadOnly", method: "POST", path: "/users", body: newcomer(map[string]any{"createdDateTime": "2026-01-05T09:00:00Z"})},
		{op: "identity.Users.Create", refusal: "ProfileAlone", method: "POST", path: "/users", body: newcomer(map[string]any{"aboutMe": "x"})},
		{op: "identity.Users.Get", refusal: "PermissionMissing", path: "/users/{adele}?$select=signInActivity", caller: asApp},
		{op: "identity.Users.Get", refusal: "ReportsRoleMissing", path: "/users/{adele}?$select=signInActivity", caller: asMember},
		{op: "identity.Users.Me", refusal: "PermissionMissing", path: "/me?$select=signInActivity", caller: admin365.Caller{User: "PattiF@contoso.com", Permissions: []admin365.Permission{"User.Read"}}},
		{op: "identity.Users.Me", refusal: "ReportsRoleMissing", path: "/me?$select=signInActivity", caller: asMember},
		{op: "identity.Users.Changes", refusal: "PermissionMissing", path: "/users/delta?$select=customSecurityAttributes", caller: asApp},
		{op: "identity.Managers.Get", refusal: "PermissionMissing", path: "/users/{adele}/manager?$select=signInActivity", caller: asApp},
		{op: "identity.Managers.Get", refusal: "ReportsRoleMissing", path: "/users/{adele}/manager?$select=signInActivity", caller: asMember},
		{op: "identity.Managers.Reports", refusal: "PermissionMissing", path: "/users/PattiF@contoso.com/directReports?$select=signInActivity", caller: asApp},
		{op: "identity.Managers.Reports", refusal: "ReportsRoleMissing", path: "/users/PattiF@contoso.com/directReports?$select=signInActivity", caller: asMember},
		{
			op: "identity.Managers.Remove", refusal: "SyncedReadOnly", method: "DELETE", path: "/users/{adele}/manager/$ref",
			given: func(t *testing.T, w *wire) {
				require.NoError(t, w.Tenant.Backstage.Identity.Set(t.Context(), "AdeleV@contoso.com", "onPremisesSyncEnabled", "true"))
			},
		},

		{op: "identity.Groups.Create", refusal: "UnknownProperty", method: "POST", path: "/groups", body: groupOf(`"planet":1`)},
		{op: "identity.Groups.Create", refusal: "PropertyReadOnly", method: "POST", path: "/groups", body: groupOf(`"createdDateTime":"2026-01-05T09:00:00Z"`)},
		{op: "identity.Groups.Create", refusal: "EmptyBind", method: "POST", path: "/groups", body: groupOf(`"members@odata.bind":[]`)},
		{op: "identity.Groups.Update", refusal: "KindOfRoleGroup", method: "PATCH", path: "/groups/{assignable}", body: `{"groupTypes":["DynamicMembership"],"membershipRule":"user.department -eq \"Sales\"","membershipRuleProcessingState":"On"}`},
		{op: "identity.GroupMembers.AddSeveral", refusal: "ExchangeGroup", method: "PATCH", path: "/groups/{list}", body: `{"members@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/{adele}"]}`},
		{op: "identity.GroupMembers.Count", refusal: "ResourceNotFound", path: "/groups/" + nobody + "/members/$count"},
		{op: "identity.GroupMembers.CountTransitive", refusal: "ResourceNotFound", path: "/groups/" + nobody + "/transitiveMembers/$count"},
		{op: "identity.GroupOwners.Count", refusal: "ResourceNotFound", path: "/groups/" + nobody + "/owners/$count"},
		{op: "identity.GroupOwners.Get", refusal: "ResourceNotFound", path: "/groups/{list}/owners/" + nobody + "/$ref"},
		{op: "identity.GroupOwners.Remove", refusal: "ExchangeGroup", method: "DELETE", path: "/groups/{list}/owners/{lee}/$ref"},
		{op: "identity.GroupOwners.AddSeveral", refusal: "ResourceNotFound", method: "PATCH", path: "/groups/" + nobody, body: `{"owners@odata.bind":["users/{adele}"]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "ExchangeGroup", method: "PATCH", path: "/groups/{list}", body: `{"owners@odata.bind":["users/{adele}"]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "EmptyBind", method: "PATCH", path: "/groups/{assignable}", body: `{"owners@odata.bind":[]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "InvalidTarget", method: "PATCH", path: "/groups/{assignable}", body: `{"owners@odata.bind":["directoryObjects/{list}"]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "NestedInRoleGroup", method: "PATCH", path: "/groups/{assignable}", body: `{"owners@odata.bind":["users/{lee}"],"members@odata.bind":["groups/{company}"]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "UnifiedInUnified", method: "PATCH", path: "/groups/{company}", body: `{"owners@odata.bind":["users/{lee}"],"members@odata.bind":["groups/{project}"]}`},
		{op: "identity.GroupOwners.AddSeveral", refusal: "SyncedReadOnly", method: "PATCH", path: "/groups/{synced}", body: `{"owners@odata.bind":["users/{lee}"]}`},
		{op: "identity.Objects.Get", refusal: "ResourceNotFound", path: "/directoryObjects/" + nobody},
		{op: "identity.Objects.GetByIDs", refusal: "ParameterMissing", method: "POST", path: "/directoryObjects/getByIds", body: `{}`},
		{op: "identity.Objects.GetByIDs", refusal: "TooManyIDs", method: "POST", path: "/directoryObjects/getByIds", body: `{"ids":[` + strings.Repeat(`"`+nobody+`",`, 1000) + `"` + nobody + `"]}`},
		{op: "identity.Objects.GetByIDs", refusal: "UnknownObjectType", method: "POST", path: "/directoryObjects/getByIds", body: `{"ids":[],"types":["toaster"]}`},
		{op: "identity.Objects.GetByIDs", refusal: "NoQueryOptions", method: "POST", path: "/directoryObjects/getByIds?$top=1", body: `{"ids":[]}`},
		{op: "identity.Objects.GetByIDs", refusal: "SelectUnknownProperty", method: "POST", path: "/directoryObjects/getByIds?$select=planet", body: `{"ids":[]}`},
		{op: "identity.Objects.GetByIDs", refusal: "RepeatedOption", method: "POST", path: "/directoryObjects/getByIds?$select=id&$select=id", body: `{"ids":[]}`},
		{op: "identity.Objects.GetByIDs", refusal: "PermissionMissing", method: "POST", path: "/directoryObjects/getByIds?$select=signInActivity", body: `{"ids":[]}`, caller: admin365.AsApp("app", "Directory.Read.All")},
		{op: "identity.Objects.GetByIDs", refusal: "ReportsRoleMissing", method: "POST", path: "/directoryObjects/getByIds?$select=signInActivity", body: `{"ids":[]}`, caller: asMember},
		{op: "identity.Memberships.Groups", refusal: "SecurityOfOthers", method: "POST", path: "/groups/{list}/getMemberGroups", body: `{"securityEnabledOnly":true}`},
		{op: "identity.Memberships.Objects", refusal: "ResourceNotFound", method: "POST", path: "/users/" + nobody + "/getMemberObjects", body: `{"securityEnabledOnly":false}`},
		{op: "identity.Memberships.Objects", refusal: "ParameterMissing", method: "POST", path: "/users/{adele}/getMemberObjects", body: `{}`},
		{op: "identity.Memberships.Objects", refusal: "SecurityOfOthers", method: "POST", path: "/groups/{list}/getMemberObjects", body: `{"securityEnabledOnly":true}`},
		{op: "identity.Memberships.CheckGroups", refusal: "ResourceNotFound", method: "POST", path: "/users/" + nobody + "/checkMemberGroups", body: `{"groupIds":[]}`},
		{op: "identity.Memberships.CheckGroups", refusal: "ParameterMissing", method: "POST", path: "/users/{adele}/checkMemberGroups", body: `{}`},
		{op: "identity.Memberships.CheckGroups", refusal: "TooManyIDs", method: "POST", path: "/users/{adele}/checkMemberGroups", body: `{"groupIds":[` + strings.Repeat(`"`+nobody+`",`, 20) + `"` + nobody + `"]}`},
		{op: "identity.Memberships.CheckObjects", refusal: "ResourceNotFound", method: "POST", path: "/users/" + nobody + "/checkMemberObjects", body: `{"ids":[]}`},
		{op: "identity.Memberships.CheckObjects", refusal: "ParameterMissing", method: "POST", path: "/users/{adele}/checkMemberObjects", body: `{}`},
		{op: "identity.Memberships.CheckObjects", refusal: "TooManyIDs", method: "POST", path: "/users/{adele}/checkMemberObjects", body: `{"ids":[` + strings.Repeat(`"`+nobody+`",`, 20) + `"` + nobody + `"]}`},
		{op: "identity.GroupMemberships.List", refusal: "ResourceNotFound", path: "/groups/" + nobody + "/memberOf"},
		{op: "identity.GroupMemberships.ListTransitive", refusal: "ResourceNotFound", path: "/groups/" + nobody + "/transitiveMemberOf"},
		{op: "identity.Memberships.Groups", refusal: "ResourceNotFound", method: "POST", path: "/users/" + nobody + "/getMemberGroups", body: `{"securityEnabledOnly":true}`},
		{op: "identity.Memberships.Groups", refusal: "ParameterMissing", method: "POST", path: "/users/{adele}/getMemberGroups", body: `{}`},
		{op: "identity.Passwords.Validate", refusal: "ParameterMissing", method: "POST", path: "https://graph.microsoft.com/beta/users/validatePassword", body: `{}`},
		{op: "identity.Memberships.Count", refusal: "ResourceNotFound", path: "/users/" + nobody + "/memberOf/$count"},
		{op: "identity.Memberships.CountTransitive", refusal: "ResourceNotFound", path: "/users/" + nobody + "/transitiveMemberOf/$count"},

		{op: "identity.Roles.Create", refusal: "UnknownProperty", method: "POST", path: "/roleManagement/directory/roleDefinitions", body: `{"displayName":"x","planet":1}`},
		{op: "identity.Roles.Update", refusal: "UnknownProperty", method: "PATCH", path: "/roleManagement/directory/roleDefinitions/{role}", body: `{"planet":1}`},
		{op: "identity.Roles.Update", refusal: "PropertyReadOnly", method: "PATCH", path: "/roleManagement/directory/roleDefinitions/{role}", body: `{"isBuiltIn":true}`},
		{op: "identity.RoleAssignments.Create", refusal: "PropertyReadOnly", method: "POST", path: "/roleManagement/directory/roleAssignments", body: `{"id":"x"}`},
		{op: "identity.ActivatedRoles.Activate", refusal: "UnknownProperty", method: "POST", path: "/directoryRoles", body: `{"planet":1}`},
		{op: "identity.RoleTemplates.Get", refusal: "ResourceNotFound", path: "/directoryRoleTemplates/" + nobody},
	} {
		t.Run(c.op+" "+c.refusal, func(t *testing.T) {
			t.Parallel()
			w := newWireFor(t, c.caller)
			if c.given != nil {
				c.given(t, w)
			}
			if c.method == "" {
				c.method = "GET"
			}
			fill := w.filler(t)
			before := len(w.Tenant.Requests())
			w.Do(c.method, fill(c.path), fill(c.body), eventual)
			raised, _ := shown.Refusals(subjects.Denied(w.Tenant.Requests()[before:]))
			assert.Equal(t, map[conform.Pair]bool{{Op: c.op, Refusal: c.refusal}: true}, raised)
		})
	}
}

func groupOf(member string) string {
	return `{"displayName":"x","mailNickname":"x","mailEnabled":false,"securityEnabled":true,` + member + `}`
}

// filler puts the ids of Contoso's people and things in the places of their names in
// braces.
func (w *wire) filler(t *testing.T) func(string) string {
	t.Helper()
	s, ctx := w.Tenant.Identity, t.Context()
	id := func(name admin365.UserID) string {
		u, err := s.Users.Get(ctx, name)
		require.NoError(t, err)
		return string(u.ID)
	}
	lee := id("LeeG@contoso.com")
	list, err := w.Tenant.Backstage.Identity.AddGroup(ctx, identity.NewGroup{
		DisplayName: "Distribution", MailNickname: "distribution", MailEnabled: new(true), SecurityEnabled: new(false), Owners: []admin365.ObjectID{admin365.ObjectID(lee)},
	})
	require.NoError(t, err)
	assignable, err := s.Groups.Create(ctx, identity.NewGroup{DisplayName: "Assignable", MailNickname: "assignable", IsAssignableToRole: new(true)})
	require.NoError(t, err)
	role, err := s.Roles.Create(ctx, identity.NewRole{
		DisplayName: "Own", RolePermissions: []identity.RolePermission{{AllowedResourceActions: []string{"microsoft.directory/applications/basic/read"}}},
	})
	require.NoError(t, err)
	synced := w.Tenant.Given.SyncedGroup(identity.NewGroup{DisplayName: "Synced"})
	return strings.NewReplacer("{synced}", string(synced.ID), "{adele}", id("AdeleV@contoso.com"), "{lee}", lee, "{list}", string(list.ID), "{assignable}", string(assignable.ID), "{role}", string(role.ID),
		"{company}", string(contosoGroup(t, s, "All Company").ID), "{project}", string(contosoGroup(t, s, "Mark 8 Project Team").ID)).Replace
}

// TestNotModeled: what is documented and not here says so, and is no "not found".
func TestNotModeled(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	fill := w.filler(t)
	for path, what := range map[string]string{
		"/users?$expand=memberOf":                                  "$expand=memberOf on users",
		"/users/{adele}/manager?$expand=memberOf":                  "$expand on manager",
		"/users/PattiF@contoso.com/directReports?$expand=memberOf": "$expand on directReports",
		"/groups?$expand=members":                                  "$expand on groups",
		"/groups/{list}?$expand=members":                           "$expand on groups",
		"/groups/{list}/members?$expand=memberOf":                  "$expand on directory objects",
	} {
		says := "admin365 does not have the operation " + what + " (see docs/fidelity.md)."
		w.Do("GET", fill(path), "").Refused(t, 501, "NotImplemented", says)
	}
}
