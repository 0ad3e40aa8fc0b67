// Package identity is the people of a tenant: who they are, how they sign in,
// who reports to whom, and which groups they are in.
//
// # Users
//
// [Users] adds, finds, edits and deletes people. A user is named by his object
// id or by his user principal name; both are a UserID. The user principal name
// is unique in the tenant without regard to letter case, and its domain must be
// one that the tenant has verified.
//
// A deleted user goes to the bin for 30 days: his name is free at once, his id
// is never given again.
//
// # Groups
//
// [Groups] adds, finds, edits and deletes security groups and Microsoft 365
// groups; groups that belong to Exchange, and those that are synchronized, can
// be read. [GroupMembers] and [GroupOwners] say who is in a group and who looks
// after it, [Memberships] what a user is a member of, directly or by other
// groups. A deleted group goes to the bin for 30 days with its members:
// [DeletedGroups].
//
// # Managers and profiles
//
// [Managers] says who reports to whom. [Profiles] is what people tell about
// themselves, which Graph keeps in another store with rules of its own.
//
// # Roles and permissions
//
// Reading needs User.Read.All, writing User.ReadWrite.All; a signed-in caller
// needs the role User Administrator to write as well. For groups it is
// GroupMember.Read.All, Group.ReadWrite.All and Groups Administrator. An
// application alone cannot touch profiles. Each method's comment names its role.
//
// # Two implementations
//
// The interfaces are implemented in memory, with Microsoft's rules and refusals,
// and over HTTP by Microsoft Graph v1.0. Only package admin constructs them. The
// conformance suite in identitytest runs over both, and is public: run it over
// an implementation of your own.
//
// Source: https://learn.microsoft.com/graph/api/resources/users
package identity
