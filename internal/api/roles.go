package api

// Role is a directory role, named by its template id, which is the same in
// every tenant.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
type Role string

// The roles that the operations so far name.
const (
	GlobalAdministrator                   Role = "62e90394-69f5-4237-9190-012177145e10"
	GroupsAdministrator                   Role = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	GlobalReader                          Role = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	UserAdministrator                     Role = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	LicenseAdministrator                  Role = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	BillingAdministrator                  Role = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	HelpdeskAdministrator                 Role = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	AuthenticationAdministrator           Role = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
	PrivilegedAuthenticationAdministrator Role = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	ServiceSupportAdministrator           Role = "f023fd81-a637-4b56-95fd-791ac0226033"
	DirectoryWriters                      Role = "9360feb5-f418-4baa-8175-e2a00bac4301"
	Dynamics365Administrator              Role = "44367163-eba1-44c3-98af-f5787879f96a"
	PowerPlatformAdministrator            Role = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	PartnerTier1Support                   Role = "4ba39ca4-527c-499a-b93d-d9b492c50246"
	PartnerTier2Support                   Role = "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"
)
