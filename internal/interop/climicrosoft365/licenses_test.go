package climicrosoft365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// businessCentral is a product of which Contoso has five seats, enterprise is the one that
// most of its people have.
const (
	businessCentral = "2880026b-2b0c-4251-8656-5d41ff11e3aa"
	enterprise      = "05e9a617-0261-4cee-bb44-138d3ef5d965"
)

// TestLicenses: it lists the products and gives a seat, sees who has it, and takes it
// back.
func TestLicenses(t *testing.T) {
	t.Parallel()
	l := asAdministrator(t)
	const name = "AlexW@contoso.com"
	consumed := func() float64 {
		t.Helper()
		for _, sku := range shown[[]object](l, "entra license list", nil) {
			if sku.text("skuId") == businessCentral {
				n, ok := sku["consumedUnits"].(float64)
				require.True(t, ok)
				return n
			}
		}
		t.Fatal("the product is not there")
		return 0
	}
	held := func() (ids []string) {
		t.Helper()
		u, err := l.m.Billing.Licenses.Get(t.Context(), admin365.UserID(name))
		require.NoError(t, err)
		for _, a := range u.Assigned {
			ids = append(ids, string(a.SKUID))
		}
		return ids
	}
	require.InDelta(t, 0, consumed(), 0)
	given := shown[object](l, "entra user license add", options{"userName": name, "ids": businessCentral})
	assert.Equal(t, name, given.text("userPrincipalName"))
	assert.InDelta(t, 1, consumed(), 0)
	assert.Contains(t, held(), businessCentral)
	assert.ElementsMatch(t, []string{"SPE_E3", "POWER_BI_STANDARD", "DYN365_BUSCENTRAL_ESSENTIAL"}, each(shown[[]object](l, "entra user license list", options{"userName": name}), "skuPartNumber"))
	own := shown[[]object](l, "entra user license list", nil)
	assert.NotEmpty(t, own, "without a name it is one's own")

	l.run("entra user license remove", options{"userName": name, "ids": businessCentral, "force": true})
	assert.InDelta(t, 0, consumed(), 0)
	assert.NotContains(t, held(), businessCentral)
	assert.Contains(t, l.refused("entra user license remove", options{"userName": name, "ids": businessCentral, "force": true}), "User does not have a corresponding license")
	assert.Equal(t, "License 11111111-2222-4333-8444-555555555555 does not correspond to a valid company License.",
		l.refused("entra user license add", options{"userName": name, "ids": "11111111-2222-4333-8444-555555555555"}))
	assert.Contains(t, held(), enterprise, "what he had, he has")
}
