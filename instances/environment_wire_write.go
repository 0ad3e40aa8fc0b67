package instances

import (
	"cmp"
	"strings"
)

// environmentScope is how an environment is addressed.
type environmentScope struct{ path, kind string }

// The two ways in which an environment is read. A database that is being added answers
// with a third.
var (
	adminScope   = environmentScope{provider + "/scopes/admin/environments/", "Microsoft.BusinessAppPlatform/scopes/environments"}
	makerScope   = environmentScope{provider + "/environments/", "Microsoft.BusinessAppPlatform/environments"}
	serviceScope = environmentScope{provider + "/scopes/service/environments/", "Microsoft.BusinessAppPlatform/scopes/environments"}
)

// wireEnvironment is the environment as the service writes it to an administrator.
// What the library knows nothing of (clusters, endpoints) is made up in its form.
func wireEnvironment(e *Environment) *environmentWire {
	w := &environmentWire{
		ID: adminScope.path + string(e.ID), Type: adminScope.kind, Location: e.Location, Name: string(e.ID),
		Properties: propertiesWire{
			TenantID: string(e.TenantID), AzureRegion: e.AzureRegion, DisplayName: e.DisplayName, Description: e.Description,
			CreatedTime: wireTime(e.Created), CreatedBy: wirePrincipal(e.CreatedBy), LastModifiedTime: wireTime(e.Modified),
			ProvisioningState: string(e.Provisioning), CreationType: e.CreationType, EnvironmentSku: string(e.Type), IsDefault: e.IsDefault,
			ClientURIs:        &clientURIsWire{Admin: cmp.Or(e.AdminURL, adminPage(e.ID)), Maker: cmp.Or(e.MakerURL, makerPage(e.ID))},
			RuntimeEndpoints:  endpoints(e.Location),
			TrialScenarioType: "None", NotificationMetadata: map[string]any{"state": "NotSpecified", "branding": "NotSpecific"},
			States:  wireStates(e),
			Cluster: clusterOf(e.Location), ConnectedGroups: []any{},
			Enforcement: wireEnforcement(e), Governance: &governanceWire{ProtectionLevel: protectionLevel(e.Managed)},
		},
	}
	p := &w.Properties
	if e.ModifiedBy != (Principal{}) {
		p.LastModifiedBy = wirePrincipal(e.ModifiedBy)
	}
	if e.UsedBy != nil {
		p.UsedBy = wirePrincipal(*e.UsedBy)
	}
	if e.Cadence != "" {
		p.UpdateCadence = &idWire{string(e.Cadence)}
	}
	if e.KeyManagedBy != "" {
		p.ProtectionStatus = &protectionWire{e.KeyManagedBy}
	}
	if e.GroupID != "" {
		p.ParentGroup = &idWire{e.GroupID}
	}
	if e.Retention != 0 {
		p.RetentionPeriod = formatDays(e.Retention)
		p.RetentionDetails = &retentionWire{Period: p.RetentionPeriod, From: wireTime(e.BackupsFrom)}
	}
	if d := e.Dataverse; d != nil {
		p.DatabaseType, p.Linked = "CommonDataService", wireDataverse(e, d)
	}
	if r := e.Running; r != nil {
		id := operationGUID(r.ID)
		p.OngoingOperation = &ongoingWire{ID: id, Type: idWire{string(r.Kind)}, Links: wireLinks(id, e.ID)}
	}
	return w
}

func wireDataverse(e *Environment, d *Dataverse) *linkedWire {
	return &linkedWire{
		ResourceID: string(d.OrganizationID), FriendlyName: d.FriendlyName, UniqueName: d.UniqueName, DomainName: d.DomainName, Version: d.Version,
		InstanceURL: d.URL, InstanceAPIURL: d.APIURL, BaseLanguage: d.Language, InstanceState: string(d.State),
		CreatedTime: wireTime(d.Created), ModifiedTime: wireTime(d.Modified), BackgroundOperations: string(d.BackgroundOperations),
		ScaleGroup: strings.ToUpper(shortLocation(e.Location)) + "CRMLIVESG705", PlatformSku: "Standard", SchemaType: "Standard",
		SecurityGroupID: string(d.SecurityGroupID), Template: d.Templates,
	}
}

func wireStates(e *Environment) *statesWire {
	s := &statesWire{
		Management: &idWire{cmp.Or(string(e.Management), "NotSpecified")},
		Runtime:    &runtimeWire{ReasonCode: "NotSpecified", RequestedBy: &principalWire{DisplayName: "SYSTEM", Type: "NotSpecified"}, ID: string(e.Runtime)},
	}
	if e.DisasterRecovery != "" {
		s.DisasterRecovery = &idWire{e.DisasterRecovery}
	}
	return s
}

func wireEnforcement(e *Environment) *enforcementWire {
	x := &enforcementWire{}
	for _, kind := range e.Allowed {
		x.Allowed = append(x.Allowed, enforcedWire{Type: idWire{string(kind)}})
	}
	for _, d := range e.Disallowed {
		x.Disallowed = append(x.Disallowed, enforcedWire{Type: idWire{string(d.Kind)}, Reason: &reasonWire{d.Message, string(d.Reason)}})
	}
	return x
}

// wirePrincipal writes who did something. The address of mail is the sign-in name.
func wirePrincipal(p Principal) *principalWire {
	return &principalWire{
		ID: p.ID, DisplayName: p.DisplayName, Email: p.UserPrincipalName, Type: p.Type,
		TenantID: string(p.TenantID), UserPrincipalName: p.UserPrincipalName,
	}
}

func protectionLevel(managed bool) string {
	if managed {
		return "Standard"
	}
	return "Basic"
}

// endpoints are where the location's services are.
func endpoints(location string) map[string]string {
	code := location
	if g, ok := geographyOf(location); ok {
		code = strings.ToLower(g.Code)
	}
	return map[string]string{
		"microsoft.BusinessAppPlatform": "https://" + location + ".api.bap.microsoft.com",
		"microsoft.CommonDataModel":     "https://" + location + ".api.cds.microsoft.com",
		"microsoft.PowerApps":           "https://" + location + ".api.powerapps.com",
		"microsoft.PowerAppsAdvisor":    "https://" + location + ".api.advisor.powerapps.com",
		"microsoft.PowerVirtualAgents":  "https://powervamg." + shortLocation(location)[:2] + "-il107.gateway.prod.island.powerapps.com",
		"microsoft.ApiManagement":       "https://management." + strings.ToUpper(location) + ".azure-apihub.net",
		"microsoft.Flow":                "https://" + code + ".api.flow.microsoft.com",
	}
}

func clusterOf(location string) *clusterWire {
	short := shortLocation(location)[:2]
	return &clusterWire{
		Category: "Prod", Number: "107", URISuffix: short + "-il107.gateway.prod.island", GeoShortName: strings.ToUpper(short), Environment: "Prod",
	}
}

// shortLocation is the beginning of a location's name, in three small letters.
func shortLocation(location string) string {
	return (strings.ToLower(location) + "xxx")[:3]
}

// made is the environment in another scope.
func (w *environmentWire) in(s environmentScope) *environmentWire {
	w.ID, w.Type = s.path+w.Name, s.kind
	return w
}
