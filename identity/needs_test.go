package identity

import (
	stdjson "encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

// TestNeeds: whoever lacks something for a property is told what.
func TestNeeds(t *testing.T) {
	t.Parallel()
	granted := []admin365.Permission{"AuditLog.Read.All", "User-LifeCycleInfo.ReadWrite.All", "CustomSecAttributeAssignment.Read.All"}
	caller := func(permissions []admin365.Permission, roles ...api.Role) func([]admin365.Permission, []api.Role) bool {
		return func(p []admin365.Permission, r []api.Role) bool {
			permitted := func(p admin365.Permission) bool { return slices.Contains(permissions, p) }
			held := func(r api.Role) bool { return slices.Contains(roles, r) }
			return (p == nil || slices.ContainsFunc(p, permitted)) && (r == nil || slices.ContainsFunc(r, held))
		}
	}
	yes, no := func() bool { return true }, func() bool { return false }
	reader := api.Role("4a5d8f65-41da-4de4-8968-e035b65339cf")
	attributes := "customSecurityAttributes"
	noRole, ok := errors.AsType[*admin365.Error](denied(needsRole(attributes, needs[attributes].roles)))
	require.True(t, ok)
	for _, c := range []struct {
		why, property string
		has           func([]admin365.Permission, []api.Role) bool
		premium       func() bool
		want          *admin365.Error
	}{
		{"all there", "signInActivity", caller(granted, reader), yes, nil},
		{"no permission", "signInActivity", caller(nil, reader), no, api.PermissionMissing.Err("", "AuditLog.Read.All")},
		{"no role", "signInActivity", caller(granted, api.HelpdeskAdministrator), no, api.ReportsRoleMissing.Err("")},
		{"no license", "signInActivity", caller(granted, api.GlobalReader), no, api.PremiumMissing.Err("", "Neither tenant is B2C or tenant doesn't have")},
		{"a higher permission", "employeeLeaveDateTime", caller(granted), no, nil},
		{"no permission", "employeeLeaveDateTime", caller(granted[:1]), yes, api.PermissionMissing.Err("", "User-LifeCycleInfo.Read.All")},
		{"no permission", "customSecurityAttributes", caller(nil), yes, api.PermissionMissing.Err("", "CustomSecAttributeAssignment.Read.All")},
		{"no role", "customSecurityAttributes", caller(granted, api.GlobalAdministrator), yes, noRole},
		{"all there", "customSecurityAttributes", caller(granted, "ffd52fa5-98dc-465c-991d-fc073eb59f8f"), no, nil},
	} {
		err := needs[c.property].check(c.property, c.has, c.premium)
		if c.want == nil {
			require.NoError(t, err, "%s %s", c.property, c.why)
			continue
		}
		assert.Equal(t, c.want, err, "%s %s", c.property, c.why)
	}
	for name := range needs {
		p := userProps.Props[prop(name)]
		assert.True(t, p.Has(odata.OnRequest), name)
		assert.Equal(t, name, p.Name)
	}
}

func TestIsObjectID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ffff7b1a-13b6-477b-8c0c-380905cd99f7": true, "FFFF7B1A-13B6-477B-8C0C-380905CD99F7": true, "ffff7b1a-13b6-477b-8c0c-380905cd99f": false,
		"gfff7b1a-13b6-477b-8c0c-380905cd99f7": false, "": false, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx": false, "ada@contoso.com": false, "ffff7b1a013b6-477b-8c0c-380905cd99f7": false,
	} {
		assert.Equal(t, want, isObjectID(text), text)
	}
}

// TestIncludedUser: of what a service sends besides, the asked for is kept.
func TestIncludedUser(t *testing.T) {
	t.Parallel()
	var wire includedUser
	require.NoError(t, json.Unmarshal([]byte(`{"@odata.type":"#microsoft.graph.user","id":"1","planet":7,"employeeLeaveDateTime":null,
		"customSecurityAttributes":{"A":{"b":[1,2]}},"signInActivity":{"lastSignInDateTime":null}}`), &wire))
	u := wire.user([]UserProperty{"EMPLOYEELEAVEDATETIME", "customSecurityAttributes", "signInActivity"})
	assert.Equal(t, &User{ID: "1", SignInActivity: &SignInActivity{}, Extra: map[UserProperty]stdjson.RawMessage{
		"employeeLeaveDateTime": stdjson.RawMessage("null"), "customSecurityAttributes": stdjson.RawMessage(`{"A":{"b":[1,2]}}`),
	}}, u)
}
