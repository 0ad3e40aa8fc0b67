// Updates shows when every instance of a tenant is updated: of Business Central, of
// Dataverse, of Finance and Operations, and the applications on them. What it is now,
// what it gets next, when, when at the latest, and who decides; and for what cannot be
// scheduled why not, and where it is decided.
//
//	updates
//
// without arguments shows it on a tenant in memory. On a live tenant:
//
//	updates -live -tenant contoso.com
//	updates -live -tenant contoso.com -o plan.svg
//	updates -live -tenant contoso.com -schedule 2026-03-07
//	updates -live -tenant contoso.com -schedule 2026-03-07 -yes
//
// -schedule moves what can be moved: sandboxes to the date, and productions to a week
// later, so that a week is left to test. Without -yes it says what it would move, and to
// when: the service moves a date into the window of the environment, so that what comes of
// it may be some hours later, or the day after. A date that an update cannot have is said,
// and the update is left where it is.
//
// The exit code is 0 if all is done, 1 if something could not be moved or the run was
// interrupted, and 2 if the arguments or a file are no good, or the tenant cannot be
// read; nothing was changed then.
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
	"unicode"

	"github.com/admin365/admin365"
)

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to stop after the instance; the second one ends the program at
	// once.
	context.AfterFunc(ctx, stop)
	p := program{name: filepath.Base(os.Args[0]), stdout: os.Stdout, stderr: os.Stderr, live: live}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// program is what a run has of the world around it.
type program struct {
	name           string
	stdout, stderr io.Writer
	// live connects to a live tenant.
	live func(o options) (*connection, error)
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
	c, err := p.connect(o)
	if err != nil {
		return p.unusable(err)
	}
	return p.updates(ctx, c, o)
}

// updates shows the calendar, and moves what is to be moved.
func (p program) updates(ctx context.Context, c *connection, o options) int {
	if !o.schedule.IsZero() && o.schedule.Before(c.now()) {
		// Not even the productions are moved, for which a week later would do.
		return p.unusable(fmt.Errorf("-schedule: %s has passed", moment(o.schedule)))
	}
	plan, err := c.calendar(ctx)
	if ctx.Err() != nil {
		p.say("%s: interrupted; nothing was changed", p.name)
		return exitFailed
	}
	if err != nil {
		return p.unusable(err)
	}
	p.showTable(plan)
	failed := 0
	if o.schedule.IsZero() {
		if o.chart == "" {
			return exitWell
		}
	} else if failed, err = p.schedule(ctx, c, o, plan); err != nil {
		p.say("%s: stopped: %s", p.name, printable(err.Error()))
		return exitFailed
	}
	if o.chart != "" {
		// What was moved is drawn where it is now.
		if plan, err = c.calendar(ctx); err == nil {
			err = plan.writeChart(o.chart)
		}
		if err != nil {
			p.say("%s: -o: %s", p.name, printable(err.Error()))
			return exitFailed
		}
	}
	if failed > 0 {
		return exitFailed
	}
	return exitWell
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

// reason is what an error says to people.
func reason(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || e.Message == "" {
		return printable(err.Error())
	}
	return printable(fmt.Sprint(e.Kind) + ": " + e.Message)
}
