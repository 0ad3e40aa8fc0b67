package conform

import (
	"fmt"
	"reflect"
	"time"
)

var timeType = reflect.TypeFor[time.Time]()

// Clone returns a copy of v that shares nothing with it. Structs with unexported
// fields are values by their own promise and are copied as they are.
func Clone[V any](v V) V {
	out := reflect.New(reflect.TypeFor[V]()).Elem()
	clone(out, reflect.ValueOf(&v).Elem())
	return out.Interface().(V)
}

func clone(dst, src reflect.Value) {
	switch src.Kind() {
	case reflect.Pointer:
		if src.IsNil() {
			return
		}
		dst.Set(reflect.New(src.Type().Elem()))
		clone(dst.Elem(), src.Elem())
	case reflect.Slice:
		if src.IsNil() {
			return
		}
		dst.Set(reflect.MakeSlice(src.Type(), src.Len(), src.Len()))
		for i := range src.Len() {
			clone(dst.Index(i), src.Index(i))
		}
	case reflect.Map:
		if src.IsNil() {
			return
		}
		dst.Set(reflect.MakeMapWithSize(src.Type(), src.Len()))
		for key, value := range src.Seq2() {
			own := reflect.New(src.Type().Elem()).Elem()
			clone(own, value)
			dst.SetMapIndex(key, own)
		}
	case reflect.Struct:
		dst.Set(src)
		if opaque(src.Type()) {
			return
		}
		for i := range src.NumField() {
			clone(dst.Field(i), src.Field(i))
		}
	default:
		dst.Set(src)
	}
}

// Scribble overwrites all that can be reached through the pointer v: every text,
// number and boolean, behind pointers, in slices and in maps. Who shared any of it with
// an implementation then sees it change there.
func Scribble(v any) { scribble(reflect.ValueOf(v)) }

func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scribble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			// A map's values cannot be overwritten where they are, only what they
			// point to.
			if value := v.MapIndex(key); value.Kind() == reflect.Pointer || value.Kind() == reflect.Slice {
				scribble(value)
			}
			v.SetMapIndex(key, reflect.Zero(v.Type().Elem()))
		}
	case reflect.Struct:
		if opaque(v.Type()) {
			v.SetZero()
			return
		}
		for _, field := range v.Fields() {
			scribble(field)
		}
	case reflect.String:
		v.SetString("scribbled")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	default:
		v.SetZero()
	}
}

// opaque reports whether a struct keeps its fields to itself.
func opaque(t reflect.Type) bool {
	for field := range t.Fields() {
		if !field.IsExported() {
			return true
		}
	}
	return false
}

// Differ returns an error that names the fields in which got and want differ, nil if
// there are none. A nil list and an empty one are the same, and times are
// compared as instants. Fields named in except are left out.
func Differ(got, want any, except ...string) error {
	skip := map[string]bool{}
	for _, name := range except {
		skip[name] = true
	}
	var found []string
	differ("", reflect.ValueOf(got), reflect.ValueOf(want), skip, &found)
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("differs in %v", found)
}

// Same reports whether two values are equal by the rules of [Differ].
func Same(got, want any) bool { return Differ(got, want) == nil }

func differ(at string, got, want reflect.Value, skip map[string]bool, found *[]string) {
	if !got.IsValid() || !want.IsValid() || got.Type() != want.Type() {
		*found = append(*found, fmt.Sprintf("%s: %v, want %v", at, got, want))
		return
	}
	miss := func() { *found = append(*found, fmt.Sprintf("%s: %#v, want %#v", at, got, want)) }
	switch got.Kind() {
	case reflect.Pointer:
		if got.IsNil() || want.IsNil() {
			if got.IsNil() != want.IsNil() {
				miss()
			}
			return
		}
		differ(at, got.Elem(), want.Elem(), skip, found)
	case reflect.Slice:
		if got.Len() != want.Len() {
			miss()
			return
		}
		for i := range got.Len() {
			differ(fmt.Sprintf("%s[%d]", at, i), got.Index(i), want.Index(i), skip, found)
		}
	case reflect.Struct:
		differStruct(at, got, want, skip, found)
	case reflect.Map:
		// An absent map and an empty one say the same.
		if got.Len() != want.Len() || got.Len() > 0 && !reflect.DeepEqual(got.Interface(), want.Interface()) {
			miss()
		}
	default:
		if !got.Equal(want) {
			miss()
		}
	}
}

func differStruct(at string, got, want reflect.Value, skip map[string]bool, found *[]string) {
	if got.Type() == timeType {
		g, w := got.Interface().(time.Time), want.Interface().(time.Time)
		if !g.Equal(w) {
			*found = append(*found, fmt.Sprintf("%s: %v, want %v", at, g, w))
		}
		return
	}
	if opaque(got.Type()) {
		if !reflect.DeepEqual(got.Interface(), want.Interface()) {
			*found = append(*found, fmt.Sprintf("%s: %v, want %v", at, got, want))
		}
		return
	}
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		if skip[name] {
			continue
		}
		path := name
		if at != "" {
			path = at + "." + name
		}
		differ(path, got.Field(i), want.Field(i), skip, found)
	}
}

// NotUTC returns an error that names the times in v that are not in UTC.
func NotUTC(v any) error {
	var found []string
	notUTC("", reflect.ValueOf(v), &found)
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("not in UTC: %v", found)
}

func notUTC(at string, v reflect.Value, found *[]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			notUTC(at, v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			notUTC(fmt.Sprintf("%s[%d]", at, i), v.Index(i), found)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			if instant := v.Interface().(time.Time); instant.Location() != time.UTC {
				*found = append(*found, at)
			}
			return
		}
		if opaque(v.Type()) {
			return
		}
		for i := range v.NumField() {
			notUTC(at+"."+v.Type().Field(i).Name, v.Field(i), found)
		}
	default:
	}
}
