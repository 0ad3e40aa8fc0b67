package identitytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// includeCases are about what comes only when it is asked for.
func includeCases() []kase {
	write := []string{CanWrite}
	people := []string{CanWrite, CanInclude, CanSync, CanAdvance}
	return []kase{
		{
			Name: "Include/sign-in-activity", Needs: people, Sweep: true, Source: docSignIns,
			Why: "accounts that nobody has used for months are found by it",
			Run: includeSignIns,
		},
		{
			Name: "Include/sign-in-that-failed", Needs: people, Source: docSignIns,
			Why: "an attack on a sleeping account must not make it look awake",
			Run: func(c *run) {
				u := create(c)
				c.Must(signIn(c, u.ID, goodPassword), "signing in")
				c.S.Advance(72 * time.Hour)
				if signIn(c, u.ID, secondPassword) == nil {
					c.Errorf("a wrong password opens")
				}
				c.S.Advance(24 * time.Hour)
				got := included(c, u, identity.IncludeSignInActivity)
				if a := got.SignInActivity; a == nil || a.LastSignInDateTime.Sub(a.LastSuccessfulSignInDateTime) < 71*time.Hour {
					c.Errorf("three days lie between a sign-in and a failed one; the activity is %+v", a)
				}
			},
		},
		{
			Name: "Include/sign-ins-filtered", Needs: people, Source: docList,
			Why: "the service finds the sleepers itself; who lists everybody to look waits for an hour",
			Run: func(c *run) {
				awake, asleep := create(c), create(c)
				c.Must(signIn(c, asleep.ID, goodPassword), "signing in long ago")
				c.S.Advance(100 * 24 * time.Hour)
				c.Must(signIn(c, awake.ID, goodPassword), "signing in")
				c.S.Advance(24 * time.Hour)
				last := included(c, awake, identity.IncludeSignInActivity).SignInActivity
				if last == nil {
					c.Fatalf("who signed in yesterday has no activity")
				}
				border := last.LastSignInDateTime.Add(-24 * time.Hour).Format(time.RFC3339)
				for filter, want := range map[string]*identity.User{"ge": awake, "le": asleep} {
					q := identity.UserQuery{Filter: "signInActivity/lastSignInDateTime " + filter + " " + border, Include: []identity.UserProperty{identity.IncludeSignInActivity}}
					found := idsOf(list(c, q))
					if has(found, awake.ID) == has(found, asleep.ID) || !has(found, want.ID) {
						c.Errorf("%s finds the one who is awake: %t, the one asleep: %t", q.Filter, has(found, awake.ID), has(found, asleep.ID))
					}
				}
			},
		},
		{
			Name: "Include/leaves-the-rest", Needs: []string{CanInclude}, Sweep: true, Source: docInclude,
			Why: "to ask for more must not give less",
			Run: func(c *run) {
				for _, include := range [][]identity.UserProperty{
					{identity.IncludeSignInActivity}, {identity.IncludeEmployeeLeaveDateTime},
					{identity.IncludeSignInActivity, identity.IncludeEmployeeLeaveDateTime, identity.IncludeSignInActivity},
					{"displayName", "id"},
				} {
					c.Eventually(func() error {
						plain := list(c, identity.UserQuery{})
						full := list(c, identity.UserQuery{Include: include})
						errs := []error{sameOrder(full, plain)}
						for i := range min(len(plain), len(full)) {
							errs = append(errs, conform.Differ(full[i], plain[i], "SignInActivity", "Extra"))
						}
						return joined(errs...)
					})
				}
			},
		},
		{
			Name: "Include/only-when-asked", Needs: people, Source: docInclude,
			Why: "a program that reads it without asking would work in its tests and nowhere else",
			Run: func(c *run) {
				u := create(c)
				c.Must(signIn(c, u.ID, goodPassword), "signing in")
				c.S.Advance(24 * time.Hour)
				for what, got := range map[string]*identity.User{
					"Get": get(c, u.ID), "List": included(c, u), "another included property": included(c, u, identity.IncludeEmployeeLeaveDateTime),
				} {
					if got.SignInActivity != nil {
						c.Errorf("%s tells of sign-ins, and was not asked to", what)
					}
				}
			},
		},
		{
			Name: "Include/as-json", Needs: []string{CanWrite, CanInclude}, Source: docInclude,
			Why: "what has no field here is still a property of the service, in its own form",
			Run: func(c *run) {
				u := create(c)
				got := included(c, u, identity.IncludeEmployeeLeaveDateTime, "displayName")
				for name, text := range got.Extra {
					if !json.Valid(text) {
						c.Errorf("%s is no JSON: %q", name, text)
					}
					if name == "displayName" {
						c.Errorf("what has a field stands in Extra, too")
					}
				}
			},
		},
		{
			Name: "Include/no-password", Needs: write, Source: docUser,
			Why: "a password is never returned, however one asks",
			Run: func(c *run) {
				u := create(c)
				got := included(c, u, "passwordProfile")
				if text := fmt.Sprintf("%+v %s", got, got.Extra["passwordProfile"]); strings.Contains(text, goodPassword) {
					c.Errorf("the password is returned")
				}
			},
		},
		{
			Name: "Include/no-such-property", Source: docErrors,
			Why: "a misspelled name is refused, and not answered with nothing",
			Run: func(c *run) {
				got, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Include: []identity.UserProperty{"noSuchProperty"}}))
				c.Refused(err, badQuery(opList))
				if len(got) > 0 {
					c.Errorf("%d users come before the error", len(got))
				}
			},
		},
		{
			Name: "Include/of-one-user-alone", Source: docUser,
			Why: "what the service tells of one user at a time it refuses in a list",
			Run: func(c *run) {
				for _, name := range []identity.UserProperty{"aboutMe", "mySite", "skills"} {
					got, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Include: []identity.UserProperty{name}}))
					if e, ok := errors.AsType[*admin365.Error](err); !ok || e.Op != opList || len(got) > 0 {
						c.Errorf("%s in a list: %d users, and %v", name, len(got), err)
					}
				}
			},
		},
		{
			Name: "Include/nothing-by-name", Source: docInclude,
			Why: "a name that is empty, or two in one, is a mistake of the program, whatever the service makes of it",
			Run: func(c *run) {
				for _, name := range []identity.UserProperty{"", " ", "employeeLeaveDateTime,city", " city", "city\n"} {
					q := identity.UserQuery{Include: []identity.UserProperty{"employeeLeaveDateTime", name}}
					_, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
					c.Refused(err, unsent(opList))
					_, err = identity.Page(c.Context(), c.S.Service.Users, q, "")
					c.Refused(err, unsent(opList))
				}
			},
		},
		{
			Name: "Include/who-may-see-sign-ins", Needs: []string{CanWrite, CanSync, CanSwitch, HasRoleAssignments}, Source: docSignIns,
			Why: "when somebody works is not everybody's business",
			Run: whoSeesSignIns,
		},
	}
}

