package admin365_test

import (
	"encoding/json"
	"testing"
	"time"

	strictjson "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

type inner struct {
	A string `json:"a,omitzero"`
}

type patch struct {
	Text   admin365.Optional[string]    `json:"text,omitzero"`
	Bool   admin365.Optional[bool]      `json:"bool,omitzero"`
	Number admin365.Optional[int]       `json:"number,omitzero"`
	Time   admin365.Optional[time.Time] `json:"time,omitzero"`
	List   admin365.Optional[[]string]  `json:"list,omitzero"`
	Object admin365.Optional[inner]     `json:"object,omitzero"`
}

// TestOptionalJSON: leave is absent, clear is null, set is the value, back and
// forth, in encoding/json and in the decoder that the client uses.
func TestOptionalJSON(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		name string
		in   patch
		want string
	}{
		{"leave", patch{}, `{}`},
		{"clear", patch{admin365.Null[string](), admin365.Null[bool](), admin365.Null[int](), admin365.Null[time.Time](), admin365.Null[[]string](), admin365.Null[inner]()},
			`{"text":null,"bool":null,"number":null,"time":null,"list":null,"object":null}`},
		{"set", patch{admin365.Set("x"), admin365.Set(true), admin365.Set(7), admin365.Set(at), admin365.Set([]string{"a"}), admin365.Set(inner{"b"})},
			`{"text":"x","bool":true,"number":7,"time":"2026-01-05T09:00:00Z","list":["a"],"object":{"a":"b"}}`},
		{"set to what is zero", patch{admin365.Set(""), admin365.Set(false), admin365.Set(0), admin365.Set(time.Time{}), admin365.Set([]string{}), admin365.Set(inner{})},
			`{"text":"","bool":false,"number":0,"time":"0001-01-01T00:00:00Z","list":[],"object":{}}`},
	}
	codecs := map[string]struct {
		marshal   func(any) ([]byte, error)
		unmarshal func([]byte, any) error
	}{
		"encoding/json":      {json.Marshal, json.Unmarshal},
		"go-json-experiment": {func(v any) ([]byte, error) { return strictjson.Marshal(v) }, func(b []byte, v any) error { return strictjson.Unmarshal(b, v) }},
	}
	for codec, c := range codecs {
		for _, k := range cases {
			t.Run(codec+" "+k.name, func(t *testing.T) {
				t.Parallel()
				b, err := c.marshal(k.in)
				require.NoError(t, err)
				assert.JSONEq(t, k.want, string(b))
				var back patch
				require.NoError(t, c.unmarshal(b, &back))
				assert.Equal(t, k.in, back)
			})
		}
		over := patch{Text: admin365.Set("old"), Bool: admin365.Set(true)}
		require.NoError(t, c.unmarshal([]byte(`{"text": null }`), &over))
		assert.True(t, over.Text.IsNull(), codec)
		assert.Equal(t, admin365.Set(true), over.Bool, "%s: absent leaves", codec)
		require.Error(t, c.unmarshal([]byte(`{"bool":"x"}`), &over), codec)
		assert.Equal(t, admin365.Set(true), over.Bool, "%s: a failure leaves", codec)
	}
}

func TestOptionalStates(t *testing.T) {
	t.Parallel()
	var leave admin365.Optional[string]
	for _, c := range []struct {
		o          admin365.Optional[string]
		zero, null bool
		value      string
		has        bool
	}{{leave, true, false, "", false}, {admin365.Null[string](), false, true, "", false}, {admin365.Set(""), false, false, "", true}, {admin365.Set("x"), false, false, "x", true}} {
		value, has := c.o.Get()
		assert.Equal(t, []any{c.zero, c.null, c.value, c.has}, []any{c.o.IsZero(), c.o.IsNull(), value, has})
	}
	b, err := json.Marshal(leave)
	require.NoError(t, err)
	assert.Equal(t, "null", string(b))
}
