package identity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// TestOperationsByEffect lists every operation of the area by what it can do: a
// guard, a dry run and a reviewer rely on it. Whoever adds an operation decides
// here.
func TestOperationsByEffect(t *testing.T) {
	t.Parallel()
	want := map[admin365.Effect][]string{
		admin365.EffectRead: {
			"identity.DeletedGroups.Get", "identity.DeletedGroups.List",
			"identity.GroupMembers.Count", "identity.GroupMembers.CountTransitive", "identity.GroupMembers.Get", "identity.GroupMembers.List", "identity.GroupMembers.ListTransitive",
			"identity.GroupOwners.Count", "identity.GroupOwners.Get", "identity.GroupOwners.List",
			"identity.Groups.Count", "identity.Groups.Get", "identity.Groups.List",
			"identity.Managers.Get", "identity.Managers.Reports",
			"identity.Memberships.Count", "identity.Memberships.CountTransitive", "identity.Memberships.List", "identity.Memberships.ListTransitive",
			"identity.Profiles.Get", "identity.Users.Count", "identity.Users.Get", "identity.Users.List",
		},
		admin365.EffectReversible: {
			"identity.DeletedGroups.Restore", "identity.GroupMembers.Add", "identity.GroupMembers.AddSeveral", "identity.GroupOwners.Add",
			"identity.Groups.Create", "identity.Groups.Update",
			"identity.Managers.Remove", "identity.Managers.Set", "identity.Profiles.Update", "identity.Users.Create", "identity.Users.Update",
		},
		admin365.EffectRevokesAccess: {"identity.GroupMembers.Remove", "identity.GroupOwners.Remove"},
		admin365.EffectLosesData:     {"identity.GroupMembers.Delete", "identity.GroupOwners.Delete", "identity.Groups.Delete", "identity.Users.Delete"},
		admin365.EffectIrrevocable:   {"identity.DeletedGroups.Purge"},
	}
	got := map[admin365.Effect][]string{}
	for _, o := range operations() {
		got[o.Effect] = append(got[o.Effect], o.Name)
	}
	for _, names := range got {
		slices.Sort(names)
	}
	assert.Equal(t, want, got)
}

// TestOperationsAreWhole: each operation says all that is read of it, and its
// method, effect and retry do not contradict each other.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, o := range operations() {
		assert.False(t, seen[o.Name], "%s twice", o.Name)
		seen[o.Name] = true
		assert.True(t, strings.HasPrefix(o.Name, "identity."), o.Name)
		assert.True(t, strings.HasPrefix(o.Source, "https://learn.microsoft.com/"), "%s has no source", o.Name)
		assert.NotEmpty(t, o.Paths, o.Name)
		assert.NotEmpty(t, o.Access.Delegated, o.Name)
		assert.Equal(t, api.Writes(o.Method), o.Write(), "%s: method and effect", o.Name)
		assert.Equal(t, !o.Write(), o.Retry == api.RetrySafe, "%s: effect and retry", o.Name)
		if o.Method == "POST" {
			assert.Equal(t, api.RetryNever, o.Retry, "%s: a POST is never sent twice", o.Name)
		}
		if o.Method == "DELETE" {
			assert.Equal(t, &api.ResourceNotFound, o.Repeated, "%s: a repeat that finds nothing is success", o.Name)
		}
		for _, r := range o.Refusals {
			assert.NotEmpty(t, r.Source, "%s %s", o.Name, r.Name)
			assert.Error(t, r.Is, "%s %s", o.Name, r.Name)
		}
	}
	mux := emu.NewMux()
	Mount(mux)
	var mounted, declared []string
	for _, o := range mux.Ops() {
		mounted = append(mounted, o.Name)
	}
	for _, o := range operations() {
		declared = append(declared, o.Name)
	}
	assert.ElementsMatch(t, declared, mounted, "each operation has a route or shares one")
}

