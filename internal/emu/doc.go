// Package emu is the server half of the published APIs: worlds of tenants
// in memory behind the paths of the real hosts, sign-in included.
//
// A request goes through one pipeline: host and route, token to session, faults,
// the operation's handler inside one transaction, the envelope of its API, the
// log. Handlers return values; one place writes them, so each envelope exists
// once. The parts of a [Batch] go through it one by one. What the emulator does
// not know it refuses by name; it forwards nothing.
//
// Routes are registered once per process ([Mux.Handle]); an [Emulator] serves
// worlds that have nothing to do with each other.
package emu
