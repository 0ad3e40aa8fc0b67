package api

// Role is a directory role, named by its template id, which is the same in
// every tenant.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
type Role string

// The built-in roles that the contracts name.
const (
	ApplicationAdministrator                Role = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
	AuthenticationAdministrator             Role = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
	AuthenticationPolicyAdministrator       Role = "0526716b-113d-4c15-b2c8-68e3c22b9f80"
	BillingAdministrator                    Role = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	CloudApplicationAdministrator           Role = "158c047a-c907-4556-b7ef-446551a6b5f7"
	DirectoryReaders                        Role = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	DirectorySynchronizationAccounts        Role = "d29b2b05-8046-44ba-8758-1e26182fcf32"
	DirectoryWriters                        Role = "9360feb5-f418-4baa-8175-e2a00bac4301"
	DomainNameAdministrator                 Role = "8329153b-31d0-4727-b945-745eb3bc5f31"
	Dynamics365Administrator                Role = "44367163-eba1-44c3-98af-f5787879f96a"
	Dynamics365BusinessCentralAdministrator Role = "963797fb-eb3b-4cde-8ce3-5878b3f32a3f"
	ExchangeAdministrator                   Role = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	ExternalIdentityProviderAdministrator   Role = "be2f45a1-457d-42af-a067-6ec1fa63bc45"
	FabricAdministrator                     Role = "a9ea8996-122f-4c74-9520-8edcd192826c"
	GlobalAdministrator                     Role = "62e90394-69f5-4237-9190-012177145e10"
	GlobalReader                            Role = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	GroupsAdministrator                     Role = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	GuestInviter                            Role = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
	HelpdeskAdministrator                   Role = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	HybridIdentityAdministrator             Role = "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"
	LicenseAdministrator                    Role = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	MessageCenterPrivacyReader              Role = "ac16e43d-7b2d-40e0-ac05-243ff356ab5b"
	MessageCenterReader                     Role = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	OfficeAppsAdministrator                 Role = "2b745bdf-0803-4d80-aa65-822c4493daac"
	PartnerTier1Support                     Role = "4ba39ca4-527c-499a-b93d-d9b492c50246"
	PartnerTier2Support                     Role = "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"
	PasswordAdministrator                   Role = "966707d0-3269-4727-9be2-8c3a10f19b9d"
	PowerPlatformAdministrator              Role = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	PrivilegedAuthenticationAdministrator   Role = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	PrivilegedRoleAdministrator             Role = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	ReportsReader                           Role = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	SecurityAdministrator                   Role = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	SecurityReader                          Role = "5d6b6bb7-de71-4623-b4af-96380a352509"
	ServiceSupportAdministrator             Role = "f023fd81-a637-4b56-95fd-791ac0226033"
	SharePointAdministrator                 Role = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
	TeamsAdministrator                      Role = "69091246-20e8-4a56-aa4d-066075b2a7a8"
	UsageSummaryReportsReader               Role = "75934031-6c7e-415a-99d7-48dbd49e875e"
	UserAdministrator                       Role = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	UserExperienceSuccessManager            Role = "27460883-1df1-4691-b032-3b79643e5e63"
)

// The roles that everybody has by what he is. They are never assigned.
const (
	ImplicitUser                Role = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
	ImplicitGuestUser           Role = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
	ImplicitRestrictedGuestUser Role = "2af84b1e-32c8-42b7-82bc-daa82404023b"
)
