package odata

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/api"
)

// TestFilterRefusals has each refusal that no header turns away.
func TestFilterRefusals(t *testing.T) {
	t.Parallel()
	table := people()
	unsupported := func(prop string) (*api.Refusal, []string) {
		return &api.UnsupportedFilter, []string{prop, "Person"}
	}
	unknown := func(name, edm string) (*api.Refusal, []string) {
		return &api.UnknownQueryProperty, []string{name, edm}
	}
	type refusal = func() (*api.Refusal, []string)
	not := func(prop string) refusal { return func() (*api.Refusal, []string) { return unsupported(prop) } }
	nothing := func(name, edm string) refusal { return func() (*api.Refusal, []string) { return unknown(name, edm) } }
	only := func(r *api.Refusal, args ...string) refusal {
		return func() (*api.Refusal, []string) { return r, args }
	}
	const edm = "microsoft.graph.person"
	for _, c := range []struct {
		why, filter string
		want        refusal
	}{
		{"no such property", "nope eq 'x'", nothing("nope", edm)},
		{"no such property in a function", "startsWith(nope,'x')", nothing("nope", edm)},
		{"nothing is below a text", "city/name eq 'x'", nothing("name", "Edm.String")},
		{"nothing is below a boolean", "accountEnabled/x eq 'x'", nothing("x", "Edm.Boolean")},
		{"nothing else is in the object", "settings/nope eq 'x'", nothing("nope", "microsoft.graph.settings")},
		{"nothing is below its member", "settings/theme/x eq 'x'", nothing("x", "Edm.String")},
		{"flagged as not filtered, whatever its line", "faxNumber eq 'x'", not("faxNumber")},
		{"ne is no way around it", "faxNumber ne 'x'", not("faxNumber")},
		{"no line in the filter table", "unlisted eq 'x'", not("unlisted")},
		{"in goes where eq goes", "unlisted in ('x')", not("unlisted")},
		{"the property takes no order", "displayName ge 'x'", not("displayName")},
		{"the property takes no startsWith", "startsWith(id,'x')", not("id")},
		{"the property takes no endsWith", "endsWith(city,'x')", not("city")},
		{"the property takes no null", "id eq null", not("id")},
		{"nor its opposite", "id ne null", not("id")},
		{"nor among others", "id in ('x',null)", not("id")},
		{"null has no order", "city ge null", not("city")},
		{"a list has no order", "proxyAddresses ge 'x'", not("proxyAddresses")},
		{"an object is no value", "attributes eq 'x'", not("attributes")},
		{"nor is a list of objects", "identities eq 'x'", not("identities")},
		{"nor is one of them", "identities/any(i:i eq 'x')", not("identities")},
		{"no property takes all", "proxyAddresses/all(p:p eq 'x')", not("proxyAddresses")},
		{"any without a condition is not documented", "proxyAddresses/any()", not("proxyAddresses")},
		{"a lambda goes by its list's line", "businessPhones/any(p:startsWith(p,'x'))", not("businessPhones")},
		{"the first thing wrong is refused", "faxNumber eq 'x' and nope eq", not("faxNumber")},
		{"contains is for nothing", "contains(city,'x')", only(&UnsupportedFunction, "Contains")},
		{"a day is no time", "employeeHireDate ge 2022-07-15", only(&DateMismatch)},
		{"nor below an object", "attributes/at ge 2022-07-15", only(&DateMismatch)},
	} {
		_, err := table.ParseFilter(c.filter)
		want, args := c.want()
		if assert.Errorf(t, err, "%s: %s", c.why, c.filter) {
			refused(t, err, want, args...)
		}
	}
}

// TestNotFiltered: what is flagged as not filtered is refused in every form of a
// clause, whatever its line says.
func TestNotFiltered(t *testing.T) {
	t.Parallel()
	table := people()
	for _, name := range []string{"proxyAddresses", "city"} {
		table.Props[table.Lookup(name)].Flags |= NotFiltered
	}
	for _, filter := range []string{
		"city eq 'x'", "city ne null", "city ge 'x'", "city in ('x')", "startsWith(city,'x')",
		"proxyAddresses eq 'x'", "proxyAddresses/any(p:p eq 'x')", "proxyAddresses/any(p:endsWith(p,'x'))", "proxyAddresses/$count eq 0",
	} {
		name := "city"
		if strings.HasPrefix(filter, "proxy") {
			name = "proxyAddresses"
		}
		_, err := table.ParseFilter(filter)
		if assert.Error(t, err, filter) {
			refused(t, err, &api.UnsupportedFilter, name, "Person")
		}
	}
}

