package odata

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFilterMatch asks each form of the grammar of one row that passes and of
// one that does not.
func TestFilterMatch(t *testing.T) {
	t.Parallel()
	table := people()
	adele := row(t, table, `{"userPrincipalName":"AdeleV@contoso.com","displayName":"Adele O'Neill","accountEnabled":true,
		"createdDateTime":"2024-05-01T10:00:00Z","city":"Köln","companyName":"Contoso","level":7,"showInAddressList":false,
		"employeeHireDate":"2020-02-29T00:00:00Z","businessPhones":["+49 1"],
		"proxyAddresses":["SMTP:AdeleV@contoso.com","smtp:a@fabrikam.com"],
		"assignedLicenses":[{"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900","disabledPlans":[]}],
		"identities":[{"issuer":"contoso.com","issuerAssignedId":"one"},{"issuer":"fabrikam.com","issuerAssignedId":"two"}],
		"attributes":{"extensionAttribute1":"a\"b","flag":true,"n":3,"at":"2024-01-01T00:00:00Z","deep":{"er":"x"},"none":null,
		"half":2.5,"list":[1,["y"],"X"],"big":1e400,"digits":"7"},"settings":{"theme":"sea","dark":true,"tags":["x"]}}`)
	adele.ID = "87d349ed-44d7-43e1-9a83-5f2406dee5bd"
	empty := &person{}

	for _, c := range []struct {
		name, filter string
		adele, empty bool
	}{
		{"eq of a hot text", "userPrincipalName eq 'AdeleV@contoso.com'", true, false},
		{"letter case of the value", "userPrincipalName eq 'adelev@CONTOSO.com'", true, false},
		{"letter case beyond ASCII", "city eq 'KÖLN'", true, false},
		{"letter case of the property", "USERPRINCIPALNAME eq 'adelev@contoso.com'", true, false},
		{"letter case of the operator", "city EQ 'köln' AND level Eq 7", true, false},
		{"a doubled quote", "displayName eq 'Adele O''Neill'", true, false},
		{"another value", "city eq 'Bonn'", false, false},
		{"a longer value", "city eq 'Kölner'", false, false},
		{"an empty value is no null", "city eq ''", false, false},
		{"ne", "city ne 'Bonn'", true, true},
		{"ne of the value", "city ne 'köln'", false, true},
		{"eq null is not set", "city eq null", false, true},
		{"ne null is set", "city ne null", true, false},
		{"eq null of a boolean", "showInAddressList eq null", false, true},
		{"eq null of a time", "createdDateTime eq null", false, true},
		{"eq null of an object", "attributes eq null", false, true},
		{"eq null of a list", "proxyAddresses eq null", false, true},
		{"a boolean", "accountEnabled eq true", true, false},
		{"the other boolean, which not set is not", "accountEnabled eq false", false, false},
		{"ne of a boolean holds where not set", "accountEnabled ne true", false, true},
		{"a boolean in the cells", "showInAddressList eq false", true, false},
		{"booleans are ordered", "accountEnabled ge true", true, false},
		{"an integer", "level eq 7", true, false},
		{"integers are compared as numbers", "level gt 10", false, false},
		{"gt", "level gt 6", true, false},
		{"gt is strict", "level gt 7", false, false},
		{"ge", "level ge 7", true, false},
		{"lt", "level lt 8", true, false},
		{"lt is strict", "level lt 7", false, false},
		{"le", "level le 7", true, false},
		{"le of a smaller one", "level le 6", false, false},
		{"a negative integer", "level gt -1", true, false},
		{"a hot time", "createdDateTime ge 2024-05-01T10:00:00Z", true, false},
		{"a time in another zone", "createdDateTime eq 2024-05-01T12:00:00+02:00", true, false},
		{"a time with a fraction", "createdDateTime lt 2024-05-01T10:00:00.0000001Z", true, false},
		{"a time without seconds", "createdDateTime le 2024-05-01T10:00Z", true, false},
		{"a time in the cells", "employeeHireDate lt 2020-03-01T00:00:00Z", true, false},
		{"text is ordered without letter case", "userPrincipalName ge 'ADELE' and userPrincipalName le 'b'", true, false},
		{"startsWith", "startsWith(displayName,'adele o''')", true, false},
		{"startsWith in the small spelling", "startswith( displayName , 'Adele' )", true, false},
		{"startsWith of more than there is", "startsWith(city,'kölner')", false, false},
		{"startsWith of nothing is set", "startsWith(city,'')", true, false},
		{"startsWith in the cells", "startsWith(city,'KÖ')", true, false},
		{"endsWith", "endsWith(userPrincipalName,'@CONTOSO.com')", true, false},
		{"endsWith of something else", "endsWith(userPrincipalName,'@fabrikam.com')", false, false},
		{"in", "city in ('Bonn', 'köln')", true, false},
		{"in without the value", "city in ('Bonn','Ulm')", false, false},
		{"in with null", "city in (null,'Ulm')", false, true},
		{"in of integers", "level in (1,7)", true, false},
		{"a GUID bare", "id eq 87D349ED-44d7-43e1-9a83-5f2406dee5bd", true, false},
		{"a GUID in quotes", "id eq '87d349ed-44d7-43e1-9a83-5f2406dee5bd'", true, false},
		{"a list holds", "businessPhones eq '+49 1'", true, false},
		{"a list does not hold", "businessPhones ne '+49 1'", false, true},
		{"a list holds one of", "proxyAddresses in ('smtp:A@fabrikam.com','x')", true, false},
		{"any with eq", "proxyAddresses/any(p:p eq 'smtp:a@fabrikam.com')", true, false},
		{"any with startsWith", "proxyAddresses/any(p:startsWith(p,'SMTP:adele'))", true, false},
		{"any with endsWith", "proxyAddresses/any(p:endsWith(p,'@fabrikam.com'))", true, false},
		{"any with spaces", "proxyAddresses/any( x : x ge 'smtp:b' )", false, false},
		{"any with le", "proxyAddresses/any(x:x le 'smtp:b')", true, false},
		{"any of objects, a GUID bare", "assignedLicenses/any(s:s/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)", true, false},
		{"any of objects, a GUID in quotes", "assignedLicenses/any(s:s/skuId eq '6FD2C87F-b296-42f0-b197-1e91e994b900')", true, false},
		{"any of objects, the member's letter case", "assignedLicenses/any(s:S/SkuID eq 6fd2c87f-b296-42f0-b197-1e91e994b900)", true, false},
		{"any asks one item for both", "identities/any(c:c/issuerAssignedId eq 'one' and c/issuer eq 'fabrikam.com')", false, false},
		{"any where one item has both", "identities/any(c:c/issuerAssignedId eq 'two' and c/issuer eq 'fabrikam.com')", true, false},
		{"any with or", "identities/any(c:c/issuerAssignedId eq 'x' or startsWith(c/issuer,'fab'))", true, false},
		{"not any", "not identities/any(c:c/issuer eq 'contoso.com')", false, true},
		{"count of none", "assignedLicenses/$count eq 0", false, true},
		{"count of two", "identities/$count ge 2", true, false},
		{"count ne", "identities/$count ne 2", false, true},
		{"a member", "attributes/extensionAttribute1 eq 'A\"b'", true, false},
		{"a member's start", "startsWith(attributes/extensionAttribute1,'a')", true, false},
		{"a member that is not there", "attributes/extensionAttribute2 eq null", true, true},
		{"a member that is null", "attributes/none ne null", false, false},
		{"a boolean member", "attributes/flag eq true", true, false},
		{"a number member", "attributes/n le 3", true, false},
		{"a time member", "attributes/at le 2024-01-01T01:00:00+01:00", true, false},
		{"a member of a member", "attributes/deep/er eq 'x'", true, false},
		{"a known member", "settings/Theme eq 'SEA' and settings/dark eq true and settings/tags eq 'x'", true, false},
		{"a number with a fraction", "attributes/half gt 2", true, false},
		{"a number with a fraction is no integer", "attributes/half eq 2", false, false},
		{"a number with a fraction is less than the next", "attributes/half lt 3", true, false},
		{"a number that is none", "attributes/big gt 0", false, false},
		{"a number is no text", "attributes/n eq '3'", false, false},
		{"a text is no number", "attributes/extensionAttribute1 ge 0", false, false},
		{"a text that is no time", "attributes/extensionAttribute1 le 2024-01-01T01:00:00Z", false, false},
		{"a time member that is another", "attributes/at eq 2024-01-01T01:00:00Z", false, false},
		{"a time member is no number", "attributes/at gt 0", false, false},
		{"a time member is no boolean", "attributes/at gt true", false, false},
		{"a number member is no boolean", "attributes/n gt true", false, false},
		{"a text of digits is no number", "attributes/digits ge 1", false, false},
		{"a number member is no time", "attributes/n lt 2024-01-01T01:00:00Z", false, false},
		{"a list member holds", "attributes/list eq 'x'", true, false},
		{"a list member does not hold what is deeper", "attributes/list eq 'y'", false, false},
		{"a list member holds texts alone", "attributes/list eq 1", false, false},
		{"a member of a text", "attributes/extensionAttribute1/x eq null", true, true},
		{"a member of a list", "attributes/list/x eq null", true, true},
		{"a member of another type", "attributes/flag eq 'true'", false, false},
		{"and", "city eq 'köln' and level eq 7", true, false},
		{"and fails", "city eq 'köln' and level eq 8", false, false},
		{"or", "city eq 'bonn' or level eq 7", true, false},
		{"and binds closer than or", "level eq 7 or level eq 1 and city eq 'bonn'", true, false},
		{"parentheses", "(level eq 7 or level eq 1) and city eq 'bonn'", false, false},
		{"not", "not (city eq 'bonn')", true, true},
		{"not binds closest", "not city eq 'bonn' and level eq 7", true, false},
		{"not twice", "not not(city eq 'köln')", true, false},
		{"white space", " \t( city\neq 'köln' )\r\n", true, false},
	} {
		f, err := table.ParseFilter(c.filter)
		if !assert.NoErrorf(t, err, "%s: %s", c.name, c.filter) {
			continue
		}
		assert.Equalf(t, c.adele, f.Match(adele), "%s: %s of Adele", c.name, c.filter)
		assert.Equalf(t, c.empty, f.Match(empty), "%s: %s of the empty row", c.name, c.filter)
	}
}

