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
			"identity.Managers.Get", "identity.Managers.Reports", "identity.Profiles.Get", "identity.Users.Changes", "identity.Users.Count", "identity.Users.Get", "identity.Users.List",
		},
		admin365.EffectReversible: {
			"identity.Managers.Remove", "identity.Managers.Set", "identity.Profiles.Update", "identity.Users.Create", "identity.Users.Update",
		},
		admin365.EffectLosesData: {"identity.Users.Delete"},
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
}

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
