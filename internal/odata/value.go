package odata

import (
	"bytes"
	"encoding/json"
	"maps"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// item reads one JSON value as the property's type wants it.
func (t *Table[P]) item(prop int, value jsontext.Value) (Item, bool) {
	p := &t.Props[prop]
	kind := value.Kind()
	if kind == 'n' {
		return Item{Prop: prop, Null: true}, true
	}
	canonical := func(text string, ok bool) (Item, bool) { return Item{Prop: prop, Value: text}, ok }
	switch p.Type {
	case Text:
		if kind != '"' {
			return Item{}, false
		}
		text, err := jsontext.AppendUnquote(nil, value)
		return canonical(string(text), err == nil)
	case Bool:
		return canonical(string(value), kind == 't' || kind == 'f')
	case Int:
		_, err := strconv.ParseInt(string(value), 10, 32)
		return canonical(string(value), kind == '0' && err == nil)
	case Time:
		if kind != '"' {
			return Item{}, false
		}
		text, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			return Item{}, false
		}
		at, ok := ParseTime(string(text))
		return canonical(FormatTime(at), ok)
	case TextList:
		var items []string
		if kind != '[' || json.Unmarshal(value, &items) != nil || bytes.Contains(value, []byte("null")) && hasNull(value) {
			return Item{}, false
		}
		return canonical(compact(value))
	case ObjectList:
		var items []jsontext.Value
		if kind != '[' || json.Unmarshal(value, &items) != nil {
			return Item{}, false
		}
		for i, item := range items {
			object, ok := object(p.Members, item)
			if !ok {
				return Item{}, false
			}
			items[i] = jsontext.Value(object)
		}
		list, err := json.Marshal(items)
		return canonical(string(list), err == nil)
	default:
		return canonical(object(p.Members, value))
	}
}

// object is a complex value of the members alone, each null or of its type, in
// their order and spelling and without annotations. Without members any object
// is taken as it is.
func object(members []Member, value jsontext.Value) (string, bool) {
	var given map[string]jsontext.Value
	if value.Kind() != '{' || json.Unmarshal(value, &given) != nil {
		return "", false
	}
	if members == nil {
		return compact(value)
	}
	for name := range given {
		if isAnnotation(name) {
			delete(given, name)
		}
	}
	out := []byte{'{'}
	for _, m := range members {
		for name, v := range given {
			if !strings.EqualFold(name, m.Name) {
				continue
			}
			if !m.takes(v) {
				return "", false
			}
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(append(out, '"'), m.Name...)
			out = append(append(out, '"', ':'), v...)
			delete(given, name)
			break
		}
	}
	return string(append(out, '}')), len(given) == 0
}

// takes reports whether the value is of the member's type, or null where it may be.
func (m Member) takes(v jsontext.Value) bool {
	switch kind := v.Kind(); {
	case kind == 'n':
		return !m.NotNull
	case m.Type == Bool:
		return kind == 't' || kind == 'f'
	case m.Type == TextList:
		return kind == '[' && !hasNull(v)
	default:
		return kind == '"'
	}
}

// merged is a complex value after a change that names some of its members: the
// others stay.
// Source: OData 4.01 Part 1, section 11.4.3, Update an Entity.
func merged(members []Member, old, change string) string {
	var whole, names map[string]jsontext.Value
	if old == "" || json.Unmarshal([]byte(old), &whole) != nil || json.Unmarshal([]byte(change), &names) != nil {
		return change
	}
	maps.Copy(whole, names)
	b, err := json.Marshal(whole)
	if err != nil {
		return change
	}
	if text, ok := object(members, b); ok {
		return text
	}
	return string(b)
}

func hasNull(list []byte) bool {
	var items []*string
	if json.Unmarshal(list, &items) != nil {
		return true
	}
	for _, item := range items {
		if item == nil {
			return true
		}
	}
	return false
}

func compact(v jsontext.Value) (string, bool) {
	v = v.Clone()
	if err := v.Compact(); err != nil {
		return "", false
	}
	return string(v), true
}
