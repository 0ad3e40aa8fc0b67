package admin

import (
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// attachSettings registers the tables, ports and jobs of the tenant's settings, once
// per process.
func attachSettings(s *tenant.Schema) {
	tenant.AddTable(s, &organizations)
	tenant.AddTable(s, &domains)
	tenant.AddTable(s, &dnsRecords)
	tenant.AddTable(s, &authorizations)
	tenant.AddTable(s, &methodPolicies)
	tenant.AddTable(s, &userResets)
	tenant.AddTable(s, &synchronizations)
	s.SetDomains(domainPort{})
	s.SetOrganization(organizationPort{})
	s.Outside(&opDomainsVerify, askDNS)
	tenant.Job(s, jobForceDelete, stepForceDelete)
	tenant.Job(s, jobSyncOff, finishSyncOff)
}

// mountSettings registers their routes, once per process.
func mountSettings(m *emu.Mux) {
	mountOrganization(m)
	mountDomains(m)
	mountPolicies(m)
	mountDirectorySync(m)
	mountTenantInformation(m)
}
