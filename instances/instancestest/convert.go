package instancestest

import (
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func convertCases() []kase {
	return []kase{
		{
			Name: "Lifecycle.Convert/there-and-back", Needs: with(HasLifecycle), Source: docSwitch,
			Why: "a production can be reset or restored only after it has been a sandbox",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := began(c, "making a production")(c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), instances.Production))
				runs(c, op, instances.KindConvert, e.ID)
				finish(c)
				now := get(c, e.ID)
				if now.Type != instances.Production {
					c.Errorf("it is a %s", now.Type)
				}
				if err := conform.Differ(now.Dataverse, e.Dataverse, "Modified"); err != nil {
					c.Errorf("its organization %v", err)
				}
				done(c, "making a sandbox")(c.S.Service.Lifecycle.Convert(c.Context(), e.ID, now.Expect(), instances.Sandbox))
				if now = get(c, e.ID); now.Type != instances.Sandbox {
					c.Errorf("it is a %s", now.Type)
				}
			},
		},
		{
			Name: "Lifecycle.Convert/trial-stays", Needs: with(HasLifecycle), Source: docSwitch,
			Why: "who bought what he tried keeps what he made in it",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Trial)
				done(c, "making a production")(c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), instances.Production))
				if now := get(c, e.ID); now.Type != instances.Production {
					c.Errorf("it is a %s", now.Type)
				}
			},
		},
		{
			Name: "Lifecycle.Convert/no-capacity", Needs: with(HasLifecycle, HasCapacity), Source: docStorage,
			Why: "a trial counts for nothing, and a production does",
			Run: func(c *run) {
				trial, sandbox := add(c, instances.Trial), add(c, instances.Sandbox)
				leaveFree(c, gigabyte-1)
				_, err := c.S.Service.Lifecycle.Convert(c.Context(), trial.ID, trial.Expect(), instances.Production)
				full(c, opConvert, err)
				done(c, "making a production of what counts already")(c.S.Service.Lifecycle.Convert(c.Context(), sandbox.ID, sandbox.Expect(), instances.Production))
			},
		},
		{
			Name: "Lifecycle.Convert/so-already", Needs: with(HasLifecycle), Source: docLifecycle,
			Why: "a program has to know that it has nothing left to do",
			Run: func(c *run) {
				for _, kind := range []instances.EnvironmentType{instances.Sandbox, instances.Production} {
					e := add(c, kind)
					_, err := c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), kind)
					c.Refused(err, alreadySo(opConvert))
				}
			},
		},
		{
			Name: "Lifecycle.Convert/types-that-stay", Needs: with(HasLifecycle), Source: docSwitch,
			Why: "what is somebody's own or the tenant's own becomes nothing else",
			Run: func(c *run) {
				roomy(c)
				for _, kind := range []instances.EnvironmentType{instances.Developer, instances.Teams} {
					for _, to := range []instances.EnvironmentType{instances.Production, instances.Sandbox} {
						e := add(c, kind)
						n := len(history(c, e.ID))
						_, err := c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), to)
						notFull(c, err, disallowed(opConvert))
						unchanged(c, e, n)
					}
				}
				d := theDefault(c)
				_, err := c.S.Service.Lifecycle.Convert(c.Context(), d.ID, d.Expect(), instances.Production)
				notFull(c, err, disallowed(opConvert))
				trial := add(c, instances.Trial)
				_, err = c.S.Service.Lifecycle.Convert(c.Context(), trial.ID, trial.Expect(), instances.Sandbox)
				notFull(c, err, disallowed(opConvert))
			},
		},
		{
			Name: "Lifecycle.Convert/no-such-type", Needs: with(HasLifecycle), Source: docLifecycle,
			Why: "a type to which nothing can be converted is a mistake of the caller",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				for _, to := range []instances.EnvironmentType{"", "Sandpit", instances.Default, instances.Developer, instances.Trial, instances.Teams} {
					_, err := c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), to)
					c.Refused(err, coded(opConvert, "InvalidEnvironmentSku").On("type"))
				}
			},
		},
		{
			Name: "Lifecycle.Convert/cuts-the-backups", Needs: with(HasLifecycle, HasBackups, CanAdvance), Source: docSwitch,
			Why: "who switches a production for a moment loses three weeks of backups for good",
			Run: func(c *run) {
				e := addDynamics(c)
				if e.Retention != 28*day {
					c.Errorf("Retention of a production with applications of Dynamics 365 is %v", e.Retention)
				}
				old := backup(c, e.ID)
				c.S.Advance(8 * day)
				young := backup(c, e.ID)
				done(c, "making a sandbox")(c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), instances.Sandbox))
				now := get(c, e.ID)
				all := backups(c, e.ID)
				report(c, "the sandbox",
					errIf(now.Retention != 7*day, "Retention is %v, want 7 days", now.Retention),
					errIf(hasBackup(all, old.ID), "a backup of eight days ago is there still"),
					errIf(!hasBackup(all, young.ID), "a backup of now is gone"),
					errIf(now.BackupsFrom.Before(old.Point), "BackupsFrom is %v, before %v", now.BackupsFrom, old.Point))
			},
		},
	}
}

// hasBackup reports whether a list has the backup.
func hasBackup(all []*instances.Backup, id instances.BackupID) bool {
	return find(all, func(b *instances.Backup) bool { return b.ID == id }) != nil
}
