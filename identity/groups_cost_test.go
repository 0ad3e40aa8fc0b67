package identity_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// cost is how many bytes of memory a request takes, whether they are given back
// or not.
func (w *wire) cost(path string) float64 {
	const times = 10
	var before, after runtime.MemStats
	w.Do("GET", path, "").Want(w.T, 200)
	runtime.ReadMemStats(&before)
	for range times {
		w.Do("GET", path, "")
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / times
}

// TestLargeGroup: the members of a group come once each over many pages, and a
// page costs the same in a large group as in a small one, early or late.
//
//nolint:paralleltest // It counts the memory that all goroutines take.
func TestLargeGroup(t *testing.T) {
	const size = 2500
	w := newWire(t)
	ctx, s := t.Context(), w.Tenant.Identity
	require.NoError(t, w.Tenant.Backstage.AddUsers(ctx, "u", size))
	var people []admin365.ObjectID
	for u, err := range s.Users.List(ctx, identity.UserQuery{Filter: "startswith(userPrincipalName,'u')"}) {
		require.NoError(t, err)
		people = append(people, admin365.ObjectID(u.ID))
	}
	require.Len(t, people, size)
	filled := func(name string, members []admin365.ObjectID) string {
		g, err := s.Groups.Create(ctx, security(name))
		require.NoError(t, err)
		for len(members) > 0 {
			n := min(20, len(members))
			require.NoError(t, s.GroupMembers.Add(ctx, g.ID, members[:n]...))
			members = members[n:]
		}
		return "/groups/" + string(g.ID) + "/"
	}
	large, small := filled("large", people), filled("small", people[:30])

	for _, list := range []string{"members", "transitiveMembers", "members/microsoft.graph.user"} {
		seen, late := map[string]bool{}, ""
		for page := large + list + "?$select=id&$top=20"; page != ""; {
			full := w.Do("GET", page, "")
			if ids := each(full.Values(t), "id"); len(ids) == 20 {
				late = page
				for _, id := range ids {
					require.False(t, seen[id], "%s twice", id)
					seen[id] = true
				}
			}
			page, _ = full.Want(t, 200)["@odata.nextLink"].(string)
		}
		assert.Len(t, seen, len(people), list)
		first := w.cost(small + list + "?$select=id&$top=20")
		assert.InEpsilon(t, first, w.cost(large+list+"?$select=id&$top=20"), 0.3, list)
		assert.Less(t, w.cost(late), 1.3*first, list)
	}
}
