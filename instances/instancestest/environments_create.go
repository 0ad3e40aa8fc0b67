package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func createCases() []kase {
	return append(createRefusalCases(), []kase{
		{
			Name: "Environments.Create/without-database", Needs: with(), Source: docTrips,
			Why: "such an environment is there at once, and nobody has to wait for it",
			Run: func(c *run) {
				want := sample(instances.Sandbox, bare)
				want.Description = "for the case"
				op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), want))
				report(c, "the operation",
					errIf(op.Kind != string(instances.KindCreate), "Kind is %q", op.Kind),
					errIf(op.State != admin365.OperationSucceeded || op.Err != nil, "it is %s, %v", op.State, op.Err),
					errIf(op.ResourceID == "", "it names no environment"))
				e := get(c, instances.EnvironmentID(op.ResourceID))
				report(c, "the environment",
					errIf(e.DisplayName != want.DisplayName || e.Description != want.Description, "it is called %q, %q", e.DisplayName, e.Description),
					errIf(e.Dataverse != nil, "it has a database"),
					errIf(e.Type != want.Type || e.Location != "europe", "it is a %s in %s", e.Type, e.Location),
					errIf(e.CreationType != "User", "CreationType is %q", e.CreationType),
					errIf(e.Provisioning != instances.Provisioned, "Provisioning is %q", e.Provisioning))
				again := operation(c, op.ID)
				if !again.Done() || again.ResourceID != op.ResourceID {
					c.Errorf("asked for again the operation is %s and names %q", again.State, again.ResourceID)
				}
			},
		},
		{
			Name: "Environments.Create/with-database", Needs: with(), Source: docTrips,
			Why: "the id is found in the operation that has succeeded, and nowhere before", Run: createWithDatabase,
		},
		{
			Name: "Environments.Create/ends-by-itself", Needs: with(CanAdvance), Source: docCreate,
			Why: "a program waits for it, and on a clock that does not move it waits forever",
			Run: func(c *run) {
				roomy(c)
				op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox)))
				if now := operation(c, op.ID); now.Done() {
					c.Errorf("it has ended at once, as %s", now.State)
				}
				c.S.Advance(day)
				now := operation(c, op.ID)
				if now.State != admin365.OperationSucceeded || now.ResourceID == "" {
					c.Errorf("a day later it is %s and names %q", now.State, now.ResourceID)
				}
			},
		},
		{
			Name: "Environments.Create/failed", Needs: with(), Source: docTrips,
			Why: "who goes on with an id of nothing fails later, and elsewhere",
			Run: func(c *run) {
				roomy(c)
				want := sample(instances.Sandbox)
				op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), want))
				fail(c, op)
				now := operation(c, op.ID)
				report(c, "the operation",
					errIf(now.State != admin365.OperationFailed, "it is %s", now.State),
					errIf(now.Err == nil, "it has no error"),
					errIf(now.ResourceID != "", "it names the environment %q", now.ResourceID))
			},
		},
		{
			Name: "Environments.Create/defaults-of-the-location", Needs: with(), Source: docNew,
			Why: "neither language nor currency can be changed afterwards",
			Run: func(c *run) {
				e := create(c, sample(instances.Sandbox, in("unitedstates"), func(e *instances.NewEnvironment) { e.Dataverse = &instances.NewDatabase{} }))
				report(c, "the database",
					errIf(e.Dataverse.Language != 1033, "Language is %d", e.Dataverse.Language),
					errIf(e.Dataverse.DomainName == "", "the service chose no domain"),
					errIf(!strings.HasPrefix(e.Dataverse.URL, "https://"+e.Dataverse.DomainName+"."), "URL is %q", e.Dataverse.URL),
					errIf(e.AzureRegion == "", "the service chose no region"))
				other := create(c, sample(instances.Sandbox, func(e *instances.NewEnvironment) { e.Dataverse = &instances.NewDatabase{} }))
				if other.Dataverse.DomainName == e.Dataverse.DomainName {
					c.Errorf("two environments have the domain %q", e.Dataverse.DomainName)
				}
			},
		},
		{
			Name: "Environments.Create/domain-in-lower-case", Needs: with(), Source: docNew,
			Why: "who compares the domain with what he sent finds another one",
			Run: func(c *run) {
				e := sample(instances.Sandbox)
				name := e.Dataverse.DomainName
				e.Dataverse.DomainName = strings.ToUpper(name[:1]) + name[1:]
				got := create(c, e)
				if got.Dataverse.DomainName != name {
					c.Errorf("the domain is %q, want %q", got.Dataverse.DomainName, name)
				}
			},
		},
		{
			Name: "Environments.Create/restricted-to-a-group", Needs: with(CanMakeGroups), Source: docNew,
			Why: "an environment that is open while it should not be is a leak",
			Run: func(c *run) {
				group, err := c.S.Make.Group(c.Context())
				c.Must(err, "adding a security group")
				e := create(c, sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.SecurityGroupID = group })))
				if !strings.EqualFold(string(e.Dataverse.SecurityGroupID), string(group)) {
					c.Errorf("SecurityGroupID is %q, want %q", e.Dataverse.SecurityGroupID, group)
				}
			},
		},
		{
			Name: "Environments.Create/developer-for-somebody", Needs: with(CanMakePeople), Source: docNew,
			Why: "the environment is his alone",
			Run: func(c *run) {
				user, err := c.S.Make.User(c.Context())
				c.Must(err, "adding a user")
				e := sample(instances.Developer, bare)
				e.UsedBy = user
				got := create(c, e)
				if got.UsedBy == nil || !strings.EqualFold(got.UsedBy.ID, string(user)) {
					c.Errorf("UsedBy is %+v, want %s", got.UsedBy, user)
				}
				if got := create(c, sample(instances.Sandbox, bare)); got.UsedBy != nil {
					c.Errorf("a sandbox is for %+v", got.UsedBy)
				}
			},
		},
		{
			Name: "Environments.Create/developer-for-the-caller", Needs: with(CanMakePeople, CanSwitch), Source: docDeveloper,
			Why: "who names nobody means himself",
			Run: func(c *run) {
				s, user := actor(c, powerPlatformAdministrator)
				op := began(c, "creating an environment")(s.Environments.Create(c.Context(), sample(instances.Developer, bare)))
				e := get(c, instances.EnvironmentID(op.ResourceID))
				if e.UsedBy == nil || !strings.EqualFold(e.UsedBy.ID, string(user)) {
					c.Errorf("UsedBy is %+v, want %s", e.UsedBy, user)
				}
				if !strings.EqualFold(e.CreatedBy.ID, string(user)) || e.CreatedBy.Type != "User" {
					c.Errorf("CreatedBy is %+v, want the user %s", e.CreatedBy, user)
				}
			},
		},
		{
			Name: "Environments.Create/in-a-group", Needs: with(), Source: docNew,
			Why: "the rules of the group hold from the first minute",
			Run: func(c *run) {
				group, err := c.S.Backstage.AddEnvironmentGroup(c.Context(), "Group "+conform.Unique())
				c.Must(err, "adding an environment group")
				e := create(c, sample(instances.Sandbox, func(e *instances.NewEnvironment) { e.GroupID, e.Cadence = group, instances.CadenceFrequent }))
				report(c, "the environment",
					errIf(!strings.EqualFold(e.GroupID, group), "GroupID is %q, want %q", e.GroupID, group),
					errIf(e.Cadence != instances.CadenceFrequent, "Cadence is %q", e.Cadence))
			},
		},
		{
			Name: "Environments.Create/what-the-catalogue-offers", Needs: with(HasCatalogue), Source: docCatalogue,
			Why: "a list to choose from whose entries are refused is worse than none", Run: createFromCatalogue,
		},
		{
			Name: "Environments.Create/one-gigabyte-is-enough", Needs: with(HasCapacity), Source: docStorage,
			Why: "who frees exactly what is asked for must get it",
			Run: func(c *run) {
				leaveFree(c, gigabyte)
				done(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox)))
			},
		},
		{
			Name: "Environments.Create/no-capacity-without-database", Needs: with(HasCapacity), Source: docStorage,
			Why: "what has no database needs none of it",
			Run: func(c *run) {
				leaveFree(c, 0)
				create(c, sample(instances.Sandbox, bare))
			},
		},
	}...)
}

