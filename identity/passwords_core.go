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

// resetTime is how long a reset by the authentication method takes. Ours: the
// service says only that it takes a while.
const (
	resetTime  = 2 * time.Second
	resetAfter = time.Second
)

const jobReset = "identity.resetPassword"

// checkPasswordIsHere refuses to set a password that is kept elsewhere.
func checkPasswordIsHere(tx *tenant.Tx, row *userRow) error {
	if row.Synced == odata.True && tx.Session != nil {
		return api.SyncedReadOnly.Err("")
	}
	_, name, _ := strings.Cut(row.Name, "@")
	if domain, ok := tx.Ports().Domains.Verified(tx, name); ok && domain.Federated {
		return federatedPassword.Err("")
	}
	return nil
}

// beginReset begins to reset a password by the authentication method. The rules
// are kept at once, the password is the user's when the operation has ended. With
// an empty password one is made up and returned.
func beginReset(tx *tenant.Tx, id, method, password string, generate func() string) (*passwordResetRow, string, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return nil, "", err
	}
	if !strings.EqualFold(method, passwordMethod) {
		return nil, "", unknownMethod.Err("", method)
	}
	who, err := callerOf(tx)
	if err != nil {
		return nil, "", err
	}
	if self, ok := callerKey(tx); ok && self == row.ID {
		return nil, "", denied(admin365.Detail{Target: missingRole, Message: "nobody resets his own password; Passwords.Change is for that"})
	}
	if err := who.mayAct(tx, resets, row); err != nil {
		return nil, "", err
	}
	if err := checkPasswordIsHere(tx, row); err != nil {
		return nil, "", err
	}
	made := ""
	if password == "" {
		made = generate()
		password = made
	}
	policies, _ := userProps.Value(row, prop("passwordPolicies"))
	if err := checkPassword(password, policies); err != nil {
		return nil, "", err
	}
	reset := &passwordResetRow{
		ID: tx.NewKey(), User: row.ID, Before: row.Password, Password: hashPassword(password, tx.NewKey().Lo),
		Status: statusNotStarted, Created: tx.Now(), Updated: tx.Now(),
	}
	if err := tenant.In(tx, &passwordResets).Put(reset); err != nil {
		return nil, "", err
	}
	for _, step := range []resetArgs{{reset.ID, statusRunning}, {reset.ID, statusSucceeded}} {
		due := resetTime
		if step.Status == statusRunning {
			due = resetTime / 2
		}
		if err := tx.Schedule(tx.Now().Add(due), jobReset, step); err != nil {
			return nil, "", err
		}
	}
	return reset, made, nil
}

type resetArgs struct {
	ID     tenant.Key `json:"id"`
	Status string     `json:"status"`
}

// stepReset moves a reset on, and at its end gives the user the password.
func stepReset(tx *tenant.Tx, args resetArgs) error {
	old, ok := tenant.In(tx, &passwordResets).Get(args.ID)
	if !ok || old.Status == statusFailed {
		return nil
	}
	reset := *old
	reset.Status, reset.Updated = args.Status, tx.Now()
	row, live := tenant.In(tx, &users).Get(reset.User)
	switch {
	case !live:
		reset.Status, reset.Detail = statusFailed, "The user was deleted."
	case args.Status == statusSucceeded && row.Password != reset.Before:
		reset.Status, reset.Detail = statusFailed, "The password was changed meanwhile."
	case args.Status == statusSucceeded:
		next := *row
		next.Password = reset.Password
		userProps.Apply(&next, freshPassword(tx, row, passwordWire{ForceChangePasswordNextSignIn: new(true)}))
		if err := tenant.In(tx, &users).Put(&next); err != nil {
			return err
		}
	}
	if reset.Status != statusRunning {
		reset.Password, reset.Before = passwordHash{}, passwordHash{}
	}
	return tenant.In(tx, &passwordResets).Put(&reset)
}

