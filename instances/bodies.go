package instances

import (
	"strconv"
	"strings"

	"github.com/admin365/admin365"
)

// createWire is the body that makes an environment.
type createWire struct {
	Location   string               `json:"location,omitzero"`
	Properties createPropertiesWire `json:"properties"`
}

type createPropertiesWire struct {
	DisplayName    string `json:"displayName,omitzero"`
	Description    string `json:"description,omitzero"`
	EnvironmentSku string `json:"environmentSku,omitzero"`
	AzureRegion    string `json:"azureRegion,omitzero"`
	// DatabaseType has to be there for a database to be made.
	DatabaseType  string           `json:"databaseType,omitzero"`
	Linked        *newDatabaseWire `json:"linkedEnvironmentMetadata,omitzero"`
	BillingPolicy *idWire          `json:"billingPolicy,omitzero"`
	ParentGroup   *idWire          `json:"parentEnvironmentGroup,omitzero"`
	UpdateCadence *idWire          `json:"updateCadence,omitzero"`
	UsedBy        *usedByWire      `json:"usedBy,omitzero"`
}

// usedByWire is for whom an environment is made. The type of a user is 1; names of types
// are taken too.
type usedByWire struct {
	ID       string `json:"id"`
	Type     any    `json:"type,omitzero"`
	TenantID string `json:"tenantId,omitzero"`
}

// newDatabaseWire is a database to make, within an environment's body or as its own.
type newDatabaseWire struct {
	BaseLanguage    lcid          `json:"baseLanguage,omitzero"`
	DomainName      string        `json:"domainName,omitzero"`
	Currency        *currencyCode `json:"currency,omitzero"`
	SecurityGroupID string        `json:"securityGroupId,omitzero"`
	Templates       []string      `json:"templates,omitzero"`
}

// currencyCode is a currency in a body. The service takes its name and its symbol as
// well, and needs neither.
type currencyCode struct {
	Code   string `json:"code"`
	Name   string `json:"name,omitzero"`
	Symbol string `json:"symbol,omitzero"`
}

// lcid is a language by its number, which some clients write as a text.
type lcid int

// UnmarshalJSON implements [json.Unmarshaler].
func (l *lcid) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "null" || text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	*l = lcid(n)
	return err
}

// body is the environment as it is sent.
func (n NewEnvironment) body() *createWire {
	w := &createWire{Location: n.Location, Properties: createPropertiesWire{
		DisplayName: n.DisplayName, Description: n.Description, EnvironmentSku: string(n.Type), AzureRegion: n.AzureRegion,
		BillingPolicy: idOf(n.BillingPolicyID), ParentGroup: idOf(n.GroupID), UpdateCadence: idOf(string(n.Cadence)),
	}}
	if n.UsedBy != "" {
		w.Properties.UsedBy = &usedByWire{ID: string(n.UsedBy), Type: 1}
	}
	if n.Dataverse != nil {
		w.Properties.DatabaseType, w.Properties.Linked = "CommonDataService", n.Dataverse.body()
	}
	return w
}

func idOf(id string) *idWire {
	if id == "" {
		return nil
	}
	return &idWire{id}
}

// environment is what the body asks for. Without a type of database there is none,
// whatever else it says.
func (w *createWire) environment() NewEnvironment {
	p := w.Properties
	n := NewEnvironment{
		DisplayName: p.DisplayName, Description: p.Description, Type: EnvironmentType(p.EnvironmentSku), Location: w.Location, AzureRegion: p.AzureRegion,
		Cadence: UpdateCadence(p.UpdateCadence.id()), GroupID: unlessZero(p.ParentGroup.id()), BillingPolicyID: p.BillingPolicy.id(),
	}
	if p.UsedBy != nil {
		n.UsedBy = admin365.UserID(p.UsedBy.ID)
	}
	if p.DatabaseType != "" && !strings.EqualFold(p.DatabaseType, "None") {
		n.Dataverse = &NewDatabase{}
		if p.Linked != nil {
			n.Dataverse = new(p.Linked.database())
		}
	}
	return n
}

func (n NewDatabase) body() *newDatabaseWire {
	w := &newDatabaseWire{
		BaseLanguage: lcid(n.Language), DomainName: n.DomainName, SecurityGroupID: string(n.SecurityGroupID), Templates: n.Templates,
	}
	if n.Currency != "" {
		w.Currency = &currencyCode{Code: n.Currency}
	}
	return w
}

