package admin

import (
	"net/url"

	"github.com/admin365/admin365"
)

// Links are the pages on which people administer a tenant: what an API does not do,
// and what somebody wants to look at. They are addresses and nothing is asked; who
// opens one signs in there, and sees what his roles let him see. Errors that are
// [admin365.ErrUnsupported] name one of them.
//
// The zero value leads to the tenant of who is signed in, in the public cloud;
// [Client.Links] returns those of the client's own tenant. Microsoft documents few of
// these addresses and moves its pages: what is behind the # is as the pages themselves
// show it, and leads to the start page where it is out of date.
type Links struct {
	// TenantID is a tenant's id or one of its domains; "" is the tenant of who is
	// signed in.
	TenantID admin365.TenantID
	// Cloud is the tenant's cloud; "" is the public one.
	Cloud admin365.Cloud
}

// Links returns the pages of the client's tenant. Those of a tenant in memory lead
// nowhere.
func (c *Client) Links() Links { return Links{TenantID: c.tenantID, Cloud: c.cloud} }

// AdminCenter is the start page of the Microsoft 365 admin center.
func (l Links) AdminCenter() string { return l.adminCenter("/homepage") }

// Users lists the people of the tenant.
func (l Links) Users() string { return l.adminCenter("/users") }

// User is one of them, by object id.
func (l Links) User(id admin365.UserID) string {
	return l.adminCenter("/users/:/UserDetails/" + url.PathEscape(string(id)))
}

// DeletedUsers is the bin.
func (l Links) DeletedUsers() string { return l.adminCenter("/deletedusers") }

// Groups lists the groups.
func (l Links) Groups() string { return l.adminCenter("/groups") }

// Roles is who administers what.
func (l Links) Roles() string { return l.adminCenter("/rbac/directory") }

// Subscriptions is what the tenant has bought.
func (l Links) Subscriptions() string { return l.adminCenter("/subscriptions") }

// Purchase is what it can buy.
func (l Links) Purchase() string { return l.adminCenter("/catalog") }

// Licenses is who has which license, and how many are left.
func (l Links) Licenses() string { return l.adminCenter("/licenses") }

// Bills lists the invoices.
func (l Links) Bills() string { return l.adminCenter("/billoverview/invoice-list") }

// Domains lists the domains.
func (l Links) Domains() string { return l.adminCenter("/Domains") }

// Domain is one of them, with the records that it needs in DNS.
func (l Links) Domain(name string) string {
	return l.adminCenter("/Domains/Details/" + url.PathEscape(name))
}

// OrganizationProfile is the name and the address of the organization, which no API
// changes.
func (l Links) OrganizationProfile() string {
	return l.adminCenter("/Settings/OrganizationProfile/:/Settings/L1/OrganizationInformation")
}

// PasswordPolicy is when passwords expire, for all domains at once; see
// [SetTenantPasswordPolicy].
func (l Links) PasswordPolicy() string {
	return l.adminCenter("/Settings/SecurityPrivacy/:/Settings/L1/PasswordPolicy")
}

// ServiceHealth is what Microsoft says about incidents.
func (l Links) ServiceHealth() string { return l.adminCenter("/servicehealth") }

// MessageCenter is what Microsoft announces.
func (l Links) MessageCenter() string { return l.adminCenter("/MessageCenter") }

// Message is one announcement, such as "MC172851".
func (l Links) Message(id string) string {
	return l.adminCenter("/MessageCenter/:/messages/" + url.PathEscape(id))
}

// SupportRequests lists the requests for support.
func (l Links) SupportRequests() string { return l.adminCenter("/support/requests") }

// PartnerRelationship is where a customer approves what a partner may do, by the id of
// the relationship.
// Source: https://learn.microsoft.com/partner-center/customers/gdap-obtain-admin-permissions-to-manage-customer
func (l Links) PartnerRelationship(id string) string {
	return l.adminCenter("/partners/invitation/granularAdminRelationships/" + url.PathEscape(id))
}

// Entra is the start page of the Microsoft Entra admin center.
func (l Links) Entra() string { return l.entra("home") }

