package odata

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestBody reads each type as the canonical value that rows hold.
func TestBody(t *testing.T) {
	t.Parallel()
	table := people()
	c, err := table.Body([]byte(`{"@odata.type":"#microsoft.graph.person","DISPLAYNAME":"A\u00e9\n","accountEnabled":false,"level":-7,
		"employeeHireDate":"2024-01-01T12:00:00.5+02:00","businessPhones":[ "1" , "2" ],"identities":[ { "issuer" : "x" } ],
		"attributes": { "a" : [ 1 , null ] },"city":null}`))
	require.NoError(t, err)
	value := func(name, v string) Item { return Item{Prop: table.Lookup(name), Value: v} }
	assert.Equal(t, Change{
		value("displayName", "Aé\n"), value("accountEnabled", "false"), value("level", "-7"),
		value("employeeHireDate", "2024-01-01T10:00:00.5Z"), value("businessPhones", `["1","2"]`),
		value("identities", `[{"issuer":"x"}]`), value("attributes", `{"a":[1,null]}`),
		{Prop: table.Lookup("city"), Null: true},
	}, c)
	assert.Len(t, c.Props(), len(c))
	_, ok := c.Get(table.Lookup("costly"))
	assert.False(t, ok)
}

// TestBodyRefusals has what a body is refused for before any rule.
func TestBodyRefusals(t *testing.T) {
	t.Parallel()
	table := people()
	invalid := func(prop string) error { return table.Invalid(table.Lookup(prop)) }
	unknown := table.unknown("nope")
	malformed := api.MalformedJSON.Err("")
	for body, want := range map[string]error{
		``: malformed, `[]`: malformed, `"x"`: malformed, `{`: malformed, `{"city"`: malformed, `{"city":`: malformed,
		`{"city":"x"`: malformed, `{"city":"x"}}`: malformed, `{} {}`: malformed, `{"city":x}`: malformed, `{city:"x"}`: malformed,
		`{"city":"x","city":"y"}`: malformed, `{"city":"x","City":"y"}`: malformed, "{\"city\":\"\xff\"}": malformed,
		`{"nope":1}`: unknown, `{"nope":null}`: unknown,
		`{"city":1}`: invalid("city"), `{"city":["x"]}`: invalid("city"), `{"accountEnabled":"true"}`: invalid("accountEnabled"),
		`{"accountEnabled":0}`: invalid("accountEnabled"), `{"level":"1"}`: invalid("level"), `{"level":1.5}`: invalid("level"),
		`{"level":1e3}`: invalid("level"), `{"level":2147483648}`: invalid("level"), `{"employeeHireDate":"today"}`: invalid("employeeHireDate"),
		`{"employeeHireDate":1}`: invalid("employeeHireDate"), `{"businessPhones":"1"}`: invalid("businessPhones"),
		`{"businessPhones":[1]}`: invalid("businessPhones"), `{"businessPhones":["null",null]}`: invalid("businessPhones"),
		`{"identities":{}}`: invalid("identities"), `{"identities":[1]}`: invalid("identities"),
		`{"attributes":[]}`: invalid("attributes"), `{"attributes":"x"}`: invalid("attributes"),
	} {
		_, err := table.Body([]byte(body))
		assert.Equal(t, want, err, body)
	}
	_, err := table.Body([]byte(`{"businessPhones":["null"]}`))
	require.NoError(t, err, "the text null is not null")
}

// TestRefusalsOfProperties: each refusal of a property is the directory's own, and
// names the property where clients look for it.
func TestRefusalsOfProperties(t *testing.T) {
	t.Parallel()
	table := people()
	city := table.Lookup("city")
	refused(t, table.Invalid(city), &api.InvalidValue, "city", "Person")
	refused(t, table.Missing(city), &api.ValueRequired, "city", "Person")
	for _, body := range []string{`{"Planet":1}`, `{"city":"x","Planet":null}`} {
		_, err := table.Body([]byte(body))
		refused(t, err, &api.UnknownProperty)
		var e *admin365.Error
		require.ErrorAs(t, err, &e)
		require.Len(t, e.Details, 1, body)
		assert.Equal(t, "Planet", e.Details[0].Target, "the name as it was sent")
		assert.Equal(t, "One or more property values specified are invalid.", e.Details[0].Message)
	}
}

