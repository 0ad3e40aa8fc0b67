package climicrosoft365_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// hosts are those that the CLI asks in our job, and that the emulator serves.
var hosts = []string{
	"graph.microsoft.com", "login.microsoftonline.com", "login.windows.net", "api.bap.microsoft.com", "management.azure.com",
	"api.flow.microsoft.com", "api.powerapps.com",
}

const (
	program  = "node_modules/@pnp/cli-microsoft365/dist/index.js"
	password = "vQ7#mzKp2!rT"
)

// lab is a Contoso behind an emulator, and the CLI with a home of its own.
type lab struct {
	t     *testing.T
	m     *admin.Test
	e     *admin.Emulator
	proxy *proxy
	node  string
	env   []string
	home  string
	// telemetry is what the CLI may have been refused, in the test that is of it.
	telemetry []string

	in  io.WriteCloser
	out *bufio.Scanner
}

// newLab returns one whose CLI has not signed in.
func newLab(t *testing.T) *lab {
	t.Helper()
	return newLabWith(t, admin.EmulatorConfig{})
}

func newLabWith(t *testing.T, cfg admin.EmulatorConfig) *lab {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: there is no node, which runs the CLI for Microsoft 365")
	}
	if _, err := os.Stat(program); err != nil {
		t.Skip("SKIPPED: @pnp/cli-microsoft365 is not installed; run npm ci --ignore-scripts in internal/interop/climicrosoft365")
	}

	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, cfg)
	certificate, authority := certificates(t, hosts...)
	server := httptest.NewUnstartedServer(e.Handler())
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	home := t.TempDir()
	l := &lab{t: t, m: m, e: e, node: node, home: home, proxy: newProxy(t, server.Listener.Addr().String(), hosts...)}

	// Where the CLI keeps its settings: without telemetry it has nobody else to ask.
	settings := filepath.Join(home, ".config", "configstore")
	require.NoError(t, os.MkdirAll(settings, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(settings, "cli-m365-config.json"), []byte(`{"disableTelemetry": true, "prompt": false}`), 0o600))
	// Of the machine's environment the CLI gets what a process needs to run at all.
	l.env = []string{
		"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"), "HOME=" + home, "USERPROFILE=" + home,
		"NODE_EXTRA_CA_CERTS=" + authority, "HTTPS_PROXY=" + l.proxy.server.URL, "HTTP_PROXY=" + l.proxy.server.URL, "NO_PROXY=",
		"CLIMICROSOFT365_NOUPDATE=1",
	}
	t.Cleanup(func() { assert.Equal(t, l.telemetry, l.proxy.turnedAway(), "it asked nobody else") })
	return l
}

// signedIn returns one whose CLI has signed in with the secret of the application
// that may do everything.
func signedIn(t *testing.T) *lab {
	t.Helper()
	l := newLab(t)
	app := l.e.DefaultApp()
	l.run("login", options{"authType": "secret", "appId": app.ID, "tenant": l.m.TenantID(), "secret": app.Secret.Reveal(), "cloud": "Public"})
	return l
}

// asAdministrator returns one whose CLI has signed in the Global Administrator, with a
// device code that nobody has to type: some of its commands want a person.
func asAdministrator(t *testing.T) *lab {
	t.Helper()
	const name = "admin@contoso.com"
	l := newLabWith(t, admin.EmulatorConfig{AutoSignIn: name})
	l.run("login", options{"authType": "deviceCode", "appId": l.e.DefaultApp().ID, "tenant": l.m.TenantID(), "cloud": "Public"})
	require.Equal(t, name, shown[object](l, "status", nil).text("connectedAs"))
	return l
}

// start runs the program that takes one command after the other.
func (l *lab) start() {
	l.t.Helper()
	// The test's own context ends before its cleanups, which wait for the program.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.t.Context()), 4*time.Minute)
	cmd := exec.CommandContext(ctx, l.node, "scripts/main.mjs")
	cmd.Env = l.env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	require.NoError(l.t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(l.t, err)
	require.NoError(l.t, cmd.Start())
	l.in, l.out = in, bufio.NewScanner(out)
	l.out.Buffer(nil, 8<<20)
	l.t.Cleanup(func() {
		defer cancel()
		in.Close()
		err := cmd.Wait()
		assert.NoError(l.t, err, "node says: %s", stderr.String())
		assert.Empty(l.t, stderr.String(), "node has nothing to complain of")
	})
}

// options of a command, by their long names.
type options map[string]any

// printed is what a command left behind.
type printed struct {
	Stdout, Stderr, Error, Stack string
}

// try runs a command.
func (l *lab) try(command string, given options) printed {
	l.t.Helper()
	if l.in == nil {
		l.start()
	}
	line, err := json.Marshal(map[string]any{"command": command, "options": given})
	require.NoError(l.t, err)
	_, err = l.in.Write(append(line, '\n'))
	require.NoError(l.t, err)
	require.True(l.t, l.out.Scan(), "%s: node has ended: %v", command, l.out.Err())
	var answer printed
	require.NoError(l.t, json.Unmarshal(l.out.Bytes(), &answer), "%s", l.out.Bytes())
	return answer
}

// run runs a command that has to succeed and prints nothing, or nothing of interest.
func (l *lab) run(command string, given options) string {
	l.t.Helper()
	answer := l.try(command, given)
	require.Empty(l.t, answer.Error, "m365 %s: %s", command, answer.Stack)
	count(command)
	return answer.Stdout
}

// refused runs a command that has to fail, and returns what it says.
func (l *lab) refused(command string, given options) string {
	l.t.Helper()
	answer := l.try(command, given)
	require.NotEmpty(l.t, answer.Error, "m365 %s printed %s", command, answer.Stdout)
	return answer.Error
}

// shown runs a command that has to succeed, and decodes what it prints.
func shown[T any](l *lab, command string, given options) T {
	l.t.Helper()
	text := l.run(command, given)
	var v T
	require.NoError(l.t, json.Unmarshal([]byte(text), &v), "m365 %s printed %s", command, text)
	return v
}

// calls are the statuses of the operation's requests that came over the wire.
func (l *lab) calls(op string) []int {
	var statuses []int
	for _, r := range l.m.Requests() {
		if r.Op == op && r.Status != 0 {
			statuses = append(statuses, r.Status)
		}
	}
	return statuses
}