// TestFilterNil says that no filter passes every row.
func TestFilterNil(t *testing.T) {
	t.Parallel()
	var f *Predicate[*person]
	assert.True(t, f.Match(&person{}))
	_, ok := f.Equal(0)
	assert.False(t, ok)
	_, ok = f.Prefix(0)
	assert.False(t, ok)
}

// TestFilterIndex says what an index can serve.
func TestFilterIndex(t *testing.T) {
	t.Parallel()
	table := people()
	name, city, phones := table.Lookup("userPrincipalName"), table.Lookup("city"), table.Lookup("businessPhones")
	long := "startsWith(city,'k') and " + strings.Repeat("(", 5) + "startsWith(city,'kö')" + strings.Repeat(")", 5)
	for _, c := range []struct {
		name, filter string
		prop         int
		equal        []string
		prefix       string
	}{
		{"eq", "city eq 'Köln'", city, []string{"Köln"}, ""},
		{"eq of another property", "city eq 'Köln'", name, nil, ""},
		{"a conjunct", "level eq 1 and (accountEnabled eq true and city eq 'x')", city, []string{"x"}, ""},
		{"in, each once", "city in ('a','B','A','b')", city, []string{"a", "B"}, ""},
		{"alternatives", "city eq 'a' or city in ('b','c') or (city eq 'd' and level eq 1)", city, []string{"a", "b", "c", "d"}, ""},
		{"alternatives of which one is open", "city eq 'a' or level eq 1", city, nil, ""},
		{"null is in no index", "city in ('a',null)", city, nil, ""},
		{"alternatives after a failed one", "(city eq 'a' or level eq 1) and city eq 'b'", city, []string{"b"}, ""},
		{"not closes nothing in", "not (city eq 'a')", city, nil, ""},
		{"ne closes nothing in", "city ne 'a'", city, nil, ""},
		{"a list is not a text", "businessPhones eq '1'", phones, nil, ""},
		{"startsWith", "startsWith(city,'k')", city, nil, "k"},
		{"the longer startsWith", long, city, nil, "kö"},
		{"the longer startsWith, if it comes first", "startsWith(city,'kö') and startsWith(city,'k')", city, nil, "kö"},
		{"an alternative startsWith", "startsWith(city,'k') or level eq 1", city, nil, ""},
		{"endsWith", "endsWith(userPrincipalName,'x')", name, nil, ""},
	} {
		f, err := table.ParseFilter(c.filter)
		require.NoError(t, err, c.name)
		equal, ok := f.Equal(c.prop)
		assert.Equal(t, c.equal != nil, ok, c.name)
		assert.Equal(t, c.equal, equal, c.name)
		prefix, ok := f.Prefix(c.prop)
		assert.Equal(t, c.prefix != "", ok, c.name)
		assert.Equal(t, c.prefix, prefix, c.name)
	}
	f, err := table.ParseFilter("startsWith(city,'')")
	require.NoError(t, err)
	prefix, ok := f.Prefix(city)
	assert.True(t, ok, "whatever is set begins with nothing, and what is not set does not")
	assert.Empty(t, prefix)
}

