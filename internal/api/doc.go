// Package api is what Microsoft publishes, as data: the APIs with their hosts,
// the operations with their paths, permissions and effects, and the refusals
// with their codes and texts. Memory, emulator, client, tests and docs read the
// same declaration, so they cannot disagree.
//
// Everything here is declared by composite literals: a package variable that
// calls a function is an initializer, and an initializer links what it calls
// into every program.
package api
