package emu

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/tenant"
)

// TestBatchFaults: drills meet the parts, each as a request of its own.
func TestBatchFaults(t *testing.T) {
	t.Parallel()
	const three = `{"id":"1","method":"GET","url":"/users/x"},{"id":"2","method":"GET","url":"/users/y"},{"id":"3","method":"GET","url":"/users/z","dependsOn":["2"]}`
	statuses := func(b batched) []int { return []int{b["1"].Status, b["2"].Status, b["3"].Status} }

	t.Run("one part is throttled", func(t *testing.T) {
		t.Parallel()
		l := newBatchLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "get", Skip: 1, Times: 1, Status: 429, Code: "TooManyRequests", Message: "Please retry again later.", RetryAfter: "2.128"})
		a, parts := l.batch(three)
		assert.Equal(t, []int{200, 429, 424}, statuses(parts))
		assert.Equal(t, "2.128", parts["2"].Headers["Retry-After"])
		assert.Empty(t, a.Header.Get("Retry-After"), "the batch itself is not throttled")
		code, _, inner := parts["2"].refusal(t)
		assert.Equal(t, "TooManyRequests", code)
		assert.Equal(t, "429", inner["code"])
		assert.Equal(t, []string{"get 200", "get 429", "graph.Batch 200"}, l.ran())
	})
	t.Run("the batch is throttled", func(t *testing.T) {
		t.Parallel()
		l := newBatchLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "graph.Batch", Times: 1, Status: 429, RetryAfter: "3"})
		a := l.do("POST", "/$batch", `{"requests":[`+three+`]}`)
		assert.Equal(t, []any{429, "3"}, []any{a.StatusCode, a.Header.Get("Retry-After")})
		assert.Equal(t, []string{"graph.Batch 429"}, l.ran())
		_, parts := l.batch(three)
		assert.Equal(t, []int{200, 200, 200}, statuses(parts))
	})
	t.Run("a drill of every operation", func(t *testing.T) {
		t.Parallel()
		l := newBatchLab(t)
		l.tenant.Faults.Add(tenant.Fault{Skip: 2, Times: 1, Status: 503})
		_, parts := l.batch(three)
		assert.Equal(t, []int{200, 503, 424}, statuses(parts), "the batch counts, and each part")
	})
	t.Run("a part is answered by a page", func(t *testing.T) {
		t.Parallel()
		l := newBatchLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "get", Times: 1, HTML: true, Done: true})
		_, parts := l.batch(three)
		assert.Equal(t, "text/html", parts["1"].Headers["Content-Type"])
		var text string
		require.NoError(t, json.Unmarshal(parts["1"].Body, &text))
		html, err := base64.StdEncoding.DecodeString(text)
		require.NoError(t, err)
		assert.Contains(t, string(html), "<html>")
	})
	t.Run("a part is cut", func(t *testing.T) {
		t.Parallel()
		l := newBatchLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "get", Skip: 1, Times: 1, Cut: true, Done: true})
		_, parts := l.batch(three)
		assert.Equal(t, []int{200, 504, 424}, statuses(parts))
		assert.Equal(t, []string{"get 200", "get 200", "graph.Batch 200"}, l.ran(), "it is done, and its answer is lost")
	})
	t.Run("the batch is lost", func(t *testing.T) {
		t.Parallel()
		for _, fault := range []tenant.Fault{{Cut: true, Done: true}, {HTML: true, Done: true}, {Status: 504, Done: true}} {
			l := newBatchLab(t)
			fault.Op = "graph.Batch"
			l.tenant.Faults.Add(fault)
			for name, way := range ways(t, l) {
				before := len(l.ran())
				response, err := way.RoundTrip(l.request("POST", "/$batch", `{"requests":[`+three+`]}`))
				if fault.Cut && err == nil {
					_, err = io.ReadAll(response.Body)
					assert.Error(t, err, name)
					assert.NoError(t, response.Body.Close())
				} else if !fault.Cut {
					require.NoError(t, err)
					a := read(t, response)
					assert.Equal(t, fault.HTML, strings.HasPrefix(a.body, "<html>"), name)
					assert.Equal(t, max(fault.Status, 200), a.StatusCode, name)
				}
				assert.Len(t, l.ran(), before+4, "all of it is done")
			}
		}
	})
	t.Run("the caller goes away", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := newBatchLab(t)
			l.tenant.Faults.Add(tenant.Fault{Op: "get", Skip: 1, Delay: time.Hour})
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := l.Transport().RoundTrip(l.request("POST", "/$batch", `{"requests":[`+three+`]}`).WithContext(ctx))
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, []string{"get 200"}, l.ran(), "what was done is done")
		})
	})
}
