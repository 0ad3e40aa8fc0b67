package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// appRow is the service principal of an application: what stands for it in the
// tenant, and can hold roles.
type appRow struct {
	ID          tenant.Key     `json:"id"`
	AppID       admin365.AppID `json:"appId"`
	DisplayName string         `json:"displayName"`
}

var (
	apps = tenant.Table[*appRow]{
		Name: "servicePrincipals", Key: func(r *appRow) tenant.Key { return r.ID },
		Label:   func(r *appRow) string { return r.DisplayName },
		Indexes: []*tenant.Index[*appRow]{&appsByAppID},
	}
	appsByAppID = tenant.Index[*appRow]{Name: "appId", Unique: true, Text: func(r *appRow) string { return string(r.AppID) }}

	// appProps are the properties that are rendered where a service principal is
	// a member; operations on service principals themselves are absent.
	appProps = odata.Table[*appRow]{
		Entity: "ServicePrincipal", EDM: "microsoft.graph.servicePrincipal", Set: "servicePrincipals",
		Cells: func(*appRow) *odata.Cells { return new(odata.Cells) },
		Props: []odata.Prop[*appRow]{
			{Name: "id", Flags: odata.Default | odata.ReadOnly, Read: func(r *appRow) string { return r.ID.String() }},
			{Name: "appId", Flags: odata.Default | odata.ReadOnly, Read: func(r *appRow) string { return string(r.AppID) }},
			{Name: "displayName", Flags: odata.Default, Text: func(r *appRow) *string { return &r.DisplayName }},
		},
	}
)