// TestLiterals says that what the client writes is read back as it was meant.
func TestLiterals(t *testing.T) {
	t.Parallel()
	table := people()
	for _, text := range []string{"x", "", "O'Neill", "''", "a and b eq 'c'", "ö\x00\n\"", "%27", `\'`} {
		for _, clause := range []string{Eq("city", text), StartsWith("city", text)} {
			f, err := table.ParseFilter(And(clause, "", EqBool("accountEnabled", true)))
			require.NoError(t, err, text)
			got := f.root.kids[0].literals[0]
			assert.Equal(t, literal{kind: litText, text: text}, got)
		}
	}
	assert.Empty(t, And("", ""))
}

// TestFold says that letter case is that of single runes, as in the tenant's
// indexes, at the edges of what is fast and what is not.
func TestFold(t *testing.T) {
	t.Parallel()
	for r := range rune(0x2200) {
		want := []rune(strings.ToLower(string(r)))
		if r != 'İ' { // the one whose small letter in a text is two
			assert.Equal(t, want, []rune{foldRune(r)}, "%q", r)
		}
	}
	for _, c := range []struct {
		a, b           string
		order          int
		prefix, suffix bool
	}{
		{"", "", 0, true, true},
		{"A", "a", 0, true, true},
		{"Z", "z", 0, true, true},
		{"@", "`", -1, false, false},
		{"[", "{", -1, false, false},
		{"ab", "A", 1, true, false},
		{"a", "AB", -1, false, false},
		{"ab", "B", -1, false, true},
		{"ÉÀ", "éà", 0, true, true},
		{"Kelvin", "\u212Aelvin", 0, true, true},
		{"x\u212A", "K", 1, false, true},
		{"ȺȾ", "ⱥ", 1, true, false},
		{"\xff", "\xfe", 0, true, true},
	} {
		order := compareFold(c.a, c.b)
		assert.Equal(t, c.order, min(1, max(-1, order)), "%q %q", c.a, c.b)
		assert.Equal(t, -c.order, min(1, max(-1, compareFold(c.b, c.a))), "%q %q", c.b, c.a)
		assert.Equal(t, c.prefix, hasPrefixFold(c.a, c.b), "%q begins with %q", c.a, c.b)
		assert.Equal(t, c.suffix, hasSuffixFold(c.a, c.b), "%q ends with %q", c.a, c.b)
	}
}

