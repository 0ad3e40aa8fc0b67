package instances

import (
	"slices"
	"strings"

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
		e.UsedBy.DisplayName = "" // The service does not tell it.
	}
	if r.busy(tx) {
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
