package identity

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/wiretest"
)

// shared is a file of the vendor's samples.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", name)
}

func vendorTypes(t *testing.T) map[string]wiretest.VendorType {
	t.Helper()
	types, err := wiretest.Types(shared(t, "graph-v1.0-types.json"))
	require.NoError(t, err)
	return types
}

// notNullBeyond are the properties that the vendor's list lets be null and a
// write may not set to null, each with the reason.
var notNullBeyond = map[string]string{
	"accountEnabled":    "required by a create",
	"displayName":       "cannot be cleared, by the page of user-update",
	"mailNickname":      "required by a create",
	"userPrincipalName": "required by a create",
	"passwordProfile":   "required by a create; a password can be changed and not taken away",
	"usageLocation":     "not nullable, by the page of the resource",
}

// TestUserTypes compares the table with the vendor's type list: names, types,
// lists and what may be null.
func TestUserTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	kinds := map[string]odata.Type{"String": odata.Text, "Boolean": odata.Bool, "Int32": odata.Int, "DateTimeOffset": odata.Time}
	seen := map[string]bool{}
	for property, vendor := range types[userProps.EDM].Properties {
		seen[property] = true
		i := userProps.Lookup(property)
		if !assert.GreaterOrEqual(t, i, 0, "%s is not in the table", property) {
			continue
		}
		p := userProps.Props[i]
		assert.Equal(t, property, p.Name, "letter case")
		want, simple := kinds[vendor.Type]
		switch {
		case simple && vendor.Collection:
			want = odata.TextList
			assert.Equal(t, "String", vendor.Type, property)
		case vendor.Collection:
			want = odata.ObjectList
		case !simple:
			want = odata.Object
		}
		assert.Equal(t, want, p.Type, "the type of %s", property)
		if !simple {
			assert.Equal(t, vendor.Type, p.EDM, property)
		}
		notNull := vendor.Nullable != nil && !*vendor.Nullable
		if _, ours := notNullBeyond[property]; ours {
			assert.False(t, notNull, "%s: the vendor says so too; take it off the list", property)
			notNull = true
		}
		assert.Equal(t, notNull, p.Has(odata.NotNull), "whether %s may be null", property)
	}
	for _, p := range userProps.Props {
		assert.True(t, seen[p.Name], "the vendor does not have %s", p.Name)
	}
}

// tags returns the json names of a struct's fields; "-" is not among them.
func tags(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			fields[name] = f
		}
	}
	return fields
}

// TestPartTypes compares the parts of a user with the vendor's types.
func TestPartTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	for name, part := range map[string]reflect.Type{
		"employeeOrgData": reflect.TypeFor[EmployeeOrgData](), "objectIdentity": reflect.TypeFor[ObjectIdentity](),
		"assignedLicense": reflect.TypeFor[admin365.AssignedLicense](), "assignedPlan": reflect.TypeFor[admin365.AssignedPlan](),
		"provisionedPlan": reflect.TypeFor[admin365.ProvisionedPlan](), "licenseAssignmentState": reflect.TypeFor[admin365.LicenseState](),
		"serviceProvisioningError": reflect.TypeFor[ProvisionedError](), "onPremisesProvisioningError": reflect.TypeFor[OnPremisesProvisioning](),
		"onPremisesExtensionAttributes": reflect.TypeFor[ExtensionAttributes](), "passwordProfile": reflect.TypeFor[passwordWire](),
	} {
		vendor := types["microsoft.graph."+name].Properties
		fields := tags(part)
		assert.ElementsMatch(t, slices.Collect(maps.Keys(vendor)), slices.Collect(maps.Keys(fields)), name)
		for property, v := range vendor {
			ft := fields[property].Type
			if ft == nil {
				continue
			}
			if ft.Kind() == reflect.Pointer {
				ft = ft.Elem()
			}
			want := map[string]reflect.Type{"String": reflect.TypeFor[string](), "Guid": reflect.TypeFor[string](), "Boolean": reflect.TypeFor[bool](), "DateTimeOffset": reflect.TypeFor[time.Time]()}[v.Type]
			if v.Collection {
				want = reflect.SliceOf(want)
			}
			// An id may have a type of its own.
			assert.True(t, want == ft || want.Kind() == ft.Kind() && (ft.Kind() == reflect.String || ft.Kind() == reflect.Slice && ft.Elem().Kind() == want.Elem().Kind()),
				"%s.%s is %s, want %s", name, property, ft, want)
		}
	}
}

