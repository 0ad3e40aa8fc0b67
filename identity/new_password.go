package identity

import (
	"crypto/rand"
	"strings"

	"github.com/admin365/admin365"
)

// The characters of a generated password. The service asks for three of the four classes
// and gets all; see
// https://learn.microsoft.com/en-us/entra/identity/authentication/concept-sspr-policy.
// Not among them is what people mistake when they read it out (0 O o, 1 l I |),
// what has a meaning in a CSV file or on a command line (comma, semicolon,
// quotation marks, backslash, backtick, space), and what makes a spreadsheet
// take a cell for a formula (= + - @).
const (
	clearLowers  = "abcdefghijkmnpqrstuvwxyz"
	clearUppers  = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	clearDigits  = "23456789"
	clearSymbols = "!#$%&*?_.:/^~()[]{}"

	passwordAlphabet = clearLowers + clearUppers + clearDigits + clearSymbols
	passwordLength   = 16 // of 75 characters: 99 bits
)

// NewPassword makes a first password that the service accepts: 16 characters,
// with at least one lower-case letter, upper-case letter, digit and symbol, none
// that is mistaken for another when it is read out. All such passwords are
// equally likely: one that lacks a class is thrown away as a whole.
func NewPassword() admin365.Secret {
	for {
		password := randomText()
		if strings.ContainsAny(password, clearLowers) && strings.ContainsAny(password, clearUppers) &&
			strings.ContainsAny(password, clearDigits) && strings.ContainsAny(password, clearSymbols) {
			return admin365.NewSecret(password)
		}
	}
}

// randomText draws from the alphabet. Bytes beyond the greatest multiple of its
// length are thrown away; taken modulo, they would favor its first characters.
func randomText() string {
	const fair = 256 - 256%len(passwordAlphabet)
	text := make([]byte, 0, passwordLength)
	var random [2 * passwordLength]byte
	for {
		_, _ = rand.Read(random[:]) // It never fails: it ends the program instead.
		for _, b := range random {
			if int(b) >= fair {
				continue
			}
			text = append(text, passwordAlphabet[int(b)%len(passwordAlphabet)])
			if len(text) == passwordLength {
				return string(text)
			}
		}
	}
}
