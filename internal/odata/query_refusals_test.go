package odata

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestRefusalsOfQueries: what is wrong with a query is the caller's mistake, 400
// on the wire, and each kind of request declares what it can be refused.
func TestRefusalsOfQueries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		declared   []*api.Refusal
		with, less []*api.Refusal
		why        string
	}{
		{
			"one entity", EntityRefusals(),
			[]*api.Refusal{&UnknownOption, &RepeatedOption, &NotCollection, &InvalidSelect, &UnsupportedQuery, &api.SelectUnknownProperty},
			[]*api.Refusal{&InvalidTop, &InvalidOrder, &InvalidSearch, &api.InvalidFilter},
			"it takes $select and $expand alone",
		},
		{
			"a collection", ListRefusals(),
			[]*api.Refusal{
				&UnknownOption, &RepeatedOption, &UnsupportedOption, &InvalidTop, &InvalidCount, &InvalidSelect, &InvalidOrder, &InvalidSearch,
				&UnsupportedQuery, &UnsupportedFunction, &TooManyClauses, &api.SearchNeedsHeader, &api.InvalidFilter,
			},
			[]*api.Refusal{&NotCollection},
			"it is one",
		},
		{
			"a number of rows", CountRefusals(),
			[]*api.Refusal{&UnknownOption, &RepeatedOption, &InvalidSearch, &UnsupportedFunction, &api.CountNotSupported, &api.InvalidFilter},
			[]*api.Refusal{&api.SearchNeedsHeader, &api.UnsupportedOperator, &TooManyClauses},
			"it is advanced in itself",
		},
		{"what only some tables refuse", []*api.Refusal{&DateMismatch}, nil, nil, ""},
	} {
		for _, r := range c.declared {
			assert.Equal(t, 400, r.Status, r.Name)
			if r != &api.InvalidPageToken { // A token was good once.
				require.ErrorIs(t, r.Err(""), admin365.ErrInvalid, r.Name)
			}
			assert.NotEmpty(t, r.Source, "%s: who says so", r.Name)
		}
		for _, r := range c.with {
			assert.Contains(t, c.declared, r, "%s: %s", c.name, r.Name)
		}
		for _, r := range c.less {
			assert.NotContains(t, c.declared, r, "%s: %s: %s", c.name, r.Name, c.why)
		}
	}
}

// TestSearchDepth: parentheses nest as deep as the bound and no deeper, and those
// side by side do not nest.
func TestSearchDepth(t *testing.T) {
	t.Parallel()
	table := people()
	nested := func(n int) string {
		return strings.Repeat("(", n) + `"displayName:x"` + strings.Repeat(")", n)
	}
	_, err := table.ParseSearch(nested(50))
	require.NoError(t, err)
	_, err = table.ParseSearch(nested(51))
	refused(t, err, &UnsupportedQuery)
	_, err = table.ParseSearch(nested(50) + " AND " + nested(50) + " OR " + nested(50))
	require.NoError(t, err, "what is closed counts no more")
}
