package identity

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// passwordHash is a password as the tenant in memory keeps it: salted and
// hashed once. That is right for synthetic passwords of a fake, fast enough for
// thousands of users, and would be wrong for anybody's real ones.
type passwordHash struct {
	salt uint64
	hash [sha256.Size]byte
}

func hashPassword(password string, salt uint64) passwordHash {
	b := binary.BigEndian.AppendUint64(nil, salt)
	return passwordHash{salt, sha256.Sum256(append(b, password...))}
}

// IsZero reports whether there is no password.
func (h passwordHash) IsZero() bool { return h == passwordHash{} }

// MarshalText writes salt and hash for a tenant file.
func (h passwordHash) MarshalText() ([]byte, error) {
	b := binary.BigEndian.AppendUint64(nil, h.salt)
	return []byte(base64.StdEncoding.EncodeToString(append(b, h.hash[:]...))), nil
}

// UnmarshalText reads what MarshalText wrote.
func (h *passwordHash) UnmarshalText(text []byte) error {
	b, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(b) != 8+sha256.Size {
		return errBadHash
	}
	h.salt = binary.BigEndian.Uint64(b)
	copy(h.hash[:], b[8:])
	return nil
}

type textError string

func (e textError) Error() string { return string(e) }

const errBadHash = textError("identity: not a password hash")

// passwordWire is a passwordProfile as it is sent.
type passwordWire struct {
	Password                             *string `json:"password,omitempty"`
	ForceChangePasswordNextSignIn        *bool   `json:"forceChangePasswordNextSignIn,omitempty"`
	ForceChangePasswordNextSignInWithMfa *bool   `json:"forceChangePasswordNextSignInWithMfa,omitempty"`
}

// stored is what is kept of a profile in the row: never the password itself.
func (w passwordWire) stored() string {
	kept, err := json.Marshal(struct {
		Password *string `json:"password"`
		Force    bool    `json:"forceChangePasswordNextSignIn"`
		WithMfa  bool    `json:"forceChangePasswordNextSignInWithMfa"`
	}{nil, w.ForceChangePasswordNextSignIn != nil && *w.ForceChangePasswordNextSignIn,
		w.ForceChangePasswordNextSignInWithMfa != nil && *w.ForceChangePasswordNextSignInWithMfa})
	if err != nil {
		return "{}"
	}
	return string(kept)
}

// The characters of the documented classes.
const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
	symbols      = "@#$%^&*-_!+=[]{}|\\:',.?/`~\"();<> "
)

// checkPassword keeps the documented rules: 8 to 256 characters, no Unicode
// beyond ASCII, three of four classes unless the user's policies switch the
// strength off, and none of a short list of banned words.
//
// Source: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
func checkPassword(password, policies string) error {
	strong := !strings.Contains(strings.ToLower(policies), "disablestrongpassword")
	if len(password) < minPassword || len(password) > maxPassword || hasOther(password) || strong && (!isMixed(password) || isBanned(password)) {
		return weakPassword.Err("")
	}
	return nil
}

const minPassword, maxPassword = 8, 256

// isMixed reports whether the password has characters of three of the four classes.
func isMixed(password string) bool {
	classes := 0
	for _, class := range []string{lowerLetters, upperLetters, digits, symbols} {
		if strings.ContainsAny(password, class) {
			classes++
		}
	}
	return classes >= 3
}

func hasOther(password string) bool {
	return strings.ContainsFunc(password, func(r rune) bool {
		return !strings.ContainsRune(lowerLetters+upperLetters+digits+symbols, r)
	})
}

// isBanned: Microsoft's global list is not published; these are words that its
// page itself calls weak, with nothing but digits and symbols around them. Ours.
func isBanned(password string) bool {
	core := strings.Trim(strings.ToLower(password), digits+symbols)
	core = strings.NewReplacer("0", "o", "1", "l", "$", "s", "@", "a").Replace(core)
	return oneOf(core, "password", "passwort", "welcome", "qwerty")
}

// setPassword puts the password of a change into the row.
func setPassword(tx *tenant.Tx, row *userRow, value string) error {
	var wire passwordWire
	if err := json.Unmarshal([]byte(value), &wire); err != nil {
		return userProps.Invalid(prop("passwordProfile"))
	}
	if wire.Password == nil {
		return nil
	}
	policies, _ := userProps.Value(row, prop("passwordPolicies"))
	if err := checkPassword(*wire.Password, policies); err != nil {
		return err
	}
	row.Password = hashPassword(*wire.Password, tx.NewKey().Lo)
	return nil
}
