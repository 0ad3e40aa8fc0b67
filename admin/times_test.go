package admin_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// eastern writes the times of answers in another zone.
type eastern struct{ next http.RoundTripper }

var written = regexp.MustCompile(`"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z"`)

// RoundTrip implements http.RoundTripper.
func (e eastern) RoundTrip(rq *http.Request) (*http.Response, error) {
	a, err := e.next.RoundTrip(rq)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return nil, err
	}
	zone := time.FixedZone("", 9*60*60+30*60)
	body = written.ReplaceAllFunc(body, func(text []byte) []byte {
		at, err := time.Parse(time.RFC3339Nano, string(text[1:len(text)-1]))
		if err != nil {
			return text
		}
		return []byte(`"` + at.In(zone).Format(time.RFC3339Nano) + `"`)
	})
	a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a.Header.Del("Content-Length")
	return a, nil
}

// TestTimesOfAnotherZone: all times are in UTC, in whatever zone a service writes them.
func TestTimesOfAnotherZone(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	c, err := admin.New(admin.Config{
		TenantID: admin.ContosoTenantID, Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: eastern{e.Transport()}},
	})
	require.NoError(t, err)
	ctx, n := t.Context(), 0
	seen := func(v any, err error) {
		t.Helper()
		require.NoError(t, err)
		assert.NoError(t, conform.NotUTC(v))
		n++
	}
	direct, err := m.Identity.Users.Get(ctx, adele)
	require.NoError(t, err)
	u, err := c.Identity.Users.Get(ctx, adele)
	seen(u, err)
	assert.Equal(t, direct.CreatedDateTime, u.CreatedDateTime)
	for _, each := range []func() (any, error){
		func() (any, error) { return c.Identity.Users.Create(ctx, starter("ada", admin.ContosoDomain)) },
		func() (any, error) {
			return c.Identity.Groups.Create(ctx, identity.NewGroup{DisplayName: "Crew", MailNickname: "crew"})
		},
		func() (any, error) { return c.Organization.Get(ctx) },
	} {
		seen(each())
	}
	for s, err := range c.Billing.Subscriptions.List(ctx) {
		seen(s, err)
	}
	for e, err := range c.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
		seen(e, err)
	}
	for p, err := range instances.Calendar(ctx, c.Instances) {
		seen(p, err)
	}
	for e, err := range c.Instances.Central.Environments.List(ctx, "") {
		seen(e, err)
	}
	for o, err := range c.Instances.Central.Operations.All(ctx, "") {
		seen(o, err)
	}
	assert.Greater(t, n, 15)
}
