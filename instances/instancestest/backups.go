package instancestest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func backupCases() []kase {
	return append(retentionCases(), []kase{
		{
			Name: "Backups.Create/as-it-will-be", Needs: with(HasBackups), Source: docBackups,
			Why: "its time is what a restoration has to name, and its label how it is found", Run: backedUp,
		},
		{
			Name: "Backups.Create/within-15-minutes", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "who restores before the backup is there restores something else",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				_, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"})
				c.Must(err, "backing an environment up")
				ours := func(b *instances.Backup) bool { return b.Label == "before" }
				c.S.Advance(9 * time.Minute)
				if find(backups(c, e.ID), ours) != nil || get(c, e.ID).Management != instances.ManagementRunning {
					c.Errorf("it is there after 9 minutes, and nothing is running")
				}
				c.S.Advance(7 * time.Minute)
				if find(backups(c, e.ID), ours) == nil || get(c, e.ID).Management != instances.ManagementReady {
					c.Errorf("it is not there after 16 minutes")
				}
			},
		},
		{
			Name: "Backups.Create/no-label", Needs: with(HasBackups), Source: docBackups,
			Why: "without one nobody knows what it was for, and it cannot be given afterwards",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				n := len(history(c, e.ID))
				b, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{})
				c.Refused(err, invalid(opBackup).On("label"))
				if b != nil {
					c.Errorf("a backup is answered beside the error: %+v", b)
				}
				unchanged(c, e, n)
			},
		},
		{
			Name: "Backups.Create/types-without", Needs: with(HasBackups), Source: docBackup,
			Why: "who relies on a backup that nobody makes finds out when he needs it",
			Run: func(c *run) {
				for _, e := range []*instances.Environment{theDefault(c), add(c, instances.Trial)} {
					_, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"})
					c.Refused(err, disallowed(opBackup))
				}
			},
		},
		{
			Name: "Backups.Create/failed", Needs: with(HasBackups), Source: docBackups,
			Why: "a backup that was not made must not be there to be restored",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				_, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"})
				c.Must(err, "backing an environment up")
				fail(c, history(c, e.ID)[0])
				if find(backups(c, e.ID), func(b *instances.Backup) bool { return b.Label == "before" }) != nil {
					c.Errorf("it is listed")
				}
			},
		},
		{
			Name: "Backups.List/newest-first", Needs: with(HasBackups, CanAdvance), Source: docBackups,
			Why: "whoever takes the first takes the latest", Run: newestFirst,
		},
		{
			Name: "Backups.List/none-of-a-trial", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "who relies on what nobody makes finds out when he needs it",
			Run: func(c *run) {
				roomy(c)
				trial, target := add(c, instances.Trial), add(c, instances.Sandbox)
				c.S.Advance(3 * day)
				trial = get(c, trial.ID)
				report(c, "a trial of three days",
					errIf(len(backups(c, trial.ID)) != 0, "it has %d backups", len(backups(c, trial.ID))),
					errIf(!trial.BackupsFrom.IsZero(), "BackupsFrom is %v", trial.BackupsFrom))
				n := len(history(c, target.ID))
				_, err := c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), instances.Restoration{Source: trial.ID, Point: trial.Created.Add(day)})
				c.Refused(err, precluded(opRestore))
				unchanged(c, target, n)
			},
		},
		{
			Name: "Backups.List/unknown", Needs: []string{HasBackups}, Source: docErrors,
			Why: "no environment is not the same as no backups",
			Run: func(c *run) {
				_, err := conform.Collect(c.S.Service.Backups.List(c.Context(), instances.EnvironmentID(nobody())))
				c.Refused(err, unknown(opBackups))
				_, err = conform.Collect(c.S.Service.Backups.Targets(c.Context(), instances.EnvironmentID(nobody())))
				c.Refused(err, unknown(opRestoreTargets))
			},
		},
		{
			Name: "Backups.Delete/what-somebody-made", Needs: with(HasBackups), Source: docBackup,
			Why: "what is deleted must be gone, and nothing else",
			Run: func(c *run) {
				e, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
				one, two := backup(c, e.ID), backup(c, e.ID)
				err := c.S.Service.Backups.Delete(c.Context(), other.ID, one.ID)
				c.Refused(err, plainly(admin365.ErrNotFound, opDeleteBackup))
				c.Must(c.S.Service.Backups.Delete(c.Context(), e.ID, one.ID), "deleting a backup")
				all := backups(c, e.ID)
				if hasBackup(all, one.ID) || !hasBackup(all, two.ID) {
					c.Errorf("the one is there: %v, and the other: %v", hasBackup(all, one.ID), hasBackup(all, two.ID))
				}
				err = c.S.Service.Backups.Delete(c.Context(), e.ID, one.ID)
				c.Refused(err, plainly(admin365.ErrNotFound, opDeleteBackup))
				err = c.S.Service.Backups.Delete(c.Context(), instances.EnvironmentID(nobody()), two.ID)
				c.Refused(err, unknown(opDeleteBackup))
			},
		},
		{
			Name: "Backups.Delete/not-the-services-own", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "what protects against a mistake must not go by one",
			Run: func(c *run) {
				e := add(c, instances.Production)
				c.S.Advance(2 * day)
				own := find(backups(c, e.ID), func(b *instances.Backup) bool { return b.System })
				if own == nil {
					c.Fatalf("the service has made no backup in two days")
				}
				c.Refused(c.S.Service.Backups.Delete(c.Context(), e.ID, own.ID), precluded(opDeleteBackup))
				if !hasBackup(backups(c, e.ID), own.ID) {
					c.Errorf("it is gone")
				}
			},
		},
	}...)
}

