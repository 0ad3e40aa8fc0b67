// Package tenant is the tenant in memory: a world of tenants, each one
// immutable state behind an atomic pointer.
//
// # State
//
// All tables, the clock, the id source and the generation are one value.
// Readers load the pointer and never lock; one writer at a time, under the
// tenant's mutex, copies each table at its first write, publishes on success
// and drops everything on an error or a panic. A snapshot is keeping the
// pointer. Rows are immutable: clone, edit, [Rows.Put].
//
// # One way in
//
// [Session.Do] is the one way in for the methods of the areas: it asks the
// context, checks the ids, asks the guard, plays the faults, settles what is
// due, chooses reading or writing by the operation's effect, and names
// operation and target in the error. The emulator plays guard and faults
// itself, on the wire, and enters by [Session.Run].
//
// # Across areas
//
// Areas do not import each other. What one must know of another it asks through
// a port ([Ports]); what must happen elsewhere as a consequence is an event
// ([Emit], [On]), handled in the same transaction; what the service does later
// is a job ([Tx.Schedule]); what tenants take from each other is a claim
// ([Tx.Claim]).
//
// # Files
//
// [Tenant.Save] writes a tenant as one document. A tenant that is kept in a file
// ([World.Open], [Tenant.Keep]) logs each change beside that document before it
// publishes it; how, and what a crash leaves, is told at the type journal.
package tenant
