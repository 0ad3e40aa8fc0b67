// Package identitytest is the conformance suite of package identity. It says in
// code what the comments of the interfaces in [identity.Service] promise, and runs
// over any implementation of them: the tenant in memory, the client of Microsoft
// Graph, a live tenant, a fake of yours.
//
// # What it promises
//
// There are no false positives: what keeps the contract passes, whatever it
// returns where the contract is silent. There may be false negatives: a rule
// that no case looks at can be broken unseen. The cases are written from
// Microsoft's documentation and not from our implementations, and the suite's
// own test runs it over implementations that are broken on purpose.
//
// # Running it
//
// Somebody who has a fake of his own runs the whole suite from one test:
//
//	func TestConformance(t *testing.T) {
//		identitytest.Run(t, identitytest.Harness{
//			Domain:   "contoso.com",
//			MayWrite: true,
//			New: func(t *testing.T, o identitytest.Options) identitytest.Subject {
//				fake := newFake(t)
//				return identitytest.Subject{
//					Service: &identity.Service{Users: fake, Managers: fake.managers(), Profiles: fake.profiles()},
//					Make:    identitytest.Fixtures{Domain: fake.addDomain},
//				}
//			},
//		})
//	}
//
// A fake need not have everything: the cases of a part that is nil in its
// [identity.Service] are skipped, but for Users, Managers and Profiles, which every
// case may use.
//
// Each case is a subtest on a subject of its own and prints, when it fails, why
// its rule exists and where it is written down. What a subject cannot do is
// skipped with the reason; what it does otherwise on purpose stands in
// [Harness.Lacks] with a reason, so that a deviation is declared and not
// forgotten.
package identitytest
