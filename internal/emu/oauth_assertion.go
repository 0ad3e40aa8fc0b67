package emu

import (
	"crypto/sha1" //nolint:gosec // The thumbprint of x5t is defined by it.
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	// maxAssertion is more than a chain of certificates needs.
	maxAssertion = 64 << 10
	// clockSkew is by how much the clocks of client and service may differ. Unverified.
	clockSkew = 5 * time.Minute
)

// assertionIsGood checks the assertion of an application that signs with the key of a
// certificate. One that is sent twice is taken twice, as the service does.
//
// The times in it are the client's, whose clock is the real one and not the tenant's;
// so is the certificate's.
//
// Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
func (q *asking) assertionIsGood(assertion string) *aadsts {
	if q.parameters.Get("client_assertion_type") != assertionType {
		return bad("invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type' with the value '"+assertionType+"'.")
	}
	if len(assertion) > maxAssertion {
		return badClient(50027, "JWT token is invalid or malformed.")
	}
	var c jwt.RegisteredClaims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256", "PS256", "ES256"}), jwt.WithoutClaimsValidation())
	_, err := parser.ParseWithClaims(assertion, &c, func(t *jwt.Token) (any, error) {
		cert := q.client.certificate(t.Header)
		switch {
		case cert == nil:
			return nil, errUnknownCertificate
		case time.Now().After(cert.NotAfter): //nolint:forbidigo // Who made it looked at the real clock.
			return nil, errExpiredCertificate
		}
		return cert.PublicKey, nil
	})
	switch {
	case errors.Is(err, errUnknownCertificate):
		return badClient(700027, "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.]")
	case errors.Is(err, errExpiredCertificate):
		return badClient(700027, "The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key used is expired.]")
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return badClient(700027, "Client assertion failed signature validation.")
	case err != nil:
		return badClient(50027, "JWT token is invalid or malformed.")
	}
	return q.saysWellOf(c)
}

const (
	errUnknownCertificate = textError("emu: the application has no such certificate")
	errExpiredCertificate = textError("emu: the certificate is expired")
)

// saysWellOf judges the claims of an assertion whose signature is good.
func (q *asking) saysWellOf(c jwt.RegisteredClaims) *aadsts {
	id, now := string(q.client.ID), time.Now() //nolint:forbidigo // Who signed it looked at the real clock.
	switch {
	case c.Issuer != c.Subject:
		return badClient(50048, "Subject mismatches Issuer claim in the client assertion.")
	case !strings.EqualFold(c.Issuer, id):
		return badClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
	case c.ExpiresAt == nil || !now.Before(c.ExpiresAt.Add(clockSkew)) || c.NotBefore != nil && now.Before(c.NotBefore.Add(-clockSkew)):
		return badClient(700024, "Client assertion is not within its valid time range.")
	case !q.isFor(c.Audience):
		return badClient(700023, "Client assertion audience claim does not match Realm issuer.")
	}
	return nil
}

// isFor: an assertion is meant for the token endpoint or the issuer of the tenant.
func (q *asking) isFor(audience []string) bool {
	for _, aud := range audience {
		u, err := url.Parse(aud)
		if err != nil || u.Scheme != "https" || !oneOf(u.Host, q.aliases()...) {
			continue
		}
		segment, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
		if !oneOf(rest, "", "v2.0", "oauth2/token", "oauth2/v2.0/token") {
			continue
		}
		if oneOf(segment, "common", "organizations") {
			return true
		}
		if slices.Contains(q.worlds.named(segment), q.tenant) {
			return true
		}
	}
	return false
}

// certificate finds with which of the application's certificates a token says that it
// was signed: by a thumbprint, or by the certificate itself. A certificate that is only
// sent along is nobody's.
func (a App) certificate(header map[string]any) *x509.Certificate {
	text := func(name string) string { s, _ := header[name].(string); return s }
	chain, _ := header["x5c"].([]any)
	for _, cert := range a.Certificates {
		small, large := sha1.Sum(cert.Raw), sha256.Sum256(cert.Raw) //nolint:gosec // As above.
		switch {
		case text("x5t#S256") != "":
			if same(text("x5t#S256"), base64.RawURLEncoding.EncodeToString(large[:])) {
				return cert
			}
		case text("x5t") != "":
			if same(text("x5t"), base64.RawURLEncoding.EncodeToString(small[:])) {
				return cert
			}
		case len(chain) > 0:
			if leaf, _ := chain[0].(string); leaf == base64.StdEncoding.EncodeToString(cert.Raw) {
				return cert
			}
		case same(strings.ToUpper(text("kid")), strings.ToUpper(hex.EncodeToString(small[:]))):
			return cert
		}
	}
	return nil
}

// same compares a thumbprint that was sent: the vendor's Go library writes the other
// alphabet of base64, padded.
func same(sent, ours string) bool {
	sent = strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(sent)
	return subtle.ConstantTimeCompare([]byte(sent), []byte(ours)) == 1
}
