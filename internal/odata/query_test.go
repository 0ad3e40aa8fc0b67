package odata

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/api"
)

// options reads a query string as the router would.
func options(t *testing.T, query string, header bool) Options {
	t.Helper()
	values, err := url.ParseQuery(query)
	require.NoError(t, err)
	return Options{Query: values, Advanced: header}
}

// props returns the indexes of the named properties.
func props(table *Table[*person], names ...string) []int {
	var out []int
	for _, name := range names {
		out = append(out, table.Lookup(name))
	}
	return out
}

// TestSelect says what is rendered, and what the context names.
func TestSelect(t *testing.T) {
	t.Parallel()
	table := people()
	byDefault := props(table, "id", "userPrincipalName", "displayName", "businessPhones")
	everything := table.Select(0)
	all := func(skip ...string) []int {
		var out []int
		for _, i := range everything {
			keep := true
			for _, s := range props(table, skip...) {
				keep = keep && s != i
			}
			if keep {
				out = append(out, i)
			}
		}
		return out
	}
	for _, c := range []struct {
		why, query string
		collection bool
		sel        []int
		selected   []string
	}{
		{"nothing named", "", true, byDefault, nil},
		{"nothing named of one", "", false, byDefault, nil},
		{"an empty one is none", "$select=", true, byDefault, nil},
		{"the order asked, the table's spelling", "$select=City, ID", true, props(table, "city", "id"), []string{"city", "id"}},
		{"each once", "$select=id,city,Id", true, props(table, "id", "city"), []string{"id", "city"}},
		{"without the dollar", "select=id", true, props(table, "id"), []string{"id"}},
		{"the option's letter case", "$Select=id", true, props(table, "id"), []string{"id"}},
		{"named on request", "$select=costly,secret", true, props(table, "costly", "secret"), []string{"costly", "secret"}},
		{"one person's own", "$select=aboutMe", false, props(table, "aboutMe"), []string{"aboutMe"}},
		{"all of a list", "$select=*", true, all("aboutMe", "costly", "secret"), []string{"*"}},
		{"one that all has", "$select=id,*", false, append(props(table, "id"), all("id", "costly", "secret", "aboutMe")...), []string{"id", "*"}},
		{"all and one more", "$select=costly,*", true, append(props(table, "costly"), all("aboutMe", "costly", "secret")...), []string{"costly", "*"}},
		{"a member", "$select=attributes/extensionAttribute1,attributes/x", true, props(table, "attributes"),
			[]string{"attributes/extensionAttribute1", "attributes/x"}},
		{"a cast", "$select=microsoft.graph.Person/id", true, props(table, "id"), []string{"id"}},
		{"an extension that nobody registered", "$select=id,extension_0123_cost", true, props(table, "id"), []string{"id", "extension_0123_cost"}},
		{"nothing but extensions", "$select=my_Extension_x", true, nil, []string{"my_Extension_x"}},
	} {
		q, err := table.ParseQuery(options(t, c.query, false), c.collection)
		if assert.NoError(t, err, c.why) {
			assert.Equal(t, c.sel, q.Select, c.why)
			assert.Equal(t, c.selected, q.Selected, c.why)
		}
	}
}

// TestQueryOptions says what else a query asks.
func TestQueryOptions(t *testing.T) {
	t.Parallel()
	table := people()
	name := table.Lookup("displayName")

	q, err := table.ParseQuery(options(t, "$top=5&$count=true&$filter=city ne 'x'&$orderby=DisplayName desc&$skiptoken=abc&$format=json", true), true)
	require.NoError(t, err)
	assert.Equal(t, 5, q.Top)
	assert.True(t, q.Count)
	assert.NotNil(t, q.Filter)
	assert.Equal(t, []OrderBy{{Prop: name, Desc: true}}, q.Order)
	assert.Equal(t, "abc", q.SkipToken)
	assert.Nil(t, q.Search)
	assert.Nil(t, q.Expand)

	q, err = table.ParseQuery(options(t, "$count=true&$top=999&something=else&$orderby= displayName asc ", false), true)
	require.NoError(t, err)
	assert.False(t, q.Count, "$count without the header is silently ignored")
	assert.Equal(t, 999, q.Top)
	assert.Equal(t, []OrderBy{{Prop: name}}, q.Order)

	for _, query := range []string{"", "$filter=&$orderby=&$search=&$expand=&$skip=", "$count=false", "$count=False"} {
		q, err = table.ParseQuery(options(t, query, true), true)
		require.NoError(t, err, query)
		assert.Equal(t, &Query[*person]{Select: q.Select}, q, query)
	}
	q, err = table.ParseQuery(options(t, "$top=1&$orderby=displayName", true), true)
	require.NoError(t, err)
	assert.Equal(t, 1, q.Top)
	q, err = table.ParseQuery(options(t, "$orderby=displayName&$filter=city eq 'x'&$count=true", true), true)
	require.NoError(t, err, "filter and order together make an advanced query")
	assert.Len(t, q.Order, 1)
	q, err = table.ParseQuery(options(t, "$orderby=createdDateTime&$count=true", true), true)
	require.NoError(t, err, "an advanced query is ordered by what has an index only there")
	assert.Len(t, q.Order, 1)
}

