package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func lifecycleCases() []kase {
	return []kase{
		{
			Name: "Lifecycle.AddDatabase/makes-an-instance", Needs: with(HasLifecycle), Source: docDatabase,
			Why: "the service offers no operation to follow, and a program must be able to wait all the same", Run: addDatabase,
		},
		{
			Name: "Lifecycle.AddDatabase/failed", Needs: with(HasLifecycle), Source: docTrips,
			Why: "whoever waits for it has to hear that it will never come",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox, bare)
				op := began(c, "adding a database")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
				fail(c, op)
				now := operation(c, op.ID)
				report(c, "the operation",
					errIf(now.State != admin365.OperationFailed, "it is %s", now.State),
					errIf(now.Err == nil, "it has no error"))
				if p := get(c, e.ID).Provisioning; p == instances.Provisioned || p == instances.ProvisioningDatabase {
					c.Errorf("Provisioning is %q", p)
				}
				done(c, "adding a database again")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
				if now := get(c, e.ID); now.Dataverse == nil || now.Provisioning != instances.Provisioned {
					c.Errorf("afterwards Provisioning is %q", now.Provisioning)
				}
			},
		},
		{
			Name: "Lifecycle.AddDatabase/refused", Needs: with(HasLifecycle), Source: docDatabase,
			Why: "neither domain nor language can be mended afterwards without more work", Run: addDatabaseRefused,
		},
		{
			Name: "Lifecycle.AddDatabase/no-capacity", Needs: with(HasLifecycle, HasCapacity), Source: docStorage,
			Why: "a database needs a gigabyte, whenever it comes",
			Run: func(c *run) {
				e := add(c, instances.Sandbox, bare)
				leaveFree(c, gigabyte-1)
				_, err := c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{})
				full(c, opAddDatabase, err)
				leaveFree(c, gigabyte)
				done(c, "adding a database")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
			},
		},
		{
			Name: "Lifecycle.CheckDelete/says-what-would-go", Needs: with(HasLifecycle), Source: docDelete,
			Why: "people agree to what they were shown",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				check, err := c.S.Service.Lifecycle.CheckDelete(c.Context(), e.ID)
				c.Must(err, "checking a deletion")
				if !check.Can || len(check.Resources) == 0 {
					c.Errorf("of a sandbox with a database it says %+v", check)
				}
				unchanged(c, e, len(history(c, e.ID)))
				d := theDefault(c)
				check, err = c.S.Service.Lifecycle.CheckDelete(c.Context(), d.ID)
				c.Must(err, "checking a deletion of the default environment")
				if check.Can {
					c.Errorf("the default environment could be deleted: %+v", check)
				}
				_, err = c.S.Service.Lifecycle.CheckDelete(c.Context(), instances.EnvironmentID(nobody()))
				c.Refused(err, unknown(opCheckDelete))
			},
		},
		{
			Name: "Lifecycle.SetManaged/on-and-off", Needs: with(HasLifecycle), Source: docManaged,
			Why: "what is managed is licensed otherwise, and copied otherwise",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := began(c, "managing an environment")(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true))
				runs(c, op, instances.KindEnableManaged, e.ID)
				d, err := c.S.Service.Operations.Details(c.Context(), op.ID)
				c.Must(err, "asking for the details of an operation")
				if d.Title != "Enable Managed Environment" {
					c.Errorf("its title is %q", d.Title)
				}
				finish(c)
				if !get(c, e.ID).Managed {
					c.Errorf("it is not managed")
				}
				op = began(c, "managing an environment no longer")(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, false))
				runs(c, op, instances.KindDisableManaged, e.ID)
				finish(c)
				if get(c, e.ID).Managed {
					c.Errorf("it is managed still")
				}
			},
		},
		{
			Name: "Lifecycle.SetManaged/so-already", Needs: with(HasLifecycle), Source: docLifecycle,
			Why: "who waits for what is not being done must be told that it is done",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				for _, managed := range []bool{false, true} {
					if managed {
						done(c, "managing an environment")(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true))
					}
					op, err := c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, managed)
					c.Must(err, "asking for what is so")
					if op == nil || op.State != admin365.OperationSucceeded {
						c.Errorf("the operation has not ended: %+v", op)
					}
					if now := get(c, e.ID); now.Management != instances.ManagementReady || now.Managed != managed {
						c.Errorf("it is %s, and managed: %v", now.Management, now.Managed)
					}
				}
			},
		},
	}
}

