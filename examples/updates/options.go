package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// options are the command line.
type options struct {
	tenantFile string
	live       bool
	tenant     admin365.TenantID
	schedule   time.Time
	yes        bool
	chart      string
}

// parseOptions reads the arguments. It says on stderr what is wrong with them, and
// returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps a tenant in memory")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.Func("schedule", "move sandboxes to the `date` (2026-03-07, or 2026-03-07T21:00:00Z) and productions to a week later", func(text string) error {
		at, err := parseDate(text)
		o.schedule = at
		return err
	})
	flags.BoolVar(&o.yes, "yes", false, "move them; without it nothing is changed")
	flags.StringVar(&o.chart, "o", "", "draw the calendar into the `file`, as SVG")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.check(flags.Args())
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %v\nrun %s -h for the flags\n", name, err, name)
	}
	return o, err
}

// parseDate reads a day, which begins at midnight in UTC, or a moment.
func parseDate(text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil && at.IsZero() {
			return at, errors.New("it is no date")
		} else if err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, errors.New("it is neither a day, such as 2026-03-07, nor a moment, such as 2026-03-07T21:00:00Z")
}

func usage(flags *flag.FlagSet, name string) {
	_, _ = fmt.Fprintf(flags.Output(), `%s shows when every instance of a tenant is updated, and moves what can be moved:

  %s [flags]

Without arguments it shows how, on a tenant in memory. Exit code 0: all is done;
1: something could not be moved; 2: the arguments or a file are no good, or the
tenant cannot be read, and nothing was changed.

`, name, name)
	flags.PrintDefaults()
}

// check refuses what does not go together.
func (o *options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not expected", rest[0])
	case o.yes && o.schedule.IsZero():
		return errors.New("-yes goes with -schedule only")
	case o.live == (o.tenantFile != ""):
		return errors.New("either -live or -tenant-file is expected")
	case o.live && o.tenant == "":
		return errors.New("-live needs -tenant")
	case !o.live && o.tenant != "":
		return errors.New("-tenant goes with -live only")
	case o.chart != "" && o.tenantFile != "" && atomicfile.Same(o.chart, o.tenantFile):
		return errors.New("-o and -tenant-file are the same file")
	}
	return nil
}
