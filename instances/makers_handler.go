package instances

import (
	"net/http"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// The environments of people who make applications and flows, as Power Apps and Power
// Automate tell of them. They serve other people's clients alone.
var (
	opAppsEnvironmentsList = api.Op{
		Name: "instances.PowerApps.Environments", API: &api.PowerApps, Method: "GET", Paths: []string{"/providers/Microsoft.PowerApps/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Source: "pnp/cli-microsoft365",
	}
	opAppsEnvironmentsGet = api.Op{
		Name: "instances.PowerApps.Environment", API: &api.PowerApps, Method: "GET", Paths: []string{"/providers/Microsoft.PowerApps/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Refusals: []*api.Refusal{&environmentDenied},
		Source:   "pnp/cli-microsoft365",
	}
	opFlowsEnvironmentsList = api.Op{
		Name: "instances.PowerAutomate.Environments", API: &api.PowerAutomate, Method: "GET", Paths: []string{"/providers/Microsoft.ProcessSimple/environments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Source: "pnp/cli-microsoft365",
	}
	opFlowsEnvironmentsGet = api.Op{
		Name: "instances.PowerAutomate.Environment", API: &api.PowerAutomate, Method: "GET", Paths: []string{"/providers/Microsoft.ProcessSimple/environments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Refusals: []*api.Refusal{&environmentDenied},
		Source:   "pnp/cli-microsoft365",
	}
)

// environmentDenied: somebody asks for an environment that is not his, or is not there.
// Unverified: the status.
var environmentDenied = api.Refusal{
	Name: "EnvironmentDenied", Status: 403, Code: "EnvironmentAccessDenied",
	Text: "Access to the environment '%s' is denied.", Names: true,
	Is: admin365.ErrForbidden, Source: "pnp/cli-microsoft365",
}

func mountMakers(m *emu.Mux) {
	m.Handle(&opAppsEnvironmentsList, makersList(appsScope))
	m.Handle(&opAppsEnvironmentsGet, makersGet(appsScope))
	m.Handle(&opFlowsEnvironmentsList, makersList(flowsScope))
	m.Handle(&opFlowsEnvironmentsGet, makersGet(flowsScope))
}

var (
	appsScope  = environmentScope{"/providers/Microsoft.PowerApps/environments/", "Microsoft.PowerApps/environments"}
	flowsScope = environmentScope{"/providers/Microsoft.ProcessSimple/environments/", "Microsoft.ProcessSimple/environments"}
)

// madeInWire is an environment as these two write it.
type madeInWire struct {
	Name       string         `json:"name"`
	Location   string         `json:"location"`
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Properties madeInProperty `json:"properties"`
}

type madeInProperty struct {
	DisplayName       string            `json:"displayName"`
	CreatedTime       time.Time         `json:"createdTime"`
	CreatedBy         *principalWire    `json:"createdBy"`
	ProvisioningState string            `json:"provisioningState"`
	CreationType      string            `json:"creationType"`
	EnvironmentSku    string            `json:"environmentSku"`
	EnvironmentType   string            `json:"environmentType"`
	States            *statesWire       `json:"states"`
	IsDefault         bool              `json:"isDefault"`
	AzureRegionHint   string            `json:"azureRegionHint"`
	RuntimeEndpoints  map[string]string `json:"runtimeEndpoints"`
	Linked            *linkedWire       `json:"linkedEnvironmentMetadata,omitzero"`
	Cluster           *clusterWire      `json:"cluster"`
	Governance        *governanceWire   `json:"governanceConfiguration"`
}

// asMade is an environment for who works in it.
func asMade(rq *emu.Request, r *environmentRow, scope environmentScope) *madeInWire {
	w := render(rq, r)
	p := &w.Properties
	return &madeInWire{
		Name: w.Name, Location: w.Location, Type: scope.kind, ID: scope.path + w.Name,
		Properties: madeInProperty{
			DisplayName: p.DisplayName, CreatedTime: p.CreatedTime, CreatedBy: p.CreatedBy, ProvisioningState: p.ProvisioningState,
			CreationType: p.CreationType, EnvironmentSku: p.EnvironmentSku, EnvironmentType: "NotSpecified", States: p.States,
			IsDefault: p.IsDefault, AzureRegionHint: p.AzureRegion, RuntimeEndpoints: p.RuntimeEndpoints, Linked: p.Linked,
			Cluster: p.Cluster, Governance: p.Governance,
		},
	}
}

func makersList(scope environmentScope) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		list := []*madeInWire{}
		for _, r := range allEnvironments(rq.Tx) {
			if worksIn(rq.Tx, r) {
				list = append(list, asMade(rq, r, scope))
			}
		}
		return rq.Object(http.StatusOK, map[string]any{"value": list})
	}
}

func makersGet(scope environmentScope) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		r, err := findEnvironment(rq.Tx, rq.IDs[0])
		if err != nil || !worksIn(rq.Tx, r) {
			return emu.Response{}, environmentDenied.Err(rq.IDs[0], rq.IDs[0])
		}
		return rq.Object(http.StatusOK, asMade(rq, r, scope))
	}
}
