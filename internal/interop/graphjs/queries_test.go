package graphjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/identity"
)

// TestQueries: what needs the advanced engine is refused without its header and
// its count, and answered with both.
func TestQueries(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const (
		notEquals = "Filter operator 'NotEqualsMatch' is not supported."
		clause    = "Unsupported or invalid query filter clause specified for property 'officeLocation' of resource 'User'."
	)
	for _, c := range []struct {
		name, filter, refusal string
	}{
		{"ne", "department ne 'IT'", notEquals},
		{"not", "not startsWith(displayName,'A')", notEquals},
		{"endsWith", "endsWith(userPrincipalName,'G@contoso.com')", "'endsWith'"},
		{"a property of the advanced engine", "officeLocation eq '18/2111'", clause},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, in := range []input{{}, {"count": true}, {"headers": eventual}} {
				in["filter"] = c.filter
				if in["headers"] != nil && c.name == "endsWith" {
					continue // The service's text speaks of the header alone.
				}
				thrown := l.refused("users.list", in)
				assert.Equal(t, 400, thrown.StatusCode)
				assert.Equal(t, "Request_UnsupportedQuery", thrown.Code)
				assert.Contains(t, thrown.Message, c.refusal)
			}
			got := take[page](l, "users.list", input{"filter": c.filter, "count": true, "headers": eventual})
			want := l.inTenant(identity.UserQuery{Filter: c.filter, Advanced: true})
			assert.Equal(t, want, namesOf(got.Value))
			assert.Less(t, len(want), 24, "the case leaves somebody out")
			require.NotNil(t, got.Count)
			assert.Equal(t, len(want), *got.Count)
		})
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, c := range []struct {
		name, search string
		want         []string
	}{
		{"a word", `"displayName:adele"`, []string{"AdeleV@contoso.com"}},
		{"or", `"displayName:adele" OR "displayName:wilber"`, []string{"AdeleV@contoso.com", "AlexW@contoso.com"}},
		{"and", `"displayName:megan" AND "userPrincipalName:meganb"`, []string{"MeganB@contoso.com"}},
		{"nobody", `"displayName:nobody"`, []string{}},
	} {
		got := take[page](l, "users.list", input{"search": c.search, "count": true, "headers": eventual, "select": []string{"userPrincipalName"}})
		assert.ElementsMatch(t, c.want, namesOf(got.Value), c.name)
		require.NotNil(t, got.Count, c.name)
		assert.Equal(t, len(c.want), *got.Count, c.name)
		thrown := l.refused("users.list", input{"search": c.search})
		assert.Equal(t, "Request_UnsupportedQuery", thrown.Code, c.name)
	}

	// The iterator goes through what was found page by page.
	type walk struct {
		Users    []object
		Complete bool
	}
	found := take[walk](l, "users.iterate", input{"search": `"userPrincipalName:a"`, "top": 1, "headers": eventual})
	assert.True(t, found.Complete)
	assert.ElementsMatch(t, l.inTenant(identity.UserQuery{UserPrincipalNamePrefix: "a"}), namesOf(found.Users))
	assert.Len(t, found.Users, 4)
}

// TestCount: the number of a collection, with the condition of a list.
func TestCount(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for filter, want := range map[string]string{
		"": "24", "startsWith(displayName,'A')": "3", "department ne 'IT'": "20", "department eq 'nowhere'": "0",
	} {
		got := take[struct{ Text string }](l, "users.count", input{"headers": eventual, "filter": filter})
		assert.Equal(t, want, got.Text, filter)
	}
}
