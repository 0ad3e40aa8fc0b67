// Domain brings a domain into a tenant: it adds it, shows the records to set in DNS,
// waits until they are there, and has it verified; it makes it the default domain,
// moves the people's sign-in names into it, and says when passwords expire.
//
//	domain
//
// without arguments shows the whole way on a tenant in memory. On a live tenant, step
// by step or at once:
//
//	domain -live -tenant contoso.com -add example.com -wait 0
//	domain -live -tenant contoso.com -add example.com -default -password-days never
//	domain -live -tenant contoso.com -add example.com -move-users -from contoso.com
//	domain -live -tenant contoso.com -add example.com -move-users -from contoso.com -yes -record moved.jsonl
//	domain -live -tenant contoso.com -undo moved.jsonl -yes
//
// The same command again goes on where the last one ended: what is there already, is
// verified already, or is moved already, stays as it is.
//
// -move-users says whose names would change, and with -yes changes them: of members
// whose sign-in name is in the domain of -from, the part after the @. Nothing else is
// changed, their addresses neither. Synchronized people are named on-premises: they are
// listed and left alone, and so are guests. Who is signed in comes last. Each person is
// looked at again right before, and the old name stands in the record before it
// changes; -undo puts the old names back. People sign in with the new name from then
// on, so tell them before.
//
// The exit code is 0 if all is done, 1 if the domain is not verified yet, something was
// refused or the run was interrupted, and 2 if the arguments or a file are no good;
// nothing was changed then.
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

	"github.com/admin365/admin365"
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
	p.say("%s: %s; nothing was changed", p.name, printable(err.Error()))
	return exitUsage
}

// ended says what went wrong, and returns the exit code. Stopped is why not all was
// done, and unsaved why what was done is not on the disk.
func (p program) ended(refused int, stopped, unsaved error) int {
	if refused > 0 {
		p.say("%s: %s refused", p.name, count(refused, "change was", "changes were"))
	}
	switch {
	case errors.Is(stopped, errNotVerified):
		p.say("%s: %s", p.name, printable(stopped.Error()))
	case errors.Is(stopped, context.Canceled):
		p.say("interrupted: what is left is done by the same command")
	case stopped != nil:
		p.say("%s: stopped: %s", p.name, printable(stopped.Error()))
	}
	if unsaved != nil {
		p.say("%s: what was done is not on the disk: %s", p.name, printable(unsaved.Error()))
	}
	if refused > 0 || stopped != nil || unsaved != nil {
		return exitFailed
	}
	return exitWell
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

// reason is what an error says to people.
func reason(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || e.Message == "" {
		return printable(err.Error())
	}
	return printable(fmt.Sprint(e.Kind) + ": " + e.Message)
}

// count is a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func sameText[T ~string](a, b T) bool { return strings.EqualFold(string(a), string(b)) }
