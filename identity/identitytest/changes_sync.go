package identitytest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// syncCases are about the loop over the changes.
func syncCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Sync/everything-once-through", Needs: write, Source: docSyncUsers,
			Why: "the loop tells what the pages tell, and its token leads on",
			Run: func(c *run) {
				u := create(c)
				c.Eventually(func() error {
					got, token, err := collectChanges(c, c.S.Service.Users, "", -1)
					want, _ := since(c, c.S.Service.Users, "")
					return joined(err, errIf(token == "", "Sync returned no token"), sameChanges(got, want), isThere(got, get(c, u.ID)))
				})
			},
		},
		{
			Name: "Sync/token-when-each-fails", Needs: write, Source: docSyncUsers,
			Why: "going on from there must miss nobody: a token too far loses the rest of the page for ever",
			Run: syncEachFails,
		},
		{
			Name: "Sync/token-when-the-service-fails", Needs: write, Source: docSyncUsers,
			Why: "the same holds when it is the service that fails",
			Run: syncServiceFails,
		},
	}
}

// errStop is why the cases of Sync stop.
type errStop struct{}

func (errStop) Error() string { return "stop here" }

// collectChanges collects what Sync hands out, and fails at the change of the
// number; a negative one fails never.
func collectChanges(c *run, users identity.Users, from identity.ChangeToken, failAt int) (map[admin365.UserID]identity.UserChange, identity.ChangeToken, error) {
	last := map[admin365.UserID]identity.UserChange{}
	n := 0
	token, err := identity.Sync(c.Context(), users, from, func(change identity.UserChange) error {
		if n == failAt {
			return errStop{}
		}
		n++
		if err := wellFormed(change); err != nil {
			return err
		}
		last[change.User.ID] = change
		return nil
	})
	return last, token, err
}

// sameChanges compares two collections.
func sameChanges(got, want map[admin365.UserID]identity.UserChange) error {
	var errs []error
	for id, change := range want {
		other, ok := got[id]
		errs = append(errs, errIf(!ok || !conform.Same(other, change), "%s is told as %+v, want %+v", id, other, change))
	}
	return joined(append(errs, errIf(len(got) != len(want), "%d are told, want %d", len(got), len(want)))...)
}

func syncEachFails(c *run) {
	from := now(c)
	var want []*identity.User
	for range 5 {
		want = append(want, create(c))
	}
	for failAt := range 5 {
		c.Eventually(func() error {
			first, token, err := collectChanges(c, c.S.Service.Users, from, failAt)
			if !errors.Is(err, errStop{}) {
				return fmt.Errorf("each failed at change %d, and Sync returned %w", failAt, err)
			}
			rest, _, err := collectChanges(c, c.S.Service.Users, token, -1)
			if err != nil {
				return fmt.Errorf("going on from the token of a failure: %w", err)
			}
			maps.Copy(first, rest)
			for _, u := range want {
				if err := isThere(first, get(c, u.ID)); err != nil {
					return fmt.Errorf("after a failure at change %d: %w", failAt, err)
				}
			}
			return nil
		})
	}
}

// shortPages has the changes of one page, one a page, and fails when it is asked
// for the page of a number.
type shortPages struct {
	identity.Users
	changes []identity.UserChange
	from    identity.ChangeToken
	end     identity.ChangeToken
	failAt  int
	asked   int
}

// token is that of the page that begins with change n.
func (s *shortPages) token(n int) identity.ChangeToken {
	switch n {
	case 0:
		return s.from
	case len(s.changes):
		return s.end
	default:
		return identity.ChangeToken("page " + strconv.Itoa(n))
	}
}

func (s *shortPages) Changes(_ context.Context, from identity.ChangeToken) (*identity.UserChanges, error) {
	if s.asked++; s.asked == s.failAt {
		return nil, errStop{}
	}
	for n := range s.changes {
		if s.token(n) == from {
			return &identity.UserChanges{Changes: s.changes[n : n+1], Next: s.token(n + 1), More: n+1 < len(s.changes)}, nil
		}
	}
	return &identity.UserChanges{Next: s.end}, nil
}

func syncServiceFails(c *run) {
	from := now(c)
	for range 4 {
		create(c)
	}
	changed(c, from, func(last map[admin365.UserID]identity.UserChange) error {
		return errIf(len(last) < 4, "%d changes are told, want 4", len(last))
	})
	whole, err := c.S.Service.Users.Changes(c.Context(), from)
	c.Must(err, "asking for changes")
	told := func(pages *shortPages, token identity.ChangeToken, failAt int) (int, identity.ChangeToken, error) {
		n := 0
		token, err := identity.Sync(c.Context(), pages, token, func(identity.UserChange) error {
			if n == failAt {
				return errStop{}
			}
			n++
			return nil
		})
		return n, token, err
	}
	all := len(whole.Changes)
	for at := range all {
		pages := &shortPages{Users: c.S.Service.Users, changes: whole.Changes, from: from, end: whole.Next, failAt: at + 1}
		n, token, err := told(pages, from, -1)
		if !errors.Is(err, errStop{}) || n != at || token != pages.token(at) {
			c.Errorf("page %d failed, and Sync returned %q after %d changes, with %v; want %q", at, token, n, err, pages.token(at))
		}
		n, token, err = told(pages, pages.token(at), -1)
		if err != nil || n != all-at || token != whole.Next {
			c.Errorf("from page %d on there are %d changes, then %q, %v; want %d and %q", at, n, token, err, all-at, whole.Next)
		}
		n, token, err = told(pages, from, at)
		if !errors.Is(err, errStop{}) || n != at || token != pages.token(at) {
			c.Errorf("each failed in page %d, and Sync returned %q after %d changes, with %v; want %q", at, token, n, err, pages.token(at))
		}
	}
}
