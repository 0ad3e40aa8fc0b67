package odata

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Lists and objects lie in a row as compact JSON that was checked when it was
// written (see [Table.Body]). What is here walks over it without decoding it, so
// that a filter costs no allocation a row. It never leaves the text's bounds,
// whatever the text.

// list is what is left of a JSON array.
type list struct{ rest string }

// items returns the items of a JSON array; none if it is not one.
func items(array string) list {
	if len(array) < 2 || array[0] != '[' {
		return list{}
	}
	return list{array[1 : len(array)-1]}
}

// next returns the next item as JSON.
func (l *list) next() (item string, ok bool) {
	if l.rest == "" {
		return "", false
	}
	end := valueEnd(l.rest)
	item, l.rest = l.rest[:end], strings.TrimPrefix(l.rest[end:], ",")
	return item, true
}

// count returns the number of items of a JSON array.
func count(array string) int {
	n := 0
	l := items(array)
	for _, ok := l.next(); ok; _, ok = l.next() {
		n++
	}
	return n
}

// valueEnd returns the length of the JSON value that s begins with: up to the
// next comma, colon or closing bracket outside of strings and brackets.
func valueEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if quoted {
			switch c {
			case '\\':
				i++
			case '"':
				quoted = false
			}
			continue
		}
		switch c {
		case '"':
			quoted = true
		case '[', '{':
			depth++
		case ']', '}':
			if depth == 0 {
				return max(i, 1)
			}
			depth--
		case ',', ':':
			if depth == 0 {
				// At least one byte, or a caller's loop might stand still.
				return max(i, 1)
			}
		}
	}
	return len(s)
}

// valueOf returns one JSON value as the left side of a comparison.
func valueOf(json string) value {
	if json == "" {
		return value{}
	}
	switch json[0] {
	case '"':
		return value{kind: aText, text: unquote(json)}
	case 't', 'f':
		return value{kind: aBool, text: json}
	case '[', '{':
		return value{kind: someJSON, text: json}
	case 'n':
		return value{}
	default:
		return value{kind: aNumber, text: json}
	}
}

// unquote returns the text of a JSON string. Most have no escape in them.
func unquote(json string) string {
	if len(json) >= 2 && !strings.Contains(json, `\`) {
		return json[1 : len(json)-1]
	}
	text, err := jsontext.AppendUnquote(nil, json)
	if err != nil {
		return ""
	}
	return string(text)
}

// member returns a member of an object, its name's letter case aside.
func (v value) member(name string) value {
	if v.kind != someJSON || len(v.text) < 2 || v.text[0] != '{' {
		return value{}
	}
	rest := list{v.text[1 : len(v.text)-1]}
	for rest.rest != "" {
		end := valueEnd(rest.rest)
		key := rest.rest[:end]
		rest.rest = strings.TrimPrefix(rest.rest[end:], ":")
		member, ok := rest.next()
		if ok && len(key) > 0 && key[0] == '"' && strings.EqualFold(unquote(key), name) {
			return valueOf(member)
		}
	}
	return value{}
}
