// Notify tells a chat what Microsoft says: each new incident and what is posted about it,
// and each new or changed announcement, by an incoming webhook as Slack, Mattermost and
// others have it.
//
//	notify
//
// without arguments shows it on a tenant in memory, with a chat of its own. On a live
// tenant it goes on until it is interrupted:
//
//	notify -live -tenant contoso.com -webhook-file webhook.txt -token-file token.txt
//
// The address of a webhook is a secret: whoever knows it can write into the chat. So it is
// read from a file, and stands in no message. -once looks once and ends, for who has a
// timer of the system start it every so often.
//
// The token file says what has been told. It is written after each message that the chat
// has taken: what it has not taken comes again, also after the program was killed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/health"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) == 1 {
		if err := demonstrate(ctx, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "notify:", err)
			os.Exit(1)
		}
		return
	}
	o, err := parseOptions(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = live(ctx, o, os.Stderr)
	}
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "notify:", err)
		os.Exit(2)
	}
}

type options struct {
	tenant             admin365.TenantID
	webhookFile, token string
	once               bool
}

// parseOptions reads the arguments.
func parseOptions(args []string, stderr io.Writer) (o options, err error) {
	var live bool
	flags := flag.NewFlagSet("notify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&live, "live", false, "follow a live tenant, signed in as azidentity's DefaultAzureCredential")
	flags.StringVar((*string)(&o.tenant), "tenant", "", "the `id` of the tenant, or one of its domains")
	flags.StringVar(&o.webhookFile, "webhook-file", "", "the `file` that has the address of the webhook")
	flags.StringVar(&o.token, "token-file", "", "the `file` that says what has been told")
	flags.BoolVar(&o.once, "once", false, "look once, and end")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if !live || o.tenant == "" || o.webhookFile == "" || o.token == "" || flags.NArg() > 0 {
		return o, errors.New("-live, -tenant, -webhook-file and -token-file are expected, and nothing else but -once; -h says more")
	}
	return o, nil
}

// margin is how far back the first look goes: the times of the service are less exact
// than ours, and its clock is another.
const margin = time.Minute

// live follows a live tenant. What goes wrong on the way is said, and tried again.
func live(ctx context.Context, o options, stderr io.Writer) error {
	webhook, err := os.ReadFile(o.webhookFile)
	if err != nil {
		return err
	}
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: true, UserAgent: "admin365-notify"})
	if err != nil {
		return err
	}
	n := &notifier{health: c.Health, chat: chat{address: strings.TrimSpace(string(webhook))}, token: tokenFile(o.token), start: time.Now().Add(-margin)}
	for {
		err := n.follow(ctx, health.WatchOptions{Once: o.once})
		if o.once {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, admin365.ErrForbidden) || errors.Is(err, admin365.ErrUnauthenticated) || errors.Is(err, admin365.ErrInvalid) {
			return err // It will not be better in a minute.
		}
		fmt.Fprintf(stderr, "notify: %v; trying again in a minute\n", err)
		if err := patience.Pause(ctx, time.Minute); err != nil {
			return err
		}
	}
}

// notifier tells a chat what is new.
type notifier struct {
	health *health.Service
	chat   chat
	token  tokenFile
	// start is from when to tell where the file does not say.
	start time.Time
}

// follow tells what is new, from the token on, until something goes wrong.
func (n *notifier) follow(ctx context.Context, o health.WatchOptions) (err error) {
	if o.Token, err = n.token.read(n.start); err != nil {
		return err
	}
	for change, err := range health.Watch(ctx, n.health.Issues, n.health.Messages, o) {
		if err != nil {
			return err
		}
		if err := n.chat.say(ctx, tellingOf(change)); err != nil {
			return err
		}
		if err := n.token.write(change.Token); err != nil {
			return err
		}
	}
	return nil
}

// tokenFile is the path of the file that says what has been told.
type tokenFile string

func (f tokenFile) read(start time.Time) (health.Token, error) {
	text, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		// Kept at once: what is told first may be cut.
		token := health.From(start)
		return token, f.write(token)
	}
	if err == nil && len(text) == 0 {
		return "", fmt.Errorf("%s is empty: it would have all told again; remove it to begin anew", f)
	}
	return health.Token(text), err
}

func (f tokenFile) write(token health.Token) error {
	return atomicfile.Replace(string(f), func(w io.Writer) error {
		_, err := io.WriteString(w, string(token))
		return err
	})
}

// chat is an incoming webhook.
type chat struct {
	address string
	client  *http.Client // nil: one of its own
}
