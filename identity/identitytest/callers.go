package identitytest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// Roles that cases give and package identity has no name for.
const (
	guestInviter        admin365.RoleID = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
	messageCenterReader admin365.RoleID = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	reportsReader       admin365.RoleID = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	usageReportsReader  admin365.RoleID = "75934031-6c7e-415a-99d7-48dbd49e875e"
	experienceManager   admin365.RoleID = "27460883-1df1-4691-b032-3b79643e5e63"
	partnerTier1Support admin365.RoleID = "4ba39ca4-527c-499a-b93d-d9b492c50246"
	partnerTier2Support admin365.RoleID = "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"
)

// callerCases are about who calls, and whether he may.
func callerCases() []kase {
	needs := []string{CanWrite, CanSwitch}
	with := func(more ...string) []string { return append(more, needs...) }
	return []kase{
		{
			Name: "Callers/unknown", Needs: needs, Source: docCaller,
			Why: "a caller whom the tenant does not know is nobody, and nobody may do anything",
			Run: func(c *run) {
				turnedAway(c, seenBy(c, admin365.AsUser("0badc0de-5ea7-4bad-8bad-"+lastOfGUID())))
				turnedAway(c, seenBy(c, admin365.AsUser(admin365.UserID(conform.Unique()+"@"+c.S.Harness.Domain))))
			},
		},
		{
			Name: "Callers/deleted", Needs: with(HasDeletedUsers), Source: docDelete,
			Why: "who was dismissed in the morning must not read the directory in the afternoon",
			Run: func(c *run) {
				u := create(c)
				me := seenBy(c, admin365.AsUser(u.ID))
				_, err := me.Users.Get(c.Context(), u.ID)
				c.Must(err, "reading oneself")
				discard(c, u.ID)
				turnedAway(c, me)
				turnedAway(c, seenBy(c, admin365.AsUser(u.ID)))
				restore(c, u.ID, identity.UserRestore{})
				_, err = seenBy(c, admin365.AsUser(u.ID)).Users.Get(c.Context(), u.ID)
				c.Must(err, "reading oneself after a restore")
			},
		},
		{
			Name: "Callers/blocked", Needs: needs, Source: "the comment of identity.UserPatch",
			Why: "to block the sign-in is the first thing one does with a stolen account",
			Run: func(c *run) {
				u := create(c)
				me := seenBy(c, admin365.AsUser(u.ID))
				_, err := me.Users.Get(c.Context(), u.ID)
				c.Must(err, "reading oneself")
				update(c, u.ID, identity.UserPatch{AccountEnabled: new(false)})
				turnedAway(c, me)
				turnedAway(c, seenBy(c, admin365.AsUser(u.ID)))
				update(c, u.ID, identity.UserPatch{AccountEnabled: new(true)})
				_, err = seenBy(c, admin365.AsUser(u.ID)).Users.Get(c.Context(), u.ID)
				c.Must(err, "reading oneself when the block is lifted")
			},
		},
		{
			Name: "Callers/oneself", Needs: needs, Source: docGet,
			Why: "everybody may look at himself, by whatever name",
			Run: func(c *run) {
				was := get(c, mustCreate(c, fullUser(c, 1)).ID)
				update(c, was.ID, identity.UserPatch{AccountEnabled: new(true)})
				was = get(c, was.ID)
				for _, caller := range []admin365.Caller{
					admin365.AsUser(was.ID), admin365.AsUser(upn(was)), {User: was.ID, Permissions: []admin365.Permission{"User.Read"}},
				} {
					for _, id := range []admin365.UserID{was.ID, upn(was)} {
						got, err := seenBy(c, caller).Users.Get(c.Context(), id)
						if err == nil {
							err = conform.Differ(got, was)
						}
						if err != nil {
							c.Errorf("%v reads himself as %q: %v", caller, id, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/every-member-reads", Needs: with(HasRoleAssignments), Source: docGuests,
			Why: "a company's directory is there to be looked up",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{"", identity.DirectoryReaders, identity.GlobalReader} {
					membersRead(c, actor(c, roles(role)...), role)
				}
			},
		},
		{
			Name: "Callers/no-member-writes", Needs: with(HasRoleAssignments), Source: docRoleRights,
			Why: "who may read everything may still change nothing",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{"", identity.DirectoryReaders, identity.GlobalReader, identity.ServiceSupportAdministrator} {
					writesNothing(c, actor(c, roles(role)...), role)
				}
			},
		},
		{
			Name: "Callers/guests-do-not-list", Needs: needs, Source: docGuests,
			Why: "a guest sees himself, and not the company's directory",
			Run: func(c *run) {
				u := create(c, func(n *identity.NewUser) { n.UserType = identity.Guest })
				guest := seenBy(c, admin365.AsUser(u.ID))
				got, err := guest.Users.Get(c.Context(), u.ID)
				c.Must(err, "a guest reading himself")
				if got.ID != u.ID {
					c.Errorf("a guest reads himself as %s, want %s", got.ID, u.ID)
				}
				found, err := conform.Collect(guest.Users.List(c.Context(), identity.UserQuery{}))
				c.Refused(err, forbidden(opList))
				if len(found) > 0 {
					c.Errorf("a guest lists %d users", len(found))
				}
				_, err = guest.Users.Count(c.Context(), identity.UserQuery{})
				c.Refused(err, forbidden(opCount))
			},
		},
		{
			Name: "Callers/user-role-taken-away", Needs: with(HasRoleAssignments), Source: docRoleRights,
			Why: "a role that was taken away must not go on working because somebody is signed in",
			Run: func(c *run) {
				u, target := create(c), create(c)
				s := seenBy(c, admin365.AsUser(u.ID))
				edit := func() error {
					return s.Users.Update(c.Context(), target.ID, identity.UserPatch{JobTitle: admin365.Set(conform.Unique())})
				}
				for range 2 {
					c.Refused(edit(), forbidden(opUpdate))
					given := grant(c, admin365.ObjectID(u.ID), identity.UserAdministrator)
					c.Eventually(edit)
					c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), given), "taking the role away")
					c.Eventually(func() error { return forbidden(opUpdate).Check(edit()) })
				}
			},
		},
		{
			Name: "Callers/several-at-once", Needs: with(HasRoleAssignments), Source: docCaller,
			Why: "two callers of one tenant must not be taken for each other",
			Run: func(c *run) {
				target := create(c)
				may, mayNot := actor(c, identity.UserAdministrator), actor(c)
				wins, errs := together(20, func(i int) error {
					s := may
					if i%2 == 1 {
						s = mayNot
					}
					return s.Users.Update(c.Context(), target.ID, identity.UserPatch{JobTitle: admin365.Set("Changed")})
				})
				for _, err := range errs {
					c.Refused(err, forbidden(opUpdate))
				}
				if wins != 10 {
					c.Errorf("%d updates succeeded, want the 10 of the one who may", wins)
				}
			},
		},
		{
			Name: "Callers/session-of-yesterday", Needs: with(CanAdvance), Source: docCaller,
			Why: "a service that runs for months signs in again by itself",
			Run: func(c *run) {
				u := create(c)
				me := seenBy(c, admin365.AsUser(u.ID))
				for range 3 {
					_, err := me.Users.Get(c.Context(), u.ID)
					c.Must(err, "reading oneself a day later")
					c.S.Advance(25 * time.Hour)
				}
			},
		},
	}
}

