// Licenses answers what a tenant owns and does not use: of every product the seats,
// those that are taken and free, and those that people hold who are blocked, who have
// not signed in for 90 days, or who have the product twice, directly and by a group.
//
//	licenses
//
// without arguments shows it on a tenant in memory. On a tenant that is kept in a file
// or on a live one, as a table, and into files:
//
//	licenses -tenant-file contoso.json -csv licenses.csv -o licenses.svg
//	licenses -live -tenant contoso.com -days 120
//
// -free releases what was found, first as a dry run, and then for real with -yes:
//
//	licenses -live -tenant contoso.com -free
//	licenses -live -tenant contoso.com -free -yes -record taken.jsonl
//	licenses -live -tenant contoso.com -undo taken.jsonl -yes
//
// A license that comes from a group stays: who is not to have it leaves the group. Who
// is signed in, the Global Administrators, and those of -keep keep what they have. Of a
// license that is held twice the direct one goes, if the group's gives all that it
// gives; that frees no seat. Each person is looked at again right before something is
// taken, and what is taken stands in the record before.
//
// Mind who is blocked or does not sign in for a good reason: a shared mailbox that needs
// a license, a meeting room, an account for emergencies. -keep names them. What was in a
// mailbox is lost 30 days after its license is gone.
//
// People are read one page at a time, and only counts are kept of them, so that a large
// tenant takes no more memory than a small one; -free keeps those whom it finds.
//
// The exit code is 0 if all is done, 1 if something was refused or the run was
// interrupted, and 2 if the arguments or a file are no good; nothing was changed then.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"
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
	// The first signal asks to finish the person; the second one ends the program at
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
}

// unusable ends a run before anything was changed.
func (p program) unusable(err error) int {
	p.say("%s: %v; nothing was changed", p.name, err)
	return exitUsage
}

// failed ends a run that could not read what it needs.
func (p program) failed(err error) int {
	p.say("%s: %s", p.name, printable(err.Error()))
	return exitFailed
}

// tell writes a line of the report, and say one about the run. There is nobody
// left to tell if telling fails.
func (p program) tell(format string, args ...any) { _, _ = fmt.Fprintf(p.stdout, format+"\n", args...) }

func (p program) say(format string, args ...any) { _, _ = fmt.Fprintf(p.stderr, format+"\n", args...) }

// printable keeps what a service says from moving a terminal's cursor.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsGraphic(c) {
			return c
		}
		return ' '
	}, text)
}

// count is a number of things.
func count(n int, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return fmt.Sprintf("%d %s", n, many[0])
	}
	return fmt.Sprintf("%d %ss", n, one)
}
