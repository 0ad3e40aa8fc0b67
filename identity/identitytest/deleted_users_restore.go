package identitytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// restoreCases are about the way back.
func restoreCases() []kase {
	needs := []string{CanWrite, HasDeletedUsers}
	with := func(more ...string) []string { return append(more, needs...) }
	return []kase{
		{
			Name: "DeletedUsers.Restore/brings-everything-back", Needs: needs, Source: docRestoreUser,
			Why: "a restore that loses something is found out weeks later, by the one who was deleted by mistake",
			Run: func(c *run) {
				for n := range 2 {
					was := get(c, mustCreate(c, fullUser(c, n)).ID)
					discard(c, was.ID)
					restore(c, was.ID, identity.UserRestore{})
					shows(c, was.ID, func(u *identity.User) error {
						return conform.Differ(u, was, "SignInSessionsValidFromDateTime")
					})
				}
			},
		},
		{
			Name: "DeletedUsers.Restore/answer", Needs: needs, Source: docRestoreUser,
			Why: "memory must not give what the service does not send: a program would rely on it",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				discard(c, u.ID)
				got := restore(c, u.ID, identity.UserRestore{})
				if err := isDefaultSet(got, get(c, u.ID)); err != nil {
					c.Errorf("the answer: %v", err)
				}
			},
		},
		{
			Name: "DeletedUsers.Restore/leaves-the-bin", Needs: needs, Source: docRestoreUser,
			Why: "he is in one place and not in two, and is found there by all that finds people",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				restore(c, u.ID, identity.UserRestore{})
				outOfBin(c, u.ID)
				binLists(c, identity.DeletedUserQuery{DisplayNamePrefix: u.DisplayName})
				lists(c, identity.UserQuery{DisplayNamePrefix: u.DisplayName}, u)
				counts(c, identity.UserQuery{DisplayNamePrefix: u.DisplayName}, 1)
				for _, id := range []admin365.UserID{u.ID, upn(u)} {
					shows(c, id, func(got *identity.User) error {
						return errIf(got.ID != u.ID || !got.DeletedDateTime.IsZero(), "%q finds %s, deleted at %v", id, got.ID, got.DeletedDateTime)
					})
				}
			},
		},
		{
			Name: "DeletedUsers.Restore/again-and-again", Needs: needs, Source: docBinOfUsers,
			Why: "a name that is mangled twice, or stripped twice, is lost",
			Run: func(c *run) {
				u := create(c)
				for range 3 {
					if gone := discard(c, u.ID); identity.OriginalName(gone) != u.UserPrincipalName {
						c.Errorf("OriginalName of %q is %q, want %q", gone.UserPrincipalName, identity.OriginalName(gone), u.UserPrincipalName)
					}
					if got := restore(c, u.ID, identity.UserRestore{}); got.UserPrincipalName != u.UserPrincipalName || got.ID != u.ID {
						c.Errorf("restored he is %s %q, want %s %q", got.ID, got.UserPrincipalName, u.ID, u.UserPrincipalName)
					}
				}
			},
		},
		{
			Name: "DeletedUsers.Restore/is-nobody-else", Needs: needs, Source: docRestoreUser,
			Why: "one comes back, and the others stay where they are",
			Run: func(c *run) {
				first, second := discard(c, create(c).ID), discard(c, create(c).ID)
				live := get(c, create(c).ID)
				restore(c, first.ID, identity.UserRestore{})
				again, err := c.S.Service.DeletedUsers.Get(c.Context(), second.ID)
				c.Must(err, "getting the other deleted user")
				if err := conform.Differ(again, second); err != nil {
					c.Errorf("the other deleted user %v", err)
				}
				unchanged(c, live)
			},
		},
		{
			Name: "DeletedUsers.Restore/manager", Needs: needs, Source: docRestoreUser,
			Why: "whether his manager comes back is not documented; that both directions say the same is what one relies on",
			Run: restoreManager,
		},
		{
			Name: "DeletedUsers.Restore/memberships", Needs: with(HasGroups, HasGroupMembers), Source: docRestoreUser,
			Why: "his groups are what gives him access to his work",
			Run: restoreMemberships,
		},
		{
			Name: "DeletedUsers.Restore/roles", Needs: with(HasRoleAssignments), Source: docBinOfUsers,
			Why: "an administrator who was deleted by mistake is an administrator again",
			Run: func(c *run) {
				u := create(c)
				grant(c, admin365.ObjectID(u.ID), identity.HelpdeskAdministrator)
				discard(c, u.ID)
				restore(c, u.ID, identity.UserRestore{})
				c.Eventually(func() error {
					got, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{PrincipalID: admin365.ObjectID(u.ID)}))
					if err != nil {
						return fmt.Errorf("listing his roles: %w", err)
					}
					return errIf(len(got) != 1 || got[0].RoleID != identity.HelpdeskAdministrator, "he has %d roles, want one, of the helpdesk", len(got))
				})
			},
		},
		{
			Name: "DeletedUsers.Restore/password", Needs: with(CanSync), Source: docBinOfUsers,
			Why: "he goes on where he was interrupted; meanwhile nobody signs in as him",
			Run: func(c *run) {
				u := create(c)
				c.Must(signIn(c, u.ID, goodPassword), "signing in before")
				discard(c, u.ID)
				if signIn(c, u.ID, goodPassword) == nil {
					c.Errorf("a deleted user signs in")
				}
				restore(c, u.ID, identity.UserRestore{})
				c.Must(signIn(c, u.ID, goodPassword), "signing in afterwards")
			},
		},
		{
			Name: "Concurrency/one-restore", Needs: needs, Source: docRestoreUser,
			Why: "of ten administrators who restore the same user one does, and the others learn that he was not there any more",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				wins, errs := together(10, func(int) error {
					_, err := c.S.Service.DeletedUsers.Restore(c.Context(), u.ID, identity.UserRestore{})
					return err
				})
				for _, err := range errs {
					c.Refused(err, unknown(opRestore).Of(string(u.ID)))
				}
				if wins != 1 {
					c.Errorf("%d restores of one user succeeded, want 1", wins)
				}
				lists(c, identity.UserQuery{DisplayNamePrefix: u.DisplayName}, u)
			},
		},
	}
}

