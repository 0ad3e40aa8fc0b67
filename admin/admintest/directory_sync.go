package admintest

import (
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// turningOff is how long it takes at most to turn the synchronization off.
const turningOff = 72 * time.Hour

func syncSwitchCases() []kase {
	return []kase{
		{
			Name: "DirectorySync.Get/never-on", Needs: writing(HasDirectorySync), Source: docSyncGet,
			Why: "never, no longer and now are three answers, and programs go by them",
			Run: func(c *run) {
				s := getSync(c)
				if err := errors.Join(
					errIf(s.Enabled != nil, "Enabled is %s, want nil", truth(s.Enabled)),
					errIf(!s.LastSync.IsZero(), "LastSync is %v, want none", s.LastSync),
					conform.Differ(s.AccidentalDeletions, *byCount(500)),
				); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "DirectorySync.TurnOn/on", Needs: writing(HasDirectorySync, HasOrganization), Source: docOrganizationUpdate,
			Why: "a program that sets up many tenants turns it on whether it is or not",
			Run: func(c *run) {
				organizationIs(c, func(o *admin.Organization) error {
					return errIf(o.OnPremisesSyncEnabled != nil, "OnPremisesSyncEnabled is %s, want nil", truth(o.OnPremisesSyncEnabled))
				})
				for range 2 {
					turnOn(c)
					isOn(c, true)
				}
				organizationIs(c, func(o *admin.Organization) error {
					return errors.Join(
						errIf(o.OnPremisesSyncEnabled == nil || !*o.OnPremisesSyncEnabled, "OnPremisesSyncEnabled is %s", truth(o.OnPremisesSyncEnabled)),
						errIf(!o.OnPremisesLastSyncDateTime.IsZero(), "it ran at %v, before anything did", o.OnPremisesLastSyncDateTime),
					)
				})
			},
		},
		{
			Name: "DirectorySync.TurnOff/needs-the-tenants-id", Needs: writing(HasDirectorySync), Source: docTurnOff,
			Why: "a program with the wrong tenant in hand must not cut this one off from its directory",
			Run: func(c *run) {
				turnOn(c)
				for _, id := range []admin365.TenantID{"", admin365.TenantID(nobody()), admin365.TenantID(c.S.Harness.Domain), "yes"} {
					c.Refused(c.S.Settings.DirectorySync.TurnOff(c.Context(), id), invalid(""))
					isOn(c, true)
				}
				// It has not begun either.
				turnOn(c)
			},
		},
		{
			Name: "DirectorySync.TurnOff/not-on", Needs: writing(HasDirectorySync, HasOrganization), Source: docTurnOff,
			Why: "what is not on cannot be turned off, and who does so has the wrong tenant in mind",
			Run: func(c *run) {
				c.Refused(c.S.Settings.DirectorySync.TurnOff(c.Context(), c.S.Harness.TenantID), plainly(admin365.ErrPrecondition, ""))
				organizationIs(c, func(o *admin.Organization) error {
					return errIf(o.OnPremisesSyncEnabled != nil, "OnPremisesSyncEnabled is %s, want nil", truth(o.OnPremisesSyncEnabled))
				})
			},
		},
		{
			Name: "DirectorySync.TurnOff/takes-its-time", Needs: ofSync(CanAdvance, HasOrganization), Source: docSyncOff,
			Why: "people are moved to the cloud one by one, and belong to it in the end",
			Run: func(c *run) {
				people := synchronized(c, 2)
				turnOff(c)
				organizationIs(c, func(o *admin.Organization) error {
					return errIf(o.OnPremisesSyncEnabled == nil, "OnPremisesSyncEnabled is nil, though it was on")
				})
				c.S.Advance(turningOff + time.Hour)
				isOn(c, false)
				organizationIs(c, func(o *admin.Organization) error {
					return errIf(o.OnPremisesSyncEnabled == nil || *o.OnPremisesSyncEnabled, "OnPremisesSyncEnabled is %s, want false", truth(o.OnPremisesSyncEnabled))
				})
				for _, id := range people {
					if u := getUser(c, id); u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled {
						c.Errorf("user %s is synchronized still", u.UserPrincipalName)
					}
					if err := c.S.Make.SetMail(c.Context(), id, conform.Unique()+"@"+c.S.Harness.Domain); err != nil {
						c.Errorf("the cloud cannot change its own: %v", err)
					}
				}
				c.Refused(c.S.Settings.DirectorySync.TurnOff(c.Context(), c.S.Harness.TenantID), plainly(admin365.ErrPrecondition, ""))
			},
		},
		{
			Name: "DirectorySync.TurnOff/while-it-is-being-turned-off", Needs: ofSync(CanAdvance), Source: docSyncOff,
			Why: "it cannot be canceled, and who tries has to know that",
			Run: func(c *run) {
				people := synchronized(c, 1)
				turnOff(c)
				for what, call := range map[string]func() error{
					"turning it on":        func() error { return c.S.Settings.DirectorySync.TurnOn(c.Context()) },
					"turning it off again": func() error { return c.S.Settings.DirectorySync.TurnOff(c.Context(), c.S.Harness.TenantID) },
				} {
					// How long it takes nobody promises.
					if s := getSync(c); s.Enabled == nil || !*s.Enabled {
						return
					}
					if fault := plainly(admin365.ErrBusy, "").Check(call()); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				_, err := c.S.Backstage.Synchronize(c.Context(), admin.Synchronization{Removed: people})
				c.Refused(err, plainly(admin365.ErrPrecondition, ""))
				getUser(c, people[0])
				c.S.Advance(turningOff + time.Hour)
				isOn(c, false)
			},
		},
		{
			Name: "DirectorySync.TurnOn/again", Needs: ofSync(CanAdvance), Source: docTurnOff,
			Why: "a company that changes its mind waits three days, and begins anew",
			Run: func(c *run) {
				synchronized(c, 1)
				turnOff(c)
				c.S.Advance(turningOff + time.Hour)
				isOn(c, false)
				synchronized(c, 1)
				isOn(c, true)
			},
		},
	}
}

// turnOff begins to turn the synchronization off, or ends the case.
func turnOff(c *run) {
	c.Helper()
	c.Must(c.S.Settings.DirectorySync.TurnOff(c.Context(), c.S.Harness.TenantID), "turning the synchronization off")
}

func syncSetupCases() []kase {
	return []kase{
		{
			Name: "DirectorySync.Update/threshold", Needs: writing(HasDirectorySync), Source: docSyncUpdate,
			Why: "a large company raises it and a small one lowers it, and nothing else changes",
			Run: func(c *run) {
				turnOn(c)
				want := *getSync(c)
				for _, a := range []admin.AccidentalDeletionPrevention{
					*byCount(1), {Type: admin.PreventionByPercentage, AlertThreshold: 100}, *byCount(100_000),
					{Type: admin.PreventionByPercentage, AlertThreshold: 1}, {Type: admin.PreventionDisabled, AlertThreshold: 500},
				} {
					want.AccidentalDeletions = a
					setUp(c, admin.DirectorySyncPatch{AccidentalDeletions: &a})
					syncIs(c, func(s *admin.DirectorySyncStatus) error { return conform.Differ(*s, want) })
				}
			},
		},
		{
			Name: "DirectorySync.Update/threshold-out-of-range", Needs: writing(HasDirectorySync), Source: docSyncDeletion,
			Why: "a threshold that stops everything or nothing is a mistake",
			Run: func(c *run) {
				turnOn(c)
				setUp(c, admin.DirectorySyncPatch{AccidentalDeletions: byCount(7)})
				want := *getSync(c)
				for _, a := range []admin.AccidentalDeletionPrevention{
					*byCount(0), *byCount(-1), {Type: admin.PreventionByPercentage, AlertThreshold: 0},
					{Type: admin.PreventionByPercentage, AlertThreshold: 101},
				} {
					p := admin.DirectorySyncPatch{AccidentalDeletions: &a, Features: map[admin.SyncFeature]bool{admin.PasswordSync: !want.Features[admin.PasswordSync]}}
					if fault := invalid(opSyncUpdate).Check(c.S.Settings.DirectorySync.Update(c.Context(), p)); fault != nil {
						c.Errorf("%+v: %v", a, fault)
					}
				}
				syncIs(c, func(s *admin.DirectorySyncStatus) error { return conform.Differ(*s, want) })
			},
		},
		{
			Name: "DirectorySync.Update/features", Needs: writing(HasDirectorySync), Source: docSyncFeature,
			Why: "who turns one feature on must not turn off the others that others rely on",
			Run: func(c *run) {
				turnOn(c)
				for _, f := range []admin.SyncFeature{admin.PasswordSync, admin.BlockSoftMatch, admin.CloudPasswordPolicy} {
					for _, on := range []bool{true, false} {
						want := conform.Clone(*getSync(c))
						if want.Features == nil {
							want.Features = map[admin.SyncFeature]bool{}
						}
						want.Features[f] = on
						setUp(c, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{f: on}})
						syncIs(c, func(s *admin.DirectorySyncStatus) error { return sameSetup(s, want) })
					}
				}
			},
		},
		{
			Name: "DirectorySync.Update/password-writeback", Needs: writing(HasDirectorySync), Source: docSyncFeature,
			Why: "it is turned on elsewhere, and who believes that it is on waits for passwords that never come",
			Run: func(c *run) {
				turnOn(c)
				was := *getSync(c)
				for _, p := range []admin.DirectorySyncPatch{
					{Features: map[admin.SyncFeature]bool{admin.PasswordWriteback: true}},
					{Features: map[admin.SyncFeature]bool{admin.PasswordWriteback: true, admin.PasswordSync: !was.Features[admin.PasswordSync]}},
				} {
					c.Refused(c.S.Settings.DirectorySync.Update(c.Context(), p), invalid(opSyncUpdate))
				}
				syncIs(c, func(s *admin.DirectorySyncStatus) error { return conform.Differ(*s, was) })
			},
		},
		{
			Name: "DirectorySync.Update/features-that-stay-on", Needs: writing(HasDirectorySync), Source: docSyncFeature,
			Why: "accounts were joined by it, and turning it off would not part them",
			Run: func(c *run) {
				turnOn(c)
				for _, f := range []admin.SyncFeature{admin.SoftMatchOnUPN, admin.SynchronizeUPNForManagedUsers} {
					for range 2 {
						setUp(c, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{f: true}})
					}
					p := admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{f: false}}
					c.Refused(c.S.Settings.DirectorySync.Update(c.Context(), p), invalid(opSyncUpdate))
					syncIs(c, func(s *admin.DirectorySyncStatus) error { return errIf(!s.Features[f], "%s is off", f) })
				}
			},
		},
		{
			Name: "DirectorySync.Update/empty-patch", Needs: writing(HasDirectorySync), Source: docEmptyPatch,
			Why: "a program that sends nothing has a mistake in it, and should learn that",
			Run: func(c *run) {
				turnOn(c)
				c.Refused(c.S.Settings.DirectorySync.Update(c.Context(), admin.DirectorySyncPatch{}), invalid(opSyncUpdate))
			},
		},
	}
}

// sameSetup compares two synchronizations. A feature that is not named is off.
func sameSetup(got *admin.DirectorySyncStatus, want admin.DirectorySyncStatus) error {
	on := func(features map[admin.SyncFeature]bool) []admin.SyncFeature {
		list := []admin.SyncFeature{}
		for f, is := range features {
			if is {
				list = append(list, f)
			}
		}
		return list
	}
	return errors.Join(conform.Differ(*got, want, "Features"), sameSet("the features", on(got.Features), on(want.Features)))
}

// setUp changes how the synchronization is set up, or ends the case.
func setUp(c *run, p admin.DirectorySyncPatch) {
	c.Helper()
	c.Must(c.S.Settings.DirectorySync.Update(c.Context(), p), "setting the synchronization up")
}
