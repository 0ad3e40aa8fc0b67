package instances

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// findEnvironment returns the environment with that id that is not in the bin.
func findEnvironment(tx *tenant.Tx, id string) (*environmentRow, error) {
	r, ok := environmentRowOf(tx, id)
	if !ok || r.binned() {
		return nil, environmentNotFound.Err(id, id, string(tx.TenantID()))
	}
	return r, nil
}

func environmentRowOf(tx *tenant.Tx, id string) (*environmentRow, bool) {
	k, ok := environmentKey(tx, id)
	if !ok {
		return nil, false
	}
	return tenant.In(tx, &environments).Get(k)
}

// allEnvironments are those that are not in the bin, by creation.
func allEnvironments(tx *tenant.Tx) (rows []*environmentRow) {
	for r := range tenant.In(tx, &environments).ByRef(&environmentsByCreation, nil, false) {
		if !r.binned() {
			rows = append(rows, r)
		}
	}
	return rows
}

// listEnvironments are those that the query asks for.
func listEnvironments(tx *tenant.Tx, q EnvironmentQuery) (list []*Environment) {
	for _, r := range allEnvironments(tx) {
		if e := environmentOf(tx, r); q.matches(e) {
			list = append(list, e)
		}
	}
	return list
}

// environmentOf is an environment as people see it.
func environmentOf(tx *tenant.Tx, r *environmentRow) *Environment {
	e := &Environment{
		ID: r.id(tx), DisplayName: r.Name, Description: r.Description, Type: r.Type, IsDefault: r.Default,
		Location: r.Location, AzureRegion: r.Region, TenantID: tx.TenantID(), CreationType: r.CreationType,
		Provisioning: r.provisioning(), Management: ManagementReady, Runtime: r.runtime(), Dataverse: dataverseOf(tx, r),
		Created: r.Created, CreatedBy: r.CreatedBy, Modified: r.Modified, ModifiedBy: r.ModifiedBy,
		Retention: r.retention(), BackupsFrom: r.backupsFrom(tx), Cadence: r.Cadence, Managed: r.Managed,
		KeyManagedBy: "Microsoft", DisasterRecovery: "Disabled", GroupID: r.Group, BillingPolicyID: r.BillingPolicy,
		Running: runningOn(tx, r),
	}
	if r.UsedBy != nil {
		e.UsedBy = new(*r.UsedBy)
	}
	if !r.Busy.IsZero() {
		e.Management = ManagementRunning
	}
	e.Allowed, e.Disallowed = enforcement(r)
	e.AdminURL, e.MakerURL = adminPage(e.ID), makerPage(e.ID)
	return e
}

// dataverseOf is the organization as people see it; nil if there is none.
func dataverseOf(tx *tenant.Tx, r *environmentRow) *Dataverse {
	d := r.Database
	if d == nil {
		return nil
	}
	host := hostOf(r.Location, d.Domain)
	label, region, _ := strings.Cut(host, ".")
	v := &Dataverse{
		OrganizationID: OrganizationID(d.Organization.String()), FriendlyName: r.Name, UniqueName: uniqueName(d.Organization),
		DomainName: d.Domain, URL: "https://" + host + ".dynamics.com/", APIURL: "https://" + label + ".api." + region + ".dynamics.com",
		Version: d.Version, Language: d.Language, State: InstanceReady, BackgroundOperations: d.background(),
		SecurityGroupID: admin365.GroupID(key(d.Group)), Templates: slices.Clone(d.Templates), Created: d.Created, Modified: d.Modified,
	}
	switch {
	case r.Provisioning == Provisioning, r.Provisioning == ProvisioningDatabase:
		v.State = InstanceProvisioning
	case r.Provisioning == ProvisioningDeleting:
		v.State = InstanceDeleting
	case r.runtime() == RuntimeDisabled:
		v.State = InstanceDisabled
	case r.Failed != "":
		v.State = InstanceFailed
	}
	return v
}

// uniqueName is the name of an organization's database.
func uniqueName(organization tenant.Key) string {
	return "unq" + strings.ReplaceAll(organization.String(), "-", "")[:29]
}

// creatable are the types of environments that an administrator can create.
var creatable = []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial, Developer}

