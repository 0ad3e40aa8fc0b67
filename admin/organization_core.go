package admin

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// findOrganization returns the tenant's organization; id is the one that a path names.
func findOrganization(tx *tenant.Tx, id string) (*organizationRow, error) {
	row, ok := organizationOf(tx)
	key, isKey := tenant.ParseKey(id)
	if !ok || !isKey || key != row.ID {
		return nil, api.ResourceNotFound.Err(id, id)
	}
	return row, nil
}

// readOrganization returns the organization as a reader sees it: with its domains.
func readOrganization(tx *tenant.Tx) (*organizationRow, error) {
	row, ok := organizationOf(tx)
	if !ok {
		return nil, api.ResourceNotFound.Err("", string(tx.TenantID()))
	}
	var list []VerifiedDomain
	for d := range tenant.In(tx, &domains).Ordered(&domainsByName, nil, false) {
		if d.Verified {
			list = append(list, VerifiedDomain{
				Name: d.Name, Type: d.authentication(), IsDefault: d.Default, IsInitial: d.Initial,
				Capabilities: strings.Join(odata.List(d.Services), ", "),
			})
		}
	}
	b, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	view := *row
	view.verified = string(b)
	return &view, nil
}

// seesLittle reports whether the caller may read no more of the organization than what
// everybody is shown: for lack of a permission, or as a guest.
// Source: https://learn.microsoft.com/graph/api/organization-list
// Source: https://learn.microsoft.com/entra/fundamentals/users-default-permissions
func seesLittle(tx *tenant.Tx) bool {
	if tx.Session == nil {
		return false
	}
	if tx.Ports().Access.Guest(tx) {
		return true
	}
	granted := tx.Session.Caller.Permissions
	if granted != nil && !slices.ContainsFunc(opOrganizationAccessRead.Application, func(p admin365.Permission) bool {
		return slices.Contains(granted, p)
	}) {
		return true
	}
	tx.Need(tenant.Need{Permissions: opOrganizationAccessRead.Application})
	return false
}

// isShownToAll reports whether everybody sees the property.
func isShownToAll(p *odata.Prop[*organizationRow]) bool {
	return p.Name == "id" || p.Name == "displayName" || p.Name == "verifiedDomains"
}

// patchOrganization changes the organization from the body of a PATCH.
func patchOrganization(tx *tenant.Tx, id string, body []byte) error {
	old, err := findOrganization(tx, id)
	if err != nil {
		return err
	}
	change, err := organizationProps.Body(body)
	if err != nil {
		return err
	}
	if err := organizationProps.Validate(change, false); err != nil {
		return err
	}
	row := *old
	organizationProps.Apply(&row, change)
	if row.Privacy != "" {
		row.Privacy = mergedObject(cmp.Or(old.Privacy, noPrivacy), row.Privacy)
	}
	if row.Synced != old.Synced {
		wanted := row.Synced
		row.Synced = old.Synced
		if err := switchSync(tx, &row, wanted); err != nil {
			return err
		}
	} else if err := checkSyncSwitch(old, change); err != nil {
		return err
	}
	return tenant.In(tx, &organizations).Put(&row)
}

// noPrivacy is a privacy profile that says nothing.
const noPrivacy = `{"contactEmail":null,"statementUrl":null}`

// mergedObject is a complex value after a change: what that does not name stays.
func mergedObject(old, change string) string {
	var members map[string]json.RawMessage
	if old == change || !parses(change, &members) {
		return change
	}
	whole := map[string]json.RawMessage{}
	_ = parses(old, &whole)
	maps.Copy(whole, members)
	b, err := json.Marshal(whole)
	if err != nil {
		return change
	}
	return string(b)
}

// parses reads text that is JSON into v; "" is nothing to read.
func parses(text string, v any) bool { return text == "" || json.Unmarshal([]byte(text), v) == nil }
