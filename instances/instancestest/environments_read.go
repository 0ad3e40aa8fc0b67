package instancestest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func readCases() []kase {
	return []kase{
		{
			Name: "Environments.List/get-agrees", Needs: []string{HasEnvironments}, Source: docDomain,
			Why: "a program keeps the id from the list and asks by it later",
			Run: func(c *run) {
				all := list(c, instances.EnvironmentQuery{})
				if err := conform.Once(all, func(e *instances.Environment) instances.EnvironmentID { return e.ID }); err != nil {
					c.Errorf("%v", err)
				}
				for _, e := range all {
					got := get(c, e.ID)
					if err := errors.Join(conform.Differ(got, e, "BackupsFrom"), conform.NotUTC(*e)); err != nil {
						c.Errorf("%s: %v", e.DisplayName, err)
					}
				}
			},
		},
		{
			Name: "Environments.List/the-default-one", Needs: []string{HasEnvironments}, Source: docEnvironments,
			Why: "every tenant has it, and a script that cleans up has to know it by its type and not by its name",
			Run: func(c *run) {
				var found []*instances.Environment
				for _, e := range list(c, instances.EnvironmentQuery{}) {
					if e.IsDefault != (e.Type == instances.Default) {
						c.Errorf("%s is of type %s, and IsDefault is %v", e.DisplayName, e.Type, e.IsDefault)
					}
					if e.IsDefault {
						found = append(found, e)
					}
				}
				if len(found) != 1 {
					c.Fatalf("%d environments are the default one", len(found))
				}
				e := found[0]
				report(c, "the default environment",
					errIf(!strings.EqualFold(string(e.ID), "Default-"+string(e.TenantID)), "its id is %q in the tenant %q", e.ID, e.TenantID),
					errIf(e.TenantID == "", "it has no tenant"),
					errIf(e.CreationType != "DefaultTenant", "CreationType is %q", e.CreationType))
			},
		},
		{
			Name: "Environments.List/each-condition", Needs: with(), Source: docQuery,
			Why: "a narrow query that answers too much resets the wrong environment", Run: eachCondition,
		},
		{
			Name: "Environments.List/conditions-hold-together", Needs: with(), Source: docQuery,
			Why: "a second condition that is forgotten widens what a script works on",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				q := instances.EnvironmentQuery{
					Type: instances.Sandbox, Location: "europe", Domain: e.Dataverse.DomainName, Name: e.DisplayName,
					OrganizationID: e.Dataverse.OrganizationID, WithDatabase: true,
				}
				if all := list(c, q); len(all) != 1 || all[0].ID != e.ID {
					c.Errorf("all that is true of it finds %d environments", len(all))
				}
				for what, change := range map[string]func(*instances.EnvironmentQuery){
					"type":         func(q *instances.EnvironmentQuery) { q.Type = instances.Production },
					"location":     func(q *instances.EnvironmentQuery) { q.Location = "japan" },
					"domain":       func(q *instances.EnvironmentQuery) { q.Domain += "x" },
					"name":         func(q *instances.EnvironmentQuery) { q.Name += "x" },
					"organization": func(q *instances.EnvironmentQuery) { q.OrganizationID = instances.OrganizationID(nobody()) },
					"group":        func(q *instances.EnvironmentQuery) { q.GroupID = nobody() },
				} {
					other := q
					change(&other)
					if all := list(c, other); len(all) != 0 {
						c.Errorf("with another %s %d environments are found", what, len(all))
					}
				}
			},
		},
		{
			Name: "Environments.Get/as-it-was-made", Needs: with(), Source: docEnvironment,
			Why: "links, reports and the guard against mistakes are made of these fields", Run: asMade,
		},
		{
			Name: "Environments.Get/without-database", Needs: with(), Source: docEnvironment,
			Why: "who takes an environment for an instance reads an address that is not there",
			Run: func(c *run) {
				e := add(c, instances.Sandbox, bare)
				report(c, "an environment without Dataverse",
					errIf(e.Dataverse != nil, "Dataverse is %+v", e.Dataverse),
					errIf(e.Links().Instance != "" || e.Links().API != "", "it has an address: %+v", e.Links()),
					errIf(e.Provisioning != instances.Provisioned, "Provisioning is %q", e.Provisioning))
			},
		},
		{
			Name: "Environments.Get/unknown", Needs: []string{HasEnvironments}, Source: docErrors,
			Why: "an environment that is not there is told apart from every other failure",
			Run: func(c *run) {
				for _, id := range []string{nobody(), "Default-" + nobody()} {
					e, err := c.S.Service.Environments.Get(c.Context(), instances.EnvironmentID(id))
					c.Refused(err, unknown(opGet).Of(id))
					if e != nil {
						c.Errorf("Get answered an environment beside its error: %+v", e)
					}
				}
			},
		},
		{
			Name: "Environments.Get/organization-is-no-environment", Needs: with(), Source: docEnvironment,
			Why: "the two ids look alike, and what is done to the one must not happen to the other",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				if string(e.ID) == string(e.Dataverse.OrganizationID) {
					c.Fatalf("the environment and its organization have one id: %s", e.ID)
				}
				_, err := c.S.Service.Environments.Get(c.Context(), instances.EnvironmentID(e.Dataverse.OrganizationID))
				c.Refused(err, unknown(opGet))
			},
		},
		{
			Name: "Environments.Get/values-nobody-knows", Needs: with(), Source: docUnknownEnum,
			Why: "the service has types that this library has not heard of, and a program must still see them",
			Run: func(c *run) {
				e := add(c, "Platform", func(e *instances.NewEnvironment) { e.Cadence = "Weekly" })
				report(c, "an environment of a type of its own",
					errIf(e.Type != "Platform", "Type is %q", e.Type),
					errIf(e.Cadence != "Weekly", "Cadence is %q", e.Cadence))
				all := list(c, instances.EnvironmentQuery{Type: "Platform"})
				if find(all, func(got *instances.Environment) bool { return got.ID == e.ID }) == nil {
					c.Errorf("a list by that type does not have it")
				}
			},
		},
		{
			Name: "Environments.Get/what-its-type-allows", Needs: with(), Source: docTrips,
			Why: "a page that offers what would be refused wastes people's evenings", Run: allowed,
		},
		{
			Name: "FindByDomain/whatever-the-case", Needs: with(), Source: docFind,
			Why: "people type addresses as they like",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				got, err := instances.FindByDomain(c.Context(), c.S.Service.Environments, strings.ToUpper(e.Dataverse.DomainName))
				c.Must(err, "finding an environment by its domain")
				if err := conform.Differ(got, e); err != nil {
					c.Errorf("what is found %v", err)
				}
				_, err = instances.FindByDomain(c.Context(), c.S.Service.Environments, e.Dataverse.DomainName[1:])
				c.Refused(err, plainly(admin365.ErrNotFound, opList))
				_, err = instances.FindByDomain(c.Context(), c.S.Service.Environments, "")
				c.Refused(err, invalid(opList))
			},
		},
		{
			Name: "FindByName/names-need-not-be-unique", Needs: with(), Source: docFind,
			Why: "the first one of two of a name is the wrong one half of the time",
			Run: func(c *run) {
				one := add(c, instances.Sandbox)
				got, err := instances.FindByName(c.Context(), c.S.Service.Environments, one.DisplayName)
				c.Must(err, "finding an environment by its name")
				if got.ID != one.ID {
					c.Errorf("another one is found: %s", got.DisplayName)
				}
				add(c, instances.Production, named(one.DisplayName))
				_, err = instances.FindByName(c.Context(), c.S.Service.Environments, one.DisplayName)
				c.Refused(err, plainly(admin365.ErrConflict, opList))
				_, err = instances.FindByName(c.Context(), c.S.Service.Environments, strings.ToUpper(one.DisplayName))
				c.Refused(err, plainly(admin365.ErrNotFound, opList))
				_, err = instances.FindByName(c.Context(), c.S.Service.Environments, "")
				c.Refused(err, invalid(opList))
			},
		},
	}
}

