package identity

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// signInPort is the identity area's answer to [tenant.SignIn].
type signInPort struct{}

// Password implements [tenant.SignIn].
func (signInPort) Password(tx *tenant.Tx, name, password string) (account tenant.Account, refused, err error) {
	refused, err = signIn(tx, name, password)
	if refused != nil || err != nil {
		return tenant.Account{}, refused, err
	}
	account, err = signInPort{}.Account(tx, name)
	return account, nil, err
}

// Change implements [tenant.SignIn].
func (signInPort) Change(tx *tenant.Tx, name, current, next string) (refused, err error) {
	refused, err = signIn(tx, name, current)
	if err != nil {
		return nil, err
	}
	if e, ok := errors.AsType[*admin365.Error](refused); ok && e.Code != passwordExpired.Code {
		return refused, nil
	}
	row, err := findUser(tx, name)
	if err != nil {
		return nil, err
	}
	if changePassword(tx, row, changeWire{Current: current, New: next}) != nil {
		return newPasswordRefused.Err(name), nil
	}
	return nil, nil
}

// Account implements [tenant.SignIn].
func (signInPort) Account(tx *tenant.Tx, id string) (tenant.Account, error) {
	row, err := findUser(tx, id)
	if err != nil {
		return tenant.Account{}, noSuchUser.Err(id)
	}
	if row.Enabled == odata.False {
		return tenant.Account{}, accountDisabled.Err(id)
	}
	account := tenant.Account{
		ID: row.ID, UserPrincipalName: row.Name, DisplayName: row.DisplayName, Mail: row.Mail,
		ValidFrom: sessionsValidFrom(row), Roles: effectiveRoles(tx, row.ID),
	}
	account.GivenName, _ = userProps.Value(row, prop("givenName"))
	account.Surname, _ = userProps.Value(row, prop("surname"))
	return account, nil
}

// Note implements [tenant.SignIn].
func (signInPort) Note(tx *tenant.Tx, id tenant.Key, interactive bool) error {
	row, ok := tenant.In(tx, &users).Get(id)
	if !ok {
		return nil
	}
	if interactive {
		return noteSignIn(tx, row, true)
	}
	return noteActivity(tx, row, "lastNonInteractive", "lastSuccessful")
}

// noteActivity writes down that a user signed in now, in those of his last sign-ins
// that the prefixes name.
// Source: https://learn.microsoft.com/graph/api/resources/signinactivity
func noteActivity(tx *tenant.Tx, row *userRow, prefixes ...string) error {
	text, _ := userProps.Value(row, prop("signInActivity"))
	activity := map[string]string{}
	// What is stored is our own JSON; a user who never signed in has none.
	_ = json.Unmarshal([]byte(text), &activity)
	now, request := odata.FormatTime(tx.Now().Truncate(time.Second)), tx.NewKey().String()
	for _, prefix := range prefixes {
		activity[prefix+"SignInDateTime"], activity[prefix+"SignInRequestId"] = now, request
	}
	stored, err := json.Marshal(activity)
	if err != nil {
		return err
	}
	next := *row
	userProps.Apply(&next, odata.Change{{Prop: prop("signInActivity"), Value: string(stored)}})
	return tenant.In(tx, &users).Put(&next)
}
