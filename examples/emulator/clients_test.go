package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installed finds a program that the test drives.
func installed(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("SKIPPED: there is no " + name)
	}
	return path
}

// TestCurl: both ways in, with nothing but the variables.
func TestCurl(t *testing.T) {
	t.Parallel()
	curl := installed(t, "curl")
	s := serve(t)
	tenant := s.variables["AZURE_TENANT_ID"]
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), curl, append([]string{"--silent", "--show-error", "--max-time", "30"}, args...)...)
		for name, value := range s.variables {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	bearer := "Authorization: Bearer " + s.token(t, tenant)
	adele := "graph.microsoft.com/v1.0/users/AdeleV@contoso.com?$select=displayName"
	assert.Contains(t, run("-H", bearer, "https://"+adele), `"displayName":"Adele Vance"`)
	assert.Contains(t, run("--http1.1", "-H", bearer, "https://"+adele), `"displayName":"Adele Vance"`)
	assert.Contains(t, run("-H", bearer, s.variables["HTTPS_PROXY"]+"/"+adele), `"displayName":"Adele Vance"`)
	assert.Contains(t, run("--proxy", s.variables["HTTPS_PROXY"], "-H", bearer, "http://"+adele), `"displayName":"Adele Vance"`)
	assert.Contains(t, run(
		"--data-urlencode", "client_id="+s.variables["AZURE_CLIENT_ID"], "--data-urlencode", "client_secret="+s.variables["AZURE_CLIENT_SECRET"],
		"--data", "grant_type=client_credentials", "--data-urlencode", "scope=https://graph.microsoft.com/.default",
		"https://login.microsoftonline.com/"+tenant+"/oauth2/v2.0/token",
	), `"access_token"`)
	assert.Contains(t, run(s.variables["HTTPS_PROXY"]+"/example.com/"), "forwards nothing")

	cmd := exec.CommandContext(t.Context(), curl, "--silent", "--show-error", "--verbose", "--max-time", "30", "https://example.com/")
	cmd.Env = []string{"HTTPS_PROXY=" + s.variables["HTTPS_PROXY"]}
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), `502 admin365: the emulator does not serve the host "example.com", and forwards nothing`)
}

// asks is a program in Node that asks for a user in every way that Node itself has.
const asks = `
const https = require('node:https');
const url = 'https://graph.microsoft.com/v1.0/users/AdeleV@contoso.com?$select=displayName';
const get = (options) => new Promise((resolve, reject) => https.get(url, options, (r) => {
  let body = '';
  r.on('data', (part) => { body += part; });
  r.on('end', () => resolve(body));
}).on('error', reject));
(async () => {
  const env = process.env;
  const signIn = await fetch('https://login.microsoftonline.com/' + env.AZURE_TENANT_ID + '/oauth2/v2.0/token', {
    method: 'POST', body: new URLSearchParams({
      grant_type: 'client_credentials', client_id: env.AZURE_CLIENT_ID, client_secret: env.AZURE_CLIENT_SECRET, scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const headers = { authorization: 'Bearer ' + (await signIn.json()).access_token };
  const name = (body) => JSON.parse(body).displayName;
  const all = await Promise.all(Array.from({ length: 20 }, () => fetch(url, { headers }).then((r) => r.text())));
  console.log('fetch', new Set(all.map(name)));
  console.log('https', name(await get({ headers })));
  console.log('own agent', name(await get({ headers, agent: new https.Agent({ keepAlive: true }) })));
  const local = require('node:http').createServer((_, r) => r.end('local'));
  await new Promise((resolve) => local.listen(0, '127.0.0.1', resolve));
  console.log('direct', await (await fetch('http://127.0.0.1:' + local.address().port)).text());
  const why = (error) => (error.cause ?? error).message;
  console.log('fetch elsewhere', await fetch('https://example.com/').catch(why));
  console.log('https elsewhere', await new Promise((resolve) => https.get('https://example.com/', resolve).on('error', (error) => resolve(why(error)))));
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
`

// TestNode: Node's own fetch and https reach the emulator, with the preload where
// Node needs it: with exec, and with the file of the variables. EMULATOR_TEST_NODE names another Node than the path's.
func TestNode(t *testing.T) {
	t.Parallel()
	node := os.Getenv("EMULATOR_TEST_NODE")
	if node == "" {
		node = installed(t, "node")
	}
	script := filepath.Join(t.TempDir(), "asks.cjs")
	require.NoError(t, os.WriteFile(script, []byte(asks), 0o600))
	s := serve(t)
	byFile := exec.CommandContext(t.Context(), node, script)
	for name, value := range s.variables {
		byFile.Env = append(byFile.Env, name+"="+value)
	}
	for _, cmd := range []*exec.Cmd{process(t, "exec", "--", node, script), byFile} {
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		for _, want := range []string{"fetch Set(1) { 'Adele Vance' }", "https Adele Vance", "own agent Adele Vance", "direct local"} {
			assert.Contains(t, string(out), want+"\n")
		}
		assert.Equal(t, 2, strings.Count(string(out), "elsewhere"))
		assert.NotContains(t, string(out), "IncomingMessage", "nothing else is reached")
		t.Log(string(out))
	}
}