// restore brings a user back, or ends the case.
func restore(c *run, id admin365.UserID, r identity.UserRestore) *identity.User {
	c.Helper()
	u, err := c.S.Service.DeletedUsers.Restore(c.Context(), id, r)
	c.Must(err, "restoring the user")
	if u == nil || u.ID != id {
		c.Fatalf("Restore of %s answered %+v", id, u)
	}
	return u
}

// signIn signs the user in, as he does himself.
func signIn(c *run, id admin365.UserID, password string) error {
	return c.S.Backstage.SignIn(c.Context(), id, admin365.NewSecret(password))
}

// together calls n times at once, and returns how many calls succeeded, and why
// the others did not.
func together(n int, call func(i int) error) (wins int, errs []error) {
	start, results := make(chan struct{}), make(chan error, n)
	for i := range n {
		go func() {
			<-start
			results <- call(i)
		}()
	}
	close(start)
	for range n {
		if err := <-results; err != nil {
			errs = append(errs, err)
		} else {
			wins++
		}
	}
	return wins, errs
}

func restoreManager(c *run) {
	boss, u, report := create(c), create(c), create(c)
	setManager(c, u.ID, boss.ID)
	setManager(c, report.ID, u.ID)
	discard(c, u.ID)
	reportsAre(c, boss.ID)
	restore(c, u.ID, identity.UserRestore{})
	for _, pair := range [][2]*identity.User{{u, boss}, {report, u}} {
		c.Eventually(func() error {
			below, above := pair[0], pair[1]
			manager, err := c.S.Service.Managers.Get(c.Context(), below.ID)
			if err != nil && !errors.Is(err, admin365.ErrNotFound) {
				return fmt.Errorf("getting the manager: %w", err)
			}
			reports, listed := conform.Collect(c.S.Service.Managers.Reports(c.Context(), above.ID))
			if listed != nil {
				return fmt.Errorf("listing the reports: %w", listed)
			}
			up, down := err == nil && manager.ID == above.ID, slices.Contains(idsOf(reports), below.ID)
			return joined(onceEach(reports), errIf(up != down || err == nil && !up,
				"the manager of %s is %+v (%v), and the reports of %s are %v", below.ID, manager, err, above.ID, names(reports)))
		})
	}
	// Either way he can be given one.
	setManager(c, u.ID, boss.ID)
	managerIs(c, u.ID, boss)
}

func restoreMemberships(c *run) {
	u, other := create(c), create(c)
	group := createGroup(c, func(g *identity.NewGroup) {
		g.Members = []admin365.ObjectID{admin365.ObjectID(u.ID), admin365.ObjectID(other.ID)}
	})
	members := func(want ...*identity.User) {
		c.Helper()
		c.Eventually(func() error {
			got, err := conform.Collect(c.S.Service.GroupMembers.List(c.Context(), group.ID))
			if err != nil {
				return fmt.Errorf("listing the members: %w", err)
			}
			var ids, wanted []string
			for _, m := range got {
				ids = append(ids, string(m.ID))
			}
			for _, m := range want {
				wanted = append(wanted, string(m.ID))
			}
			slices.Sort(ids)
			slices.Sort(wanted)
			return errIf(!slices.Equal(ids, wanted), "the members are %v, want %v", ids, wanted)
		})
	}
	members(u, other)
	discard(c, u.ID)
	members(other)
	restore(c, u.ID, identity.UserRestore{})
	members(u, other)
	if !hasPart(c.S.Service, HasMemberships) {
		return
	}
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Memberships.List(c.Context(), u.ID))
		if err != nil {
			return fmt.Errorf("listing his memberships: %w", err)
		}
		return errIf(len(got) != 1 || got[0].ID != admin365.ObjectID(group.ID), "he is a member of %+v, want the group %s", got, group.ID)
	})
}

// createGroup creates a security group, or ends the case.
func createGroup(c *run, changes ...func(*identity.NewGroup)) *identity.Group {
	c.Helper()
	nick := conform.Unique()
	g := identity.NewGroup{DisplayName: "Conformance " + nick, MailNickname: nick}
	for _, change := range changes {
		change(&g)
	}
	created, err := c.S.Service.Groups.Create(c.Context(), g)
	c.Must(err, "creating a group")
	if created == nil || created.ID == "" {
		c.Fatalf("Create answered %+v, without an id", created)
	}
	if c.S.Harness.Shared {
		groups := c.S.Service.Groups
		c.Cleanup(func(ctx context.Context) { _ = groups.Delete(ctx, created.ID) })
	}
	return created
}
