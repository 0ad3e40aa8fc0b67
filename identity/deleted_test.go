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

// TestReconciledAddresses: of who comes back to find an address taken that address is
// dropped; his mail goes only if it is the one.
func TestReconciledAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, taken, mail string
		left              []string
		why               string
	}{
		{"an old address", "old.mail@contoso.com", "new.mail@contoso.com", []string{"SMTP:new.mail@contoso.com"}, "the mail is his still"},
		{"the mail", "new.mail@contoso.com", "", []string{"smtp:old.mail@contoso.com"}, "a mail that is no address of his would be somebody else's"},
		{"the mail in other letters", "NEW.Mail@contoso.com", "", []string{"smtp:old.mail@contoso.com"}, "letter case makes no other address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			test, ctx := newTest(t), t.Context()
			users := test.Identity.Users
			was := test.Given.User(identity.NewUser{Mail: "old.mail@contoso.com"})
			require.NoError(t, users.Update(ctx, was.ID, identity.UserPatch{Mail: admin365.Set("new.mail@contoso.com")}))
			require.NoError(t, users.Delete(ctx, was.ID))
			test.Given.User(identity.NewUser{Mail: c.taken})
			_, err := test.Identity.DeletedUsers.Restore(ctx, was.ID, identity.UserRestore{})
			require.ErrorIs(t, err, admin365.ErrConflict, "unless he asks for it")
			_, err = test.Identity.DeletedUsers.Restore(ctx, was.ID, identity.UserRestore{AutoReconcileProxyConflict: true})
			require.NoError(t, err)
			back, err := users.Get(ctx, was.ID)
			require.NoError(t, err)
			assert.Equal(t, c.mail, back.Mail, c.why)
			assert.Equal(t, c.left, back.ProxyAddresses)
		})
	}
}