// eachCondition asks by one condition at a time.
func eachCondition(c *run) {
	group, err := c.S.Backstage.AddEnvironmentGroup(c.Context(), "Group "+conform.Unique())
	c.Must(err, "adding an environment group")
	e := add(c, instances.Sandbox, func(e *instances.NewEnvironment) { e.GroupID = group })
	other := add(c, instances.Production, in("japan"))
	empty := add(c, instances.Sandbox, bare)
	for what, q := range map[string]instances.EnvironmentQuery{
		"by type":         {Type: instances.Sandbox},
		"by organization": {OrganizationID: e.Dataverse.OrganizationID},
		"by group":        {GroupID: group},
		"by location":     {Location: "EUROPE"},
		"by domain":       {Domain: strings.ToUpper(e.Dataverse.DomainName)},
		"by name":         {Name: strings.ToUpper(e.DisplayName[3:])},
	} {
		all := list(c, q)
		has := func(id instances.EnvironmentID) bool {
			return find(all, func(got *instances.Environment) bool { return got.ID == id }) != nil
		}
		alike := q.Type != "" || q.Location != ""
		report(c, what,
			errIf(!has(e.ID), "it is not found"),
			errIf(has(other.ID), "another one is found"),
			errIf(has(empty.ID) != alike, "whether the one without Dataverse is found is %v, want %v", has(empty.ID), alike),
			errIf(!alike && len(all) != 1, "%d environments are found", len(all)))
	}
	for _, got := range list(c, instances.EnvironmentQuery{WithDatabase: true}) {
		if got.Dataverse == nil {
			c.Errorf("of those with Dataverse, %s has none", got.DisplayName)
		}
	}
	if all := list(c, instances.EnvironmentQuery{Name: conform.Unique()}); len(all) != 0 {
		c.Errorf("a name that nobody has finds %d environments", len(all))
	}
}

