package admin

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What the tenant's settings share.
const (
	directoryRead  admin365.Permission = "Directory.Read.All"
	directoryWrite admin365.Permission = "Directory.ReadWrite.All"
)

// operations returns every operation on the tenant's settings, for tests and docs.
func operations() []*api.Op {
	return slices.Concat(organizationOperations(), domainOperations(), policyOperations(), directorySyncOperations(), tenantInformationOperations())
}
