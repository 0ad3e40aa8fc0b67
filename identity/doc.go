// Package identity is the people of a tenant: who they are, how they sign in,
// who reports to whom, which roles and groups they have, and what became of those
// who left.
//
// # Users
//
// [Users] adds, finds, edits and deletes people. A user is named by his object
// id or by his user principal name; both are a UserID. The user principal name
// is unique in the tenant without regard to letter case, and its domain must be
// one that the tenant has verified.
//
// A list takes the typed conditions of [UserQuery], which cover what people ask
// for every day, and the service's own language in its Filter. Not every property
// takes every operator, and some only in an advanced query: the service refuses
// the others, and so does the tenant in memory, in the same words. [Page] cuts a
// list and goes on in another process. Costly properties, such as when somebody
// signed in last, come only when they are included.
//
// [Users.Changes] tells what changed since a token was given, and [Sync] goes
// through it all: it is how a copy of the directory is kept without reading
// everybody every night. The token lives for seven days; after that the service
// says [admin365.ErrResync], and the copy begins anew.
//
// # Deleted users
//
// A deleted user goes to the bin for 30 days: his name is free at once, his id
// is never given again. [DeletedUsers] finds him there by his id, brings him back
// with his groups, roles and licenses, or purges him, which nobody can undo.
//
// # Passwords
//
// [Passwords] gives a new password in one of two ways. Set does it at once, by the
// user's profile; an application may do it if it was granted that. Reset goes by
// the authentication method, as the portal does: a signed-in administrator alone
// can begin it, the service can make the password up, and it is an operation that
// [Wait] follows. RevokeSessions ends what was signed in before.
//
// # Roles
//
// [Roles] are the directory's roles, by Microsoft's template ids, and the tenant's
// own. [RoleAssignments] says who has which; [ActivatedRoles] is the older view of
// the same, which many programs still use. [FindRole] finds one by its name.
//
// # Groups
//
// [Groups], [GroupMembers] and [GroupOwners] are what licenses and access to
// instances hang on; [Memberships] is the same seen from the user. Deleted groups
// have a bin of their own, [DeletedGroups].
//
// # Who may do what
//
// A caller is a signed-in user, who needs a permission of the program and a role
// of his own, or an application by itself, which needs a permission. What an
// administrator may do to another one depends on the roles of both: a Helpdesk
// Administrator cannot give a Global Administrator a new password. The tenant in
// memory and the emulator enforce all of it; docs/permissions.md lists it, made
// from the same declarations.
//
// # Two implementations
//
// The interfaces are implemented in memory, with Microsoft's rules and refusals,
// and over HTTP by Microsoft Graph v1.0. Only package admin constructs them. The
// conformance suite in identitytest runs over both, and is public: run it over
// an implementation of your own.
//
// Source: https://learn.microsoft.com/graph/api/resources/users
//
// [admin365.ErrResync]: https://pkg.go.dev/github.com/admin365/admin365#ErrResync
package identity
