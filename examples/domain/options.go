package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// options are the command line.
type options struct {
	add         string
	makeDefault bool
	moveUsers   bool
	from        string
	yes         bool
	// passwordDays and notifyDays are 0 where nothing was said.
	passwordDays, notifyDays int
	wait                     time.Duration
	publish                  bool
	record                   string
	undo                     string
	tenantFile               string
	via                      string
	live                     bool
	tenant                   admin365.TenantID
}

// The values of -via.
const (
	viaMemory = "memory"
	viaHTTP   = "http"
)

// The limits of the service on the days of passwords.
// Source: https://learn.microsoft.com/microsoft-365/admin/manage/set-password-expiration-policy
const (
	minPasswordDays, maxPasswordDays = 14, 730
	minNotifyDays, maxNotifyDays     = 1, 30
	never                            = "never"
)

// demo reports whether nothing is asked for but how the program works.
func (o *options) demo() bool { return o.add == "" && o.undo == "" }

// parseOptions reads the arguments. It says on stderr what is wrong with them,
// and returns [flag.ErrHelp] if somebody only asked.
func parseOptions(name string, args []string, stderr io.Writer) (options, error) {
	var o options
	var days string
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, name) }
	flags.StringVar(&o.add, "add", "", "the `domain` to bring into the tenant, such as example.com")
	flags.BoolVar(&o.makeDefault, "default", false, "make it the domain in which new addresses are made")
	flags.BoolVar(&o.moveUsers, "move-users", false, "say whose sign-in names would change to the domain; with -yes, change them")
	flags.StringVar(&o.from, "from", "", "with -move-users: the `domain` whose people move (default: the default domain, or the one that was)")
	flags.BoolVar(&o.yes, "yes", false, "with -move-users or -undo: do it")
	flags.StringVar(&days, "password-days", "", "after how many `days` the passwords of the domain expire, 14 to 730, or never")
	flags.IntVar(&o.notifyDays, "notify-days", 0, "how many `days` before that people are told, 1 to 30")
	flags.DurationVar(&o.wait, "wait", 15*time.Minute, "how long to wait until the service finds a record; 0: not at all.\n"+
		"Nobody waits for a tenant of -tenant-file without -publish")
	flags.BoolVar(&o.publish, "publish", false, "with -tenant-file: set the TXT record, as the host of the domain would (always so without a file)")
	flags.StringVar(&o.record, "record", "", "with -default or -move-users: the `file` for what was, by which names are put back\n"+
		"(default with -tenant-file: beside it, ending in -moved.jsonl)")
	flags.StringVar(&o.undo, "undo", "", "put back the names that stand in the record `file`; with -yes only, without it say which")
	flags.StringVar(&o.tenantFile, "tenant-file", "", "the `file` that keeps the tenant in memory (default: a Contoso to look at)")
	flags.StringVar(&o.via, "via", viaMemory, "how the tenant in memory is reached: memory (directly) or http (our HTTP client and the emulator)")
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	err := o.check(flags.Args(), given)
	if err == nil {
		err = o.checkTenant(given)
	}
	if err == nil {
		err = o.checkValues(days, given)
	}
	if err == nil {
		o.complete()
		err = o.distinct()
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %s\nrun %s -h for the flags\n", name, printable(err.Error()), name)
	}
	return o, err
}

func usage(flags *flag.FlagSet, name string) {
	_, _ = fmt.Fprintf(flags.Output(), `%s brings a domain into a tenant: it adds it, shows the records to set in DNS,
waits until they are there, has it verified, and, if asked for, makes it the default
domain, moves the sign-in names of people into it, and says when passwords expire.
The same command again goes on where the last one ended.

Without arguments it shows it on a tenant in memory. Exit code 0: all is done; 1:
the domain is not verified yet, something was refused, or the run was interrupted;
2: the arguments or a file are no good, and nothing was changed.

`, name)
	flags.PrintDefaults()
}

