package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"
)

const (
	// maxControlBody bounds what is sent. A saved tenant is large; everything else is not.
	maxControlBody  = 1 << 20
	maxDocumentBody = 1 << 30
	// maxForgotten is how much of a body that is too large is read and forgotten: who is
	// cut off while he sends hears of no answer.
	maxForgotten = 64 << 20
)

func tooLarge() error {
	return &refusal{http.StatusRequestEntityTooLarge, "tooLarge", "the body is too large; only a document may have more than a megabyte"}
}

// readBody reads what is sent. Of what is large the beginning has to say that it is a
// document.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxControlBody+1))
	if err == nil && len(body) > maxControlBody {
		if err := mayBeLarge(r.Pattern, body); err != nil {
			_, _ = io.CopyN(io.Discard, r.Body, maxForgotten) // It is refused anyway.
			return nil, err
		}
		rest := http.MaxBytesReader(w, r.Body, maxDocumentBody-int64(len(body)))
		body, err = io.ReadAll(io.MultiReader(bytes.NewReader(body), rest))
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, tooLarge()
	}
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, "invalid", "the body cannot be read"}
	}
	return body, nil
}

// mayBeLarge refuses a large body by its beginning: a document may be large, and a new
// tenant that is made of one, which comes after what else is said of the tenant or before.
func mayBeLarge(pattern string, beginning []byte) error {
	switch {
	case strings.HasSuffix(pattern, "/document"):
		return nil
	case !strings.HasSuffix(pattern, "/tenants"):
		return tooLarge()
	}
	d := json.NewDecoder(bytes.NewReader(beginning))
	if _, err := d.Token(); err != nil {
		return tooLarge()
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			break
		}
		if name == "document" {
			return nil
		}
		if text, ok := name.(string); ok && fieldsOf(reflect.TypeFor[newTenant]())[text] == nil {
			return invalid("there is no %s", text)
		}
		if d.Decode(new(json.RawMessage)) != nil {
			break
		}
	}
	return tooLarge()
}

// checkDocument refuses a document whose tenant is at a time that no clock here reads: it
// would be long on its way there. Everything else is judged when it is loaded.
func checkDocument(document []byte) error {
	d := json.NewDecoder(bytes.NewReader(document))
	if begin, err := d.Token(); err != nil || begin != json.Delim('{') {
		return nil
	}
	for d.More() { // The head stands before the tables.
		name, err := d.Token()
		var value json.RawMessage
		if err != nil || name == "tables" || d.Decode(&value) != nil {
			return nil
		}
		var at time.Time
		if name == "time" && json.Unmarshal(value, &at) == nil && at.After(lastNow()) {
			return invalid("the document's time is after %s", lastNow().Format(time.RFC3339))
		}
	}
	return nil
}
