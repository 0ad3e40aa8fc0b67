// Package azidentity signs in to the emulator with other people's credentials:
// azidentity of the Azure SDK for Go, and golang.org/x/oauth2, both as they are
// published. They were written against Microsoft Entra ID, so what they cannot
// do here is the emulator's mistake.
//
// There is nothing in it but tests.
package azidentity
