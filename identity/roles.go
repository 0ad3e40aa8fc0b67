package identity

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// The built-in roles that administrators meet most, by Microsoft's template id,
// which is the same in every tenant. [Roles.List] has them all.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	GlobalAdministrator                   admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	GlobalReader                          admin365.RoleID = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	UserAdministrator                     admin365.RoleID = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	LicenseAdministrator                  admin365.RoleID = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	BillingAdministrator                  admin365.RoleID = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	HelpdeskAdministrator                 admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	PasswordAdministrator                 admin365.RoleID = "966707d0-3269-4727-9be2-8c3a10f19b9d"
	AuthenticationAdministrator           admin365.RoleID = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
	PrivilegedAuthenticationAdministrator admin365.RoleID = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	PrivilegedRoleAdministrator           admin365.RoleID = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	ServiceSupportAdministrator           admin365.RoleID = "f023fd81-a637-4b56-95fd-791ac0226033"
	DomainNameAdministrator               admin365.RoleID = "8329153b-31d0-4727-b945-745eb3bc5f31"
	GroupsAdministrator                   admin365.RoleID = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	DirectoryReaders                      admin365.RoleID = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	DirectoryWriters                      admin365.RoleID = "9360feb5-f418-4baa-8175-e2a00bac4301"
	Dynamics365Administrator              admin365.RoleID = "44367163-eba1-44c3-98af-f5787879f96a"
	PowerPlatformAdministrator            admin365.RoleID = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	SecurityAdministrator                 admin365.RoleID = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	SecurityReader                        admin365.RoleID = "5d6b6bb7-de71-4623-b4af-96380a352509"
	ExchangeAdministrator                 admin365.RoleID = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	SharePointAdministrator               admin365.RoleID = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
	TeamsAdministrator                    admin365.RoleID = "69091246-20e8-4a56-aa4d-066075b2a7a8"
)

// Roles is the directory's roles: the built-in ones and the tenant's own.
//
// Source: https://learn.microsoft.com/graph/api/resources/unifiedroledefinition
type Roles interface {
	// List returns the roles; it yields as [Users.List] does.
	//
	// Effect: read. Role: every member.
	// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions
	List(ctx context.Context, q RoleQuery) iter.Seq2[*Role, error]

	// Get returns a role.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/unifiedroledefinition-get
	Get(ctx context.Context, id admin365.RoleID) (*Role, error)

	// Create adds a role of the tenant's own. The tenant needs Entra ID P1.
	//
	// Required: DisplayName, RolePermissions. Effect: reversible. Role:
	// Privileged Role Administrator. Errors: [admin365.ErrInvalid],
	// [admin365.ErrConflict] (the name is taken), [admin365.ErrForbidden] (also
	// without the license), [admin365.ErrUncertain].
	// Source: https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions
	Create(ctx context.Context, r NewRole) (*Role, error)

	// Update changes a role of the tenant's own.
	//
	// Effect: reversible; repeating it is harmless. Role: Privileged Role
	// Administrator. Errors: [admin365.ErrNotFound], [admin365.ErrInvalid] (also
	// for a built-in role), [admin365.ErrConflict].
	// Source: https://learn.microsoft.com/graph/api/unifiedroledefinition-update
	Update(ctx context.Context, id admin365.RoleID, p RolePatch) error

	// Delete removes a role of the tenant's own, and takes it away from all who
	// have it.
	//
	// Effect: irrevocable. Role: Privileged Role Administrator. Errors:
	// [admin365.ErrNotFound], [admin365.ErrInvalid] (a built-in role).
	// Source: https://learn.microsoft.com/graph/api/unifiedroledefinition-delete
	Delete(ctx context.Context, id admin365.RoleID) error
}

