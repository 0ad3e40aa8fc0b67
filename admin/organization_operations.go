package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	userReadSelf      admin365.Permission = "User.Read"
	organizationRead  admin365.Permission = "Organization.Read.All"
	organizationWrite admin365.Permission = "Organization.ReadWrite.All"
)

var (
	opOrganizationGet = api.Op{
		Name: "admin.Organization.Get", API: &api.Graph, Method: "GET", Paths: []string{"/organization"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opOrganizationAccessRead, Query: odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/organization-list",
	}
	opOrganizationGetByID = api.Op{
		Name: "admin.Organization.GetByID", API: &api.Graph, Method: "GET", Paths: []string{"/organization/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: opOrganizationAccessRead, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/organization-get",
	}
	opOrganizationUpdate = api.Op{
		Name: "admin.Organization.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/organization/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: api.Access{
			Application: []admin365.Permission{organizationWrite, directoryWrite},
			Delegated:   []admin365.Permission{organizationWrite, directoryWrite},
			Roles:       []api.Role{api.BillingAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly},
		Source:   "https://learn.microsoft.com/graph/api/organization-update",
	}
)

var opOrganizationAccessRead = api.Access{
	Application: []admin365.Permission{organizationRead, directoryRead, organizationWrite, directoryWrite},
	Delegated:   []admin365.Permission{userReadSelf, organizationRead, directoryRead, organizationWrite, directoryWrite},
	Shown:       true,
	Guests:      true,
}

func organizationOperations() []*api.Op {
	return []*api.Op{&opOrganizationGet, &opOrganizationGetByID, &opOrganizationUpdate}
}
