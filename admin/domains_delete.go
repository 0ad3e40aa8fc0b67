package admin

import (
	"encoding/json"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// deleteDomain removes a domain that nothing uses.
func deleteDomain(tx *tenant.Tx, name string) error {
	row, err := findDomain(tx, name)
	if err != nil {
		return err
	}
	if err := mayGo(tx, row); err != nil {
		return err
	}
	for range tx.Ports().Addresses.Using(tx, row.Name, nil) {
		return domainInUse.Err("")
	}
	return forgetDomain(tx, row)
}

// mayGo keeps the initial domain, the default one, and one with subdomains.
func mayGo(tx *tenant.Tx, row *domainRow) error {
	switch {
	case row.State != "":
		return domainBusy.Err("")
	case row.Initial:
		return initialDomainStays.Err("")
	case row.Default:
		return defaultDomainStays.Err("")
	}
	for other := range tenant.In(tx, &domains).All() {
		if root, ok := rootOf(tx, other.Name); other.Subdomain && ok && root.ID == row.ID {
			return domainHasSubdomains.Err("")
		}
	}
	return nil
}

func forgetDomain(tx *tenant.Tx, row *domainRow) error {
	tenant.In(tx, &domains).Delete(row.ID)
	if !row.Verified {
		return nil
	}
	tx.Unclaim("domain", row.Name)
	return tenant.Emit(tx, tenant.DomainRemoved{Name: row.Name})
}

// maxReferences is how many objects a ForceDelete renames at most.
// Source: https://learn.microsoft.com/graph/api/domain-forcedelete
const maxReferences = 1000

// How long a ForceDelete waits and works in memory. Ours: the service says only that
// it goes on after its answer.
const (
	forceDeleteBegins = 30 * time.Second
	forceDeleteTakes  = time.Minute
)

const jobForceDelete = "admin.forceDeleteDomain"

// forceDeleteArgs are a step of a ForceDelete.
type forceDeleteArgs struct {
	Domain tenant.Key `json:"domain"`
	Block  bool       `json:"block"`
	Last   bool       `json:"last,omitzero"`
}

// beginForceDelete has a domain deleted with all that uses it.
func beginForceDelete(tx *tenant.Tx, name string, d DomainForceDelete) (*domainRow, error) {
	old, err := findDomain(tx, name)
	if err != nil {
		return nil, err
	}
	if err := mayGo(tx, old); err != nil {
		return nil, err
	}
	n := 0
	for range tx.Ports().Addresses.Using(tx, old.Name, nil) {
		if n++; n > maxReferences {
			return nil, tooManyReferences.Err("")
		}
	}
	row := *old
	row.State = stateText(tx, "Scheduled")
	block := d.DisableUserAccounts == nil || *d.DisableUserAccounts
	if err := tx.Schedule(tx.Now().Add(forceDeleteBegins), jobForceDelete, forceDeleteArgs{Domain: row.ID, Block: block}); err != nil {
		return nil, err
	}
	if err := tx.Schedule(tx.Now().Add(forceDeleteTakes), jobForceDelete, forceDeleteArgs{Domain: row.ID, Block: block, Last: true}); err != nil {
		return nil, err
	}
	return &row, tenant.In(tx, &domains).Put(&row)
}

func stateText(tx *tenant.Tx, status string) string {
	b, err := json.Marshal(DomainState{Status: status, Operation: forceDelete, LastActionDateTime: tx.Now().Truncate(time.Second)})
	if err != nil {
		return ""
	}
	return string(b)
}

// forceDelete is what a domain's state calls the operation.
const forceDelete = "ForceDelete"

// stepForceDelete moves a ForceDelete on, and at its end renames what uses the domain
// and removes it.
func stepForceDelete(tx *tenant.Tx, args forceDeleteArgs) error {
	old, ok := tenant.In(tx, &domains).Get(args.Domain)
	if !ok {
		return nil
	}
	if !args.Last {
		row := *old
		row.State = stateText(tx, "InProgress")
		return tenant.In(tx, &domains).Put(&row)
	}
	if err := tx.Ports().Addresses.Move(tx, old.Name, domainPort{}.Initial(tx), args.Block); err != nil {
		return err
	}
	return forgetDomain(tx, old)
}