// TestGUID tells a bare GUID from other words.
func TestGUID(t *testing.T) {
	t.Parallel()
	const guid = "09afAF90-0000-ffff-FFFF-aaaaaaaaAAAA"
	assert.True(t, isGUID(guid))
	for i := range guid {
		for _, c := range []string{"-", "g", "G", "/", ":", "@", "`", "0"} {
			same := c == "-" && guid[i] == '-' || c == "0" && guid[i] != '-'
			assert.Equal(t, same, isGUID(guid[:i]+c+guid[i+1:]), "%q at %d", c, i)
		}
	}
	assert.False(t, isGUID(guid[1:]))
	assert.False(t, isGUID(guid+"0"))
}

// TestJSONWalk says that what walks over JSON ends, whatever it walks over.
func TestJSONWalk(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"": nil, "[": nil, "[]": nil, "{}": nil, "x": nil, `["a,]","b\"]",[1,{"x":2}],null]`: {`"a,]"`, `"b\"]"`, `[1,{"x":2}]`, `null`},
		"[1,2": {"1"}, `["]`: {`"`}, "[,]": {","}, "[}]": {"}"}, "[:]": {":"}, `["\]`: {`"\`},
	} {
		var got []string
		list := items(text)
		for item, ok := list.next(); ok; item, ok = list.next() {
			got = append(got, item)
		}
		assert.Equal(t, want, got, text)
		assert.Equal(t, len(want), count(text), text)
	}
	for _, text := range []string{"", "{", "{}", "[]", `{"`, `{"a`, `{"a"}`, `{"a":}`, `{:1}`, `{a:1}`, `{"b":1,"a`} {
		assert.Equal(t, value{}, value{kind: someJSON, text: text}.member("a"), text)
	}
	assert.Equal(t, value{kind: aText, text: "x"}, value{kind: someJSON, text: `{"b":{"a":1},"\u0041":"x"}`}.member("a"))
	assert.Equal(t, value{kind: aText}, valueOf(`"`), "a string cut off is empty")
}
