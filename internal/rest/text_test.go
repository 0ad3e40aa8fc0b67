package rest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestText: a bare value comes without the byte order mark that the service
// puts before it, and nothing else is taken for one.
func TestText(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil,
		answer(200, "\ufeff893", "Content-Type", "text/plain"),
		answer(200, "<html>", "Content-Type", "text/html"),
		answer(200, adele))
	got, err := Text(t.Context(), client, Request{Call: opList.At()})
	require.NoError(t, err)
	assert.Equal(t, "893", got)
	for range 2 {
		got, err = Text(t.Context(), client, Request{Call: opList.At()})
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		assert.Empty(t, got)
	}
	assert.Len(t, s.requests(), 3)
}
