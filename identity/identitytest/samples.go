package identitytest

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// sampler makes a valid value for any property, so that cases can walk over the
// fields of a struct and a field that is added tomorrow is tested at once. Two
// values of one property with different n differ.
type sampler struct{ domain string }

// fixed are the values of properties that take not just any text.
func (s sampler) fixed(field string, n int) (any, bool) {
	pick := func(values ...string) (any, bool) { return values[n%len(values)], true }
	switch field {
	case "UserPrincipalName", "Mail":
		return conform.Unique() + "@" + s.domain, true
	case "MailNickname", "OnPremisesImmutableID":
		return conform.Unique(), true
	case "UserType":
		return []identity.UserType{identity.Guest, identity.Member}[n%2], true
	case "UsageLocation":
		return pick("DE", "US")
	case "PreferredLanguage":
		return pick("de-DE", "en-US")
	case "PreferredDataLocation":
		return pick("EUR", "NAM")
	case "PasswordPolicies":
		return pick("DisablePasswordExpiration", "DisablePasswordExpiration, DisableStrongPassword")
	case "AgeGroup":
		return pick("Adult", "NotAdult")
	case "ConsentProvidedForMinor":
		return pick("Granted", "NotRequired")
	case "BusinessPhones":
		return []string{fmt.Sprintf("+49 30 55501%d", n)}, true
	case "MobilePhone", "FaxNumber":
		return fmt.Sprintf("+49 170 55502%d", n), true
	case "OtherMails":
		return []string{fmt.Sprintf("private%d@example.net", n), fmt.Sprintf("second%d@example.org", n)}, true
	case "Identities":
		return []identity.ObjectIdentity{{
			SignInType: "emailAddress", Issuer: s.domain, IssuerAssignedID: conform.Unique() + "@example.net",
		}}, true
	case "PostalCode":
		return fmt.Sprintf("1011%d", n), true
	case "Visibility":
		return pick("Private", "Public")
	case "GroupTypes":
		return []string{identity.UnifiedGroup, identity.DynamicMembership}, true
	case "MembershipRule":
		return pick(`user.department -eq "Sales"`, `user.city -eq "Kiel"`)
	case "MembershipRuleProcessingState":
		return pick("On", "Paused")
	case "Theme":
		return pick("Teal", "Purple")
	case "MySite":
		return fmt.Sprintf("https://example.net/site%d", n), true
	default:
		return nil, false
	}
}

// value returns a value of the type for the property; ok is false for a type
// that the sampler has not been taught.
func (s sampler) value(field string, typ reflect.Type, n int) (_ reflect.Value, ok bool) {
	if v, ok := s.fixed(field, n); ok && reflect.TypeOf(v) == typ {
		return reflect.ValueOf(v), true
	}
	out := reflect.New(typ).Elem()
	if typ == reflect.TypeFor[time.Time]() {
		out.Set(reflect.ValueOf(time.Date(2024, 3, 1+n, 12, 34, 56, 0, time.UTC)))
		return out, true
	}
	switch typ.Kind() {
	case reflect.String:
		out.SetString(fmt.Sprintf("%.12s %d", field, n))
	case reflect.Bool:
		out.SetBool(n%2 == 0)
	case reflect.Pointer:
		inner, ok := s.value(field, typ.Elem(), n)
		if !ok {
			return out, false
		}
		out.Set(reflect.New(typ.Elem()))
		out.Elem().Set(inner)
	case reflect.Slice:
		for i := range 2 {
			inner, ok := s.value(field, typ.Elem(), 2*n+i)
			if !ok {
				return out, false
			}
			out.Set(reflect.Append(out, inner))
		}
	case reflect.Struct:
		for i := range typ.NumField() {
			inner, ok := s.value(typ.Field(i).Name, typ.Field(i).Type, n)
			if !ok || !typ.Field(i).IsExported() {
				return out, false
			}
			out.Field(i).Set(inner)
		}
	default:
		return out, false
	}
	return out, true
}