// theDefault returns the tenant's default environment, or ends the case.
func theDefault(c *run) *instances.Environment {
	c.Helper()
	e := find(list(c, instances.EnvironmentQuery{}), func(e *instances.Environment) bool { return e.IsDefault })
	if e == nil {
		c.Fatalf("the tenant has no default environment")
	}
	return e
}

func addDatabase(c *run) {
	roomy(c)
	e, name := add(c, instances.Sandbox, bare), conform.Unique()
	op := began(c, "adding a database")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{DomainName: strings.ToUpper(name), Language: 1036, Currency: "EUR"}))
	runs(c, op, instances.KindProvision, e.ID)
	if p := get(c, e.ID).Provisioning; p != instances.ProvisioningDatabase {
		c.Errorf("meanwhile Provisioning is %q", p)
	}
	_, err := c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{})
	c.Refused(err, busy(opAddDatabase))
	finish(c)
	now := operation(c, op.ID)
	report(c, "the operation afterwards",
		errIf(now.State != admin365.OperationSucceeded || now.Err != nil, "it is %s, %v", now.State, now.Err),
		errIf(now.ResourceID != string(e.ID), "ResourceID is %q", now.ResourceID))
	got := get(c, e.ID)
	if got.Dataverse == nil {
		c.Fatalf("it has no Dataverse")
	}
	report(c, "the environment",
		errIf(got.Provisioning != instances.Provisioned, "Provisioning is %q", got.Provisioning),
		errIf(got.Dataverse.DomainName != name, "DomainName is %q, want %q", got.Dataverse.DomainName, name),
		errIf(got.Dataverse.Language != 1036, "Language is %d", got.Dataverse.Language),
		errIf(got.DisplayName != e.DisplayName || got.Type != e.Type, "it is %q, %s", got.DisplayName, got.Type), open(got))
	other := add(c, instances.Production, bare)
	done(c, "adding a database without saying more")(c.S.Service.Lifecycle.AddDatabase(c.Context(), other.ID, instances.NewDatabase{}))
	if d := get(c, other.ID).Dataverse; d == nil || d.DomainName == "" || d.Language == 0 {
		c.Errorf("a database with nothing said is %+v", d)
	}
}

func addDatabaseRefused(c *run) {
	roomy(c)
	e, other := add(c, instances.Sandbox, bare), add(c, instances.Sandbox)
	n := len(history(c, e.ID))
	for _, wrong := range []struct {
		what string
		d    instances.NewDatabase
		want conform.Refusal
	}{
		{"a domain that is taken", instances.NewDatabase{DomainName: strings.ToUpper(other.Dataverse.DomainName)}, taken(opAddDatabase)},
		{"a domain that is no label", instances.NewDatabase{DomainName: "9lives"}, coded(opAddDatabase, "InvalidDomainName")},
		{"a language that is none", instances.NewDatabase{Language: 7}, invalid(opAddDatabase)},
		{"a currency that is none", instances.NewDatabase{Currency: "XXXX"}, invalid(opAddDatabase)},
		{"a template that is none", instances.NewDatabase{Templates: []string{"D365_Nonsense"}}, invalid(opAddDatabase)},
		{"a security group that is none", instances.NewDatabase{SecurityGroupID: "everybody"}, coded(opAddDatabase, "InvalidSecurityGroupId")},
	} {
		_, err := c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, wrong.d)
		if fault := wrong.want.Check(err); fault != nil {
			c.Errorf("%s: %v", wrong.what, fault)
		}
	}
	unchanged(c, e, n)
	_, err := c.S.Service.Lifecycle.AddDatabase(c.Context(), other.ID, instances.NewDatabase{})
	notFull(c, err, disallowed(opAddDatabase))
}
