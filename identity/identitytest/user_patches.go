package identitytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// patchCases walk over the fields of UserPatch, so that a field that is added
// is tested before anybody thinks of it.
func patchCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "UserPatch/set-every-field", Needs: write, Source: docPatch,
			Why: "a property that can be named in a patch can be changed by it",
			Run: func(c *run) { eachUserField(c, patchSet) },
		},
		{
			Name: "UserPatch/leave-every-field", Needs: write, Source: docPatch,
			Why: "what a patch does not name stays: an update that replaces loses what its author did not know",
			Run: func(c *run) { eachUserField(c, patchLeave) },
		},
		{
			Name: "UserPatch/null-clears-every-optional-field", Needs: write, Source: docPatch,
			Why: "null is the only way to take a property away, and is easily lost on the way",
			Run: patchNull,
		},
		{
			Name: "UserPatch/lists-are-replaced-and-cleared", Needs: write, Source: docPatch,
			Why: "nil leaves a list, an empty one clears it: the difference is easily lost on the way",
			Run: patchLists,
		},
		{
			Name: "UserPatch/empty-text-is-refused", Needs: write, Source: docErrors,
			Why: "the service takes null and no empty text; a fake that takes both teaches the wrong one",
			Run: patchEmptyText,
		},
	}
}

// userFields are the fields of UserPatch that can be read back.
func userFields() []reflect.StructField {
	var list []reflect.StructField
	for _, f := range reflect.VisibleFields(reflect.TypeFor[identity.UserPatch]()) {
		if f.Name != "PasswordProfile" {
			list = append(list, f)
		}
	}
	return list
}

// propertyOf is the name of a field at the service.
func propertyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// patchOf returns a patch that sets one field to a sample, and the sample.
func patchOf(c *run, field reflect.StructField, n int) (p identity.UserPatch, want any) {
	c.Helper()
	value, want := sampleFor(c, field, n)
	reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(value)
	return p, want
}

// sampleFor returns a value for the field of a patch, and what it sets the
// property to.
func sampleFor(c *run, field reflect.StructField, n int) (value reflect.Value, want any) {
	c.Helper()
	inner, isOptional := optionalOf(field.Type)
	if !isOptional {
		inner = field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
	}
	sample, ok := sampler{c.S.Harness.Domain}.value(field.Name, inner, n)
	if !ok {
		c.Fatalf("%s is a %v: teach the suite's sampler to make one", field.Name, field.Type)
	}
	switch {
	case isOptional:
		text, err := json.Marshal(sample.Interface())
		c.Must(err, "marshalling a sample")
		value = fromJSON(c, field.Type, text)
	case field.Type.Kind() == reflect.Pointer:
		value = reflect.New(inner)
		value.Elem().Set(sample)
	default:
		value = sample
	}
	return value, sample.Interface()
}

// reads compares the user's property with the sample that it was set to.
func reads(u any, field string, want any) error {
	got := reflect.ValueOf(u).Elem().FieldByName(field)
	if !got.IsValid() {
		return fmt.Errorf("%T has no %s to read back what was set", u, field)
	}
	if got.Kind() == reflect.Pointer && reflect.TypeOf(want).Kind() != reflect.Pointer {
		if got.IsNil() {
			return fmt.Errorf("%s is not set, want %+v", field, want)
		}
		got = got.Elem()
	}
	return keeps(field, got.Interface(), want)
}

func eachUserField(c *run, check func(*run, reflect.StructField)) {
	for _, field := range userFields() {
		check(c, field)
	}
}

func patchSet(c *run, field reflect.StructField) {
	u := create(c)
	for n := range 2 {
		p, want := patchOf(c, field, n)
		if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
			c.Errorf("setting %s to %+v: %v", field.Name, want, err)
			continue
		}
		shows(c, u.ID, func(u *identity.User) error { return reads(u, field.Name, want) })
	}
}

