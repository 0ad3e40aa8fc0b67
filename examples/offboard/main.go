// Offboard takes everything from somebody who leaves, writes down what it was,
// and can put it all back.
//
//	offboard
//
// without arguments shows it on a tenant in memory. On a tenant that is kept in a
// file, as onboard keeps one:
//
//	offboard -tenant-file contoso.json AllanD@contoso.com
//
// On a live tenant, first as a dry run, and then for real with -yes:
//
//	offboard -live -tenant contoso.com -record alland.json AllanD@contoso.com
//
// In this order the sign-in is blocked, sessions are revoked, the password is
// replaced by one that nobody knows, roles and groups are taken away, and the
// account is deleted, which can be taken back for 30 days. What is taken away
// stands in the record, on the disk, before the first step; a run that was
// killed is finished by the same command.
//
//	offboard -tenant-file contoso.json -undo contoso-alland@contoso.com-offboarded.json
//
// puts it all back. The old password is gone; a new first one is written to a
// file of its own, and nowhere else.
//
// The last Global Administrator is not offboarded, and nobody offboards himself.
// What follows from elsewhere (a group with a rule, or one that is synchronized)
// is not taken away, and said.
//
// The exit code is 0 if all is done, 1 if something was refused or the run was
// interrupted, and 2 if the arguments or a file are no good; nothing was changed
// then.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(mainOf(program{live: live})) }

// mainOf runs the program with the process's arguments, streams and signals.
func mainOf(p program) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to finish the step; the second one ends the program at
	// once.
	context.AfterFunc(ctx, stop)
	p.name = filepath.Base(os.Args[0])
	p.stdout, p.stderr = os.Stdout, os.Stderr
	return p.run(ctx, os.Args[1:])
}

// program is what a run has of the world around it.
type program struct {
	name           string
	stdout, stderr io.Writer
	// live connects to a live tenant.
	live func(o options) (*connection, error)
	// at is told each point at which a run may be cut off; nil outside of tests.
	at func(point string)
}