func backedUp(c *run) {
	e := add(c, instances.Sandbox)
	label := "Before the update " + conform.Unique()
	b, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: label})
	c.Must(err, "backing an environment up")
	report(c, "the answer",
		errIf(b.ID == "", "it has no id"), errIf(b.Label != label, "Label is %q", b.Label),
		errIf(b.Point.IsZero(), "Point is zero"), errIf(b.System, "it is the service's own"),
		errIf(b.CreatedBy.ID == "" || b.CreatedBy.ID == "SYSTEM", "CreatedBy is %+v", b.CreatedBy), conform.NotUTC(*b))
	ours := func(got *instances.Backup) bool { return got.Label == label }
	if find(backups(c, e.ID), ours) != nil {
		c.Errorf("it is listed while it is being made")
	}
	now := get(c, e.ID)
	if now.Management != instances.ManagementRunning {
		c.Errorf("Management is %q", now.Management)
	}
	if all := history(c, e.ID); len(all) == 0 || all[0].Kind != string(instances.KindBackup) || all[0].Done() {
		c.Errorf("no backup runs: %+v", all)
	}
	finish(c)
	got := find(backups(c, e.ID), ours)
	if got == nil {
		c.Fatalf("it is not listed")
	}
	if err := conform.Differ(got, b); err != nil {
		c.Errorf("in the list it %v", err)
	}
	report(c, "the backup", near("Expires", got.Expires, got.Point.Add(7*day), hour))
}

func newestFirst(c *run) {
	e := add(c, instances.Production)
	var made []instances.BackupID
	for range 4 {
		made = append(made, backup(c, e.ID).ID)
		c.S.Advance(day)
	}
	all := backups(c, e.ID)
	if err := conform.Once(all, func(b *instances.Backup) instances.BackupID { return b.ID }); err != nil {
		c.Errorf("%v", err)
	}
	systems := map[string]int{}
	var last time.Time
	for i, b := range all {
		if i > 0 && b.Point.After(last) {
			c.Errorf("the backup %d of %v comes after that of %v", i, b.Point, last)
		}
		last = b.Point
		report(c, "a backup",
			errIf(b.System != (b.Label == ""), "System is %v of %q", b.System, b.Label),
			errIf(!b.Expires.After(b.Point), "it expires at %v, and is of %v", b.Expires, b.Point), conform.NotUTC(*b))
		if b.System {
			systems[b.Point.Format(time.DateOnly)]++
		}
	}
	for _, id := range made {
		if !hasBackup(all, id) {
			c.Errorf("one that somebody made is not there")
		}
	}
	if len(systems) < 3 {
		c.Errorf("in four days the service made backups on %d", len(systems))
	}
	for date, n := range systems {
		if n > 1 {
			c.Errorf("on %s the service made %d", date, n)
		}
	}
	if now := get(c, e.ID); now.BackupsFrom.IsZero() || now.BackupsFrom.After(all[len(all)-1].Point) {
		c.Errorf("BackupsFrom is %v, and the oldest backup of %v", now.BackupsFrom, all[len(all)-1].Point)
	}
}
