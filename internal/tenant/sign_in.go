package tenant

import (
	"time"

	"github.com/admin365/admin365/internal/api"
)

// SetSignIn is called by the area that keeps the people.
func (s *Schema) SetSignIn(p SignIn) { s.ports.SignIn = p }

// SignIn answers for people who sign in. What it refuses is an [admin365.Error] whose
// code is AADSTS and a number, as the service's sign-in has it.
//
// [admin365.Error]: https://pkg.go.dev/github.com/admin365/admin365#Error
type SignIn interface {
	// Password is a person signing in with a password. What is written of it (the time,
	// how many wrong passwords) is kept, also where the sign-in is refused.
	Password(tx *Tx, name, password string) (account Account, refused, err error)
	// Change is a person who signs in choosing another password, which he may have to.
	// What is written is kept, as by Password.
	Change(tx *Tx, name, current, next string) (refused, err error)
	// Account returns a live person who is not blocked, by object id or sign-in name.
	Account(tx *Tx, id string) (Account, error)
	// Note writes down that a person was signed in without a password: himself
	// (interactive), or a client that he had signed in to before.
	Note(tx *Tx, id Key, interactive bool) error
}

// Account is a person as tokens tell of him.
type Account struct {
	ID                             Key
	UserPrincipalName, DisplayName string
	GivenName, Surname, Mail       string
	// ValidFrom: what was granted before has ended.
	ValidFrom time.Time
	// Roles are the built-in roles that he has now.
	Roles []api.Role
}
