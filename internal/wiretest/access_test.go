package wiretest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const accessList = `{"paths":{
	"/Things/{id}":{"GET":{"DelegatedWork":["Thing.Read","Thing.Write"],"Application":["Thing.Read.All"],"leastDelegatedWork":["Thing.Read"],"leastApplication":["Thing.Read.All"]}},
	"/me":{"GET":{"DelegatedWork":["Thing.Read"],"Application":[],"leastDelegatedWork":["Thing.Read"]}}}}`

// TestAccess: each way in which an operation can differ from the list is told.
func TestAccess(t *testing.T) {
	t.Parallel()
	op := func(delegated, application []admin365.Permission, paths ...string) *api.Op {
		return &api.Op{Name: "x", Method: "GET", Paths: paths, Access: api.Access{Delegated: delegated, Application: application}}
	}
	permissions := func(all ...admin365.Permission) []admin365.Permission { return all }
	read, readAll := permissions("Thing.Read"), permissions("Thing.Read.All")
	for name, c := range map[string]struct {
		op      *api.Op
		spelled map[string]string
		want    []string
	}{
		"as the list":            {op: op(read, readAll, "/things/{id}", "/things/{id}/$ref", "/things/{id}/$count")},
		"me has no applications": {op: op(read, readAll, "/me")},
		"absent":                 {op: op(read, readAll, "/planets"), want: []string{"x GET /planets: absent"}},
		"spelled otherwise":      {op: op(read, readAll, "/planets"), spelled: map[string]string{"GET /planets": "/things/{id}"}},
		"too much":               {op: op(permissions("Thing.Read", "All"), permissions("Thing.Read.All", "All"), "/things/{id}"), want: []string{"x GET /things/{id}: delegated All", "x GET /things/{id}: application All"}},
		"not the least":          {op: op(permissions("Thing.Write", "Thing.Read"), readAll, "/things/{id}"), want: []string{"x GET /things/{id}: least delegated"}},
		"no application":         {op: op(read, nil, "/things/{id}"), want: []string{"x GET /things/{id}: applications"}},
		"another least one":      {op: op(read, permissions("All", "Thing.Read.All"), "/things/{id}"), want: []string{"x GET /things/{id}: application All", "x GET /things/{id}: least application"}},
	} {
		got, err := Access([]byte(accessList), []*api.Op{c.op}, c.spelled)
		require.NoError(t, err, name)
		assert.Equal(t, c.want, got, name)
	}
	_, err := Access([]byte("x"), nil, nil)
	assert.Error(t, err)
}
