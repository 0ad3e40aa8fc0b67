// Package results keeps the file that tells what became of each starter, and
// the initial passwords that were made for them.
//
// # How it survives
//
// An account whose password nobody knows is the one thing that onboarding must
// not leave behind. So a password is on the disk before its account is asked
// for: [File.Plan] makes the passwords of a batch, appends a line for each and
// syncs once, and only then returns them. [File.Record] appends what became of
// a person. Neither rewrites what stands there, so ten thousand rows cost ten
// thousand short appends, and a sync per batch.
//
// [File.Close] then writes the file anew with one line for each person, beside
// it first and then in its place. A process that is killed at any moment leaves
// either the old file, the old file with lines appended, or the new one, and
// [Open] reads them all: of several lines about one user the later one counts,
// and a last line that was cut short does not.
package results
