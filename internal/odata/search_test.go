package odata

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/api"
)

// TestSearch asks one row.
func TestSearch(t *testing.T) {
	t.Parallel()
	table := people()
	r := row(t, table, `{"userPrincipalName":"adele.vance@contoso.com","displayName":"OneVideo Hiking-Group 42b",
		"proxyAddresses":["SMTP:adele@contoso.com","smtp:vance@contoso.com"]}`)
	for _, c := range []struct {
		why, search string
		want        bool
	}{
		{"a word", `"displayName:hiking"`, true},
		{"the beginning of a word", `"displayName:gro"`, true},
		{"not the middle of one", `"displayName:ideo"`, false},
		{"a capital begins a word", `"displayName:video"`, true},
		{"a digit begins a word", `"displayName:42"`, true},
		{"a letter after it too", `"displayName:b"`, true},
		{"all words, in any order", `"displayName:group one"`, true},
		{"all words", `"displayName:group two"`, false},
		{"the words of the search are cut too", `"displayName:Hiking-Group"`, true},
		{"letter case", `"DISPLAYNAME:HIKING"`, true},
		{"other properties by their beginning", `"userPrincipalName:adele.v"`, true},
		{"and only so", `"userPrincipalName:vance"`, false},
		{"each item of a list", `"proxyAddresses:SMTP:vance"`, true},
		{"no item of a list", `"proxyAddresses:vance"`, false},
		{"not set", `"city:x"`, false},
		{"AND", `"displayName:one" AND "displayName:two"`, false},
		{"OR", `"displayName:one" OR "displayName:two"`, true},
		{"AND before OR", `"displayName:one" OR "displayName:two" AND "displayName:three"`, true},
		{"OR of the second", `"displayName:two" OR "displayName:one"`, true},
		{"OR of none", `"displayName:two" OR "displayName:three"`, false},
		{"an escape in the middle", `"userPrincipalName:ad\e\le"`, true},
		{"an escape of something else", `"userPrincipalName:ad\"ele"`, false},
		{"an accent is part of its letter", "\"displayName:hi\u0301\"", false},
		{"parentheses", `("displayName:one" OR "displayName:two") AND "displayName:three"`, false},
		{"without spaces", `"displayName:one"AND"displayName:group"`, true},
		{"escapes", `"displayName:\"one\\"`, true},
		{"spaces around", ` "displayName: one " `, true},
	} {
		s, err := table.ParseSearch(c.search)
		if assert.NoError(t, err, c.why) {
			assert.Equal(t, c.want, s.Match(r), "%s: %s", c.why, c.search)
		}
	}
	assert.True(t, (*Search[*person])(nil).Match(r), "no search finds every row")

	q, err := table.ParseQuery(Options{Query: url.Values{"$search": {`"displayName:one"`}}, Advanced: true}, true)
	require.NoError(t, err, "a search needs the header and no $count")
	assert.True(t, q.Search.Match(r))
}

// TestSearchOfDescriptions: a description is searched where startsWith is taken in
// advanced queries alone, as of groups, and other properties are not.
func TestSearchOfDescriptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, search string
		support     Support
		searched    bool
	}{
		{"startsWith by default", `"description:people"`, ByDefault, true},
		{"startsWith in advanced queries", `"description:people"`, Advanced, true},
		{"startsWith never", `"description:people"`, Never, false},
		{"another property, in advanced queries", `"companyName:people"`, Advanced, false},
	} {
		table := people()
		table.Props[table.Lookup("description")].Filter.StartsWith = c.support
		r := row(t, table, `{"description":"For all people","companyName":"People"}`)
		s, err := table.ParseSearch(c.search)
		if !c.searched {
			refused(t, err, &UnsupportedQuery)
		} else if assert.NoError(t, err, c.why) {
			assert.True(t, s.Match(r), "%s: word by word", c.why)
		}
	}
}

// TestSearchRefusals has each refusal of a search.
func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	table := people()
	for _, c := range []struct {
		why, search string
		want        *api.Refusal
		args        []string
	}{
		{"without quotes", `displayName:x`, &InvalidSearch, []string{"d", "0", `displayName:x`}},
		{"in single quotes", `'displayName:x'`, &InvalidSearch, []string{"'", "0", `'displayName:x'`}},
		{"open quotes", `"displayName:x`, &InvalidSearch, []string{`"`, "0", `"displayName:x`}},
		{"a word in small letters", `"displayName:x" and "displayName:y"`, &InvalidSearch, []string{"a", "16", `"displayName:x" and "displayName:y"`}},
		{"an open parenthesis", `("displayName:x"`, &InvalidSearch, []string{"", "16", `("displayName:x"`}},
		{"nothing after the word", `"displayName:x" OR `, &InvalidSearch, []string{"", "19", `"displayName:x" OR `}},
		{"no such property", `"nope:x"`, &api.UnknownQueryProperty, []string{"nope", "microsoft.graph.person"}},
		{"no property", `"x"`, &UnsupportedQuery, nil},
		{"nothing to search", `"displayName:"`, &UnsupportedQuery, nil},
		{"no word to search", `"displayName:--"`, &UnsupportedQuery, nil},
		{"a property not searched", `"id:x"`, &UnsupportedQuery, nil},
		{"nor an advanced one", `"companyName:x"`, &UnsupportedQuery, nil},
		{"nor objects", `"identities:x"`, &UnsupportedQuery, nil},
		{"nor what is not filtered", `"faxNumber:x"`, &UnsupportedQuery, nil},
		{"open after an escape", `"displayName:x\`, &InvalidSearch, []string{`"`, "0", `"displayName:x\`}},
		{"white space before it", ` x`, &InvalidSearch, []string{"x", "1", ` x`}},
		{"too deep", strings.Repeat("(", maxSearchDepth+1) + `"displayName:x"`, &UnsupportedQuery, nil},
		{"too long", `"displayName:` + strings.Repeat("x", maxSearch) + `"`, &UnsupportedQuery, nil},
	} {
		_, err := table.ParseSearch(c.search)
		if assert.Error(t, err, c.why) {
			refused(t, err, c.want, c.args...)
		}
	}
}
