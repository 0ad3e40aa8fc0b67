package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"sync"
	"time"
)

// authority is a throwaway certificate authority: its key is made when the server
// starts, and is gone with it. ECDSA, because an RSA key takes longer to make than
// the whole start may.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte
	// leaf is the key of all hosts: they are one server.
	leaf *ecdsa.PrivateKey

	mu    sync.Mutex
	hosts map[string]*tls.Config
}

// authorityName is what the names of all authorities begin with.
const authorityName = "admin365 emulator, throwaway authority"

// authorityLife is under the 398 days that Apple's systems allow.
const authorityLife = 365 * 24 * time.Hour

// maxHosts bounds the memory of certificates; it is emptied when full. Some services
// have a host name for each environment.
const maxHosts = 1000

// newAuthority makes an authority that is good for the hosts, and names beneath them,
// alone. People on macOS and Windows have to trust it machine-wide: if its key got
// out, it would still vouch for nobody else.
func newAuthority(hosts []string) (*authority, error) {
	a := &authority{hosts: map[string]*tls.Config{}}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, fmt.Errorf("admin365: the emulator's certificate: %w", err)
	}
	if a.leaf, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, fmt.Errorf("admin365: the emulator's certificate: %w", err)
	}
	template := a.template(authorityName + " " + rand.Text()[:8])
	template.IsCA = true
	template.MaxPathLenZero = true
	template.PermittedDNSDomains, template.PermittedDNSDomainsCritical = hosts, true
	template.ExcludedIPRanges = everyAddress()
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("admin365: the emulator's certificate: %w", err)
	}
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		return nil, fmt.Errorf("admin365: the emulator's certificate: %w", err)
	}
	a.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return a, nil
}

// everyAddress is what an authority for names does not vouch for.
func everyAddress() []*net.IPNet {
	return []*net.IPNet{
		{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)},
		{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
	}
}

func (a *authority) template(name string) *x509.Certificate {
	// Clocks differ, in containers and virtual machines above all.
	from := time.Now().Add(-time.Hour)
	return &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: name},
		NotBefore: from, NotAfter: from.Add(authorityLife), BasicConstraintsValid: true,
	}
}

// serial is a random positive number of 120 bits, as every certificate of an issuer
// has to have another.
func serial() *big.Int {
	var b [15]byte
	_, _ = rand.Read(b[:]) // It never fails.
	b[0] |= 1
	return new(big.Int).SetBytes(b[:])
}

// forHost is how to speak TLS as the host.
func (a *authority) forHost(host string) (*tls.Config, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if cfg, ok := a.hosts[host]; ok {
		return cfg, nil
	}
	template := a.template(host)
	if len(host) > 64 {
		template.Subject.CommonName = "" // A common name is no longer than that.
	}
	template.DNSNames = []string{host}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, a.leaf.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("admin365: the certificate of %s: %w", host, err)
	}
	cfg := tlsConfig()
	cfg.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: a.leaf}}
	if len(a.hosts) >= maxHosts {
		clear(a.hosts)
	}
	a.hosts[host] = cfg
	return cfg, nil
}

// tlsConfig is what all hosts have in common. The services take nothing older.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-entra-id-tls-1-2-deprecation
func tlsConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
}
