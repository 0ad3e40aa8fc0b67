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
	// AppID is the application (client) id of a program, a GUID.
	AppID string
)
