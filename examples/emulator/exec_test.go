package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin/emulator"
)

// command is a program that exec runs.
func command(args []string) int {
	switch args[0] {
	case "env":
		for _, entry := range os.Environ() {
			fmt.Println(entry)
		}
	case "cat":
		_, _ = io.Copy(os.Stdout, os.Stdin)
	case "exit":
		code, _ := strconv.Atoi(args[1])
		return code
	case "signal":
		got := make(chan os.Signal, 1)
		signal.Notify(got, syscall.SIGTERM)
		fmt.Println("waiting")
		<-got
		return 9
	case "die":
		fmt.Println("waiting")
		time.Sleep(time.Minute)
	case "get":
		// Go asks the environment for the proxy, and for the certificate on Linux.
		response, err := http.Get(args[1])
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println(response.Status)
		response.Body.Close()
	}
	return 0
}

// process is the program as a process, with the test program as its command.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	// Little of the machine's environment: a proxy that stands there must not decide
	// whether a test is green.
	cmd.Env = []string{
		role + "=emulator", "PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"), "TMPDIR=" + t.TempDir(), "TEMP=" + os.Getenv("TEMP"),
		"https_proxy=http://127.0.0.1:1", "NODE_OPTIONS=--no-warnings", "EMPTY=",
	}
	return cmd
}

// asCommand is what runs the test program as the command, with env of POSIX.
func asCommand(t *testing.T, args ...string) []string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: there is no env on Windows, which gives the command its role")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	return append([]string{"--", "env", role + "=command", self}, args...)
}

