package identity_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// readPaths is a path of each operation that reads, on a Contoso which has one of
// everything. Whoever adds such an operation adds its path.
func readPaths(t *testing.T, w *wire) map[string]string {
	t.Helper()
	s, ctx := w.Tenant.Identity, t.Context()
	id := func(name admin365.UserID) admin365.ObjectID {
		u, err := s.Users.Get(ctx, name)
		require.NoError(t, err)
		return admin365.ObjectID(u.ID)
	}
	adele, lee := id("AdeleV@contoso.com"), id("LeeG@contoso.com")
	group := func(name string) string {
		g, err := s.Groups.Create(ctx, identity.NewGroup{
			DisplayName: name, MailNickname: name, MailEnabled: new(false), SecurityEnabled: new(true),
			Members: []admin365.ObjectID{adele}, Owners: []admin365.ObjectID{lee},
		})
		require.NoError(t, err)
		return string(g.ID)
	}
	here, gone := group("here"), group("gone")
	require.NoError(t, s.Groups.Delete(ctx, admin365.GroupID(gone)))
	alex := id("AlexW@contoso.com")
	require.NoError(t, s.Users.Delete(ctx, admin365.UserID(alex)))
	assignment, err := s.RoleAssignments.Create(ctx, identity.NewRoleAssignment{
		PrincipalID: lee, RoleID: identity.UserAdministrator, DirectoryScopeID: identity.TenantScope,
	})
	require.NoError(t, err)
	reset, err := s.Passwords.Reset(ctx, admin365.UserID(adele), admin365.Secret{})
	require.NoError(t, err)
	_, operation, _ := strings.Cut(string(reset.Operation.ID), "/v1.0")
	const role = "/directoryRoles/roleTemplateId="
	user, of := "/users/"+string(adele), "/groups/"+here
	return map[string]string{
		"identity.Objects.Get": "/directoryObjects/" + string(adele), "identity.GroupMemberships.List": of + "/memberOf",
		"identity.GroupMemberships.ListTransitive": of + "/transitiveMemberOf",
		"identity.Users.List":                      "/users", "identity.Users.Count": "/users/$count", "identity.Users.Get": user, "identity.Users.Me": "/me", "identity.Users.Changes": "/users/delta",
		"identity.Managers.Get": user + "/manager", "identity.Managers.Reports": "/users/PattiF@contoso.com/directReports",
		"identity.Profiles.Get": user + "?$select=aboutMe",

		"identity.DeletedUsers.List": "/directory/deletedItems/microsoft.graph.user", "identity.DeletedUsers.Get": "/directory/deletedItems/" + string(alex),
		"identity.Operations.Get": operation, "identity.PasswordMethods.List": user + "/authentication/passwordMethods",
		"identity.PasswordMethods.Get": user + "/authentication/passwordMethods/28c10230-6103-485e-b985-444c60001490",
		"identity.Memberships.List":    user + "/memberOf", "identity.Memberships.ListTransitive": user + "/transitiveMemberOf",
		"identity.Memberships.Count": user + "/memberOf/$count", "identity.Memberships.CountTransitive": user + "/transitiveMemberOf/$count",

		"identity.Groups.List": "/groups", "identity.Groups.Count": "/groups/$count", "identity.Groups.Get": of,
		"identity.DeletedGroups.List": "/directory/deletedItems/microsoft.graph.group", "identity.DeletedGroups.Get": "/directory/deletedItems/" + gone + "/microsoft.graph.group",
		"identity.GroupMembers.List": of + "/members", "identity.GroupMembers.ListTransitive": of + "/transitiveMembers",
		"identity.GroupMembers.Count": of + "/members/$count", "identity.GroupMembers.CountTransitive": of + "/transitiveMembers/$count",
		"identity.GroupMembers.Get": of + "/members/" + string(adele) + "/$ref",
		"identity.GroupOwners.List": of + "/owners", "identity.GroupOwners.Count": of + "/owners/$count",
		"identity.GroupOwners.Get": of + "/owners/" + string(lee) + "/$ref",

		"identity.Roles.List": "/roleManagement/directory/roleDefinitions", "identity.Roles.Get": "/roleManagement/directory/roleDefinitions/" + string(identity.UserAdministrator),
		"identity.RoleAssignments.List": "/roleManagement/directory/roleAssignments", "identity.RoleAssignments.Get": "/roleManagement/directory/roleAssignments/" + string(assignment.ID),
		"identity.ActivatedRoles.List": "/directoryRoles", "identity.ActivatedRoles.Get": role + string(identity.UserAdministrator),
		"identity.ActivatedRoles.Members":   role + string(identity.UserAdministrator) + "/members",
		"identity.ActivatedRoles.GetMember": role + string(identity.UserAdministrator) + "/members/" + string(lee) + "/$ref",
		"identity.RoleTemplates.List":       "/directoryRoleTemplates", "identity.RoleTemplates.Get": "/directoryRoleTemplates/" + string(identity.UserAdministrator),
	}
}

