// Notify says in a chat what Microsoft says about its services: incidents, what is new
// about them, and messages of the message center, each once.
//
//	notify
//
// without arguments shows itself on a tenant in memory. On a live tenant it looks every
// five minutes until it is stopped, or once, as a timer of the system would have it:
//
//	notify -live -tenant contoso.com -webhook hook.txt -state notify.token
//	notify -live -tenant contoso.com -webhook hook.txt -state notify.token -once
//
// The file of -webhook holds the address of an incoming webhook that takes {"text": …},
// as those of Slack do; it is a secret. That of -state is made by the first run, which
// begins with what changes from then on.
//
// The exit code is 0 if all went well, 1 if something failed, and 2 if the arguments are
// no good.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// options are the command line.
type options struct {
	live, once             bool
	tenant, webhook, state string
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
	case o.live:
		err = live(ctx, o)
	default:
		err = demo(ctx, stdout)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "notify:", err)
		return 1
	}
	return 0
}

func parseOptions(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("notify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.live, "live", false, "a live tenant, by the credential that azidentity finds")
	flags.BoolVar(&o.once, "once", false, "look once and end")
	flags.StringVar(&o.tenant, "tenant", "", "the live tenant: its id or a domain of it")
	flags.StringVar(&o.webhook, "webhook", "", "the file that holds the address to say it to")
	flags.StringVar(&o.state, "state", "", "the file that remembers what was said")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.live != (o.tenant != "") || o.live != (o.webhook != "") || o.live != (o.state != "") {
		err = errors.New("-live goes with -tenant, -webhook and -state, and with nothing else")
		fmt.Fprintln(stderr, "notify:", err)
	}
	return o, err
}

func live(ctx context.Context, o options) error {
	address, err := os.ReadFile(o.webhook)
	if err != nil {
		return err
	}
	credential, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return err
	}
	c, err := admin.New(admin.Config{TenantID: admin365.TenantID(o.tenant), Credential: credential, ReadOnly: true})
	if err != nil {
		return err
	}
	watch := health.WatchOptions{Token: health.From(time.Now()), Once: o.once}
	return follow(ctx, c.Health, o.state, watch, hook{client: http.DefaultClient, address: strings.TrimSpace(string(address))}.say)
}

// hook is a webhook that takes texts.
type hook struct {
	client  *http.Client
	address string
}

func (h hook) say(ctx context.Context, text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	rq, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the webhook is none") // It is not repeated: it is a secret.
	}
	rq.Header.Set("Content-Type", "application/json")
	answer, err := h.client.Do(rq)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errors.New("the webhook cannot be reached")
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook says %s", answer.Status)
	}
	return nil
}

// demo follows a tenant in memory, where an incident ends between two runs.
func demo(ctx context.Context, stdout io.Writer) error {
	dir, err := os.MkdirTemp("", "notify")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // What cannot be removed lies among the temporary files.
	m := admin.NewMemory(admin.MemoryConfig{})
	state := filepath.Join(dir, "token")
	say := func(_ context.Context, text string) error {
		_, err := fmt.Fprintln(stdout, text)
		return err
	}
	o := health.WatchOptions{Token: health.From(m.Now().AddDate(0, 0, -3)), Once: true}
	if err := follow(ctx, m.Health, state, o, say); err != nil {
		return err
	}
	fmt.Fprintln(stdout, "\nAn hour later:")
	m.Advance(time.Hour)
	_, err = m.Backstage.Health.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{
		Status: health.ServiceRestored, Text: "<p>Final status: <b>all</b> mailboxes open again.</p>",
	})
	if err != nil {
		return err
	}
	return follow(ctx, m.Health, state, o, say)
}
