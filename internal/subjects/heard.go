package subjects

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/conform"
)

// Heard is what the clients of a run of a suite let others hear: their logs, their
// events, their errors and the addresses that they ask. It knows the passwords and
// the tokens that went over the wire meanwhile.
type Heard struct {
	mu      sync.Mutex
	said    bytes.Buffer
	secrets map[string]bool
	refused map[conform.Denial]bool
	cases   int
}

// NewHeard returns one that has heard nothing.
func NewHeard() *Heard { return &Heard{secrets: map[string]bool{}, refused: map[conform.Denial]bool{}} }

// Write implements io.Writer, for logs.
func (h *Heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said.Write(b)
}

// tell notes what a value says of itself in every notation.
func (h *Heard) tell(v any) {
	if v != nil {
		_, _ = fmt.Fprintf(h, "%v\n%+v\n%#v\n", v, v, v)
	}
}

// fails tells of an error, and returns it.
func (h *Heard) fails(err error) error {
	h.tell(err)
	return err
}

func (h *Heard) observe(_ context.Context, e admin365.Event) {
	_, _ = fmt.Fprintf(h, "%+v\n", e)
	h.tell(e.Err)
	denial, ok := denied(e.Op, e.Err)
	if !ok {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused[denial] = true
}

// Refused returns in which ways operations were refused so far.
func (h *Heard) Refused() []conform.Denial {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []conform.Denial
	for r := range h.refused {
		all = append(all, r)
	}
	return all
}

// Cases is for how many cases a tenant was made, those of a sweep counted apart.
func (h *Heard) Cases() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.cases
}

// shortest is the length from which a password is looked for: what is shorter is
// refused everywhere, and may be a word of ours.
const shortest = 7

func (h *Heard) secret(text string) {
	if len(text) < shortest || strings.Contains(text, admin365.RedactedSecret) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.secrets[text] = true
}

// Leaks returns the secrets that were said, each with where, and how much was heard
// and looked for.
func (h *Heard) Leaks() (leaks []string, said, secrets int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := h.said.Bytes()
	// By how they begin: there are thousands of tokens, and a look at each place of
	// the text is enough.
	var may [1 << 16]bool
	forms := map[string][]string{}
	for secret := range h.secrets {
		quoted, err := json.Marshal(secret)
		if err != nil {
			continue
		}
		for _, form := range slices.Compact([]string{secret, strings.Trim(string(quoted), `"`), url.QueryEscape(secret), url.PathEscape(secret)}) {
			may[int(form[0])<<8|int(form[1])] = true
			forms[form[:shortest]] = append(forms[form[:shortest]], form)
		}
	}
	for at := 0; at+shortest <= len(text); at++ {
		if !may[int(text[at])<<8|int(text[at+1])] {
			continue
		}
		for _, form := range forms[string(text[at:at+shortest])] {
			if bytes.HasPrefix(text[at:], []byte(form)) {
				leaks = append(leaks, fmt.Sprintf("%q in …%s…", form, text[max(0, at-200):min(len(text), at+len(form)+50)]))
			}
		}
	}
	return leaks, len(text), len(h.secrets)
}

// passwords are the members of bodies that hold one.
var passwords = regexp.MustCompile(`"(?i:password|newPassword|currentPassword)"\s*:\s*("(?:[^"\\]|\\.)*")`)

func (h *Heard) body(b []byte) {
	for _, m := range passwords.FindAllSubmatch(b, -1) {
		var text string
		if json.Unmarshal(m[1], &text) == nil {
			h.secret(text)
		}
	}
}

// wire is a transport that hears what goes over it.
type wire struct {
	http.RoundTripper
	h *Heard
}

// RoundTrip implements http.RoundTripper.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = fmt.Fprintln(w.h, r.Method, r.URL)
	w.h.secret(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if r.GetBody != nil {
		if body, err := r.GetBody(); err == nil {
			b, _ := io.ReadAll(body)
			_ = body.Close()
			w.h.body(b)
		}
	}
	response, err := w.RoundTripper.RoundTrip(r)
	if err != nil || r.Method == http.MethodGet {
		// Only writes answer passwords, and a page need not be copied.
		return response, err
	}
	b, err := io.ReadAll(response.Body)
	w.h.body(b)
	response.Body = &heardBody{Reader: bytes.NewReader(b), Closer: response.Body, err: err}
	return response, nil
}

// heardBody is a body that was read already, and fails where it failed.
type heardBody struct {
	io.Reader
	io.Closer
	err error
}

// Read implements io.Reader.
func (b *heardBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) && b.err != nil {
		err = b.err
	}
	return n, err
}

