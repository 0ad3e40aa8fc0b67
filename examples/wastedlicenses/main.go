// Wastedlicenses finds the people whose licenses nobody uses, because they are
// blocked or have not signed in for 90 days, and frees the seats.
//
//	wastedlicenses        # on a tenant in memory: what it would do
//	wastedlicenses -yes   # on a tenant in memory: for real
//	wastedlicenses -live -tenant contoso.com -days 120
//	wastedlicenses -live -tenant contoso.com -days 120 -yes
//
// Licenses that somebody has by a group are listed and left, and so are the
// caller's own. Who never signed in counts from the day of his account. Mind the
// accounts that need a license and nobody who signs in, such as a shared mailbox
// that is large or kept for a court: 30 days after the license the mailbox is gone.
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
		return 0
	case err != nil:
		return 2
	}
	if err := run(ctx, o, stdout); err != nil {
		fmt.Fprintln(stderr, "wastedlicenses:", err)
		return 1
	}
	return 0
}

// parseOptions reads the arguments, and says on stderr what is wrong with them.
func parseOptions(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("wastedlicenses", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.live, "live", false, "work on a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the live tenant, or one of its domains")
	flags.BoolVar(&o.yes, "yes", false, "take the licenses away, instead of saying which")
	flags.IntVar(&o.days, "days", 90, "how many days without a sign-in make a license wasted")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("%q is not a flag, and nothing else is expected", flags.Arg(0))
	case o.days < 1 || o.days > maxDays:
		err = fmt.Errorf("-days is %d, expected 1 to %d", o.days, maxDays)
	case o.live != (o.tenant != ""):
		err = errors.New("-live and -tenant go together")
	}
	if err != nil {
		fmt.Fprintln(stderr, "wastedlicenses:", err)
	}
	return o, err
}

// run works on the tenant of the options. On a live one the account needs the
// permissions User.Read.All and AuditLog.Read.All, and to take licenses away
// LicenseAssignment.ReadWrite.All.
func run(ctx context.Context, o options, out io.Writer) error {
	if !o.live {
		tenant, err := demoTenant(ctx)
		if err != nil {
			return err
		}
		return sweepTenant(ctx, tenant.Client, o, tenant.Now(), out)
	}
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return err
	}
	client, err := admin.New(admin.Config{
		TenantID:   o.tenant,
		Credential: credential,
		ReadOnly:   !o.yes,
		UserAgent:  "admin365-wastedlicenses",
	})
	if err != nil {
		return err
	}
	return sweepTenant(ctx, client, o, time.Now(), out)
}

// sweepTenant finds out who the caller is and sweeps.
func sweepTenant(ctx context.Context, client *admin.Client, o options, now time.Time, out io.Writer) error {
	self, err := caller(ctx, client)
	if err != nil {
		return fmt.Errorf("who the caller is: %w", err)
	}
	s := &sweep{
		users:    client.Identity.Users,
		licenses: client.Billing.Licenses,
		self:     self,
		since:    now.Add(-time.Duration(o.days) * day),
		dryRun:   !o.yes,
		out:      out,
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
