package azidentity_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/identity"
)

// TestTokenExpires: a token ends after an hour, in the middle of a list too,
// and the list goes on with a new one.
func TestTokenExpires(t *testing.T) {
	t.Parallel()

	// Time passes for everybody: the tenant, the SDK's cache, and our client.
	t.Run("for everybody", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := newLab(t, inProcess)
			renewed(t, l, func() { time.Sleep(2 * time.Hour) })
		})
	})

	// Only the tenant's clock is put forward: to the SDK its token is as good as
	// new, and it has to learn from the service that it is not.
	for _, by := range ways() {
		t.Run("for the service alone, "+string(by), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, by)
			renewed(t, l, func() { l.m.Advance(2 * time.Hour) })
		})
	}
}

func renewed(t *testing.T, l *lab, pass func()) {
	t.Helper()
	ctx := t.Context()
	c := l.client(l.m.TenantID(), l.credential(wants{}))
	want := names(t, l.m.Identity.Users, identity.UserQuery{})
	var got []string
	for u, err := range c.Identity.Users.List(ctx, identity.UserQuery{PageSize: 5}) {
		require.NoError(t, err, "after %d users", len(got))
		got = append(got, u.UserPrincipalName)
		if len(got) == 5 {
			pass()
		}
	}
	assert.Equal(t, want, got)
	_, err := c.Identity.Users.Create(ctx, person("later", "contoso.com"))
	require.NoError(t, err)
}
