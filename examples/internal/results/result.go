package results

import (
	"strings"

	"github.com/admin365/admin365"
)

// Outcome is what became of a starter. A value that is none of the constants
// is kept as it stands: a newer version may have written it.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Restored  Outcome = "restored"
	// Planned is what a dry run says, and what stands there between the moment
	// when a password is made and the moment when its account is.
	Planned Outcome = "planned"
	Failed  Outcome = "failed"
)

// Result is one line of the file.
type Result struct {
	// Row is the row of the starters file, from 1.
	Row int
	// UserPrincipalName is the user whom the line is about. It is empty in a
	// line that is about a row only: one without a user name, or one whose user
	// name an earlier row has already. Such lines are not merged with those of
	// a user, and go when the next run has something to say.
	UserPrincipalName string
	ID                admin365.UserID
	Outcome           Outcome
	Detail            string
	// Licenses are the products that the starters file names and that the account
	// has, with ; between them; in a planned line those that it would have.
	Licenses string
	// InitialPassword is the password that was made for a new account. In a
	// line given to [File.Record] it may be left empty: the password that was
	// planned stays.
	InitialPassword admin365.Secret
}

// key is what two lines about the same user have in common.
func key(userPrincipalName string) string { return strings.ToLower(userPrincipalName) }

// Begun reports whether a password was made for the user and it is not known
// what became of the account: it may be there or not, and if it is, then most
// likely with this password.
func (r Result) Begun() bool { return r.ID == "" && !r.InitialPassword.IsZero() }

// merge returns what stands in the file once newer has come after older. The
// newest outcome stands, but a plan does not take back that an account was made.
// What newer does not know (an id, licenses, a password) stays, but for what was
// planned only. Another password is that of another account, whose id and licenses
// are not known.
func merge(older, newer Result) Result {
	merged := newer
	another := !newer.InitialPassword.IsZero() && newer.InitialPassword.Reveal() != older.InitialPassword.Reveal()
	if newer.Outcome == Planned && (older.Outcome == Created || older.Outcome == Restored) {
		merged.Outcome, merged.Detail, merged.Licenses = older.Outcome, older.Detail, older.Licenses
	}
	if merged.ID == "" && !another {
		merged.ID = older.ID
	}
	switch {
	case another && newer.Outcome == Planned:
		merged.Licenses = ""
	case merged.Licenses == "" && older.Outcome != Planned && !another:
		merged.Licenses = older.Licenses
	}
	if newer.InitialPassword.IsZero() {
		merged.InitialPassword = older.InitialPassword
	}
	return merged
}

// tidy puts each text that is no password on one line: a line of the file is a
// line of text, so that one that was cut short is known by its missing end.
func (r Result) tidy() Result {
	r.UserPrincipalName = strings.TrimSpace(oneLine.Replace(r.UserPrincipalName))
	r.ID = admin365.UserID(oneLine.Replace(string(r.ID)))
	r.Outcome = Outcome(oneLine.Replace(string(r.Outcome)))
	r.Detail = oneLine.Replace(r.Detail)
	r.Licenses = oneLine.Replace(r.Licenses)
	return r
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")
