package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func updateCases() []kase {
	return []kase{
		{
			Name: "Environments.Update/leaves-the-rest", Needs: with(CanMakeGroups), Source: docPatch,
			Why: "a patch that says nothing of a property must not clear it", Run: leavesTheRest,
		},
		{
			Name: "Environments.Update/is-an-operation", Needs: with(), Source: docEdit,
			Why: "who goes on at once works on what was",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				runs(c, op, instances.KindEdit, e.ID)
				now := get(c, e.ID)
				report(c, "the environment meanwhile",
					errIf(now.Management != instances.ManagementRunning, "Management is %q", now.Management),
					errIf(now.Running != nil && now.Running.Kind != instances.KindEdit, "%+v runs", now.Running))
				finish(c)
				now = get(c, e.ID)
				report(c, "the environment afterwards",
					errIf(now.Management != instances.ManagementReady, "Management is %q", now.Management),
					errIf(now.Running != nil, "%+v runs", now.Running),
					errIf(now.Description != "busy", "Description is %q", now.Description),
					errIf(now.Modified.Before(e.Modified), "Modified is %v, before it was %v", now.Modified, e.Modified))
			},
		},
		{
			Name: "Environments.Update/takes-seconds", Needs: with(CanAdvance), Source: docEdit,
			Why: "on a clock that does not move a program waits forever",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				c.S.Advance(hour / 6)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
					c.Errorf("ten minutes later it is %s", now.State)
				}
			},
		},
		{
			Name: "Environments.Update/domain", Needs: with(), Source: docEdit,
			Why: "the address that people are told has to be the one that works",
			Run: func(c *run) {
				e, name := add(c, instances.Sandbox), conform.Unique()
				update(c, e.ID, instances.EnvironmentPatch{DomainName: new(strings.ToUpper(name))})
				d := get(c, e.ID).Dataverse
				report(c, "the organization",
					errIf(d.DomainName != name, "DomainName is %q, want %q", d.DomainName, name),
					errIf(d.URL != "https://"+name+".crm4.dynamics.com/", "URL is %q", d.URL),
					errIf(d.APIURL != "https://"+name+".api.crm4.dynamics.com", "APIURL is %q", d.APIURL),
					errIf(d.OrganizationID != e.Dataverse.OrganizationID, "it is another organization"))
			},
		},
		{
			Name: "Environments.Update/security-group", Needs: with(CanMakeGroups), Source: docEdit,
			Why: "null opens it to everybody, and nothing else may",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				group, err := c.S.Make.Group(c.Context())
				c.Must(err, "adding a security group")
				update(c, e.ID, instances.EnvironmentPatch{SecurityGroupID: admin365.Set(group)})
				if got := get(c, e.ID).Dataverse.SecurityGroupID; !strings.EqualFold(string(got), string(group)) {
					c.Errorf("SecurityGroupID is %q, want %q", got, group)
				}
				update(c, e.ID, instances.EnvironmentPatch{Description: new("left alone")})
				if got := get(c, e.ID).Dataverse.SecurityGroupID; !strings.EqualFold(string(got), string(group)) {
					c.Errorf("after a change of something else SecurityGroupID is %q", got)
				}
				update(c, e.ID, instances.EnvironmentPatch{SecurityGroupID: admin365.Null[admin365.GroupID]()})
				if got := get(c, e.ID).Dataverse.SecurityGroupID; got != "" {
					c.Errorf("after null SecurityGroupID is %q", got)
				}
			},
		},
		{
			Name: "Environments.Update/environment-group", Needs: with(), Source: docPatch,
			Why: "null takes it out of its group, and nothing else may",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				group, err := c.S.Backstage.AddEnvironmentGroup(c.Context(), "Group "+conform.Unique())
				c.Must(err, "adding an environment group")
				update(c, e.ID, instances.EnvironmentPatch{GroupID: admin365.Set(group)})
				if got := get(c, e.ID).GroupID; !strings.EqualFold(got, group) {
					c.Errorf("GroupID is %q, want %q", got, group)
				}
				update(c, e.ID, instances.EnvironmentPatch{Description: new("left alone")})
				if got := get(c, e.ID).GroupID; !strings.EqualFold(got, group) {
					c.Errorf("after a change of something else GroupID is %q", got)
				}
				update(c, e.ID, instances.EnvironmentPatch{GroupID: admin365.Null[string]()})
				if got := get(c, e.ID).GroupID; got != "" {
					c.Errorf("after null GroupID is %q", got)
				}
				_, err = c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{GroupID: admin365.Set(nobody())})
				c.Refused(err, noGroup(opUpdate))
			},
		},
		{
			Name: "Environments.Update/empty-is-a-value", Needs: with(), Source: docPatch,
			Why: "to take a text away is to set it to nothing",
			Run: func(c *run) {
				e := add(c, instances.Sandbox, func(e *instances.NewEnvironment) { e.Description = "something" })
				update(c, e.ID, instances.EnvironmentPatch{Description: new("")})
				if got := get(c, e.ID).Description; got != "" {
					c.Errorf("Description is %q", got)
				}
			},
		},
		{
			Name: "Environments.Update/again", Needs: with(), Source: docEdit,
			Why: "a script that is run twice must end in the same way",
			Run: func(c *run) {
				e := add(c, instances.Production)
				p := instances.EnvironmentPatch{DisplayName: new("Again " + conform.Unique()), Cadence: new(instances.CadenceFrequent)}
				for range 2 {
					update(c, e.ID, p)
				}
				now := get(c, e.ID)
				if now.DisplayName != *p.DisplayName || now.Cadence != *p.Cadence {
					c.Errorf("it is called %q, with the cadence %q", now.DisplayName, now.Cadence)
				}
			},
		},
		{
			Name: "Environments.Update/refused", Needs: with(), Source: docPatch,
			Why: "half a change is worse than none", Run: updateRefused,
		},
		{
			Name: "Environments.Update/needs-database", Needs: with(), Source: docEdit,
			Why: "an environment without an instance has no address and nobody who may sign in",
			Run: func(c *run) {
				e := add(c, instances.Sandbox, bare)
				for _, p := range []instances.EnvironmentPatch{
					{DomainName: new(conform.Unique())},
					{SecurityGroupID: admin365.Set(admin365.GroupID(nobody()))},
				} {
					_, err := c.S.Service.Environments.Update(c.Context(), e.ID, p)
					c.Refused(err, disallowed(opUpdate))
				}
				update(c, e.ID, instances.EnvironmentPatch{Description: new("may be changed")})
			},
		},
		{
			Name: "Environments.Update/enabled-again", Needs: with(), Source: docEdit,
			Why: "what is switched off is switched on first",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				c.Must(c.S.Backstage.SetDisabled(c.Context(), e.ID, true), "disabling an environment")
				_, err := c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")})
				c.Refused(err, disallowed(opUpdate))
				c.Must(c.S.Backstage.SetDisabled(c.Context(), e.ID, false), "enabling an environment")
				update(c, e.ID, instances.EnvironmentPatch{Description: new("x")})
			},
		},
	}
}

