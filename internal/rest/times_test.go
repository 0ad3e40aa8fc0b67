package rest

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTimesInUTC: a service may write a time in another zone; callers see UTC.
func TestTimesInUTC(t *testing.T) {
	t.Parallel()
	type inner struct {
		At time.Time `json:"at"`
	}
	type outer struct {
		At    time.Time        `json:"at"`
		None  time.Time        `json:"none"`
		Maybe *time.Time       `json:"maybe"`
		Never *time.Time       `json:"never"`
		List  []time.Time      `json:"list"`
		Map   map[string]inner `json:"map"`
		inner `json:"-"`
		Name  string `json:"name"`
	}
	body := `{"at":"2026-01-05T10:30:00.5+01:30","none":null,"maybe":"2026-01-05T04:00:00\u002d05:00","never":null,
		"list":["2026-01-05T09:00:00Z","2026-01-05T20:00:00+11:00"],"map":{"x":{"at":"2026-01-05T09:00:00+00:00"}}}`
	nine := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	want := outer{
		At: nine.Add(500 * time.Millisecond), Maybe: &nine, List: []time.Time{nine, nine}, Map: map[string]inner{"x": {nine}}, Name: "kept",
	}
	var got outer
	require.NoError(t, decode(http.Header{}, []byte(body), &got))
	got.Name = "kept"
	assert.Equal(t, want, got)
	over := outer{Name: "kept", None: nine}
	require.NoError(t, Over(&over, []byte(body)))
	assert.Equal(t, want, over)
	for _, bad := range []string{`{"at":5}`, `{"at":"soon"}`, `{"at":"2026-01-05 09:00:00"}`, `{"at":{}}`, `{"at":"\ud800"}`} {
		err := decode(http.Header{}, []byte(bad), &got)
		require.Error(t, err, bad)
		assert.NotContains(t, err.Error(), "soon", "no word of the document")
	}
}
