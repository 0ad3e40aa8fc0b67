package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// built is the program as it is released.
func built(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "emulator.exe")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

// started runs the program until it has answered one request, and returns how long
// that took. While it runs, then is called with its process.
func started(t testing.TB, binary string, then func(process int, url string)) time.Duration {
	t.Helper()
	envFile := filepath.Join(t.TempDir(), "emulator.env")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begin := time.Now()
	cmd := exec.CommandContext(ctx, binary, "-env-file", envFile, "-print", "none")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	require.NoError(t, cmd.Start())
	defer func() {
		cancel()
		_ = cmd.Wait() // It was told to end.
	}()
	var content []byte
	for {
		var err error
		if content, err = os.ReadFile(envFile); err == nil {
			break
		}
		require.Less(t, time.Since(begin), 30*time.Second)
		time.Sleep(200 * time.Microsecond)
	}
	url := regexp.MustCompile(`(?m)^HTTPS_PROXY=(.*)$`).FindStringSubmatch(string(content))[1]
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/login.microsoftonline.com/common/.well-known/openid-configuration", nil)
	require.NoError(t, err)
	response, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, response.Body)
	response.Body.Close()
	require.NoError(t, err)
	took := time.Since(begin)
	require.Equal(t, http.StatusOK, response.StatusCode)
	if then != nil {
		then(cmd.Process.Pid, url)
	}
	return took
}

// resident is the memory of a process in KiB, as Linux tells it.
func resident(t testing.TB, process int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	require.NoError(t, err)
	kib, err := strconv.Atoi(string(regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)[1]))
	require.NoError(t, err)
	return kib
}

// TestStart: it answers at once, and takes little room. The fastest of several starts
// counts, because what else the machine does is not the emulator's.
func TestStart(t *testing.T) {
	t.Parallel()
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("it builds the program, and looks at its memory as Linux tells it")
	}
	binary := built(t)
	best, kib := time.Hour, 0
	for range 20 {
		best = min(best, started(t, binary, func(process int, _ string) { kib = max(kib, resident(t, process)) }))
	}
	t.Logf("first answer after %s, %d KiB of memory", best, kib)
	assert.Less(t, best, 100*time.Millisecond)
	assert.Less(t, kib, 40<<10)
}

// BenchmarkStart is the time from the start of the process to its first answer.
func BenchmarkStart(b *testing.B) {
	binary := built(b)
	for b.Loop() {
		started(b, binary, nil)
	}
}
