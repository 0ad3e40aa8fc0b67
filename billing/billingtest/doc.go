// Package billingtest is the conformance suite of package billing. It says in code
// what the comments of the interfaces in [billing.Service] promise, and runs over any
// implementation of them: the tenant in memory, the client of Microsoft Graph, a live
// tenant, a fake of yours.
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
//		billingtest.Run(t, billingtest.Harness{
//			MayWrite: true,
//			New: func(t *testing.T) billingtest.Subject {
//				fake := newFake(t)
//				return billingtest.Subject{Service: &billing.Service{SKUs: fake, Licenses: fake.licenses()}}
//			},
//		})
//	}
package billingtest
