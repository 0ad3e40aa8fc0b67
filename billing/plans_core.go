package billing

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// heldPlan is a service plan that a user has.
type heldPlan struct {
	at     uint8 // its place in plans
	status Status
	since  time.Time
}

// heldPlans are the plans of a user's products but for those that are off, each once:
// in the state of the best product that holds it. Ours: the service shows for a time
// as Deleted what was taken away, and here it is gone at once.
//
// Source: https://learn.microsoft.com/graph/api/resources/assignedplan
func heldPlans(tx *tenant.Tx, user tenant.Key) (list []heldPlan) {
	for _, h := range held(tx, user) {
		g, known := goodsOf(h.SKU)
		if !known || !h.works() {
			continue
		}
		of := status(bought(tx, h.SKU))
		for _, at := range g.Plans {
			if slices.Contains(h.Disabled, plans[at].Key) {
				continue
			}
			next := heldPlan{at, of, h.Updated}
			i := slices.IndexFunc(list, func(p heldPlan) bool { return p.at == at })
			switch {
			case i < 0:
				list = append(list, next)
			case next.better(list[i]):
				list[i] = next
			}
		}
	}
	return list
}

// better: it is in a better state, or came earlier.
func (p heldPlan) better(other heldPlan) bool {
	order := []Status{StatusEnabled, StatusWarning, StatusSuspended, StatusLockedOut, StatusDeleted}
	a, b := slices.Index(order, p.status), slices.Index(order, other.status)
	return a < b || a == b && p.since.Before(other.since)
}

// assignedPlanWire and provisionedPlanWire are plans as the service writes them.
type (
	assignedPlanWire struct {
		AssignedDateTime string                 `json:"assignedDateTime"`
		CapabilityStatus Status                 `json:"capabilityStatus"`
		Service          string                 `json:"service"`
		ServicePlanID    admin365.ServicePlanID `json:"servicePlanId"`
	}
	provisionedPlanWire struct {
		CapabilityStatus   Status `json:"capabilityStatus"`
		ProvisioningStatus string `json:"provisioningStatus"`
		Service            string `json:"service"`
	}
)

// Plans implements the port.
func (licenses) Plans(tx *tenant.Tx, user tenant.Key) (assigned, provisioned string) {
	var has []assignedPlanWire
	var prepared []provisionedPlanWire
	for _, p := range heldPlans(tx, user) {
		service := serviceOf(plans[p.at].Name)
		has = append(has, assignedPlanWire{p.since.UTC().Format(stateTime), p.status, service, plans[p.at].ID})
		if slices.Contains(preparing, service) {
			prepared = append(prepared, provisionedPlanWire{p.status, planStatus(p.status)(plans[p.at].ID), service})
		}
	}
	return jsonList(has), jsonList(prepared)
}

func jsonList[T any](list []T) string {
	if len(list) == 0 {
		return ""
	}
	b, err := json.Marshal(list)
	if err != nil {
		return "" // Texts always have a form.
	}
	return string(b)
}

// preparing are the services that tell the directory how they have set a user up.
// Derived: from users that were published; most services never tell.
var preparing = []string{"exchange", "SharePoint", "MicrosoftCommunicationsOnline", "CRM"}

// services are the services' own names by how the names of their plans begin; the
// first that fits counts. Microsoft publishes no such list: these were read from users,
// tenants and transcripts that were published, and a plan that fits none is its own
// service.
var services = []struct{ prefix, service string }{
	{"AAD_PREMIUM", "AADPremiumService"},
	{"ADALLOM_", "Adallom"},
	{"ATA", "AzureAdvancedThreatAnalytics"},
	{"BI_AZURE_", "PowerBI"},
	{"BPOS_S_TODO_", "To-Do"},
	{"CDS_O365_", "CRM"},
	{"CRM", "CRM"},
	{"Content_Explorer", "M365LabelAnalytics"},
	{"DYN365_CDS_", "CRM"},
	{"DYN365_ENTERPRISE_", "CRM"},
	{"Deskless", "Deskless"},
	{"EXCEL_PREMIUM", "MicrosoftOffice"},
	{"FLOW_", "ProcessSimple"},
	{"Flow_", "ProcessSimple"},
	{"FORMS_", "OfficeForms"},
	{"INSIDER_RISK_MANAGEMENT", "exchange"},
	{"INSIDER_RISK", "Office365InsiderRisk"},
	{"INTUNE_", "SCO"},
	{"MCO", "MicrosoftCommunicationsOnline"},
	{"MFA_PREMIUM", "MultiFactorService"},
	{"MICROSOFT_COMMUNICATION_COMPLIANCE", "M365CommunicationCompliance"},
	{"MICROSOFT_SEARCH", "Bing"},
	{"MIP_S_CLP", "exchange"},
	{"MIP_S_Exchange", "MIPExchangeSolutions"},
	{"MTP", "MicrosoftThreatProtection"},
	{"Nucleus", "SharePoint"},
	{"OFFICE", "MicrosoftOffice"},
	{"ONEDRIVE_", "SharePoint"},
	{"POWERAPPS_", "PowerAppsService"},
	{"POWER_VIRTUAL_AGENTS_", "ccibotsprod"},
	{"PROJECTWORKMANAGEMENT", "ProjectWorkManagement"},
	{"PROJECT_CLIENT_", "MicrosoftOffice"},
	{"PROJECT_O365_", "ProjectProgramsAndPortfolios"},
	{"RMS_S_", "RMSOnline"},
	{"SAFEDOCS", "exchange"},
	{"SHAREPOINT", "SharePoint"},
	{"STREAM_", "MicrosoftStream"},
	{"SWAY", "Sway"},
	{"TEAMS", "TeamspaceAPI"},
	{"VISIO_CLIENT_", "MicrosoftOffice"},
	{"VIVA_LEARNING_", "LearningAppServiceInTeams"},
	{"WHITEBOARD_", "WhiteboardServices"},
	{"WINDEFATP", "WindowsDefenderATP"},
	{"YAMMER_", "YammerEnterprise"},
	// What Exchange keeps and judges.
	{"ATP_", "exchange"}, {"BPOS_S_DlpAddOn", "exchange"}, {"COMMUNICATIONS_", "exchange"}, {"CUSTOMER_KEY", "exchange"},
	{"DATA_INVESTIGATIONS", "exchange"}, {"EQUIVIO_", "exchange"}, {"EXCHANGE_", "exchange"}, {"GRAPH_CONNECTORS_", "exchange"},
	{"INFORMATION_BARRIERS", "exchange"}, {"INFO_GOVERNANCE", "exchange"}, {"LOCKBOX_", "exchange"}, {"M365_ADVANCED_AUDITING", "exchange"},
	{"MICROSOFTBOOKINGS", "exchange"}, {"MICROSOFTENDPOINTDLP", "exchange"}, {"ML_CLASSIFICATION", "exchange"}, {"MYANALYTICS_", "exchange"},
	{"PAM_", "exchange"}, {"PREMIUM_ENCRYPTION", "exchange"}, {"RECORDS_MANAGEMENT", "exchange"}, {"THREAT_INTELLIGENCE", "exchange"},
}

// serviceOf is the service of a plan.
func serviceOf(plan string) string {
	for _, s := range services {
		if strings.HasPrefix(plan, s.prefix) {
			return s.service
		}
	}
	return plan
}
