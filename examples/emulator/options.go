package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// options is what the command line says.
type options struct {
	address    string
	anyAddress bool
	names      names
	envFile    string
	caFile     string
	tenantFile string
	tenants    string
	sync       string
	print      string
	httpProxy  bool
	signInAs   string
	version    bool
	rest       []string
}

// names is a flag that may be given more than once.
type names []string

// String implements flag.Value.
func (n *names) String() string { return strings.Join(*n, ",") }

// Set implements flag.Value.
func (n *names) Set(text string) error {
	*n = append(*n, text)
	return nil
}

// shells are what -print knows.
var shells = []string{"sh", "powershell", "node"}

// parse reads the arguments. What is wrong with them has been told when it returns an
// error.
func (p program) parse(name string, args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(p.stderr)
	flags.StringVar(&o.address, "address", "127.0.0.1:0", "listen at `HOST:PORT`; port 0 is any free one")
	flags.BoolVar(&o.anyAddress, "any-address", false, "allow an -address that others can reach. They can then read and change\nthe whole tenant without a password, through the control interface, too.\nNothing real is in danger, but do it in a container or a network of tests only")
	flags.Var(&o.names, "name", "a further `NAME` of the emulator's own machine, such as its container's;\nmay be given more than once")
	flags.StringVar(&o.envFile, "env-file", "", "write the variables to `FILE` once ready, one NAME=value a line, for its owner alone to read;\nthe file is removed at the start and when the emulator stops")
	flags.StringVar(&o.caFile, "ca-file", "", "write the certificate of this run to `FILE`; without it, to a temporary one")
	flags.StringVar(&o.tenantFile, "tenant-file", "", "keep the tenant in `FILE`")
	flags.StringVar(&o.tenants, "tenants", "", "keep a tenant in each *.json of the folder `DIR`")
	flags.StringVar(&o.sync, "sync", "write", "keep a change in the tenant's file before it is answered, so that it survives a `MODE` of end:\nwrite, that of the process (kill -9); always, that of the machine;\nclose, a clean stop alone")
	flags.BoolVar(&o.httpProxy, "http-proxy", false, "be the proxy for plain http as well (HTTP_PROXY): managed identity needs it.\nA program then reaches no other plain http but NO_PROXY's either")
	flags.StringVar(&o.signInAs, "sign-in-as", "", "sign the person `UPN` in, without a password, wherever a browser would be needed:\nwith a device code, and where an application sends people to sign in")
	if name == "emulator" {
		flags.StringVar(&o.print, "print", "sh,powershell,node", "print the lines to export for these `SHELLS`, or none")
	}
	flags.BoolVar(&o.version, "version", false, "print the version and end")
	flags.Usage = func() {
		fmt.Fprintf(p.stderr, "Usage: emulator [flags]\n       emulator exec [flags] -- COMMAND ARGUMENTS...\n\n")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return o, err // It has been told.
	}
	o.rest = flags.Args()
	if o.version {
		_, err := fmt.Fprintln(p.stdout, version)
		return o, err
	}
	if err := o.check(); err != nil {
		p.say("%s", err)
		return o, err
	}
	return o, nil
}

func (o options) check() error {
	if o.tenantFile != "" && o.tenants != "" {
		return errors.New("-tenant-file and -tenants exclude each other: put the file into the folder")
	}
	for _, pair := range [][4]string{
		{"-env-file", o.envFile, "-ca-file", o.caFile}, {"-env-file", o.envFile, "-tenant-file", o.tenantFile}, {"-ca-file", o.caFile, "-tenant-file", o.tenantFile},
	} {
		if pair[1] != "" && pair[3] != "" && atomicfile.Same(pair[1], pair[3]) {
			return fmt.Errorf("%s and %s are the same file", pair[0], pair[2])
		}
	}
	if !slices.Contains([]admin.SyncMode{admin.SyncWrite, admin.SyncAlways, admin.SyncOnClose}, admin.SyncMode(o.sync)) {
		return fmt.Errorf("-sync knows write, always and close, not %q", o.sync)
	}
	for shell := range strings.SplitSeq(o.print, ",") {
		if shell != "" && shell != "none" && !slices.Contains(shells, shell) {
			return fmt.Errorf("-print knows %s and none, not %q", strings.Join(shells, ", "), shell)
		}
	}
	return nil
}
