package emulator

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/admin365/admin365"
)

// describe is what JSON a type takes, as JSON: "text", "whole number", a list with one
// element, an object with its members.
func describe(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem())
	case reflect.Struct:
		if isOpaque(t) {
			break
		}
		members := map[string]any{}
		for name, index := range fieldsOf(t) {
			members[name] = describe(t.FieldByIndex(index).Type)
		}
		return members
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return []any{describe(t.Elem())}
		}
	case reflect.Map:
		return map[string]any{"(any name)": describe(t.Elem())}
	default:
	}
	return describeName(t)
}

// describeName is describe in a word or two.
func describeName(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return `duration such as "36h" or "90s"`
	case t == reflect.TypeFor[time.Time]():
		return `time such as "2026-01-05T09:00:00Z"`
	case t == reflect.TypeFor[admin365.Secret]():
		return "text"
	case t == reflect.TypeFor[json.RawMessage]():
		return "JSON"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return describeName(t.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "whole number"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "text in base64"
		}
		return "list"
	case reflect.Struct:
		// An Optional holds what may be there.
		if field, ok := t.FieldByName("value"); ok && isOpaque(t) {
			return describeName(field.Type) + " or null"
		}
		return "object"
	default:
		return "object"
	}
}
