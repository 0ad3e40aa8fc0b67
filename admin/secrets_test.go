package admin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// leaks is everything that was said, and all the secrets that were put in.
type leaks struct {
	mu      sync.Mutex
	said    strings.Builder
	secrets []string
}

// Write implements io.Writer.
func (l *leaks) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.Write(b)
}

// hear notes what a value says of itself in every way.
func (l *leaks) hear(values ...any) {
	for _, v := range values {
		if v == nil {
			continue
		}
		fmt.Fprintf(l, "%v\n%+v\n%s\n", v, v, v)
		if err, ok := v.(error); ok {
			fmt.Fprintf(l, "%#v\n", err)
		}
		if b, err := json.Marshal(v); err == nil {
			_, _ = l.Write(b)
		}
	}
}

func (l *leaks) secret(text string) admin365.Secret {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secrets = append(l.secrets, text)
	return admin365.NewSecret(text)
}

// check searches for every secret, plain and as JSON and URLs write it.
func (l *leaks) check(t *testing.T) {
	t.Helper()
	said := l.said.String()
	require.Greater(t, len(said), 10_000)
	for _, s := range l.secrets {
		quoted, err := json.Marshal(s)
		require.NoError(t, err)
		for _, form := range []string{s, strings.Trim(string(quoted), `"`), url.QueryEscape(s), url.PathEscape(s)} {
			if at := strings.Index(said, form); at >= 0 {
				t.Errorf("the secret %q was said: …%s…", s, said[max(0, at-200):min(len(said), at+len(form)+50)])
			}
		}
	}
}

// spyCredential notes each token as a secret.
type spyCredential struct {
	azcore.TokenCredential
	l *leaks
}

// GetToken implements azcore.TokenCredential.
func (c spyCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, err := c.TokenCredential.GetToken(ctx, o)
	if token.Token != "" {
		c.l.secret(token.Token)
		parts := strings.Split(token.Token, ".")
		c.l.secret(parts[len(parts)-1])
	}
	return token, err
}

// TestNoSecretIsSaid puts passwords and tokens into every input, in every
// failure, and searches all errors, logs, events, requests, change lists, saved
// files and panics. None is found.
func TestNoSecretIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &leaks{}
		observe := func(_ context.Context, e admin365.Event) { l.hear(e, e.Err) }
		guard := func(_ context.Context, w admin365.Write) error { l.hear(w); return nil }
		m := admin.NewTestWith(t, admin.MemoryConfig{Observe: observe, Guard: guard})
		e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
		urls := roundTrip(func(r *http.Request) (*http.Response, error) {
			_, _ = fmt.Fprintln(l, r.URL.String())
			return e.Transport().RoundTrip(r)
		})
		h, err := admin.New(admin.Config{
			TenantID: admin.ContosoTenantID, Credential: spyCredential{e.Credential(admin365.Caller{}), l}, HTTPClient: &http.Client{Transport: urls},
			Logger: slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug})), Observe: observe, Guard: guard, MaxAttempts: 2,
		})
		require.NoError(t, err)
		before := m.Snapshot()
		for way, c := range map[string]*admin.Client{"memory": m.Client, "http": h} {
			l.everyInput(t, m, c, way)
		}
		for _, r := range m.Requests() {
			l.hear(r, r.Err)
		}
		l.hear(m.Changes(before))
		require.NoError(t, m.Save(l))
		l.signIn(t, e)
		l.check(t)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// everyInput creates and updates with passwords, well and in every failure.
func (l *leaks) everyInput(t *testing.T, m *admin.Test, c *admin.Client, way string) {
	ctx, n := t.Context(), 0
	try := func(bad string) {
		n++
		u := starter(fmt.Sprintf("%s%d", way, n), admin.ContosoDomain)
		u.PasswordProfile.Password = l.secret(fmt.Sprintf(`Pw "%s" <%d>&%s`, way, n, bad))
		created, err := c.Identity.Users.Create(ctx, u)
		l.hear(created, err, u)
		n++
		patch := identity.UserPatch{City: admin365.Set("x"), PasswordProfile: &identity.PasswordProfile{Password: l.secret(fmt.Sprintf(`Pw '%s' {%d}%s`, way, n, bad))}}
		err = c.Identity.Users.Update(ctx, adele, patch)
		l.hear(err, patch, *patch.PasswordProfile)
	}
	try("")
	try("é\u2028")  // Refused: not ASCII.
	try("\x00\x1b") // Refused: control characters.
	for _, drill := range []admin.Drill{
		admin.FailNth("", 1, 400), admin.FailNth("", 1, 500), admin.LostAnswer("", 1), admin.CutBody("", 1), admin.HTMLAnswer("", 1),
		admin.Throttle("", 2, time.Second), admin.Unavailable("", 1, 0), admin.Busy("", 0), admin.Slow("", time.Second),
	} {
		stop := m.Drill(drill)
		try("")
		stop()
	}
	u := starter("x", "not-verified.com")
	u.PasswordProfile.Password = l.secret("Pw-of-nobody-" + way)
	_, err := c.Identity.Users.Create(ctx, u)
	l.hear(err)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = c.Identity.Users.Create(ended, u)
	l.hear(err)
	_, err = c.Raw(ctx, admin.RawRequest{Method: http.MethodPost, Path: "/v1.0/users", Body: map[string]any{"passwordProfile": map[string]string{"password": l.secret("Raw-" + way).Reveal()}}})
	l.hear(err)
	func() {
		defer func() { l.hear(recover()) }()
		panic(fmt.Sprint("a bug: ", u, " ", u.PasswordProfile))
	}()
}

// signIn asks the token endpoint, well and badly.
func (l *leaks) signIn(t *testing.T, e *admin.Emulator) {
	app := admin.App{ID: "app", Secret: l.secret("client-secret-of-the-app")}
	e.Register(app)
	l.hear(app, e.DefaultApp())
	l.secrets = append(l.secrets, e.DefaultApp().Secret.Reveal())
	for _, form := range []url.Values{
		{"grant_type": {"client_credentials"}, "client_id": {"app"}, "client_secret": {l.secret("a-wrong-secret").Reveal()}, "scope": {"https://graph.microsoft.com/.default"}},
		{"grant_type": {"password"}, "client_id": {"app"}, "password": {l.secret("password-of-somebody").Reveal()}},
		{"grant_type": {"client_credentials"}, "client_id": {"app"}, "client_secret": {app.Secret.Reveal()}, "scope": {"wrong"}},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", strings.NewReader(form.Encode()))
		require.NoError(t, err)
		response, err := e.Transport().RoundTrip(r)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.GreaterOrEqual(t, response.StatusCode, 400)
		_, _ = l.Write(body)
	}
	_, err := e.Credential(admin365.Caller{}).GetToken(t.Context(), policy.TokenRequestOptions{TenantID: "nobody.com"})
	l.hear(err)
}
