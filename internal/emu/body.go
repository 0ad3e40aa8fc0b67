package emu

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// readBody reads the whole body. Gzip is taken, because the vendor's Go SDK
// compresses every request; it repeats what is refused with 415 uncompressed.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || len(raw) > maxBody {
		return nil, errors.Join(err, errTooLarge)
	}
	encoding := strings.Join(r.Header.Values("Content-Encoding"), ",")
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return raw, nil
	case "gzip", "x-gzip":
	default:
		if len(raw) == 0 {
			return nil, nil // Nothing was packed.
		}
		return nil, api.UnsupportedEncoding.Err("", encoding)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxBody+1))
	if err != nil || len(plain) > maxBody {
		return nil, errors.Join(err, errTooLarge)
	}
	return plain, nil
}

type textError string

func (e textError) Error() string { return string(e) }

const errTooLarge = textError("emu: the body is too large")
