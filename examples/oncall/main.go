// Oncall is what an administrator on duty looks at: open incidents and advisories of the
// services that the tenant subscribes to, which are those that service health lists, what
// Microsoft has said since the last look, what is to be done in the next 30 days, and the
// tickets that wait for us.
//
//	oncall
//
// without arguments shows it on a tenant in memory. On a live tenant:
//
//	oncall -live -tenant contoso.com -state last.json
//	oncall -live -tenant contoso.com -state last.json -o oncall.html
//	oncall -live -tenant contoso.com -json
//	oncall -live -tenant contoso.com -user AdeleV@contoso.com -instance "Contoso Production"
//	oncall -live -tenant contoso.com -ticket EX1207533
//	oncall -live -tenant contoso.com -ticket IS1207600 -contact me.json -yes
//
// The state file says how far the last look was. It is written when all has been told and
// the page is on the disk: what a run that was killed has not told, the next one tells.
//
// -o writes one page that needs nothing else: no script and nothing from elsewhere, for a
// phone as for a screen on the wall, light or dark as its reader has it. The file is its
// owner's alone to read: titles of tickets stand on it.
//
// -user answers whether a person who cannot sign in is kept out by us or by Microsoft.
//
// -ticket opens a request for an incident and fills it in from it, once: a second run
// finds it. Without -yes it says what it would open. Azure's API takes what is about
// signing in and about bills. The rest a partner opens for a customer by Partner Center
// (-partner, see -h); everybody else does so on the page that is printed, because
// Microsoft publishes no API for it.
//
// # Exit code
//
//	0  nothing burns: no incident is open, and no critical ticket waits for us
//	3  something burns; with -user: something keeps the person out
//	1  something could not be read or done, and nothing that was read burns
//	2  the arguments or a file are no good, or the tenant cannot be read
//
// Advisories, announcements and other tickets are told and burn nothing. The
// demonstration without arguments ends with 0, and says what the code would be.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has none of its own.
	"unicode"

	"github.com/admin365/admin365"
)

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
	exitBurns  = 3
)

func main() { os.Exit(mainOf(program{live: live})) }

// mainOf runs the program with the process's arguments, streams and signals.
func mainOf(p program) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to stop; the second one ends the program at once.
	context.AfterFunc(ctx, stop)
	p.name = filepath.Base(os.Args[0])
	p.stdout, p.stderr, p.zone = os.Stdout, os.Stderr, time.Local
	return p.run(ctx, os.Args[1:])
}

// program is what a run has of the world around it.
type program struct {
	name           string
	stdout, stderr io.Writer
	// zone is the time zone where the program runs.
	zone *time.Location
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
	if errors.Is(err, flag.ErrHelp) {
		return exitWell
	}
	if err != nil {
		return exitUsage
	}
	if o.zone == nil {
		o.zone = p.zone
	}
	c, err := p.connect(o)
	if err != nil {
		return p.unusable(err)
	}
	return p.answer(ctx, c, o)
}

// answer does what the options ask for.
func (p program) answer(ctx context.Context, c *connection, o options) int {
	switch {
	case o.user != "":
		return p.person(ctx, c, o)
	case o.ticket != "":
		return p.ticket(ctx, c, o)
	default:
		return p.look(ctx, c, o)
	}
}

// unusable ends a run that could not begin.
func (p program) unusable(err error) int {
	p.say("%s: %s; nothing was changed", p.name, printable(err.Error()))
	return exitUsage
}

// stopped ends a run that went wrong on its way.
func (p program) stopped(ctx context.Context, err error) int {
	if ctx.Err() != nil {
		p.say("%s: interrupted", p.name)
	} else {
		p.say("%s: %s", p.name, reason(err))
	}
	return exitFailed
}

// tell writes a line of the answer, and say one about the run. There is nobody left to
// tell if telling fails.
func (p program) tell(format string, args ...any) { _, _ = fmt.Fprintf(p.stdout, format+"\n", args...) }

func (p program) say(format string, args ...any) { _, _ = fmt.Fprintf(p.stderr, format+"\n", args...) }

// printable keeps what a service says from moving a terminal's cursor, and from turning
// around the text that stands beside it.
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
