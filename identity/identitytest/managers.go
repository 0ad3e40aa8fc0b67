package identitytest

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func managerCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Managers.Set/by-ids-and-names", Needs: write, Source: docSetBoss,
			Why: "the file names managers by their sign-in names, the directory by id",
			Run: managerByAnyID,
		},
		{
			Name: "Managers.Set/replaces", Needs: write, Source: docSetBoss,
			Why: "a user has one manager, and the last word counts",
			Run: func(c *run) {
				u, first, second := create(c), create(c), create(c)
				setManager(c, u.ID, first.ID)
				setManager(c, u.ID, second.ID)
				managerIs(c, u.ID, second)
				reportsAre(c, first.ID)
				reportsAre(c, second.ID, u)
			},
		},
		{
			Name: "Managers.Set/repeated", Needs: write, Source: docManagers,
			Why: "a client that lost the answer sends the same again",
			Run: func(c *run) {
				u, boss := create(c), create(c)
				setManager(c, u.ID, boss.ID)
				setManager(c, u.ID, boss.ID)
				managerIs(c, u.ID, boss)
				reportsAre(c, boss.ID, u)
			},
		},
		{
			Name: "Managers.Get/none", Needs: write, Source: docManager,
			Why: "having no manager is told apart from not existing, by the target of the error",
			Run: func(c *run) {
				u := create(c)
				m, err := c.S.Service.Managers.Get(c.Context(), u.ID)
				c.Refused(err, unknown(opManager).Of("manager"))
				if m != nil {
					c.Errorf("Get answered a manager beside its error")
				}
			},
		},
		{
			Name: "Managers.Get/default-properties", Needs: write, Source: docManager,
			Why: "memory must not give what the service does not send: a program would rely on it",
			Run: func(c *run) {
				boss := mustCreate(c, fullUser(c, 0))
				u := create(c)
				setManager(c, u.ID, boss.ID)
				c.Eventually(func() error {
					got, err := c.S.Service.Managers.Get(c.Context(), u.ID)
					if err != nil {
						return fmt.Errorf("getting the manager: %w", err)
					}
					return isDefaultSet(got, get(c, boss.ID))
				})
			},
		},
		{
			Name: "Managers.Get/follows-the-manager", Needs: write, Source: docManager,
			Why: "a manager is a person and not a copy of one: renamed, he is still the manager",
			Run: func(c *run) {
				u, boss := create(c), create(c)
				setManager(c, u.ID, upn(boss))
				update(c, boss.ID, identity.UserPatch{
					UserPrincipalName: new(conform.Unique() + "@" + c.S.Harness.Domain), DisplayName: new("Married Name"),
				})
				c.Eventually(func() error {
					got, err := c.S.Service.Managers.Get(c.Context(), u.ID)
					if err != nil {
						return fmt.Errorf("getting the manager: %w", err)
					}
					return errIf(got.ID != boss.ID || got.DisplayName != "Married Name", "the manager is %s %q", got.ID, got.DisplayName)
				})
			},
		},
		{
			Name: "Managers.Remove/leaves-none", Needs: write, Source: docNoBoss,
			Why: "who left the hierarchy has no manager, and his manager one report less",
			Run: func(c *run) {
				u, boss, other := create(c), create(c), create(c)
				setManager(c, u.ID, boss.ID)
				setManager(c, other.ID, boss.ID)
				c.Must(c.S.Service.Managers.Remove(c.Context(), upn(u)), "removing the manager")
				absent(c, unknown(opManager).Of("manager"), func() error {
					_, err := c.S.Service.Managers.Get(c.Context(), u.ID)
					return err
				})
				reportsAre(c, boss.ID, other)
			},
		},
		{
			Name: "Managers.Remove/none", Needs: write, Source: docNoBoss,
			Why: "there is nothing to remove, and the caller thought there was",
			Run: func(c *run) {
				u, boss := create(c), create(c)
				c.Refused(c.S.Service.Managers.Remove(c.Context(), u.ID), unknown(opRemoveManager))
				setManager(c, u.ID, boss.ID)
				c.Must(c.S.Service.Managers.Remove(c.Context(), u.ID), "removing the manager")
				absent(c, unknown(opRemoveManager), func() error { return c.S.Service.Managers.Remove(c.Context(), u.ID) })
			},
		},
	}
}

func reportCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Managers.Reports/direct-only", Needs: write, Source: docReports,
			Why: "the reports of one's reports are theirs",
			Run: func(c *run) {
				top, middle, low := create(c), create(c), create(c)
				setManager(c, low.ID, middle.ID)
				setManager(c, middle.ID, top.ID)
				reportsAre(c, top.ID, middle)
				reportsAre(c, upn(middle), low)
				reportsAre(c, low.ID)
			},
		},
		{
			Name: "Managers.Reports/default-properties", Needs: write, Source: docReports,
			Why: "memory must not give what the service does not send: a program would rely on it",
			Run: func(c *run) {
				boss := create(c)
				u := mustCreate(c, fullUser(c, 0))
				setManager(c, u.ID, boss.ID)
				c.Eventually(func() error {
					reports, err := conform.Collect(c.S.Service.Managers.Reports(c.Context(), boss.ID))
					if err != nil || len(reports) != 1 {
						return fmt.Errorf("%d reports, error %w", len(reports), err)
					}
					return isDefaultSet(reports[0], get(c, u.ID))
				})
			},
		},
		{
			Name: "Managers.Reports/more-than-a-page", Needs: write, Source: docPaging,
			Why: "the service sends a hundred at a time, and the managers of more exist",
			Run: func(c *run) {
				boss := create(c)
				var want []*identity.User
				for range 104 {
					u := create(c)
					setManager(c, u.ID, boss.ID)
					want = append(want, u)
				}
				reportsAre(c, boss.ID, want...)
			},
		},
		{
			Name: "Managers.Reports/lazy-and-repeatable", Needs: write, Source: docManagers,
			Why: "reports are yielded as users are: nothing before one ranges, and afresh each time",
			Run: reportsLazy,
		},
		{
			Name: "Managers.Reports/error-is-the-last-pair", Needs: write, Source: docManagers,
			Why: "a loop that looks at the error of each pair must see it once",
			Run: func(c *run) {
				nobody := admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain)
				got, err := conform.Collect(c.S.Service.Managers.Reports(c.Context(), nobody))
				c.Refused(err, unknown(opReports).Of(string(nobody)))
				if len(got) != 0 {
					c.Errorf("nobody has %d reports", len(got))
				}
			},
		},
	}
}

func setManager(c *run, id, boss admin365.UserID) {
	c.Helper()
	c.Must(c.S.Service.Managers.Set(c.Context(), id, boss), "setting the manager")
}

// managerIs waits until the user's manager is boss.
func managerIs(c *run, id admin365.UserID, boss *identity.User) {
	c.Helper()
	c.Eventually(func() error {
		got, err := c.S.Service.Managers.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("getting the manager: %w", err)
		}
		return errIf(got.ID != boss.ID || got.UserPrincipalName != boss.UserPrincipalName,
			"the manager is %s %q, want %s %q", got.ID, got.UserPrincipalName, boss.ID, boss.UserPrincipalName)
	})
}

// reportsAre waits until exactly the users report to id.
func reportsAre(c *run, id admin365.UserID, want ...*identity.User) {
	c.Helper()
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Managers.Reports(c.Context(), id))
		if err != nil {
			return fmt.Errorf("listing the reports: %w", err)
		}
		return joined(onceEach(got), sameUsers(got, want))
	})
}

func managerByAnyID(c *run) {
	for _, name := range []func(*identity.User) admin365.UserID{
		func(u *identity.User) admin365.UserID { return u.ID },
		upn,
		func(u *identity.User) admin365.UserID { return admin365.UserID(swapCase(u.UserPrincipalName)) },
	} {
		u, boss := create(c), create(c)
		setManager(c, name(u), name(boss))
		managerIs(c, name(u), boss)
		reportsAre(c, name(boss), u)
	}
}

// isDefaultSet checks that got has the properties that the service returns when
// it is not asked for more, as whole has them, and no others.
func isDefaultSet(got, whole *identity.User) error {
	returned := []string{
		"ID", "BusinessPhones", "DisplayName", "GivenName", "JobTitle", "Mail", "MobilePhone",
		"OfficeLocation", "PreferredLanguage", "Surname", "UserPrincipalName",
	}
	var errs []error
	g, w := reflect.ValueOf(*got), reflect.ValueOf(*whole)
	for i := range g.NumField() {
		name := g.Type().Field(i).Name
		if slices.Contains(returned, name) {
			errs = append(errs, keeps(name, g.Field(i).Interface(), w.Field(i).Interface()))
		} else if v := g.Field(i); !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0) {
			errs = append(errs, fmt.Errorf("%s is %+v, though the service does not return it here", name, plain(v.Interface())))
		}
	}
	return joined(errs...)
}

func reportsLazy(c *run) {
	boss, first := create(c), create(c)
	seq := c.S.Service.Managers.Reports(c.Context(), boss.ID)
	setManager(c, first.ID, boss.ID)
	c.Eventually(func() error {
		got, err := conform.Collect(seq)
		return joined(err, sameUsers(got, []*identity.User{first}))
	})
	second := create(c)
	setManager(c, second.ID, boss.ID)
	c.Eventually(func() error {
		one, err := conform.First(seq, 1)
		if err != nil || len(one) != 1 {
			return fmt.Errorf("%d reports before a break, error %w", len(one), err)
		}
		got, err := conform.Collect(seq)
		return joined(err, sameUsers(got, []*identity.User{first, second}))
	})
}
