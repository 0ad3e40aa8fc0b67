package identitytest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// changeCases are about the stream of changes.
func changeCases() []kase {
	write := []string{CanWrite}
	bin := []string{CanWrite, HasDeletedUsers}
	timed := []string{CanWrite, CanAdvance}
	return []kase{
		{
			Name: "Users.Changes/begins-with-everybody", Source: docChanges,
			Why: "a copy of the directory begins with all of it",
			Run: changesEverybody,
		},
		{
			Name: "Users.Changes/nothing-new", Source: docDelta,
			Why: "who asks every five minutes is told nothing most of the time, and where to go on",
			Run: func(c *run) {
				_, token := since(c, c.S.Service.Users, "")
				for range 3 {
					page, err := c.S.Service.Users.Changes(c.Context(), token)
					c.Must(err, "asking for changes")
					if page == nil || page.More || page.Next == "" || consistent(c) && len(page.Changes) > 0 {
						c.Fatalf("nothing has changed, and the answer is %+v", page)
					}
					token = page.Next
				}
			},
		},
		{
			Name: "Users.Changes/from-now", Needs: write, Source: "the comment of identity.FromNow",
			Why: "who has a copy already wants what happens from now on, and not everybody again",
			Run: func(c *run) {
				before := create(c)
				page, err := c.S.Service.Users.Changes(c.Context(), identity.FromNow)
				c.Must(err, "asking for changes from now on")
				if page == nil || len(page.Changes) > 0 || page.More || page.Next == "" || page.Next == identity.FromNow {
					c.Fatalf("the answer to FromNow is %+v; want nobody, and a token", page)
				}
				after := create(c)
				changed(c, page.Next, func(last map[admin365.UserID]identity.UserChange) error {
					_, old := last[before.ID]
					return joined(isThere(last, get(c, after.ID)), errIf(old && consistent(c), "who was there before is among the changes"))
				})
			},
		},
		{
			Name: "Users.Changes/life-of-a-user", Needs: bin, Source: docDeltaUsers,
			Why: "a copy follows a user from his creation to the end, and knows when he can still come back",
			Run: changesLife,
		},
		{
			Name: "Users.Changes/every-property", Needs: write, Source: docDeltaUsers,
			Why: "a copy that misses a change of one property is wrong for ever",
			Run: changesEveryProperty,
		},
		{
			Name: "Users.Changes/cleared-property", Needs: write, Source: docDelta,
			Why: "what was taken away must not stay in the copy",
			Run: func(c *run) {
				u := create(c, func(n *identity.NewUser) { n.OfficeLocation, n.OtherMails = "18/2111", []string{"a@example.net"} })
				from := now(c)
				update(c, u.ID, identity.UserPatch{OfficeLocation: admin365.Null[string](), OtherMails: []string{}})
				changed(c, from, func(last map[admin365.UserID]identity.UserChange) error {
					now := get(c, u.ID)
					return joined(
						errIf(now.OfficeLocation != "" || len(now.OtherMails) > 0, "cleared they are %q and %q", now.OfficeLocation, now.OtherMails),
						isThere(last, now),
					)
				})
			},
		},
		{
			Name: "Users.Changes/last-word-counts", Needs: bin, Source: docChanges,
			Why: "who was changed twice, deleted and restored is in the end as he is",
			Run: changesLastWord,
		},
		{
			Name: "Users.Changes/refused-change", Needs: write, Source: docDelta,
			Why: "what was refused did not happen",
			Run: func(c *run) {
				u, other := create(c), create(c)
				from := now(c)
				err := c.S.Service.Users.Update(c.Context(), u.ID, identity.UserPatch{
					JobTitle: admin365.Set("Changed"), UserPrincipalName: &other.UserPrincipalName,
				})
				c.Refused(err, taken(opUpdate))
				last, _ := since(c, c.S.Service.Users, from)
				if _, told := last[u.ID]; told && consistent(c) {
					c.Errorf("a change that was refused is among the changes")
				}
			},
		},
		{
			Name: "Users.Changes/token-asked-again", Needs: write, Source: "the comment of identity.ChangeToken",
			Why: "who fails while he deals with a page asks for it again",
			Run: func(c *run) {
				from := now(c)
				u := create(c)
				for range 3 {
					changed(c, from, func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, get(c, u.ID)) })
				}
			},
		},
		{
			Name: "Users.Changes/token-in-another-process", Needs: []string{CanWrite, CanSwitch}, Source: "the comment of identity.ChangeToken",
			Why: "the nightly job is another process every night",
			Run: func(c *run) {
				from := now(c)
				u := create(c)
				another := seenBy(c, admin365.Caller{})
				c.Eventually(func() error {
					last, _ := since(c, another.Users, from)
					return isThere(last, get(c, u.ID))
				})
			},
		},
		{
			Name: "Users.Changes/token-of-six-days", Needs: timed, Source: docDelta,
			Why: "a job that was down over a week-end goes on where it was",
			Run: func(c *run) {
				from := now(c)
				u := create(c)
				c.S.Advance(7*24*time.Hour - time.Hour)
				changed(c, from, func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, get(c, u.ID)) })
			},
		},
		{
			Name: "Users.Changes/token-of-eight-days", Needs: timed, Source: docDelta,
			Why: "the service forgets; who is not told believes his copy to be whole",
			Run: changesForgotten,
		},
		{
			Name: "Users.Changes/no-token", Source: docChanges,
			Why: "what is no token must not be taken for the beginning, nor for an old one",
			Run: func(c *run) {
				for _, bad := range []identity.ChangeToken{
					"garbage", "latest2", " ", "..", "https://graph.example.com/v1.0/users/delta?$deltatoken=x",
					"https://graph.microsoft.com/v1.0/users", "x&$deltatoken=latest", "%2e%2e/%2e%2e",
				} {
					page, err := c.S.Service.Users.Changes(c.Context(), bad)
					if fault := unsent(opChanges).Check(err); fault != nil || page != nil {
						c.Errorf("token %q: %+v, and %v", bad, page, fault)
					}
				}
			},
		},
		{
			Name: "Users.Changes/end-of-retention", Needs: []string{CanWrite, CanAdvance, HasDeletedUsers}, Source: docDeltaUsers,
			Why: "whom the bin itself purged is gone for good, and the copy has to know",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				c.S.Advance(28 * 24 * time.Hour)
				from := now(c)
				c.S.Advance(3 * 24 * time.Hour)
				changed(c, from, func(last map[admin365.UserID]identity.UserChange) error {
					return isRemoved(last, u.ID, identity.RemovedForGood)
				})
			},
		},
	}
}