// TestValidate has each rule of a property's line.
func TestValidate(t *testing.T) {
	t.Parallel()
	table := people()
	at := table.Lookup
	const whole = `"userPrincipalName":"a@b","displayName":"A"`
	for _, c := range []struct {
		why, body string
		create    bool
		want      error
	}{
		{"all that is required", `{` + whole + `}`, true, nil},
		{"nothing is required of an update", `{}`, false, nil},
		{"one is missing", `{"userPrincipalName":"a@b"}`, true, table.Missing(at("displayName"))},
		{"one is null", `{"userPrincipalName":"a@b","displayName":null}`, true, table.Missing(at("displayName"))},
		{"null of what is not required", `{` + whole + `,"city":null}`, true, nil},
		{"null of what the service sets, as clients create", `{` + whole + `,"createdDateTime":null}`, true, nil},
		{"null clears", `{"city":null}`, false, nil},
		{"null where it is not allowed", `{"displayName":null}`, false, table.Invalid(at("displayName"))},
		{"what the service sets", `{"createdDateTime":"2024-01-01T00:00:00Z"}`, false, api.PropertyReadOnly.Err("", "createdDateTime")},
		{"what the service sets is not cleared either", `{"createdDateTime":null}`, false, api.PropertyReadOnly.Err("", "createdDateTime")},
		{"an id", `{` + whole + `,"id":"x"}`, true, api.PropertyReadOnly.Err("", "id")},
		{"an empty text", `{"city":""}`, false, table.Invalid(at("city"))},
		{"as long as allowed", `{"city":"äöüß"}`, false, nil},
		{"too long", `{"city":"abcde"}`, false, table.Invalid(at("city"))},
		{"length is in UTF-16 units", `{"city":"😀😀"}`, false, nil},
		{"and so is too long", `{"city":"😀😀x"}`, false, table.Invalid(at("city"))},
		{"too many items", `{"businessPhones":["1","2"]}`, false, table.Invalid(at("businessPhones"))},
		{"an empty item", `{"businessPhones":[""]}`, false, table.Invalid(at("businessPhones"))},
		{"an empty list", `{"businessPhones":[]}`, false, nil},
		{"the check", `{"department":"Nowhere"}`, false, table.Invalid(at("department"))},
	} {
		change, err := table.Body([]byte(c.body))
		require.NoError(t, err, c.why)
		err = table.Validate(change, c.create)
		if c.want == nil {
			assert.NoError(t, err, c.why)
		} else {
			assert.Equal(t, c.want, err, c.why)
		}
	}
}

// TestApplyToObjects: a change of a complex value changes the members that it
// names and no others; null clears the whole.
//
// Source: OData 4.01 Part 1, section 11.4.3, Update an Entity.
func TestApplyToObjects(t *testing.T) {
	t.Parallel()
	table := people()
	for _, c := range []struct{ why, before, change, want string }{
		{"a member that was not there", `{"settings":{"theme":"sea"}}`, `{"settings":{"dark":true}}`, `{"theme":"sea","dark":true}`},
		{"a member that was", `{"settings":{"theme":"sea","dark":true}}`, `{"settings":{"Theme":"sky"}}`, `{"theme":"sky","dark":true}`},
		{"null of a member", `{"settings":{"theme":"sea","dark":true}}`, `{"settings":{"dark":null}}`, `{"theme":"sea","dark":null}`},
		{"null of the whole", `{"settings":{"theme":"sea"}}`, `{"settings":null}`, ``},
		{"nothing before", `{}`, `{"settings":{"theme":"sea"}}`, `{"theme":"sea"}`},
		{"an object of any members", `{"attributes":{"a":1,"b":[2]}}`, `{"attributes":{"b":3,"c":null}}`, `{"a":1,"b":3,"c":null}`},
		{"a list is replaced", `{"identities":[{"a":1},{"b":2}]}`, `{"identities":[{"c":3}]}`, `[{"c":3}]`},
		{"a text is replaced", `{"city":"{\"a\":1}"}`, `{"city":"{\"b\":2}"}`, `{"b":2}`},
	} {
		r := row(t, table, c.before)
		change, err := table.Body([]byte(c.change))
		require.NoError(t, err, c.why)
		table.Apply(r, change)
		got, set := table.Value(r, change[0].Prop)
		assert.Equal(t, c.want != "", set, c.why)
		if set {
			assert.JSONEq(t, c.want, got, c.why)
		}
	}
}