// notInUser are the properties that User does not have, each with the reason.
var notInUser = map[string]string{
	"authorizationInfo": "certificate mapping; wants its own permission", "customSecurityAttributes": "wants a permission of its own",
	"deviceEnrollmentLimit": "Intune's", "employeeLeaveDateTime": "wants a permission of its own", "identityParentId": "agents' identities",
	"mailboxSettings": "wants a permission of its own", "passwordProfile": "never comes back", "print": "Universal Print's", "signInActivity": "wants a license and a permission",
	"assignedPlans": "fifty to a person, and asked for by Include", "provisionedPlans": "as assignedPlans",
}

// notWritten are the writable properties that NewUser and UserPatch do not have.
var notWritten = map[string]string{
	"authorizationInfo": "as in User", "customSecurityAttributes": "as in User", "employeeLeaveDateTime": "as in User",
	"passwordProfile": "its field is wrapped, because a Secret does not marshal",
}

// TestTags: every field of the public structs is a property of the table, and
// every property has its field or a reason.
func TestTags(t *testing.T) {
	t.Parallel()
	inTable := func(s reflect.Type) map[string]reflect.StructField {
		fields := tags(s)
		for name := range fields {
			i := userProps.Lookup(name)
			if assert.GreaterOrEqual(t, i, 0, "%s.%s", s, name) {
				assert.Equal(t, userProps.Props[i].Name, name, "%s: letter case, which the client compares", s)
			}
		}
		return fields
	}
	user, profile := inTable(reflect.TypeFor[User]()), inTable(reflect.TypeFor[Profile]())
	created, patch, profilePatch := inTable(reflect.TypeFor[NewUser]()), inTable(reflect.TypeFor[UserPatch]()), inTable(reflect.TypeFor[ProfilePatch]())
	has := func(fields map[string]reflect.StructField, name string) bool { _, ok := fields[name]; return ok }
	for i := range userProps.Props {
		p := &userProps.Props[i]
		alone := p.Has(odata.Alone)
		_, left := notInUser[p.Name]
		assert.Equal(t, !alone && !left, has(user, p.Name), "User and %s", p.Name)
		assert.Equal(t, alone || p.Name == "id", has(profile, p.Name), "Profile and %s", p.Name)
		_, left = notWritten[p.Name]
		writable := !alone && !left && !p.Has(odata.ReadOnly)
		assert.Equal(t, writable, has(created, p.Name), "NewUser and %s", p.Name)
		assert.Equal(t, writable, has(patch, p.Name), "UserPatch and %s", p.Name)
		assert.Equal(t, alone, has(profilePatch, p.Name), "ProfilePatch and %s", p.Name)
	}
	for _, fields := range []map[string]reflect.StructField{patch, profilePatch} {
		for name, f := range fields {
			p := &userProps.Props[userProps.Lookup(name)]
			assert.True(t, strings.HasSuffix(f.Tag.Get("json"), ",omitzero"), "%s: what is left alone is absent", name)
			switch {
			case p.Type == odata.TextList || p.Type == odata.ObjectList:
				assert.Equal(t, reflect.Slice, f.Type.Kind(), name)
			case p.Has(odata.NotNull):
				assert.Equal(t, reflect.Pointer, f.Type.Kind(), "%s cannot be cleared", name)
			default:
				assert.True(t, strings.HasPrefix(f.Type.Name(), "Optional["), "%s can be cleared", name)
			}
		}
	}
}

