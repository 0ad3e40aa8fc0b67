package emulator_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestControlBodiesAreBounded: only a document may be large, wherever it stands. Who sends
// too much is answered.
func TestControlBodiesAreBounded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	_, document := d.send("GET", control+path+"/document", "")
	large := strings.TrimSuffix(strings.TrimSpace(string(document)), "}") + strings.Repeat(" ", 2<<20) + "}"
	long := strings.Repeat("x", 9<<20)
	for name, c := range map[string]struct {
		path, body string
		status     int
		says       string
	}{
		"a long name":                  {"/tenants", `{"name":"` + long + `"}`, 413, "only a document"},
		"an unknown member":            {"/tenants", `{"nonsense":"` + long + `"}`, 400, "there is no nonsense"},
		"a document and a long name":   {"/tenants", `{"document":{},"seed":"` + long + `"}`, 413, "only a document"},
		"no JSON":                      {"/tenants", long, 413, "only a document"},
		"a large document, said late":  {"/tenants", `{"people":1,"document":` + large + `}`, 201, made["domain"].(string)},
		"a large document, said early": {"/tenants", `{"document":` + large + `,"people":1}`, 201, made["domain"].(string)},
		"a large list of permissions":  {path + "/apps", `{"permissions":["` + long + `"]}`, 413, "only a document"},
	} {
		answer, text := d.send("POST", control+c.path, c.body, "Content-Type", "application/json")
		assert.Equal(t, c.status, answer.StatusCode, "%s: %.200s", name, text)
		assert.Contains(t, string(text), c.says, name)
	}
	answer, text := d.send("PUT", control+path+"/document", large, "Content-Type", "application/json")
	assert.Equal(t, 204, answer.StatusCode, "%.200s", text)
}
