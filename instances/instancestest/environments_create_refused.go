package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func createRefusalCases() []kase {
	return []kase{
		{
			Name: "Environments.Create/bad-input", Needs: with(), Source: docNew,
			Why: "what is wrong in a form has to be said at the field where it is", Run: createBadInput,
		},
		{
			Name: "Environments.Create/domain-that-is-no-label", Needs: with(), Source: docNew,
			Why: "it becomes a name in the DNS", Run: func(c *run) {
				roomy(c)
				for _, domain := range noLabels() {
					_, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.DomainName = domain })))
					c.Refused(err, coded(opCreate, "InvalidDomainName").On("domainName"))
				}
			},
		},
		{
			Name: "Environments.Create/domain-taken", Needs: with(), Source: docCreate,
			Why: "an address leads to one instance",
			Run: func(c *run) {
				roomy(c)
				there := add(c, instances.Sandbox)
				try := func(domain string) error {
					_, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Production, withDatabase(func(d *instances.NewDatabase) { d.DomainName = domain })))
					return err
				}
				c.Refused(try(there.Dataverse.DomainName), taken(opCreate).On("domainName"))
				c.Refused(try(strings.ToUpper(there.Dataverse.DomainName)), taken(opCreate))
				// Of one that is being made, too.
				name := conform.Unique()
				c.Must(try(name), "creating an environment")
				c.Refused(try(name), taken(opCreate))
			},
		},
		{
			Name: "Environments.Create/domain-reserved", Needs: with(CanAdvance, HasLifecycle), Source: docEdit,
			Why: "the old address answers for a day, and must not lead to somebody else meanwhile", Run: reserved,
		},
		{
			Name: "Environments.Create/security-group-that-is-none", Needs: with(), Source: docTrips,
			Why: "an environment that nobody may enter, or everybody, is found out about late",
			Run: func(c *run) {
				roomy(c)
				_, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.SecurityGroupID = "everybody" })))
				c.Refused(err, coded(opCreate, "InvalidSecurityGroupId").On("securityGroupId"))
			},
		},
		{
			Name: "Environments.Create/used-by-without-developer", Needs: with(CanMakePeople), Source: docTrips,
			Why: "only an environment of type Developer belongs to somebody",
			Run: func(c *run) {
				user, err := c.S.Make.User(c.Context())
				c.Must(err, "adding a user")
				e := sample(instances.Sandbox, bare)
				e.UsedBy = user
				_, err = c.S.Service.Environments.Create(c.Context(), e)
				c.Refused(err, coded(opCreate, "UsedByInvalidInRequest").On("usedBy"))
			},
		},
		{
			Name: "Environments.Create/developer-by-an-application", Needs: with(CanSwitch, HasManagementApps), Source: docNew,
			Why: "it has no user for whom it could be",
			Run: func(c *run) {
				_, err := registered(c).Environments.Create(c.Context(), sample(instances.Developer, bare))
				c.Refused(err, coded(opCreate, "UsedByInvalidInRequest"))
			},
		},
		{
			Name: "Environments.Create/unknown-group", Needs: with(), Source: docTrips,
			Why: "an environment beside its group is without the group's rules",
			Run: func(c *run) {
				e := sample(instances.Sandbox, bare)
				e.GroupID = nobody()
				_, err := c.S.Service.Environments.Create(c.Context(), e)
				c.Refused(err, noGroup(opCreate))
			},
		},
		{
			Name: "Environments.Create/no-capacity", Needs: with(HasCapacity), Source: docStorage,
			Why: "a program that buys more must know that this, and nothing else, is what is missing",
			Run: func(c *run) {
				for _, free := range []float64{gigabyte - 1, 0, -100} {
					leaveFree(c, free)
					_, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Production))
					full(c, opCreate, err)
				}
			},
		},
		{
			Name: "Environments.Create/nothing-is-left-of-a-refusal", Needs: with(HasCapacity), Source: docErrors,
			Why: "who tries again with the mistake mended must not meet himself",
			Run: func(c *run) {
				roomy(c)
				want := sample(instances.Sandbox)
				before := len(list(c, instances.EnvironmentQuery{}))
				wrong := conform.Clone(want)
				wrong.Dataverse.Language = 7
				_, err := c.S.Service.Environments.Create(c.Context(), wrong)
				c.Refused(err, invalid(opCreate))
				if after := len(list(c, instances.EnvironmentQuery{})); after != before {
					c.Errorf("there are %d environments, before there were %d", after, before)
				}
				c.Must(c.S.Service.Environments.CheckDomain(c.Context(), want.Dataverse.DomainName, want.Location), "checking the domain")
				create(c, want)
			},
		},
		{
			Name: "Environments.CheckDomain/free", Needs: with(), Source: docTrips,
			Why: "to ask must not take the domain away from who asks",
			Run: func(c *run) {
				e := sample(instances.Sandbox)
				for range 2 {
					c.Must(c.S.Service.Environments.CheckDomain(c.Context(), e.Dataverse.DomainName, "europe"), "checking a free domain")
				}
				roomy(c)
				create(c, e)
			},
		},
		{
			Name: "Environments.CheckDomain/taken", Needs: with(), Source: docTrips,
			Why: "a form says so before it is sent",
			Run: func(c *run) {
				there := add(c, instances.Sandbox)
				for _, domain := range []string{there.Dataverse.DomainName, strings.ToUpper(there.Dataverse.DomainName)} {
					err := c.S.Service.Environments.CheckDomain(c.Context(), domain, "europe")
					c.Refused(err, taken(opCheckDomain).On("domainName"))
				}
			},
		},
		{
			Name: "Environments.CheckDomain/bad-input", Needs: []string{HasEnvironments}, Source: docTrips,
			Why: "a domain that can never be had is not one that is taken",
			Run: func(c *run) {
				for _, domain := range noLabels() {
					err := c.S.Service.Environments.CheckDomain(c.Context(), domain, "europe")
					c.Refused(err, coded(opCheckDomain, "InvalidDomainName").On("domainName"))
				}
				c.Refused(c.S.Service.Environments.CheckDomain(c.Context(), "", "europe"), invalid(opCheckDomain).On("domainName"))
				err := c.S.Service.Environments.CheckDomain(c.Context(), conform.Unique(), "atlantis")
				c.Refused(err, coded(opCheckDomain, "EnvironmentLocationUnsupported").On("location"))
			},
		},
	}
}