// TestFilterMalformed says where a filter does not parse, and what the service
// says about types.
func TestFilterMalformed(t *testing.T) {
	t.Parallel()
	table := people()
	mismatch := func(left, right, op string) string {
		return fmt.Sprintf("A binary operator with incompatible types was detected. Found operand types '%s' and '%s' for operator kind '%s'.", left, right, op)
	}
	for _, c := range []struct {
		filter string
		at     int // -1: text is the whole refusal
		text   string
	}{
		{"", 0, ""},
		{"   ", 3, ""},
		{"city", 4, ""},
		{"city eq", 7, ""},
		{"city eq ", 8, ""},
		{"city foo 'x'", 5, ""},
		{"city has 'x'", 5, ""},
		{"city eq x", 8, ""},
		{"city eq displayName", 8, ""},
		{"'x' eq city", 0, ""},
		{"city eq 'x' 'y'", 12, ""},
		{"city eq 'x' and", 15, ""},
		{"city eq 'x' xor city eq 'y'", 12, ""},
		{"(city eq 'x'", 12, ""},
		{"city eq 'x')", 11, ""},
		{"not", 3, ""},
		{"city in 'x'", 8, ""},
		{"city in ()", 9, ""},
		{"city in ('x'", 12, ""},
		{"city in ('x',)", 13, ""},
		{"startsWith(city)", 15, ""},
		{"startsWith(city,'x'", 19, ""},
		{"startsWith(city, and city eq 'x'", 17, ""},
		{"startsWith(, and city eq 'x'", 11, ""},
		{"city in ( and city eq 'x'", 10, ""},
		{"city eq and city eq 'x'", 8, ""},
		{"startsWith(city,'x') eq true", 21, ""},
		{"startsWith(assignedLicenses/$count,'x')", 34, ""},
		{"assignedLicenses/$count", 23, ""},
		{"assignedLicenses/$count in (1)", 27, ""},
		{"assignedLicenses/$size eq 1", 18, ""},
		{"city/$count eq 1", 6, ""},
		{"city/", 5, ""},
		{"proxyAddresses/some(p:p eq 'x')", 20, ""},
		{"proxyAddresses/any(p p eq 'x')", 21, ""},
		{"proxyAddresses/any(p:q eq 'x')", 21, ""},
		{"proxyAddresses/any(p:city eq 'x')", 21, ""},
		{"proxyAddresses/any(p:p eq 'x'", 29, ""},
		{"level eq 1.5", 9, ""},
		{"level eq 99999999999999999999", 9, ""},
		{"createdDateTime eq 2024-13-01T00:00:00Z", 19, ""},
		{"city eq 'x", -1, "There is an unterminated string literal at position 8 in 'city eq 'x'."},
		{"city eq 'x''", -1, "There is an unterminated string literal at position 8 in 'city eq 'x'''."},
		{"city/any(p:p eq 'x')", -1, "Any/All may only be used following a collection."},
		{"identities/any(c:c/x/any(y:y eq 'x'))", -1, "Any/All may only be used following a collection."},
		{"identities/issuer eq 'x'", -1, "The parent value for a property access of a property 'issuer' is not a single value. " +
			"Property access can only be applied to a single value."},
		{"tolower(city) eq 'x'", -1, "An unknown function with name 'tolower' was found. " +
			"This may also be a function import or a key lookup on a navigation property, which is not allowed."},
		{"startsWith(city,1)", -1, "No function signature for the function with name 'startsWith' matches the specified arguments."},
		{"startswith(proxyAddresses,'x')", -1, "No function signature for the function with name 'startswith' matches the specified arguments."},
		{"accountEnabled eq 'true'", -1, mismatch("Edm.Boolean", "Edm.String", "Equal")},
		{"city eq 5", -1, mismatch("Edm.String", "Edm.Int32", "Equal")},
		{"city ne true", -1, mismatch("Edm.String", "Edm.Boolean", "NotEqual")},
		{"city in ('x',5)", -1, mismatch("Edm.String", "Edm.Int32", "Equal")},
		{"level gt '5'", -1, mismatch("Edm.Int32", "Edm.String", "GreaterThan")},
		{"level lt true", -1, mismatch("Edm.Int32", "Edm.Boolean", "LessThan")},
		{"createdDateTime ge '2024-01-01T00:00:00Z'", -1, mismatch("Edm.DateTimeOffset", "Edm.String", "GreaterThanOrEqual")},
		{"city le 2024-01-01T00:00:00Z", -1, mismatch("Edm.String", "Edm.DateTimeOffset", "LessThanOrEqual")},
		{"identities/$count eq '1'", -1, mismatch("Edm.Int64", "Edm.String", "Equal")},
		{"identities/$count eq null", -1, mismatch("Edm.Int64", "<null>", "Equal")},
		{"settings/theme eq true", -1, mismatch("Edm.String", "Edm.Boolean", "Equal")},
		{"settings/dark eq 'x'", -1, mismatch("Edm.Boolean", "Edm.String", "Equal")},
		{"settings/tags eq 1", -1, mismatch("Edm.String", "Edm.Int32", "Equal")},
		{"proxyAddresses/any(p:p eq 5)", -1, mismatch("Edm.String", "Edm.Int32", "Equal")},
	} {
		_, err := table.ParseFilter(c.filter)
		text := c.text
		if c.at >= 0 {
			text = fmt.Sprintf("Syntax error at position %d in '%s'.", c.at, c.filter)
		}
		if assert.Error(t, err, c.filter) {
			refused(t, err, &api.InvalidFilter, text)
		}
	}
}

