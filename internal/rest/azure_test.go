package rest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestByteOrderMark: an answer that begins with one is read.
func TestByteOrderMark(t *testing.T) {
	t.Parallel()
	type thing struct {
		A int `json:"a"`
	}
	c, _ := newTest(t, nil, answer(200, "\ufeff"+`{"a":1}`))
	got, err := One[thing](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.NoError(t, err)
	assert.Equal(t, 1, got.A)
	c, _ = newTest(t, nil, answer(200, "\ufeff"+`[1,2]`))
	list, err := Array[int](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, list)
	c, _ = newTest(t, nil, answer(200, "\ufeff"))
	_, err = One[thing](t.Context(), c, Request{Call: labFollow.At("o1")})
	require.ErrorIs(t, err, admin365.ErrUnavailable)
}

// TestAzureAsyncOperation: it says where an operation is followed, before a Location that
// leads to its result.
func TestAzureAsyncOperation(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, nil, answer(202, ``, "azure-asyncoperation", "https://api.bap.microsoft.com:443/operations/o1?t=1&c=2", "Location", "https://api.bap.microsoft.com/results/o1"))
	started, err := Start[struct{}](t.Context(), c, Request{Call: labStart.At("e1")}, &labFollow)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationID("business-application-platform:/operations/o1?t=1&c=2"), started.ID)
}