// freshPassword is what changes with a user's new password beside the password: the
// demands, the time, and the sessions that the old one began.
func freshPassword(tx *tenant.Tx, row *userRow, profile passwordWire) odata.Change {
	return odata.Change{
		{Prop: prop("passwordProfile"), Value: profile.stored()},
		{Prop: prop("lastPasswordChangeDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
		{Prop: prop("signInSessionsValidFromDateTime"), Value: odata.FormatTime(sessionsEnd(tx, row))},
	}
}

// sessionsEnd is from when on a user's sessions are good, if all end now: this second,
// or the next one after the last time that they ended, because two ends must differ.
func sessionsEnd(tx *tenant.Tx, row *userRow) time.Time {
	now, last := tx.Now().Truncate(time.Second), sessionsValidFrom(row)
	if !now.After(last) {
		return last.Add(time.Second)
	}
	return now
}

// sessionsValidFrom is when the user's sessions ended last; zero if they never did.
func sessionsValidFrom(row *userRow) time.Time {
	text, _ := userProps.Value(row, prop("signInSessionsValidFromDateTime"))
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// findReset returns a reset of the user.
func findReset(tx *tenant.Tx, user, id string) (*passwordResetRow, error) {
	key, ok := tenant.ParseKey(id)
	if ok {
		reset, found := tenant.In(tx, &passwordResets).Get(key)
		if of, isKey := tenant.ParseKey(user); found && (isKey && of == reset.User || !isKey && isNamed(tx, reset.User, user)) {
			return reset, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

func isNamed(tx *tenant.Tx, key tenant.Key, name string) bool {
	row, ok := tenant.In(tx, &users).Get(key)
	return ok && tenant.Fold(row.Name) == tenant.Fold(name)
}

// changeWire is the body of a change of one's own password.
type changeWire struct {
	Current string `json:"currentPassword"`
	New     string `json:"newPassword"`
}

// changePassword replaces the password of a user who knows the current one.
func changePassword(tx *tenant.Tx, row *userRow, change changeWire) error {
	if err := checkPasswordIsHere(tx, row); err != nil {
		return err
	}
	switch {
	case change.Current == "":
		return api.ValueRequired.Err("", "currentPassword", "User")
	case change.New == "":
		return api.ValueRequired.Err("", "newPassword", "User")
	case !row.Password.is(change.Current):
		return wrongPassword.Err("")
	case row.Password.is(change.New):
		return samePassword.Err("")
	}
	policies, _ := userProps.Value(row, prop("passwordPolicies"))
	if err := checkPassword(change.New, policies); err != nil {
		return err
	}
	next := *row
	next.Password = hashPassword(change.New, tx.NewKey().Lo)
	userProps.Apply(&next, freshPassword(tx, row, passwordWire{}))
	return tenant.In(tx, &users).Put(&next)
}

// changeOwnPassword does it for the signed-in caller. id is the user that the
// path names, empty for /me.
func changeOwnPassword(tx *tenant.Tx, id string, change changeWire) error {
	self, ok := callerKey(tx)
	if !ok {
		return api.RequestDenied.Err("")
	}
	row, live := tenant.In(tx, &users).Get(self)
	if !live {
		return api.UnknownIdentity.Err("")
	}
	if id != "" {
		if named, err := findUser(tx, id); err != nil || named.ID != self {
			return api.RequestDenied.Err("")
		}
	}
	return changePassword(tx, row, change)
}

// is reports whether the password is this one.
func (h passwordHash) is(password string) bool { return hashPassword(password, h.salt) == h }

// revokeUserSessions ends the sessions of a user.
func revokeUserSessions(tx *tenant.Tx, id string) error {
	row, err := findUser(tx, id)
	if err != nil {
		return err
	}
	who, err := callerOf(tx)
	if err != nil {
		return err
	}
	if who.user == nil || who.user.ID != row.ID {
		if err := who.mayAct(tx, resets, row); err != nil {
			return err
		}
	}
	next := *row
	userProps.Apply(&next, odata.Change{
		{Prop: prop("signInSessionsValidFromDateTime"), Value: odata.FormatTime(sessionsEnd(tx, row))},
	})
	return tenant.In(tx, &users).Put(&next)
}

// patchesPassword: the change names the password profile and nothing else.
func patchesPassword(body []byte) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return false
	}
	n := 0
	for name := range members {
		switch {
		case strings.HasPrefix(name, "@"):
		case strings.EqualFold(name, "passwordProfile"):
			n++
		default:
			return false
		}
	}
	return n == 1
}

// updateCall is the operation that a PATCH of a user performs.
func updateCall(id admin365.UserID, body []byte) api.Call {
	if patchesPassword(body) {
		return opPasswordsSet.At(string(id))
	}
	return opUsersUpdate.At(string(id))
}
