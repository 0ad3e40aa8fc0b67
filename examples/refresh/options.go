package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// errHelp: somebody only asked for the flags.
var errHelp = flag.ErrHelp

// options are the command line.
type options struct {
	source, target string
	name           string
	state          string
	tenantFile     string
	via            string
	live           bool
	tenant         admin365.TenantID
	dryRun, yes    bool
	stayClosed     bool
	auditData      bool
	anyVersion     bool
}

// The ways to a tenant in memory.
const (
	viaMemory = "memory"
	viaHTTP   = "http"
)

// parseOptions reads the arguments. It says on stderr what is wrong with them, and
// returns errHelp if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.source, "source", "", "the `name` or id of the environment to copy from")
	flags.StringVar(&o.target, "target", "", "the `name` of the sandbox to copy onto; what it holds is overwritten")
	flags.StringVar(&o.name, "name", "", "the `name` that the target has afterwards (default: its own)")
	flags.StringVar(&o.state, "state", "", "the `file` that says how far the run is; the same file takes it up again")
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps a tenant in memory; time passes there as fast as it is asked for")
	flags.StringVar(&o.via, "via", viaMemory, "how to reach a tenant in memory: memory or http")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential; a dry run without -yes")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.BoolVar(&o.dryRun, "dry-run", false, "check, and say what would be done")
	flags.BoolVar(&o.yes, "yes", false, "do it, on a live tenant")
	flags.BoolVar(&o.stayClosed, "stay-closed", false, "leave the target in administration mode afterwards")
	flags.BoolVar(&o.auditData, "audit", false, "copy the audit logs too")
	flags.BoolVar(&o.anyVersion, "any-version", false, "go on where source and target have different versions")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.check(flags.Args())
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %v\nrun %s -h for the flags\n", name, err, name)
	}
	return o, err
}

func usage(flags *flag.FlagSet, name string) {
	_, _ = fmt.Fprintf(flags.Output(), `%s copies an environment onto a sandbox, as before a release: checks, backup,
administration mode, copy, name, administration mode off, checks.

  %s [flags] -source NAME -target NAME -state FILE

Without arguments it shows how, on a tenant in memory. Exit code 0: all is done;
1: something failed or the run was interrupted, and the same command goes on;
2: the arguments, a file or the checks are no good, and nothing was changed.

`, name, name)
	flags.PrintDefaults()
}

// check refuses what does not go together, and fills in what follows.
func (o *options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not expected; a name with blanks needs quotes", rest[0])
	case o.source == "" || o.target == "":
		return errors.New("-source and -target are expected")
	case o.source == o.target:
		return errors.New("-source and -target are the same")
	case o.via != viaMemory && o.via != viaHTTP:
		return fmt.Errorf("-via is %s or %s, and not %q", viaMemory, viaHTTP, o.via)
	case !o.live && (o.tenant != "" || o.yes):
		return errors.New("-tenant and -yes go with -live only")
	case o.live && (o.tenantFile != "" || o.via != viaMemory):
		return errors.New("-tenant-file and -via are for a tenant in memory and do not go with -live")
	case o.live && o.tenant == "":
		return errors.New("-live needs -tenant")
	case !o.live && o.tenantFile == "":
		return errors.New("-tenant-file or -live is expected")
	case o.state == "" && !o.dryRun && (!o.live || o.yes):
		return errors.New("-state is expected: without it a run that was interrupted could not go on")
	case o.state != "" && o.tenantFile != "" && atomicfile.Same(o.state, o.tenantFile):
		return errors.New("-state and -tenant-file are the same file")
	}
	o.dryRun = o.dryRun || o.live && !o.yes
	return nil
}
