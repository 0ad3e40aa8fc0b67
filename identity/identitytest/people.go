package identitytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// goodPassword keeps every rule and is on nobody's list of banned words.
const goodPassword = "vQ7#mzKp2!rT"

// person returns a user to create who has nothing but what is required.
func person(c *run) identity.NewUser {
	nick := conform.Unique()
	return identity.NewUser{
		UserPrincipalName: nick + "@" + c.S.Harness.Domain,
		DisplayName:       "Conformance " + nick,
		MailNickname:      nick,
		PasswordProfile:   identity.PasswordProfile{Password: admin365.NewSecret(goodPassword)},
	}
}

// create creates a person with the changes, or ends the case.
func create(c *run, changes ...func(*identity.NewUser)) *identity.User {
	c.Helper()
	u := person(c)
	for _, change := range changes {
		change(&u)
	}
	return mustCreate(c, u)
}

// mustCreate creates the user or ends the case.
func mustCreate(c *run, u identity.NewUser) *identity.User {
	c.Helper()
	created, err := c.S.Service.Users.Create(c.Context(), u)
	c.Must(err, "creating a user")
	if created == nil || created.ID == "" {
		c.Fatalf("Create answered %+v, without an id", created)
	}
	forget(c, created.ID)
	return created
}

// forget deletes a user when the case has ended, where tenants are shared.
func forget(c *run, id admin365.UserID) {
	if !c.S.Harness.Shared {
		return
	}
	users := c.S.Service.Users
	c.Cleanup(func(ctx context.Context) {
		// Whoever is gone already is as he should be, and the rest is for the
		// next run's report.
		_ = users.Delete(ctx, id)
	})
}

// syncUser creates a user mastered on-premises, or ends the case.
func syncUser(c *run, changes ...func(*identity.NewUser)) *identity.User {
	c.Helper()
	u := person(c)
	for _, change := range changes {
		change(&u)
	}
	created, err := c.S.Backstage.SyncUser(c.Context(), u)
	c.Must(err, "synchronizing a user")
	if created == nil || created.ID == "" {
		c.Fatalf("SyncUser answered %+v, without an id", created)
	}
	forget(c, created.ID)
	return created
}

// get returns the user, or ends the case.
func get(c *run, id admin365.UserID) *identity.User {
	c.Helper()
	u, err := c.S.Service.Users.Get(c.Context(), id)
	c.Must(err, "getting the user")
	if u == nil {
		c.Fatalf("Get answered neither a user nor an error")
	}
	return u
}

// update changes the user, or ends the case.
func update(c *run, id admin365.UserID, p identity.UserPatch) {
	c.Helper()
	c.Must(c.S.Service.Users.Update(c.Context(), id, p), "updating the user")
}

// shows waits until the user passes the check.
func shows(c *run, id admin365.UserID, check func(*identity.User) error) {
	c.Helper()
	c.Eventually(func() error {
		u, err := c.S.Service.Users.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("getting the user: %w", err)
		}
		return check(u)
	})
}

// unchanged checks that the user is still as he was.
func unchanged(c *run, was *identity.User) {
	c.Helper()
	if err := conform.Differ(get(c, was.ID), was); err != nil {
		c.Errorf("the user was changed all the same: he %v", err)
	}
}

// absent waits until the call does not find anybody.
func absent(c *run, want conform.Refusal, call func() error) {
	c.Helper()
	c.Eventually(func() error { return want.Check(call()) })
}

// upn is the user principal name as an id.
func upn(u *identity.User) admin365.UserID { return admin365.UserID(u.UserPrincipalName) }

// list returns all that the query yields, or ends the case.
func list(c *run, q identity.UserQuery) []*identity.User {
	c.Helper()
	q.PageSize = c.PageSize
	users, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
	c.Must(err, "listing users")
	return users
}

// lists waits until the query yields exactly the users, in any order.
func lists(c *run, q identity.UserQuery, want ...*identity.User) {
	c.Helper()
	q.PageSize = c.PageSize
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("listing users: %w", err)
		}
		return sameUsers(got, want)
	})
}

// sameUsers compares two lists by ids, whatever the order.
func sameUsers(got, want []*identity.User) error {
	g, w := names(got), names(want)
	slices.Sort(g)
	slices.Sort(w)
	if !slices.Equal(g, w) {
		return fmt.Errorf("the list has %v, want %v", g, w)
	}
	return nil
}

// names returns the users by id and name, readable in a report.
func names(users []*identity.User) []string {
	var list []string
	for _, u := range users {
		list = append(list, string(u.ID)+" "+u.UserPrincipalName)
	}
	return list
}

// idsOf returns the ids.
func idsOf(users []*identity.User) []admin365.UserID {
	var list []admin365.UserID
	for _, u := range users {
		list = append(list, u.ID)
	}
	return list
}

// onceEach checks that nobody comes twice.
func onceEach(users []*identity.User) error {
	return conform.Once(users, func(u *identity.User) admin365.UserID { return u.ID })
}

// isTrue reports whether a boolean is there and true.
func isTrue(b *bool) bool { return b != nil && *b }

// errIf returns an error with the text if wrong.
func errIf(wrong bool, format string, args ...any) error {
	if !wrong {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// joined returns the errors as one.
func joined(errs ...error) error { return errors.Join(errs...) }

// swapCase turns small letters into large ones and the other way round.
func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if up := strings.ToUpper(string(r)); up != string(r) {
			return []rune(up)[0]
		}
		return []rune(strings.ToLower(string(r)))[0]
	}, s)
}
