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
	// who is the user name of who leaves; empty with undo.
	who        string
	tenantFile string
	live       bool
	tenant     admin365.TenantID
	dryRun     bool
	yes        bool
	record     string
	undo       string
	results    string
}

// parseOptions reads the arguments. It says on stderr what is wrong with them,
// and returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps the tenant in memory")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential; a dry run without -yes")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.BoolVar(&o.dryRun, "dry-run", false, "read only, and say what would be done")
	flags.BoolVar(&o.yes, "yes", false, "do it, on a live tenant")
	flags.StringVar(&o.record, "record", "", "the `file` for what is taken away, by which it can be put back\n"+
		"(default with -tenant-file: beside it, ending in -offboarded.json)")
	flags.StringVar(&o.undo, "undo", "", "put back what stands in the record `file`")
	flags.StringVar(&o.results, "results", "", "with -undo: the `file` for the new first password\n"+
		"(default: beside the record, ending in -results.csv)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.check(flags.Args())
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
	_, _ = fmt.Fprintf(flags.Output(), `%s takes everything from somebody who leaves, writes down what it was, and can
put it all back:

  %s [flags] user@contoso.com
  %s [flags] -undo record.json

Without arguments it shows how, on a tenant in memory. Exit code 0: all is done;
1: something was refused, or the run was interrupted; 2: the arguments or a file
are no good, and nothing was changed.

`, name, name, name)
	flags.PrintDefaults()
}

// check refuses what does not go together.
func (o *options) check(rest []string) error {
	if len(rest) > 0 {
		o.who = rest[0]
	}
	switch {
	case len(rest) > 1:
		return fmt.Errorf("%q is not expected behind %q; flags come first", rest[1], rest[0])
	case (o.who == "") == (o.undo == ""):
		return errors.New("either a user name or -undo is expected")
	case o.undo != "" && o.record != "":
		return errors.New("-undo names the record itself, so -record does not go with it")
	case o.undo == "" && o.results != "":
		return errors.New("-results goes with -undo only: nobody is told the password that is set now")
	case !o.live && (o.tenant != "" || o.yes):
		return errors.New("-tenant and -yes go with -live only")
	case o.live && o.tenantFile != "":
		return errors.New("-tenant-file is for a tenant in memory and does not go with -live")
	case o.live && o.tenant == "":
		return errors.New("-live needs -tenant")
	case o.live && o.yes && o.undo == "" && o.record == "":
		return errors.New("-live -yes needs -record: without it nobody could put anything back")
	case !o.live && o.tenantFile == "":
		return errors.New("-tenant-file or -live is expected")
	}
	return nil
}

// complete fills in what follows from the rest.
func (o *options) complete() {
	if o.live && !o.yes {
		o.dryRun = true
	}
	if o.undo == "" && o.record == "" && o.tenantFile != "" {
		o.record = stem(o.tenantFile) + "-" + fileName(o.who) + "-offboarded.json"
	}
	if o.undo != "" && o.results == "" {
		o.results = stem(o.undo) + "-results.csv"
	}
}

func stem(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

// fileName is a user name as part of a file's name.
func fileName(user string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', strings.ContainsRune("@.-_+", c):
			return c
		}
		return '_'
	}, strings.ToLower(user))
}

// distinct refuses one file in two parts.
func (o *options) distinct() error {
	files := []struct{ flag, path string }{{"-tenant-file", o.tenantFile}, {"-record", o.record}, {"-undo", o.undo}, {"-results", o.results}}
	for i, a := range files {
		for _, b := range files[:i] {
			if a.path != "" && b.path != "" && atomicfile.Same(a.path, b.path) {
				return fmt.Errorf("the same file is named twice: %s is %s, and %s is %s", b.flag, b.path, a.flag, a.path)
			}
		}
	}
	return nil
}
