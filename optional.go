package admin365

import (
	"bytes"
	"encoding/json"
)

// Optional is a field of a patch that can be left alone, set, or cleared. The
// zero value leaves the property alone. It stands where the service accepts
// null; a plain pointer stands where it does not, so the type tells which is
// which.
//
// In JSON a property that is left alone is absent (with the tag option
// omitzero) and a cleared one is null.
type Optional[T any] struct {
	value T
	state optionalState
}

type optionalState uint8

const (
	optionalLeave optionalState = iota
	optionalSet
	optionalNull
)

// Set returns an Optional that sets the property to v.
func Set[T any](v T) Optional[T] { return Optional[T]{value: v, state: optionalSet} }

// Null returns an Optional that clears the property.
func Null[T any]() Optional[T] { return Optional[T]{state: optionalNull} }

// IsZero reports whether the property is left alone.
func (o Optional[T]) IsZero() bool { return o.state == optionalLeave }

// IsNull reports whether the property is cleared.
func (o Optional[T]) IsNull() bool { return o.state == optionalNull }

// Get returns the value, and whether there is one to set.
func (o Optional[T]) Get() (T, bool) { return o.value, o.state == optionalSet }

// MarshalJSON writes the value, or null. A field that is left alone has to be
// skipped by its tag (omitzero); written anyway, it is null.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.state != optionalSet {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON reads a value, or null, which clears.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	if string(bytes.TrimSpace(b)) == "null" {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*o = Set(v)
	return nil
}
