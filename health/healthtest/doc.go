// Package healthtest is the conformance suite of package health. It says in code what
// the comments of the interfaces in [health.Service] promise, and runs over any
// implementation of them: the tenant in memory, the client of Microsoft Graph, a live
// tenant, a fake of yours. What is built on the interfaces ([health.Affecting],
// [health.Days], [health.Watch]) is run over the same.
//
// There are no false positives: what keeps the contract passes, whatever it returns
// where the contract is silent. There may be false negatives: a rule that no case
// looks at can be broken unseen. The cases are written from Microsoft's documentation
// and not from our implementations, and a test runs the suite over implementations that
// are broken on purpose.
//
// Somebody who has a fake of his own runs the whole suite from one test:
//
//	func TestConformance(t *testing.T) {
//		healthtest.Run(t, healthtest.Harness{
//			MayWrite: true,
//			New: func(t *testing.T) healthtest.Subject {
//				fake := newFake(t)
//				return healthtest.Subject{Service: &health.Service{Issues: fake, Messages: fake.messages()}}
//			},
//		})
//	}
package healthtest
