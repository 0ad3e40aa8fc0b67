package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// organizationRow is the tenant as a whole. Its operations are absent so far.
type organizationRow struct {
	ID          tenant.Key `json:"id"`
	DisplayName string     `json:"displayName"`
	Quota       int        `json:"directoryQuota"`
}

var organizations = tenant.Table[organizationRow]{
	Name: "organization", Key: func(r *organizationRow) tenant.Key { return r.ID },
	Label: func(r *organizationRow) string { return r.DisplayName },
}

// directoryQuota is how many directory objects a tenant may have once it has
// verified a domain.
// Source: https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
const directoryQuota = 300_000

// organizationPort answers other areas' questions about the tenant.
type organizationPort struct{}

func (organizationPort) DirectoryQuota(tx *tenant.Tx) int {
	for row := range tenant.In(tx, &organizations).All() {
		return row.Quota
	}
	return directoryQuota
}

// Premium implements the port.
func (organizationPort) Premium(tx *tenant.Tx) bool {
	return tx.Ports().Licenses.Premium(tx)
}

func conflict(target, message string) error {
	return &admin365.Error{Kind: admin365.ErrConflict, Target: target, Message: message}
}