func (w *newDatabaseWire) database() NewDatabase {
	n := NewDatabase{
		DomainName: w.DomainName, Language: int(w.BaseLanguage), SecurityGroupID: admin365.GroupID(unlessZero(w.SecurityGroupID)), Templates: w.Templates,
	}
	if w.Currency != nil {
		n.Currency = w.Currency.Code
	}
	return n
}

// patchWire is the body that changes an environment. Members that it does not have are
// passed over: some clients send all that they have read.
type patchWire struct {
	ID         string              `json:"id,omitzero"`
	Name       string              `json:"name,omitzero"`
	Properties patchPropertiesWire `json:"properties"`
}

type patchPropertiesWire struct {
	// EnvironmentSku is there where all is sent that was read.
	EnvironmentSku  string           `json:"environmentSku,omitzero"`
	DisplayName     *string          `json:"displayName,omitzero"`
	Description     *string          `json:"description,omitzero"`
	Linked          *patchLinkedWire `json:"linkedEnvironmentMetadata,omitzero"`
	UpdateCadence   *idWire          `json:"updateCadence,omitzero"`
	ParentGroup     *idWire          `json:"parentEnvironmentGroup,omitzero"`
	States          *patchStatesWire `json:"states,omitzero"`
	RetentionPeriod *string          `json:"retentionPeriod,omitzero"`
	BingChatEnabled *bool            `json:"bingChatEnabled,omitzero"`
	M365Enabled     *bool            `json:"m365Enabled,omitzero"`
	CopilotPolicies map[string]any   `json:"copilotPolicies,omitzero"`
}

type patchLinkedWire struct {
	DomainName           *string `json:"domainName,omitzero"`
	SecurityGroupID      *string `json:"securityGroupId,omitzero"`
	BackgroundOperations *string `json:"backgroundOperationsState,omitzero"`
}

type patchStatesWire struct {
	Runtime          *idWire `json:"runtime,omitzero"`
	DisasterRecovery *idWire `json:"disasterRecovery,omitzero"`
}

// body is the change as it is sent.
func (p EnvironmentPatch) body() *patchWire {
	w := &patchWire{Properties: patchPropertiesWire{DisplayName: p.DisplayName, Description: p.Description}}
	if p.Cadence != nil {
		w.Properties.UpdateCadence = &idWire{string(*p.Cadence)}
	}
	if !p.GroupID.IsZero() {
		group, _ := p.GroupID.Get()
		w.Properties.ParentGroup = &idWire{orZero(group)}
	}
	if p.DomainName != nil || !p.SecurityGroupID.IsZero() {
		w.Properties.Linked = &patchLinkedWire{DomainName: p.DomainName}
		if group, set := p.SecurityGroupID.Get(); set {
			w.Properties.Linked.SecurityGroupID = new(string(group))
		} else if p.SecurityGroupID.IsNull() {
			w.Properties.Linked.SecurityGroupID = new(zeroGUID)
		}
	}
	return w
}

// patch is what the body asks for, but for states and retention. An empty id of a
// security group stays one, which is refused.
func (w *patchWire) patch() EnvironmentPatch {
	q := w.Properties
	p := EnvironmentPatch{DisplayName: q.DisplayName, Description: q.Description}
	if q.UpdateCadence != nil {
		p.Cadence = new(UpdateCadence(q.UpdateCadence.ID))
	}
	if q.ParentGroup != nil {
		p.GroupID = admin365.Set(q.ParentGroup.ID)
		if unlessZero(q.ParentGroup.ID) == "" {
			p.GroupID = admin365.Null[string]()
		}
	}
	if l := q.Linked; l != nil {
		p.DomainName = l.DomainName
		if l.SecurityGroupID != nil {
			p.SecurityGroupID = admin365.Set(admin365.GroupID(*l.SecurityGroupID))
			if *l.SecurityGroupID == zeroGUID {
				p.SecurityGroupID = admin365.Null[admin365.GroupID]()
			}
		}
	}
	return p
}

// runtimeBody enters administration mode or leaves it.
func runtimeBody(state RuntimeState, background BackgroundOperations) *patchWire {
	w := backgroundBody(background)
	w.Properties.States = &patchStatesWire{Runtime: &idWire{string(state)}}
	return w
}

// backgroundBody starts or stops background operations.
func backgroundBody(state BackgroundOperations) *patchWire {
	return &patchWire{Properties: patchPropertiesWire{Linked: &patchLinkedWire{BackgroundOperations: new(string(state))}}}
}