// TestQueryRefusals has each refusal of the options.
func TestQueryRefusals(t *testing.T) {
	t.Parallel()
	table := people()
	const edm = "microsoft.graph.person"
	for _, c := range []struct {
		why, query     string
		header, single bool
		want           *api.Refusal
		args           []string
	}{
		{"no such option", "$foo=1", false, false, &UnknownOption, []string{"$foo"}},
		{"twice", "$top=1&$top=1", false, false, &RepeatedOption, []string{"$top"}},
		{"twice in two spellings", "$top=1&top=1", false, false, &RepeatedOption, []string{"$top"}},
		{"the directory does not skip", "$skip=1", false, false, &UnsupportedOption, []string{"$skip"}},
		{"top of nothing", "$top=0", false, false, &api.InvalidPageSize, []string{"0"}},
		{"top of too many", "$top=1000", false, false, &api.InvalidPageSize, []string{"1000"}},
		{"top of far too many", "$top=99999999999999999999", false, false, &api.InvalidPageSize, []string{"99999999999999999999"}},
		{"top of less than nothing", "$top=-1", false, false, &InvalidTop, []string{"-1"}},
		{"top is no number", "$top=abc", false, false, &InvalidTop, []string{"abc"}},
		{"top is empty", "$top=", false, false, &InvalidTop, []string{""}},
		{"count is neither", "$count=1", true, false, &InvalidCount, []string{"1"}},
		{"select of what is not there", "$select=id,nope", false, false, &api.SelectUnknownProperty, []string{"nope", edm}},
		{"select of nothing", "$select=id,", false, false, &InvalidSelect, []string{""}},
		{"select of two", "$select=id city", false, false, &InvalidSelect, []string{"id city"}},
		{"only one person has it", "$select=aboutMe", false, false, &api.NotInCollection, nil},
		{"filter does not parse", "$filter=x", false, false, &api.UnknownQueryProperty, []string{"x", edm}},
		{"filter needs the header", "$filter=city ne 'x'", false, false, &api.UnsupportedOperator, []string{"NotEqualsMatch"}},
		{"the header alone is not advanced", "$filter=city ne 'x'", true, false, &api.UnsupportedOperator, []string{"NotEqualsMatch"}},
		{"nor is count alone", "$filter=endsWith(userPrincipalName,'x')&$count=true", false, false, &api.EndsWithNeedsHeader, nil},
		{"order of what is not there", "$orderby=nope", false, false, &api.UnknownQueryProperty, []string{"nope", edm}},
		{"order without an index", "$orderby=city", true, false, &api.UnsupportedOrder, nil},
		{"order that needs an advanced query", "$orderby=createdDateTime", true, false, &api.UnsupportedOrder, nil},
		{"order with filter", "$filter=city eq 'x'&$orderby=displayName", true, false, &api.UnsupportedOrder, nil},
		{"order by two", "$orderby=displayName,userPrincipalName&$count=true", true, false, &api.UnsupportedOrder, nil},
		{"order by a member", "$orderby=displayName/x", true, false, &api.UnsupportedOrder, nil},
		{"order does not parse", "$orderby=displayName up", true, false, &InvalidOrder, []string{"12", "displayName up"}},
		{"order ends", "$orderby=displayName,", true, false, &InvalidOrder, []string{"12", "displayName,"}},
		{"order by the member nothing", "$orderby=displayName/", true, false, &InvalidOrder, []string{"12", "displayName/"}},
		{"search needs the header", `$search="displayName:x"`, false, false, &api.SearchNeedsHeader, nil},
		{"search does not parse", `$search=x`, true, false, &InvalidSearch, []string{"x", "0", "x"}},
		{"search with an order that is not there", `$search="displayName:x"&$orderby=nope`, true, false, &api.UnknownQueryProperty, []string{"nope", edm}},
		{"one is no collection", "$filter=city eq 'x'", false, true, &NotCollection, nil},
		{"one has no order", "$orderby=displayName", false, true, &NotCollection, nil},
		{"one is not counted", "$count=true", true, true, &NotCollection, nil},
		{"one has no pages", "$top=1", false, true, &NotCollection, nil},
		{"one is not skipped", "$skip=1", false, true, &NotCollection, nil},
		{"select of one, of what is not there", "$select=nope", false, true, &api.SelectUnknownProperty, []string{"nope", edm}},
	} {
		_, err := table.ParseQuery(options(t, c.query, c.header), !c.single)
		if assert.Error(t, err, c.why) {
			refused(t, err, c.want, c.args...)
		}
	}
}