// TestExec: the command has the emulator in its environment, our streams, and its exit
// code is ours.
func TestExec(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tenantFile := filepath.Join(dir, "contoso.json")
	out, err := process(t, append([]string{"exec", "-tenant-file", tenantFile}, asCommand(t, "env")...)...).Output()
	require.NoError(t, err)
	got := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		assert.NotContains(t, got, name, "once")
		got[name] = value
	}
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+$`, got["HTTPS_PROXY"])
	assert.Equal(t, got["HTTPS_PROXY"], got["https_proxy"], "the machine's own is not in the way")
	assert.Equal(t, got["NO_PROXY"], got["no_proxy"])
	assert.NotContains(t, got, "HTTP_PROXY")
	assert.Regexp(t, `^--no-warnings --require=".*preload\.cjs"$`, got["NODE_OPTIONS"])
	assert.NotEmpty(t, got["AZURE_CLIENT_SECRET"])
	assert.NoFileExists(t, got["SSL_CERT_FILE"], "it was temporary")
	assert.FileExists(t, tenantFile)

	cmd := process(t, append([]string{"exec"}, asCommand(t, "cat")...)...)
	cmd.Stdin = strings.NewReader("from our input")
	out, err = cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, "from our input", string(out))

	notRunnable := filepath.Join(dir, "text")
	require.NoError(t, os.WriteFile(notRunnable, []byte("text"), 0o600))
	for _, test := range []struct {
		args []string
		code int
		says string
	}{
		{asCommand(t, "exit", "7"), 7, ""},
		{asCommand(t, "exit", "0"), 0, ""},
		{[]string{"--", "no-such-command"}, exitNotFound, "no-such-command"},
		{[]string{"--", filepath.Join(dir, "nothing")}, exitNotFound, "nothing"},
		{[]string{"--", notRunnable}, exitNotRunnable, "permission denied"},
		{[]string{"--"}, exitOurs, "needs a command"},
		{append([]string{"-address", "0.0.0.0:0"}, asCommand(t, "env")...), exitOurs, "not a loopback address"},
		{[]string{"-print", "sh"}, exitOurs, "not defined"},
	} {
		var stderr bytes.Buffer
		cmd := process(t, append([]string{"exec"}, test.args...)...)
		cmd.Stderr = &stderr
		_ = cmd.Run() // Its code is looked at.
		assert.Equal(t, test.code, cmd.ProcessState.ExitCode(), "%v: %s", test.args, &stderr)
		assert.Contains(t, stderr.String(), test.says, "%v", test.args)
	}
	if runtime.GOOS == "linux" {
		out, err = process(t, append([]string{"exec"}, asCommand(t, "get", "https://graph.microsoft.com/v1.0/users")...)...).Output()
		require.NoError(t, err, string(out))
		assert.Equal(t, "401 Unauthorized\n", string(out))
		out, _ = process(t, append([]string{"exec"}, asCommand(t, "get", "https://example.com/")...)...).Output()
		assert.Contains(t, string(out), `admin365: the emulator does not serve the host "example.com"`)
	}
}

// TestSignals: what asks the emulator to stop lets it save, and reaches the command.
func TestSignals(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: Windows has no such signals")
	}
	for name, test := range map[string]struct {
		args   []string
		signal os.Signal
		code   int
	}{
		"serving":                {nil, syscall.SIGTERM, exitWell},
		"interrupted":            {nil, os.Interrupt, exitWell},
		"hung up":                {nil, syscall.SIGHUP, exitWell},
		"a command that listens": {asCommand(t, "signal"), syscall.SIGTERM, 9},
		"a command that dies":    {asCommand(t, "die"), syscall.SIGTERM, exitSignal + int(syscall.SIGTERM)},
		"a command interrupted":  {asCommand(t, "die"), os.Interrupt, exitSignal + int(syscall.SIGINT)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenantFile := filepath.Join(t.TempDir(), "contoso.json")
			args := []string{"-tenant-file", tenantFile}
			if test.args != nil {
				args = append(append([]string{"exec"}, args...), test.args...)
			}
			cmd := process(t, args...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			_, err = out.Read(make([]byte, 1)) // Its first word says that it is ready.
			require.NoError(t, err, stderr.String())
			go func() { _, _ = io.Copy(io.Discard, out) }()
			require.NoError(t, cmd.Process.Signal(test.signal))
			_ = cmd.Wait() // Its code is looked at.
			assert.Equal(t, test.code, cmd.ProcessState.ExitCode(), stderr.String())
			assert.FileExists(t, tenantFile)
		})
	}
}

// TestEnvironment: Windows tells no case, and paths there have backslashes.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	all := []emulator.Variable{{Name: "HTTPS_PROXY", Value: "http://127.0.0.1:1"}}
	assert.Equal(t, []string{"A=b", `HTTPS_PROXY=http://127.0.0.1:1`, `NODE_OPTIONS=--require="C:\\Temp dir\\preload.cjs"`},
		environment([]string{"A=b", "https_Proxy=x"}, all, `C:\Temp dir\preload.cjs`, true))
	assert.Equal(t, []string{"A=b", "https_Proxy=x", `HTTPS_PROXY=http://127.0.0.1:1`, `https_proxy=http://127.0.0.1:1`, `NODE_OPTIONS=--require="/tmp/preload.cjs"`},
		environment([]string{"A=b", "https_Proxy=x", "https_proxy=y"}, all, `/tmp/preload.cjs`, false))
}

// TestKilled: what was answered is there after kill -9, and nothing is in the way of
// the next run.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	envFile, tenantFile := filepath.Join(dir, "emulator.env"), filepath.Join(dir, "contoso.json")
	cmd := process(t, "-env-file", envFile, "-tenant-file", tenantFile, "-print", "none")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { _, err := os.Stat(envFile); return err == nil }, 30*time.Second, 2*time.Millisecond)
	variables := readEnvFile(t, envFile)
	s := &served{variables: variables, client: clientOf(t, variables)}
	defer s.client.CloseIdleConnections()
	status, body := s.call(t, variables["AZURE_TENANT_ID"], http.MethodPost, "/users", fmt.Sprintf(newcomer, "contoso.com"))
	require.Equal(t, http.StatusCreated, status, body)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // It was killed.
	assert.FileExists(t, envFile, "it could not remove it")

	again := serve(t, "-tenant-file", tenantFile)
	status, body = again.call(t, variables["AZURE_TENANT_ID"], http.MethodGet, "/users/new@contoso.com", "")
	assert.Equal(t, http.StatusOK, status, body)
	var stderr text
	assert.Equal(t, exitUsage, program{stderr: &stderr}.serve(t.Context(), []string{"-tenant-file", tenantFile}))
	assert.Contains(t, stderr.String(), "contoso.json", "one emulator at a time")
}
