package identity

import (
	"slices"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

const (
	assignedPlans    = "assignedPlans"
	provisionedPlans = "provisionedPlans"
)

// planned returns the user with his service plans where one of the properties is
// about them. No row holds them: there are fifty to a product, and their state changes
// with what the tenant has bought, while nobody touches the user. Who is seen without
// his licenses has none.
func planned(tx *tenant.Tx, props []int, row *userRow) *userRow {
	assigned, provisioned := prop(assignedPlans), prop(provisionedPlans)
	if !slices.Contains(props, assigned) && !slices.Contains(props, provisioned) {
		return row
	}
	if _, licensed := userProps.Value(row, prop("licenseAssignmentStates")); !licensed || tx.Ports().Licenses == nil {
		return row
	}
	has, prepared := tx.Ports().Licenses.Plans(tx, row.ID)
	full := *row
	for i, value := range map[int]string{assigned: has, provisioned: prepared} {
		// What a test has set by hand stays.
		if _, set := userProps.Value(row, i); !set {
			userProps.Apply(&full, odata.Change{{Prop: i, Value: value, Null: value == ""}})
		}
	}
	return &full
}
