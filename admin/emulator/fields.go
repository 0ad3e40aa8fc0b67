package emulator

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/admin365/admin365"
)

// decode reads a JSON value into what v points to. Members have the names that the
// struct's tags give them, or the fields' own in camel case; one that there is not is
// refused by name, and nothing that was sent is repeated: it may be a secret. Durations
// are texts such as "36h", secrets are texts.
func decode(raw []byte, v any) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		raw = []byte("{}")
	}
	if !json.Valid(raw) {
		return invalid("the body is not JSON")
	}
	return decodeValue("", raw, reflect.ValueOf(v).Elem())
}

func invalid(format string, args ...any) error {
	return &admin365.Error{Kind: admin365.ErrInvalid, Message: fmt.Sprintf(format, args...)}
}

// expected refuses a value, by the path to it.
func expected(path string, t reflect.Type) error {
	if path == "" {
		path = "the body"
	}
	return invalid("%s is no %v", path, describeName(t))
}

func decodeValue(path string, raw json.RawMessage, v reflect.Value) error {
	t := v.Type()
	switch {
	case t == reflect.TypeFor[time.Duration]():
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return expected(path, t)
		}
		d, err := time.ParseDuration(text)
		if err != nil {
			return expected(path, t)
		}
		v.SetInt(int64(d))
		return nil
	case isOpaque(t):
		err := json.Unmarshal(raw, v.Addr().Interface())
		if refused, ok := errors.AsType[*admin365.Error](err); ok {
			return refused
		}
		if err != nil {
			return expected(path, t)
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		if isNull(raw) {
			return nil
		}
		v.Set(reflect.New(t.Elem()))
		return decodeValue(path, raw, v.Elem())
	case reflect.Struct:
		return decodeStruct(path, raw, v)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			break // Base64, as JSON has it.
		}
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return expected(path, t)
		}
		list := reflect.MakeSlice(t, len(items), len(items))
		for i, item := range items {
			if err := decodeValue(fmt.Sprintf("%s[%d]", path, i), item, list.Index(i)); err != nil {
				return err
			}
		}
		v.Set(list)
		return nil
	case reflect.Map:
		members, err := membersOf(path, raw, t)
		if err != nil {
			return err
		}
		v.Set(reflect.MakeMap(t))
		for name, item := range members {
			value := reflect.New(t.Elem()).Elem()
			if err := decodeValue(join(path, name), item, value); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(name).Convert(t.Key()), value)
		}
		return nil
	default:
	}
	if isNull(raw) || json.Unmarshal(raw, v.Addr().Interface()) != nil {
		return expected(path, t)
	}
	return nil
}

func decodeStruct(path string, raw json.RawMessage, v reflect.Value) error {
	members, err := membersOf(path, raw, v.Type())
	if err != nil {
		return err
	}
	return decodeMembers(path, members, fieldsOf(v.Type()), v.FieldByIndex)
}

// membersOf are the members of an object, none of which may stand in it twice: one of the
// two would be ignored.
func membersOf(path string, raw json.RawMessage, t reflect.Type) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if begin, err := d.Token(); err != nil || begin != json.Delim('{') {
		return nil, expected(path, t)
	}
	members := map[string]json.RawMessage{}
	for d.More() {
		var value json.RawMessage
		token, err := d.Token()
		name, isName := token.(string)
		if err != nil || !isName || d.Decode(&value) != nil {
			return nil, expected(path, t)
		}
		if _, twice := members[name]; twice {
			return nil, invalid("%s is there twice", join(path, name))
		}
		members[name] = value
	}
	return members, nil
}

// decodeMembers decodes members into fields, which are found by their names and then by
// where they are.
func decodeMembers(path string, members map[string]json.RawMessage, fields map[string][]int, at func([]int) reflect.Value) error {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		index, ok := fields[name]
		if !ok && len(fields) == 0 {
			return invalid("there is no %s, and nothing else to be said", join(path, name))
		}
		if !ok {
			return invalid("there is no %s; there are %s", join(path, name), strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		}
		if err := decodeValue(join(path, name), members[name], at(index)); err != nil {
			return err
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }

// isOpaque reports whether the type has a form of its own in JSON.
func isOpaque(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t.Kind() != reflect.Pointer && (p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()))
}

// fieldsOf are a struct's fields by their names in JSON. A field that goes over no wire
// of Microsoft's is one here: a test has to say it somewhere.
func fieldsOf(t reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Anonymous || f.Type.Kind() == reflect.Func {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			name = camel(f.Name)
		}
		fields[name] = f.Index
	}
	return fields
}

// camel writes a name of Go as JSON has it: UserID is userId, URL is url.
func camel(name string) string {
	if kind, ok := strings.CutSuffix(name, "ID"); ok && kind != "" {
		return camel(kind) + "Id"
	}
	runes := []rune(name)
	for i := range runes {
		next := i + 1
		// The last capital of several begins the next word.
		if i > 0 && (!unicode.IsUpper(runes[i]) || next < len(runes) && unicode.IsLower(runes[next])) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}

// encode makes of a value what JSON shows of it, by the names that decode takes; what
// is zero is left out.
func encode(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	t := v.Type()
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return time.Duration(v.Int()).String()
	case t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return v.Interface()
	case t.Implements(reflect.TypeFor[error]()):
		if v.IsNil() {
			return nil
		}
		return v.Interface().(error).Error()
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return encode(v.Elem())
	case reflect.Struct:
		members := map[string]any{}
		for name, index := range fieldsOf(t) {
			if field := v.FieldByIndex(index); !field.IsZero() {
				members[name] = encode(field)
			}
		}
		return members
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			break
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = encode(v.Index(i))
		}
		return list
	case reflect.Map:
		members := map[string]any{}
		for key, value := range v.Seq2() {
			members[fmt.Sprint(key)] = encode(value)
		}
		return members
	default:
	}
	return v.Interface()
}
