package rest

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Config says which tenant a [Client] talks to and how. The zero value of every
// field but the first two means its default.
type Config struct {
	// TenantID is the tenant's GUID or one of its verified domains.
	TenantID admin365.TenantID
	// Credential gives the tokens. It has to be safe for concurrent use.
	Credential azcore.TokenCredential
	// Cloud is where the tenant lives; zero means [admin365.CloudPublic].
	Cloud admin365.Cloud
	// HTTPClient sends the requests. It is copied: its transport, its timeout
	// (which holds for one attempt, not for a call with its repeats) and its
	// cookies stay the caller's. Its CheckRedirect is not used: a redirect may
	// carry a token away, so the client decides by itself. Nil means a client
	// with a transport of its own.
	HTTPClient *http.Client
	// Logger gets a line at Debug for each attempt and one at Warn for each
	// repeat; nil means none. No line holds a URL, a body or a token.
	Logger *slog.Logger
	// Guard is asked before each write and may refuse it; nil means that all
	// may pass.
	Guard func(context.Context, admin365.Write) error
	// ReadOnly refuses every write before anything is sent.
	ReadOnly bool
	// Observe is told of each attempt when it has ended; nil means nobody is.
	// It runs on the goroutine of the call and has to be safe for concurrent
	// use.
	Observe func(context.Context, admin365.Event)
	// Unlimited turns the client's own limits off, for an emulator that does
	// not throttle.
	Unlimited bool
	// MaxAttempts is how often one request is sent at most; zero means 8. The
	// repeat with a new token after a 401 and the repeats while a new object
	// spreads (see [Client.Remember]) are not counted: they have bounds of
	// their own.
	MaxAttempts int
	// UserAgent names the program; zero means "admin365".
	UserAgent string
}

// defaultMaxAttempts bounds a request that is refused for ever. With the
// backoff of backoffFor, eight attempts take half a minute where the service
// does not say how long to wait.
const defaultMaxAttempts = 8

// check validates the configuration and fills in its defaults.
func (c Config) check() (Config, error) {
	if err := checkTenant(c.TenantID); err != nil {
		return c, err
	}
	if c.Credential == nil {
		return c, invalid("a credential is required")
	}
	if c.Cloud == "" {
		c.Cloud = admin365.CloudPublic
	}
	if _, ok := api.Graph.Host(c.Cloud); !ok {
		return c, invalid("the cloud is not known")
	}
	if c.MaxAttempts < 0 {
		return c, invalid("the number of attempts is negative")
	}
	if c.MaxAttempts == 0 {
		c.MaxAttempts = defaultMaxAttempts
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.UserAgent == "" {
		c.UserAgent = "admin365"
	}
	if strings.ContainsAny(c.UserAgent, "\r\n\x00") {
		return c, invalid("the user agent holds a control character")
	}
	return c, nil
}

func invalid(message string) *admin365.Error {
	return &admin365.Error{Kind: admin365.ErrInvalid, Message: message}
}

// checkTenant takes a GUID or a domain. The names that stand for "whatever
// tenant the person is in" are refused: a client administers one tenant, and a
// program must not find itself in another.
func checkTenant(id admin365.TenantID) error {
	switch strings.ToLower(string(id)) {
	case "":
		return invalid("a tenant id is required")
	case "common", "organizations", "consumers":
		return invalid("the tenant id has to name one tenant; " + string(id) + " names many")
	}
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-."
	other := func(r rune) bool { return !strings.ContainsRune(letters, r) }
	if strings.ContainsFunc(strings.ToLower(string(id)), other) || strings.Trim(string(id), ".-") == "" {
		return invalid("the tenant id is neither a GUID nor a domain")
	}
	return nil
}

// newTransport is the transport of a client that was given none: the standard
// library's, proxies from the environment included because that is where every
// Go program looks for them, with room for several connections to one host and
// a bound on how long an answer may take to begin.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          64,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 2 * time.Minute,
		ExpectContinueTimeout: time.Second,
	}
}