// update changes an environment and has that end well.
func update(c *run, id instances.EnvironmentID, p instances.EnvironmentPatch) {
	c.Helper()
	done(c, "changing an environment")(c.S.Service.Environments.Update(c.Context(), id, p))
}

func leavesTheRest(c *run) {
	group, err := c.S.Make.Group(c.Context())
	c.Must(err, "adding a security group")
	environments, err := c.S.Backstage.AddEnvironmentGroup(c.Context(), "Group "+conform.Unique())
	c.Must(err, "adding an environment group")
	e := add(c, instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.SecurityGroupID, d.Language = group, 1031 }),
		func(e *instances.NewEnvironment) {
			e.Description, e.Cadence, e.GroupID = "for the case", instances.CadenceModerate, environments
		})
	name := "Other " + conform.Unique()
	update(c, e.ID, instances.EnvironmentPatch{DisplayName: &name})
	now := get(c, e.ID)
	if now.DisplayName != name {
		c.Errorf("DisplayName is %q, want %q", now.DisplayName, name)
	}
	if err := conform.Differ(now, e, "DisplayName", "FriendlyName", "Modified", "ModifiedBy", "BackupsFrom"); err != nil {
		c.Errorf("after a change of the name the rest %v", err)
	}
	text := "another purpose"
	update(c, e.ID, instances.EnvironmentPatch{Description: &text})
	now = get(c, e.ID)
	if now.Description != text || now.DisplayName != name {
		c.Errorf("it is %q, %q", now.DisplayName, now.Description)
	}
}

func updateRefused(c *run) {
	e, other := add(c, instances.Sandbox), add(c, instances.Production)
	n := len(history(c, e.ID))
	name := new("Never " + conform.Unique())
	for _, wrong := range []struct {
		what string
		p    instances.EnvironmentPatch
		want conform.Refusal
	}{
		{"nothing to change", instances.EnvironmentPatch{}, invalid(opUpdate)},
		{"no name", instances.EnvironmentPatch{DisplayName: new("")}, invalid(opUpdate).On("displayName")},
		{"a domain that is taken", instances.EnvironmentPatch{DisplayName: name, DomainName: new(strings.ToUpper(other.Dataverse.DomainName))}, taken(opUpdate).On("domainName")},
		{"a domain that is no label", instances.EnvironmentPatch{DisplayName: name, DomainName: new("1 2")}, coded(opUpdate, "InvalidDomainName").On("domainName")},
		{"an empty domain", instances.EnvironmentPatch{DisplayName: name, DomainName: new("")}, invalid(opUpdate)},
		{"a security group that is none", instances.EnvironmentPatch{DisplayName: name, SecurityGroupID: admin365.Set[admin365.GroupID]("everybody")}, coded(opUpdate, "InvalidSecurityGroupId").On("securityGroupId")},
		{"an empty security group", instances.EnvironmentPatch{DisplayName: name, SecurityGroupID: admin365.Set[admin365.GroupID]("")}, coded(opUpdate, "InvalidSecurityGroupId").On("securityGroupId")},
		{"a cadence that is none", instances.EnvironmentPatch{DisplayName: name, Cadence: new(instances.UpdateCadence("Sometimes"))}, invalid(opUpdate)},
	} {
		op, err := c.S.Service.Environments.Update(c.Context(), e.ID, wrong.p)
		if fault := wrong.want.Check(err); fault != nil {
			c.Errorf("%s: %v", wrong.what, fault)
		}
		if op != nil {
			c.Errorf("%s: an operation is answered beside the error: %+v", wrong.what, op)
		}
	}
	unchanged(c, e, n)
}
