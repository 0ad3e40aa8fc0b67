// Refresh brings a sandbox up to date from a production, as administrators do before
// every release: it checks capacity and versions, backs up the sandbox, closes it,
// copies the production onto it, gives it its name back, opens it, and looks whether
// all is as it should be.
//
//	refresh
//
// without arguments shows the whole way on a tenant in memory. On a live tenant, first
// as a dry run, and then for real with -yes:
//
//	refresh -live -tenant contoso.com -source "Contoso" -target "Contoso UAT" -state uat.json
//	refresh -live -tenant contoso.com -source "Contoso" -target "Contoso UAT" -state uat.json -yes
//
// Everything that the target holds is overwritten. It has to be a sandbox that is named
// exactly as -target says; one of another name or type stops the run, before the copy
// once more.
//
// What was begun stands in the state file before it is begun. A run that was killed or
// interrupted is taken up by the same command: it goes on with the operation that runs
// at the service, and starts no second copy. If it cannot find out whether the copy was
// begun, it asks the environment's history.
//
// The exit code is 0 if all is done, 1 if something was refused, an operation failed or
// the run was interrupted, and 2 if the arguments or a file are no good or the checks
// found something; nothing was changed then.
package main

import (
	"context"
	"errors"
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
	// The first signal asks to stop at the next point; the second one ends the program at
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

// reached says that a run may be cut off here.
func (p program) reached(point string) {
	if p.at != nil {
		p.at(point)
	}
}

// run is the program.
func (p program) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		return p.demonstrate(ctx)
	}
	o, err := parseOptions(p.name, args, p.stderr)
	if errors.Is(err, errHelp) {
		return exitWell
	}
	if err != nil {
		return exitUsage
	}
	c, err := p.connect(o)
	if err != nil {
		return p.unusable(err)
	}
	return p.refresh(ctx, c, o)
}

// unusable ends a run before anything was changed.
func (p program) unusable(err error) int {
	p.say("%s: %s; nothing was changed", p.name, printable(err.Error()))
	return exitUsage
}

// tell writes a line of the report, and say one about the run. There is nobody left to
// tell if telling fails.
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
