// Package vitest runs a suite of vitest, whose workers are processes of their own, against
// one emulator: each test makes a tenant by the control interface, asks it with
// Microsoft's client for JavaScript, moves its clock on, and drops it. It is the example
// for a test in any language: tenant.mjs is all that it takes.
//
// Where node is missing, or `npm ci` was not run here, the test is skipped and says so.
//
// There is nothing in it but tests.
package vitest