// client returns a client of m by the way, for the caller, that is heard.
func (h *Heard) client(t *testing.T, m *admin.Memory, way Way, caller admin365.Caller) *admin.Client {
	t.Helper()
	if way == Memory {
		return m.As(caller)
	}
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	transport := e.Transport()
	if way == TCP {
		transport = Listen(t, e)
	}
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: e.Credential(caller), HTTPClient: &http.Client{Transport: wire{transport, h}},
		Logger: slog.New(slog.NewTextHandler(h, &slog.HandlerOptions{Level: slog.LevelDebug})), Observe: h.observe,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// service hears the errors of the methods that are given passwords, those too that
// come before anything is sent.
func (h *Heard) service(s *identity.Service) *identity.Service {
	heard := *s
	heard.Users = heardUsers{s.Users, h}
	if pager, ok := s.Users.(identity.UserPager); ok {
		heard.Users = heardPager{heardUsers{s.Users, h}, pager}
	}
	if s.Passwords != nil {
		heard.Passwords = heardPasswords{s.Passwords, h}
	}
	return &heard
}

type heardUsers struct {
	identity.Users
	h *Heard
}

// Create implements [identity.Users].
func (u heardUsers) Create(ctx context.Context, n identity.NewUser) (*identity.User, error) {
	created, err := u.Users.Create(ctx, n)
	return created, u.h.fails(err)
}

// Update implements [identity.Users].
func (u heardUsers) Update(ctx context.Context, id admin365.UserID, p identity.UserPatch) error {
	return u.h.fails(u.Users.Update(ctx, id, p))
}

type heardPager struct {
	heardUsers
	identity.UserPager
}

type heardPasswords struct {
	identity.Passwords
	h *Heard
}

// Set implements [identity.Passwords].
func (p heardPasswords) Set(ctx context.Context, id admin365.UserID, profile identity.PasswordProfile) error {
	return p.h.fails(p.Passwords.Set(ctx, id, profile))
}

// Reset implements [identity.Passwords].
func (p heardPasswords) Reset(ctx context.Context, id admin365.UserID, password admin365.Secret) (*identity.PasswordReset, error) {
	reset, err := p.Passwords.Reset(ctx, id, password)
	p.h.tell(reset)
	return reset, p.h.fails(err)
}

// Change implements [identity.Passwords].
func (p heardPasswords) Change(ctx context.Context, current, next admin365.Secret) error {
	return p.h.fails(p.Passwords.Change(ctx, current, next))
}

// Identity is [Identity] with clients that are heard.
func (h *Heard) Identity(way Way) identitytest.Harness {
	harness := Identity(way)
	harness.New = func(t *testing.T, _ identitytest.Options) identitytest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return subject(t, m, func(caller admin365.Caller) *identity.Service {
			return h.service(h.client(t, m, way, caller).Identity)
		})
	}
	return harness
}

// Billing is [Billing] with clients that are heard.
func (h *Heard) Billing(way Way) billingtest.Harness {
	harness := Billing(way)
	harness.New = func(t *testing.T) billingtest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return BillingOf(m, func(caller admin365.Caller) *billing.Service { return h.client(t, m, way, caller).Billing })
	}
	return harness
}

// Instances is [Instances] with clients that are heard.
func (h *Heard) Instances(way Way) instancestest.Harness {
	harness := Instances(way)
	harness.New = func(t *testing.T) instancestest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return InstancesOf(m, func(caller admin365.Caller) *instances.Service { return h.client(t, m, way, caller).Instances })
	}
	return harness
}

// Central is [Central] with clients that are heard.
func (h *Heard) Central(way Way) centraltest.Harness {
	harness := Central(way)
	harness.New = func(t *testing.T) centraltest.Subject {
		t.Helper()
		m := h.tenant(admin.MemoryConfig{Start: centraltest.Start()})
		return CentralOf(t, m, func(caller admin365.Caller) *instances.Service { return h.client(t, m, way, caller).Instances })
	}
	return harness
}

// tenant makes the tenant of a case.
func (h *Heard) tenant(cfg admin.MemoryConfig) *admin.Memory {
	h.mu.Lock()
	h.cases++
	h.mu.Unlock()
	cfg.Observe = h.observe
	return admin.NewMemory(cfg)
}

// subject is a tenant as the identity suite takes it, with its clients by caller.
func subject(t *testing.T, m *admin.Memory, as func(admin365.Caller) *identity.Service) identitytest.Subject {
	t.Helper()
	return identitytest.Subject{
		Service: as(admin365.Caller{}),
		As:      as,
		Make: identitytest.Fixtures{
			Domain:  func(name string, federated bool) error { return m.Backstage.AddDomain(t.Context(), name, federated) },
			Quota:   func(objects int) error { return m.Backstage.SetDirectoryQuota(t.Context(), objects) },
			Premium: func(has bool) error { return m.Backstage.SetPremium(t.Context(), has) },
		},
		Backstage: m.Backstage.Identity,
		Advance:   func(d time.Duration) { m.Advance(d) },
	}
}
