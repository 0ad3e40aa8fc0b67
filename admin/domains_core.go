package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// findDomain returns the tenant's domain of that name, letter case aside.
func findDomain(tx *tenant.Tx, name string) (*domainRow, error) {
	if row, ok := tenant.In(tx, &domains).Find(&domainsByName, name); ok {
		return row, nil
	}
	return nil, api.ResourceNotFound.Err(name, name)
}

// rootOf returns the nearest verified domain of the tenant that the name lies in.
func rootOf(tx *tenant.Tx, name string) (*domainRow, bool) {
	for {
		_, parent, ok := strings.Cut(name, ".")
		if !ok {
			return nil, false
		}
		if row, found := tenant.In(tx, &domains).Find(&domainsByName, parent); found && row.Verified {
			return row, true
		}
		name = parent
	}
}

// domainProp is a property's place in the table.
func domainProp(name string) int {
	i := domainProps.Lookup(name)
	if i < 0 {
		panic("admin: domains have no property " + name)
	}
	return i
}

// createDomain adds the domain that the body of a POST describes: its name, and
// nothing else.
func createDomain(tx *tenant.Tx, body []byte) (*domainRow, error) {
	change, err := domainProps.Body(body)
	if err != nil {
		return nil, err
	}
	if err := domainProps.Validate(change, true); err != nil {
		return nil, err
	}
	name, _ := change.Get(domainProp("id"))
	for _, item := range change {
		if item.Prop != name.Prop && !item.Null {
			// Unverified: which of the refusals it is.
			return nil, domainProps.Invalid(item.Prop)
		}
	}
	if _, twice := tenant.In(tx, &domains).Find(&domainsByName, name.Value); twice {
		return nil, domainConflict.Err(name.Value)
	}
	row := &domainRow{ID: tx.NewKey(), Name: name.Value}
	if root, ok := rootOf(tx, row.Name); ok && root.State == "" {
		// Where another tenant has the subdomain, it is to be proved like any other.
		err := claimDomain(tx, row)
		if err != nil && !errors.Is(err, admin365.ErrConflict) {
			return nil, err
		}
		row.Subdomain = row.Verified
	}
	return row, tenant.In(tx, &domains).Put(row)
}

// claimDomain makes the domain a verified one, which no two tenants have.
func claimDomain(tx *tenant.Tx, row *domainRow) error {
	free, err := tx.Claim("domain", row.Name)
	if err != nil {
		return err
	}
	if !free {
		return domainElsewhere.Err("")
	}
	row.Verified = true
	return nil
}

// verifyDomain makes a domain a verified one if its record is found.
func verifyDomain(tx *tenant.Tx, name string) (*domainRow, error) {
	old, err := findDomain(tx, name)
	if err != nil {
		return nil, err
	}
	if old.Verified {
		return nil, domainIsVerified.Err("")
	}
	if old.State != "" {
		return nil, domainBusy.Err("")
	}
	if !isProved(tx, old) {
		return nil, domainNotProved.Err("", fmt.Sprintf("'CNAME/TXT/MX record of %s was not found.'", old.Name))
	}
	row := *old
	if err := claimDomain(tx, &row); err != nil {
		return nil, err
	}
	if err := tenant.In(tx, &domains).Put(&row); err != nil {
		return nil, err
	}
	// What is in the table stays as it is: the answer alone says this.
	answer := row
	answer.availability = "AvailableImmediately"
	return &answer, nil
}

// patchDomain changes a domain from the body of a PATCH.
func patchDomain(tx *tenant.Tx, name string, body []byte) error {
	old, err := findDomain(tx, name)
	if err != nil {
		return err
	}
	change, err := domainProps.Body(body)
	if err != nil {
		return err
	}
	if id, ok := change.Get(domainProp("id")); ok && !strings.EqualFold(id.Value, old.Name) {
		return api.PropertyReadOnly.Err("", "id")
	}
	if err := domainProps.Validate(change, false); err != nil {
		return err
	}
	if err := mayChange(old); err != nil {
		return err
	}
	row := *old
	// Its spelling stays.
	domainProps.Apply(&row, change)
	row.Name = old.Name
	if err := checkServices(old, &row); err != nil {
		return err
	}
	if row.Subdomain && (row.PasswordValidity != old.PasswordValidity || row.PasswordNotification != old.PasswordNotification) {
		return subdomainPasswords.Err("")
	}
	if chosen, ok := change.Get(domainProp("isDefault")); ok {
		if chosen.Value != "true" {
			return defaultNeedsAnother.Err("")
		}
		if err := moveDefault(tx, &row); err != nil {
			return err
		}
	}
	return tenant.In(tx, &domains).Put(&row)
}

// mayChange refuses a domain that is not verified, or is being deleted.
func mayChange(row *domainRow) error {
	switch {
	case row.State != "":
		return domainBusy.Err("")
	case !row.Verified:
		return domainNotVerified.Err("")
	default:
		return nil
	}
}

// checkServices refuses to add or remove what no administrator does.
func checkServices(old, row *domainRow) error {
	before, after := odata.List(old.Services), odata.List(row.Services)
	for _, service := range slices.Concat(before, after) {
		if slices.Contains(before, service) == slices.Contains(after, service) {
			continue
		}
		switch DomainService(service) {
		case Email, OfficeCommunicationsOnline, Yammer:
		default:
			return serviceNotChosen.Err("", service)
		}
	}
	return nil
}

// moveDefault makes the domain the default one, and the one that was no more.
func moveDefault(tx *tenant.Tx, row *domainRow) error {
	for other := range tenant.In(tx, &domains).All() {
		if other.Default && other.ID != row.ID {
			next := *other
			next.Default = false
			if err := tenant.In(tx, &domains).Put(&next); err != nil {
				return err
			}
		}
	}
	row.Default = true
	return nil
}

// promoteDomain makes a verified subdomain a root domain.
func promoteDomain(tx *tenant.Tx, name string) error {
	old, err := findDomain(tx, name)
	if err != nil {
		return err
	}
	if err := mayChange(old); err != nil {
		return err
	}
	if !old.Subdomain {
		return domainIsRoot.Err("")
	}
	for h := range tx.Ports().Addresses.Using(tx, old.Name, nil) {
		if h.UserPrincipalName != "" {
			return promotedInUse.Err("", old.Name)
		}
	}
	row := *old
	row.Subdomain = false
	return tenant.In(tx, &domains).Put(&row)
}

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
