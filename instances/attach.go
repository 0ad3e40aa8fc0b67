package instances

import (
	"github.com/admin365/admin365/internal/tenant"
)

// Attach registers the area's tables and jobs, once per process. For package admin alone:
// its parameter is of an internal package.
func Attach(s *tenant.Schema) {
	tenant.AddTable(s, &environments)
	tenant.AddTable(s, &domains)
	tenant.AddTable(s, &groups)
	tenant.AddTable(s, &operations)
	tenant.AddTable(s, &backups)
	tenant.AddTable(s, &dooms)
	tenant.AddTable(s, &managementApps)
	tenant.AddTable(s, &storage)
	tenant.Job(s, jobOperation, comeToEnd)
	tenant.Job(s, jobPurge, timeOver)
	tenant.Job(s, jobDomain, domainOver)
	tenant.Job(s, jobBackup, expireBackup)
	s.SetApplications(applications{})
	attachOffers(s)
	attachCentral(s)
	attachFinOps(s)
}

// NewMemory returns the area over a tenant in memory. For package admin alone: programs
// begin with admin.NewMemory.
func NewMemory(s *tenant.Session) *Service {
	service := &Service{
		Environments: memoryEnvironments{s}, Lifecycle: memoryLifecycle{s}, AdminMode: memoryAdminMode{s},
		Copies: memoryCopies{s}, Backups: memoryBackups{s}, Resets: memoryResets{s},
		Operations: memoryOperations{s}, ManagementApps: memoryManagementApps{s},
	}
	offerMemory(service, s)
	service.Central, service.FinOps = newCentralMemory(s), newFinOpsMemory(s)
	return service
}
