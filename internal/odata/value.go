package odata

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// item reads one JSON value as the property's type wants it.
func (t *Table[R]) item(prop int, value jsontext.Value) (Item, bool) {
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
		for _, item := range items {
			if !fits(p.Members, item) {
				return Item{}, false
			}
		}
		return canonical(compact(value))
	default:
		if !fits(p.Members, value) {
			return Item{}, false
		}
		return canonical(compact(value))
	}
}

// fits reports whether the value is an object of the members alone, each null or
// of its type.
func fits(members []Member, value jsontext.Value) bool {
	var object map[string]jsontext.Value
	if value.Kind() != '{' || json.Unmarshal(value, &object) != nil {
		return false
	}
	if members == nil {
		return true
	}
	for name, v := range object {
		at := slices.IndexFunc(members, func(m Member) bool { return strings.EqualFold(m.Name, name) })
		switch {
		case isAnnotation(name):
		case at < 0:
			return false
		case v.Kind() == 'n':
		case members[at].Type == Text && v.Kind() != '"',
			members[at].Type == Bool && v.Kind() != 't' && v.Kind() != 'f',
			members[at].Type == TextList && (v.Kind() != '[' || hasNull(v)):
			return false
		}
	}
	return true
}

// merged is a complex value after a change that names some of its members: the
// others stay.
// Source: OData 4.01 Part 1, 11.4.3 (Update an Entity)
func merged(old, change string) string {
	var object, names map[string]jsontext.Value
	if old == "" || json.Unmarshal([]byte(old), &object) != nil || json.Unmarshal([]byte(change), &names) != nil {
		return change
	}
	for name, v := range names {
		for known := range object {
			if strings.EqualFold(known, name) {
				delete(object, known)
			}
		}
		object[name] = v
	}
	b, err := json.Marshal(object)
	if err != nil {
		return change
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
