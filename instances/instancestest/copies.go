package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func copyCases() []kase {
	return append(copyRefusalCases(), []kase{
		{
			Name: "Copies.Copy/in-administration-mode-afterwards", Needs: with(HasCopies), Source: docCopy,
			Why: "a copy of production that is open mails the customers", Run: copied,
		},
		{
			Name: "Copies.Copy/minimal", Needs: with(HasCopies), Source: docCopy,
			Why: "a test of customizations wants no customers in it",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Sandbox)
				copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.MinimalCopy})
				report(c, "the target", administered(get(c, target.ID)))
			},
		},
		{
			Name: "Copies.Copy/takes-the-sources-version", Needs: with(HasCopies), Source: docCopy,
			Why: "what was customized in the one must run in the other",
			Run: func(c *run) {
				roomy(c)
				target := add(c, instances.Sandbox)
				source := add(c, instances.Production, withDatabase(func(d *instances.NewDatabase) { d.Language = 1031 }))
				c.Must(c.S.Backstage.SetVersion(c.Context(), source.ID, "9.2.77777.00001"), "setting the version of the source")
				copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				d := get(c, target.ID).Dataverse
				report(c, "the target",
					errIf(d.Version != "9.2.77777.00001", "Version is %q", d.Version),
					errIf(d.Language != 1031, "Language is %d", d.Language))
			},
		},
		{
			Name: "Copies.Copy/with-a-name-and-a-group", Needs: with(HasCopies, CanMakeGroups), Source: docCopy,
			Why: "a copy that is called as before is taken for what was there before", Run: copyOverrides,
		},
		{
			Name: "Copies.Copy/both-are-busy", Needs: with(HasCopies), Source: docCopy,
			Why: "a source that changes under a copy gives a copy of nothing that ever was",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				began(c, "copying an environment")(c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
				for _, e := range []*instances.Environment{target, source} {
					if now := get(c, e.ID); now.Management != instances.ManagementRunning {
						c.Errorf("Management of the %s is %q", e.Type, now.Management)
					}
					_, err := c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")})
					c.Refused(err, busy(opUpdate))
				}
				finish(c)
				for _, e := range []*instances.Environment{target, source} {
					update(c, e.ID, instances.EnvironmentPatch{Description: new("x")})
				}
			},
		},
		{
			Name: "Copies.Copy/within-a-day", Needs: with(HasCopies, CanAdvance), Source: docCopy,
			Why: "on a clock that does not move a program waits forever",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Sandbox)
				op := began(c, "copying an environment")(c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
				if now := operation(c, op.ID); now.Done() {
					c.Errorf("it has ended at once, as %s", now.State)
				}
				c.S.Advance(day)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
					c.Errorf("a day later it is %s", now.State)
				}
				report(c, "the target", administered(get(c, target.ID)))
			},
		},
		{
			Name: "Copies.Copy/failed", Needs: with(HasCopies, HasResets), Source: docBackup,
			Why: "half a copy is put right by another one, or by a reset, and by nothing else",
			Run: func(c *run) {
				e := failedCopy(c)
				all := history(c, e.ID)
				if len(all) == 0 || all[0].State != admin365.OperationFailed || all[0].Err == nil {
					c.Errorf("its history does not begin with the failure: %+v", all)
				}
				if e.Management == instances.ManagementRunning {
					c.Errorf("Management is %q", e.Management)
				}
				done(c, "resetting what failed")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
				update(c, e.ID, instances.EnvironmentPatch{Description: new("well again")})
			},
		},
		{
			Name: "Copies.Copy/of-a-trial-by-subscription", Needs: with(HasCopies), Source: docCopy,
			Why: "such a trial is copied onto such a trial",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.SubscriptionBasedTrial), add(c, instances.SubscriptionBasedTrial)
				copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				if now := get(c, target.ID); now.Type != instances.SubscriptionBasedTrial {
					c.Errorf("it is a %s", now.Type)
				}
			},
		},
		{
			Name: "Copies.Copy/managed-onto-managed", Needs: with(HasCopies, HasLifecycle), Source: docCopy,
			Why: "what is governed must not get out by a copy",
			Run: func(c *run) {
				roomy(c)
				source, target, other := addManaged(c, instances.Production), addManaged(c, instances.Sandbox), add(c, instances.Sandbox)
				n := len(history(c, other.ID))
				_, err := c.S.Service.Copies.Copy(c.Context(), other.ID, other.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				notFull(c, err, disallowed(opCopy))
				unchanged(c, other, n)
				copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				if !get(c, target.ID).Managed {
					c.Errorf("the target is not managed any more")
				}
			},
		},
		{
			Name: "Copies.Targets/those-that-are-taken", Needs: with(HasCopies, HasLifecycle), Source: docCopy,
			Why: "a list to choose from whose entries are refused is worse than none",
			Run: func(c *run) {
				roomy(c)
				source := add(c, instances.Sandbox)
				good := []*instances.Environment{add(c, instances.Sandbox), addManaged(c, instances.Sandbox)}
				bad := []*instances.Environment{
					source, add(c, instances.Production), add(c, instances.Sandbox, in("japan")), add(c, instances.Sandbox, bare),
					add(c, instances.Developer), add(c, instances.Trial), theDefault(c),
				}
				all, err := conform.Collect(c.S.Service.Copies.Targets(c.Context(), source.ID))
				c.Must(err, "listing the targets of a copy")
				candidates(c, all, good, bad)
				managed, err := conform.Collect(c.S.Service.Copies.Targets(c.Context(), good[1].ID))
				c.Must(err, "listing the targets of a copy")
				candidates(c, managed, nil, []*instances.Environment{source, good[0], good[1]})
				_, err = conform.Collect(c.S.Service.Copies.Targets(c.Context(), instances.EnvironmentID(nobody())))
				c.Refused(err, unknown(opCopyTargets))
				for _, target := range good {
					copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.MinimalCopy})
				}
			},
		},
	}...)
}

