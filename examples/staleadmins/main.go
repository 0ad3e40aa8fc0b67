// Staleadmins tells who has Global Administrator and when each of them signed in
// last, and takes the role from those who have not for 90 days.
//
//	staleadmins
//
// without arguments shows itself on a tenant in memory: first as a dry run, then
// for real. On a live tenant it is a dry run until -yes is given:
//
//	staleadmins -live -tenant contoso.com -days 120
//	staleadmins -live -tenant contoso.com -days 120 -yes
//
// The caller's own role is left alone, and so are groups and applications that
// have it. Who never signed in counts from the day of his account. Mind the
// accounts that are kept for an emergency: nobody signs in with them.
//
// The exit code is 0 if all went well, 1 if something failed, and 2 if the
// arguments are no good.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// The exit codes.
const (
	exitWell   = 0
	exitFailed = 1
	exitUsage  = 2
)

// maxDays is as far as a duration reaches, and further than anybody looks back.
const maxDays = 36500

// options are the command line.
type options struct {
	live   bool
	tenant admin365.TenantID
	yes    bool
	days   int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := program(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// program is the whole program, with the streams of the world around it.
func program(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitWell
	case err != nil:
		return exitUsage
	case o.live:
		err = live(ctx, o, stdout)
	default:
		err = demo(ctx, o, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "staleadmins:", err)
		return exitFailed
	}
	return exitWell
}

// parseOptions reads the arguments, and says on stderr what is wrong with them.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("staleadmins", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential; a dry run without -yes")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.BoolVar(&o.yes, "yes", false, "do it, on a live tenant")
	flags.IntVar(&o.days, "days", 90, "how many days without a sign-in make an administrator stale")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.check(flags.Args())
	if err != nil {
		fmt.Fprintln(stderr, "staleadmins:", err)
	}
	return o, err
}

// check refuses what does not go together.
func (o *options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%q is not a flag, and nothing else is expected", rest[0])
	case o.days < 1 || o.days > maxDays:
		return fmt.Errorf("-days is %d, expected 1 to %d", o.days, maxDays)
	case !o.live && (o.tenant != "" || o.yes):
		return errors.New("-tenant and -yes go with -live only")
	case o.live && o.tenant == "":
		return errors.New("-live needs -tenant")
	}
	return nil
}

// demo shows the program on a tenant in memory: what it would do, what it does,
// and what it finds then.
func demo(ctx context.Context, o options, out io.Writer) error {
	tenant, err := demoTenant(ctx)
	if err != nil {
		return err
	}
	for _, act := range []struct {
		title  string
		dryRun bool
	}{{"A dry run:", true}, {"For real:", false}, {"Afterward:", true}} {
		fmt.Fprintln(out, act.title)
		if err := sweepTenant(ctx, tenant.Client, o.days, tenant.Now(), act.dryRun, out); err != nil {
			return err
		}
	}
	return nil
}

// live works on a live tenant as whoever is signed in here. The account needs the
// permissions User.Read.All and AuditLog.Read.All, RoleManagement.Read.Directory
// for a dry run, and RoleManagement.ReadWrite.Directory to take roles away.
func live(ctx context.Context, o options, out io.Writer) error {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return err
	}
	client, err := admin.New(admin.Config{
		TenantID:   o.tenant,
		Credential: credential,
		ReadOnly:   !o.yes,
		UserAgent:  "admin365-staleadmins",
	})
	if err != nil {
		return err
	}
	if !o.yes {
		fmt.Fprintln(out, "A dry run; -yes does it:")
	}
	return sweepTenant(ctx, client, o.days, time.Now(), !o.yes, out)
}

// sweepTenant finds out who the caller is and sweeps.
func sweepTenant(ctx context.Context, client *admin.Client, days int, now time.Time, dryRun bool, out io.Writer) error {
	self, err := caller(ctx, client)
	if err != nil {
		return fmt.Errorf("who the caller is: %w", err)
	}
	s := &sweep{
		users:       client.Identity.Users,
		assignments: client.Identity.RoleAssignments,
		self:        self,
		now:         now,
		limit:       time.Duration(days) * day,
		dryRun:      dryRun,
		out:         out,
	}
	return s.run(ctx)
}

// caller returns the id of the signed-in user, and an empty one for an
// application by itself, to which the service says that it has no "me".
func caller(ctx context.Context, client *admin.Client) (admin365.UserID, error) {
	response, err := client.Raw(ctx, admin.RawRequest{Method: http.MethodGet, Path: "/v1.0/me"})
	if errors.Is(err, admin365.ErrInvalid) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var me struct {
		ID admin365.UserID `json:"id"`
	}
	if err := json.Unmarshal(response.Body, &me); err != nil {
		return "", err
	}
	if me.ID == "" {
		return "", errors.New("the service gave no id")
	}
	return me.ID, nil
}
