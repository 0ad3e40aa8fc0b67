package admin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// rootOf returns the nearest verified domain of the tenant that the name lies in, and
// that is not being deleted.
func rootOf(tx *tenant.Tx, name string) (*domainRow, bool) {
	for {
		_, parent, ok := strings.Cut(name, ".")
		if !ok {
			return nil, false
		}
		if row, found := tenant.In(tx, &domains).Find(&domainsByName, parent); found && row.Verified && row.State == "" {
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
	if isReserved(name.Value) {
		return nil, domainReserved.Err("")
	}
	row := &domainRow{ID: tx.NewKey(), Name: name.Value}
	if _, ok := rootOf(tx, row.Name); ok {
		// Where another tenant has the subdomain, it is to be proved like any other.
		err := claimDomain(tx, row)
		if err != nil && !errors.Is(err, admin365.ErrConflict) {
			return nil, err
		}
	}
	return row, putDomain(tx, row)
}

// putDomain keeps a domain that was added or verified, which may be one of a root, and
// the root of others.
func putDomain(tx *tenant.Tx, row *domainRow) error {
	joinRoot(tx, row)
	if err := tenant.In(tx, &domains).Put(row); err != nil {
		return err
	}
	if !row.Verified {
		return nil
	}
	return adoptSubdomains(tx, row)
}

// joinRoot makes a verified domain one of the verified domain that it lies in, with
// people who sign in where the root's do; one that was promoted has left it for good.
// Source: https://learn.microsoft.com/entra/identity/users/domains-verify-custom-subdomain
func joinRoot(tx *tenant.Tx, row *domainRow) {
	if !row.Verified || row.Promoted {
		return
	}
	if root, ok := rootOf(tx, row.Name); ok {
		row.Subdomain, row.Federated = true, row.Federated || root.Federated
	}
}

// adoptSubdomains makes the tenant's domains that lie in one which is verified what they
// would be if they had been added after it: verified at once, and its subdomains.
// Unverified: that the service does so with those that were there before.
func adoptSubdomains(tx *tenant.Tx, root *domainRow) error {
	var below []*domainRow
	for row := range tenant.In(tx, &domains).All() {
		if strings.HasSuffix(tenant.Fold(row.Name), "."+tenant.Fold(root.Name)) && !row.Subdomain {
			below = append(below, row)
		}
	}
	// One that lies in another comes after it.
	slices.SortFunc(below, func(a, b *domainRow) int { return cmp.Or(len(a.Name)-len(b.Name), strings.Compare(a.Name, b.Name)) })
	for _, old := range below {
		row := *old
		if !row.Verified && row.State == "" {
			if err := claimDomain(tx, &row); err != nil && !errors.Is(err, admin365.ErrConflict) {
				return err
			}
		}
		joinRoot(tx, &row)
		if err := tenant.In(tx, &domains).Put(&row); err != nil {
			return err
		}
	}
	return nil
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

// toVerify returns the domain of that name if it is one to be verified.
func toVerify(tx *tenant.Tx, name string) (*domainRow, error) {
	row, err := findDomain(tx, name)
	switch {
	case err != nil:
		return nil, err
	case row.Verified:
		return nil, domainIsVerified.Err("")
	case row.State != "":
		return nil, domainBusy.Err("")
	default:
		return row, nil
	}
}

// verifyDomain makes a domain a verified one if its record is found.
func verifyDomain(tx *tenant.Tx, name string) (*domainRow, error) {
	old, err := toVerify(tx, name)
	if err != nil {
		return nil, err
	}
	if !isProved(tx, old) {
		return nil, domainNotProved.Err("", fmt.Sprintf("'CNAME/TXT/MX record of %s was not found.'", old.Name))
	}
	row := *old
	if err := claimDomain(tx, &row); err != nil {
		return nil, err
	}
	if err := putDomain(tx, &row); err != nil {
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
	row.Subdomain, row.Promoted = false, true
	return tenant.In(tx, &domains).Put(&row)
}
