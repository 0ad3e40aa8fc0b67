package vitest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// report is what vitest says of a run, as far as it is looked at.
type report struct {
	Success                       bool
	NumTotalTests, NumPassedTests int
	TestResults                   []struct {
		AssertionResults []struct{ FullName, Status string }
	}
}

// TestSuite: the suite is green, with several processes at once, and leaves no tenant
// behind.
func TestSuite(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: there is no node, which runs vitest")
	}
	for _, needed := range []string{"@microsoft/microsoft-graph-client", "undici", "vitest"} {
		if _, err := os.Stat("node_modules/" + needed + "/package.json"); err != nil {
			t.Skip("SKIPPED: " + needed + " is not installed; run npm ci --ignore-scripts in internal/interop/vitest")
		}
	}
	authority := filepath.Join(t.TempDir(), "authority.pem")
	server, err := emulator.Start(emulator.Config{
		Emulator: admin.NewEmulator(admin.NewMemory(admin.MemoryConfig{}), admin.EmulatorConfig{}), CertificateFile: authority,
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
		defer cancel()
		assert.NoError(t, server.Close(ctx))
	})

	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "node_modules/vitest/vitest.mjs", "run", "--reporter=json")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"), "HOME=" + t.TempDir(), "CI=1"}
	for _, v := range server.Environ() {
		cmd.Env = append(cmd.Env, v.Name+"="+v.Value)
	}
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err = cmd.Run()
	var r report
	require.NoError(t, json.Unmarshal(out.Bytes(), &r), "%v: %s%s", err, out.Bytes(), said.Bytes())
	assert.NoError(t, err, "%s%s", out.Bytes(), said.Bytes())
	assert.True(t, r.Success)
	assert.Equal(t, 15, r.NumTotalTests)
	assert.Equal(t, r.NumTotalTests, r.NumPassedTests)

	var tenants struct{ Value []json.RawMessage }
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.ControlURL()+"/v1/tenants", nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&tenants))
	assert.Len(t, tenants.Value, 1, "each test has dropped its tenant")
}
