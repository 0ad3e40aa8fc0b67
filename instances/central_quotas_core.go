package instances

import "github.com/admin365/admin365/internal/tenant"

// checkRoom refuses another environment of the type where the tenant has no room for it.
func checkRoom(tx *tenant.Tx, of EnvironmentType) error {
	t, used := centralTenant(tx), int64(0)
	for row := range tenant.In(tx, &centrals).All() {
		used += max(row.Kilobytes, 0)
	}
	if countOf(tx, of, tenant.Key{}) >= t.most(of) {
		return tooMany(of)
	}
	if used >= t.Default+t.Licenses+t.Additional {
		return centralNoStorage.Err("", "The storage capacity of the tenant is used.")
	}
	return nil
}

// checkReturn refuses to bring an environment back where the tenant has too many of its
// type by then. A production environment may be one too many, and the storage does not
// matter.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/tenant-admin-center-environments-delete
// Unverified: the code.
func checkReturn(tx *tenant.Tx, row *centralRow) error {
	most := centralTenant(tx).most(row.Type)
	if row.Type == Production {
		most++
	}
	if countOf(tx, row.Type, row.ID) >= most {
		return tooMany(row.Type)
	}
	return nil
}

// countOf is how many environments of the type the tenant has but for one. What is in the
// bin does not count.
func countOf(tx *tenant.Tx, of EnvironmentType, but tenant.Key) (count int) {
	for row := range tenant.In(tx, &centrals).All() {
		if row.Type == of && row.Status != CentralSoftDeleted && row.ID != but {
			count++
		}
	}
	return count
}

// most is how many environments of the type there may be.
func (r centralTenantRow) most(of EnvironmentType) int {
	if of == Production {
		return r.Production
	}
	return r.Sandbox
}

func tooMany(of EnvironmentType) error {
	return centralTooMany.Err("", "The maximum number of "+string(of)+" environments is reached.")
}

// centralQuotas are what the tenant may have.
func centralQuotas(tx *tenant.Tx) *CentralQuotas {
	t, q := centralTenant(tx), &CentralQuotas{}
	q.Environments.Production, q.Environments.Sandbox = t.Production, t.Sandbox
	q.Storage.Default, q.Storage.UserLicenses, q.Storage.AdditionalCapacity = t.Default, t.Licenses, t.Additional
	q.Storage.Total = t.Default + t.Licenses + t.Additional
	return q
}