// EntraUser is a user there, by object id.
func (l Links) EntraUser(id admin365.UserID) string {
	return l.entra("view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/" + url.PathEscape(string(id)))
}

// SelfServiceReset is for whom among those who are no administrators self-service
// password reset is on, which no API tells or changes.
func (l Links) SelfServiceReset() string {
	return l.entra("view/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/Properties")
}

// AuthenticationMethods is the policy of authentication methods.
func (l Links) AuthenticationMethods() string {
	return l.entra("view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods")
}

// DirectorySync is the synchronization of a directory that is kept on-premises.
func (l Links) DirectorySync() string {
	return l.entra("view/Microsoft_AAD_Connect_Provisioning/AADConnectMenuBlade/~/ConnectSync")
}

// PowerPlatform is the start page of the Power Platform admin center.
// Source: https://learn.microsoft.com/power-platform/admin/admin-documentation
func (l Links) PowerPlatform() string { return l.powerPlatform("") }

// Environments lists the environments there.
func (l Links) Environments() string { return l.powerPlatform("/manage/environments") }

// Environment is one of them, by its id.
func (l Links) Environment(id string) string {
	return l.powerPlatform("/manage/environments/environment/" + url.PathEscape(id) + "/hub")
}

// Dynamics365 is the older Dynamics 365 admin center, whose instances the Power
// Platform admin center has too. Only the public cloud has it; elsewhere it is
// [Links.Environments].
func (l Links) Dynamics365() string {
	if !l.public() {
		return l.Environments()
	}
	return "https://port.crm.dynamics.com/G/Instances/InstancePicker.aspx"
}

// BusinessCentralAdmin is the Business Central admin center.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/tenant-admin-center
func (l Links) BusinessCentralAdmin() string { return l.businessCentral() + "/admin" }

// BusinessCentral is an environment of Business Central itself, by its name.
func (l Links) BusinessCentral(environment string) string {
	return l.businessCentral() + "/" + url.PathEscape(environment)
}

func (l Links) public() bool { return l.Cloud == "" || l.Cloud == admin365.CloudPublic }

// adminCenter is a page of the Microsoft 365 admin center.
// Source: https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges
func (l Links) adminCenter(page string) string {
	host := "https://admin.microsoft.com/Adminportal/Home"
	switch l.Cloud {
	case admin365.CloudUSGovernment:
		host = "https://portal.office365.us/adminportal/home"
	case admin365.CloudUSGovernmentDoD:
		host = "https://portal.apps.mil/adminportal/home"
	case admin365.CloudChina:
		host = "https://portal.partner.microsoftonline.cn/AdminPortal/Home"
	default:
	}
	return host + "#" + page
}

// entra is a page of the Microsoft Entra admin center.
// Source: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
func (l Links) entra(page string) string {
	host := "https://entra.microsoft.com/"
	switch l.Cloud {
	case admin365.CloudUSGovernment, admin365.CloudUSGovernmentDoD:
		host = "https://entra.microsoft.us/"
	case admin365.CloudChina:
		host = "https://entra.microsoftonline.cn/"
	default:
	}
	return host + url.PathEscape(string(l.TenantID)) + "#" + page
}

// powerPlatform is a page of the Power Platform admin center.
// Source: https://learn.microsoft.com/power-platform/admin/powerapps-us-government
func (l Links) powerPlatform(page string) string {
	host := "https://admin.powerplatform.microsoft.com"
	switch l.Cloud {
	case admin365.CloudUSGovernment:
		host = "https://high.admin.powerplatform.microsoft.us"
	case admin365.CloudUSGovernmentDoD:
		host = "https://admin.appsplatform.us"
	case admin365.CloudChina:
		host = "https://admin.powerplatform.partner.microsoftonline.cn"
	default:
	}
	return host + page
}

func (l Links) businessCentral() string {
	host := "https://businesscentral.dynamics.com"
	if l.TenantID == "" {
		return host
	}
	return host + "/" + url.PathEscape(string(l.TenantID))
}
