package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

type batchPart struct {
	ID      string            `json:"id"`
	Method  string            `json:"method,omitempty"`
	URL     string            `json:"url,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    any               `json:"body,omitempty"`
	After   []string          `json:"dependsOn,omitempty"`
	Status  int               `json:"status,omitempty"`
}

// batch sends the parts with Raw, and returns the answers by id.
func batch(t *testing.T, c *admin.Client, parts ...batchPart) (map[string]batchPart, error) {
	t.Helper()
	got, err := c.Raw(t.Context(), admin.RawRequest{Method: http.MethodPost, Path: "/v1.0/$batch", Body: map[string]any{"requests": parts}})
	if err != nil {
		return nil, err
	}
	assert.Equal(t, http.StatusOK, got.Status)
	var body struct {
		Responses []batchPart `json:"responses"`
	}
	require.NoError(t, json.Unmarshal(got.Body, &body), "%s", got.Body)
	byID := map[string]batchPart{}
	for _, p := range body.Responses {
		byID[p.ID] = p
	}
	return byID, nil
}

// TestRawBatch: the library has no method for batches; a program that needs one
// sends it with Raw, in memory and over HTTP alike.
func TestRawBatch(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		const select1 = "?$select=userPrincipalName"
		typed := map[string]string{"Content-Type": "application/json"}
		var people []batchPart
		for i := range 20 {
			people = append(people, batchPart{ID: fmt.Sprint(i), Method: "GET", URL: "/users/AdeleV@contoso.com" + select1})
		}
		got, err := batch(t, c, people...)
		require.NoError(t, err)
		assert.Len(t, got, 20)
		assert.Equal(t, "AdeleV@contoso.com", got["19"].Body.(map[string]any)["userPrincipalName"])

		stop := m.Drill(admin.Throttle("identity.Users.Get", 1, 1500*time.Millisecond))
		got, err = batch(t, c, people[:2]...)
		require.NoError(t, err, "the batch goes through")
		assert.Equal(t, 429, got["0"].Status)
		assert.Equal(t, "1.5", got["0"].Headers["Retry-After"])
		assert.Equal(t, 200, got["1"].Status)
		stop()

		got, err = batch(t, c,
			batchPart{ID: "set", Method: "PATCH", URL: "users/AdeleV@contoso.com", Headers: typed, Body: map[string]any{"jobTitle": "Chief"}},
			batchPart{ID: "get", Method: "GET", URL: "users/AdeleV@contoso.com?$select=jobTitle", After: []string{"set"}},
			batchPart{ID: "lost", Method: "GET", URL: "users/nobody@contoso.com", After: []string{"get"}},
			batchPart{ID: "after", Method: "DELETE", URL: "users/AdeleV@contoso.com", After: []string{"lost"}},
		)
		require.NoError(t, err)
		assert.Equal(t, []int{204, 200, 404, 424}, []int{got["set"].Status, got["get"].Status, got["lost"].Status, got["after"].Status})
		assert.Nil(t, got["set"].Body)
		assert.Equal(t, "Chief", got["get"].Body.(map[string]any)["jobTitle"])

		_, err = batch(t, c, append(people, people[0])...)
		require.ErrorIs(t, err, admin365.ErrInvalid, "21 are too many")
		m.Drill(admin.Unavailable("graph.Batch", 0, 0))
		_, err = batch(t, c, people...)
		require.ErrorIs(t, err, admin365.ErrUncertain, "nobody knows what was done")
	})
}

// TestDrillOfABatch: a throttled batch is sent again as every POST that was
// refused.
func TestDrillOfABatch(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		m.Drill(admin.Throttle("graph.Batch", 2, 3*time.Second))
		started := time.Now()
		got, err := batch(t, c, batchPart{ID: "1", Method: "GET", URL: "/users/AdeleV@contoso.com"})
		require.NoError(t, err)
		assert.Equal(t, 200, got["1"].Status)
		assert.GreaterOrEqual(t, time.Since(started), 6*time.Second)
	})
}
