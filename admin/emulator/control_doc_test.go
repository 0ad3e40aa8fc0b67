package emulator_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin/emulator"
)

const controlDocument = "../../docs/control.md"

// TestControlDocumentRuns: the lines of docs/control.md do what it says, in its order.
func TestControlDocumentRuns(t *testing.T) {
	t.Parallel()
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("SKIPPED: there is no curl")
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("SKIPPED: there is no sh")
	}
	text, err := os.ReadFile(controlDocument)
	require.NoError(t, err)
	d := newDesk(t)
	folder := t.TempDir()
	env := []string{"ADMIN365_CONTROL=" + d.s.ControlURL(), "PATH=" + os.Getenv("PATH")}
	ran := 0
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "curl ") {
			continue
		}
		cmd := exec.CommandContext(t.Context(), shell, "-c", line) //nolint:gosec // The lines are the document's own.
		cmd.Env, cmd.Dir = env, folder
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s with %s: %s", line, curl, out)
		if tenant := member(out, "control"); tenant != "" && ran == 2 {
			env = append(env, "TENANT="+tenant)
		}
		if app := member(out, "clientId"); app != "" && strings.Contains(line, "/apps") {
			env = append(env, "APP="+app)
		}
		ran++
	}
	assert.Greater(t, ran, 25)
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 2, "the one of the beginning, and Fabrikam")
}

func member(text []byte, name string) string {
	found := regexp.MustCompile(`"` + name + `":"([^"]*)"`).FindSubmatch(text)
	if found == nil {
		return ""
	}
	return string(found[1])
}

// TestControlDocumentIsWhole: every call of the interface is on a line.
func TestControlDocumentIsWhole(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(controlDocument)
	require.NoError(t, err)
	id := regexp.MustCompile(`\{\w+\}`)
	for _, call := range emulator.ControlCalls() {
		method, path, _ := strings.Cut(call, " ")
		path = strings.Replace(path, "/control/v1/tenants/{tenant}", `"\$TENANT`, 1)
		path = strings.Replace(path, "/control", `"\$ADMIN365_CONTROL`, 1)
		path = id.ReplaceAllString(path, `[\w.$]+`)
		asked := `curl -sSf ` + path + `["?]`
		if method != "GET" {
			asked = `curl -sSf -X ` + method + ` ` + path + `["?]`
		}
		assert.Regexp(t, `(?m)^`+asked, string(text), call)
	}
}
