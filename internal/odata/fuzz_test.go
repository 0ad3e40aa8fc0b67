package odata

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// FuzzParseFilter says that no filter panics or is refused in other words than
// the declared ones, and that one that parses can be asked.
func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{
		"city eq 'x'", "not (city in ('a',null) or level le -1)", "startsWith(city,'''')", "proxyAddresses/any(p:endsWith(p,'x'))",
		"identities/any(c:c/issuer eq 'a' and c/b/c ne null)", "assignedLicenses/$count ge 0", "attributes/a/b lt 2024-01-01T00:00:00Z",
		"accountEnabled eq true and id eq 87d349ed-44d7-43e1-9a83-5f2406dee5bd", "((((city eq 'x", "city eq 'ö' or\tcity", "contains(city,'x')",
	} {
		f.Add(seed)
	}
	table := people()
	full := row(f, table, `{"userPrincipalName":"a@b","displayName":"A","accountEnabled":true,"createdDateTime":"2024-01-01T00:00:00Z",
		"city":"x","level":7,"showInAddressList":true,"employeeHireDate":"2024-01-01T00:00:00Z","businessPhones":["1"],"proxyAddresses":["x","y\"]"],
		"assignedLicenses":[{"a":[]},{}],"identities":[{"issuer":"a","b":{"c":1}},{}],"attributes":{"a":{"b":"2024-01-01T00:00:00Z"},"c":[null,"x"]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := table.ParseFilter(text)
		if err != nil {
			e, ok := err.(*admin365.Error) //nolint:errorlint // Nothing may wrap it.
			require.True(t, ok)
			require.Equal(t, 400, e.Status)
			return
		}
		p.Match(&person{})
		passes := p.Match(full)
		not, err := table.ParseFilter("not (" + text + ")")
		if err == nil {
			require.NotEqual(t, passes, not.Match(full))
		}
		for i := range table.Props {
			p.Equal(i)
			p.Prefix(i)
		}
	})
}

// FuzzQuery says the same of the other options.
func FuzzQuery(f *testing.F) {
	f.Add("id,city,extension_x", "displayName desc", `"displayName:a b" AND ("proxyAddresses:x" OR "city:\"")`, "manager($levels=max;$select=id)", "5")
	f.Add("*", "createdDateTime", `"x"`, "a($expand=b($select=c;levels=2))", "")
	table := people()
	full := row(f, table, `{"userPrincipalName":"a@b","displayName":"One twoThree 4","proxyAddresses":["x"]}`)
	f.Fuzz(func(t *testing.T, sel, order, search, expand, top string) {
		for _, o := range []Options{
			{Query: url.Values{"$select": {sel}, "$orderby": {order}, "$search": {search}, "$top": {top}, "$count": {"true"}}, Advanced: true},
			{Query: url.Values{"$select": {sel}, "$expand": {expand}}},
			{Query: url.Values{"$search": {search}}, Advanced: true},
			{Query: url.Values{"$orderby": {order}, sel: {top}}},
		} {
			for _, collection := range []bool{true, false} {
				q, err := table.ParseQuery(o, collection)
				if err != nil {
					require.Nil(t, q)
					continue
				}
				require.LessOrEqual(t, len(q.Select), len(table.Props))
				require.LessOrEqual(t, q.Top, maxTop)
				require.LessOrEqual(t, len(q.Order), 1)
				q.Search.Match(full)
			}
		}
	})
}

// FuzzBody says that no body panics, and that what was read of one is read again
// of what is rendered.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"city":"\ud83d\ude00\u0000","level":-0,"accountEnabled":null}`, `{"businessPhones":["\u003c",""],"identities":[{"a":{}}]}`,
		`{"createdDateTime":"9999-12-31T23:59:59.9999999-14:00"}`, `{"employeeHireDate":"2024-01-01T00:00:00.1+01:00"}`,
		`{"attributes":{"a":[1e400,"\"",{}]},"@odata.type":{}}`, `{"x":1}`, `[`, `{"city":"a"} `,
	} {
		f.Add([]byte(seed))
	}
	table := people()
	binding := Binding[*person, *public]{Table: table}
	f.Fuzz(func(t *testing.T, body []byte) {
		change, err := table.Body(body)
		if err != nil {
			require.Nil(t, change)
			return
		}
		first := new(person)
		table.Apply(first, change)
		saved := table.AppendSet([]byte{'{'}, first)
		saved = append(saved, '}')
		again, err := table.Body(saved)
		require.NoError(t, err, "%s", saved)
		second := new(person)
		table.Apply(second, again)
		require.Equal(t, first, second, "%s", saved)
		_ = table.Validate(change, true)
		_ = table.Validate(change, false)
		require.Empty(t, table.Diff(first, second))
		binding.Read(first)
	})
}
