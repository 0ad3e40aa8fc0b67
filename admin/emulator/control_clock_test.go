package emulator_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestControlClockIsBounded: a clock starts between 2000 and 2100 and does not pass the
// end of that. What lies beyond is refused at once, and nothing has happened then.
func TestControlClockIsBounded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, start := range []string{"0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2100-01-01T00:00:01Z", "9999-12-31T23:59:59Z"} {
		refused := d.call(400, "POST", "/tenants", `{"start":"`+start+`"}`)
		assert.Equal(t, "start is from 2000-01-01T00:00:00Z to 2100-01-01T00:00:00Z", refused["message"], start)
	}
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 1)

	now := func(path string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, d.call(200, "GET", path+"/clock", "")["now"].(string))
		require.NoError(t, err)
		return at
	}
	for _, start := range []string{"2000-01-01T00:00:00Z", "2099-12-31T00:00:00Z"} {
		made, path := d.tenant(`{"start":"` + start + `"}`)
		at, err := time.Parse(time.RFC3339, start)
		require.NoError(t, err)
		assert.WithinDuration(t, at, now(path), time.Hour)
		assert.Equal(t, 200, d.graph(d.token(made), "GET", "/v1.0/users/AlexW@contoso.com", ""))
	}

	_, path := d.tenant(`{"start":"2090-01-01T00:00:00Z"}`)
	for _, advance := range []string{"876000h", "87700h", "-1s"} {
		refused := d.call(400, "POST", path+"/clock", `{"advance":"`+advance+`"}`)
		assert.Contains(t, refused["message"], "the clock does not pass 2100-01-01T00:00:00Z")
		assert.WithinDuration(t, time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC), now(path), time.Hour)
	}
	d.call(200, "POST", path+"/clock", `{"advance":"87000h"}`)
	assert.Equal(t, 2099, now(path).Year())
}

// TestControlDocumentsAreOfTheirTime: a document does not move a clock past its end.
func TestControlDocumentsAreOfTheirTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, path := d.tenant(`{}`)
	_, document := d.send("GET", control+path+"/document", "")
	late := regexp.MustCompile(`"time":"[^"]*"`).ReplaceAllString(string(document), `"time":"9999-12-31T00:00:00Z"`)
	require.NotEqual(t, string(document), late)
	const says = "the document's time is after 2100-01-01T00:00:00Z"
	assert.Equal(t, says, d.call(400, "PUT", path+"/document", late)["message"])
	assert.Equal(t, says, d.call(400, "POST", "/tenants", `{"document":`+late+`}`)["message"])
	d.call(204, "PUT", path+"/document", string(document))
}
