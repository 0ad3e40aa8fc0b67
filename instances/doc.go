// Package instances is the Dynamics 365 and Power Platform environments of a tenant:
// what the administration center of 2016 called instances.
//
// # Instances and environments
//
// An [Environment] is a place with a name, a type and a location. Most have a Dataverse
// organization behind them ([Environment.Dataverse]): that is the instance, with an
// address such as https://contoso.crm4.dynamics.com/, a version, a language and a
// security group. The two have different ids; everything here takes the environment's.
//
//	for e, err := range c.Instances.Environments.List(ctx, instances.EnvironmentQuery{Type: instances.Sandbox}) {
//		…
//		fmt.Println(e.DisplayName, e.Links().Instance)
//	}
//	production, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso")
//
// # What takes its time
//
// To create, copy, restore, reset, delete or edit an environment takes the service from
// seconds to hours. Such a method returns an [admin365.Operation], which is data: keep
// its ID, and any process can go on waiting for it.
//
//	op, err := c.Instances.Copies.Copy(ctx, sandbox.ID, sandbox.Expect(), instances.EnvironmentCopy{
//		Source: production.ID, Type: instances.FullCopy,
//	})
//	op, err = instances.Wait(ctx, c.Instances.Operations, op.ID, admin365.WaitOptions{})
//
// Only one operation runs on an environment at a time; a second one is refused with
// [admin365.ErrBusy], and so is one that would read from it. After a success the
// environment may take a moment longer to say so: [WaitReady] asks it.
//
// # What loses data
//
// A reset, a restore, a copy onto an environment, a deletion and a conversion take an
// [Expect]: the name and the type that the caller believes the environment to have. It
// is read again first, and if it is another one, nothing is sent and the call fails with
// [admin365.ErrPrecondition]. A script with the wrong id stops there.
//
// # After a copy
//
// A copied or restored environment is in administration mode, with its background
// operations off, so that a copy of production mails nobody. [AdminMode.Leave] opens it.
//
// # Who may do what
//
// A Global Administrator, a Power Platform Administrator or a Dynamics 365 Administrator.
// An application on its own has to be registered as a management application before, by
// one of them: [ManagementApps]. Release waves take a signed-in person.
//
// # Two implementations
//
// Programs get the area as the field Instances of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules, on whose clock operations take
// the time that they take. Its Backstage finishes or fails them at once.
package instances
