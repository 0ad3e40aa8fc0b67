package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// bin is which people of the file are among the deleted users. It is read once
// in a run, when the first of them is not found.
type bin struct {
	users identity.DeletedUsers

	mu   sync.Mutex
	read bool
	err  error
	// names has the deleted users by the user name that they had.
	names map[string][]*identity.User
}

// inBin returns who had the row's user name and was deleted.
func (o *onboarding) inBin(ctx context.Context, r *row) ([]*identity.User, error) {
	b := &o.bin
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.read {
		b.read, b.names = true, map[string][]*identity.User{}
		for u, err := range b.users.List(ctx, identity.DeletedUserQuery{}) {
			if err != nil {
				b.err = err
				break
			}
			if name := key(identity.OriginalName(u)); o.named[name] != nil {
				b.names[name] = append(b.names[name], u)
			}
		}
	}
	return b.names[key(r.UserPrincipalName)], b.err
}

// missing looks further for somebody whom the service does not find by his user
// name. He may be among the deleted. Or an earlier run made his account and the
// service is slow to show it: another one is not to be made then, nor another
// password.
func (o *onboarding) missing(ctx context.Context, r *row) (*identity.User, error) {
	deleted, err := o.inBin(ctx, r)
	if err != nil && o.restoreDeleted {
		r.note("who is among the deleted users is not known")
		return nil, err
	}
	gone := false
	for _, u := range deleted {
		gone = gone || sameID(u.ID, r.before.ID)
		if r.deleted == nil || u.DeletedDateTime.After(r.deleted.DeletedDateTime) {
			r.deleted = u
		}
	}
	if r.before.ID == "" || gone {
		return nil, nil
	}
	found, err := o.lookAgain(ctx, r)
	if found != nil {
		r.deleted = nil
	}
	return found, err
}

func sameID(a, b admin365.UserID) bool { return strings.EqualFold(string(a), string(b)) }

// restoring reports whether the row is to be done by bringing somebody back.
func (o *onboarding) restoring(r *row) bool {
	return o.restoreDeleted && r.found == nil && r.deleted != nil
}

// restore brings back who was deleted, and then up to the file. It is the same
// account, with the same password.
func (o *onboarding) restore(ctx context.Context, r *row) {
	err := patience.While(ctx, func() error {
		_, err := o.bin.users.Restore(ctx, r.deleted.ID, identity.UserRestore{})
		return err
	})
	// Who is not among the deleted any more may be back.
	if err != nil && !errors.Is(err, admin365.ErrUncertain) && !errors.Is(err, admin365.ErrNotFound) {
		o.refuse(r, "", err)
		return
	}
	found, lookErr := o.lookAgain(ctx, r)
	switch {
	case found != nil && sameID(found.ID, r.deleted.ID):
	case err != nil:
		o.refuse(r, "", err)
		return
	default:
		if lookErr == nil {
			lookErr = errors.New("the service does not show the account yet")
		}
		r.id, r.outcome = r.deleted.ID, results.Restored
		o.lack(r, "a look at the account", "", lookErr)
		return
	}
	r.found, r.id, r.outcome = found, found.ID, results.Restored
	r.note("%s, with the password of that time", deletedAt(r.deleted))
	patch, changed := differences(&r.Starter, found)
	if len(changed) == 0 {
		return
	}
	if err := patience.While(ctx, func() error { return o.users.Update(ctx, r.id, patch) }); err != nil {
		o.lack(r, "what the file changes", "", err)
		return
	}
	r.changed = changed
}

// deletedAt says since when somebody is deleted.
func deletedAt(u *identity.User) string {
	if u.DeletedDateTime.IsZero() {
		return "deleted"
	}
	return "deleted on " + u.DeletedDateTime.UTC().Format(time.DateOnly)
}
