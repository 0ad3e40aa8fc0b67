package odata

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendProps appends the selected properties of the row as members of a JSON
// object, without its braces: "name":value,… Unset ones are null, unset lists [].
func (t *Table[P]) AppendProps(dst []byte, row P, sel []int) []byte {
	var spans [maxProps]span
	t.spread(row, &spans)
	for n, i := range sel {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = append(dst, t.Props[i].Name...)
		dst = append(dst, '"', ':')
		dst = t.appendValue(dst, row, i, spans[i])
	}
	return dst
}

// AppendSet appends the properties that are set and not computed, by name: the
// form in which a row is saved. Body and Apply read it back.
func (t *Table[P]) AppendSet(dst []byte, row P) []byte {
	var sel []int
	for i := range t.Props {
		if _, set := t.Value(row, i); set && t.Props[i].Read == nil {
			sel = append(sel, i)
		}
	}
	return t.AppendProps(dst, row, sel)
}

func (t *Table[P]) appendValue(dst []byte, row P, i int, cell span) []byte {
	p := &t.Props[i]
	text, set := cell.text, cell.set
	if p.hot() {
		text, set = t.Value(row, i)
	}
	if !set {
		if p.Type == TextList || p.Type == ObjectList {
			return append(dst, "[]"...)
		}
		return append(dst, "null"...)
	}
	switch p.Type {
	case Text, Time:
		quoted, err := jsontext.AppendQuote(dst, text)
		if err != nil {
			// Only invalid UTF-8 fails, and rows are made from JSON.
			return append(dst, "null"...)
		}
		return quoted
	default:
		return append(dst, text...)
	}
}

// Binding ties the table to the public struct that S points to by its json tags:
// that is the wire form of the client, the row that of memory. The zero Binding but for its Table
// is ready.
type Binding[P, S any] struct {
	Table *Table[P]

	once   sync.Once
	fields []boundField
}

type boundField struct {
	field int
	prop  int
	set   func(reflect.Value, string)
	// empty is the list without items, of a field that is a list.
	empty reflect.Value
}

func (b *Binding[P, S]) prepare() {
	b.once.Do(func() {
		t := reflect.TypeFor[S]().Elem()
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			prop := b.Table.Lookup(name)
			if name == "" || name == "-" || prop < 0 {
				continue
			}
			f := boundField{field: i, prop: prop, set: setter(t.Field(i).Type)}
			if t.Field(i).Type.Kind() == reflect.Slice {
				f.empty = reflect.MakeSlice(t.Field(i).Type, 0, 0)
			}
			b.fields = append(b.fields, f)
		}
	})
}

// Names returns the properties that S has, in the order of its fields.
func (b *Binding[P, S]) Names() []string {
	b.prepare()
	names := make([]string, len(b.fields))
	for i, f := range b.fields {
		names[i] = b.Table.Props[f.prop].Name
	}
	return names
}

// Has reports whether S has the property.
func (b *Binding[P, S]) Has(prop int) bool {
	b.prepare()
	return slices.ContainsFunc(b.fields, func(f boundField) bool { return f.prop == prop })
}

// NamesOf returns the properties that S has and want wants, in the order of its
// fields.
func (b *Binding[P, S]) NamesOf(want func(*Prop[P]) bool) []string {
	b.prepare()
	var names []string
	for _, f := range b.fields {
		if p := &b.Table.Props[f.prop]; want(p) {
			names = append(names, p.Name)
		}
	}
	return names
}

// Pick returns the properties of the row that want wants as a new value.
func (b *Binding[P, S]) Pick(row P, want func(*Prop[P]) bool) S {
	wanted := make([]bool, len(b.Table.Props))
	for i := range b.Table.Props {
		wanted[i] = want(&b.Table.Props[i])
	}
	return b.read(row, wanted)
}

// Complete sets the lists of s that want wants and an answer left out to the
// list without items, as which they would have come.
func (b *Binding[P, S]) Complete(s S, want func(*Prop[P]) bool) {
	b.prepare()
	v := reflect.ValueOf(s).Elem()
	for _, f := range b.fields {
		if field := v.Field(f.field); f.empty.IsValid() && field.IsNil() && want(&b.Table.Props[f.prop]) {
			field.Set(f.empty)
		}
	}
}

// Read returns the row as a new S, which belongs to the caller.
func (b *Binding[P, S]) Read(row P) S { return b.read(row, nil) }

// Answer returns what a create answers: the properties that come without
// $select, and those that were sent.
func (b *Binding[P, S]) Answer(row P, sent Change) S {
	want := make([]bool, len(b.Table.Props))
	for i := range b.Table.Props {
		want[i] = b.Table.Props[i].Has(Default)
	}
	for _, item := range sent {
		want[item.Prop] = true
	}
	return b.read(row, want)
}

func (b *Binding[P, S]) read(row P, want []bool) S {
	b.prepare()
	var spans [maxProps]span
	b.Table.spread(row, &spans)
	out := reflect.New(reflect.TypeFor[S]().Elem())
	v := out.Elem()
	for _, f := range b.fields {
		if want != nil && !want[f.prop] {
			continue
		}
		p := &b.Table.Props[f.prop]
		text, set := spans[f.prop].text, spans[f.prop].set
		if p.hot() {
			text, set = b.Table.Value(row, f.prop)
		}
		if set {
			f.set(v.Field(f.field), text)
		} else if f.empty.IsValid() {
			// An empty list is [] on the wire, so it is not nil here either.
			v.Field(f.field).Set(f.empty)
		}
	}
	return out.Interface().(S)
}

// Change returns what in says about the table's properties, read through its
// JSON form: memory takes exactly what the wire would carry.
func (t *Table[P]) Change(in any) (Change, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return t.Body(body)
}

// setter returns how a field of type ft takes a canonical value.
func setter(ft reflect.Type) func(reflect.Value, string) {
	switch {
	case ft.Kind() == reflect.String:
		return func(v reflect.Value, s string) { v.SetString(s) }
	case ft.Kind() == reflect.Bool:
		return func(v reflect.Value, s string) { v.SetBool(s == "true") }
	case ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.Bool:
		return func(v reflect.Value, s string) {
			v.Set(reflect.New(ft.Elem()))
			v.Elem().SetBool(s == "true")
		}
	case ft == reflect.TypeFor[time.Time]():
		return func(v reflect.Value, s string) {
			at, _ := ParseTime(s)
			v.Set(reflect.ValueOf(at))
		}
	case ft.Kind() == reflect.Int:
		return func(v reflect.Value, s string) {
			n, _ := strconv.ParseInt(s, 10, 64)
			v.SetInt(n)
		}
	default:
		return func(v reflect.Value, s string) {
			// The value was checked when it was written.
			_ = json.Unmarshal([]byte(s), v.Addr().Interface())
		}
	}
}
