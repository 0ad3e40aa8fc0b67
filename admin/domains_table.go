package admin

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// domainRow is a domain of the tenant. The operations on domains are absent so
// far; other areas ask for the verified ones.
type domainRow struct {
	ID        tenant.Key `json:"id"`
	Name      string     `json:"name"`
	Verified  bool       `json:"verified"`
	Default   bool       `json:"default,omitzero"`
	Initial   bool       `json:"initial,omitzero"`
	Federated bool       `json:"federated,omitzero"`
	// PasswordValidity is in days; 0 means that passwords never expire, as in
	// every tenant that was made since 2021.
	PasswordValidity int `json:"passwordValidityPeriodInDays,omitzero"`
}

var (
	domains = tenant.Table[domainRow]{
		Name: "domains", Key: func(r *domainRow) tenant.Key { return r.ID },
		Label:   func(r *domainRow) string { return r.Name },
		Indexes: []*tenant.Index[domainRow]{&domainsByName},
	}
	domainsByName = tenant.Index[domainRow]{Name: "name", Unique: true, Text: func(r *domainRow) string { return r.Name }}
)

// domainPort answers other areas' questions about domains.
type domainPort struct{}

func (domainPort) Verified(tx *tenant.Tx, name string) (tenant.Domain, bool) {
	row, ok := tenant.In(tx, &domains).Find(&domainsByName, name)
	if !ok || !row.Verified {
		return tenant.Domain{}, false
	}
	const day = 24 * time.Hour
	return tenant.Domain{Name: row.Name, Federated: row.Federated, PasswordValidity: time.Duration(row.PasswordValidity) * day}, true
}

func (domainPort) Initial(tx *tenant.Tx) string {
	return domainWith(tx, func(row *domainRow) bool { return row.Initial })
}

func (domainPort) Default(tx *tenant.Tx) string {
	return domainWith(tx, func(row *domainRow) bool { return row.Default })
}

func domainWith(tx *tenant.Tx, is func(*domainRow) bool) string {
	for row := range tenant.In(tx, &domains).All() {
		if is(row) {
			return row.Name
		}
	}
	return ""
}

// addDomain puts a verified domain into the tenant; no other tenant of the world
// may have it.
func addDomain(tx *tenant.Tx, row domainRow) error {
	if _, twice := tenant.In(tx, &domains).Find(&domainsByName, row.Name); twice {
		return conflict(row.Name, "the tenant has this domain already")
	}
	free, err := tx.Claim("domain", row.Name)
	if err != nil {
		return err
	}
	if !free {
		return conflict(row.Name, "another tenant has verified this domain")
	}
	row.ID, row.Verified = tx.NewKey(), true
	return tenant.In(tx, &domains).Put(&row)
}
