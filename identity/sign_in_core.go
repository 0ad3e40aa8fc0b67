package identity

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// signInFailureRow counts the wrong passwords that were tried for a user, since
// the last right one.
type signInFailureRow struct {
	User        tenant.Key `json:"userId"`
	Count       int        `json:"count"`
	LockedUntil time.Time  `json:"lockedUntil,omitzero"`
}

var signInFailures = tenant.Table[*signInFailureRow]{
	Name: "signInFailures", Internal: true, Key: func(r *signInFailureRow) tenant.Key { return r.User },
}

// The lock after wrong passwords: for a minute after ten, and longer after each
// further one. Ours: by how much it grows; Microsoft says only that it does.
// Source: https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout
const (
	lockAfter = 10
	lockTime  = time.Minute
	lockMost  = 64
)

// What the sign-in refuses.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
var (
	noSuchUser = api.Refusal{
		Name: "NoSuchUser", Status: 400, Code: "AADSTS50034", Is: admin365.ErrUnauthenticated,
		Text: "The user account does not exist in the directory.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
	wrongSignIn = api.Refusal{
		Name: "WrongSignIn", Status: 400, Code: "AADSTS50126", Is: admin365.ErrUnauthenticated,
		Text: "Error validating credentials due to invalid username or password.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
	accountLocked = api.Refusal{
		Name: "AccountLocked", Status: 400, Code: "AADSTS50053", Is: admin365.ErrUnauthenticated,
		Text: "The account is locked, because an incorrect password was tried too many times.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
	accountDisabled = api.Refusal{
		Name: "AccountDisabled", Status: 400, Code: "AADSTS50057", Is: admin365.ErrForbidden,
		Text: "The user account is disabled.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
	newPasswordRefused = api.Refusal{
		Name: "NewPasswordRefused", Status: 400, Code: "AADSTS120002", Is: admin365.ErrInvalid,
		Text: "The new password is too weak, or it is the current one.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
	passwordExpired = api.Refusal{
		Name: "PasswordExpired", Status: 400, Code: "AADSTS50055", Is: admin365.ErrPrecondition,
		Text: "The password is expired.", Source: "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
	}
)

// signIn is a person signing in. What is written (the time, the count of wrong
// passwords) is kept, also where the sign-in is refused.
func signIn(tx *tenant.Tx, id, password string) (refused, err error) {
	row, findErr := findUser(tx, id)
	if findErr != nil {
		return noSuchUser.Err(id), nil
	}
	failures, _ := tenant.In(tx, &signInFailures).Get(row.ID)
	switch {
	case failures != nil && failures.LockedUntil.After(tx.Now()):
		refused = accountLocked.Err(id)
	case !row.Password.is(password):
		refused = wrongSignIn.Err(id)
		err = countFailure(tx, row.ID, failures)
	case row.Enabled == odata.False:
		refused = accountDisabled.Err(id)
	case mustChange(row) || passwordIsOver(tx, row):
		refused = passwordExpired.Err(id)
	default:
		tenant.In(tx, &signInFailures).Delete(row.ID)
	}
	if err != nil {
		return nil, err
	}
	return refused, noteSignIn(tx, row, refused == nil)
}

func countFailure(tx *tenant.Tx, user tenant.Key, old *signInFailureRow) error {
	next := signInFailureRow{User: user}
	if old != nil {
		next = *old
	}
	next.Count++
	if over := next.Count - lockAfter; over >= 0 {
		next.LockedUntil = tx.Now().Add(lockTime * time.Duration(min(1<<min(over, 6), lockMost)))
	}
	return tenant.In(tx, &signInFailures).Put(&next)
}

// mustChange: the user has to choose another password.
func mustChange(row *userRow) bool {
	stored, _ := userProps.Value(row, prop("passwordProfile"))
	var profile struct {
		Force   bool `json:"forceChangePasswordNextSignIn"`
		WithMfa bool `json:"forceChangePasswordNextSignInWithMfa"`
	}
	return json.Unmarshal([]byte(stored), &profile) == nil && (profile.Force || profile.WithMfa)
}

// passwordIsOver: the password is older than the domain lets it become. The
// user's own policy that it never expires wins.
func passwordIsOver(tx *tenant.Tx, row *userRow) bool {
	policies, _ := userProps.Value(row, prop("passwordPolicies"))
	_, name, _ := strings.Cut(row.Name, "@")
	domain, ok := tx.Ports().Domains.Verified(tx, name)
	if !ok || domain.PasswordValidity == 0 || strings.Contains(strings.ToLower(policies), "disablepasswordexpiration") {
		return false
	}
	text, _ := userProps.Value(row, prop("lastPasswordChangeDateTime"))
	changed, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && !tx.Now().Before(changed.Add(domain.PasswordValidity))
}

// noteSignIn writes down when a user signed in, or tried to.
func noteSignIn(tx *tenant.Tx, row *userRow, succeeded bool) error {
	if succeeded {
		return noteActivity(tx, row, "last", "lastSuccessful")
	}
	return noteActivity(tx, row, "last")
}
