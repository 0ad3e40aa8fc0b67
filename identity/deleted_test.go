package identity_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestDeletedUsers: in the bin a user keeps his properties under a mangled name,
// holds neither name nor address, and counts a quarter of an object.
func TestDeletedUsers(t *testing.T) {
	t.Parallel()
	const contoso, quota = 24 + 5, 34 // People and groups.
	m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: quota})
	users, ctx := m.Identity.Users, t.Context()
	newcomer := func(name string) identity.NewUser {
		return identity.NewUser{
			UserPrincipalName: name + "@contoso.com", DisplayName: name, MailNickname: name, Mail: name + ".mail@contoso.com",
			PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
		}
	}
	var ids []admin365.UserID
	for _, name := range []string{"a", "b", "c", "d"} {
		u, err := users.Create(ctx, newcomer(name))
		require.NoError(t, err)
		require.NoError(t, users.Delete(ctx, u.ID))
		ids = append(ids, u.ID)
	}
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	for i, name := range []string{"a", "b", "c", "d"} {
		mangled := strings.ReplaceAll(string(ids[i]), "-", "") + name + "@contoso.com"
		assert.Contains(t, file.String(), `"userPrincipalName":"`+mangled+`"`, "as the service mangles it")
		assert.Contains(t, file.String(), `"mail":"`+name+`.mail@contoso.com"`, "the address stays with him")
	}

	// Four in the bin count as one object, so there is room for four more, and
	// for no fifth.
	for _, name := range []string{"a", "b", "c", "d"} {
		_, err := users.Create(ctx, newcomer(name))
		require.NoError(t, err, "name and address are free")
	}
	require.Equal(t, quota, contoso+4+1)
	_, err := users.Create(ctx, newcomer("e"))
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}
