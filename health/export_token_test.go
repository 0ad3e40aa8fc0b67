package health

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
)

// Sealed is a token that holds the bytes, whatever they are.
func Sealed(b []byte) Token {
	b = binary.BigEndian.AppendUint32(append([]byte(nil), b...), crc32.ChecksumIEEE(b))
	return Token(tokenPrefix + base64.RawURLEncoding.EncodeToString(b))
}

// Opened are the bytes of a token.
func Opened(t Token) []byte {
	b, err := base64.RawURLEncoding.DecodeString(string(t[len(tokenPrefix):]))
	if err != nil {
		return nil
	}
	return b[:len(b)-4]
}
