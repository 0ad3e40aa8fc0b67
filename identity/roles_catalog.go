package identity

import "github.com/admin365/admin365/internal/api"

// builtInRole is a role of Microsoft's. The descriptions are ours, and of what a
// role allows there are a few representative actions alone.
type builtInRole struct {
	ID          api.Role
	DisplayName string
	Description string
	// Privileged: who has it can widen his own rights, or those of others.
	Privileged bool
	// Implicit: everybody of a kind has it, and nobody can be given it.
	Implicit bool
	Actions  []string
}

// builtInRoles are the roles that the contract names, in the order of their
// names, the implicit ones last. Microsoft has more than a hundred.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
var builtInRoles = []builtInRole{
	{ID: api.ApplicationAdministrator, DisplayName: "Application Administrator", Privileged: true,
		Description: "Registers applications, manages them and their sign-on, the application proxy included.",
		Actions:     []string{"microsoft.directory/applications/create", "microsoft.directory/applications/credentials/update", "microsoft.directory/servicePrincipals/create", "microsoft.directory/applications/applicationProxy/update"}},
	{ID: api.AuthenticationAdministrator, DisplayName: "Authentication Administrator", Privileged: true,
		Description: "Sees, sets and resets the ways in which people who are no administrators sign in.",
		Actions:     []string{"microsoft.directory/users/authenticationMethods/create", "microsoft.directory/users/authenticationMethods/basic/update", "microsoft.directory/users/password/update", "microsoft.directory/users/invalidateAllRefreshTokens", "microsoft.directory/users/delete"}},
	{ID: api.AuthenticationPolicyAdministrator, DisplayName: "Authentication Policy Administrator",
		Description: "Decides which ways to sign in the tenant allows, and on password protection.",
		Actions:     []string{"microsoft.directory/organization/strongAuthentication/allTasks", "microsoft.directory/userCredentialPolicies/create", "microsoft.directory/userCredentialPolicies/basic/update"}},
	{ID: api.BillingAdministrator, DisplayName: "Billing Administrator",
		Description: "Buys, manages subscriptions and payment, and opens support tickets.",
		Actions:     []string{"microsoft.commerce.billing/allEntities/allProperties/allTasks", "microsoft.directory/organization/basic/update", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.CloudApplicationAdministrator, DisplayName: "Cloud Application Administrator", Privileged: true,
		Description: "Registers applications and manages them, without the application proxy.",
		Actions:     []string{"microsoft.directory/applications/create", "microsoft.directory/applications/credentials/update", "microsoft.directory/servicePrincipals/create"}},
	{ID: api.DirectoryReaders, DisplayName: "Directory Readers",
		Description: "Reads the basics of the directory; meant for applications and guests.",
		Actions:     []string{"microsoft.directory/users/standard/read", "microsoft.directory/groups/standard/read", "microsoft.directory/domains/standard/read", "microsoft.directory/organization/standard/read"}},
	{ID: api.DirectorySynchronizationAccounts, DisplayName: "Directory Synchronization Accounts",
		Description: "Belongs to the synchronization service, which gives it to its own account.",
		Actions:     []string{"microsoft.directory/onPremisesSynchronization/standard/read"}},
	{ID: api.DirectoryWriters, DisplayName: "Directory Writers", Privileged: true,
		Description: "Reads and writes the basics of the directory; meant for applications.",
		Actions:     []string{"microsoft.directory/users/basic/update", "microsoft.directory/users/create", "microsoft.directory/groups/create", "microsoft.directory/groups/members/update"}},
	{ID: api.DomainNameAdministrator, DisplayName: "Domain Name Administrator", Privileged: true,
		Description: "Adds, verifies, changes and removes domain names.",
		Actions:     []string{"microsoft.directory/domains/allProperties/allTasks", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.Dynamics365Administrator, DisplayName: "Dynamics 365 Administrator",
		Description: "Manages Dynamics 365 and its environments.",
		Actions:     []string{"microsoft.dynamics365/allEntities/allTasks", "microsoft.office365.serviceHealth/allEntities/allTasks", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.Dynamics365BusinessCentralAdministrator, DisplayName: "Dynamics 365 Business Central Administrator",
		Description: "Manages the environments of Business Central and their updates, and no other Dynamics product.",
		Actions:     []string{"microsoft.dynamics365.businessCentral/allEntities/allProperties/allTasks", "microsoft.directory/subscribedSkus/standard/read"}},
	{ID: api.ExchangeAdministrator, DisplayName: "Exchange Administrator",
		Description: "Manages Exchange Online: mailboxes, mail flow and mail groups.",
		Actions:     []string{"microsoft.office365.exchange/allEntities/basic/allTasks", "microsoft.directory/groups.unified/create", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.ExternalIdentityProviderAdministrator, DisplayName: "External Identity Provider Administrator", Privileged: true,
		Description: "Sets up the identity providers of others with whom people sign in.",
		Actions:     []string{"microsoft.directory/domains/federation/update", "microsoft.directory/identityProviders/allProperties/allTasks"}},
	{ID: api.FabricAdministrator, DisplayName: "Fabric Administrator",
		Description: "Manages Microsoft Fabric and Power BI.",
		Actions:     []string{"microsoft.powerApps.powerBI/allEntities/allTasks", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.GlobalAdministrator, DisplayName: "Global Administrator", Privileged: true,
		Description: "Manages everything in the directory and in the services that rest on it.",
		Actions: []string{"microsoft.directory/users/allProperties/allTasks", "microsoft.directory/groups/allProperties/allTasks", "microsoft.directory/roleAssignments/allProperties/allTasks", "microsoft.directory/roleDefinitions/allProperties/allTasks",
			"microsoft.directory/domains/allProperties/allTasks", "microsoft.directory/organization/allProperties/allTasks", "microsoft.commerce.billing/allEntities/allProperties/allTasks", "microsoft.dynamics365/allEntities/allTasks"}},
	{ID: api.GlobalReader, DisplayName: "Global Reader", Privileged: true,
		Description: "Reads all that a Global Administrator reads, and changes nothing.",
		Actions:     []string{"microsoft.directory/users/allProperties/read", "microsoft.directory/groups/allProperties/read", "microsoft.directory/roleAssignments/allProperties/read", "microsoft.office365.messageCenter/messages/read"}},
	{ID: api.GroupsAdministrator, DisplayName: "Groups Administrator",
		Description: "Manages groups, their members, and the rules of their names and expiry.",
		Actions:     []string{"microsoft.directory/groups/create", "microsoft.directory/groups/delete", "microsoft.directory/groups/members/update", "microsoft.directory/groups/owners/update"}},
	{ID: api.GuestInviter, DisplayName: "Guest Inviter",
		Description: "Invites guests, also where members may not.",
		Actions:     []string{"microsoft.directory/users/inviteGuest", "microsoft.directory/users/standard/read"}},
	{ID: api.HelpdeskAdministrator, DisplayName: "Helpdesk Administrator", Privileged: true,
		Description: "Resets passwords of people who are no administrators and of a few kinds who are.",
		Actions:     []string{"microsoft.directory/users/password/update", "microsoft.directory/users/invalidateAllRefreshTokens", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.HybridIdentityAdministrator, DisplayName: "Hybrid Identity Administrator", Privileged: true,
		Description: "Sets up synchronization from an Active Directory, and federation.",
		Actions:     []string{"microsoft.directory/organization/dirSync/update", "microsoft.directory/onPremisesSynchronization/basic/update", "microsoft.directory/cloudProvisioning/allProperties/allTasks", "microsoft.directory/domains/federation/update"}},
	{ID: api.LicenseAdministrator, DisplayName: "License Administrator",
		Description: "Gives licenses to people and groups, and takes them away.",
		Actions:     []string{"microsoft.directory/users/assignLicense", "microsoft.directory/users/usageLocation/update", "microsoft.directory/groups/assignLicense"}},
	{ID: api.MessageCenterPrivacyReader, DisplayName: "Message Center Privacy Reader",
		Description: "Reads the message center, data privacy messages included.",
		Actions:     []string{"microsoft.office365.messageCenter/messages/read", "microsoft.office365.messageCenter/securityMessages/read"}},
	{ID: api.MessageCenterReader, DisplayName: "Message Center Reader",
		Description: "Reads the message center, without data privacy messages.",
		Actions:     []string{"microsoft.office365.messageCenter/messages/read", "microsoft.office365.webPortal/allEntities/standard/read"}},
	{ID: api.OfficeAppsAdministrator, DisplayName: "Office Apps Administrator",
		Description: "Manages the cloud policies of the Office apps and what they tell their users about news.",
		Actions:     []string{"microsoft.office365.userCommunication/allEntities/allTasks", "microsoft.office365.messageCenter/messages/read", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.PartnerTier1Support, DisplayName: "Partner Tier1 Support", Privileged: true,
		Description: "Deprecated. A reseller's first line of support.",
		Actions:     []string{"microsoft.directory/users/create", "microsoft.directory/users/password/update", "microsoft.directory/users/assignLicense", "microsoft.directory/groups/members/update"}},
	{ID: api.PartnerTier2Support, DisplayName: "Partner Tier2 Support", Privileged: true,
		Description: "Deprecated. A reseller's second line of support, with nearly all rights.",
		Actions:     []string{"microsoft.directory/users/create", "microsoft.directory/users/password/update", "microsoft.directory/domains/allProperties/allTasks", "microsoft.directory/roleAssignments/allProperties/allTasks"}},
	{ID: api.PasswordAdministrator, DisplayName: "Password Administrator", Privileged: true,
		Description: "Resets passwords of people who are no administrators and of other Password Administrators.",
		Actions:     []string{"microsoft.directory/users/password/update", "microsoft.office365.webPortal/allEntities/standard/read"}},
	{ID: api.PowerPlatformAdministrator, DisplayName: "Power Platform Administrator",
		Description: "Manages Power Apps, Power Automate and Dynamics 365, environments and policies included.",
		Actions:     []string{"microsoft.powerApps/allEntities/allTasks", "microsoft.flow/allEntities/allTasks", "microsoft.dynamics365/allEntities/allTasks"}},
	{ID: api.PrivilegedAuthenticationAdministrator, DisplayName: "Privileged Authentication Administrator", Privileged: true,
		Description: "Sees, sets and resets the ways in which anybody signs in, Global Administrators included.",
		Actions:     []string{"microsoft.directory/users/authenticationMethods/create", "microsoft.directory/users/authenticationMethods/basic/update", "microsoft.directory/users/password/update", "microsoft.directory/users/delete"}},
	{ID: api.PrivilegedRoleAdministrator, DisplayName: "Privileged Role Administrator", Privileged: true,
		Description: "Gives roles and takes them away, and manages the tenant's own roles.",
		Actions:     []string{"microsoft.directory/roleAssignments/allProperties/allTasks", "microsoft.directory/roleDefinitions/allProperties/allTasks", "microsoft.directory/directoryRoles/allProperties/allTasks"}},
	{ID: api.ReportsReader, DisplayName: "Reports Reader",
		Description: "Reads sign-in logs, audit logs and usage reports.",
		Actions:     []string{"microsoft.directory/auditLogs/allProperties/read", "microsoft.directory/signInReports/allProperties/read", "microsoft.office365.usageReports/allEntities/allProperties/read"}},
	{ID: api.SecurityAdministrator, DisplayName: "Security Administrator", Privileged: true,
		Description: "Reads what concerns security, and sets its policies.",
		Actions:     []string{"microsoft.directory/conditionalAccessPolicies/create", "microsoft.directory/identityProtection/allProperties/update", "microsoft.directory/signInReports/allProperties/read"}},
	{ID: api.SecurityReader, DisplayName: "Security Reader", Privileged: true,
		Description: "Reads what concerns security, and changes nothing.",
		Actions:     []string{"microsoft.directory/identityProtection/allProperties/read", "microsoft.directory/signInReports/allProperties/read", "microsoft.directory/auditLogs/allProperties/read"}},
	{ID: api.ServiceSupportAdministrator, DisplayName: "Service Support Administrator",
		Description: "Reads the health of the services, and opens support tickets.",
		Actions:     []string{"microsoft.azure.supportTickets/allEntities/allTasks", "microsoft.office365.serviceHealth/allEntities/allTasks", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.SharePointAdministrator, DisplayName: "SharePoint Administrator",
		Description: "Manages SharePoint and OneDrive.",
		Actions:     []string{"microsoft.office365.sharePoint/allEntities/allTasks", "microsoft.directory/groups.unified/create", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.TeamsAdministrator, DisplayName: "Teams Administrator",
		Description: "Manages Teams.",
		Actions:     []string{"microsoft.teams/allEntities/allProperties/allTasks", "microsoft.directory/groups.unified/create", "microsoft.office365.supportTickets/allEntities/allTasks"}},
	{ID: api.UsageSummaryReportsReader, DisplayName: "Usage Summary Reports Reader",
		Description: "Reads how the services are used, in sums and without names.",
		Actions:     []string{"microsoft.office365.usageReports/allEntities/standard/read", "microsoft.office365.webPortal/allEntities/standard/read"}},
	{ID: api.UserAdministrator, DisplayName: "User Administrator", Privileged: true,
		Description: "Manages people and groups, and resets passwords of those who are no administrators and of a few kinds who are.",
		Actions:     []string{"microsoft.directory/users/create", "microsoft.directory/users/delete", "microsoft.directory/users/basic/update", "microsoft.directory/users/password/update", "microsoft.directory/users/assignLicense", "microsoft.directory/groups/create"}},
	{ID: api.UserExperienceSuccessManager, DisplayName: "User Experience Success Manager",
		Description: "Reads feedback, survey results and usage in sums, to find where training helps.",
		Actions:     []string{"microsoft.office365.usageReports/allEntities/standard/read", "microsoft.office365.messageCenter/messages/read", "microsoft.office365.serviceHealth/allEntities/allTasks"}},

	{ID: api.ImplicitGuestUser, DisplayName: "Guest User", Implicit: true,
		Description: "What every guest may: read a limited part of the directory.",
		Actions:     []string{"microsoft.directory/users/guestBasicProfile/limitedRead", "microsoft.directory/domains/standard/read"}},
	{ID: api.ImplicitRestrictedGuestUser, DisplayName: "Restricted Guest User", Implicit: true,
		Description: "What every guest may where guests are restricted: read himself.",
		Actions:     []string{"microsoft.directory/domains/standard/read"}},
	{ID: api.ImplicitUser, DisplayName: "User", Implicit: true,
		Description: "What every member may: read the directory, and write a little of it.",
		Actions:     []string{"microsoft.directory/users/standard/read", "microsoft.directory/groups/standard/read", "microsoft.directory/users/inviteGuest"}},
}

// builtIn returns the built-in role of that template id.
func builtIn(id api.Role) (*builtInRole, bool) {
	for i := range builtInRoles {
		if builtInRoles[i].ID == id {
			return &builtInRoles[i], true
		}
	}
	return nil, false
}
