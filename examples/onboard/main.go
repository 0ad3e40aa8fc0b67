// Onboard brings the people of a starters file into a tenant: who is not there
// is created, who is there is brought up to the file, and running it again
// changes nothing.
//
//	onboard
//
// without arguments creates sixty people in a tenant in memory.
//
//	onboard -starters people.csv -tenant-file contoso.json -results results.csv
//
// keeps the tenant, and what became of whom, with the initial passwords. The
// same on a live tenant, first as a dry run, and then for real with -yes:
//
//	onboard -starters people.csv -live -tenant contoso.com -results results.csv
//
// The file is either the Microsoft 365 admin center's "Add multiple users" or
// Entra's "Bulk create" template. Three columns may be added to both, in this
// order: Manager, a user name, Roles, the display names of directory roles with ;
// between them, and Licenses, the part numbers or display names of products in the
// same way. Roles and licenses are given and never taken away; a role that does not
// exist, or a product that the tenant does not own, fails its row before anything is
// sent, and so does a license for somebody without a usage location. Whether there
// are seats for all is found out before anybody is created: if not, it is said which
// product lacks how many, and that is all.
//
// Somebody whose user name a deleted user had gets another account, and it is
// said that he is among the deleted. With -restore-deleted the deleted user is
// brought back instead, and then up to the file.
//
// With -tenant-file and without -results, the results stand beside the tenant:
// accounts that are kept need passwords that somebody knows. Two runs at the
// same time must not share these files.
//
// A manager who is neither in the file nor in the tenant fails his row before
// anything is sent. If it is the manager's own row that failed, the person is
// created without him, and the next run sets him.
//
// An interruption (Ctrl-C, SIGTERM) finishes those who are begun, saves, and
// says how to go on; a second one ends the program at once, which loses nothing
// either: the next run uses the passwords that were written.
//
// The exit code is 0 if every row went well, 1 if some failed or the run was
// interrupted, and 2 if the arguments or a file are no good or seats are lacking;
// nothing was changed then.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(mainOf(program{checkpoint: checkpointEvery, live: live})) }

// mainOf runs the program with the process's arguments, streams and signals.
func mainOf(p program) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to finish; once it was heard, the second one meets
	// the default, which ends the program at once.
	context.AfterFunc(ctx, stop)
	p.name = filepath.Base(os.Args[0])
	p.stdout, p.stderr = os.Stdout, os.Stderr
	p.terminal = term.IsTerminal(int(os.Stderr.Fd()))
	return p.run(ctx, os.Args[1:])
}

// program is what a run has of the world around it.
type program struct {
	name           string
	stdout, stderr io.Writer
	// terminal says that somebody watches stderr.
	terminal bool
	// checkpoint is how often the tenant file is saved.
	checkpoint time.Duration
	// live connects to a live tenant.
	live func(tenant admin365.TenantID, readOnly bool) (*admin.Client, error)
}
