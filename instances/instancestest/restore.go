package instancestest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func restoreCases() []kase {
	return []kase{
		{
			Name: "Backups.Restore/in-administration-mode-afterwards", Needs: with(HasBackups), Source: docBackup,
			Why: "what was restored mails the customers of last week", Run: restored,
		},
		{
			Name: "Backups.Restore/types-that-take-it", Needs: with(HasBackups), Source: docBackup,
			Why: "what is allowed must not be refused, on the day when it is needed",
			Run: func(c *run) {
				roomy(c)
				developer := add(c, instances.Developer)
				production := add(c, instances.Production)
				for _, pair := range [][2]*instances.Environment{
					{production, add(c, instances.Sandbox)},
					{add(c, instances.Sandbox), add(c, instances.Sandbox)},
					{developer, add(c, instances.Sandbox)},
					{developer, add(c, instances.Developer)},
					{developer, developer},
				} {
					restore(c, pair[1], instances.Restoration{Source: pair[0].ID, Point: backup(c, pair[0].ID).Point})
				}
			},
		},
		{
			Name: "Backups.Restore/types-that-do-not", Needs: with(HasBackups), Source: docBackup,
			Why: "a production is overwritten by nobody, not even by itself",
			Run: func(c *run) {
				roomy(c)
				production, sandbox := add(c, instances.Production), add(c, instances.Sandbox)
				for _, pair := range [][2]*instances.Environment{
					{production, production},
					{production, add(c, instances.Production)},
					{sandbox, production},
					{sandbox, add(c, instances.Developer)},
					{sandbox, add(c, instances.Trial)},
				} {
					noRestore(c, pair[1], instances.Restoration{Source: pair[0].ID, Point: backup(c, pair[0].ID).Point})
				}
			},
		},
		{
			Name: "Backups.Restore/any-time-that-is-kept", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "the mistake happened between two backups",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox)
				c.S.Advance(3 * day)
				e = get(c, e.ID)
				if e.BackupsFrom.IsZero() {
					c.Fatalf("after three days BackupsFrom is zero")
				}
				for _, point := range []time.Time{e.BackupsFrom, e.BackupsFrom.Add(31*hour + 7*time.Second)} {
					restore(c, get(c, e.ID), instances.Restoration{Source: e.ID, Point: point})
				}
			},
		},
		{
			Name: "Backups.Restore/no-backup-of-that-time", Needs: with(HasBackups, CanAdvance), Source: docBackup,
			Why: "nothing was kept of what was before, nor of what is to come",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox)
				c.S.Advance(10 * day)
				e = get(c, e.ID)
				b := backup(c, e.ID)
				n := len(history(c, e.ID))
				for _, point := range []time.Time{e.BackupsFrom.Add(-day), b.Point.Add(2 * day), time.Unix(0, 0)} {
					_, err := c.S.Service.Backups.Restore(c.Context(), e.ID, e.Expect(), instances.Restoration{Source: e.ID, Point: point})
					if fault := precluded(opRestore).Check(err); fault != nil {
						c.Errorf("%v: %v", point, fault)
					}
				}
				if got := len(history(c, e.ID)); got != n {
					c.Errorf("%d operations are listed, before the refusals %d", got, n)
				}
			},
		},
		{
			Name: "Backups.Restore/elsewhere", Needs: with(HasBackups), Source: docBackup,
			Why: "data does not leave its geography by the way",
			Run: func(c *run) {
				roomy(c)
				source := add(c, instances.Production)
				noRestore(c, add(c, instances.Sandbox, in("japan")), instances.Restoration{Source: source.ID, Point: backup(c, source.ID).Point})
			},
		},
		{
			Name: "Backups.Restore/managed-onto-managed", Needs: with(HasBackups, HasLifecycle), Source: docBackup,
			Why: "what is governed must not get out by a restoration",
			Run: func(c *run) {
				roomy(c)
				source := addManaged(c, instances.Production)
				r := instances.Restoration{Source: source.ID, Point: backup(c, source.ID).Point}
				noRestore(c, add(c, instances.Sandbox), r)
				restore(c, addManaged(c, instances.Sandbox), r)
			},
		},
		{
			Name: "Backups.Restore/bad-input", Needs: with(HasBackups), Source: docBackups,
			Why: "a restoration that says half of what it needs guesses the rest", Run: restoreBadInput,
		},
		{
			Name: "Backups.Restore/source-busy", Needs: with(HasBackups), Source: docBackups,
			Why: "both are busy while one is read and the other one written",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				r := instances.Restoration{Source: source.ID, Point: backup(c, source.ID).Point}
				hold(c, source.ID)
				_, err := c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), r)
				c.Refused(err, busy(opRestore))
				finish(c)
				began(c, "restoring an environment")(c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), r))
				_, err = c.S.Service.Environments.Update(c.Context(), source.ID, instances.EnvironmentPatch{Description: new("x")})
				c.Refused(err, busy(opUpdate))
			},
		},
		{
			Name: "Backups.Restore/no-capacity", Needs: with(HasBackups, HasCapacity), Source: docStorage,
			Why: "what comes back may be larger than what is there",
			Run: func(c *run) {
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				r := instances.Restoration{Source: source.ID, Point: backup(c, source.ID).Point}
				leaveFree(c, gigabyte-1)
				_, err := c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), r)
				full(c, opRestore, err)
			},
		},
		{
			Name: "Backups.Targets/those-that-are-taken", Needs: with(HasBackups, HasLifecycle), Source: docBackup,
			Why: "a list to choose from whose entries are refused is worse than none",
			Run: func(c *run) {
				source := add(c, instances.Sandbox)
				good := []*instances.Environment{source, add(c, instances.Sandbox)}
				bad := []*instances.Environment{
					add(c, instances.Production), add(c, instances.Developer), add(c, instances.Sandbox, in("japan")),
					add(c, instances.Sandbox, bare), add(c, instances.Trial), theDefault(c),
				}
				all, err := conform.Collect(c.S.Service.Backups.Targets(c.Context(), source.ID))
				c.Must(err, "listing the targets of a restoration")
				candidates(c, all, good, bad)
				production := add(c, instances.Production)
				all, err = conform.Collect(c.S.Service.Backups.Targets(c.Context(), production.ID))
				c.Must(err, "listing the targets of a restoration")
				candidates(c, all, good, []*instances.Environment{production})
			},
		},
	}
}

