package admin_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// The lines of "In your tests" in the README, as they stand there.

func office(tenant *admin.Test) *identity.User {
	ada := tenant.Given.User(identity.NewUser{DisplayName: "Ada", Department: "Sales"})
	tenant.Given.License(ada.ID, "Microsoft 365 E3")
	return ada
}

func TestOffice(t *testing.T) {
	t.Parallel()
	tenant := admin.NewTest(t)
	ada := office(tenant)
	tenant.Drill(admin.Throttle("identity.Users.List", 1, time.Millisecond))
	client := tenant.HTTP()
	require.NoError(t, moveOffice(t.Context(), client))
	u, err := client.Identity.Users.Get(t.Context(), ada.ID)
	require.NoError(t, err)
	assert.Equal(t, "Kiel", u.OfficeLocation)
	sku, err := billing.FindSKU(t.Context(), client.Billing.SKUs, "SPE_E3")
	require.NoError(t, err)
	assert.Equal(t, sku.SKUID, u.AssignedLicenses[0].SKUID)
	assert.NotEmpty(t, tenant.Writes())
}

// moveOffice is somebody's code.
func moveOffice(ctx context.Context, c *admin.Client) error {
	query := identity.UserQuery{Department: "Sales", Include: []identity.UserProperty{identity.IncludeSignInActivity}}
	for u, err := range c.Identity.Users.List(ctx, query) {
		if err != nil {
			return err
		}
		if !u.SignInActivity.Last().IsZero() {
			continue
		}
		if err := c.Identity.Users.Update(ctx, u.ID, identity.UserPatch{OfficeLocation: admin365.Set("Kiel")}); err != nil {
			return err
		}
	}
	return nil
}

// TestReadmeLines: what newcomers looked for in vain stands in the README, in words
// that compile here.
func TestReadmeLines(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	squeezed := func(b []byte) string { return strings.Join(strings.Fields(string(b)), " ") }
	for _, line := range []string{
		"func office(tenant *admin.Test) *identity.User {", `tenant.Given.License(ada.ID, "Microsoft 365 E3")`, "ada := office(tenant)",
		`query := identity.UserQuery{Department: "Sales", Include: []identity.UserProperty{identity.IncludeSignInActivity}}`,
	} {
		assert.True(t, strings.Contains(squeezed(readme), line), "the README does not have: %s", line)
		assert.True(t, strings.Contains(squeezed(source), line), "nothing here has: %s", line)
	}
}