// TestDiff says how two versions differ, and never what a secret is.
func TestDiff(t *testing.T) {
	t.Parallel()
	table := people()
	before := row(t, table, `{"city":"Bonn","level":1,"secret":"old","businessPhones":["1"]}`)
	after := row(t, table, `{"city":"Ulm","secret":"new","businessPhones":[],"accountEnabled":true,"createdDateTime":"2024-01-01T00:00:00Z"}`)
	assert.Equal(t, []string{
		`accountEnabled null -> "true"`, `createdDateTime null -> "2024-01-01T00:00:00Z"`, `city "Bonn" -> "Ulm"`,
		`level "1" -> null`, `businessPhones "[\"1\"]" -> null`, `secret changed`,
	}, table.Diff(before, after))
	assert.Empty(t, table.Diff(after, after))
}

// TestRender writes what is not set as null, and lists as empty ones.
func TestRender(t *testing.T) {
	t.Parallel()
	table := people()
	r := row(t, table, `{"city":"\"ö\u2028","accountEnabled":true,"level":7,"createdDateTime":"2024-01-01T00:00:00.25Z","attributes":{"a":1}}`)
	r.ID = "x"
	sel := props(table, "id", "city", "accountEnabled", "showInAddressList", "level", "createdDateTime",
		"employeeHireDate", "businessPhones", "identities", "attributes", "description")
	assert.Equal(t, `"id":"x","city":"\"ö`+"\u2028"+`","accountEnabled":true,"showInAddressList":null,"level":7,`+
		`"createdDateTime":"2024-01-01T00:00:00.25Z","employeeHireDate":null,"businessPhones":[],"identities":[],"attributes":{"a":1},"description":null`,
		string(table.AppendProps(nil, r, sel)))
	assert.Equal(t, `"accountEnabled":true,"createdDateTime":"2024-01-01T00:00:00.25Z","city":"\"ö`+"\u2028"+`","level":7,"attributes":{"a":1}`,
		string(table.AppendSet(nil, r)), "an id is computed and not saved")
}

// public is what a caller of the library sees of a person.
type public struct {
	ID          string              `json:"id"`
	Name        string              `json:"userPrincipalName"`
	Enabled     *bool               `json:"accountEnabled"`
	Shown       bool                `json:"showInAddressList"`
	Created     time.Time           `json:"createdDateTime"`
	Hired       time.Time           `json:"employeeHireDate"`
	City        string              `json:"city"`
	Level       int                 `json:"level"`
	Phones      []string            `json:"businessPhones"`
	Identities  []map[string]string `json:"identities"`
	Attributes  map[string]any      `json:"attributes"`
	Hidden      string              `json:"-"`
	Other       string              `json:"other,omitzero"`
	unexported  string
	DisplayName string `json:"DISPLAYNAME,omitzero"`
}

