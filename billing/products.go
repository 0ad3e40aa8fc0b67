package billing

import (
	"strings"

	"github.com/admin365/admin365"
)

// product is a product as Microsoft names it.
type product struct {
	ID         admin365.SKUID
	PartNumber string
	Name       string
}

// named reports whether the product has the name, letter case aside: its id, its part
// number or its own.
func (p product) named(name string) bool {
	return strings.EqualFold(string(p.ID), name) || strings.EqualFold(p.PartNumber, name) || strings.EqualFold(p.Name, name)
}

// products are those whose names we know, by part number. The service's API does not
// tell the name that people know, a table of Microsoft does; a product that is not
// here is known by its part number.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
var products = []product{
	{"078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "AAD_PREMIUM", "Microsoft Entra ID P1"},
	{"84a661c4-e949-4bd2-a560-ed7766fcaf2b", "AAD_PREMIUM_P2", "Microsoft Entra ID P2"},
	{"e612d426-6bc3-4181-9658-91aa906b0ac0", "CDS_DB_CAPACITY", "Common Data Service Database Capacity"},
	{"631d5fb1-a668-4c2a-9427-8830665a742e", "CDS_FILE_CAPACITY", "Common Data Service for Apps File Capacity"},
	{"448b063f-9cc6-42fc-a0e6-40e08724a395", "CDS_LOG_CAPACITY", "Common Data Service Log Capacity"},
	{"9d776713-14cb-4697-a21d-9a52455c738a", "CRMINSTANCE", "Dynamics 365 - Additional Production Instance (Qualified Offer)"},
	{"906af65a-2970-46d5-9b58-4e9aa50f0657", "CRMPLAN2", "Microsoft Dynamics CRM Online Basic"},
	{"d17b27af-3f49-4822-99f9-56a661538792", "CRMSTANDARD", "Microsoft Dynamics CRM Online"},
	{"328dc228-00bc-48c6-8b09-1fbc8bc3435d", "CRMSTORAGE", "Dynamics 365 - Additional Database Storage (Qualified Offer)"},
	{"e06abcc2-7ec5-4a79-b08b-d9c282376f72", "CRMTESTINSTANCE", "Dynamics 365 - Additional Non-Production Instance (Qualified Offer)"},
	{"2880026b-2b0c-4251-8656-5d41ff11e3aa", "DYN365_BUSCENTRAL_ESSENTIAL", "Dynamics 365 Business Central Essentials"},
	{"f991cecc-3f91-4cd0-a9a8-bf1c8167e029", "DYN365_BUSCENTRAL_PREMIUM", "Dynamics 365 Business Central Premium"},
	{"2e3c4023-80f6-4711-aa5d-29e0ecb46835", "DYN365_BUSCENTRAL_TEAM_MEMBER", "Dynamics 365 Business Central Team Members"},
	{"749742bf-0d37-4158-a120-33567104deeb", "DYN365_ENTERPRISE_CUSTOMER_SERVICE", "Dynamics 365 for Customer Service Enterprise Edition"},
	{"c7d15985-e746-4f01-b113-20b575898250", "DYN365_ENTERPRISE_FIELD_SERVICE", "Dynamics 365 for Field Service Enterprise Edition"},
	{"338148b6-1b11-4102-afb9-f92b6cdc0f8d", "DYN365_ENTERPRISE_P1_IW", "Dynamics 365 P1 Tria for Information Workers"},
	{"ea126fc5-a19e-42e2-a731-da9d437bffcf", "DYN365_ENTERPRISE_PLAN1", "Dynamics 365 Customer Engagement Plan"},
	{"1e1a282c-9c54-43a2-9310-98ef728faace", "DYN365_ENTERPRISE_SALES", "Dynamics 365 for Sales Enterprise Edition"},
	{"8e7a3d30-d97d-43ab-837c-d7701cef83dc", "DYN365_ENTERPRISE_TEAM_MEMBERS", "Dynamics 365 for Team Members Enterprise Edition"},
	{"55c9eb4e-c746-45b4-b255-9ab6b19d5c62", "DYN365_FINANCE", "Dynamics 365 Finance"},
	{"f2e48cb3-9da0-42cd-8464-4a54ce198ad0", "DYN365_SCM", "Dynamics 365 for Supply Chain Management"},
	{"7ac9fe77-66b7-4e5e-9e46-10eed1cff547", "DYN365_TEAM_MEMBERS", "Dynamics 365 Team Members"},
	{"ccba3cfe-71ef-423a-bd87-b6df3dce59a9", "Dynamics_365_for_Operations", "Dynamics 365 UNF OPS Plan ENT Edition"},
	{"efccb6f7-5641-4e0e-bd10-b4976e1bf68e", "EMS", "Enterprise Mobility + Security E3"},
	{"b05e124f-c7cc-45a0-a6aa-8cf78c946968", "EMSPREMIUM", "Enterprise Mobility + Security E5"},
	{"6fd2c87f-b296-42f0-b197-1e91e994b900", "ENTERPRISEPACK", "Office 365 E3"},
	{"c7df2760-2c81-4ef7-b578-5b5392b571df", "ENTERPRISEPREMIUM", "Office 365 E5"},
	{"19ec0d23-8335-4cbd-94ac-6050e30712fa", "EXCHANGEENTERPRISE", "Exchange Online (Plan 2)"},
	{"4b9405b0-7788-4568-add1-99614e613b69", "EXCHANGESTANDARD", "Exchange Online (Plan 1)"},
	{"f30db892-07e9-47e9-837c-80727f46fd3d", "FLOW_FREE", "Microsoft Power Automate Free"},
	{"e43b5b99-8dfb-405f-9987-dc307f34bcbd", "MCOEV", "Microsoft Teams Phone Standard"},
	{"0c266dff-15dd-4b49-8397-2bb16070ed52", "MCOMEETADV", "Microsoft 365 Audio Conferencing"},
	{"3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", "Microsoft 365 Business Basic"},
	{"f245ecc8-75af-4f8e-b61f-27d8114de5f3", "O365_BUSINESS_PREMIUM", "Microsoft 365 Business Standard"},
	{"c1d032e0-5619-4761-9b5c-75b6831e1711", "PBI_PREMIUM_PER_USER", "Power BI Premium Per User"},
	{"5b631642-bd26-49fe-bd20-1daaa972ef80", "POWERAPPS_DEV", "Microsoft Power Apps for Developer"},
	{"b30411f5-fea1-4a59-9ad9-3db7c7ead579", "POWERAPPS_PER_USER", "Power Apps Premium"},
	{"f8a1db68-be16-40ed-86d5-cb42ce701560", "POWER_BI_PRO", "Power BI Pro"},
	{"a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", "POWER_BI_STANDARD", "Microsoft Fabric (Free)"},
	{"53818b1b-4a27-454b-8896-0dba576410e6", "PROJECTPROFESSIONAL", "Planner and Project Plan 3"},
	{"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", "Microsoft 365 Business Premium"},
	{"05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", "Microsoft 365 E3"},
	{"06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", "Microsoft 365 E5"},
	{"18181a46-0d4e-45cd-891e-60aabd171b4e", "STANDARDPACK", "Office 365 E1"},
	{"c5928f49-12ba-48f7-ada3-0d743a3601d5", "VISIOCLIENT", "Visio Plan 2"},
}

// ProductName is the name by which people know a product, such as "Microsoft 365 E3";
// empty for one that is not in our table, which has the usual ones.
func ProductName(id admin365.SKUID) string {
	for i := range products {
		if strings.EqualFold(string(products[i].ID), string(id)) {
			return products[i].Name
		}
	}
	return ""
}
