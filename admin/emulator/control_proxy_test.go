package emulator_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin/emulator"
)

// TestControlThroughProxy: who reaches nothing but the proxy reaches the control interface
// by its own name.
func TestControlThroughProxy(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	proxy, err := url.Parse(d.s.URL())
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(d.s.CertificateAuthority()))
	client := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}}
	t.Cleanup(client.CloseIdleConnections)
	for _, scheme := range []string{"http", "https"} {
		for path, want := range map[string]int{"/control/v1/tenants": 200, "/control/v1/nothing": 404, "/": 200} {
			for header, refused := range map[string]bool{"": false, "https://evil.example": true, scheme + "://" + emulator.ControlHost: false} {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, scheme+"://"+emulator.ControlHost+path, nil)
				require.NoError(t, err)
				if header != "" {
					r.Header.Set("Origin", header)
				}
				answer, err := client.Do(r)
				require.NoError(t, err)
				text, err := io.ReadAll(answer.Body)
				require.NoError(t, err)
				answer.Body.Close()
				if refused && path != "/" {
					assert.Equal(t, 403, answer.StatusCode, "%s %s: %s", r.URL, header, text)
					continue
				}
				assert.Equal(t, want, answer.StatusCode, "%s %s: %s", r.URL, header, text)
			}
		}
	}
	_, err = client.Get("https://elsewhere.admin365.test/control/v1") //nolint:noctx // There is no answer.
	require.Error(t, err, "no other name is")
}
