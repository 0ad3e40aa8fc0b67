package instances

import "github.com/admin365/admin365/internal/tenant"

// attachCentral registers the tables and jobs of Business Central.
func attachCentral(s *tenant.Schema) {
	tenant.AddTable(s, &centrals)
	tenant.AddTable(s, &centralOperations)
	tenant.AddTable(s, &centralApps)
	tenant.AddTable(s, &appReleases)
	tenant.AddTable(s, &centralReleases)
	tenant.AddTable(s, &recipients)
	tenant.AddTable(s, &authorizedApps)
	tenant.AddTable(s, &centralTenants)
	tenant.Job(s, jobCentral, goOnCentral)
	tenant.Job(s, jobCentralPlan, planDue)
}
