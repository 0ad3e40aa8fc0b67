package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDelaysEnd: a delay holds a request no longer than its drill lasts, and none holds
// up a server that is closed, or a tenant that is dropped.
//
//nolint:paralleltest // It looks at all goroutines.
func TestDelaysEnd(t *testing.T) {
	for name, end := range map[string]func(d *desk, path string){
		"the drill ends": func(d *desk, path string) {
			d.call(204, "DELETE", path+"/drills/"+list(d.call(200, "GET", path+"/drills", ""))[0].(object)["id"].(string), "")
		},
		"all drills end":       func(d *desk, path string) { d.call(204, "DELETE", path+"/drills", "") },
		"the tenant goes":      func(d *desk, path string) { d.call(204, "DELETE", path, "") },
		"the server is closed": func(d *desk, _ string) { assert.NoError(d.t, d.s.Close(d.t.Context())) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			made, path := d.tenant(`{}`)
			token := d.token(made)
			d.call(201, "POST", path+"/drills", `{"op":"identity.Users.Get","delay":"1h","status":404}`)
			status := make(chan int, 1)
			go func() { status <- d.graph(token, "GET", "/v1.0/users/AlexW@contoso.com", "") }()
			require.Eventually(t, func() bool { return strings.Contains(stacks(), "Fault).Pause") }, 20*time.Second, 5*time.Millisecond)
			end(d, path)
			select {
			case got := <-status:
				assert.Equal(t, 404, got)
			case <-time.After(10 * time.Second):
				t.Error("the request is still held")
			}
		})
	}
}