// TestBinding ties a struct to the table by its tags.
func TestBinding(t *testing.T) {
	t.Parallel()
	table := people()
	b := Binding[*person, *public]{Table: table}
	assert.Equal(t, []string{"id", "userPrincipalName", "accountEnabled", "showInAddressList", "createdDateTime", "employeeHireDate",
		"city", "level", "businessPhones", "identities", "attributes", "displayName"}, b.Names())
	r := row(t, table, `{"userPrincipalName":"a@b","displayName":"A","accountEnabled":false,"city":"Ulm","businessPhones":["1"]}`)
	r.ID = "x"
	first := b.Read(r)
	assert.Equal(t, &public{ID: "x", Name: "a@b", DisplayName: "A", Enabled: new(false), City: "Ulm", Phones: []string{"1"}, Identities: []map[string]string{}}, first)
	first.Phones[0] = "changed"
	assert.Equal(t, []string{"1"}, b.Read(r).Phones, "what Read returns belongs to the caller")

	sent, err := table.Body([]byte(`{"city":"Ulm"}`))
	require.NoError(t, err)
	assert.Equal(t, &public{ID: "x", Name: "a@b", DisplayName: "A", City: "Ulm", Phones: []string{"1"}}, b.Answer(r, sent),
		"a create answers the default set and what was sent")
	assert.Empty(t, first.unexported)
}

// TestBindingOfSome: a struct that has some of the table's properties is asked
// which, is given those that are wanted, and has its lists filled up.
func TestBindingOfSome(t *testing.T) {
	t.Parallel()
	table := people()
	b := Binding[*person, *public]{Table: table}
	assert.True(t, b.Has(table.Lookup("displayName")), "by the name in its tag, letter case aside")
	assert.False(t, b.Has(table.Lookup("costly")), "it has no such field")

	cells := func(p *Prop[*person]) bool { return p.Name == "city" || p.Type == TextList }
	assert.Equal(t, []string{"city", "businessPhones"}, b.NamesOf(cells))
	r := row(t, table, `{"displayName":"A","city":"Ulm"}`)
	assert.Equal(t, &public{City: "Ulm", Phones: []string{}}, b.Pick(r, cells))

	answer := &public{City: "Bonn"}
	b.Complete(answer, cells)
	assert.Equal(t, &public{City: "Bonn", Phones: []string{}}, answer, "a list that was asked for is empty and not unknown")
	answer.Phones = []string{"1"}
	b.Complete(answer, cells)
	assert.Equal(t, []string{"1"}, answer.Phones, "what came stays")
}

// TestTimes says which times are read, and that each is written as it is read.
func TestTimes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2024-05-01T10:00:00Z": "2024-05-01T10:00:00Z", "2024-05-01T10:00:00.1200Z": "2024-05-01T10:00:00.12Z",
		"2024-05-01T10:00:00+05:30": "2024-05-01T04:30:00Z", "2024-05-01T10:00Z": "2024-05-01T10:00:00Z",
		"2024-05-01": "2024-05-01T00:00:00Z", "0001-01-01T00:00:00Z": "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z": "9999-12-31T23:59:59.9999999Z",
	} {
		at, ok := ParseTime(in)
		require.True(t, ok, in)
		assert.Equal(t, want, FormatTime(at))
	}
	for _, in := range []string{"", "2024", "10:00", "2024-05-01 10:00:00Z", "2024-05-01T10:00:00", "2024-02-30", "9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"} {
		_, ok := ParseTime(in)
		assert.False(t, ok, "%q is no time that Graph could write", in)
	}
}

// TestLists says that a list's value holds no allocation's trace of its items.
func TestLists(t *testing.T) {
	t.Parallel()
	for _, items := range [][]string{nil, {"a"}, {`"`, "<b>", "ö", ""}} {
		assert.Equal(t, items, List(ListValue(items)), fmt.Sprint(items))
	}
	assert.Empty(t, List("{"))
	assert.Empty(t, ListValue([]string{}))
}

// TestCellsGet finds each cell, and none that is not there.
func TestCellsGet(t *testing.T) {
	t.Parallel()
	var from [maxProps]span
	for _, i := range []int{0, 3, 127} {
		from[i] = span{true, strings.Repeat("x", i*3)}
	}
	c := pack(&from, maxProps)
	for i := range from {
		text, ok := c.get(i)
		assert.Equal(t, from[i], span{ok, text}, i)
	}
	assert.Empty(t, pack(&[maxProps]span{}, maxProps))
	_, ok := Cells("").get(5)
	assert.False(t, ok)
}
