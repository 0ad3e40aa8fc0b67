package instances

import (
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// creatable are the types of environments that an administrator can create.
var creatable = []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial, Developer}

// createEnvironment begins to make an environment. The operation has ended for one without
// Dataverse.
func createEnvironment(tx *tenant.Tx, n NewEnvironment) (*environmentRow, *operationRow, error) {
	r, err := newEnvironment(tx, n, creatable)
	if err != nil {
		return nil, nil, err
	}
	if r.Cadence != CadenceFrequent && r.Cadence != CadenceModerate {
		return nil, nil, badValue.Err("", string(n.Cadence), "updateCadence")
	}
	o := &operationRow{Kind: KindCreate}
	if n.Dataverse == nil {
		if err := r.put(tx); err != nil {
			return nil, nil, err
		}
		o.stamp(tx, r)
		o.State, o.Ended = admin365.OperationSucceeded, o.Created
		return r, o, tenant.In(tx, &operations).Put(o)
	}
	if err := addDatabase(tx, r, *n.Dataverse, o, "created"); err != nil {
		return nil, nil, err
	}
	r.Provisioning = Provisioning
	return r, o, begin(tx, o, r, nil, durationOf(KindCreate).length)
}

// newEnvironment is the environment that is asked for, without Dataverse and unwritten.
func newEnvironment(tx *tenant.Tx, n NewEnvironment, types []EnvironmentType) (*environmentRow, error) {
	g, known := geographyOf(n.Location)
	switch {
	case strings.TrimSpace(n.DisplayName) == "":
		return nil, nameMissing.Err("")
	case !slices.Contains(types, n.Type):
		return nil, badType.Err("", string(n.Type))
	case !known || g.IsDisabled:
		return nil, badLocation.Err("", n.Location, locationNames())
	case n.AzureRegion != "" && !slices.Contains(g.AzureRegions, strings.ToLower(n.AzureRegion)):
		return nil, badValue.Err("", n.AzureRegion, "azureRegion")
	}
	r := &environmentRow{
		ID: tx.NewKey(), Name: n.DisplayName, Description: n.Description, Type: n.Type,
		Location: g.Name, Region: strings.ToLower(n.AzureRegion), CreationType: "User",
		Created: now(tx), CreatedBy: by(tx), Cadence: n.Cadence, BillingPolicy: n.BillingPolicyID,
	}
	if r.Region == "" {
		r.Region = g.AzureRegions[0]
	}
	if r.Cadence == "" {
		r.Cadence = CadenceFrequent
	}
	switch n.Type {
	case Developer:
		r.CreationType = "Developer"
	case Trial, SubscriptionBasedTrial:
		r.CreationType = "Trial"
	default:
	}
	var err error
	if r.Group, err = groupOf(tx, n.GroupID); err != nil {
		return nil, err
	}
	r.UsedBy, err = userOf(tx, n)
	return r, err
}

// userOf is for whom a developer environment is.
func userOf(tx *tenant.Tx, n NewEnvironment) (*Principal, error) {
	switch {
	case n.Type != Developer && n.UsedBy != "":
		return nil, badUsedBy.Err("", string(n.Type))
	case n.Type != Developer:
		return nil, nil
	case n.UsedBy == "":
		p := by(tx)
		if p.Type == "ServicePrincipal" {
			return nil, badUsedBy.Err("", string(n.Type))
		}
		return &p, nil
	}
	person, err := tx.Ports().Directory.Person(tx, string(n.UsedBy))
	if err != nil {
		return nil, badUsedBy.Err("", string(n.Type))
	}
	return &Principal{
		ID: person.ID.String(), DisplayName: person.DisplayName, Type: "User", TenantID: tx.TenantID(), UserPrincipalName: person.UserPrincipalName,
	}, nil
}

// addDatabase gives an unwritten environment a database that is to be made by the
// operation; without one it is there, and no capacity is asked for.
func addDatabase(tx *tenant.Tx, r *environmentRow, n NewDatabase, o *operationRow, verb string) error {
	content, group, err := newContent(r, n)
	if err != nil {
		return err
	}
	domain := n.DomainName
	if domain != "" {
		if domain, err = checkDomain(domain); err != nil {
			return err
		}
	}
	if o != nil {
		// What a fresh database stores counts as 1 GB.
		if err := reserve(tx, o, r.Type, verb, gigabyte); err != nil {
			return err
		}
	}
	if domain == "" {
		domain, err = anyDomain(tx, r.Location, r.ID)
	} else {
		err = takeDomain(tx, r.Location, domain, r.ID)
	}
	if err != nil {
		return err
	}
	r.Database = &databaseRow{Organization: tx.NewKey(), Domain: domain, Group: group, Created: now(tx), contentRow: *content}
	r.BackupsSince = toSecond(tx)
	return nil
}

// freshVersion is the version of a new database.
const freshVersion = "9.2.26014.00155"

// newContent is what a new database holds, and its security group.
func newContent(r *environmentRow, n NewDatabase) (*contentRow, tenant.Key, error) {
	g, _ := geographyOf(r.Location)
	c := &contentRow{Version: freshVersion, Language: n.Language, Currency: strings.ToUpper(n.Currency), Templates: slices.Clone(n.Templates), Data: 612, Files: 340}
	if c.Language == 0 {
		c.Language = g.Language
	}
	if c.Currency == "" {
		c.Currency = g.Currency
	}
	group, err := securityGroup(n.SecurityGroupID)
	if err != nil {
		return nil, tenant.Key{}, err
	}
	if err := c.check(r.Type, false); err != nil {
		return nil, tenant.Key{}, err
	}
	return c, group, nil
}

// check refuses a language, a currency or a template that is none.
func (c *contentRow) check(of EnvironmentType, reset bool) error {
	switch {
	case !knownLanguage(c.Language):
		return badValue.Err("", strconv.Itoa(c.Language), "baseLanguage")
	case !knownCurrency(c.Currency):
		return badValue.Err("", c.Currency, "currency")
	}
	for _, t := range c.Templates {
		if !knownTemplate(t, of, reset) {
			return badValue.Err("", t, "templates")
		}
	}
	c.Dynamics = slices.ContainsFunc(c.Templates, isDynamics)
	return nil
}

// isDynamics reports whether a template is an application of Dynamics 365.
func isDynamics(template string) bool {
	return template != "D365_CDSSampleApp" && template != "D365_DeveloperEdition"
}

// securityGroup reads the id of a security group; empty and the zero GUID are none.
// Unverified: whether the service looks for the group in the directory; it is not looked
// for here.
func securityGroup(id admin365.GroupID) (tenant.Key, error) {
	if id == "" {
		return tenant.Key{}, nil
	}
	k, ok := groupKey(id)
	if !ok {
		return tenant.Key{}, badSecurityGroup.Err("", string(id))
	}
	return k, nil
}

// zeroGUID is how the API says "none".
const zeroGUID = "00000000-0000-0000-0000-000000000000"

// groupOf reads the id of an environment group; empty and the zero GUID are none.
func groupOf(tx *tenant.Tx, id string) (string, error) {
	if id == "" || id == zeroGUID {
		return "", nil
	}
	if k, ok := tenant.ParseKey(id); ok {
		if _, found := tenant.In(tx, &groups).Get(k); found {
			return k.String(), nil
		}
	}
	return "", noGroup.Err(id, id)
}