// noLabels are domains that are none.
func noLabels() []string {
	return []string{"1contoso", "-contoso", "con toso", "con.toso", "con_toso", "contoso/", "köln"}
}

// noGroup is the refusal of an environment group that nobody has.
func noGroup(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "EnvironmentGroupNotFound", Op: op}
}

func createBadInput(c *run) {
	roomy(c)
	for _, wrong := range []struct {
		what   string
		change option
		want   conform.Refusal
	}{
		{"no name", named(""), coded(opCreate, "EnvironmentDisplayNameNotFound").On("displayName")},
		{"no type", func(e *instances.NewEnvironment) { e.Type = "" }, coded(opCreate, "InvalidEnvironmentSku").On("type")},
		{"a type that is none", func(e *instances.NewEnvironment) { e.Type = "Sandpit" }, coded(opCreate, "InvalidEnvironmentSku").On("type")},
		{"a second default", func(e *instances.NewEnvironment) { e.Type = instances.Default }, coded(opCreate, "InvalidEnvironmentSku").On("type")},
		{"Teams", func(e *instances.NewEnvironment) { e.Type = instances.Teams }, coded(opCreate, "InvalidEnvironmentSku").On("type")},
		{"no location", in(""), coded(opCreate, "EnvironmentLocationUnsupported").On("location")},
		{"a location that is none", in("atlantis"), coded(opCreate, "EnvironmentLocationUnsupported").On("location")},
		{"a region elsewhere", func(e *instances.NewEnvironment) { e.AzureRegion = "japaneast" }, invalid(opCreate)},
		{"a language that is none", withDatabase(func(d *instances.NewDatabase) { d.Language = 7 }), invalid(opCreate)},
		{"a currency that is none", withDatabase(func(d *instances.NewDatabase) { d.Currency = "XXXX" }), invalid(opCreate)},
		{"a template that is none", withDatabase(func(d *instances.NewDatabase) { d.Templates = []string{"D365_Nonsense"} }), invalid(opCreate)},
	} {
		op, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox, wrong.change))
		if fault := wrong.want.Check(err); fault != nil {
			c.Errorf("%s: %v", wrong.what, fault)
		}
		if op != nil {
			c.Errorf("%s: an operation is answered beside the error: %+v", wrong.what, op)
		}
	}
}

// reserved frees a domain and looks for how long nobody gets it.
func reserved(c *run) {
	roomy(c)
	e := add(c, instances.Sandbox)
	old := e.Dataverse.DomainName
	done(c, "giving an environment another domain")(c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{DomainName: new(conform.Unique())}))
	deleted := add(c, instances.Sandbox)
	done(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), deleted.ID, deleted.Expect()))
	try := func(domain string) error {
		_, err := c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.DomainName = domain })))
		return err
	}
	c.Refused(try(old), taken(opCreate))
	c.Refused(try(deleted.Dataverse.DomainName), taken(opCreate))
	c.S.Advance(23 * hour)
	c.Refused(try(old), taken(opCreate))
	c.Refused(c.S.Service.Environments.CheckDomain(c.Context(), old, "europe"), taken(opCheckDomain))
	c.S.Advance(2 * hour)
	c.Must(c.S.Service.Environments.CheckDomain(c.Context(), old, "europe"), "checking the domain after a day")
	c.Must(try(old), "creating an environment with the domain after a day")
}