// included returns the user as a list with the properties has him, or ends the
// case.
func included(c *run, u *identity.User, include ...identity.UserProperty) *identity.User {
	c.Helper()
	var found []*identity.User
	c.Eventually(func() error {
		found = list(c, identity.UserQuery{DisplayNamePrefix: u.DisplayName, Include: include})
		return sameUsers(found, []*identity.User{u})
	})
	if len(found) != 1 {
		c.Fatalf("the list has %d users, want one", len(found))
	}
	return found[0]
}

func has(ids []admin365.UserID, id admin365.UserID) bool {
	return slices.Contains(ids, id)
}

func includeSignIns(c *run) {
	u, never := create(c), create(c)
	before := get(c, u.ID).CreatedDateTime
	c.S.Advance(48 * time.Hour)
	c.Must(signIn(c, u.ID, goodPassword), "signing in")
	// The service tells with some hours' delay.
	c.S.Advance(24 * time.Hour)
	a := included(c, u, identity.IncludeSignInActivity).SignInActivity
	if a == nil {
		c.Fatalf("who has signed in has no activity")
	}
	for name, at := range map[string]time.Time{
		"LastSignInDateTime": a.LastSignInDateTime, "LastSuccessfulSignInDateTime": a.LastSuccessfulSignInDateTime,
	} {
		if d := at.Sub(before); d < 47*time.Hour || d > 49*time.Hour {
			c.Errorf("he signed in two days after he was created at %v, and %s is %v", before, name, at)
		}
	}
	if err := conform.NotUTC(*a); err != nil {
		c.Errorf("%v", err)
	}
	if a := included(c, never, identity.IncludeSignInActivity).SignInActivity; a != nil {
		c.Errorf("who never signed in has the activity %+v", a)
	}
	// Every page tells, and pages do as lists do.
	got, err := allPages(c, c.S.Service.Users, identity.UserQuery{PageSize: c.PageSize, Include: []identity.UserProperty{identity.IncludeSignInActivity}})
	c.Must(err, "getting the pages")
	for _, other := range got {
		if other.ID == u.ID && !conform.Same(other.SignInActivity, a) {
			c.Errorf("on a page his activity is %+v, in the list %+v", other.SignInActivity, a)
		}
	}
	for _, other := range list(c, identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}) {
		if other.ID == u.ID && !conform.Same(other.SignInActivity, a) {
			c.Errorf("in the list of all his activity is %+v, in that of one %+v", other.SignInActivity, a)
		}
	}
}

func whoSeesSignIns(c *run) {
	q := identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}
	look := func(s *identity.Service) error {
		_, err := conform.Collect(s.Users.List(c.Context(), q))
		return err
	}
	for _, role := range []admin365.RoleID{identity.GlobalReader, identity.SecurityReader, identity.SecurityAdministrator, reportsReader} {
		if err := look(actor(c, role)); err != nil {
			c.Errorf("%s is refused: %v", role, err)
		}
	}
	for _, role := range []admin365.RoleID{"", identity.UserAdministrator, identity.HelpdeskAdministrator} {
		if err := look(actor(c, roles(role)...)); !errors.Is(err, admin365.ErrForbidden) {
			c.Errorf("role %q: want ErrForbidden, got %v", role, err)
		}
	}
	app, _ := addApp(c)
	if err := look(seenBy(c, admin365.AsApp(app, "User.Read.All"))); !errors.Is(err, admin365.ErrForbidden) {
		c.Errorf("an application without AuditLog.Read.All: want ErrForbidden, got %v", err)
	}
	c.Must(look(seenBy(c, admin365.AsApp(app, "User.Read.All", "AuditLog.Read.All"))), "listing as an application that may")
}
