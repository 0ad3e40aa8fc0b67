package billing

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestChangeAsOperation: what a change can do and how often it may be sent depend on
// what it gives and takes.
func TestChangeAsOperation(t *testing.T) {
	t.Parallel()
	add := func(disabled ...admin365.ServicePlanID) []admin365.AssignedLicense {
		return []admin365.AssignedLicense{{SKUID: microsoft365E3, DisabledPlans: disabled}}
	}
	gone := opLicensesAssign.Repeated
	assert.NotNil(t, gone, "what is taken twice is gone")
	for name, c := range map[string]struct {
		change   LicenseChange
		effect   admin365.Effect
		retry    api.Retry
		repeated *api.Refusal
	}{
		"gives one":           {LicenseChange{Add: add()}, admin365.EffectReversible, opLicensesAssign.Retry, nil},
		"gives less of one":   {LicenseChange{Add: add(planEntraP1)}, opLicensesAssign.Effect, opLicensesAssign.Retry, nil},
		"gives two":           {LicenseChange{Add: append(add(), add()...)}, admin365.EffectReversible, opLicensesAssign.Retry, nil},
		"takes one":           {LicenseChange{Remove: []admin365.SKUID{powerBIPro}}, opLicensesAssign.Effect, opLicensesAssign.Retry, gone},
		"takes two":           {LicenseChange{Remove: []admin365.SKUID{powerBIPro, fabricFree}}, opLicensesAssign.Effect, api.RetryNever, nil},
		"gives one for a one": {LicenseChange{Add: add(), Remove: []admin365.SKUID{powerBIPro}}, opLicensesAssign.Effect, api.RetryNever, nil},
	} {
		o := c.change.of(opLicensesAssign)
		assert.Equal(t, c.effect, o.Effect, name)
		assert.Equal(t, c.retry, o.Retry, name)
		assert.Equal(t, c.repeated, o.Repeated, name)
	}
	assert.NotEqual(t, api.RetryNever, opLicensesAssign.Retry)
	assert.NotEqual(t, admin365.EffectReversible, opLicensesAssign.Effect)
}
