package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// options are the command line.
type options struct {
	tenantFile string
	via        string
	live       bool
	tenant     admin365.TenantID
	days       int
	csv, chart string
	free       bool
	rules      []why
	keep       []string
	yes        bool
	record     string
	undo       string
}

// The values of -via.
const (
	viaMemory = "memory"
	viaHTTP   = "http"
)

// maxDays is as far as a duration reaches, and further than anybody looks back.
const maxDays = 36500

// parseOptions reads the arguments. It says on stderr what is wrong with them,
// and returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	var rules, keep string
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps the tenant in memory (default: a Contoso to look at)")
	flags.StringVar(&o.via, "via", viaMemory, "how the tenant in memory is reached: memory (directly) or http (our HTTP client and the emulator)")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.IntVar(&o.days, "days", 90, "how many days without a sign-in make somebody inactive")
	flags.StringVar(&o.csv, "csv", "", "the `file` for the table, as CSV")
	flags.StringVar(&o.chart, "o", "", "the `file` for the chart, as SVG")
	flags.BoolVar(&o.free, "free", false, "say what can be released; with -yes, release it")
	flags.StringVar(&rules, "rules", allRules(), "with -free: which `rules` find something")
	flags.StringVar(&keep, "keep", "", "with -free: the user `names`, with commas between them, of those who keep what they have")
	flags.BoolVar(&o.yes, "yes", false, "with -free or -undo: do it")
	flags.StringVar(&o.record, "record", "", "with -free: the `file` for what is taken, by which it can be given back\n"+
		"(default with -tenant-file: beside it, ending in -released.jsonl)")
	flags.StringVar(&o.undo, "undo", "", "give back what stands in the record `file`; with -yes only, without it say what that is")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	err := o.read(rules, keep)
	if err == nil {
		err = o.check(flags.Args(), given)
	}
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
	_, _ = fmt.Fprintf(flags.Output(), `%s says what a tenant owns and does not use: of every product the seats, those
that are taken and free, and those that are held by people who are blocked, by
others who have not signed in for some time, and by those who have the product
twice, directly and by a group. -free releases what can be released.

Without arguments it shows it on a tenant in memory. Exit code 0: all is done; 1:
something was refused, or the run was interrupted; 2: the arguments or a file are
no good, and nothing was changed.

`, name)
	flags.PrintDefaults()
}

func allRules() string {
	return strings.Join([]string{string(blocked), string(inactive), string(twice)}, ",")
}

// read reads the lists.
func (o *options) read(rules, keep string) error {
	for rule := range strings.SplitSeq(rules, ",") {
		switch r := why(strings.TrimSpace(rule)); r {
		case blocked, inactive, twice:
			o.rules = append(o.rules, r)
		default:
			return fmt.Errorf("%q is no rule; those of -rules are %s", rule, allRules())
		}
	}
	for name := range strings.SplitSeq(keep, ",") {
		if name = strings.TrimSpace(name); name != "" {
			o.keep = append(o.keep, strings.ToLower(name))
		}
	}
	return nil
}

// check refuses what does not go together.
func (o *options) check(rest []string, given map[string]bool) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not a flag, and nothing else is expected", rest[0])
	case o.via != viaMemory && o.via != viaHTTP:
		return fmt.Errorf("-via is %q, expected %s or %s", o.via, viaMemory, viaHTTP)
	case o.days < 1 || o.days > maxDays:
		return fmt.Errorf("-days is %d, expected 1 to %d", o.days, maxDays)
	case o.undo != "":
		for _, other := range []string{"free", "record", "csv", "o", "days", "rules", "keep"} {
			if given[other] {
				return fmt.Errorf("-%s does not go with -undo", other)
			}
		}
	case !o.free && (given["yes"] || given["record"] || given["rules"] || given["keep"]):
		return errors.New("-yes, -record, -rules and -keep go with -free")
	}
	switch {
	case !o.live && given["tenant"]:
		return errors.New("-tenant goes with -live only")
	case !o.live:
		return o.checkKept()
	case given["tenant-file"] || given["via"]:
		return errors.New("-tenant-file and -via are for a tenant in memory and do not go with -live")
	case o.tenant == "":
		return errors.New("-live needs -tenant")
	case o.free && o.yes && o.record == "":
		return errors.New("-live -free -yes needs -record: without it nobody could give anything back")
	}
	return nil
}

// checkKept refuses to give back to a tenant that nobody keeps.
func (o *options) checkKept() error {
	if o.undo != "" && o.tenantFile == "" {
		return errors.New("-undo needs -tenant-file or -live: a tenant that is not kept has lost nothing")
	}
	return nil
}

// complete fills in what follows from the rest.
func (o *options) complete() {
	if o.free && o.yes && o.record == "" && o.tenantFile != "" {
		o.record = strings.TrimSuffix(o.tenantFile, filepath.Ext(o.tenantFile)) + "-released.jsonl"
	}
}

// writes reports whether the tenant may be changed.
func (o *options) writes() bool { return o.yes }

// finds reports whether a rule is asked for.
func (o *options) finds(rule why) bool { return slices.Contains(o.rules, rule) }

// distinct refuses one file in two parts.
func (o *options) distinct() error {
	files := []struct{ flag, path string }{
		{"-tenant-file", o.tenantFile}, {"-csv", o.csv}, {"-o", o.chart}, {"-record", o.record}, {"-undo", o.undo},
	}
	for i, a := range files {
		for _, b := range files[:i] {
			if a.path != "" && b.path != "" && atomicfile.Same(a.path, b.path) {
				return fmt.Errorf("the same file is named twice: %s is %s, and %s is %s", b.flag, b.path, a.flag, a.path)
			}
		}
	}
	return nil
}

// place are the arguments that name the tenant.
func (o *options) place() []string {
	if o.live {
		return []string{"-live", "-tenant", string(o.tenant)}
	}
	if o.tenantFile == "" {
		return nil
	}
	return []string{"-tenant-file", o.tenantFile}
}
