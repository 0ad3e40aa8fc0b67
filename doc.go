// Package admin365 is the vocabulary of a library that administers a Microsoft
// 365 and Dynamics 365 (online) tenant: the words that all areas share.
//
// # Where things are
//
// A program begins at the door, package admin: admin.New returns a client of a
// live tenant, admin.NewMemory one of a tenant in memory that keeps Microsoft's
// rules, and admin.NewTest the same for a test. The client is the tenant; its
// fields are the areas, each a package of small interfaces:
//
//   - identity: people, their managers, passwords, roles and groups
//   - billing: products, licenses, subscriptions
//   - instances: environments of Dynamics 365, Business Central among them, their
//     copies, backups, operations and updates
//   - health: how Microsoft's services are and were, and what it announces
//   - support: questions to Microsoft: tickets of Azure, a partner's service requests
//
// # Errors
//
// Every failure is an [*Error] whose kind is one of the sentinels of this
// package, the same for every implementation:
//
//	if errors.Is(err, admin365.ErrConflict) { … }
//
// # Patches
//
// A patch has two kinds of fields. *T stands where the service forbids null:
// nil leaves the property alone. [Optional] stands where null clears: its zero
// value leaves, [Set] sets, [Null] clears.
//
//	identity.UserPatch{
//		DisplayName: new("Ada King"),           // *string: null is forbidden
//		JobTitle:    admin365.Set("Countess"),  // Optional[string]
//		Department:  admin365.Null[string](),   // cleared
//	}
//
// # Secrets
//
// Passwords, keys and tokens are of type [Secret], which nothing prints.
package admin365
