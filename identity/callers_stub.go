package identity

import (
	"github.com/admin365/admin365/internal/tenant"
)

// callerKey returns the object id of the person who calls; false for an
// application on its own, a job, and a stranger. The zero caller is the tenant's
// default administrator: the one whom the seed made.
func callerKey(tx *tenant.Tx) (tenant.Key, bool) {
	if tx.Session == nil {
		return tenant.Key{}, false
	}
	caller := tx.Session.Caller
	if caller.User == "" && caller.App == "" {
		return seededAdministrator(tx)
	}
	row, err := findUser(tx, string(caller.User))
	if err != nil {
		return tenant.Key{}, false
	}
	return row.ID, true
}

// seededAdministrator returns the administrator with whom the tenant began. His
// id was made from the name that he had then.
func seededAdministrator(tx *tenant.Tx) (tenant.Key, bool) {
	for _, domain := range []string{"contoso.com", tx.Ports().Domains.Initial(tx)} {
		if row, ok := tenant.In(tx, &users).Get(tenant.NameKey("user", "admin@"+domain)); ok {
			return row.ID, true
		}
	}
	return tenant.Key{}, false
}
