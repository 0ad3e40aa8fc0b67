package admintest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func syncRunCases() []kase {
	return []kase{
		{
			Name: "Synchronize/adds", Needs: ofSync(HasOrganization), Source: docSynchronize,
			Why: "who begins at the company appears in the cloud by himself, and belongs to the directory",
			Run: func(c *run) {
				turnOn(c)
				one, two := person(c), person(c)
				result := synchronize(c, admin.Synchronization{Added: []identity.NewUser{two, one}})
				if len(result.Added) != 2 || result.Changed != 0 || result.Removed != 0 ||
					result.Added[0].UserPrincipalName != two.UserPrincipalName || result.Added[1].UserPrincipalName != one.UserPrincipalName {
					c.Fatalf("the run answers %+v, want two people in the order given", *result)
				}
				for _, u := range result.Added {
					kept(c, u.ID)
					if got := getUser(c, u.ID); got.OnPremisesSyncEnabled == nil || !*got.OnPremisesSyncEnabled {
						c.Errorf("OnPremisesSyncEnabled of %s is %s", u.UserPrincipalName, truth(got.OnPremisesSyncEnabled))
					}
				}
				s := getSync(c)
				if s.LastSync.IsZero() || s.LastSync.Location() != time.UTC {
					c.Errorf("LastSync is %v", s.LastSync)
				}
				organizationIs(c, func(o *admin.Organization) error {
					return conform.Differ(o.OnPremisesLastSyncDateTime, s.LastSync)
				})
			},
		},
		{
			Name: "Synchronize/changes", Needs: ofSync(), Source: docSynchronize,
			Why: "what is changed on-premises is changed here, whichever way the user is named",
			Run: func(c *run) {
				people := synchronized(c, 3)
				upn := admin365.UserID(getUser(c, people[1]).UserPrincipalName)
				untouched := getUser(c, people[2])
				result := synchronize(c, admin.Synchronization{Changed: map[admin365.UserID]identity.UserPatch{
					people[0]: {DisplayName: new("Changed by id"), Department: admin365.Set("Sales")},
					upn:       {DisplayName: new("Changed by name")},
				}})
				if result.Changed != 2 || len(result.Added) > 0 || result.Removed != 0 {
					c.Errorf("the run answers %+v, want two changes", *result)
				}
				if u := getUser(c, people[0]); u.DisplayName != "Changed by id" || u.Department != "Sales" {
					c.Errorf("the first is %s of %s", u.DisplayName, u.Department)
				}
				if u := getUser(c, people[1]); u.DisplayName != "Changed by name" {
					c.Errorf("the second is %s", u.DisplayName)
				}
				if got := getUser(c, people[2]).DisplayName; got != untouched.DisplayName {
					c.Errorf("the third is %s, want %s", got, untouched.DisplayName)
				}
			},
		},
		{
			Name: "Synchronize/removes", Needs: ofSync(), Source: docSynchronize,
			Why: "who has left the company must not sign in any more",
			Run: func(c *run) {
				people := synchronized(c, 3)
				upn := admin365.UserID(getUser(c, people[1]).UserPrincipalName)
				result := synchronize(c, admin.Synchronization{Removed: []admin365.UserID{people[0], upn}})
				if result.Removed != 2 || result.Changed != 0 || len(result.Added) > 0 {
					c.Errorf("the run answers %+v, want two removals", *result)
				}
				isDeleted(c, people[0])
				isDeleted(c, people[1])
				getUser(c, people[2])
				// In the bin, and not beyond it.
				c.Must(c.S.Make.PurgeUser(c.Context(), people[0]), "purging a removed user")
			},
		},
		{
			Name: "Synchronize/off", Needs: ofSync(), Source: docSynchronize,
			Why: "a directory that was not let in changes nothing",
			Run: func(c *run) {
				p := person(c)
				_, err := c.S.Backstage.Synchronize(c.Context(), admin.Synchronization{Added: []identity.NewUser{p}})
				c.Refused(err, plainly(admin365.ErrPrecondition, ""))
				isDeleted(c, admin365.UserID(p.UserPrincipalName))
				if s := getSync(c); s.Enabled != nil || !s.LastSync.IsZero() {
					c.Errorf("Enabled is %s, and it last ran at %v", truth(s.Enabled), s.LastSync)
				}
			},
		},
		{
			Name: "Synchronize/too-many-removals", Needs: ofSync(), Source: docSyncDeletion,
			Why: "a wrong filter on-premises would delete the whole company overnight",
			Run: func(c *run) {
				people := synchronized(c, 5)
				setUp(c, admin.DirectorySyncPatch{AccidentalDeletions: byCount(2)})
				p := person(c)
				nothingDone(c, people, p, admin365.ErrPrecondition, admin.Synchronization{
					Added: []identity.NewUser{p}, Removed: people[:3],
					Changed: map[admin365.UserID]identity.UserPatch{people[4]: {DisplayName: new("Changed")}},
				})
				synchronize(c, admin.Synchronization{Removed: people[:2]})
				isDeleted(c, people[0])
				setUp(c, admin.DirectorySyncPatch{AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionDisabled, AlertThreshold: 1}})
				synchronize(c, admin.Synchronization{Removed: people[2:]})
				isDeleted(c, people[4])
			},
		},
		{
			Name: "Synchronize/fails", Needs: ofSync(), Source: docSynchronize,
			Why: "a run with a wrong password says so, and the time of the last good one stays",
			Run: func(c *run) {
				people := synchronized(c, 2)
				p := person(c)
				nothingDone(c, people, p, admin365.ErrUnavailable, admin.Synchronization{
					Fails: true, Added: []identity.NewUser{p}, Removed: people[:1],
					Changed: map[admin365.UserID]identity.UserPatch{people[1]: {DisplayName: new("Changed")}},
				})
			},
		},
		{
			Name: "Synchronize/somebody-of-the-cloud", Needs: ofSync(), Source: docSynchronize,
			Why: "what the cloud has made is not the directory's to change",
			Run: func(c *run) {
				people := synchronized(c, 1)
				stranger := makeUser(c)
				people = append(people, stranger)
				p := person(c)
				for _, s := range []admin.Synchronization{
					{Changed: map[admin365.UserID]identity.UserPatch{stranger: {DisplayName: new("Changed")}}},
					{Removed: []admin365.UserID{people[0], stranger}},
				} {
					s.Added = []identity.NewUser{p}
					nothingDone(c, people, p, admin365.ErrPrecondition, s)
				}
			},
		},
		{
			Name: "Synchronize/somebody-unknown", Needs: ofSync(), Source: docSynchronize,
			Why: "half a run leaves a directory that is neither of yesterday nor of today",
			Run: func(c *run) {
				people := synchronized(c, 1)
				p := person(c)
				for _, s := range []admin.Synchronization{
					{Removed: []admin365.UserID{people[0], admin365.UserID(nobody())}},
					{Changed: map[admin365.UserID]identity.UserPatch{admin365.UserID(nobody()): {DisplayName: new("Changed")}}},
				} {
					s.Added = []identity.NewUser{p}
					nothingDone(c, people, p, admin365.ErrNotFound, s)
				}
				weak := person(c)
				weak.PasswordProfile.Password = admin365.NewSecret(weakPassword)
				nothingDone(c, people, p, admin365.ErrInvalid, admin.Synchronization{Added: []identity.NewUser{p, weak}, Removed: people})
			},
		},
	}
}

// nothingDone checks that a run fails, and that nothing of it was done: the people are
// as they were and p was not added.
func nothingDone(c *run, people []admin365.UserID, p identity.NewUser, why error, s admin.Synchronization) {
	c.Helper()
	was, before := getSync(c), map[admin365.UserID]*identity.User{}
	for _, id := range people {
		before[id] = getUser(c, id)
	}
	result, err := c.S.Backstage.Synchronize(c.Context(), s)
	c.Refused(err, conform.Refusal{Kind: why, Hides: []string{goodPassword, weakPassword}})
	if result != nil {
		c.Errorf("the run answers %+v beside its error", *result)
	}
	isDeleted(c, admin365.UserID(strings.ToLower(p.UserPrincipalName)))
	for id, u := range before {
		got, err := c.S.Make.GetUser(c.Context(), id)
		if err != nil {
			c.Errorf("after the run somebody is gone: %v", err)
			continue
		}
		if err := conform.Differ(*got, *u); err != nil {
			c.Errorf("after the run %s %v", u.UserPrincipalName, err)
		}
	}
	if err := conform.Differ(*getSync(c), *was); err != nil {
		c.Errorf("after the run the synchronization %v", err)
	}
}
