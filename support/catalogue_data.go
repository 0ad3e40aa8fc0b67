package support

// serviceRow is a service of the catalogue. The catalogue is Microsoft's, the same for all
// tenants: it is data and no table.
type serviceRow struct {
	id, name  string
	resources []string
	problems  []problemRow
}

type problemRow struct {
	id, name string
	consents []ConsentQuestion
}

// The kinds of services that the rules tell apart.
const (
	guidBilling      = "517f2da6-78fd-0498-4e22-ad26996b1dfc"
	guidQuotas       = "06bfd9d3-516b-d5c6-5802-169c800dec89"
	guidSubscription = "f3dc5421-79ef-1efa-41a5-42bf3cbb52c6"
)

// services are a part of what the service has. The ids of services are recorded, and so is
// the first problem of billing; other ids of problems are ours.
var services = []serviceRow{
	{id: guidBilling, name: "Billing", problems: []problemRow{
		{id: "44114011-6a66-e902-c00f-e419b6b4509f", name: "Cost Management / I have access but cost is not loading for me"},
		{id: "a3650001-0001-4000-8000-517f2da678fd", name: "Assistance with bill / Help understanding my invoice (bill)"},
		{id: "a3650001-0002-4000-8000-517f2da678fd", name: "Refund request"},
		{id: "a3650001-0003-4000-8000-517f2da678fd", name: "Payment issue / Change or update payment method"},
	}},
	{id: guidQuotas, name: "Service and subscription limits (quotas)", problems: []problemRow{
		{id: "a3650002-0001-4000-8000-06bfd9d3516b", name: "Compute-VM (cores-vCPUs) subscription limit increases"},
		{id: "a3650002-0002-4000-8000-06bfd9d3516b", name: "Storage: Storage account limits"},
	}},
	{id: guidSubscription, name: "Subscription management", problems: []problemRow{
		{id: "a3650003-0001-4000-8000-f3dc542179ef", name: "Manage subscription / Cancel my subscription"},
		{id: "a3650003-0002-4000-8000-f3dc542179ef", name: "Purchase, sign up or upgrade issues / Unable to sign up"},
	}},
	{id: "516fe906-3a1a-2878-02fd-8dd37ea207de", name: "Microsoft Entra Sign-in and Multifactor Authentication", problems: []problemRow{
		{id: "a3650004-0001-4000-8000-516fe9063a1a", name: "Multifactor authentication (MFA) / Users are not able to sign in with MFA"},
		{id: "a3650004-0002-4000-8000-516fe9063a1a", name: "Sign-in and password / Users cannot sign in"},
		{id: "a3650004-0003-4000-8000-516fe9063a1a", name: "Self-service password reset / Reset does not work"},
	}},
	{
		id: "cddd3eb5-1830-b494-44fd-782f691479dc", name: "Virtual Machine running Linux",
		resources: []string{"MICROSOFT.CLASSICCOMPUTE/VIRTUALMACHINES", "MICROSOFT.COMPUTE/VIRTUALMACHINES"},
		problems: []problemRow{
			{
				id: "a3650005-0001-4000-8000-cddd3eb51830", name: "Cannot connect to my VM / My VM is not booting",
				consents: []ConsentQuestion{{Type: "virtualmachinerunninglinuxservice", Description: "Allow Microsoft to look into the memory of the virtual machine."}},
			},
			{id: "a3650005-0002-4000-8000-cddd3eb51830", name: "VM performance / High CPU usage"},
		},
	},
}

// topicRow is a topic of Partner Center.
type topicRow struct {
	id                int
	name, description string
}

// topics are a part of what Partner Center has; the first two are the vendor's sample.
var topics = []topicRow{
	{32444667, "Partner Center Issues", "Office 365 questions from the CSP (Cloud Solution Provider) partners using Partner Center"},
	{32444671, "Cannot manage my profile", "Issues that are related to errors or problems with managing a profile"},
	{32444672, "Customer cannot sign in", "People of a customer cannot sign in to Microsoft 365"},
	{32444673, "Exchange Online", "Mail flow, mailboxes and calendars of a customer"},
	{32444674, "Dynamics 365", "Environments and applications of Dynamics 365 of a customer"},
}

// supportPlanRow is what a plan includes. The minutes are by severity: minimal, moderate,
// critical, highest; 0 is a severity that the plan has not. Recorded are minimal on Basic
// and moderate on Premier; the others are the response times of the plans.
// Source: https://azure.microsoft.com/support/plans/response
type supportPlanRow struct {
	plan    Plan
	name    string
	id      string
	api     bool
	minutes [4]int
}

var supportPlans = []supportPlanRow{
	// The id is recorded.
	{PlanBasic, "Basic support", "U291cmNlOkZyZWUsRnJlZUlkOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwOSw=", false, [4]int{480, 480, 480, 0}},
	{PlanDeveloper, "Developer", "U291cmNlOkRldmVsb3Blcg==", false, [4]int{480, 0, 0, 0}},
	{PlanStandard, "Standard", "U291cmNlOlN0YW5kYXJk", false, [4]int{480, 240, 60, 0}},
	{PlanProfessionalDirect, "Professional Direct", "U291cmNlOlByb0RpcmVjdA==", true, [4]int{240, 120, 60, 0}},
	{PlanPremier, "Premier", "U291cmNlOlByZW1pZXI=", true, [4]int{480, 240, 60, 15}},
	{PlanUnified, "Unified", "U291cmNlOlVuaWZpZWQ=", true, [4]int{480, 240, 60, 15}},
}

// supportPlanOf is what a plan includes; nil of one that is not known.
func supportPlanOf(p Plan) *supportPlanRow {
	for i := range supportPlans {
		if supportPlans[i].plan == p {
			return &supportPlans[i]
		}
	}
	return nil
}

// minutesOf is by when Microsoft answers first; 0 where the plan has no such severity.
func (p *supportPlanRow) minutesOf(s Severity) int {
	for i, of := range []Severity{Minimal, Moderate, Critical, HighestCriticalImpact} {
		if of == s {
			return p.minutes[i]
		}
	}
	return 0
}
