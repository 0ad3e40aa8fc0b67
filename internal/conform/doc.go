// Package conform is the plumbing under the conformance suites of the areas: a
// runner of case tables, and the checks that every area needs. It knows nothing
// of users or licenses; what it runs is generic over the subject, which each
// area's suite defines for itself.
//
// A suite promises that it has no false positives: an implementation that keeps
// the contract passes. It cannot promise that there are no false negatives: an
// implementation that passes may still break a rule that no case looks at.
//
// Cases are data ([Case]). Each runs as a subtest on a subject of its own,
// beside the others, under a watchdog, and when it fails it says why the rule
// exists and where it is written down, so that whoever reads the report need not
// open the suite.
package conform