// TestUserFieldKinds: the Go type of each field can hold what the table says.
func TestUserFieldKinds(t *testing.T) {
	t.Parallel()
	for _, s := range []reflect.Type{reflect.TypeFor[User](), reflect.TypeFor[Profile]()} {
		for name, f := range tags(s) {
			switch p := &userProps.Props[userProps.Lookup(name)]; p.Type {
			case odata.Text:
				assert.Equal(t, reflect.String, f.Type.Kind(), name)
			case odata.Bool:
				assert.Equal(t, reflect.TypeFor[*bool](), f.Type, name)
			case odata.Time:
				assert.Equal(t, reflect.TypeFor[time.Time](), f.Type, name)
			case odata.TextList:
				assert.Equal(t, reflect.TypeFor[[]string](), f.Type, name)
			case odata.ObjectList:
				assert.Equal(t, reflect.Slice, f.Type.Kind(), name)
			default:
				assert.Equal(t, reflect.Pointer, f.Type.Kind(), name)
			}
		}
	}
	assert.Equal(t, reflect.TypeFor[admin365.Secret](), reflect.TypeFor[PasswordProfile]().Field(0).Type)
}

// TestContractFlags: what the contract lists by name.
func TestContractFlags(t *testing.T) {
	t.Parallel()
	assert.ElementsMatch(t, strings.Fields("businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName"),
		userProps.Names(odata.Default), "the default set")
	assert.ElementsMatch(t, strings.Fields("accountEnabled displayName mailNickname userPrincipalName passwordProfile"), userProps.Names(odata.Required), "required by a create")
	assert.Subset(t, userProps.Names(odata.SingleOnly),
		strings.Fields("aboutMe birthday hireDate interests mySite pastProjects preferredName responsibilities schools skills mailboxSettings"), "not in a collection")
	assert.Subset(t, userProps.Names(odata.Alone),
		strings.Fields("aboutMe birthday interests mySite pastProjects preferredName responsibilities schools skills"), "each needs a PATCH of its own")
	assert.Equal(t, []string{"passwordProfile"}, userProps.Names(odata.Secret))
	readOnly := userProps.Names(odata.ReadOnly)
	assert.Subset(t, readOnly, strings.Fields("proxyAddresses imAddresses assignedLicenses createdDateTime"))
	for _, p := range userProps.Props {
		if strings.HasPrefix(p.Name, "onPremises") && p.Name != "onPremisesImmutableId" && p.Name != "onPremisesExtensionAttributes" {
			assert.True(t, p.Has(odata.ReadOnly), p.Name)
		}
	}
	for name, limit := range map[string]int{
		"companyName": 64, "department": 64, "givenName": 64, "surname": 64, "mailNickname": 64, "mobilePhone": 64,
		"city": 128, "country": 128, "state": 128, "jobTitle": 128, "displayName": 256, "postalCode": 40, "streetAddress": 1024, "employeeId": 16, "businessPhones": 1,
	} {
		assert.Equal(t, limit, userProps.Props[userProps.Lookup(name)].Max, name)
	}
}

// TestCountryCodes: each code is there once, of two letters.
func TestCountryCodes(t *testing.T) {
	t.Parallel()
	codes := strings.Fields(countryCodes)
	assert.GreaterOrEqual(t, len(codes), 249, "ISO 3166-1 has 249 codes")
	slices.Sort(codes)
	assert.Len(t, slices.Compact(slices.Clone(codes)), len(codes))
	for _, code := range codes {
		assert.True(t, isCountryCode(code) && isCountryCode(strings.ToLower(code)), code)
	}
	for _, bad := range []string{"", "A", "USA", "A ", " U", "ZZ", "XX", "UK", "D "} {
		assert.False(t, isCountryCode(bad), "%q", bad)
	}
}

// TestUserRelations compares the relations with the vendor's type list.
func TestUserRelations(t *testing.T) {
	t.Parallel()
	want := slices.Collect(maps.Keys(vendorTypes(t)[userProps.EDM].Navigation))
	assert.ElementsMatch(t, want, strings.Fields(userRelations))
}
