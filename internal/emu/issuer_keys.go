package emu

import (
	"encoding/base64"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

const (
	ecKeyID  = "admin365-ec"
	rsaKeyID = "admin365-rsa"
)

// key finds the key that a token says it was signed with, of the kind that its
// method needs.
func (i *issuer) key(t *jwt.Token) (any, error) {
	switch {
	case t.Header["kid"] == ecKeyID && t.Method == jwt.SigningMethodES256:
		k, err := i.ec()
		if err != nil {
			return nil, err
		}
		return &k.PublicKey, nil
	case t.Header["kid"] == rsaKeyID && t.Method == jwt.SigningMethodRS256:
		k, err := i.rsa()
		if err != nil {
			return nil, err
		}
		return &k.PublicKey, nil
	default:
		return nil, textError("emu: the token was signed with an unknown key")
	}
}

// sign signs a token for a client that came over the wire.
func (i *issuer) sign(c jwt.Claims) (string, error) {
	key, err := i.rsa()
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	token.Header["kid"] = rsaKeyID
	token.Header["x5t"] = rsaKeyID
	return token.SignedString(key)
}

// jwks is the public half of the keys.
func (i *issuer) jwks() (map[string]any, error) {
	key, err := i.rsa()
	if err != nil {
		return nil, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "kid": rsaKeyID, "x5t": rsaKeyID, "alg": "RS256",
		"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
	}}}, nil
}

// Prepare makes the key that tokens are signed with, which the first sign-in would
// make otherwise.
func (e *Emulator) Prepare() error {
	_, err := e.issuer.rsa()
	return err
}
