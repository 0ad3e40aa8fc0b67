package graphjs_test

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
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

const (
	graphHost = "graph.microsoft.com"
	loginHost = "login.microsoftonline.com"
	password  = "vQ7#mzKp2!rT"
)

// lab is a Contoso behind an emulator, and a program in node that takes one step
// after the other, so that the tenant can be looked at in between.
type lab struct {
	t     *testing.T
	m     *admin.Test
	e     *admin.Emulator
	proxy *proxy

	in  io.WriteCloser
	out *bufio.Scanner
}

func newLab(t *testing.T) *lab {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: there is no node, which runs Microsoft's clients for JavaScript")
	}
	for _, needed := range []string{"@microsoft/microsoft-graph-client", "@azure/identity", "undici"} {
		if _, err := os.Stat("node_modules/" + needed + "/package.json"); err != nil {
			t.Skip("SKIPPED: " + needed + " is not installed; run npm ci --ignore-scripts in internal/interop/graphjs")
		}
	}

	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	certificate, authority := certificates(t, graphHost, loginHost)
	server := httptest.NewUnstartedServer(e.Handler())
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	l := &lab{t: t, m: m, e: e, proxy: newProxy(t, server.Listener.Addr().String(), graphHost, loginHost)}
	l.start(node, authority)
	app := e.DefaultApp()
	l.send(map[string]any{"application": map[string]string{
		"tenant": string(m.TenantID()), "id": string(app.ID), "secret": app.Secret.Reveal(),
	}})
	return l
}

// start runs the program. Of the machine's environment it gets what a process
// needs to run at all: a proxy or an option of node that stands there must not
// decide whether a test is green.
func (l *lab) start(node, authority string) {
	l.t.Helper()
	// The test's own context ends before its cleanups, which wait for the program.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.t.Context()), 2*time.Minute)
	cmd := exec.CommandContext(ctx, node, "scripts/main.mjs")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"),
		"NODE_EXTRA_CA_CERTS=" + authority, "HTTPS_PROXY=" + l.proxy.server.URL, "NO_PROXY=",
	}
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

func (l *lab) send(v any) {
	l.t.Helper()
	line, err := json.Marshal(v)
	require.NoError(l.t, err)
	_, err = l.in.Write(append(line, '\n'))
	require.NoError(l.t, err)
}

// thrown is an error as a program in JavaScript sees it.
type thrown struct {
	Name       string `json:"name"`
	Message    string `json:"message"`
	Code       string `json:"code"`
	StatusCode int    `json:"statusCode"`
	RequestID  string `json:"requestId"`
	Date       string `json:"date"`
	Body       string `json:"body"`
	RetryAfter string `json:"retryAfter"`
	Stack      string `json:"stack"`
}

// input is what a step is given.
type input map[string]any

// try takes a step, and returns what came of it: its value, or what it threw.
func (l *lab) try(step string, in input) (json.RawMessage, *thrown) {
	l.t.Helper()
	l.send(map[string]any{"step": step, "input": in})
	require.True(l.t, l.out.Scan(), "%s: node has ended: %v", step, l.out.Err())
	var answer struct {
		Value  json.RawMessage `json:"value"`
		Thrown *thrown         `json:"thrown"`
	}
	require.NoError(l.t, json.Unmarshal(l.out.Bytes(), &answer), "%s", l.out.Bytes())
	return answer.Value, answer.Thrown
}

// refused takes a step that has to throw.
func (l *lab) refused(step string, in input) *thrown {
	l.t.Helper()
	value, thrown := l.try(step, in)
	require.NotNil(l.t, thrown, "%s answered %s", step, value)
	return thrown
}

// take takes a step that has to succeed, and decodes its value.
func take[T any](l *lab, step string, in input) T {
	l.t.Helper()
	value, thrown := l.try(step, in)
	if thrown != nil {
		require.FailNow(l.t, step+" threw", "%s %d: %s\n%s", thrown.Code, thrown.StatusCode, thrown.Message, thrown.Stack)
	}
	var v T
	require.NoError(l.t, json.Unmarshal(value, &v), "%s answered %s", step, value)
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