// asMade looks at all that is told of a new environment.
func asMade(c *run) {
	want := sample(instances.Production, withDatabase(func(d *instances.NewDatabase) { d.Language, d.Currency = 1031, "EUR" }))
	want.Description, want.AzureRegion, want.Cadence = "for the case", "northeurope", instances.CadenceModerate
	added, err := c.S.Backstage.AddEnvironment(c.Context(), want)
	c.Must(err, "adding an environment")
	e := get(c, added.ID)
	if err := conform.Differ(added, e, "BackupsFrom"); err != nil {
		c.Errorf("what Get answers, against AddEnvironment, %v", err)
	}
	d := e.Dataverse
	if d == nil {
		c.Fatalf("it has no Dataverse")
	}
	report(c, "the environment",
		errIf(e.DisplayName != want.DisplayName || e.Description != want.Description, "it is called %q, %q", e.DisplayName, e.Description),
		errIf(e.Type != instances.Production || e.IsDefault, "it is of type %s, and IsDefault is %v", e.Type, e.IsDefault),
		errIf(e.Location != "europe" || e.AzureRegion != "northeurope", "it is in %q, %q", e.Location, e.AzureRegion),
		errIf(e.TenantID == "", "it has no tenant"),
		errIf(e.Provisioning != instances.Provisioned, "Provisioning is %q", e.Provisioning),
		errIf(e.Management != instances.ManagementReady, "Management is %q", e.Management),
		errIf(e.Running != nil, "%+v runs", e.Running),
		errIf(e.Created.IsZero(), "Created is zero"),
		errIf(e.Cadence != instances.CadenceModerate, "Cadence is %q", e.Cadence),
		errIf(e.Managed, "it is managed"),
		errIf(e.GroupID != "" || e.UsedBy != nil, "it is in the group %q, for %+v", e.GroupID, e.UsedBy),
		errIf(e.Retention != 7*day, "Retention is %v, want 7 days", e.Retention),
		errIf(e.KeyManagedBy != "" && e.KeyManagedBy != "Microsoft", "KeyManagedBy is %q", e.KeyManagedBy),
		conform.NotUTC(*e), open(e))
	name := want.Dataverse.DomainName
	report(c, "its organization",
		errIf(d.OrganizationID == "", "it has no id"),
		errIf(d.DomainName != name, "DomainName is %q, want %q", d.DomainName, name),
		errIf(d.URL != "https://"+name+".crm4.dynamics.com/", "URL is %q", d.URL),
		errIf(d.APIURL != "https://"+name+".api.crm4.dynamics.com", "APIURL is %q", d.APIURL),
		errIf(d.Language != 1031, "Language is %d", d.Language),
		errIf(d.State != instances.InstanceReady, "State is %q", d.State),
		errIf(!strings.HasPrefix(d.Version, "9."), "Version is %q", d.Version),
		errIf(d.SecurityGroupID != "", "SecurityGroupID is %q, want none", d.SecurityGroupID))
}

// allowed compares what environments say they allow with their types.
func allowed(c *run) {
	has := func(e *instances.Environment, kind instances.OperationKind) (allowed, disallowed bool) {
		for _, k := range e.Allowed {
			allowed = allowed || k == kind
		}
		for _, k := range e.Disallowed {
			disallowed = disallowed || k.Kind == kind
		}
		return allowed, disallowed
	}
	check := func(what string, e *instances.Environment, may bool, kinds ...instances.OperationKind) {
		c.Helper()
		for _, kind := range kinds {
			yes, no := has(e, kind)
			report(c, what, errIf(yes != may || no == may, "%s is among the allowed: %v, and among the disallowed: %v", kind, yes, no))
		}
	}
	sandbox := add(c, instances.Sandbox)
	check("a sandbox", sandbox, true, instances.KindCopy, instances.KindBackup, instances.KindRestore, instances.KindReset,
		instances.KindDelete, instances.KindEdit, instances.KindConvert, instances.KindEnableManaged)
	check("a sandbox", sandbox, false, instances.KindProvision, instances.KindDisableManaged)
	for _, d := range sandbox.Disallowed {
		if d.Kind == instances.KindProvision && d.Reason != instances.ReasonNoDatabase || d.Kind == instances.KindDisableManaged && d.Reason != instances.ReasonManaged {
			c.Errorf("%s is disallowed for the reason %q", d.Kind, d.Reason)
		}
	}
	check("a production", add(c, instances.Production), false, instances.KindReset)
	hold(c, sandbox.ID)
	check("a busy sandbox", get(c, sandbox.ID), true, instances.KindDelete)
}
