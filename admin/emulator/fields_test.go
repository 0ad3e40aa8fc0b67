package emulator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin/emulator"
)

// TestDecode: members are found by the names that people expect, and what is not there is
// refused with the path to it.
func TestDecode(t *testing.T) {
	t.Parallel()
	type inner struct {
		UserID   string
		SKUID    string
		URL      string
		Hidden   string `json:"-"`
		Tagged   int    `json:"other,omitzero"`
		unlisted int
	}
	type whole struct {
		inner
		Wait   time.Duration
		At     time.Time
		Secret admin365.Secret
		May    admin365.Optional[string]
		List   []inner
		Map    map[string]*inner
		Bytes  []byte
		Number float64
	}
	var v whole
	require.NoError(t, emulator.Decode([]byte(`{"userId":"u","skuId":"s","url":"l","hidden":"h","other":3,"wait":"90s","at":"2026-01-05T09:00:00Z",
		"secret":"x","may":null,"list":[{"userId":"a"},{"userId":"b"}],"map":{"k":{"url":"m"},"n":null},"bytes":"aGk=","number":1.5}`), &v))
	assert.Equal(t, []any{"u", "s", "l", "h", 3, 90 * time.Second, "x", true, "b", "m", "hi", 1.5, 0},
		[]any{v.UserID, v.SKUID, v.URL, v.Hidden, v.Tagged, v.Wait, v.Secret.Reveal(), v.May.IsNull(), v.List[1].UserID, v.Map["k"].URL, string(v.Bytes), v.Number, v.unlisted})
	assert.Nil(t, v.Map["n"])
	require.NoError(t, emulator.Decode(nil, &v), "nothing is an empty object")
	for body, says := range map[string]string{
		`{"unlisted":1}`:                   "there is no unlisted",
		`{"inner":{}}`:                     "there is no inner",
		`{"UserID":"u"}`:                   "there is no UserID",
		`{"list":[{},{"user":1}]}`:         "there is no list[1].user",
		`{"map":{"k":{"other":"three"}}}`:  "map.k.other is no whole number",
		`{"wait":5}`:                       "wait is no duration",
		`{"at":"yesterday"}`:               "at is no time",
		`{"may":7}`:                        "may is no text or null",
		`{"bytes":"%"}`:                    "bytes is no text in base64",
		`{"list":{}}`:                      "list is no list",
		`{"number":null}`:                  "number is no number",
		`{"secret":"[admin365:redacted]"}`: "marker",
		`null`:                             "the body is no object",
		`{"wait":"1s"`:                     "not JSON",
	} {
		err := emulator.Decode([]byte(body), &whole{})
		require.ErrorIs(t, err, admin365.ErrInvalid, body)
		assert.Contains(t, err.Error(), says, body)
	}
}

// FuzzDecode: whatever is sent, it is taken or refused.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{}`, `{"seed":"contoso","people":3}`, `{"a":[[[`, `{"app":{"permissions":null}}`, "\x00", `{"start":"2026"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var v struct {
			Seed   string
			People int
			Start  time.Time
			App    struct{ Permissions *[]string }
			Map    map[string]time.Duration
		}
		if err := emulator.Decode(body, &v); err != nil {
			require.ErrorIs(t, err, admin365.ErrInvalid)
		}
	})
}
