package admin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestForceDeleteOfLongNames: who is renamed gets a name that he could have been created
// with, also where somebody has the one that he would have.
func TestForceDeleteOfLongNames(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		m.Given.Domain("fabrikam.com")
		long := strings.Repeat("a", 63) + "b"
		dotted := strings.Repeat("c", 62) + ".d"
		want := map[admin365.UserID]string{}
		for name, after := range map[string]string{long: strings.Repeat("a", 63) + "1", dotted: strings.Repeat("c", 62) + ".1"} {
			m.Given.User(identity.NewUser{UserPrincipalName: name + "@contoso.onmicrosoft.com"})
			u := m.Given.User(identity.NewUser{UserPrincipalName: name + "@fabrikam.com", Mail: name + "@fabrikam.com"})
			want[u.ID] = after + "@contoso.onmicrosoft.com"
		}
		_, err := c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		m.Advance(2 * time.Minute)
		for id, name := range want {
			u, err := c.Identity.Users.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, name, u.UserPrincipalName)
			assert.Equal(t, name, u.Mail)
		}
	})
}