// candidates checks which environments are among the candidates.
func candidates(c *run, all []*instances.Candidate, good, bad []*instances.Environment) {
	c.Helper()
	if err := conform.Once(all, func(x *instances.Candidate) instances.EnvironmentID { return x.ID }); err != nil {
		c.Errorf("%v", err)
	}
	of := func(e *instances.Environment) *instances.Candidate {
		return find(all, func(x *instances.Candidate) bool { return x.ID == e.ID })
	}
	for _, e := range good {
		x := of(e)
		if x == nil {
			c.Errorf("the %s in %s is no candidate", e.Type, e.Location)
			continue
		}
		report(c, "a candidate", errIf(x.DisplayName != e.DisplayName, "it is called %q", x.DisplayName), errIf(strings.TrimRight(x.URL, "/") != strings.TrimRight(e.Dataverse.URL, "/"), "its address is %q", x.URL))
	}
	for _, e := range bad {
		if of(e) != nil {
			c.Errorf("the %s in %s is a candidate (database: %v, managed: %v)", e.Type, e.Location, e.Dataverse != nil, e.Managed)
		}
	}
}

// copyOnto copies onto a target and has that end well.
func copyOnto(c *run, target *instances.Environment, x instances.EnvironmentCopy) *admin365.Operation {
	c.Helper()
	return done(c, "copying an environment")(c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), x))
}

func copied(c *run) {
	roomy(c)
	target, source := add(c, instances.Sandbox), add(c, instances.Production)
	op := began(c, "copying an environment")(c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
	runs(c, op, instances.KindCopy, target.ID)
	finish(c)
	now := get(c, target.ID)
	report(c, "the target", administered(now),
		errIf(now.DisplayName != target.DisplayName, "it is called %q", now.DisplayName),
		errIf(now.Type != instances.Sandbox, "it is a %s", now.Type),
		errIf(now.Dataverse.DomainName != target.Dataverse.DomainName || now.Dataverse.URL != target.Dataverse.URL, "its address is %q", now.Dataverse.URL),
		errIf(now.Management != instances.ManagementReady, "Management is %q", now.Management))
	if err := conform.Differ(get(c, source.ID), source, "BackupsFrom", "Modified", "ModifiedBy"); err != nil {
		c.Errorf("the source %v", err)
	}
	if find(history(c, target.ID), func(o *admin365.Operation) bool { return o.ID == op.ID }) == nil {
		c.Errorf("the target's history does not have it")
	}
	if c.S.Service.AdminMode != nil {
		done(c, "leaving administration mode")(c.S.Service.AdminMode.Leave(c.Context(), target.ID))
		report(c, "the target that was opened", open(get(c, target.ID)))
	}
}

func copyOverrides(c *run) {
	roomy(c)
	group, err := c.S.Make.Group(c.Context())
	c.Must(err, "adding a security group")
	own, err := c.S.Make.Group(c.Context())
	c.Must(err, "adding a security group")
	source := add(c, instances.Production)
	target := add(c, instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.SecurityGroupID = own }))
	copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
	now := get(c, target.ID)
	report(c, "a copy that says nothing of them",
		errIf(now.DisplayName != target.DisplayName, "it is called %q", now.DisplayName),
		errIf(!strings.EqualFold(string(now.Dataverse.SecurityGroupID), string(own)), "SecurityGroupID is %q, want its own", now.Dataverse.SecurityGroupID))
	name := "Copy " + conform.Unique()
	copyOnto(c, now, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy, DisplayName: name, SecurityGroupID: group})
	now = get(c, target.ID)
	report(c, "a copy that does",
		errIf(now.DisplayName != name, "it is called %q, want %q", now.DisplayName, name),
		errIf(!strings.EqualFold(string(now.Dataverse.SecurityGroupID), string(group)), "SecurityGroupID is %q, want %q", now.Dataverse.SecurityGroupID, group))
}
