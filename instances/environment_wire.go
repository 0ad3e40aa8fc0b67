package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
)

// environmentWire is an environment as the Business Application Platform writes it.
type environmentWire struct {
	ID         string         `json:"id"`
	Type       string         `json:"type"`
	Location   string         `json:"location"`
	Name       string         `json:"name"`
	Properties propertiesWire `json:"properties"`
}

// propertiesWire are its properties. What is absent is left out, but for the database of
// an environment that has none, which may be null.
type propertiesWire struct {
	TenantID          string         `json:"tenantId,omitzero"`
	AzureRegion       string         `json:"azureRegion,omitzero"`
	DisplayName       string         `json:"displayName,omitzero"`
	Description       string         `json:"description,omitzero"`
	CreatedTime       time.Time      `json:"createdTime,omitzero"`
	CreatedBy         *principalWire `json:"createdBy,omitzero"`
	LastModifiedTime  time.Time      `json:"lastModifiedTime,omitzero"`
	LastModifiedBy    *principalWire `json:"lastModifiedBy,omitzero"`
	UsedBy            *principalWire `json:"usedBy,omitzero"`
	BillingPolicy     *policyWire    `json:"billingPolicy,omitzero"`
	ProvisioningState string         `json:"provisioningState,omitzero"`
	CreationType      string         `json:"creationType,omitzero"`
	EnvironmentSku    string         `json:"environmentSku,omitzero"`
	IsDefault         bool           `json:"isDefault"`
	Capacity          []capacityWire `json:"capacity,omitzero"`
	Addons            []any          `json:"addons,omitzero"`
	// Permissions are what the caller may, of an environment that was read with $expand.
	Permissions          map[string]any    `json:"permissions,omitzero"`
	ClientURIs           *clientURIsWire   `json:"clientUris,omitzero"`
	RuntimeEndpoints     map[string]string `json:"runtimeEndpoints,omitzero"`
	DatabaseType         string            `json:"databaseType,omitzero"`
	Linked               *linkedWire       `json:"linkedEnvironmentMetadata,omitzero"`
	TrialScenarioType    string            `json:"trialScenarioType,omitzero"`
	NotificationMetadata map[string]any    `json:"notificationMetadata,omitzero"`
	RetentionPeriod      string            `json:"retentionPeriod,omitzero"`
	States               *statesWire       `json:"states,omitzero"`
	UpdateCadence        *idWire           `json:"updateCadence,omitzero"`
	RetentionDetails     *retentionWire    `json:"retentionDetails,omitzero"`
	ProtectionStatus     *protectionWire   `json:"protectionStatus,omitzero"`
	Cluster              *clusterWire      `json:"cluster,omitzero"`
	ConnectedGroups      []any             `json:"connectedGroups,omitzero"`
	Enforcement          *enforcementWire  `json:"lifecycleOperationsEnforcement,omitzero"`
	Governance           *governanceWire   `json:"governanceConfiguration,omitzero"`
	ParentGroup          *idWire           `json:"parentEnvironmentGroup,omitzero"`
	BingChatEnabled      *bool             `json:"bingChatEnabled,omitzero"`
	M365Enabled          *bool             `json:"m365Enabled,omitzero"`
	CopilotPolicies      map[string]any    `json:"copilotPolicies,omitzero"`
	EnterprisePolicies   map[string]any    `json:"enterprisePolicies,omitzero"`
	OngoingOperation     *ongoingWire      `json:"ongoingOperation,omitzero"`
	ScheduledOperations  []scheduledWire   `json:"scheduledLifecycleOperations,omitzero"`
}

type idWire struct {
	ID string `json:"id"`
}

type principalWire struct {
	ID                string `json:"id,omitzero"`
	DisplayName       string `json:"displayName,omitzero"`
	Email             string `json:"email,omitzero"`
	Type              string `json:"type,omitzero"`
	TenantID          string `json:"tenantId,omitzero"`
	UserPrincipalName string `json:"userPrincipalName,omitzero"`
}

