package admin_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestUsersJourney is a person's way through the tenant, directly and over the
// wire, and the tenant's way through a file.
//
//nolint:paralleltest // the ways share one tenant, one after the other
func TestUsersJourney(t *testing.T) {
	m := admin.NewMemory(admin.MemoryConfig{})
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	h, err := e.Client(admin365.Caller{})
	require.NoError(t, err)
	for name, c := range map[string]*admin.Client{"memory": m.Client, "http": h} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			snap := m.Snapshot()
			u, err := c.Identity.Users.Create(ctx, identity.NewUser{
				UserPrincipalName: "ada@contoso.com", DisplayName: "Ada", MailNickname: "ada",
				PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d")},
			})
			require.NoError(t, err)
			got, err := c.Identity.Users.Get(ctx, "ADA@contoso.com")
			require.NoError(t, err)
			require.Equal(t, u.ID, got.ID)
			n := 0
			for _, err := range c.Identity.Users.List(ctx, identity.UserQuery{OrderBy: identity.ByDisplayName, PageSize: 3, Department: "IT"}) {
				require.NoError(t, err)
				n++
			}
			require.Equal(t, 4, n)
			_, err = c.Identity.Users.Create(ctx, identity.NewUser{
				UserPrincipalName: "ada@contoso.com", DisplayName: "Ada", MailNickname: "ada",
				PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d")},
			})
			require.ErrorIs(t, err, admin365.ErrConflict)
			require.NoError(t, c.Identity.Managers.Set(ctx, u.ID, "AdeleV@contoso.com"))
			boss, err := c.Identity.Managers.Get(ctx, u.ID)
			require.NoError(t, err)
			require.Equal(t, "Adele Vance", boss.DisplayName)
			require.Equal(t, []string{"users: added ada@contoso.com"}, m.Changes(snap))
			require.NoError(t, c.Identity.Users.Delete(ctx, u.ID))
			_, err = c.Identity.Users.Get(ctx, u.ID)
			require.True(t, errors.Is(err, admin365.ErrNotFound))
			var b bytes.Buffer
			require.NoError(t, m.Save(&b))
			m2, err := admin.LoadMemory(bytes.NewReader(b.Bytes()), admin.MemoryConfig{})
			require.NoError(t, err)
			var b2 bytes.Buffer
			require.NoError(t, m2.Save(&b2))
			require.Equal(t, b.String(), b2.String())
			require.NoError(t, m.Restore(snap))
		})
	}
	m.Advance(time.Hour)
}
