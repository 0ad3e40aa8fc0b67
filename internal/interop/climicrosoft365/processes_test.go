package climicrosoft365_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// m365 runs the program as a process, as people do.
func (l *lab) m365(arguments ...string) (stdout, stderr string, code int) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, l.node, append([]string{program}, arguments...)...)
	cmd.Env = l.env
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(l.t, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// ran runs it where it has to succeed, and decodes what it prints.
func ran[T any](l *lab, arguments ...string) (v T) {
	l.t.Helper()
	stdout, stderr, code := l.m365(arguments...)
	require.Equal(l.t, 0, code, "m365 %s: %s%s", arguments[0], stdout, stderr)
	count(command(arguments))
	if stdout != "" {
		require.NoError(l.t, json.Unmarshal([]byte(stdout), &v), "%s", stdout)
	}
	return v
}

// TestProcesses: the program itself, from the command line, each command in a process of
// its own that finds the sign-in of the one before. They are few, because each takes two
// seconds of a processor to begin.
func TestProcesses(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	app := l.e.DefaultApp()
	login := []string{"login", "--authType", "secret", "--appId", string(app.ID), "--tenant", string(l.m.TenantID())}
	_, stderr, code := l.m365(append(login, "--secret", "wrong")...)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "AADSTS7000215")
	got := ran[object](l, append(login, "--secret", app.Secret.Reveal())...)
	assert.Equal(t, "admin365 default", got.text("connectedAs"))

	made := ran[object](l, "entra", "user", "add", "--displayName", "Ada", "--userName", "ada@contoso.com", "--password", password, "--usageLocation", "IE")
	assert.Equal(t, made.text("id"), string(l.user("ada@contoso.com").ID))
	ran[object](l, "entra", "organization", "set", "--displayName", "Contoso", "--marketingNotificationEmails", "a@contoso.com,b@contoso.com")
	o, err := l.m.Organization.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"a@contoso.com", "b@contoso.com"}, o.MarketingNotificationEmails)
	names := ran[[]string](l, "entra", "user", "list", "--displayName", "Ad", "--query", "[].userPrincipalName")
	assert.Equal(t, []string{"ada@contoso.com", "AdeleV@contoso.com"}, names)
	_, stderr, code = l.m365("entra", "user", "add", "--displayName", "Ada", "--userName", "ada@contoso.com", "--password", password)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "Another object with the same value for property userPrincipalName already exists.")
}

// TestTelemetry: the CLI reports what it is used for, unless it is told not to. The proxy
// lets none of that out, and the setting that the other tests have ends it.
func TestTelemetry(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	settings := filepath.Join(l.home, ".config", "configstore", "cli-m365-config.json")
	require.NoError(t, os.Remove(settings))
	_, stderr, code := l.m365("cli", "config", "set", "--key", "disableTelemetry", "--value", "true")
	require.Equal(t, 0, code, stderr)
	written, err := os.ReadFile(settings)
	require.NoError(t, err)
	assert.JSONEq(t, `{"disableTelemetry": true}`, string(written), "what newLab writes")
	l.telemetry = l.proxy.turnedAway()
	t.Log("turned away before:", l.telemetry)
	_, _, code = l.m365("status")
	assert.Equal(t, 0, code)
	assert.Equal(t, l.telemetry, l.proxy.turnedAway(), "nothing more once it is set")
	for _, asked := range l.telemetry {
		assert.Contains(t, asked, "applicationinsights.azure.com", "%s", asked)
	}
}
