package rest

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// inUTC decodes every time in UTC, whatever zone a service has written it in. Those that a
// type reads by itself are its own matter.
var inUTC = jsonv2.WithUnmarshalers(jsonv2.UnmarshalFromFunc(func(in *jsontext.Decoder, at *time.Time) error {
	value, err := in.ReadValue()
	if err != nil {
		return err
	}
	switch value.Kind() {
	case 'n':
		*at = time.Time{}
		return nil
	case '"':
	default:
		return errors.New("the time is no text")
	}
	text := value[1 : len(value)-1]
	if !plain(text) {
		if text, err = jsontext.AppendUnquote(nil, value); err != nil {
			return err
		}
	}
	if err := at.UnmarshalText(text); err != nil {
		return err
	}
	*at = at.UTC()
	return nil
}))

// plain reports whether the inside of a text stands for itself.
func plain(text []byte) bool {
	return !slices.Contains(text, '\\')
}

// Over reads what a service has answered over what stands in v: names that the answer
// lacks keep theirs.
func Over(v any, answer json.RawMessage) error {
	return jsonv2.Unmarshal(answer, v, jsontext.AllowDuplicateNames(true), inUTC)
}
