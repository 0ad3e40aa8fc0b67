// Package centraltest is the conformance suite of the half of package instances that is
// about updates: of Business Central whole, and of Finance and Operations. It says in code
// what the comments of the interfaces in [instances.CentralService] and
// [instances.FinOpsService] promise, and runs over any implementation of them: the tenant
// in memory, the clients of Microsoft's APIs, a fake of yours.
//
// There are no false positives: what keeps the contract passes, whatever it returns where
// the contract is silent. There may be false negatives: a rule that no case looks at can be
// broken unseen. The cases are written from the contract and not from our implementations,
// and the suite's own test runs it over implementations that are broken on purpose.
//
// Somebody who has a fake of his own runs the whole suite from one test:
//
//	func TestConformance(t *testing.T) {
//		centraltest.Run(t, centraltest.Harness{
//			New: func(t *testing.T) centraltest.Subject {
//				fake := newFake(t, centraltest.Start())
//				return centraltest.Subject{
//					Service: &instances.Service{Central: fake.central()},
//					Backstage: fake, Advance: fake.advance, Now: fake.now,
//				}
//			},
//		})
//	}
package centraltest
