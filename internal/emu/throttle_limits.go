package emu

import (
	"net/http"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// limit is one line of what Microsoft publishes of its quotas.
type limit struct {
	tenant.Allowance

	counts counts
	of     drawer
	// scope and information are what a refusal says of the limit in headers, for those
	// of the directory; empty for the others.
	scope, information string
	// left is the header that says what remains of it; empty for none.
	left string
}

// counts is what a request takes from a limit.
type counts uint8

const (
	countRequests counts = iota
	countUnits
	countWrites
)

// drawer is who has a limit for himself.
type drawer uint8

const (
	appInTenant drawer = iota
	appEverywhere
	wholeTenant
	// principal is who calls, a person or an application.
	principalInTenant
	principalOnSubscription
	wholeSubscription
)

// What a refusal says in x-ms-throttle-information.
const (
	unitsExceeded  = "ResourceUnitLimitExceeded"
	writesExceeded = "WriteLimitExceeded"
)

// tenantUnits is the directory's quota of units for one application in one tenant, by
// the size of the tenant.
//
// The contract has 70,000 writes of an application over all tenants; since 2023 the page
// says 35,000.
//
// Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
var (
	tenantUnits = limit{
		Allowance: tenant.Allowance{Name: "directory: units of an application in a tenant", Per: 10 * time.Second},
		counts:    countUnits, of: appInTenant, scope: "Tenant_Application/ReadWrite", information: unitsExceeded,
	}
	directoryLimits = []limit{
		{
			Allowance: tenant.Allowance{Name: "directory: units of an application", Amount: 150_000, Per: 20 * time.Second},
			counts:    countUnits, of: appEverywhere, scope: "Application/ReadWrite", information: unitsExceeded,
		},
		{
			Allowance: tenant.Allowance{Name: "directory: writes of an application in a tenant", Amount: 3_000, Per: 150 * time.Second},
			counts:    countWrites, of: appInTenant, scope: "Tenant_Application/Write", information: writesExceeded,
		},
		{
			Allowance: tenant.Allowance{Name: "directory: writes of an application", Amount: 35_000, Per: 5 * time.Minute},
			counts:    countWrites, of: appEverywhere, scope: "Application/Write", information: writesExceeded,
		},
		{
			Allowance: tenant.Allowance{Name: "directory: writes in a tenant", Amount: 18_000, Per: 5 * time.Minute},
			counts:    countWrites, of: wholeTenant, scope: "Tenant/Write", information: writesExceeded,
		},
		graphRequests,
	}
	// graphRequests is Graph's own limit, whatever is behind it. Older pages have 2,000 in
	// a second.
	// Source: https://learn.microsoft.com/graph/throttling-limits
	graphRequests = limit{
		Allowance: tenant.Allowance{Name: "Graph: requests of an application", Amount: 130_000, Per: 10 * time.Second},
		of:        appEverywhere,
	}
)

// unitsBySize is the quota of tenants with fewer than 50 users, of those with up to 500,
// and of the greater ones.
func unitsBySize(users int) float64 {
	switch {
	case users < 50:
		return 3_500
	case users <= 500:
		return 5_000
	default:
		return 8_000
	}
}

// communicationsLimits are those of messages and of the health of services. Unverified:
// that they are windows and no buckets.
// Source: https://learn.microsoft.com/graph/throttling-limits#service-communications-service-limits
var communicationsLimits = []limit{
	{
		Allowance: tenant.Allowance{Name: "communications: requests in a minute", Amount: 240, Per: time.Minute, Window: true},
		of:        appInTenant,
	},
	{
		Allowance: tenant.Allowance{Name: "communications: requests in an hour", Amount: 800, Per: time.Hour, Window: true},
		of:        appInTenant,
	},
	graphRequests,
}

// azureLimits are those of Azure Resource Manager, of an operation of the kind on a tenant
// or on a subscription. The public cloud has had token buckets since 2024, and a limit of
// all principals on a subscription, which is 15 times that of one; the other clouds have
// hourly quotas still.
//
// Unverified: that an hour begins with the first request, and the name of
// x-ms-ratelimit-remaining-tenant-deletes.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
func azureLimits(cloud admin365.Cloud, method string, subscription bool) []limit {
	kind, amount, perSecond, hourly := "writes", 200.0, 10.0, 1_200.0
	switch method {
	case http.MethodGet, http.MethodHead:
		kind, amount, perSecond, hourly = "reads", 250, 25, 12_000
	case http.MethodDelete:
		kind, hourly = "deletes", 15_000
	default:
	}
	scope, one := "tenant", principalInTenant
	if subscription {
		scope, one = "subscription", principalOnSubscription
	}
	header := "x-ms-ratelimit-remaining-" + scope + "-"
	own := limit{Allowance: tenant.Allowance{Name: "Azure: " + kind + " on a " + scope}, of: one, left: header + kind}
	if cloud != admin365.CloudPublic {
		own.Amount, own.Per, own.Window = hourly, time.Hour, true
		return []limit{own}
	}
	own.Amount, own.Per = amount, time.Duration(amount/perSecond*float64(time.Second))
	if !subscription {
		return []limit{own}
	}
	all := own
	all.Name, all.Amount, all.of, all.left = "Azure: "+kind+" on a subscription, of all", 15*amount, wholeSubscription, header+"global-"+kind
	return []limit{own, all}
}

// partnerLimits are those of Partner Center: customers, orders with their carts, and
// subscriptions have a minute each, and an application has a second for all it asks.
// Unverified: the numbers, which the page does not have, and that the minute is the
// partner's: of some operations, which it does not name, the page says that each of his
// customers has one.
//
// Source: https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
func partnerLimits(path string) []limit {
	limits := []limit{partnerSecond}
	resource := ""
	switch {
	case strings.Contains(path, "/orders"), strings.Contains(path, "/carts"):
		resource = "orders"
	case strings.Contains(path, "/subscriptions"):
		resource = "subscriptions"
	case path == "/customers", path == "/customers/{id}":
		resource = "customers"
	default:
		return limits
	}
	return append(limits, limit{
		Allowance: tenant.Allowance{Name: "Partner Center: " + resource + " in a minute", Amount: 500, Per: time.Minute, Window: true},
		of:        wholeTenant,
	})
}

var partnerSecond = limit{
	Allowance: tenant.Allowance{Name: "Partner Center: requests of an application", Amount: 50, Per: time.Second},
	of:        appEverywhere,
}

// limitsOf are the limits that a call draws on; none for the APIs of which Microsoft
// publishes no number: Power Platform's and Business Central's admin center.
func limitsOf(cloud admin365.Cloud, call api.Call) []limit {
	path := call.Op.Paths[call.Way]
	switch call.Op.API {
	case &api.Graph:
		if strings.HasPrefix(path, "/admin/serviceAnnouncement") {
			return communicationsLimits
		}
		return directoryLimits
	case &api.AzureResourceManager:
		return azureLimits(cloud, call.Op.Method, strings.HasPrefix(path, "/subscriptions/"))
	case &api.PartnerCenter:
		return partnerLimits(path)
	default:
		return nil
	}
}
