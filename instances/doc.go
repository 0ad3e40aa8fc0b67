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
// # Business Central
//
// An environment of Business Central is none of Dataverse: it is named by its family and
// its name ([CentralEnvironmentID]), its API is that of its own admin center, and it has
// interfaces of its own, [CentralService]. Operations are the same, and [Wait] takes
// either. Deleted environments can be recovered for 14 days, and nothing is ever
// overwritten: a copy and a restore make a new one. What each state allows is in
// docs/central-states.md.
//
// # Updates
//
// [Update] is one word for every product: a version, whether it is released, whether it
// is the one that comes next, and when. [Calendar] asks all instances at once, and says
// of each who decides and, where nobody can move it, why not and where it is decided.
//
//	for p, err := range instances.Calendar(ctx, c.Instances) {
//		…
//		fmt.Println(p.Product, p.Name, p.Version, p.Next, p.Last, p.Why)
//	}
//
// Only Business Central has dates ([CentralUpdates]): a version is selected, runs in the
// environment's window ([CentralSettings]) on its day, and the environment is open again
// afterwards, or as it was before. Who selects nothing is not left in peace:
//
//	planned ──released──▶ available ──selected──▶ scheduled ──its day──▶ running ──▶ succeeded
//	                                                  ▲                     │
//	                                                  └───── a week on ─────┴─ failed, canceled
//
//	update period ──five months──▶ grace period ──a month──▶ enforced period
//	(free choice)                  (earlier, not later)      (it runs)
//
// Finance and Operations ([FinOpsUpdates]) takes a version at once or not at all, and is
// otherwise updated by Microsoft on the days of its maintenance settings. Applications of
// Dataverse ([Solutions]) are installed in their newest version, at once. Dataverse itself
// is updated every week by Microsoft; see [Waves].
//
// # Who may do what
//
// A Global Administrator, a Power Platform Administrator or a Dynamics 365 Administrator.
// An application on its own has to be registered as a management application before, by
// one of them: [ManagementApps]. Release waves take a signed-in person. In the place of the
// second, Business Central knows the Dynamics 365 Business Central Administrator, and its
// own list of applications, [CentralAuthorizedApps].
//
// # Two implementations
//
// Programs get the area as the field Instances of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules, on whose clock operations take
// the time that they take. Its Backstage finishes or fails them at once.
package instances
