package odata

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// person is a row with one property of each kind and each filter line. Its names
// are a user's, so that the cases read like requests.
type person struct {
	ID      string
	Name    string
	Shown   string
	Enabled Tri
	Created time.Time
	Cells   Cells
}

const (
	d = ByDefault
	a = Advanced
)

// people is a function's own copy, so that a test may change it.
func people() *Table[*person] {
	return &Table[*person]{
		Entity: "Person", EDM: "microsoft.graph.person", Set: "people",
		Cells: func(r *person) *Cells { return &r.Cells },
		Props: []Prop[*person]{
			{Name: "id", Flags: Default | ReadOnly | NotNull, Filter: Filter{Eq: d}, Read: func(r *person) string { return r.ID }},
			{Name: "userPrincipalName", Flags: Default | Required | NotNull | EndsWith, Order: d,
				Filter: Filter{Eq: d, GeLe: d, StartsWith: d}, Text: func(r *person) *string { return &r.Name }},
			{Name: "displayName", Max: 8, Flags: Default | Required | NotNull, Order: d,
				Filter: Filter{Eq: d, StartsWith: d, EqNull: a}, Text: func(r *person) *string { return &r.Shown }},
			{Name: "accountEnabled", Type: Bool, Flags: NotNull, Filter: Filter{Eq: d, GeLe: a},
				Bool: func(r *person) *Tri { return &r.Enabled }},
			{Name: "createdDateTime", Type: Time, Flags: ReadOnly, Order: a, Filter: Filter{Eq: d, GeLe: d, EqNull: a},
				Time: func(r *person) *time.Time { return &r.Created }},
			{Name: "city", Max: 4, Filter: Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
			{Name: "companyName", Filter: Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
			{Name: "level", Type: Int, Filter: Filter{Eq: d, GeLe: d, EqNull: a}},
			{Name: "showInAddressList", Type: Bool, Filter: Filter{Eq: a, GeLe: a, EqNull: a}},
			{Name: "employeeHireDate", Type: Time, Filter: Filter{Eq: d, GeLe: d, EqNull: a}},
			{Name: "businessPhones", Type: TextList, Max: 1, Flags: Default | NotNull, Filter: Filter{Eq: d}},
			{Name: "proxyAddresses", Type: TextList, Flags: EndsWith, Filter: Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
			{Name: "assignedLicenses", Type: ObjectList, EDM: "microsoft.graph.assignedLicense", Flags: ReadOnly, Filter: Filter{Eq: d}},
			{Name: "identities", Type: ObjectList, EDM: "microsoft.graph.objectIdentity", Filter: Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
			{Name: "attributes", Type: Object, EDM: "microsoft.graph.attributes", Filter: Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
			{Name: "settings", Type: Object, EDM: "microsoft.graph.settings", Filter: Filter{Eq: d, StartsWith: d},
				Members: []Member{{Name: "theme"}, {Name: "dark", Type: Bool}, {Name: "tags", Type: TextList}}},
			{Name: "faxNumber", Flags: NotFiltered, Filter: Filter{Eq: d}},
			{Name: "unlisted"},
			{Name: "aboutMe", Flags: SingleOnly | OnRequest | Alone | NotFiltered},
			{Name: "costly", Flags: OnRequest},
			{Name: "secret", Flags: Secret | OnRequest | NotFiltered},
			{Name: "department", Filter: Filter{Eq: d}, Check: func(v string) bool { return v != "Nowhere" }},
			{Name: "description", Filter: Filter{Eq: d, StartsWith: d}},
		},
	}
}

// row returns a row as a create with that body would leave it.
func row(t testing.TB, table *Table[*person], body string) *person {
	t.Helper()
	c, err := table.Body([]byte(body))
	require.NoError(t, err)
	r := new(person)
	table.Apply(r, c)
	return r
}

// refused asserts that err is the refusal with those arguments, as the emulator
// will write it and the client recognize it.
func refused(t *testing.T, err error, want *api.Refusal, args ...string) {
	t.Helper()
	require.Error(t, err)
	got, ok := err.(*admin365.Error) //nolint:errorlint // The refusal itself is asked for, not something that wraps it.
	require.Truef(t, ok, "a %T, not a refusal: %v", err, err)
	w := want.Err("", args...)
	assert.Equal(t, w.Message, got.Message)
	assert.Equal(t, w.Code, got.Code)
	assert.Equal(t, w.Status, got.Status)
	assert.Equal(t, w.Kind, got.Kind)
	_, ok = want.Match(got.Status, got.Code, got.Message)
	assert.Truef(t, ok, "%s is not recognized by its own answer", want.Name)
}

// TestTableWithoutCells: where each property has a place of its own, there are
// no cells to ask for.
func TestTableWithoutCells(t *testing.T) {
	t.Parallel()
	table := &Table[*person]{Props: []Prop[*person]{
		{Name: "id", Read: func(r *person) string { return r.ID }},
		{Name: "displayName", Text: func(r *person) *string { return &r.Shown }},
	}}
	row := &person{ID: "7"}
	table.Apply(row, Change{{Prop: 1, Value: "Ada"}})
	assert.JSONEq(t, `{"id":"7","displayName":"Ada"}`, "{"+string(table.AppendProps(nil, row, []int{0, 1}))+"}")
	type shown struct {
		ID    string `json:"id"`
		Shown string `json:"displayName"`
	}
	assert.Equal(t, &shown{"7", "Ada"}, (&Binding[*person, *shown]{Table: table}).Read(row))
}
