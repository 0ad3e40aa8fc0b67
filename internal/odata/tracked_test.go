package odata

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

func TestChangedProperties(t *testing.T) {
	t.Parallel()
	table := people()
	untracked := table.Lookup("department")
	table.Props[untracked].Flags |= Untracked
	before := row(t, table, `{"displayName":"Ada","city":"Kiel","accountEnabled":true,"businessPhones":["1"],"department":"A","aboutMe":"x","secret":"x"}`)
	before.ID = "1"
	for _, c := range []struct {
		why, body string
		want      []string
	}{
		{"nothing", `{"city":"Kiel"}`, nil},
		{"a cell", `{"city":"Bonn"}`, []string{"city"}},
		{"a cell that goes", `{"city":null}`, []string{"city"}},
		{"a cell that comes", `{"companyName":"C"}`, []string{"companyName"}},
		{"a field", `{"displayName":"ada"}`, []string{"displayName"}},
		{"a boolean", `{"accountEnabled":false}`, []string{"accountEnabled"}},
		{"a list", `{"businessPhones":[]}`, []string{"businessPhones"}},
		{"on request", `{"costly":"x"}`, []string{"costly"}},
		{"what is not tracked", `{"department":"B","aboutMe":"y","secret":"y"}`, nil},
		{"several", `{"city":"Bonn","displayName":"Eve","department":"B"}`, []string{"displayName", "city"}},
	} {
		after := *before
		change, err := table.Body([]byte(c.body))
		require.NoError(t, err)
		table.Apply(&after, change)
		after.ID = "2"
		var got []string
		for _, i := range table.Changed(before, &after) {
			got = append(got, table.Props[i].Name)
		}
		assert.Equal(t, c.want, got, c.why)
	}
}

func TestAppendNews(t *testing.T) {
	t.Parallel()
	table := people()
	r := row(t, table, `{"displayName":"Ada","city":"Kiel"}`)
	r.ID = "1"
	sel := props(table, "displayName", "city", "companyName", "businessPhones", "id")
	render := func(minimal bool, changed ...string) string {
		return string(table.AppendNews(nil, r, sel, func(i int) bool {
			return strings.Contains(" "+strings.Join(changed, " ")+" ", " "+table.Props[i].Name+" ")
		}, minimal, table.Lookup("id")))
	}
	assert.Equal(t, `"displayName":"Ada","city":"Kiel","id":"1"`, render(false), "what was never set is left out")
	assert.Equal(t, `"displayName":"Ada","city":"Kiel","companyName":null,"businessPhones":[],"id":"1"`, render(false, "companyName", "businessPhones", "city"), "what was cleared is null")
	assert.Equal(t, `"city":"Kiel","companyName":null,"id":"1"`, render(true, "city", "companyName"))
	assert.Equal(t, `"id":"1"`, render(true))
}

func TestParseDelta(t *testing.T) {
	t.Parallel()
	table := people()
	parse := func(query string) (*DeltaQuery, error) {
		return table.ParseDelta(options(t, query, false), "manager", "boss")
	}
	for query, want := range map[string]DeltaQuery{
		"":                               {},
		"$top=5":                         {},
		"$deltatoken=":                   {},
		"$deltatoken=latest":             {Token: Latest},
		"$skiptoken=x":                   {Token: "x"},
		"deltatoken=x&$select=id":        {Token: "x", Select: props(table, "id"), Selected: []string{"id"}},
		"$select=City,MANAGER,manager":   {Select: props(table, "city"), Selected: []string{"city", "manager"}, Relations: []string{"manager"}},
		"$select=manager":                {Select: []int{}, Selected: []string{"manager"}, Relations: []string{"manager"}},
		"$filter=id eq 'a' or ID eq 'b'": {IDs: []string{"a", "b"}},
	} {
		got, err := parse(strings.ReplaceAll(query, " ", "%20"))
		if assert.NoError(t, err, query) {
			assert.Equal(t, &want, got, query)
		}
	}
	many := func(n int) string { return strings.TrimSuffix(strings.Repeat("id eq 'x' or ", n), " or ") }
	got, err := parse("$filter=" + url.QueryEscape(many(50)))
	require.NoError(t, err, "more than the alternatives of a list")
	assert.Len(t, got.IDs, 50)
	for query, want := range map[string]*admin365.Error{
		"$orderby=id":                             UnsupportedOption.Err("", "$orderby"),
		"$expand=manager":                         UnsupportedOption.Err("", "$expand"),
		`$search="displayName:a"`:                 UnsupportedOption.Err("", "$search"),
		"$count=true":                             UnsupportedOption.Err("", "$count"),
		"$skip=1":                                 UnsupportedOption.Err("", "$skip"),
		"$planet=1":                               UnknownOption.Err("", "$planet"),
		"$skiptoken=a&$deltatoken=b":              UnsupportedQuery.Err(""),
		"$skiptoken=a&$select=id":                 UnsupportedQuery.Err(""),
		"$deltatoken=a&$filter=id eq 'x'":         UnsupportedQuery.Err(""),
		"$filter=id eq 'x' and id eq 'y'":         UnsupportedQuery.Err(""),
		"$filter=displayName eq 'x'":              UnsupportedQuery.Err(""),
		"$filter=id eq 'x' or displayName eq 'x'": UnsupportedQuery.Err(""),
		"$filter=not(id eq 'x')":                  UnsupportedQuery.Err(""),
		"$filter=" + url.QueryEscape(many(51)):    UnsupportedQuery.Err(""),
		"$filter=id eq":                           api.InvalidFilter.Err("", "Syntax error at position 5 in 'id eq'."),
		"$select=planet":                          api.SelectUnknownProperty.Err("", "planet", "microsoft.graph.person"),
		"$select=aboutMe":                         api.NotInCollection.Err(""),
		"$select=id,":                             InvalidSelect.Err("", ""),
	} {
		_, err := parse(strings.ReplaceAll(query, " ", "%20"))
		if assert.Error(t, err, query) {
			assert.Equal(t, want.Error(), err.Error(), query)
		}
	}
}