// TestFilterLimits says that neither stack nor memory grow with a request.
func TestFilterLimits(t *testing.T) {
	t.Parallel()
	table := people()
	nested := func(n int) string {
		return strings.Repeat("(", n) + "city eq 'x'" + strings.Repeat(")", n)
	}
	_, err := table.ParseFilter(nested(maxFilterDepth))
	require.NoError(t, err)
	_, err = table.ParseFilter(nested(maxFilterDepth + 1))
	refused(t, err, &api.InvalidFilter, "The filter is nested more than 100 levels deep.")
	_, err = table.ParseFilter(strings.Repeat("not ", maxFilterDepth+1) + "city eq 'x'")
	refused(t, err, &api.InvalidFilter, "The filter is nested more than 100 levels deep.")
	_, err = table.ParseFilter(strings.Repeat("city eq 'x' or ", 1000) + "city eq 'x'")
	require.NoError(t, err, "a long chain is not a deep one")
	_, err = table.ParseFilter("city eq '" + strings.Repeat("x", maxFilter) + "'")
	refused(t, err, &api.InvalidFilter, "The filter is too long.")
}

// TestFilterAdvanced says what needs the header, and what needs $count=true too.
func TestFilterAdvanced(t *testing.T) {
	t.Parallel()
	table := people()
	unsupported := func(prop string) error { return api.UnsupportedFilter.Err("", prop, "Person") }
	negated := api.UnsupportedOperator.Err("", "NotEqualsMatch")
	alternatives := func(n int) string {
		return "city eq '0'" + strings.Repeat(" or city eq 'x'", n-1)
	}
	for _, c := range []struct {
		why, filter string
		// plain is refused without the header, headed with the header alone.
		plain, headed error
	}{
		{"eq by default", "city eq 'x'", nil, nil},
		{"startsWith by default", "startsWith(city,'x')", nil, nil},
		{"order by default", "city ge 'x'", nil, nil},
		{"a lambda by default", "proxyAddresses/any(p:startsWith(p,'x'))", nil, nil},
		{"eq advanced", "companyName eq 'x'", unsupported("companyName"), unsupported("companyName")},
		{"in follows eq", "companyName in ('x')", unsupported("companyName"), unsupported("companyName")},
		{"startsWith advanced", "startsWith(companyName,'x')", unsupported("companyName"), unsupported("companyName")},
		{"order advanced", "accountEnabled ge true", unsupported("accountEnabled"), unsupported("accountEnabled")},
		{"null advanced", "city eq null", unsupported("city"), unsupported("city")},
		{"a null among others", "city in ('x',null)", unsupported("city"), unsupported("city")},
		{"a member goes by its object's line", "attributes/x eq 'x'", unsupported("attributes"), unsupported("attributes")},
		{"ne always", "city ne 'x'", negated, negated},
		{"ne is said before the property's line", "companyName ne null", negated, negated},
		{"not always", "not (city eq 'x')", negated, negated},
		{"not before what it negates", "not (companyName eq 'x')", negated, negated},
		{"not in a lambda", "proxyAddresses/any(p:not(p eq 'x'))", negated, negated},
		{"endsWith says which header", "endsWith(userPrincipalName,'x')", api.EndsWithNeedsHeader.Err(""), unsupported("userPrincipalName")},
		{"count always", "assignedLicenses/$count eq 0", unsupported("assignedLicenses"), unsupported("assignedLicenses")},
		{"the first clause is refused", "companyName eq 'x' and city ne 'y'", unsupported("companyName"), unsupported("companyName")},
		{"fifteen alternatives", alternatives(15), nil, nil},
		{"sixteen alternatives", alternatives(16), TooManyClauses.Err("", "16"), TooManyClauses.Err("", "16")},
		{"in is alternatives", "city in ('x'" + strings.Repeat(",'y'", 15) + ")", TooManyClauses.Err("", "16"), TooManyClauses.Err("", "16")},
		{"in adds to them", alternatives(14) + " or city in ('x','y')", TooManyClauses.Err("", "16"), TooManyClauses.Err("", "16")},
	} {
		f, err := table.ParseFilter(c.filter)
		require.NoError(t, err, c.why)
		assert.Equal(t, c.plain, f.Check(false, false), "%s: without anything", c.why)
		assert.Equal(t, c.plain, f.Check(false, true), "%s: without the header", c.why)
		assert.Equal(t, c.headed, f.Check(true, false), "%s: without $count", c.why)
		assert.NoError(t, f.Check(true, true), c.why)
	}
}