// seenBy returns the service of the tenant as the caller has it, or ends the case.
func seenBy(c *run, caller admin365.Caller) *identity.Service {
	c.Helper()
	s := c.S.As(caller)
	if s == nil || s.Users == nil {
		c.Fatalf("there is no service for %v", caller)
	}
	return s
}

// actor returns the service of a new user who has the roles.
func actor(c *run, roles ...admin365.RoleID) *identity.Service {
	c.Helper()
	return seenBy(c, admin365.AsUser(holder(c, roles...).ID))
}

// holder creates a user who has the roles.
func holder(c *run, roles ...admin365.RoleID) *identity.User {
	c.Helper()
	u := create(c)
	for _, role := range roles {
		grant(c, admin365.ObjectID(u.ID), role)
	}
	return u
}

// roles returns the role as a list, and none for the empty one.
func roles(role admin365.RoleID) []admin365.RoleID {
	if role == "" {
		return nil
	}
	return []admin365.RoleID{role}
}

// grant gives a role in the whole tenant, or ends the case.
func grant(c *run, principal admin365.ObjectID, role admin365.RoleID) identity.RoleAssignmentID {
	c.Helper()
	a, err := c.S.Service.RoleAssignments.Create(c.Context(), identity.NewRoleAssignment{RoleID: role, PrincipalID: principal})
	c.Must(err, "giving the role "+string(role))
	if a == nil || a.ID == "" {
		c.Fatalf("Create answered %+v, without an id", a)
	}
	return a.ID
}

