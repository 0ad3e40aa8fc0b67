package identitytest

import (
	"errors"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// builtInRoles are Microsoft's roles by template id. They stand here once more
// on purpose: a suite that read them from the implementation would find every
// mistake in them right.
func builtInRoles() map[admin365.RoleID]string {
	return map[admin365.RoleID]string{
		"62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
		"f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
		"fe930be7-5e62-47db-91af-98c3a49a38b1": "User Administrator",
		"4d6ac14f-3453-41d0-bef9-a3e0c569773a": "License Administrator",
		"b0f54661-2d74-4c50-afa3-1ec803f12efe": "Billing Administrator",
		"729827e3-9c14-49f7-bb1b-9608f156bbb8": "Helpdesk Administrator",
		"966707d0-3269-4727-9be2-8c3a10f19b9d": "Password Administrator",
		"c4e39bd9-1100-46d3-8c65-fb160da0071f": "Authentication Administrator",
		"7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
		"e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
		"0526716b-113d-4c15-b2c8-68e3c22b9f80": "Authentication Policy Administrator",
		"f023fd81-a637-4b56-95fd-791ac0226033": "Service Support Administrator",
		"8329153b-31d0-4727-b945-745eb3bc5f31": "Domain Name Administrator",
		"fdd7a751-b60b-444a-984c-02652fe8fa1c": "Groups Administrator",
		"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2": "Hybrid Identity Administrator",
		"88d8e3e3-8f55-4a1e-953a-9b9898b8876b": "Directory Readers",
		"9360feb5-f418-4baa-8175-e2a00bac4301": "Directory Writers",
		"d29b2b05-8046-44ba-8758-1e26182fcf32": "Directory Synchronization Accounts",
		"44367163-eba1-44c3-98af-f5787879f96a": "Dynamics 365 Administrator",
		"963797fb-eb3b-4cde-8ce3-5878b3f32a3f": "Dynamics 365 Business Central Administrator",
		"11648597-926c-4cf3-9c36-bcebb0ba8dcc": "Power Platform Administrator",
		"790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b": "Message Center Reader",
		"ac16e43d-7b2d-40e0-ac05-243ff356ab5b": "Message Center Privacy Reader",
		"4a5d8f65-41da-4de4-8968-e035b65339cf": "Reports Reader",
		"75934031-6c7e-415a-99d7-48dbd49e875e": "Usage Summary Reports Reader",
		"95e79109-95c0-4d8e-aee3-d01accf2d47b": "Guest Inviter",
		"194ae4cb-b126-40b2-bd5b-6091b380977d": "Security Administrator",
		"5d6b6bb7-de71-4623-b4af-96380a352509": "Security Reader",
		"29232cdf-9323-42fd-ade2-1d097af3e4de": "Exchange Administrator",
		"f28a1f50-f6e7-4571-818b-6a12f2af6b6c": "SharePoint Administrator",
		"69091246-20e8-4a56-aa4d-066075b2a7a8": "Teams Administrator",
		"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
		"158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
		"2b745bdf-0803-4d80-aa65-822c4493daac": "Office Apps Administrator",
		"27460883-1df1-4691-b032-3b79643e5e63": "User Experience Success Manager",
		"a9ea8996-122f-4c74-9520-8edcd192826c": "Fabric Administrator",
		"be2f45a1-457d-42af-a067-6ec1fa63bc45": "External Identity Provider Administrator",
		"4ba39ca4-527c-499a-b93d-d9b492c50246": "Partner Tier1 Support",
		"e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8": "Partner Tier2 Support",
	}
}

// implicitRoles are those that everybody of a kind has and nobody is given.
func implicitRoles() map[admin365.RoleID]string {
	return map[admin365.RoleID]string{
		"a0b1b346-4d3e-4e8b-98f8-753987be4970": "User",
		"10dae51f-b6af-4016-8d66-8c2a99b929b3": "Guest User",
		"2af84b1e-32c8-42b7-82bc-daa82404023b": "Restricted Guest User",
	}
}

// namedRoles are the constants of package identity.
func namedRoles() map[admin365.RoleID]string {
	return map[admin365.RoleID]string{
		identity.GlobalAdministrator: "Global Administrator", identity.GlobalReader: "Global Reader",
		identity.UserAdministrator: "User Administrator", identity.LicenseAdministrator: "License Administrator",
		identity.BillingAdministrator: "Billing Administrator", identity.HelpdeskAdministrator: "Helpdesk Administrator",
		identity.PasswordAdministrator: "Password Administrator", identity.AuthenticationAdministrator: "Authentication Administrator",
		identity.PrivilegedAuthenticationAdministrator: "Privileged Authentication Administrator",
		identity.PrivilegedRoleAdministrator:           "Privileged Role Administrator",
		identity.ServiceSupportAdministrator:           "Service Support Administrator",
		identity.DomainNameAdministrator:               "Domain Name Administrator", identity.GroupsAdministrator: "Groups Administrator",
		identity.DirectoryReaders: "Directory Readers", identity.DirectoryWriters: "Directory Writers",
		identity.Dynamics365Administrator:   "Dynamics 365 Administrator",
		identity.PowerPlatformAdministrator: "Power Platform Administrator",
		identity.SecurityAdministrator:      "Security Administrator", identity.SecurityReader: "Security Reader",
		identity.ExchangeAdministrator: "Exchange Administrator", identity.SharePointAdministrator: "SharePoint Administrator",
		identity.TeamsAdministrator: "Teams Administrator",
	}
}

func builtInCases() []kase {
	read, write := []string{CanGiveRoles}, []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "Roles.Get/built-in-by-template-id", Needs: read, Source: docTemplates,
			Why: "a role has the same id in every tenant, and one digit off is another role",
			Run: func(c *run) {
				for id, name := range builtInRoles() {
					role, err := c.S.Service.Roles.Get(c.Context(), id)
					if err != nil {
						c.Errorf("%s: %v", name, err)
						continue
					}
					if err := isBuiltIn(role, id, name); err != nil {
						c.Errorf("%v", err)
					}
				}
				for id, name := range namedRoles() {
					if builtInRoles()[id] != name {
						c.Errorf("the constant of %s is %s", name, id)
					}
				}
			},
		},
		{
			Name: "Roles.List/built-in", Needs: read, Source: docTemplates,
			Why: "whoever chooses a role from a list must find it there, once and by its name",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Roles.List(c.Context(), identity.RoleQuery{}))
				c.Must(err, "listing roles")
				found := map[admin365.RoleID]*identity.Role{}
				for _, role := range all {
					if found[role.ID] != nil {
						c.Errorf("%s comes twice", role.DisplayName)
					}
					found[role.ID] = role
				}
				for id, name := range builtInRoles() {
					if found[id] == nil {
						c.Errorf("the list lacks %s", name)
					} else if err := isBuiltIn(found[id], id, name); err != nil {
						c.Errorf("%v", err)
					}
				}
				for id, name := range implicitRoles() {
					if role := found[id]; role != nil && role.DisplayName != name {
						c.Errorf("the implicit role %s is called %q, want %q", id, role.DisplayName, name)
					}
				}
			},
		},
		{
			Name: "Roles.Get/unknown", Needs: read, Source: docErrors,
			Why: "a role that is not there is told apart from every other failure",
			Run: func(c *run) {
				id := admin365.RoleID(nobody())
				role, err := c.S.Service.Roles.Get(c.Context(), id)
				c.Refused(err, unknown(opGetRole).Of(string(id)))
				if role != nil {
					c.Errorf("Get answered a role beside its error")
				}
			},
		},
		{
			Name: "Roles.Update/built-in", Needs: write, Source: docRoles,
			Why: "what Microsoft defines is the same in every tenant because nobody can change it",
			Run: func(c *run) {
				for _, id := range []admin365.RoleID{identity.HelpdeskAdministrator, identity.GlobalAdministrator} {
					was := getRole(c, id)
					for _, p := range []identity.RolePatch{
						{DisplayName: new("Renamed")}, {Description: admin365.Set("Changed")}, {Description: admin365.Null[string]()},
						{IsEnabled: new(false)}, {RolePermissions: somePermissions(0)},
					} {
						c.Refused(c.S.Service.Roles.Update(c.Context(), id, p), conforming(admin365.ErrInvalid, opUpdateRole))
					}
					c.Refused(c.S.Service.Roles.Delete(c.Context(), id), conforming(admin365.ErrInvalid, opDeleteRole))
					roleUnchanged(c, was)
				}
			},
		},
		{
			Name: "FindRole/by-name", Needs: read, Source: "the comment of identity.FindRole",
			Why: "people know a role by its name and programs need its id",
			Run: func(c *run) {
				for id, name := range namedRoles() {
					role, err := identity.FindRole(c.Context(), c.S.Service.Roles, name)
					if err != nil {
						c.Errorf("%s: %v", name, err)
						continue
					}
					if role.ID != id || role.DisplayName != name {
						c.Errorf("%s finds %s %q", name, role.ID, role.DisplayName)
					}
				}
			},
		},
		{
			Name: "FindRole/no-such-name", Needs: read, Source: "the comment of identity.FindRole",
			Why: "half a name or a wrong one must not find somebody else's power",
			Run: func(c *run) {
				for _, name := range []string{"Global", "Global Administrators", "No Such Role " + conform.Unique(), "x' or isBuiltIn eq true or displayName eq 'x"} {
					role, err := identity.FindRole(c.Context(), c.S.Service.Roles, name)
					if !errors.Is(err, admin365.ErrNotFound) || role != nil {
						c.Errorf("%q finds %v, and the error is %v, want ErrNotFound", name, role, err)
					}
				}
			},
		},
	}
}

func isBuiltIn(role *identity.Role, id admin365.RoleID, name string) error {
	return joined(
		errIf(role.ID != id || role.TemplateID != id, "%s has the ids %s and %s, want %s twice", name, role.ID, role.TemplateID, id),
		errIf(role.DisplayName != name, "%s is called %q, want %q", id, role.DisplayName, name),
		errIf(!role.IsBuiltIn || !role.IsEnabled, "%s: IsBuiltIn is %v and IsEnabled %v, want both true", name, role.IsBuiltIn, role.IsEnabled),
		errIf(strings.TrimSpace(role.Description) == "", "%s has no description", name),
		errIf(!slices.Contains(role.ResourceScopes, identity.TenantScope), "%s: ResourceScopes are %q, want /", name, role.ResourceScopes),
	)
}