// RoleAssignments says who has which role where. It is the same state that
// [ActivatedRoles] shows: who is given a role here is a member there.
//
// Source: https://learn.microsoft.com/graph/api/resources/unifiedroleassignment
type RoleAssignments interface {
	// List returns the assignments that q asks for; it yields as [Users.List]
	// does.
	//
	// Effect: read. Role: every member.
	// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
	List(ctx context.Context, q RoleAssignmentQuery) iter.Seq2[*RoleAssignment, error]

	// Get returns an assignment.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/unifiedroleassignment-get
	Get(ctx context.Context, id RoleAssignmentID) (*RoleAssignment, error)

	// Create gives a role to a user, a service principal, or a group that is
	// assignable to roles.
	//
	// Effect: reversible. Role: Privileged Role Administrator. Errors:
	// [admin365.ErrNotFound] (the principal or the role), [admin365.ErrConflict]
	// (the same is there already), [admin365.ErrInvalid],
	// [admin365.ErrUncertain].
	// Source: https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments
	Create(ctx context.Context, a NewRoleAssignment) (*RoleAssignment, error)

	// Delete takes a role away. A Global Administrator cannot take away his own, and
	// the last one stays.
	//
	// Effect: revokes access. Where the client itself has to send it again and finds
	// it gone, that is success; a second call fails. Role: Privileged Role
	// Administrator. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition]
	// (one's own Global Administrator, or the tenant's last one),
	// [admin365.ErrUncertain] (sent, and no answer: look with Get).
	// Source: https://learn.microsoft.com/graph/api/unifiedroleassignment-delete
	Delete(ctx context.Context, id RoleAssignmentID) error
}

// ActivatedRoles is the older view of roles: one that was never used in a tenant
// has to be activated before it has members. Roles are named by their template
// id.
//
// Source: https://learn.microsoft.com/graph/api/resources/directoryrole
type ActivatedRoles interface {
	// List returns the roles that are activated.
	//
	// Effect: read. Role: every member.
	// Source: https://learn.microsoft.com/graph/api/directoryrole-list
	List(ctx context.Context) iter.Seq2[*ActivatedRole, error]

	// Get returns an activated role.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound], also for
	// a role that is not activated.
	// Source: https://learn.microsoft.com/graph/api/directoryrole-get
	Get(ctx context.Context, template admin365.RoleID) (*ActivatedRole, error)

	// Activate makes a built-in role an activated one.
	//
	// Effect: reversible. Role: Privileged Role Administrator. Errors:
	// [admin365.ErrConflict] (it is activated already), [admin365.ErrNotFound]
	// (no such template), [admin365.ErrUncertain].
	// Source: https://learn.microsoft.com/graph/api/directoryrole-post-directoryroles
	Activate(ctx context.Context, template admin365.RoleID) (*ActivatedRole, error)

	// Members returns who has the role in the whole tenant.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound], also for
	// a role that is not activated.
	// Source: https://learn.microsoft.com/graph/api/directoryrole-list-members
	Members(ctx context.Context, template admin365.RoleID) iter.Seq2[*DirectoryObject, error]

	// AddMember gives the role to a user or a service principal.
	//
	// Effect: reversible. Role: Privileged Role Administrator. Errors:
	// [admin365.ErrNotFound], [admin365.ErrConflict] (a member already).
	// Source: https://learn.microsoft.com/graph/api/directoryrole-post-members
	AddMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error

	// RemoveMember takes the role away. A Global Administrator cannot take away
	// his own.
	//
	// Effect: revokes access; repeating it is harmless. Role: Privileged Role
	// Administrator. Errors: [admin365.ErrNotFound] (also if it is no member),
	// [admin365.ErrPrecondition] (one's own Global Administrator).
	// Source: https://learn.microsoft.com/graph/api/directoryrole-delete-member
	RemoveMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error
}

