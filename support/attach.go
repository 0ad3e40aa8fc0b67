package support

import "github.com/admin365/admin365/internal/tenant"

// Attach registers the area's tables and jobs, once per process. For package admin alone.
func Attach(s *tenant.Schema) {
	tenant.AddTable(s, &tickets)
	tenant.AddTable(s, &communications)
	tenant.AddTable(s, &supportOperations)
	tenant.AddTable(s, &workspaces)
	tenant.AddTable(s, &files)
	tenant.AddTable(s, &plans)
	tenant.AddTable(s, &azureSubscriptions)
	tenant.AddTable(s, &requests)
	tenant.AddTable(s, &partners)
	tenant.AddTable(s, &partnerCustomers)
	tenant.Job(s, jobOperation, comeToEnd)
	tenant.Job(s, jobMail, mail)
}