// restore restores to a target and has that end well.
func restore(c *run, target *instances.Environment, r instances.Restoration) {
	c.Helper()
	done(c, "restoring to a "+string(target.Type))(c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), r))
	if now := get(c, target.ID); now.Type != target.Type {
		c.Errorf("the %s is a %s now", target.Type, now.Type)
	}
}

// noRestore checks that nothing is restored to a target, which stays as it is.
func noRestore(c *run, target *instances.Environment, r instances.Restoration) {
	c.Helper()
	target = get(c, target.ID)
	n := len(history(c, target.ID))
	_, err := c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), r)
	if fault := disallowed(opRestore).Check(err); fault != nil {
		c.Errorf("to a %s: %v", target.Type, fault)
	}
	unchanged(c, target, n)
}

func restored(c *run) {
	roomy(c)
	e := add(c, instances.Sandbox)
	b := backup(c, e.ID)
	op := began(c, "restoring an environment")(c.S.Service.Backups.Restore(c.Context(), e.ID, e.Expect(), instances.Restoration{Source: e.ID, Point: b.Point}))
	runs(c, op, instances.KindRestore, e.ID)
	finish(c)
	now := get(c, e.ID)
	report(c, "the environment", administered(now),
		errIf(now.DisplayName != e.DisplayName, "it is called %q", now.DisplayName),
		errIf(now.Dataverse.URL != e.Dataverse.URL, "its address is %q", now.Dataverse.URL))
	if !hasBackup(backups(c, e.ID), b.ID) {
		c.Errorf("what it was restored to is gone")
	}
	name := "Restored " + conform.Unique()
	r := instances.Restoration{Source: e.ID, Point: b.Point, DisplayName: name}
	if c.S.Make.Group != nil {
		group, err := c.S.Make.Group(c.Context())
		c.Must(err, "adding a security group")
		r.SecurityGroupID = group
	}
	restore(c, now, r)
	now = get(c, e.ID)
	report(c, "the environment with a new name", administered(now),
		errIf(now.DisplayName != name, "it is called %q, want %q", now.DisplayName, name),
		errIf(!strings.EqualFold(string(now.Dataverse.SecurityGroupID), string(r.SecurityGroupID)), "SecurityGroupID is %q", now.Dataverse.SecurityGroupID))
}

func restoreBadInput(c *run) {
	roomy(c)
	target, source := add(c, instances.Sandbox), add(c, instances.Production)
	point := backup(c, source.ID).Point
	n := len(history(c, target.ID))
	for _, wrong := range []struct {
		what string
		r    instances.Restoration
		want conform.Refusal
	}{
		{"no source", instances.Restoration{Point: point}, invalid(opRestore)},
		{"no time", instances.Restoration{Source: source.ID}, invalid(opRestore)},
		{"a source that is not there", instances.Restoration{Source: instances.EnvironmentID(nobody()), Point: point}, unknown(opRestore)},
		{"a source without database", instances.Restoration{Source: add(c, instances.Sandbox, bare).ID, Point: point}, precluded(opRestore)},
		{"a security group that is none", instances.Restoration{Source: source.ID, Point: point, SecurityGroupID: "everybody"}, coded(opRestore, "InvalidSecurityGroupId")},
	} {
		op, err := c.S.Service.Backups.Restore(c.Context(), target.ID, target.Expect(), wrong.r)
		if fault := wrong.want.Check(err); fault != nil {
			c.Errorf("%s: %v", wrong.what, fault)
		}
		if op != nil {
			c.Errorf("%s: an operation is answered beside the error: %+v", wrong.what, op)
		}
	}
	unchanged(c, target, n)
	_, err := c.S.Service.Backups.Restore(c.Context(), target.ID, instances.Expect{Name: target.DisplayName, Type: instances.Production}, instances.Restoration{Source: source.ID, Point: point})
	c.Refused(err, plainly(admin365.ErrPrecondition, opRestore))
}
