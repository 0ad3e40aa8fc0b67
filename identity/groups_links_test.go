package identity

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// TestLinkKeys: the keys of links differ where the links do, and order the
// members of a group as their ids are.
func TestLinkKeys(t *testing.T) {
	t.Parallel()
	key := rapid.Custom(func(t *rapid.T) tenant.Key {
		return tenant.Key{Hi: rapid.Uint64Min(1).Draw(t, "hi"), Lo: rapid.Uint64().Draw(t, "lo")}
	})
	rapid.Check(t, func(t *rapid.T) {
		group, other, a, b := key.Draw(t, "group"), key.Draw(t, "other"), key.Draw(t, "a"), key.Draw(t, "b")
		if group != other && linkKey(group, a) == linkKey(other, a) {
			t.Fatal("one member, two groups, one key")
		}
		if a.Hi != b.Hi && a.Less(b) != linkKey(group, a).Less(linkKey(group, b)) {
			t.Fatal("the order of the links is not that of the members")
		}
	})
	k := tenant.NameKey("x", "y")
	assert.Equal(t, linkKey(k, k), linkKeyOf(&linkRow{Group: k, Member: k}), "a group may be a member of itself")
}

// TestServicePrincipalsAsMembers: a service principal may be in a security group,
// in one that is assignable to roles too, and in no Microsoft 365 group.
// Source: https://learn.microsoft.com/graph/api/group-post-members
func TestServicePrincipalsAsMembers(t *testing.T) {
	t.Parallel()
	app := principal{app: &appRow{ID: tenant.NameKey("app", "x")}}
	require.NoError(t, checkMember(&groupRow{}, app))
	require.NoError(t, checkMember(&groupRow{RoleAssignable: odata.True}, app))
	err := checkMember(&groupRow{Unified: true}, app)
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Contains(t, err.Error(), "of type 'ServicePrincipal' is invalid for the 'members' reference.")
}
