package azidentity_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

const robotID = "ad365ad3-0000-4000-8000-00000000b07a"

// certificate is a new key and a certificate of its own.
func certificate(t testing.TB) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "robot"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return key, cert
}

// TestClientCertificateCredential: an application that signs with its certificate.
func TestClientCertificateCredential(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		for _, chain := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, chain sent %t", by, chain), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				key, cert := certificate(t)
				_, another := certificate(t)
				l.e.Register(admin.App{ID: robotID, Certificates: []*x509.Certificate{another, cert}, Tenant: l.m.TenantID()})
				credential := func(cert *x509.Certificate, key *rsa.PrivateKey, tenant string) *azidentity.ClientCertificateCredential {
					options := azidentity.ClientCertificateCredentialOptions{SendCertificateChain: chain}
					options.Transport = &http.Client{Transport: l.transport}
					c, err := azidentity.NewClientCertificateCredential(tenant, robotID, []*x509.Certificate{cert}, key, &options)
					require.NoError(t, err)
					return c
				}
				got, err := token(t, credential(cert, key, "contoso.com"), graphScope)
				require.NoError(t, err)
				claims := claimsOf(t, got.Token)
				assert.Equal(t, []any{robotID, "app", "2"}, []any{claims["appid"], claims["idtyp"], claims["appidacr"]})
				u, err := l.client(l.m.TenantID(), credential(cert, key, string(l.m.TenantID()))).Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
				require.NoError(t, err)
				assert.Equal(t, "Adele Vance", u.DisplayName)

				strangerKey, stranger := certificate(t)
				_, err = token(t, credential(stranger, strangerKey, string(l.m.TenantID())), graphScope)
				require.ErrorContains(t, err, "AADSTS700027")
			})
		}
	}
}
