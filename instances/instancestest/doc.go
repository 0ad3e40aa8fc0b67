// Package instancestest is the conformance suite of package instances. It says in code
// what the comments of the interfaces in [instances.Service] promise, and runs over any
// implementation of them: the tenant in memory, the client of the Power Platform, a live
// tenant, a fake of yours.
//
// There are no false positives: what keeps the contract passes, whatever it returns
// where the contract is silent. There may be false negatives: a rule that no case looks
// at can be broken unseen. The cases are written from Microsoft's documentation, from
// recordings of the service and from the contract, and not from our implementations; the
// suite's own test runs it over implementations that are broken on purpose.
//
// Somebody who has a fake of his own runs the whole suite from one test:
//
//	func TestConformance(t *testing.T) {
//		instancestest.Run(t, instancestest.Harness{
//			MayWrite: true,
//			New: func(t *testing.T) instancestest.Subject {
//				fake := newFake(t)
//				return instancestest.Subject{Service: &instances.Service{Environments: fake}}
//			},
//		})
//	}
//
// Most cases begin with environments that are there already ([Backstage]): a live tenant,
// where nobody can bring them about, runs the cases that read.
package instancestest
