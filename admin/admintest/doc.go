// Package admintest is the conformance suite of what hangs on [admin.Client] itself:
// the organization, its domains, when passwords expire, self-service reset, directory
// synchronization and the authorization policy. It says in code what the comments of
// those interfaces promise, and runs over any implementation of them: the tenant in
// memory, the client of Microsoft Graph, a live tenant, a fake of yours.
//
// There are no false positives: what keeps the contract passes, whatever it returns
// where the contract is silent. There may be false negatives: a rule that no case
// looks at can be broken unseen. The cases are written from Microsoft's documentation
// and not from our implementations, and the suite's own test runs it over
// implementations that are broken on purpose.
//
// Somebody who has a fake of his own runs the whole suite from one test:
//
//	func TestConformance(t *testing.T) {
//		admintest.Run(t, admintest.Harness{
//			Domain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com", TenantID: tenant,
//			MayWrite: true,
//			New: func(t *testing.T) admintest.Subject {
//				fake := newFake(t)
//				return admintest.Subject{Settings: admintest.Settings{Domains: fake, Organization: fake.organization()}}
//			},
//		})
//	}
package admintest
