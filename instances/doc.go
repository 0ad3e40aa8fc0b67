// Package instances is the Dynamics 365 and Power Platform environments of a tenant,
// what the administration center of 2016 called instances, and their updates; those of
// Business Central, and of Finance and Operations, too.
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
// What an environment allows depends on its type and on its state; [Environment.Allowed]
// says it of one, and docs/instances-states.md of all of them. In short:
//
//	Create, AddDatabase ─→ Provisioning ─→ Enabled, or Failed
//
//	         Enter              a Copy, a Restore (their target)
//	Enabled ──────→ AdminMode ←──────────────────────────────────
//	        ←──────             if it failed: closed until another one, a Reset or Delete
//	         Leave
//
//	any of them ── Delete ─→ in the bin, 7 or 28 days ─→ gone
//	                             └── Recover ─→ AdminMode
//
//	Disabled, by Microsoft: only Delete goes
//	Sandbox ←── Convert ──→ Production       Trial ── Convert ─→ Production
//
// # What takes its time
//
// To create, copy, restore, reset, delete or edit an environment takes the service from
// seconds to hours. Such a method returns an [admin365.Operation], which is data: keep
// its ID, and any process can go on waiting for it.
//
//	op, err := c.Instances.Copies.Copy(ctx, sandbox.ID, instances.Expect{Name: "Contoso UAT", Type: instances.Sandbox},
//		instances.EnvironmentCopy{Source: production.ID, Type: instances.FullCopy})
//	op, err = instances.Wait(ctx, c.Instances.Operations, op.ID, admin365.WaitOptions{})
//
//	                     ┌─→ Succeeded
//	NotStarted → Running ┤
//	                     └─→ Failed, at a stage: Validate, Prepare, Run, Finalize
//
// Nothing cancels it. Only one operation runs on an environment at a time; a second one
// is refused with [admin365.ErrBusy], and so is one that would read from it. After a
// success the environment may take a moment longer to say so: [WaitReady] asks it.
//
// If the answer to such a call is lost, it fails with [admin365.ErrUncertain], and the
// operation runs or not: do not repeat it. [Operations.List], the environment's history,
// knows; examples/copyenv does it so.
//
// # What loses data
//
// A reset, a restore, a copy onto an environment, a deletion and a conversion take an
// [Expect]: the name and the type that the caller believes the environment to have. It
// is read again first, and if it is another one, nothing is sent and the call fails with
// [admin365.ErrPrecondition]. A script with the wrong id stops there. Say what you were
// told, by a person or a file: [Environment.Expect] of what was just read agrees with
// anything, and protects only from what changes in between.
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
// [PeriodOf] tells the period, [Update.LastDate] the latest date that is taken, and
// [RunNow] brings an update forward to now. What a service does not offer, such as to
// decline an update, fails with [admin365.ErrUnsupported], which says what is nearest, and
// nothing is sent.
//
// # Who may do what
//
// A Global Administrator, a Power Platform Administrator or a Dynamics 365 Administrator;
// for Business Central a Global Administrator, a Dynamics 365 Administrator or a Dynamics
// 365 Business Central Administrator. An application on its own is refused until somebody
// has registered it: as a management application ([ManagementApps]), and for Business
// Central on the list of [CentralAuthorizedApps], with the permission
// AdminCenter.ReadWrite.All. Neither can be done by an application for itself. Release
// waves take a signed-in person. docs/permissions.md lists it.
//
// # Tests
//
// Programs get the area as the field Instances of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules, on whose clock operations take
// the time that they take. Contoso has a default environment and "Contoso Production"
// (contoso), "Contoso UAT" (contoso-uat) and "Contoso Dev" (contoso-dev), both sandboxes,
// and a developer's; of Business Central Production, Production-UK and Sandbox.
//
// In a bubble of testing/synctest that clock is the test's, and a copy of some hours is
// waited for in milliseconds, over HTTP and with its polls:
//
//	synctest.Test(t, func(t *testing.T) {
//		tenant := admin.NewTest(t)
//		tenant.Drill(admin.LostAnswer("instances.Copies.Copy", 1)) // rehearse a failure
//		err := refresh(t.Context(), tenant.HTTP().Instances)       // your code, which waits
//		…
//	})
//
// Elsewhere Advance of the tenant lets time pass. [Backstage] finishes and fails
// operations at once, and does what else Microsoft does: capacity, versions, releases.
package instances
