package emu

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
)

// newSeals makes the key that closes codes and refresh tokens, new in each emulator.
func newSeals() (cipher.AEAD, error) {
	key := make([]byte, 32)
	// It never fails; the runtime ends the program instead.
	_, _ = rand.Read(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal closes a grant of a kind, so that it need not be kept: who has it can neither
// read nor change it.
func (i *issuer) seal(kind string, grant any) (string, error) {
	seals, err := i.seals()
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(grant)
	if err != nil {
		return "", err
	}
	return kind + "." + base64.RawURLEncoding.EncodeToString(seals.Seal(nil, nil, plain, []byte(kind))), nil
}

// unseal opens what seal closed.
func (i *issuer) unseal(kind, sealed string, into any) bool {
	prefix := kind + "."
	if len(sealed) <= len(prefix) || sealed[:len(prefix)] != prefix {
		return false
	}
	closed, err := base64.RawURLEncoding.Strict().DecodeString(sealed[len(prefix):])
	if err != nil {
		return false
	}
	seals, err := i.seals()
	if err != nil {
		return false
	}
	plain, err := seals.Open(nil, nil, closed, []byte(kind))
	return err == nil && json.Unmarshal(plain, into) == nil
}