// oddQueries are queries of which each is refused somewhere.
func oddQueries() []string {
	many := strings.TrimPrefix(strings.Repeat(" or displayName eq 'x'", 16), " or ")
	queries := []string{
		"$planet=x", "$select=id&select=id", "$skip=1", "$top=x", "$top=0", "$top=1000", "$count=x", "$skiptoken=x", "$deltatoken=x", "$format=xml",
		"$select=planet", "$select=(", "$select=aboutMe", "$select=id,mailboxSettings", "$select=signInActivity", "$select=allowExternalSenders", "$select=id,isSubscribedByMail", "$expand=manager($select=aboutMe)", "$expand=manager($select=planet)",
		"$expand=planet", "$expand=(", "$expand=*", "$expand=manager,members", "$expand=manager($levels=max)", "$expand=members($filter=id eq 'x')",
		"$orderby=displayName sideways", "$orderby=planet", "$orderby=city", "$orderby=displayName", "$orderby=id,displayName", "$orderby=id", "$orderby=principalId desc", "$orderby=principalId sideways",
		"$search=x", `$search="displayName:x"`, `$search="planet:x"`, `$search="id:x"`, `$search="displayName:x" AND`, `$search=`,
	}
	for _, filter := range []string{
		"planet eq 'x'", "displayName eq", "id eq", "displayName ne 'x'", "not(displayName eq 'x')", "streetAddress eq 'x'", "aboutMe eq 'x'", "mailEnabled ge true",
		"contains(displayName,'x')", "tolower(displayName) eq 'x'", "endsWith(userPrincipalName,'x')", "endsWith(mail,'x')", "endsWith(displayName,'x')",
		"createdDateTime ge 2020-01-01", "deletedDateTime ge 2020-01-01", "startsWith(id,'x')", "principalId ne 'x'", "isBuiltIn ne true", "roleDefinitionId gt 'x'",
		"proxyAddresses/any(p:p eq 1)", "assignedLicenses/$count eq 0", "id eq 'x' or id eq 'y'", many, strings.ReplaceAll(many, "displayName", "id"),
	} {
		queries = append(queries, "$filter="+filter, "$filter="+filter+"&$count=true", "$filter="+filter+"&$orderby=displayName")
	}
	return queries
}

// askOddly sends every odd query with and without the header of advanced ones, to
// each operation that reads.
func askOddly(t *testing.T, w *wire) {
	t.Helper()
	paths := readPaths(t, w)
	for _, o := range identity.Ops() {
		path, known := paths[o.Name]
		if o.Method != http.MethodGet {
			continue
		}
		if !assert.True(t, known, "readPaths has no path of %s", o.Name) {
			continue
		}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		assert.Equal(t, http.StatusOK, w.Do("GET", path, "", eventual).StatusCode, path)
		for _, query := range oddQueries() {
			var escaped []string
			for part := range strings.SplitSeq(query, "&") {
				name, value, _ := strings.Cut(part, "=")
				escaped = append(escaped, name+"="+url.QueryEscape(value))
			}
			address := path + separator + strings.Join(escaped, "&")
			for _, edits := range [][]func(*http.Request){nil, {eventual}} {
				a := w.Do("GET", address, "", edits...)
				assert.True(t, a.StatusCode < 500 || a.StatusCode == http.StatusNotImplemented, "%s: %d %s", address, a.StatusCode, a.Whole)
			}
		}
	}
}

// TestOddQueries: whatever a stranger asks of a read, it is answered, or refused in
// words that the operation declares.
func TestOddQueries(t *testing.T) {
	t.Parallel()
	w := newWireFor(t, admin365.Caller{})
	askOddly(t, w)
}
