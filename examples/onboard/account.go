package main

import (
	"context"
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// maxCreates is how often a create is sent at most. It is repeated only after
// the one before was not heard of again.
const maxCreates = 3

// account creates the row's account, or brings it up to the file.
func (o *onboarding) account(ctx context.Context, r *row) {
	r.tried = true
	if r.deleted != nil && !o.restoreDeleted {
		r.note("somebody of this user name was %s, and stays so; -restore-deleted brings back such people instead", deletedAt(r.deleted))
	}
	switch {
	case r.found == nil && o.dryRun:
		r.outcome = results.Planned
		what := "to be created"
		if o.restoring(r) {
			what = deletedAt(r.deleted) + ", to be restored"
		}
		r.notes = append([]string{what}, r.notes...)
	case o.restoring(r):
		o.restore(ctx, r)
	case r.found == nil:
		o.create(ctx, r)
	case !o.dryRun && r.before.Begun() && asWritten(r, r.found):
		r.outcome = results.Created
		r.note("by an earlier run, which was cut off before it could say so")
	default:
		o.update(ctx, r)
	}
	if r.outcome != results.Failed && len(r.Roles) > 0 {
		o.giveRoles(ctx, r)
	}
	if r.outcome != results.Failed && len(r.products) > 0 {
		o.giveLicenses(ctx, r)
	}
	if r.outcome == results.Failed || r.Manager == "" {
		o.finish(r)
	}
}

// create adds the account. Its user name is what keeps it from being there
// twice: the service refuses a second one. So a create whose outcome is not
// known may be repeated, once the account was looked for and not found.
func (o *onboarding) create(ctx context.Context, r *row) {
	// An earlier run may have sent a create that is not to be found yet.
	lost := r.before.Begun()
	for n := 1; ; n++ {
		var user *identity.User
		err := patience.While(ctx, func() (err error) {
			user, err = o.users.Create(ctx, newUser(r))
			return err
		})
		if err == nil {
			r.outcome, r.id = results.Created, user.ID
			return
		}
		if errors.Is(err, admin365.ErrUncertain) {
			lost = true
		} else if !errors.Is(err, admin365.ErrConflict) {
			o.refuse(r, "", err)
			return
		}
		found, lookErr := o.lookAgain(ctx, r)
		if found != nil {
			o.adopt(ctx, r, found, lost)
			return
		}
		if lookErr != nil || errors.Is(err, admin365.ErrConflict) || n == maxCreates {
			// Nobody has the new password, and the account of an earlier run may
			// be there all the same.
			r.same = !lost && r.before.ID != ""
			o.refuse(r, "", err)
			return
		}
	}
}

// adopt takes an account that was not there when the row was looked up. If the
// answer to a create of ours was lost and the account is what was sent, it is
// ours, and so it is if an earlier run made it; otherwise somebody was quicker.
func (o *onboarding) adopt(ctx context.Context, r *row, found *identity.User, lost bool) {
	r.found, r.id = found, found.ID
	if sameID(r.before.ID, found.ID) {
		r.same = true
		r.note("the account of an earlier run, which the service was slow to show")
		o.update(ctx, r)
		return
	}
	if lost && asWritten(r, found) {
		r.outcome = results.Created
		r.note("the service's answer was lost; the account was found afterwards, as it was sent")
		return
	}
	if lost {
		r.note("an answer of the service was lost; the account that was found afterwards is not as it was sent, so its password may be another")
	} else {
		r.note("somebody else created it during this run, so its password is another")
	}
	o.update(ctx, r)
}

// update brings an account that exists up to the file.
func (o *onboarding) update(ctx context.Context, r *row) {
	patch, changed := differences(&r.Starter, r.found)
	if len(changed) == 0 {
		r.outcome = results.Unchanged
		return
	}
	if o.dryRun {
		r.outcome, r.changed = results.Planned, changed
		return
	}
	err := patience.While(ctx, func() error { return o.users.Update(ctx, r.id, patch) })
	if err != nil {
		o.refuse(r, "", err)
		return
	}
	r.outcome, r.changed = results.Updated, changed
}

// asWritten reports whether the account is what the row says in all respects.
func asWritten(r *row, user *identity.User) bool {
	_, changed := differences(&r.Starter, user)
	return len(changed) == 0 && key(user.MailNickname) == key(r.MailNickname)
}

// lookAgain looks for an account that should be there. Neither a user nor an
// error means that it was not found for as long as was looked.
func (o *onboarding) lookAgain(ctx context.Context, r *row) (*identity.User, error) {
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return nil, err
		}
		user, err := o.users.Get(ctx, admin365.UserID(r.UserPrincipalName))
		if err == nil {
			return user, nil
		}
		if !errors.Is(err, admin365.ErrNotFound) {
			return nil, err
		}
	}
	return nil, nil
}
