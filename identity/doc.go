// Package identity is the people of a tenant: who they are, how they sign in,
// and who reports to whom.
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
// # Managers and profiles
//
// [Managers] says who reports to whom. [Profiles] is what people tell about
// themselves, which Graph keeps in another store with rules of its own.
//
// # Roles and permissions
//
// Reading needs User.Read.All, writing User.ReadWrite.All; a signed-in caller
// needs the role User Administrator to write as well. An application alone
// cannot touch profiles. Each method's comment names its role.
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