// fullUser returns a user to create with every property set.
func fullUser(c *run, n int) identity.NewUser {
	c.Helper()
	u := person(c)
	s := sampler{c.S.Harness.Domain}
	v := reflect.ValueOf(&u).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Name == "PasswordProfile" || field.Name == "UserPrincipalName" || field.Name == "MailNickname" {
			continue
		}
		value, ok := s.value(field.Name, field.Type, n)
		if !ok {
			c.Errorf("NewUser.%s is a %v: teach the suite's sampler to make one", field.Name, field.Type)
			continue
		}
		v.Field(i).Set(value)
	}
	return u
}

// sent compares what was sent in a create with the user, field by field.
func sent(u identity.NewUser, got *identity.User) error {
	var errs []error
	v, g := reflect.ValueOf(u), reflect.ValueOf(*got)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Name == "PasswordProfile" || v.Field(i).IsZero() {
			continue
		}
		other := g.FieldByName(field.Name)
		if !other.IsValid() {
			errs = append(errs, fmt.Errorf("the user has no %s to read back what was sent", field.Name))
			continue
		}
		errs = append(errs, keeps(field.Name, other.Interface(), v.Field(i).Interface()))
	}
	return joined(errs...)
}

// keeps compares one property as it is read with how it was written.
func keeps(field string, got, want any) error {
	switch field {
	case "AgeGroup", "ConsentProvidedForMinor":
		// The service may change the letter case of these.
		if strings.EqualFold(got.(string), want.(string)) {
			return nil
		}
	case "PasswordPolicies":
		if samePolicies(got.(string), want.(string)) {
			return nil
		}
	case "Identities":
		// The service may add the sign-in name as an identity of its own.
		return containsIdentities(got.([]identity.ObjectIdentity), want.([]identity.ObjectIdentity))
	default:
		if conform.Same(got, want) {
			return nil
		}
	}
	return fmt.Errorf("%s is %+v, want %+v", field, plain(got), plain(want))
}

// plain returns what a pointer points to, which says more in a report.
func plain(v any) any {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && !r.IsNil() {
		return r.Elem().Interface()
	}
	return v
}

func containsIdentities(got, want []identity.ObjectIdentity) error {
	have := map[identity.ObjectIdentity]bool{}
	for _, id := range got {
		have[id] = true
	}
	for _, id := range want {
		if !have[id] {
			return fmt.Errorf("the user's Identities are %+v, and lack %+v", got, id)
		}
	}
	return nil
}

// samePolicies compares password policies as a set, since they are written with
// and without a blank behind the comma.
func samePolicies(a, b string) bool {
	set := func(s string) map[string]bool {
		out := map[string]bool{}
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.ToLower(strings.TrimSpace(part)); part != "" {
				out[part] = true
			}
		}
		return out
	}
	return reflect.DeepEqual(set(a), set(b))
}

// optional is what the suite needs of an [admin365.Optional] of any type.
type optional interface {
	IsZero() bool
	IsNull() bool
}

// optionalOf returns the type that a field of a patch makes optional.
func optionalOf(t reflect.Type) (reflect.Type, bool) {
	if !t.Implements(reflect.TypeFor[optional]()) {
		return nil, false
	}
	get, ok := t.MethodByName("Get")
	if !ok {
		return nil, false
	}
	return get.Type.Out(0), true
}

// null returns the Optional of type t that clears. Its type is known to
// reflection alone, and JSON is the way in that it offers.
func null(c *run, t reflect.Type) reflect.Value {
	c.Helper()
	return fromJSON(c, t, []byte("null"))
}

// fromJSON returns an Optional of type t as its UnmarshalJSON makes it.
func fromJSON(c *run, t reflect.Type, text []byte) reflect.Value {
	c.Helper()
	out := reflect.New(t)
	reader, ok := out.Interface().(interface{ UnmarshalJSON([]byte) error })
	if !ok {
		c.Fatalf("%v has no UnmarshalJSON", t)
	}
	c.Must(reader.UnmarshalJSON(text), "making a "+t.String())
	return out.Elem()
}

// optionalString is the type of most fields.
var _ optional = admin365.Optional[string]{}
