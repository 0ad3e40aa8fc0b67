package identity

import "github.com/admin365/admin365"

// ObjectType says what a directory object is. Unknown values are kept.
type ObjectType string

// The types of objects that are members, owners and holders of roles.
const (
	UserObject             ObjectType = "user"
	GroupObject            ObjectType = "group"
	ServicePrincipalObject ObjectType = "servicePrincipal"
	DirectoryRoleObject    ObjectType = "directoryRole"
)

// DirectoryObject is a member, an owner, or the holder of a role, with what
// tells people which one it is.
//
// Source: https://learn.microsoft.com/graph/api/resources/directoryobject
type DirectoryObject struct {
	ID   admin365.ObjectID
	Type ObjectType
	// DisplayName is its name for people.
	DisplayName string
	// UserPrincipalName is set for a user alone.
	UserPrincipalName string
	// RoleTemplateID is set for an activated role alone.
	RoleTemplateID admin365.RoleID
}
