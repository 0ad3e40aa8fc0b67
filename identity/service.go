package identity

// Service is the area's interfaces in one struct. Replace a field to replace a
// part, as a failure test does:
//
//	type flaky struct{ identity.Users }
//	func (flaky) Delete(context.Context, admin365.UserID) error { return errors.New("down") }
//	c.Identity.Users = flaky{c.Identity.Users}
type Service struct {
	// Users are the people of the tenant.
	Users Users
	// DeletedUsers are those who were deleted in the last 30 days.
	DeletedUsers DeletedUsers
	// Managers are who reports to whom.
	Managers Managers
	// Profiles are what people tell about themselves.
	Profiles Profiles
	// Passwords sets passwords and ends sessions.
	Passwords Passwords
	// Operations follows what the service goes on to do after its answer.
	Operations Operations
	// Memberships are what a user is a member of.
	Memberships Memberships

	// Roles are the directory's roles.
	Roles Roles
	// RoleAssignments are who has which role.
	RoleAssignments RoleAssignments
	// ActivatedRoles are the older view of the same.
	ActivatedRoles ActivatedRoles

	// Groups are the groups of the tenant.
	Groups Groups
	// GroupMembers are who is in a group.
	GroupMembers GroupMembers
	// GroupOwners are who looks after a group.
	GroupOwners GroupOwners
	// DeletedGroups are those that were deleted in the last 30 days.
	DeletedGroups DeletedGroups
}
