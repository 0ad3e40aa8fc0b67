package admin365

// The ids that more than one area names. An id is opaque: never parse or build
// one by hand. Where the service takes a readable name in the place of an id,
// the comment says so.
type (
	// TenantID is the id of a tenant (directory), a GUID.
	TenantID string
	// UserID names a user: the object id, a GUID, or the user principal name
	// (sign-in name). Methods that take a UserID take either; what the service
	// returns is always the object id. An object id is the better key: a name
	// changes when somebody marries.
	UserID string
	// GroupID is the object id of a group, a GUID.
	GroupID string
	// ObjectID is the object id of any object of the directory that can be a
	// member of something or hold a role: a user, a group, or the service
	// principal of an application. A GUID. Convert a UserID or a GroupID that the
	// service returned; a user principal name is none.
	ObjectID string
	// RoleID is the id of a directory role's definition, a GUID. Of a built-in
	// role it is Microsoft's template id, the same in every tenant.
	RoleID string
	// AppID is the application (client) id of a program, a GUID.
	AppID string
)