// accessDiffers are the differences from the vendor's permission list, each with
// its reason. A line that no longer differs fails.
var accessDiffers = map[string]string{
	"identity.Users.Get GET /users/{id} least":                 "User.Read is less, and reads oneself alone",
	"identity.Profiles.Get GET /users/{id} least":              "User.Read is less, and reads oneself alone",
	"identity.Users.Count GET /users/$count":                   "the list has no /$count; the page of user-list gives it the permissions of the list",
	"identity.Users.Update PATCH /me":                          "the list has no PATCH of /me; the page of user-update documents it",
	"identity.Managers.Set PUT /users/{id}/manager/$ref":       "the list writes it without /$ref",
	"identity.Managers.Remove DELETE /users/{id}/manager/$ref": "the list writes it without /$ref",
	"identity.Profiles.Update PATCH /users/{id} application":   "the properties of the profile are delegated only, by the page of user-update",

	"identity.Groups.Count GET /groups/$count":                                           "the list has no /$count; the page of group-list gives it the permissions of the list",
	"identity.Groups.Get GET /groups/{id} least":                                         nestingSupport,
	"identity.Groups.Update PATCH /groups/{id} least":                                    nestingSupport,
	"identity.GroupMembers.Add POST /groups/{id}/members/$ref page":                      "the list does not have it; the page of group-post-members does",
	"identity.GroupMembers.AddSeveral PATCH /groups/{id} page":                           "the list has the permissions of the properties; those of members are on the page of group-post-members",
	"identity.GroupMembers.Remove DELETE /groups/{id}/members/{id}/$ref":                 "the list writes it without /$ref",
	"identity.GroupMembers.Get GET /groups/{id}/members/{id}/$ref page":                  "the list does not have it; other clients ask so, and it reads no more than the members",
	"identity.GroupMembers.Count GET /groups/{id}/members/$count":                        "the list has no /$count",
	"identity.GroupMembers.CountTransitive GET /groups/{id}/transitiveMembers/$count":    "the list has no /$count",
	"identity.GroupOwners.Add POST /groups/{id}/owners/$ref":                             "the list writes it without /$ref",
	"identity.GroupOwners.Remove DELETE /groups/{id}/owners/{id}/$ref":                   "the list writes it without /$ref",
	"identity.GroupOwners.Get GET /groups/{id}/owners/{id}/$ref page":                    "the list does not have it; other clients ask so, and it reads no more than the owners",
	"identity.GroupOwners.Count GET /groups/{id}/owners/$count":                          "the list has no /$count",
	"identity.Memberships.Count GET /users/{id}/memberOf/$count":                         "the list has no /$count",
	"identity.Memberships.Count GET /me/memberOf/$count":                                 "the list has no /$count",
	"identity.Memberships.CountTransitive GET /users/{id}/transitiveMemberOf/$count":     "the list has no /$count",
	"identity.Memberships.CountTransitive GET /me/transitiveMemberOf/$count":             "the list has no /$count",
	"identity.DeletedGroups.List GET /directory/deletedItems/microsoft.graph.group page": "the list has the restore of users alone; the pages of deleted items have the permissions for groups",
	"identity.DeletedGroups.Get GET /directory/deletedItems/{id} page":                   "the same",
	"identity.DeletedGroups.Restore POST /directory/deletedItems/{id}/restore page":      "the same",
	"identity.DeletedGroups.Purge DELETE /directory/deletedItems/{id} page":              "the same",
}

const nestingSupport = "Group-NestingSupport.ReadWrite.All is less, and is for one property alone"

type vendorAccess struct {
	Delegated      []admin365.Permission `json:"DelegatedWork"`
	Application    []admin365.Permission `json:"Application"`
	LeastDelegated []admin365.Permission `json:"leastDelegatedWork"`
	LeastApp       []admin365.Permission `json:"leastApplication"`
}

// TestPermissions compares path, method and permissions of each operation with
// the vendor's own list.
func TestPermissions(t *testing.T) {
	t.Parallel()
	var list struct {
		Paths map[string]map[string]vendorAccess `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(shared(t, "graph-permissions.json"), &list))
	used := map[string]bool{}
	differs := func(where string) bool {
		_, known := accessDiffers[where]
		used[where] = used[where] || known
		return known
	}
	for _, o := range operations() {
		for _, path := range o.Paths {
			where := o.Name + " " + o.Method + " " + path
			if differs(where + " page") {
				continue
			}
			vendor, ok := list.Paths[strings.ToLower(path)][o.Method]
			if !ok && differs(where) {
				vendor, ok = list.Paths[strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), "/$ref"), "/$count")][o.Method]
				if path == "/me" {
					vendor, ok = list.Paths["/users/{id}"][o.Method]
				}
			}
			if !assert.True(t, ok, "%s: the vendor does not have it", where) {
				continue
			}
			for _, p := range o.Access.Delegated {
				assert.Contains(t, vendor.Delegated, p, "%s, delegated", where)
			}
			least := o.Access.Delegated[0]
			if least == userReadSelf && !slices.Contains(vendor.LeastDelegated, least) && differs(where+" least") {
				least = o.Access.Delegated[1]
			}
			if slices.Contains(vendor.LeastDelegated, "Group-NestingSupport.ReadWrite.All") && !slices.Contains(vendor.LeastDelegated, least) && differs(where+" least") {
				vendor.LeastDelegated, vendor.LeastApp = nil, nil
			}
			if len(vendor.LeastDelegated) > 0 && !strings.HasPrefix(path, "/me") {
				assert.Contains(t, vendor.LeastDelegated, least, "%s: the least is the first", where)
			}
			if strings.HasPrefix(path, "/me") {
				continue // An application alone has no /me.
			}
			if len(o.Access.Application) == 0 {
				assert.True(t, differs(where+" application"), "%s: the vendor lets applications", where)
				continue
			}
			for _, p := range o.Access.Application {
				assert.Contains(t, vendor.Application, p, "%s, application", where)
			}
			if len(vendor.LeastApp) > 0 {
				assert.Contains(t, vendor.LeastApp, o.Access.Application[0], "%s: the least is the first", where)
			}
		}
	}
	for where := range accessDiffers {
		assert.True(t, used[where], "%s does not differ any more", where)
	}
}
