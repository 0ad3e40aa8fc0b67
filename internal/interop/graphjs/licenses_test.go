package graphjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// businessCentral is a product of which Contoso has five seats.
const businessCentral = "2880026b-2b0c-4251-8656-5d41ff11e3aa"

// TestLicenses: a program looks which products have a free seat, gives one, sees who
// has it, and takes it back. It reads enabled and consumed units, and knows refusals by
// their words.
// Source: https://learn.microsoft.com/graph/api/user-assignlicense
func TestLicenses(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	free := func() float64 {
		t.Helper()
		for _, sku := range served[page](l, "paths.get", input{"path": "/subscribedSkus"}).Value {
			if sku.text("skuId") == businessCentral {
				units, ok := sku["prepaidUnits"].(map[string]any)
				require.True(t, ok)
				return units["enabled"].(float64) - sku["consumedUnits"].(float64)
			}
		}
		t.Fatal("the product is not there")
		return 0
	}
	require.InDelta(t, 5, free(), 0)
	adele := string(l.user("AdeleV@contoso.com").ID)
	assign := "/users/" + adele + "/assignLicense"
	adding := object{"addLicenses": []any{object{"skuId": businessCentral, "disabledPlans": []any{}}}, "removeLicenses": []any{}}
	answer := served[object](l, "paths.post", input{"path": assign, "body": adding})
	assert.Equal(t, adele, answer.text("id"))
	assert.NotContains(t, answer, "assignedLicenses", "the answer is the default set of a user")
	assert.InDelta(t, 4, free(), 0)

	holders := served[page](l, "paths.get", input{"path": "/users", "filter": "assignedLicenses/any(x:x/skuId eq " + businessCentral + ")"})
	assert.Equal(t, []string{adele}, idsOf(holders.Value))
	var held []string
	for _, d := range served[page](l, "paths.get", input{"path": "/users/" + adele + "/licenseDetails"}).Value {
		held = append(held, d.text("skuPartNumber"))
	}
	assert.ElementsMatch(t, []string{"SPE_E3", "DYN365_BUSCENTRAL_ESSENTIAL"}, held)

	removing := object{"addLicenses": []any{}, "removeLicenses": []any{businessCentral}}
	served[object](l, "paths.post", input{"path": assign, "body": removing})
	assert.InDelta(t, 5, free(), 0)
	again := l.refused("paths.post", input{"path": assign, "body": removing})
	assert.Equal(t, 400, again.StatusCode)
	assert.Equal(t, "Request_BadRequest", again.Code)
	assert.Contains(t, again.Message, "User does not have a corresponding license")
	half := l.refused("paths.post", input{"path": assign, "body": object{"addLicenses": []any{}}})
	assert.Contains(t, half.Message, "The missing parameters are: removeLicenses.")
}
