package emu

import (
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// anyTenant reports whether the path leaves open which tenant is meant.
func (q *asking) anyTenant() bool { return oneOf(q.name, "common", "organizations", "consumers") }

// mean finds whom the path names: by an id, by a domain, or by a word for everybody.
// Where several are meant, the application or the person may tell which one.
func (q *asking) mean() *aadsts {
	if q.anyTenant() {
		q.candidates = q.worlds.tenants()
	} else if q.candidates = q.worlds.named(q.name); len(q.candidates) == 0 {
		return bad("invalid_tenant", 90002, "Tenant '"+shown(q.name)+"' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.")
	}
	if len(q.candidates) == 1 {
		q.tenant = q.candidates[0]
	}
	return nil
}

// asks finds the application that asks. It tells which tenant is meant, where the path
// does not: the one in which it is registered.
func (q *asking) asks() *aadsts {
	id := q.parameters.Get("client_id")
	if id == "" {
		return missing("client_id")
	}
	app, ok := q.app(id)
	if !ok {
		return q.unknownApp()
	}
	q.client = app
	if q.tenant == nil && app.Tenant != "" {
		for _, t := range q.candidates {
			if app.in(t) {
				q.tenant = t
			}
		}
	}
	if q.tenant != nil && !app.in(q.tenant) || q.tenant == nil && app.Tenant != "" {
		return q.unknownApp()
	}
	return nil
}

// home has a person's sign-in name tell which tenant is meant, where nothing else did:
// the one that has its domain.
func (q *asking) home(name string) {
	if q.tenant != nil {
		return
	}
	_, domain, _ := strings.Cut(name, "@")
	var found []*tenant.Tenant
	for _, t := range q.candidates {
		if has, ok := t.World().Tenant(domain); ok && has == t {
			found = append(found, t)
		}
	}
	if len(found) == 1 {
		q.tenant = found[0]
	}
}

// signIn is a person signing in with a password.
func (q *asking) signIn(name, password string) (tenant.Account, *aadsts, error) {
	if q.home(name); q.tenant == nil {
		return tenant.Account{}, q.noTenant(), nil
	}
	var account tenant.Account
	var refused error
	err := q.tenant.Backstage(func(tx *tenant.Tx) (err error) {
		people := tx.Ports().SignIn
		if people == nil {
			return errNoPeople
		}
		account, refused, err = people.Password(tx, name, password)
		return err
	})
	return account, ofArea(refused), err
}

// typed is a person signing in at a page, with another password if he chose one there.
func (q *asking) typed() (tenant.Account, *aadsts, error) {
	name, current, next := q.parameters.Get("login"), q.parameters.Get("passwd"), q.parameters.Get("newpasswd")
	if next == "" {
		return q.signIn(name, current)
	}
	if next != q.parameters.Get("confirmpasswd") {
		return tenant.Account{}, bad("invalid_grant", passwordMustChange, "The new passwords are not the same."), nil
	}
	if q.home(name); q.tenant == nil {
		return tenant.Account{}, q.noTenant(), nil
	}
	var refused error
	err := q.tenant.Backstage(func(tx *tenant.Tx) (err error) {
		people := tx.Ports().SignIn
		if people == nil {
			return errNoPeople
		}
		refused, err = people.Change(tx, name, current, next)
		return err
	})
	if refused != nil || err != nil {
		return tenant.Account{}, ofArea(refused), err
	}
	return q.signIn(name, next)
}

// passwordMustChange and passwordRefused have a person choose another password.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
const (
	passwordMustChange = 50055
	passwordRefused    = 120002
)

const errNoPeople = textError("emu: nobody can sign in to the tenant: no area keeps its people")

// account returns a person of the tenant as he is now.
func (q *asking) account(id string) (tenant.Account, *aadsts, error) {
	var account tenant.Account
	var refused error
	err := q.tenant.Look(func(tx *tenant.Tx) error {
		people := tx.Ports().SignIn
		if people == nil {
			return errNoPeople
		}
		account, refused = people.Account(tx, id)
		return nil
	})
	return account, ofArea(refused), err
}

// note writes down that a person was signed in without a password.
func (q *asking) note(id tenant.Key, interactive bool) error {
	return q.tenant.Backstage(func(tx *tenant.Tx) error { return tx.Ports().SignIn.Note(tx, id, interactive) })
}

// unasked signs in a person without asking for a password, in the one tenant of those
// that are meant that has him.
func (q *asking) unasked(id string) (tenant.Account, *aadsts, error) {
	among := q.candidates
	if q.tenant != nil {
		among = []*tenant.Tenant{q.tenant}
	}
	var who tenant.Account
	var in *tenant.Tenant
	refused := bad("invalid_grant", 50034, "The user account does not exist in the directory.")
	for _, t := range among {
		if !q.client.in(t) {
			continue
		}
		at := *q
		at.tenant = t
		account, not, err := at.account(id)
		switch {
		case err != nil:
			return account, nil, err
		case not != nil:
			refused = not
		case in != nil:
			return account, q.noTenant(), nil
		default:
			who, in = account, t
		}
	}
	if in == nil {
		return who, refused, nil
	}
	q.tenant = in
	return who, nil, q.note(who.ID, true)
}
