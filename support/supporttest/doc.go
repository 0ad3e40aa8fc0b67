// Package supporttest is the conformance suite of package support. It says in code what
// the comments of the interfaces in [support.Service] promise, and runs over any
// implementation of them: the tenant in memory, the client of Azure Resource Manager and
// Partner Center, a live tenant, a fake of yours.
//
// There are no false positives: what keeps the contract passes, whatever it returns
// where the contract is silent. There may be false negatives: a rule that no case
// looks at can be broken unseen. The cases are written from Microsoft's documentation
// and not from our implementations, and the area's own tests run it over
// implementations that are broken on purpose.
//
// Tickets of a live tenant are read by people. A run that may write opens some, and is
// for tenants in which that was agreed with Microsoft.
//
// Somebody who has a fake of his own runs the whole suite from one test; the cases about
// parts that it does not have are skipped:
//
//	func TestConformance(t *testing.T) {
//		supporttest.Run(t, supporttest.Harness{
//			MayWrite: true,
//			New: func(t *testing.T) supporttest.Subject {
//				fake := newFake(t)
//				return supporttest.Subject{
//					Service:   &support.Service{Tickets: fake, Catalogue: fake.catalogue(), Operations: fake.operations()},
//					Backstage: fake.backstage(),
//				}
//			},
//		})
//	}
package supporttest