// addApp adds an application, and returns its id and that of its service
// principal.
func addApp(c *run) (admin365.AppID, admin365.ObjectID) {
	c.Helper()
	id := admin365.AppID("a99a0000-5ea7-4bad-8bad-" + string(lastOfGUID()))
	principal, err := c.S.Backstage.AddApp(c.Context(), id, "Conformance "+conform.Unique())
	c.Must(err, "adding an application")
	if principal == "" {
		c.Fatalf("AddApp answered no service principal")
	}
	return id, principal
}

// turnedAway checks that a caller is nobody: he neither reads nor writes.
func turnedAway(c *run, s *identity.Service) {
	c.Helper()
	u := get(c, create(c).ID)
	_, err := s.Users.Get(c.Context(), u.ID)
	c.Refused(err, unauthenticated())
	found, err := conform.Collect(s.Users.List(c.Context(), identity.UserQuery{}))
	c.Refused(err, unauthenticated())
	if len(found) > 0 {
		c.Errorf("he lists %d users", len(found))
	}
	c.Refused(s.Users.Update(c.Context(), u.ID, identity.UserPatch{JobTitle: admin365.Set("Changed")}), unauthenticated())
	c.Refused(s.Users.Delete(c.Context(), u.ID), unauthenticated())
	unchanged(c, u)
}

// ofPeople reports whether a method is one of those that the cases of callers
// are about.
func (m method) ofPeople() bool {
	switch m.op {
	case opChangePassword, opOperation, opProfile, opUpdateProfile:
		// For signed-in users alone, and of what is their own.
		return false
	default:
	}
	switch m.part() {
	case "Users", "Managers", HasDeletedUsers, HasPasswords:
		return true
	default:
		return false
	}
}

// membersRead checks that a caller reads all that every member may.
func membersRead(c *run, s *identity.Service, role admin365.RoleID) {
	c.Helper()
	u, boss, gone := create(c), create(c), create(c)
	setManager(c, u.ID, boss.ID)
	c.Must(c.S.Service.Users.Delete(c.Context(), gone.ID), "deleting a user")
	for _, m := range c.S.methods() {
		if !m.ofPeople() || m.writes() {
			continue
		}
		id := u.ID
		if m.ofBin() {
			id = gone.ID
		}
		if err := m.call(c.Context(), s, id, boss.ID); err != nil {
			c.Errorf("role %q: %v", role, err)
		}
	}
	want := get(c, u.ID)
	got, err := s.Users.Get(c.Context(), u.ID)
	c.Must(err, "reading somebody")
	if err := conform.Differ(got, want); err != nil {
		c.Errorf("role %q sees another user: he %v", role, err)
	}
}

// writesNothing checks that a caller is refused whatever he would change, and
// changes nothing.
func writesNothing(c *run, s *identity.Service, role admin365.RoleID) {
	c.Helper()
	u, boss, gone, fresh := create(c), create(c), create(c), person(c)
	setManager(c, u.ID, boss.ID)
	c.Must(c.S.Service.Users.Delete(c.Context(), gone.ID), "deleting a user")
	was := get(c, u.ID)
	for _, m := range c.S.methods() {
		if !m.ofPeople() || !m.writes() {
			continue
		}
		id := u.ID
		switch {
		case m.ofBin():
			id = gone.ID
		case m.op == opCreate:
			id = idOf(fresh)
		default:
		}
		if fault := forbidden(m.op).Check(m.call(c.Context(), s, id, boss.ID)); fault != nil {
			c.Errorf("role %q: %v", role, fault)
		}
	}
	unchanged(c, was)
	managerIs(c, u.ID, boss)
	_, err := c.S.Service.Users.Get(c.Context(), idOf(fresh))
	c.Refused(err, unknown(opGet))
	if hasPart(c.S.Service, HasDeletedUsers) {
		_, err := c.S.Service.DeletedUsers.Get(c.Context(), gone.ID)
		c.Must(err, "getting the deleted user")
	}
}