// check refuses what does not go together.
func (o *options) check(rest []string, given map[string]bool) error {
	if len(rest) > 0 {
		return fmt.Errorf("%q is not a flag, and nothing else is expected", rest[0])
	}
	of := func(names ...string) string {
		for _, name := range names {
			if given[name] {
				return name
			}
		}
		return ""
	}
	doing := []string{"default", "move-users", "from", "password-days", "notify-days", "wait", "publish", "record"}
	switch {
	case given["undo"]:
		if o.undo == "" {
			return errors.New("-undo needs the file of the record")
		}
		if flag := of(append(doing, "add")...); flag != "" {
			return fmt.Errorf("-%s does not go with -undo", flag)
		}
		return nil
	case given["add"]:
	default:
		if flag := of(append(doing, "yes", "tenant-file", "live", "tenant")...); flag != "" {
			return fmt.Errorf("-%s needs -add, which names the domain, or -undo", flag)
		}
		return nil
	}
	switch {
	case o.yes && !o.moveUsers:
		return errors.New("-yes goes with -move-users")
	case given["from"] && !o.moveUsers:
		return errors.New("-from goes with -move-users")
	case given["record"] && !o.moveUsers && !o.makeDefault:
		return errors.New("-record goes with -default and -move-users")
	}
	return nil
}

// checkTenant refuses flags of another kind of tenant.
func (o *options) checkTenant(given map[string]bool) error {
	switch {
	case o.via != viaMemory && o.via != viaHTTP:
		return fmt.Errorf("-via is %q, expected %s or %s", o.via, viaMemory, viaHTTP)
	case !o.live && given["tenant"]:
		return errors.New("-tenant goes with -live only")
	case given["tenant-file"] && o.tenantFile == "":
		return errors.New("-tenant-file needs the name of a file")
	case !o.live && o.undo != "" && o.tenantFile == "":
		return errors.New("-undo needs -tenant-file or -live: in a tenant that is not kept no name has changed")
	case !o.live:
		return nil
	case given["tenant-file"] || given["via"] || given["publish"]:
		return errors.New("-tenant-file, -via and -publish are for a tenant in memory and do not go with -live")
	case o.tenant == "":
		return errors.New("-live needs -tenant")
	case o.moveUsers && o.yes && o.record == "":
		return errors.New("-live -move-users -yes needs -record: without it nobody could put the names back")
	}
	return nil
}

// checkValues refuses what the service would refuse, before it is asked.
func (o *options) checkValues(days string, given map[string]bool) error {
	if given["add"] {
		if err := isDomain("-add", o.add); err != nil {
			return err
		}
	}
	if given["from"] {
		if err := isDomain("-from", o.from); err != nil {
			return err
		}
		if sameText(o.from, o.add) {
			return fmt.Errorf("-from and -add are both %s: its people are there already", o.add)
		}
	}
	if given["password-days"] {
		var err error
		if o.passwordDays, err = passwordDays(days); err != nil {
			return err
		}
	}
	if given["notify-days"] && (o.notifyDays < minNotifyDays || o.notifyDays > maxNotifyDays) {
		return fmt.Errorf("-notify-days is %d, expected %d to %d", o.notifyDays, minNotifyDays, maxNotifyDays)
	}
	if o.wait < 0 {
		return fmt.Errorf("-wait is %s, expected 0 or more", o.wait)
	}
	return nil
}

func passwordDays(text string) (int, error) {
	if sameText(text, never) {
		return admin.PasswordNeverExpires, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < minPasswordDays || n > maxPasswordDays {
		return 0, fmt.Errorf("-password-days is %q, expected %d to %d, or %s", text, minPasswordDays, maxPasswordDays, never)
	}
	return n, nil
}

// domainName is a name of at least two labels. One in another alphabet is written as
// DNS has it, which begins with xn--.
var domainName = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)

// isDomain refuses what is no name of a domain.
func isDomain(flag, name string) error {
	const longest = 253
	if len(name) > longest || !domainName.MatchString(name) {
		return fmt.Errorf("%s is %q, which is no name of a domain such as example.com", flag, name)
	}
	return nil
}

// complete fills in what follows from the rest.
func (o *options) complete() {
	if o.record == "" && o.tenantFile != "" && (o.moveUsers || o.makeDefault) {
		o.record = strings.TrimSuffix(o.tenantFile, filepath.Ext(o.tenantFile)) + "-moved.jsonl"
	}
	if !o.live && o.tenantFile == "" {
		o.publish = true
	}
	if !o.live && !o.publish {
		o.wait = 0
	}
}

// writes reports whether the tenant may be changed.
func (o *options) writes() bool { return o.undo == "" || o.yes }

// distinct refuses one file in two parts.
func (o *options) distinct() error {
	files := []struct{ flag, path string }{{"-tenant-file", o.tenantFile}, {"-record", o.record}, {"-undo", o.undo}}
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