// policyWire is a billing policy, of which only the id means something here.
type policyWire struct {
	ID                          string         `json:"id"`
	Name                        string         `json:"name,omitzero"`
	Type                        string         `json:"type,omitzero"`
	Status                      string         `json:"status,omitzero"`
	Location                    string         `json:"location,omitzero"`
	PowerAutomatePolicy         map[string]any `json:"powerAutomatePolicy,omitzero"`
	PowerAppsPolicy             map[string]any `json:"powerAppsPolicy,omitzero"`
	StoragePolicy               map[string]any `json:"storagePolicy,omitzero"`
	PowerPlatformRequestsPolicy map[string]any `json:"powerPlatformRequestsPolicy,omitzero"`
	PowerPagesPolicy            map[string]any `json:"powerPagesPolicy,omitzero"`
	PowerVirtualAgentPolicy     map[string]any `json:"powerVirtualAgentPolicy,omitzero"`
	BillingInstrument           map[string]any `json:"billingInstrument,omitzero"`
	CreatedOn                   time.Time      `json:"createdOn,omitzero"`
	CreatedBy                   *principalWire `json:"createdBy,omitzero"`
	LastModifiedOn              time.Time      `json:"lastModifiedOn,omitzero"`
	LastModifiedBy              *principalWire `json:"lastModifiedBy,omitzero"`
}

type clientURIsWire struct {
	Admin string `json:"admin,omitzero"`
	Maker string `json:"maker,omitzero"`
}

// linkedWire is the Dataverse organization behind an environment.
type linkedWire struct {
	ResourceID           string    `json:"resourceId,omitzero"`
	FriendlyName         string    `json:"friendlyName,omitzero"`
	UniqueName           string    `json:"uniqueName,omitzero"`
	DomainName           string    `json:"domainName,omitzero"`
	Version              string    `json:"version,omitzero"`
	InstanceURL          string    `json:"instanceUrl,omitzero"`
	InstanceAPIURL       string    `json:"instanceApiUrl,omitzero"`
	BaseLanguage         int       `json:"baseLanguage,omitzero"`
	InstanceState        string    `json:"instanceState,omitzero"`
	CreatedTime          time.Time `json:"createdTime,omitzero"`
	ModifiedTime         time.Time `json:"modifiedTime,omitzero"`
	BackgroundOperations string    `json:"backgroundOperationsState,omitzero"`
	ScaleGroup           string    `json:"scaleGroup,omitzero"`
	PlatformSku          string    `json:"platformSku,omitzero"`
	SchemaType           string    `json:"schemaType,omitzero"`
	SecurityGroupID      string    `json:"securityGroupId,omitzero"`
	// Template is what is read and Templates what is written.
	Template  []string `json:"template,omitzero"`
	Templates []string `json:"templates,omitzero"`
}

type statesWire struct {
	Management       *idWire      `json:"management,omitzero"`
	Runtime          *runtimeWire `json:"runtime,omitzero"`
	DisasterRecovery *idWire      `json:"disasterRecovery,omitzero"`
}

type runtimeWire struct {
	ReasonCode  string         `json:"runtimeReasonCode,omitzero"`
	RequestedBy *principalWire `json:"requestedBy,omitzero"`
	ID          string         `json:"id,omitzero"`
}

type retentionWire struct {
	Period string    `json:"retentionPeriod,omitzero"`
	From   time.Time `json:"backupsAvailableFromDateTime,omitzero"`
}

type protectionWire struct {
	KeyManagedBy string `json:"keyManagedBy,omitzero"`
}

type clusterWire struct {
	Category     string `json:"category,omitzero"`
	Number       string `json:"number,omitzero"`
	URISuffix    string `json:"uriSuffix,omitzero"`
	GeoShortName string `json:"geoShortName,omitzero"`
	Environment  string `json:"environment,omitzero"`
}

type governanceWire struct {
	ProtectionLevel string              `json:"protectionLevel,omitzero"`
	Settings        *governanceSettings `json:"settings,omitzero"`
}

// governanceSettings are those of a Managed Environment, all of them texts.
type governanceSettings struct {
	Extended map[string]string `json:"extendedSettings,omitzero"`
}

// enforcementWire says which operations an environment takes. An allowed operation may
// have a reason in recorded answers, which means nothing.
type enforcementWire struct {
	Allowed    []enforcedWire `json:"allowedOperations,omitzero"`
	Disallowed []enforcedWire `json:"disallowedOperations,omitzero"`
}

type enforcedWire struct {
	Type   idWire      `json:"type"`
	Reason *reasonWire `json:"reason,omitzero"`
}

type reasonWire struct {
	Message string `json:"message,omitzero"`
	Type    string `json:"type,omitzero"`
}

type ongoingWire struct {
	ID    string    `json:"id"`
	Type  idWire    `json:"type"`
	Links linksWire `json:"links,omitzero"`
}

