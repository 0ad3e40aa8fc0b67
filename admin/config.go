package admin

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

// Config is how a [Client] reaches a live tenant. TenantID and Credential are
// required; the zero value of everything else means its default. It is copied
// by [New].
type Config struct {
	// TenantID is the tenant's id, a GUID, or one of its verified domains.
	TenantID admin365.TenantID
	// Credential gives the tokens: any credential of azidentity, or one's own.
	Credential azcore.TokenCredential
	// Cloud is the tenant's cloud; zero means [admin365.CloudPublic].
	Cloud admin365.Cloud
	// HTTPClient sends the requests: its transport, TLS settings, proxy and
	// timeout are the caller's. It is copied, never changed. Nil means a client
	// with sane limits. Its timeout bounds one attempt.
	HTTPClient *http.Client
	// Logger gets one line per request at Debug and one per retry at Warn, never
	// a URL's query, a body or a secret. Nil means no log.
	Logger *slog.Logger
	// ReadOnly refuses every write before anything is sent.
	ReadOnly bool
	// Guard is asked before each write, and refuses it by returning an error. It
	// is called by several goroutines at once.
	Guard func(ctx context.Context, write admin365.Write) error
	// Observe is told of each attempt when it has ended: metrics, traces and
	// audit logs are built on it. It is called by several goroutines at once.
	Observe func(ctx context.Context, event admin365.Event)
	// MaxAttempts is how often one call is sent at most when it is refused for
	// the moment; zero means 8.
	MaxAttempts int
	// UserAgent goes in front of this library's own.
	UserAgent string

	// unlimited switches off the client's own limits, which have no sense
	// against an emulator in the same process.
	unlimited bool
}

func (c Config) rest() rest.Config {
	return rest.Config{
		TenantID: c.TenantID, Credential: c.Credential, Cloud: c.Cloud, HTTPClient: c.HTTPClient, Logger: c.Logger,
		ReadOnly: c.ReadOnly, Guard: c.Guard, Observe: c.Observe, MaxAttempts: c.MaxAttempts,
		UserAgent: c.UserAgent, Unlimited: c.unlimited,
	}
}