// createEnvironment begins to make an environment. The operation has ended for one without
// Dataverse.
func createEnvironment(tx *tenant.Tx, n NewEnvironment) (*environmentRow, *operationRow, error) {
	r, err := newEnvironment(tx, n, creatable)
	if err != nil {
		return nil, nil, err
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
	case n.Cadence != "" && n.Cadence != CadenceFrequent && n.Cadence != CadenceModerate:
		return nil, badValue.Err("", string(n.Cadence), "updateCadence")
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
	r.BackupsSince = now(tx)
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

// environmentEdit is a change to an environment in one request: what the patch says, and
// what methods of their own say.
type environmentEdit struct {
	EnvironmentPatch
	// Runtime and Background are empty where they stay.
	Runtime    RuntimeState
	Background BackgroundOperations
	// Retention is how long backups are kept; 0 leaves it.
	Retention time.Duration
}

// editEnvironment begins to edit an environment.
func editEnvironment(tx *tenant.Tx, id string, e environmentEdit) (*operationRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	if err := r.ready(tx, KindEdit); err != nil {
		return nil, err
	}
	r = r.clone()
	o := &operationRow{Kind: KindEdit, Plan: planRow{Description: e.Description}}
	for _, plan := range []func(*tenant.Tx, *environmentRow, environmentEdit, *planRow) error{planNames, planRuntime, planRetention, planDomain} {
		if err := plan(tx, r, e, &o.Plan); err != nil {
			return nil, err
		}
	}
	return o, begin(tx, o, r, nil, durationOf(KindEdit).length)
}

// planNames plans what is written as it is sent.
func planNames(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.DisplayName != nil {
		if strings.TrimSpace(*e.DisplayName) == "" {
			return nameMissing.Err("")
		}
		p.Name = e.DisplayName
	}
	if c := e.Cadence; c != nil {
		if *c != CadenceFrequent && *c != CadenceModerate {
			return badValue.Err("", string(*c), "updateCadence")
		}
		p.Cadence = *c
	}
	if !e.GroupID.IsZero() {
		id, _ := e.GroupID.Get()
		group, err := groupOf(tx, id)
		if err != nil {
			return err
		}
		p.EnvGroup = &group
	}
	if e.SecurityGroupID.IsZero() {
		return nil
	}
	id, set := e.SecurityGroupID.Get()
	if set && id == "" {
		return badSecurityGroup.Err("", "")
	}
	group, err := securityGroup(id)
	if err != nil {
		return err
	}
	if r.Database == nil {
		return r.unlinked(tx, KindEdit)
	}
	p.Group = &group
	return nil
}

// unlinked is the refusal of what needs Dataverse.
func (r *environmentRow) unlinked(tx *tenant.Tx, kind OperationKind) error {
	return notLinked.Err(string(r.id(tx)), string(kind))
}

// planRuntime plans administration mode and background operations. Administration mode
// alone stops them.
// Unverified: that; one client's issue says so, another's default says not.
func planRuntime(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.Runtime == "" && e.Background == "" {
		return nil
	}
	switch {
	case e.Runtime != "" && e.Runtime != RuntimeEnabled && e.Runtime != RuntimeAdminMode:
		return badValue.Err("", string(e.Runtime), "states.runtime.id")
	case e.Background != "" && e.Background != BackgroundEnabled && e.Background != BackgroundDisabled:
		return badValue.Err("", string(e.Background), "backgroundOperationsState")
	case r.Database == nil:
		return r.unlinked(tx, KindEdit)
	}
	after := e.Runtime
	if after == "" {
		after = r.runtime()
	}
	if after == RuntimeAdminMode && r.runtime() != RuntimeAdminMode {
		if refusal, words := ruleOf(kindAdminMode).judge(r); refusal != nil {
			return refusal.Err(string(r.id(tx)), words...)
		}
	}
	if after != RuntimeAdminMode && e.Background == BackgroundDisabled {
		return backgroundNeedsAdminMode.Err(string(r.id(tx)))
	}
	p.Runtime, p.Background = e.Runtime, e.Background
	switch {
	case e.Background != "":
	case e.Runtime == RuntimeAdminMode:
		p.Background = BackgroundDisabled
	default:
		p.Background = BackgroundEnabled
	}
	return nil
}

// planDomain takes the new label of the address; it comes last, because it is the one
// thing that is done at once.
func planDomain(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.DomainName == nil {
		return nil
	}
	if r.Database == nil {
		return r.unlinked(tx, KindEdit)
	}
	domain, err := checkDomain(*e.DomainName)
	if err != nil || domain == r.Database.Domain {
		return err
	}
	p.Domain = domain
	return takeDomain(tx, r.Location, domain, r.ID)
}

// availableDomain refuses a label that could not be had in the location.
func availableDomain(tx *tenant.Tx, domain, location string, but tenant.Key) error {
	if domain == "" {
		return domainMissing.Err("")
	}
	low, err := checkDomain(domain)
	if err != nil {
		return err
	}
	if _, ok := geographyOf(location); !ok {
		return badLocation.Err("", location, locationNames())
	}
	if refusal := domainFree(tx, location, low, but); refusal != nil {
		return refusal.Err("", domain)
	}
	return nil
}