// create creates an environment, for whose database there is room, and has that end well.
func create(c *run, e instances.NewEnvironment) *instances.Environment {
	c.Helper()
	if e.Dataverse != nil {
		roomy(c)
	}
	op := done(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), e))
	if op.ResourceID == "" {
		c.Fatalf("the operation names no environment: %+v", op)
	}
	return get(c, instances.EnvironmentID(op.ResourceID))
}

func createWithDatabase(c *run) {
	roomy(c)
	want := sample(instances.Production, withDatabase(func(d *instances.NewDatabase) { d.Language, d.Currency = 1036, "EUR" }))
	op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), want))
	runs(c, op, instances.KindCreate, "")
	finish(c)
	now := operation(c, op.ID)
	report(c, "the operation afterwards",
		errIf(now.State != admin365.OperationSucceeded || now.Err != nil, "it is %s, %v", now.State, now.Err),
		errIf(now.ResourceID == "", "it names no environment"))
	e := get(c, instances.EnvironmentID(now.ResourceID))
	report(c, "the environment",
		errIf(e.DisplayName != want.DisplayName || e.Type != want.Type, "it is %q of type %s", e.DisplayName, e.Type),
		errIf(e.Provisioning != instances.Provisioned || e.Management != instances.ManagementReady, "it is %s, %s", e.Provisioning, e.Management),
		errIf(e.Dataverse == nil, "it has no Dataverse"),
		errIf(e.Dataverse != nil && e.Dataverse.DomainName != want.Dataverse.DomainName, "its domain is another one"),
		errIf(e.Dataverse != nil && e.Dataverse.Language != 1036, "its language is another one"), open(e))
	all := history(c, e.ID)
	if find(all, func(o *admin365.Operation) bool { return o.ID == op.ID && o.Kind == string(instances.KindCreate) }) == nil {
		c.Errorf("its history does not begin with the operation that created it: %+v", all)
	}
}

