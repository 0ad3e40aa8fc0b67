// Package graphjs drives the emulator with Microsoft's own clients for
// JavaScript, as they are published: @microsoft/microsoft-graph-client, with
// tokens of a provider of its own and of @azure/identity.
//
// The programs in the folder scripts run in node and ask for the real hosts,
// graph.microsoft.com and login.microsoftonline.com. A proxy on the loopback
// interface leads both to the emulator and refuses every other host; the
// certificates are made for the test. Where node is missing, or `npm ci` was
// not run here, the tests are skipped and say so.
//
// There is nothing in it but tests.
package graphjs
