package identitytest

import (
	"fmt"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func changesLife(c *run) {
	from := now(c)
	told := func(check func(map[admin365.UserID]identity.UserChange) error) {
		c.Helper()
		changed(c, from, check)
		from = now(c)
	}
	u := create(c)
	told(func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, get(c, u.ID)) })
	update(c, u.ID, identity.UserPatch{JobTitle: admin365.Set("Changed")})
	told(func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, get(c, u.ID)) })
	discard(c, u.ID)
	told(func(last map[admin365.UserID]identity.UserChange) error {
		return isRemoved(last, u.ID, identity.RemovedRestorable)
	})
	restore(c, u.ID, identity.UserRestore{})
	told(func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, get(c, u.ID)) })
	discard(c, u.ID)
	from = now(c)
	c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), u.ID), "purging")
	told(func(last map[admin365.UserID]identity.UserChange) error {
		return isRemoved(last, u.ID, identity.RemovedForGood)
	})
}

func changesEveryProperty(c *run) {
	u := create(c)
	for _, field := range userFields() {
		if !slices.Contains(tracked(), field.Name) {
			continue
		}
		// Twice, so that the second is a change whatever it was at first.
		p, _ := patchOf(c, field, 0)
		update(c, u.ID, p)
		from := now(c)
		p, want := patchOf(c, field, 1)
		update(c, u.ID, p)
		changed(c, from, func(last map[admin365.UserID]identity.UserChange) error {
			change, ok := last[u.ID]
			if !ok || change.User == nil {
				return fmt.Errorf("%s was changed, and the user is not among the changes", field.Name)
			}
			return joined(reads(change.User, field.Name, want), isThere(last, get(c, u.ID)))
		})
	}
}

func changesLastWord(c *run) {
	twice, renamed, back, gone, brief, purged := create(c), create(c), create(c), create(c), person(c), create(c)
	from := now(c)
	update(c, twice.ID, identity.UserPatch{JobTitle: admin365.Set("First")})
	update(c, renamed.ID, identity.UserPatch{DisplayName: new("First Name")})
	update(c, twice.ID, identity.UserPatch{JobTitle: admin365.Set("Second")})
	discard(c, back.ID)
	restore(c, back.ID, identity.UserRestore{})
	update(c, gone.ID, identity.UserPatch{JobTitle: admin365.Set("Gone")})
	discard(c, gone.ID)
	short := mustCreate(c, brief)
	discard(c, short.ID)
	discard(c, purged.ID)
	c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), purged.ID), "purging")
	update(c, renamed.ID, identity.UserPatch{DisplayName: new("Second Name")})
	changed(c, from, func(last map[admin365.UserID]identity.UserChange) error {
		var errs []error
		for _, u := range []*identity.User{twice, renamed, back} {
			// Who is as he was again need not be told at all.
			if _, told := last[u.ID]; told || u != back {
				errs = append(errs, isThere(last, get(c, u.ID)))
			}
		}
		// Nor who came and went in between.
		change, told := last[short.ID]
		return joined(append(errs,
			isRemoved(last, gone.ID, identity.RemovedRestorable),
			isRemoved(last, purged.ID, identity.RemovedForGood),
			errIf(told && change.Removed == "", "who came and went is told as if he were there"),
		)...)
	})
}

func changesForgotten(c *run) {
	from := now(c)
	_, whole := since(c, c.S.Service.Users, "")
	c.S.Advance(8 * 24 * time.Hour)
	for _, old := range []identity.ChangeToken{from, whole} {
		page, err := c.S.Service.Users.Changes(c.Context(), old)
		if fault := stale().Check(err); fault != nil || page != nil {
			c.Errorf("a token of eight days answers %+v, and %v", page, fault)
		}
		calls := 0
		token, err := identity.Sync(c.Context(), c.S.Service.Users, old, func(identity.UserChange) error { calls++; return nil })
		if fault := stale().Check(err); fault != nil || token != old || calls > 0 {
			c.Errorf("Sync with it returned %q after %d changes, and %v", token, calls, fault)
		}
	}
	// Anew it goes, and to the end.
	changesEverybody(c)
}
