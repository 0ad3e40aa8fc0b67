package emulator_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
	"github.com/admin365/admin365/identity"
)

// BenchmarkServed is how many requests are answered in a second over loopback, by
// the emulator, and by a handler that knows the bytes already. by=proxy is the
// emulator through a tunnel with TLS, which the bare handler does not have.
func BenchmarkServed(b *testing.B) {
	m := admin.NewMemory(admin.MemoryConfig{})
	for i := range 1000 {
		_, err := m.Identity.Users.Create(b.Context(), identity.NewUser{
			UserPrincipalName: fmt.Sprintf("user%04d@contoso.com", i), DisplayName: fmt.Sprintf("User %d", i), MailNickname: fmt.Sprintf("user%04d", i),
			PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("vQ7#mzKp2!rT")},
		})
		require.NoError(b, err)
	}
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	s, err := emulator.Start(emulator.Config{Emulator: e})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.Close(context.WithoutCancel(b.Context()))) })
	token, err := e.Credential(admin365.Caller{}).GetToken(b.Context(), policy.TokenRequestOptions{Scopes: []string{graphURL + "/.default"}})
	require.NoError(b, err)
	for _, what := range []struct{ name, path string }{{"user", "/v1.0/users/user0500@contoso.com"}, {"page=999", "/v1.0/users?$top=999"}} {
		plain := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // It is one.
		plain.Proxy, plain.DisableCompression, plain.MaxIdleConnsPerHost = nil, true, 100
		b.Cleanup(plain.CloseIdleConnections)
		prefixed := s.URL() + "/" + graphHost + what.path
		answer := fetch(b, plain, prefixed, token.Token)
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
			_, _ = w.Write(answer)
		}))
		b.Cleanup(bare.Close)
		through := (&lab{s: s}).transport(b)
		through.DisableCompression, through.MaxIdleConnsPerHost, through.ForceAttemptHTTP2 = true, 100, false
		for _, by := range []struct {
			name string
			via  *http.Transport
			url  string
		}{{"bare", plain, bare.URL}, {"emulator", plain, prefixed}, {"proxy", through, graphURL + what.path}} {
			b.Run(what.name+"/by="+by.name, func(b *testing.B) {
				b.SetBytes(int64(len(answer)))
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if got := fetch(b, by.via, by.url, token.Token); len(got) != len(answer) {
							b.Errorf("%d bytes instead of %d", len(got), len(answer))
							return
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			})
		}
	}
}

// fetch gets the URL's bytes.
func fetch(b *testing.B, via http.RoundTripper, url, token string) []byte {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Error(err)
		return nil
	}
	req.Header.Set("Authorization", "Bearer "+token)
	response, err := via.RoundTrip(req)
	if err != nil {
		b.Error(err)
		return nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Error(response.Status, err)
	}
	return body
}
