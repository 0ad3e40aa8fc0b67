package climicrosoft365_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// certificates makes an authority that nobody but the test trusts, and a server
// certificate of it for the hosts. It returns the server's, and the file of the
// authority's.
func certificates(t testing.TB, hosts ...string) (tls.Certificate, string) {
	t.Helper()
	begin, end := time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	issue := func(c, parent *x509.Certificate, signer *ecdsa.PrivateKey) ([]byte, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		if signer == nil {
			signer = key
		}
		c.NotBefore, c.NotAfter, c.BasicConstraintsValid = begin, end, true
		der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
		require.NoError(t, err)
		return der, key
	}

	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "admin365 test authority"},
		IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	}
	rootDER, rootKey := issue(root, root, nil)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: hosts[0]}, DNSNames: hosts,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	leafDER, leafKey := issue(leaf, root, rootKey)

	file := filepath.Join(t.TempDir(), "authority.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER}), 0o600))
	return tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: leafKey}, file
}
