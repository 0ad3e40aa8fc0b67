package identity

import (
	"context"
)

// ChangeToken is a place in the stream of changes. It is opaque, can be stored,
// and works in another process. The empty token is the beginning: everybody
// comes as if new. A token is good for seven days.
type ChangeToken string

// FromNow is the token for which only what happens from now on is a change.
const FromNow ChangeToken = "latest"

// UserChange is one user who was created, restored, changed or deleted. The same
// user may come more than once; the last word counts.
type UserChange struct {
	// User is as he is now, with every property of [User] that the service
	// tracks. Of a removed one the id alone is set.
	User *User
	// Removed says that the user is gone, and how far; empty for one who is there.
	Removed Removal
}

// Removal says how a changed object is gone. Unknown values are kept.
type Removal string

// The removals.
const (
	// RemovedRestorable: the object is among the deleted and can be restored.
	RemovedRestorable Removal = "changed"
	// RemovedForGood: the object is gone for good.
	RemovedForGood Removal = "deleted"
)

// UserChanges is a page of changes.
type UserChanges struct {
	Changes []UserChange
	// Next is where to go on. Store it when the changes have been dealt with.
	Next ChangeToken
	// More says that there are more changes at once. Without it, Next is for
	// later.
	More bool
}

// Sync hands every change since the token from to each, page by page, and
// returns the token to begin with the next time. When each fails, or the service
// does, it returns the token of the last page that was dealt with whole, with
// the error: going on from there misses nothing, and repeats a page at most.
//
// Where the service has forgotten the token it fails with [admin365.ErrResync]:
// start anew with the empty token, and drop whatever does not come again.
func Sync(ctx context.Context, users Users, from ChangeToken, each func(UserChange) error) (ChangeToken, error) {
	for {
		page, err := users.Changes(ctx, from)
		if err != nil {
			return from, err
		}
		for _, change := range page.Changes {
			if err := each(change); err != nil {
				return from, err
			}
		}
		from = page.Next
		if !page.More {
			return from, nil
		}
	}
}