type scheduledWire struct {
	Type      string    `json:"type"`
	Scheduled time.Time `json:"scheduledDateTime,omitzero"`
	CanExtend bool      `json:"canExtend"`
}

// environment is the environment as programs see it.
func (w *environmentWire) environment() *Environment {
	p := &w.Properties
	e := &Environment{
		ID: EnvironmentID(w.Name), DisplayName: p.DisplayName, Description: p.Description, Type: EnvironmentType(p.EnvironmentSku),
		IsDefault: p.IsDefault, Location: w.Location, AzureRegion: p.AzureRegion, TenantID: admin365.TenantID(p.TenantID),
		CreationType: p.CreationType, Provisioning: ProvisioningState(p.ProvisioningState),
		Created: p.CreatedTime.UTC(), CreatedBy: p.CreatedBy.principal(), Modified: p.LastModifiedTime.UTC(), ModifiedBy: p.LastModifiedBy.principal(),
		Retention: parseDays(p.RetentionPeriod), Dataverse: p.Linked.dataverse(), Cadence: UpdateCadence(p.UpdateCadence.id()), GroupID: unlessZero(p.ParentGroup.id()),
	}
	if w.Name == "" {
		// The answer to provisionInstance names itself by its path alone.
		e.ID = EnvironmentID(lastSegment(w.ID))
	}
	if u := p.UsedBy; u != nil && u.ID != "" {
		e.UsedBy = new(u.principal())
	}
	if s := p.States; s != nil {
		e.Management, e.DisasterRecovery = ManagementState(s.Management.id()), s.DisasterRecovery.id()
		if s.Runtime != nil {
			e.Runtime = RuntimeState(s.Runtime.ID)
		}
	}
	if r := p.RetentionDetails; r != nil {
		e.BackupsFrom = r.From.UTC()
		if e.Retention == 0 {
			e.Retention = parseDays(r.Period)
		}
	}
	if g := p.Governance; g != nil {
		e.Managed = strings.EqualFold(g.ProtectionLevel, "Standard")
	}
	if k := p.ProtectionStatus; k != nil {
		e.KeyManagedBy = k.KeyManagedBy
	}
	if b := p.BillingPolicy; b != nil {
		e.BillingPolicyID = b.ID
	}
	if o := p.OngoingOperation; o != nil && o.ID != "" {
		e.Running = &RunningOperation{ID: lifecycleID(o.ID), Kind: OperationKind(o.Type.ID)}
	}
	if x := p.Enforcement; x != nil {
		for _, a := range x.Allowed {
			e.Allowed = append(e.Allowed, OperationKind(a.Type.ID))
		}
		for _, d := range x.Disallowed {
			disallowed := DisallowedOperation{Kind: OperationKind(d.Type.ID)}
			if d.Reason != nil {
				disallowed.Reason, disallowed.Message = DisallowReason(d.Reason.Type), d.Reason.Message
			}
			e.Disallowed = append(e.Disallowed, disallowed)
		}
	}
	if u := p.ClientURIs; u != nil {
		e.AdminURL, e.MakerURL = u.Admin, u.Maker
	}
	return e
}

func (w *idWire) id() string {
	if w == nil {
		return ""
	}
	return w.ID
}

func (w *principalWire) principal() Principal {
	if w == nil {
		return Principal{}
	}
	return Principal{ID: w.ID, DisplayName: w.DisplayName, Type: w.Type, TenantID: admin365.TenantID(w.TenantID), UserPrincipalName: w.UserPrincipalName}
}

func (w *linkedWire) dataverse() *Dataverse {
	if w == nil || w.ResourceID == "" && w.DomainName == "" && w.InstanceURL == "" {
		return nil
	}
	return &Dataverse{
		OrganizationID: OrganizationID(w.ResourceID), FriendlyName: w.FriendlyName, UniqueName: w.UniqueName, DomainName: w.DomainName,
		URL: w.InstanceURL, APIURL: w.InstanceAPIURL, Version: w.Version, Language: w.BaseLanguage, State: InstanceState(w.InstanceState),
		BackgroundOperations: BackgroundOperations(w.BackgroundOperations), SecurityGroupID: admin365.GroupID(unlessZero(w.SecurityGroupID)),
		Templates: w.Template, Created: w.CreatedTime.UTC(), Modified: w.ModifiedTime.UTC(),
	}
}
