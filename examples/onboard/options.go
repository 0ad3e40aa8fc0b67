package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// options are the command line.
type options struct {
	// starters is empty for the embedded file.
	starters   string
	tenantFile string
	via        string
	live       bool
	tenant     admin365.TenantID
	dryRun     bool
	yes        bool
	workers    int
	results    string
	// restoreDeleted brings back who is among the deleted.
	restoreDeleted bool
}

// The values of -via.
const (
	viaMemory = "memory"
	viaHTTP   = "http"
)

const maxWorkers = 64

// parseOptions reads the arguments. It says on stderr what is wrong with them,
// and returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.starters, "starters", "", "the `file` with the people: the admin center's or Entra's template (default: sixty people of our own)")
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps the tenant in memory; loaded if it is there, and saved")
	flags.StringVar(&o.via, "via", viaMemory, "how the tenant in memory is reached: memory (directly) or http (our HTTP client and the emulator)")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential; a dry run without -yes")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.BoolVar(&o.dryRun, "dry-run", false, "read only, and say what would be done")
	flags.BoolVar(&o.yes, "yes", false, "do it, on a live tenant")
	flags.BoolVar(&o.restoreDeleted, "restore-deleted", false, "bring back people who are among the deleted users, instead of making them other accounts")
	flags.IntVar(&o.workers, "workers", 8, "how many people are worked on at the same time")
	flags.StringVar(&o.results, "results", "", "the `file` for what became of whom, with the initial passwords\n"+
		"(default with -tenant-file: beside it, ending in -results.csv)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	err := o.check(flags.Args(), given)
	if err == nil {
		o.complete()
		err = o.distinct()
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %v\nrun %s -h for the flags\n", name, err, name)
	}
	return o, err
}

func usage(flags *flag.FlagSet, name string) {
	_, _ = fmt.Fprintf(flags.Output(), `%s brings the people of a starters file into a tenant.

Who is not there is created, who is there is brought up to the file, and a second
run changes nothing. Exit code 0: every row went well; 1: some failed, or the run
was interrupted; 2: the arguments or a file are no good, or there are too few
licenses, and nothing was changed.

`, name)
	flags.PrintDefaults()
}

// check refuses what does not go together.
func (o *options) check(rest []string, given map[string]bool) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not a flag, and nothing else is expected", rest[0])
	case o.via != viaMemory && o.via != viaHTTP:
		return fmt.Errorf("-via is %q, expected %s or %s", o.via, viaMemory, viaHTTP)
	case o.workers < 1 || o.workers > maxWorkers:
		return fmt.Errorf("-workers is %d, expected 1 to %d", o.workers, maxWorkers)
	case !o.live && (given["tenant"] || given["yes"]):
		return errors.New("-tenant and -yes go with -live only")
	case !o.live:
		return nil
	case given["tenant-file"] || given["via"]:
		return errors.New("-tenant-file and -via are for a tenant in memory and do not go with -live")
	case o.tenant == "":
		return errors.New("-live needs -tenant")
	case o.starters == "":
		return errors.New("-live needs -starters: the sixty people of our own do not belong in a live tenant")
	case o.results == "":
		return errors.New("-live needs -results: the initial passwords are written there, and nowhere else")
	}
	return nil
}

// complete fills in what follows from the rest.
func (o *options) complete() {
	if o.live && !o.yes {
		o.dryRun = true
	}
	// Accounts that are kept need passwords that somebody knows.
	if o.tenantFile != "" && o.results == "" && !o.dryRun {
		o.results = o.besideTenant()
	}
}

// besideTenant is where the results stand if nobody says where.
func (o *options) besideTenant() string {
	return strings.TrimSuffix(o.tenantFile, filepath.Ext(o.tenantFile)) + "-results.csv"
}

// distinct refuses one file in two parts: the run would write over what it reads.
func (o *options) distinct() error {
	files := []struct{ flag, path string }{{"-starters", o.starters}, {"-tenant-file", o.tenantFile}, {"-results", o.results}}
	for i, a := range files {
		for _, b := range files[:i] {
			if a.path != "" && b.path != "" && atomicfile.Same(a.path, b.path) {
				return fmt.Errorf("the same file is named twice: %s is %s, and %s is %s", b.flag, b.path, a.flag, a.path)
			}
		}
	}
	return nil
}