// Role is a directory role, built in or the tenant's own.
//
// Source: https://learn.microsoft.com/graph/api/resources/unifiedroledefinition
type Role struct {
	ID          admin365.RoleID `json:"id"`
	TemplateID  admin365.RoleID `json:"templateId"`
	DisplayName string          `json:"displayName"`
	Description string          `json:"description"`
	IsBuiltIn   bool            `json:"isBuiltIn"`
	// IsEnabled: the role can be assigned. Built-in roles always can.
	IsEnabled bool `json:"isEnabled"`
	// ResourceScopes are where it can be assigned; "/" is the whole tenant.
	ResourceScopes  []string         `json:"resourceScopes"`
	RolePermissions []RolePermission `json:"rolePermissions"`
	Version         string           `json:"version"`
}

// RolePermission is what a role allows.
type RolePermission struct {
	// AllowedResourceActions are such as "microsoft.directory/users/password/update".
	AllowedResourceActions []string `json:"allowedResourceActions"`
	// Condition limits the actions, such as "@Resource.objectId == @Subject.objectId".
	Condition string `json:"condition,omitzero"`
}

// RoleQuery says which roles to list. The zero value lists all.
type RoleQuery struct {
	// DisplayName is the whole name.
	DisplayName string
	// BuiltIn true lists Microsoft's roles, false the tenant's own; nil lists both.
	BuiltIn *bool
	// Filter is a further condition in the service's own language; see [UserQuery.Filter].
	Filter string
}

// NewRole is a role of the tenant's own to create.
type NewRole struct {
	// DisplayName is unique in the tenant. Required.
	DisplayName string `json:"displayName,omitzero"`
	Description string `json:"description,omitzero"`
	// IsEnabled: nil means true.
	IsEnabled *bool `json:"isEnabled,omitzero"`
	// RolePermissions are required.
	RolePermissions []RolePermission `json:"rolePermissions,omitzero"`
	Version         string           `json:"version,omitzero"`
}

// RolePatch is a change to a role of the tenant's own. RolePermissions replace
// the whole list.
type RolePatch struct {
	DisplayName     *string                   `json:"displayName,omitzero"`
	Description     admin365.Optional[string] `json:"description,omitzero"`
	IsEnabled       *bool                     `json:"isEnabled,omitzero"`
	RolePermissions []RolePermission          `json:"rolePermissions,omitzero"`
	Version         admin365.Optional[string] `json:"version,omitzero"`
}

// RoleAssignmentID names an assignment. It is opaque.
type RoleAssignmentID string

// TenantScope is the scope of a role in the whole tenant.
const TenantScope = "/"

// RoleAssignment gives a role to a principal somewhere.
//
// Source: https://learn.microsoft.com/graph/api/resources/unifiedroleassignment
type RoleAssignment struct {
	ID     RoleAssignmentID `json:"id"`
	RoleID admin365.RoleID  `json:"roleDefinitionId"`
	// PrincipalID is the user, group or service principal that has the role.
	PrincipalID admin365.ObjectID `json:"principalId"`
	// DirectoryScopeID is where: [TenantScope], an administrative unit
	// ("/administrativeUnits/{id}") or one object ("/{id}").
	DirectoryScopeID string `json:"directoryScopeId"`
}

// NewRoleAssignment is a role to give. An empty DirectoryScopeID means
// [TenantScope].
type NewRoleAssignment struct {
	RoleID           admin365.RoleID   `json:"roleDefinitionId"`
	PrincipalID      admin365.ObjectID `json:"principalId"`
	DirectoryScopeID string            `json:"directoryScopeId"`
}

// RoleAssignmentQuery says which assignments to list; what is set is joined by
// "and". The zero value lists all.
type RoleAssignmentQuery struct {
	RoleID      admin365.RoleID
	PrincipalID admin365.ObjectID
}

// ActivatedRole is a built-in role that is in use in the tenant.
//
// Source: https://learn.microsoft.com/graph/api/resources/directoryrole
type ActivatedRole struct {
	// ID is the id of the role's object in this tenant, and not its template id.
	ID          admin365.ObjectID `json:"id"`
	TemplateID  admin365.RoleID   `json:"roleTemplateId"`
	DisplayName string            `json:"displayName"`
	Description string            `json:"description"`
}
