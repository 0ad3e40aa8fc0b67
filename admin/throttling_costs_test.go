package admin

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
)

// costs is the table of the contract, line by line: what costs more than one unit. A
// path that begins with /users/{id} is one of /me too.
//
// The contract has 3 for getByIds, the page 5 by now.
//
// Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
var costs = []struct {
	method, path string
	units        int
	// known: the emulator has the operation.
	known bool
}{
	{"GET", "/users", 2, true},
	{"GET", "/applications", 2, false},
	{"GET", "/contracts", 3, false},
	{"GET", "/subscribedSkus", 3, true},
	{"GET", "/groups/{id}/members", 3, true},
	{"GET", "/groups/{id}/transitiveMembers", 5, true},
	{"GET", "/domains/{id}/domainNameReferences", 4, true},
	{"GET", "/users/{id}/memberOf", 2, true},
	{"GET", "/users/{id}/licenseDetails", 2, true},
	{"GET", "/users/{id}/ownedObjects", 2, false},
	{"GET", "/users/{id}/transitiveMemberOf", 2, true},
	{"POST", "/directoryObjects/getByIds", 5, true},
	{"POST", "/users/{id}/checkMemberGroups", 4, true},
	{"POST", "/users/{id}/checkMemberObjects", 4, true},
	{"POST", "/users/{id}/getMemberGroups", 2, true},
	{"POST", "/users/{id}/getMemberObjects", 2, true},
}

// costOf is what the table says of an operation. A count costs what the list costs.
// Unverified: that one.
func costOf(op *api.Op) int {
	for _, c := range costs {
		if op.Method == c.method && strings.TrimSuffix(op.Paths[0], "/$count") == c.path {
			return c.units
		}
	}
	return 1
}

// TestCostsOfOperations: each operation costs what the table says, and one that the table
// does not have costs one.
func TestCostsOfOperations(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, op := range shared().mux.Ops() {
		if op.API != &api.Graph {
			assert.Zero(t, op.Units, "%s: only Graph counts units", op.Name)
			continue
		}
		assert.Equal(t, costOf(op), op.Cost(nil), "%s %s %s", op.Name, op.Method, op.Paths[0])
		for _, path := range op.Paths {
			seen[op.Method+" "+path] = true
		}
	}
	for _, c := range costs {
		assert.Equal(t, c.known, seen[c.method+" "+c.path], "%s %s", c.method, c.path)
	}
}

// TestCostsOnTheWire: the emulator says the cost in each answer: one less with $select or
// a small $top, one more with $expand, and never less than one.
func TestCostsOnTheWire(t *testing.T) {
	t.Parallel()
	m := NewTest(t)
	e := NewEmulator(m.Memory, EmulatorConfig{Throttle: Throttling{On: true}})
	token, err := e.Credential(admin365.Caller{}).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	require.NoError(t, err)
	ids := map[string]string{"users": "AdeleV@contoso.com", "domains": "contoso.com"}
	for g, err := range m.Identity.Groups.List(t.Context(), identity.GroupQuery{}) {
		require.NoError(t, err)
		ids["groups"] = string(g.ID)
		break
	}
	for _, c := range costs {
		if !c.known {
			continue
		}
		path := strings.Replace(c.path, "{id}", ids[strings.Split(c.path, "/")[1]], 1)
		for query, less := range map[string]int{"": 0, "?$select=id": 1, "?$top=5": 1, "?$top=20": 0, "?$select=id&$top=5": 2, "?$expand=manager": -1} {
			// An option that the operation does not take is refused, and costs the same.
			assert.Equal(t, strconv.Itoa(max(c.units-less, 1)), unitsOf(t.Context(), t, e, token.Token, c.method, path+query), path+query)
		}
	}
	for _, path := range []string{"/users/AdeleV@contoso.com", "/organization", "/domains", "/groups", "/users/AdeleV@contoso.com?$select=id", "/directoryRoles"} {
		assert.Equal(t, "1", unitsOf(t.Context(), t, e, token.Token, http.MethodGet, path), path)
	}
}

func unitsOf(ctx context.Context, t *testing.T, e *Emulator, token, method, path string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, "https://graph.microsoft.com/v1.0"+path, http.NoBody)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := e.Transport().RoundTrip(r)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.Header.Get("x-ms-resource-unit")
}
