// Package climicrosoft365 drives the emulator with CLI for Microsoft 365, as it is
// published in the package @pnp/cli-microsoft365.
//
// The CLI runs in node and asks for the real hosts, graph.microsoft.com and
// login.microsoftonline.com among them. A proxy on the loopback interface leads
// these to the emulator and refuses every other host; the certificates are made
// for the test, and each has a home folder of its own, because the CLI keeps its
// tokens there. Where node is missing, or `npm ci` was not run here, the tests are
// skipped and say so.
//
// There is nothing in it but tests.
package climicrosoft365