// TestExpand says how a navigation is asked for.
func TestExpand(t *testing.T) {
	t.Parallel()
	table := people()
	for _, c := range []struct {
		expand string
		want   *Expand
	}{
		{"manager", &Expand{Name: "manager"}},
		{" Manager ( $select = displayName , id ) ", &Expand{Name: "Manager", Select: []string{"displayName", "id"}}},
		{"manager($select=displayName,userPrincipalName,id,mail)", &Expand{Name: "manager", Select: []string{"displayName", "userPrincipalName", "id", "mail"}}},
		{"manager(select=id;)", &Expand{Name: "manager", Select: []string{"id"}}},
		{"manager()", &Expand{Name: "manager"}},
		{"manager($expand=manager($select=id))", &Expand{Name: "manager", Expand: &Expand{Name: "manager", Select: []string{"id"}}}},
		{"*", &Expand{Name: "*"}},
		{"microsoft.graph.user/manager", &Expand{Name: "microsoft.graph.user/manager"}},
	} {
		q, err := table.ParseQuery(Options{Query: url.Values{"$expand": {c.expand}}}, true)
		if assert.NoError(t, err, c.expand) {
			assert.Equal(t, c.want, q.Expand, c.expand)
		}
	}
	q, err := table.ParseQuery(Options{Query: url.Values{"$expand": {"manager($levels=max;$select=id)"}, "$count": {"true"}}, Advanced: true}, true)
	require.NoError(t, err)
	assert.Equal(t, &Expand{Name: "manager", Levels: AllLevels, Select: []string{"id"}}, q.Expand)
	q, err = table.ParseQuery(Options{Query: url.Values{"$expand": {"manager($levels=1000)"}, "$count": {"true"}}, Advanced: true}, true)
	require.NoError(t, err)
	assert.Equal(t, 1000, q.Expand.Levels)

	const levels = "manager($levels=2)"
	for _, c := range []struct {
		why, expand string
		advanced    bool
		want        *api.Refusal
		args        []string
	}{
		{"one a query", "manager,directReports", false, &UnsupportedQuery, nil},
		{"one inside too", "manager($expand=a,b)", false, &UnsupportedQuery, nil},
		{"not in an advanced query", "manager", true, &UnsupportedQuery, nil},
		{"levels only there", levels, false, &UnsupportedQuery, nil},
		{"no pages of a navigation", "manager($top=1)", false, &UnsupportedQuery, nil},
		{"no level", "manager($levels=0)", true, &InvalidSelect, []string{"$levels=0"}},
		{"too many levels", "manager($levels=1001)", true, &InvalidSelect, []string{"$levels=1001"}},
		{"levels of something", "manager($levels=few)", true, &InvalidSelect, []string{"$levels=few"}},
		{"no name", "($select=id)", false, &InvalidSelect, []string{"($select=id)"}},
		{"two names", "manager id", false, &InvalidSelect, []string{"manager id"}},
		{"open", "manager($select=id", false, &InvalidSelect, []string{"manager($select=id"}},
		{"closed twice", "manager($select=id))", false, &InvalidSelect, []string{"manager($select=id))"}},
		{"more after it", "manager($select=id)x", false, &InvalidSelect, []string{"manager($select=id)x"}},
		{"select of nothing", "manager($select=)", false, &InvalidSelect, []string{""}},
		{"an option without a name", "manager(=1)", false, &InvalidSelect, []string{"=1"}},
		{"too deep", "a($expand=a($expand=a($expand=a($expand=a($expand=a)))))", false, &InvalidSelect, []string{"a"}},
	} {
		query := url.Values{"$expand": {c.expand}}
		if c.advanced {
			query.Set("$count", "true")
		}
		_, err := table.ParseQuery(Options{Query: query, Advanced: c.advanced}, true)
		if assert.Error(t, err, c.why) {
			refused(t, err, c.want, c.args...)
		}
	}
}

// TestLoose: a clause breaks out of parentheses by its own ones, and by quotes, and
// not by what stands between quotes.
func TestLoose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		clause string
		loose  bool
	}{
		{"", false}, {"a eq 'x'", false}, {"(a eq 'x') or (b eq 'y')", false}, {"a eq ')('", false}, {"a eq ''')'", false}, {"a eq '''' and (b eq '(')", false},
		{"accountEnabled eq true) or (startsWith(displayName,'A')", true}, {")(", true}, {"(", true}, {")", true}, {"((a)", true},
		{"a eq '", true}, {"a eq '''", true}, {"a eq '''')", true}, {"a eq '') or (''", true}, {"a eq 'ä)' or (b", true},
	} {
		assert.Equal(t, c.loose, Loose(c.clause) != "", c.clause)
	}
}
