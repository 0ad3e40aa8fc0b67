package admin_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
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

// The lines of "Instances and updates" in the README, in a bubble.
func TestReadmeCopy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)                                 // its clock is the bubble's
		tenant.Drill(admin.LostAnswer("instances.Copies.Copy", 1)) // done, and nobody hears of it
		client, began := tenant.HTTP(), tenant.Now()
		require.NoError(t, copied(t.Context(), client))
		assert.Greater(t, tenant.Now().Sub(began), time.Hour)
		for line, err := range instances.Calendar(t.Context(), client.Instances) {
			require.NoError(t, err)
			assert.NotEmpty(t, line.Name)
		}
		saturday := tenant.Now().AddDate(0, 0, 12)
		update, err := client.Instances.Central.Updates.Select(t.Context(), instances.Central("Production"), // of Business Central
			instances.Target{Version: "27.2"}, instances.Schedule{At: saturday})
		require.NoError(t, err)
		assert.Equal(t, instances.UpdateScheduled, update.Status)
	})
}

// copied is somebody's code.
func copied(ctx context.Context, client *admin.Client) error {
	production, err := instances.FindByDomain(ctx, client.Instances.Environments, "contoso")
	if err != nil {
		return err
	}
	uat, err := instances.FindByDomain(ctx, client.Instances.Environments, "contoso-uat")
	if err != nil {
		return err
	}
	op, err := client.Instances.Copies.Copy(ctx, uat.ID,
		instances.Expect{Name: "Contoso UAT", Type: instances.Sandbox}, // what you believe it is: another one is left alone
		instances.EnvironmentCopy{Source: production.ID, Type: instances.FullCopy})
	if errors.Is(err, admin365.ErrUncertain) {
		for op, err = range client.Instances.Operations.List(ctx, uat.ID) {
			break
		}
	}
	if err != nil {
		return err
	}
	if _, err = instances.Wait(ctx, client.Instances.Operations, op.ID, admin365.WaitOptions{}); err != nil {
		return err
	}
	_, err = client.Instances.AdminMode.Leave(ctx, uat.ID)
	return err
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
		`uat, err := instances.FindByDomain(ctx, client.Instances.Environments, "contoso-uat")`, "op, err := client.Instances.Copies.Copy(ctx, uat.ID,",
		"instances.EnvironmentCopy{Source: production.ID, Type: instances.FullCopy})", `tenant.Drill(admin.LostAnswer("instances.Copies.Copy", 1))`,
		`instances.Target{Version: "27.2"}, instances.Schedule{At: saturday})`,
	} {
		assert.True(t, strings.Contains(squeezed(readme), line), "the README does not have: %s", line)
		assert.True(t, strings.Contains(squeezed(source), line), "nothing here has: %s", line)
	}
}
