package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// options are the command line.
type options struct {
	tenantFile string
	via        string
	live       bool
	tenant     admin365.TenantID
	partner    admin365.TenantID
	zone       *time.Location // nil: where the program runs

	state string
	page  string
	json  bool

	user     string
	instance string

	ticket   health.IssueID
	problem  string
	severity support.Severity
	contact  string
	yes      bool
}

// The ways to a tenant in memory.
const (
	viaMemory = "memory"
	viaHTTP   = "http"
)

// parseOptions reads the arguments. It says on stderr what is wrong with them, and
// returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps a tenant in memory")
	flags.StringVar(&o.via, "via", viaMemory, "how to reach a tenant in memory: memory or http")
	flags.BoolVar(&o.live, "live", false, "look at a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains; with -partner that of the partner")
	flags.StringVar((*string)(&o.partner), "partner", "", "the `id` of the customer's tenant for whom a partner looks: its requests are those of Partner Center; of a live tenant the customer's health is read, which takes a delegated relationship")
	flags.Func("zone", "the `time zone` of the days, such as Europe/Copenhagen (default: that of this machine)", func(text string) (err error) {
		o.zone, err = time.LoadLocation(text)
		return err
	})
	flags.StringVar(&o.state, "state", "", "the `file` that says how far the last look was; without it the last day is told")
	flags.StringVar(&o.page, "o", "", "write a page into the `file`, as HTML")
	flags.BoolVar(&o.json, "json", false, "tell it as JSON")
	flags.StringVar(&o.user, "user", "", "the user principal `name` of a person who cannot sign in: is it us or Microsoft?")
	flags.StringVar(&o.instance, "instance", "", "the `name` of the environment that the person cannot use (default: all are looked at)")
	flags.StringVar((*string)(&o.ticket), "ticket", "", "open a request for the incident with the `id`")
	flags.StringVar(&o.problem, "problem", "", "the `name` of the problem, or of Partner Center's topic, that the request is about (default: the likeliest)")
	flags.StringVar((*string)(&o.severity), "severity", "", "how bad it is: minimal, moderate or critical (default: moderate for an incident, minimal for an advisory)")
	flags.StringVar(&o.contact, "contact", "", "the `file` with the person whom Microsoft talks to, as JSON: firstName, lastName, email, timeZone, country, language, phone")
	flags.BoolVar(&o.yes, "yes", false, "open the request; without it nothing is opened")
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
	_, _ = fmt.Fprintf(flags.Output(), `%s shows what an administrator on duty wants to know:

  %s [flags]                  what is open, what is new, what is due, what waits for us
  %s [flags] -user NAME       is it us or Microsoft?
  %s [flags] -ticket ISSUE    open a request for an incident, once

Without arguments it shows how, on a tenant in memory. Exit code 0: nothing burns;
3: an incident is open or a critical ticket waits for us, or something keeps the
person out; 1: something could not be read or done; 2: the arguments or a file are
no good, or the tenant cannot be read.

`, name, name, name, name)
	flags.PrintDefaults()
}

// check refuses what does not go together.
func (o *options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not expected; a name with blanks needs quotes", rest[0])
	case o.live == (o.tenantFile != ""):
		return errors.New("either -live or -tenant-file is expected")
	case o.via != viaMemory && o.via != viaHTTP:
		return fmt.Errorf("-via is %s or %s, and not %q", viaMemory, viaHTTP, o.via)
	case o.live && o.via != viaMemory:
		return errors.New("-via is for a tenant in memory and does not go with -live")
	case o.live && o.tenant == "":
		return errors.New("-live needs -tenant")
	case !o.live && o.tenant != "":
		return errors.New("-tenant goes with -live only")
	case o.user != "" && o.ticket != "":
		return errors.New("-user and -ticket are two questions; ask one")
	case o.instance != "" && o.user == "":
		return errors.New("-instance goes with -user only")
	case o.ticket == "" && (o.problem != "" || o.severity != "" || o.contact != "" || o.yes):
		return errors.New("-problem, -severity, -contact and -yes go with -ticket only")
	case o.severity != "" && o.severity != support.Minimal && o.severity != support.Moderate && o.severity != support.Critical:
		return fmt.Errorf("-severity is minimal, moderate or critical, and not %q", o.severity)
	case o.ticket != "" && o.json:
		return errors.New("-json does not go with -ticket")
	case (o.user != "" || o.ticket != "") && (o.state != "" || o.page != ""):
		return errors.New("-state and -o go neither with -user nor with -ticket")
	}
	return o.files()
}

// files refuses one file for two things.
func (o *options) files() error {
	for _, pair := range []struct{ a, one, b, other string }{
		{"-state", o.state, "-tenant-file", o.tenantFile},
		{"-o", o.page, "-tenant-file", o.tenantFile},
		{"-o", o.page, "-state", o.state},
	} {
		if pair.one != "" && pair.other != "" && atomicfile.Same(pair.one, pair.other) {
			return fmt.Errorf("%s and %s are the same file", pair.a, pair.b)
		}
	}
	return nil
}