func createFromCatalogue(c *run) {
	roomy(c)
	locations, err := conform.Collect(c.S.Service.Catalogue.Locations(c.Context()))
	c.Must(err, "listing locations")
	at := find(locations, func(l *instances.Location) bool { return l.Name == "switzerland" })
	if at == nil || len(at.AzureRegions) == 0 {
		c.Fatalf("there is no location switzerland with regions: %+v", at)
	}
	languages, err := conform.Collect(c.S.Service.Catalogue.Languages(c.Context(), at.Name))
	c.Must(err, "listing languages")
	currencies, err := conform.Collect(c.S.Service.Catalogue.Currencies(c.Context(), at.Name))
	c.Must(err, "listing currencies")
	templates, err := conform.Collect(c.S.Service.Catalogue.Templates(c.Context(), at.Name))
	c.Must(err, "listing templates")
	template := find(templates, func(t *instances.Template) bool { return t.Type == instances.Sandbox && !t.IsDisabled })
	if template == nil || len(languages) == 0 || len(currencies) == 0 {
		c.Fatalf("there is nothing to choose: %d languages, %d currencies, %v", len(languages), len(currencies), template)
	}
	want := sample(instances.Sandbox, in(at.Name), withDatabase(func(d *instances.NewDatabase) {
		d.Language, d.Currency = languages[len(languages)-1].LCID, currencies[len(currencies)-1].Code
		d.Templates = []string{template.Name}
	}))
	want.AzureRegion = at.AzureRegions[len(at.AzureRegions)-1]
	e := create(c, want)
	report(c, "the environment",
		errIf(e.AzureRegion != want.AzureRegion, "AzureRegion is %q, want %q", e.AzureRegion, want.AzureRegion),
		errIf(e.Dataverse.Language != want.Dataverse.Language, "Language is %d, want %d", e.Dataverse.Language, want.Dataverse.Language),
		errIf(!conform.Same(e.Dataverse.Templates, want.Dataverse.Templates), "Templates are %q", e.Dataverse.Templates))
}
