package instancestest

import (
	"time"

	"github.com/admin365/admin365/instances"
)

func retentionCases() []kase {
	return []kase{
		{
			Name: "Backups.Retention/seven-days", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "a backup that is gone too early is none, and one that stays too long lies about what can be restored",
			Run: func(c *run) {
				kept(c, add(c, instances.Sandbox), 7*day)
				kept(c, add(c, instances.Production), 7*day)
			},
		},
		{
			Name: "Backups.Retention/28-days-with-dynamics", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "who was told four weeks comes in the third",
			Run: func(c *run) { kept(c, addDynamics(c), 28*day) },
		},
		{
			Name: "Backups.SetRetention/takes-effect", Needs: with(HasBackups, HasLifecycle, CanAdvance), Source: docBackup,
			Why: "what was promised to the auditors has to be kept for as long",
			Run: func(c *run) {
				e := addManaged(c, instances.Production)
				for _, days := range []time.Duration{14, 21, 7, 28} {
					op := began(c, "setting the retention")(c.S.Service.Backups.SetRetention(c.Context(), e.ID, days*day))
					runs(c, op, instances.KindEdit, e.ID)
					finish(c)
					if now := get(c, e.ID); now.Retention != days*day {
						c.Errorf("Retention is %v, want %d days", now.Retention, days)
					}
				}
				kept(c, e, 28*day)
			},
		},
		{
			Name: "Backups.SetRetention/less-deletes-what-is-older", Needs: with(HasBackups, HasLifecycle, CanAdvance), Source: docBackup,
			Why: "who sees that it loses data asks before",
			Run: func(c *run) {
				e := addManaged(c, instances.Production)
				done(c, "setting the retention")(c.S.Service.Backups.SetRetention(c.Context(), e.ID, 28*day))
				old := backup(c, e.ID)
				c.S.Advance(10 * day)
				young := backup(c, e.ID)
				if !hasBackup(backups(c, e.ID), old.ID) {
					c.Fatalf("a backup of ten days ago is gone")
				}
				done(c, "setting the retention")(c.S.Service.Backups.SetRetention(c.Context(), e.ID, 7*day))
				all := backups(c, e.ID)
				report(c, "afterwards",
					errIf(hasBackup(all, old.ID), "a backup of ten days ago is there still"),
					errIf(!hasBackup(all, young.ID), "a backup of now is gone"))
				done(c, "setting the retention")(c.S.Service.Backups.SetRetention(c.Context(), e.ID, 28*day))
				if hasBackup(backups(c, e.ID), old.ID) {
					c.Errorf("what was deleted has come back")
				}
			},
		},
		{
			Name: "Backups.SetRetention/again", Needs: with(HasBackups, HasLifecycle), Source: docBackups,
			Why: "a script that is run twice must end in the same way",
			Run: func(c *run) {
				e := addManaged(c, instances.Production)
				for range 2 {
					done(c, "setting the retention")(c.S.Service.Backups.SetRetention(c.Context(), e.ID, 21*day))
					if now := get(c, e.ID); now.Retention != 21*day {
						c.Errorf("Retention is %v", now.Retention)
					}
				}
			},
		},
		{
			Name: "Backups.SetRetention/another-time", Needs: with(HasBackups, HasLifecycle), Source: docBackups,
			Why: "there are four times to choose from",
			Run: func(c *run) {
				e := addManaged(c, instances.Production)
				n := len(history(c, e.ID))
				for _, keep := range []time.Duration{0, -7 * day, day, 10 * day, 7*day + hour, 29 * day, 35 * day, 365 * day} {
					_, err := c.S.Service.Backups.SetRetention(c.Context(), e.ID, keep)
					if fault := invalid(opSetRetention).Check(err); fault != nil {
						c.Errorf("%v: %v", keep, fault)
					}
				}
				unchanged(c, e, n)
			},
		},
		{
			Name: "Backups.SetRetention/without-the-choice", Needs: with(HasBackups, HasLifecycle), Source: docBackup,
			Why: "only a managed production without applications of Dynamics 365 has it",
			Run: func(c *run) {
				dynamics := addDynamics(c)
				done(c, "managing an environment")(c.S.Service.Lifecycle.SetManaged(c.Context(), dynamics.ID, true))
				for what, e := range map[string]*instances.Environment{
					"a production that is not managed":            add(c, instances.Production),
					"a managed sandbox":                           addManaged(c, instances.Sandbox),
					"a managed production with Dynamics 365":      get(c, dynamics.ID),
					"an environment of type Developer, unmanaged": add(c, instances.Developer),
				} {
					n := len(history(c, e.ID))
					_, err := c.S.Service.Backups.SetRetention(c.Context(), e.ID, 14*day)
					if fault := precluded(opSetRetention).Check(err); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
					unchanged(c, e, n)
				}
			},
		},
	}
}

// kept makes a backup and looks for how long it is there and can be restored.
func kept(c *run, e *instances.Environment, keep time.Duration) {
	c.Helper()
	b := backup(c, e.ID)
	report(c, "the backup", near("Expires", b.Expires, b.Point.Add(keep), hour), errIf(get(c, e.ID).Retention != keep, "Retention is %v, want %v", get(c, e.ID).Retention, keep))
	c.S.Advance(keep - 2*hour)
	if !hasBackup(backups(c, e.ID), b.ID) {
		c.Errorf("two hours before %v it is gone", keep)
	}
	c.S.Advance(4 * hour)
	if hasBackup(backups(c, e.ID), b.ID) {
		c.Errorf("two hours after %v it is there still", keep)
	}
	if now := get(c, e.ID); !now.BackupsFrom.After(b.Point) {
		c.Errorf("BackupsFrom is %v, and the backup of %v is gone", now.BackupsFrom, b.Point)
	}
}
