package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

const crossTenantRead admin365.Permission = "CrossTenantInformation.ReadBasic.All"

// What a tenant shows to everybody, found by its id or by one of its domains. They serve
// other people's clients alone.
var (
	opTenantByID = api.Op{
		Name: "admin.TenantInformation.ByID", API: &api.Graph, Method: "GET", Paths: []string{"/tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   tenantInformationAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbytenantid",
	}
	opTenantByDomain = api.Op{
		Name: "admin.TenantInformation.ByDomain", API: &api.Graph, Method: "GET", Paths: []string{"/tenantRelationships/findTenantInformationByDomainName(domainName='{id}')"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   tenantInformationAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbydomainname",
	}
)

var tenantInformationAccess = api.Access{
	Application: []admin365.Permission{crossTenantRead},
	Delegated:   []admin365.Permission{crossTenantRead},
}

func tenantInformationOperations() []*api.Op { return []*api.Op{&opTenantByID, &opTenantByDomain} }

func mountTenantInformation(m *emu.Mux) {
	m.Handle(&opTenantByID, handleTenantInformation)
	m.Handle(&opTenantByDomain, handleTenantInformation)
}

// tenantInformationWire is what a tenant shows.
// Source: https://learn.microsoft.com/graph/api/resources/tenantinformation
type tenantInformationWire struct {
	ID            admin365.TenantID `json:"tenantId"`
	Brand         *string           `json:"federationBrandName"`
	DisplayName   string            `json:"displayName"`
	DefaultDomain string            `json:"defaultDomainName"`
}

// handleTenantInformation answers what a tenant of the same world shows. Unverified: what
// the service says of one that it does not find.
func handleTenantInformation(rq *emu.Request) (emu.Response, error) {
	id := rq.IDs[0]
	_, isID := tenant.ParseKey(id)
	found, ok := rq.Tenant().World().Tenant(id)
	if !ok || isID != (rq.Op == &opTenantByID) {
		return emu.Response{}, api.ResourceNotFound.Err(id, id)
	}
	answer := tenantInformationWire{ID: found.ID()}
	read := func(tx *tenant.Tx) error {
		if row, ok := organizationOf(tx); ok {
			answer.DisplayName = row.DisplayName
		}
		for d := range tenant.In(tx, &domains).Ordered(&domainsByName, nil, false) {
			if d.Default {
				answer.DefaultDomain = d.Name
			}
		}
		return nil
	}
	var err error
	if found == rq.Tenant() {
		err = read(rq.Tx)
	} else {
		err = found.Look(read)
	}
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Complex("microsoft.graph.tenantInformation", answer)
}