// since returns the last word about everybody who changed since the token, and
// the token to go on from. It checks what holds of every page.
func since(c *run, users identity.Users, from identity.ChangeToken) (map[admin365.UserID]identity.UserChange, identity.ChangeToken) {
	c.Helper()
	last := map[admin365.UserID]identity.UserChange{}
	// More pages than there can be; a stream without an end is a fault, too.
	for range 10_000 {
		page, err := users.Changes(c.Context(), from)
		c.Must(err, "asking for changes")
		if page == nil || page.Next == "" || page.More && page.Next == from {
			c.Fatalf("a page of changes leads nowhere: %+v", page)
		}
		for _, change := range page.Changes {
			if err := wellFormed(change); err != nil {
				c.Fatalf("a change: %v", err)
			}
			last[change.User.ID] = change
		}
		from = page.Next
		if !page.More {
			return last, from
		}
	}
	c.Fatalf("the changes have no end")
	return nil, ""
}

func wellFormed(change identity.UserChange) error {
	if change.User == nil || change.User.ID == "" {
		return fmt.Errorf("it names nobody: %+v", change)
	}
	if change.Removed == "" {
		return conform.NotUTC(*change.User)
	}
	if err := conform.Differ(change.User, &identity.User{ID: change.User.ID}); err != nil {
		return fmt.Errorf("of who is removed more than the id is told: he %w", err)
	}
	return nil
}

// consistent reports whether what is written is read at once, and nobody else
// writes: then what was not changed is not told.
func consistent(c *run) bool { return len(c.S.Harness.Eventually) == 0 && !c.S.Harness.Shared }

// now returns the token for what happens from now on.
func now(c *run) identity.ChangeToken {
	c.Helper()
	page, err := c.S.Service.Users.Changes(c.Context(), identity.FromNow)
	c.Must(err, "asking for changes from now on")
	if page == nil || page.Next == "" {
		c.Fatalf("the answer to FromNow is %+v", page)
	}
	return page.Next
}

// changed waits until what changed since the token passes the check.
func changed(c *run, from identity.ChangeToken, check func(map[admin365.UserID]identity.UserChange) error) {
	c.Helper()
	c.Eventually(func() error {
		last, _ := since(c, c.S.Service.Users, from)
		return check(last)
	})
}

// isThere checks that the last word about a user is that he is there, as he is.
func isThere(last map[admin365.UserID]identity.UserChange, u *identity.User) error {
	change, ok := last[u.ID]
	if !ok || change.Removed != "" {
		return fmt.Errorf("%s is there, and the changes say %+v (told: %t)", u.UserPrincipalName, change, ok)
	}
	return tells(change.User, u)
}

// isRemoved checks that the last word about a user is that he is gone so far.
func isRemoved(last map[admin365.UserID]identity.UserChange, id admin365.UserID, how identity.Removal) error {
	change, ok := last[id]
	return errIf(!ok || change.Removed != how, "%s is gone (%q), and the changes say %q (told: %t)", id, how, change.Removed, ok)
}

// tracked are the properties that every change tells; the service does not track
// all others.
func tracked() []string {
	return []string{
		"ID", "UserPrincipalName", "DisplayName", "GivenName", "Surname", "AccountEnabled", "Mail", "MailNickname", "ProxyAddresses",
		"OtherMails", "JobTitle", "Department", "CompanyName", "EmployeeID", "BusinessPhones", "MobilePhone", "OfficeLocation",
		"StreetAddress", "City", "State", "PostalCode", "Country", "UsageLocation", "PreferredLanguage", "UserType", "PasswordPolicies",
	}
}

// tells checks that a change has the user as he is: in what is tracked, and in
// whatever else it tells.
func tells(got, u *identity.User) error {
	var errs []error
	g, w := reflect.ValueOf(*got), reflect.ValueOf(*u)
	for i := range g.NumField() {
		name := g.Type().Field(i).Name
		if slices.Contains(tracked(), name) || !g.Field(i).IsZero() {
			errs = append(errs, keeps(name, g.Field(i).Interface(), w.Field(i).Interface()))
		}
	}
	return joined(errs...)
}

func changesEverybody(c *run) {
	c.Eventually(func() error {
		last, _ := since(c, c.S.Service.Users, "")
		// Who is gone may be told as well; a newcomer has nothing to drop.
		maps.DeleteFunc(last, func(_ admin365.UserID, change identity.UserChange) bool { return change.Removed != "" })
		everybody := list(c, identity.UserQuery{})
		errs := []error{errIf(len(last) != len(everybody), "there are %d users, and the changes begin with %d", len(everybody), len(last))}
		for _, u := range everybody {
			errs = append(errs, isThere(last, u))
		}
		return joined(errs...)
	})
}