func patchLeave(c *run, field reflect.StructField) {
	n := fullUser(c, 0)
	was := get(c, mustCreate(c, n).ID)
	p, want := patchOf(c, field, 1)
	if err := c.S.Service.Users.Update(c.Context(), was.ID, p); err != nil {
		c.Errorf("setting %s to %+v: %v", field.Name, want, err)
		return
	}
	except := []string{field.Name}
	switch field.Name {
	case "Mail":
		except = append(except, "ProxyAddresses")
	case "UserPrincipalName":
		// The service may keep the sign-in name as an identity, and its address.
		except = append(except, "Identities", "ProxyAddresses")
	case "Identities":
		except = append(except, "UserPrincipalName")
	case "AgeGroup", "ConsentProvidedForMinor":
		except = append(except, "LegalAgeGroupClassification")
	case "AccountEnabled":
		except = append(except, "SignInSessionsValidFromDateTime")
	default:
	}
	shows(c, was.ID, func(u *identity.User) error {
		if err := conform.Differ(u, was, except...); err != nil {
			return fmt.Errorf("after a patch of %s alone the user %w", field.Name, err)
		}
		return nil
	})
}

func patchNull(c *run) {
	for _, field := range userFields() {
		if _, ok := optionalOf(field.Type); !ok {
			continue
		}
		n := fullUser(c, 0)
		u := mustCreate(c, n)
		var p identity.UserPatch
		reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(null(c, field.Type))
		if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
			c.Errorf("clearing %s: %v", field.Name, err)
			continue
		}
		shows(c, u.ID, func(u *identity.User) error { return isCleared(u, field.Name) })
		// A cleared property can be cleared again, and set again.
		if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
			c.Errorf("clearing %s again: %v", field.Name, err)
		}
		p, want := patchOf(c, field, 1)
		update(c, u.ID, p)
		shows(c, u.ID, func(u *identity.User) error { return reads(u, field.Name, want) })
	}
}

// isCleared checks that a property is absent. A struct may also come back
// empty: the two mean the same to a reader.
func isCleared(u any, field string) error {
	v := reflect.ValueOf(u).Elem().FieldByName(field)
	if v.Kind() == reflect.Pointer && !v.IsNil() && v.Elem().Kind() == reflect.Struct {
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice && v.Len() == 0 || v.IsZero() {
		return nil
	}
	return fmt.Errorf("%s is %+v after it was cleared", field, plain(v.Interface()))
}

func patchLists(c *run) {
	u := create(c)
	for _, field := range userFields() {
		if field.Type.Kind() != reflect.Slice {
			continue
		}
		for n := range 2 {
			p, want := patchOf(c, field, n)
			update(c, u.ID, p)
			shows(c, u.ID, func(u *identity.User) error {
				if field.Name != "Identities" {
					return reads(u, field.Name, want)
				}
				_, other := patchOf(c, field, 1-n)
				return joined(reads(u, field.Name, want), errIf(reads(u, field.Name, other) == nil, "Identities are merged"))
			})
		}
		was := get(c, u.ID)
		update(c, u.ID, identity.UserPatch{JobTitle: admin365.Set("Not " + field.Name)})
		shows(c, u.ID, func(u *identity.User) error { return conform.Differ(u, was, "JobTitle") })
		_, last := patchOf(c, field, 1)
		var p identity.UserPatch
		reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(reflect.MakeSlice(field.Type, 0, 0))
		update(c, u.ID, p)
		shows(c, u.ID, func(u *identity.User) error {
			if field.Name == "Identities" {
				return errIf(reads(u, field.Name, last) == nil, "Identities still hold %+v", last)
			}
			return isCleared(u, field.Name)
		})
	}
}

func patchEmptyText(c *run) {
	was := get(c, mustCreate(c, fullUser(c, 0)).ID)
	var faults []error
	for _, field := range userFields() {
		p, ok := textPatch(field.Name, "")
		if !ok {
			continue
		}
		err := c.S.Service.Users.Update(c.Context(), was.ID, p)
		if fault := invalid(opUpdate, propertyOf(field)).Check(err); fault != nil {
			faults = append(faults, fmt.Errorf("%s set to an empty text: %w", field.Name, fault))
		}
	}
	if err := errors.Join(faults...); err != nil {
		c.Errorf("%v", err)
	}
	unchanged(c, was)
}

// textPatch returns a patch that sets the field to the text; ok is false where
// the field holds no text.
func textPatch(name, text string) (p identity.UserPatch, ok bool) {
	field := reflect.ValueOf(&p).Elem().FieldByName(name)
	switch f := field.Addr().Interface().(type) {
	case **string:
		*f = &text
	case *admin365.Optional[string]:
		*f = admin365.Set(text)
	case *admin365.Optional[identity.UserType]:
		*f = admin365.Set(identity.UserType(text))
	default:
		return p, false
	}
	return p, true
}
