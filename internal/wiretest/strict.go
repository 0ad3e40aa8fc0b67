package wiretest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Decode reads one JSON document into a T and refuses every member that T does
// not have, annotations of the wire ("@odata.…") aside, and anything behind it.
func Decode[T any](data []byte) (*T, error) {
	v, err := document(data)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(withoutAnnotations(v))
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.DisallowUnknownFields()
	out := new(T)
	if err := d.Decode(out); err != nil {
		return nil, err
	}
	return out, nil
}

// MustDecode is Decode in a test.
func MustDecode[T any](t testing.TB, data []byte) *T {
	t.Helper()
	v, err := Decode[T](data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return v
}

// document reads one JSON document and nothing behind it.
func document(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind the document")
	}
	return v, nil
}

func withoutAnnotations(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			if !strings.Contains(name, "@odata.") {
				out[name] = withoutAnnotations(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = withoutAnnotations(value)
		}
		return out
	default:
		return v
	}
}

// Shape returns the document as a sorted list of paths, each with the kind of
// its value: ".value[].id string". Of a list the paths of all items are joined;
// a null and a value at one path are both listed.
func Shape(data []byte) ([]string, error) {
	v, err := document(data)
	if err != nil {
		return nil, err
	}
	paths := map[string]bool{}
	shape(paths, "", v)
	return slices.Sorted(maps.Keys(paths)), nil
}

func shape(paths map[string]bool, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		paths[at+" object"] = true
		for name, value := range v {
			shape(paths, at+"."+name, value)
		}
	case []any:
		paths[at+" list"] = true
		for _, value := range v {
			shape(paths, at+"[]", value)
		}
	case string:
		paths[at+" string"] = true
	case json.Number:
		paths[at+" number"] = true
	case bool:
		paths[at+" bool"] = true
	default:
		paths[at+" null"] = true
	}
}

// SameShape reports, key by key, where two documents differ in their keys and in
// the kinds of their values. Kinds are not compared where either is null, and
// neither are the items of a list that is empty in either.
func SameShape(want, got []byte) ([]string, error) {
	a, err := document(want)
	if err != nil {
		return nil, fmt.Errorf("wanted: %w", err)
	}
	b, err := document(got)
	if err != nil {
		return nil, fmt.Errorf("got: %w", err)
	}
	var differences []string
	compare(&differences, "", a, b)
	slices.Sort(differences)
	return slices.Compact(differences), nil
}

func compare(differences *[]string, at string, want, got any) {
	if want == nil || got == nil {
		return
	}
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			compareObjects(differences, at, want, got)
			return
		}
	case []any:
		if got, ok := got.([]any); ok {
			if len(want) > 0 {
				for _, item := range got {
					compare(differences, at+"[]", want[0], item)
				}
			}
			return
		}
	default:
		if fmt.Sprintf("%T", want) == fmt.Sprintf("%T", got) {
			return
		}
	}
	*differences = append(*differences, fmt.Sprintf("%s: a %T, not a %T", at, got, want))
}

func compareObjects(differences *[]string, at string, want, got map[string]any) {
	for name, value := range want {
		other, ok := got[name]
		if !ok {
			*differences = append(*differences, at+"."+name+": missing")
			continue
		}
		compare(differences, at+"."+name, value, other)
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			*differences = append(*differences, at+"."+name+": not wanted")
		}
	}
}

// Shared returns a file of the vendor's samples. They are not part of this
// module: they stand in folder, or beside the module's root if that is empty. A
// test that needs one is skipped, with the reason, where there is none.
func Shared(t testing.TB, folder, root, name string) []byte {
	t.Helper()
	if folder == "" {
		folder = filepath.Join(root, "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(folder, "wire", filepath.FromSlash(name)))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the vendor's %s is not here; ADMIN365_SHARED names its folder", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}
