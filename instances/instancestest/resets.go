package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func resetCases() []kase {
	return []kase{
		{
			Name: "Resets.Reset/keeps-what-it-does-not-name", Needs: with(HasResets, CanMakeGroups), Source: docReset,
			Why: "an environment that is open after a reset, or in another language, is not the one that began", Run: resetKeeps,
		},
		{
			Name: "Resets.Reset/as-it-says", Needs: with(HasResets, CanMakeGroups), Source: docResets,
			Why: "it is the only way to another base language", Run: resetAsSaid,
		},
		{
			Name: "Resets.Reset/backups-go-too", Needs: with(HasResets, HasBackups, CanAdvance), Source: docReset,
			Why: "whoever thinks that a backup is left is wrong, and has to be told by his tests",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox)
				b := backup(c, e.ID)
				c.S.Advance(3 * day)
				done(c, "resetting an environment")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
				for _, left := range backups(c, e.ID) {
					if !left.Point.After(b.Point.Add(3*day - hour)) {
						c.Errorf("a backup of %v is left", left.Point)
					}
				}
				now := get(c, e.ID)
				_, err := c.S.Service.Backups.Restore(c.Context(), e.ID, now.Expect(), instances.Restoration{Source: e.ID, Point: b.Point})
				c.Refused(err, precluded(opRestore))
			},
		},
		{
			Name: "Resets.Reset/within-an-hour", Needs: with(HasResets, CanAdvance), Source: docResets,
			Why: "on a clock that does not move a program waits forever",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := began(c, "resetting an environment")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
				runs(c, op, instances.KindReset, e.ID)
				c.S.Advance(hour + hour/4)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
					c.Errorf("after an hour and a quarter it is %s", now.State)
				}
			},
		},
		{
			Name: "Resets.Reset/sandboxes-alone", Needs: with(HasResets), Source: docReset,
			Why: "a production is made a sandbox first, so that somebody thinks twice",
			Run: func(c *run) {
				for _, e := range []*instances.Environment{
					add(c, instances.Production), add(c, instances.Trial), add(c, instances.Teams), theDefault(c),
				} {
					n := len(history(c, e.ID))
					_, err := c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{})
					if fault := disallowed(opReset).Check(err); fault != nil {
						c.Errorf("%s: %v", e.Type, fault)
					}
					unchanged(c, e, n)
				}
			},
		},
		{
			Name: "Resets.Reset/bad-input", Needs: with(HasResets), Source: docResets,
			Why: "what was there is gone once it begins, so that it must not begin with a mistake", Run: resetBadInput,
		},
	}
}

func resetKeeps(c *run) {
	group, err := c.S.Make.Group(c.Context())
	c.Must(err, "adding a security group")
	e := add(c, instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.SecurityGroupID, d.Language = group, 1031 }),
		func(e *instances.NewEnvironment) { e.Description = "for the case" })
	done(c, "resetting an environment")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
	now := get(c, e.ID)
	report(c, "the environment",
		errIf(now.DisplayName != e.DisplayName || now.Description != e.Description, "it is called %q, %q", now.DisplayName, now.Description),
		errIf(now.Type != instances.Sandbox || now.Location != e.Location, "it is a %s in %s", now.Type, now.Location),
		errIf(now.Management != instances.ManagementReady, "Management is %q", now.Management))
	if now.Dataverse == nil {
		c.Fatalf("it has no Dataverse any more")
	}
	report(c, "its organization",
		errIf(now.Dataverse.URL != e.Dataverse.URL, "URL is %q, want %q", now.Dataverse.URL, e.Dataverse.URL),
		errIf(now.Dataverse.Language != 1031, "Language is %d", now.Dataverse.Language),
		errIf(!strings.EqualFold(string(now.Dataverse.SecurityGroupID), string(group)), "SecurityGroupID is %q, want %q", now.Dataverse.SecurityGroupID, group),
		errIf(now.Dataverse.State != instances.InstanceReady, "State is %q", now.Dataverse.State))
}

func resetAsSaid(c *run) {
	group, err := c.S.Make.Group(c.Context())
	c.Must(err, "adding a security group")
	e, name := add(c, instances.Sandbox), conform.Unique()
	r := instances.EnvironmentReset{
		DisplayName: "Anew " + name, DomainName: name, Description: "anew", Language: 1036, Currency: "EUR", SecurityGroupID: group,
	}
	if c.S.Service.Catalogue != nil {
		templates, err := conform.Collect(c.S.Service.Catalogue.Templates(c.Context(), e.Location))
		c.Must(err, "listing templates")
		t := find(templates, func(t *instances.Template) bool {
			return t.Type == instances.Sandbox && t.ResetSupported && !t.IsDisabled
		})
		if t == nil {
			c.Fatalf("no template can be installed by a reset: %+v", templates)
		}
		r.Templates = []string{t.Name}
	}
	done(c, "resetting an environment")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), r))
	now := get(c, e.ID)
	report(c, "the environment",
		errIf(now.DisplayName != r.DisplayName || now.Description != r.Description, "it is called %q, %q", now.DisplayName, now.Description),
		errIf(now.Dataverse.DomainName != name || now.Dataverse.URL != "https://"+name+".crm4.dynamics.com/", "its address is %q", now.Dataverse.URL),
		errIf(now.Dataverse.Language != 1036, "Language is %d", now.Dataverse.Language),
		errIf(!strings.EqualFold(string(now.Dataverse.SecurityGroupID), string(group)), "SecurityGroupID is %q, want %q", now.Dataverse.SecurityGroupID, group),
		errIf(!conform.Same(now.Dataverse.Templates, r.Templates), "Templates are %q, want %q", now.Dataverse.Templates, r.Templates))
	// The old address is reserved.
	err = c.S.Service.Environments.CheckDomain(c.Context(), e.Dataverse.DomainName, e.Location)
	c.Refused(err, taken(opCheckDomain))
}

func resetBadInput(c *run) {
	e, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
	n := len(history(c, e.ID))
	wrong := []struct {
		what string
		r    instances.EnvironmentReset
		want conform.Refusal
	}{
		{"a domain that is taken", instances.EnvironmentReset{DomainName: other.Dataverse.DomainName}, taken(opReset)},
		{"a domain that is no label", instances.EnvironmentReset{DomainName: "con toso"}, coded(opReset, "InvalidDomainName")},
		{"a language that is none", instances.EnvironmentReset{Language: 7}, invalid(opReset)},
		{"a currency that is none", instances.EnvironmentReset{Currency: "XXXX"}, invalid(opReset)},
		{"a template that is none", instances.EnvironmentReset{Templates: []string{"D365_Nonsense"}}, invalid(opReset)},
		{"a security group that is none", instances.EnvironmentReset{SecurityGroupID: "everybody"}, coded(opReset, "InvalidSecurityGroupId")},
	}
	for _, w := range wrong {
		_, err := c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), w.r)
		if fault := w.want.Check(err); fault != nil {
			c.Errorf("%s: %v", w.what, fault)
		}
	}
	unchanged(c, e, n)
}
