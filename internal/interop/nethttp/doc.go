// Package nethttp says to the emulator, with nothing but net/http, what other
// people's clients were seen to say to Microsoft Graph: gzipped bodies, keys in
// parentheses, names in other letters, bodies with annotations and nulls,
// headers of all kinds. The clients themselves are too heavy to run here
// (Terraform's provider, PnP's CLI, the vendor's SDK), so each test names the
// client and repeats its requests.
//
// There is nothing in it but tests.
package nethttp
