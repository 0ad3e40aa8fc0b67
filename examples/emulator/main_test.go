package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestMain lets the test program be the emulator, and the command that exec runs.
func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "emulator":
		os.Exit(mainOf(os.Args[1:]))
	case "command":
		os.Exit(command(os.Args[1:]))
	default:
		os.Exit(m.Run())
	}
}

// role is the variable that says what a process of the test program is.
const role = "EMULATOR_TEST_ROLE"

// text is written by one goroutine and read by another.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (t *text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// served is the program while it serves.
type served struct {
	envFile        string
	variables      map[string]string
	client         *http.Client
	stdout, stderr text
	stop           func() int
}

// serve runs the program with the arguments until it is stopped.
func serve(t *testing.T, args ...string) *served {
	t.Helper()
	envFile := filepath.Join(t.TempDir(), "emulator.env")
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	s := &served{envFile: envFile}
	code := make(chan int, 1)
	go func() {
		code <- program{stdout: &s.stdout, stderr: &s.stderr}.serve(ctx, append([]string{"-env-file", envFile}, args...))
	}()
	s.stop = sync.OnceValue(func() int {
		if s.client != nil {
			s.client.CloseIdleConnections()
		}
		cancel()
		return <-code
	})
	t.Cleanup(func() { s.stop() })
	require.Eventually(t, func() bool { _, err := os.Stat(envFile); return err == nil }, 30*time.Second, 2*time.Millisecond, "%s", &s.stderr)
	s.variables = readEnvFile(t, envFile)
	s.client = clientOf(t, s.variables)
	t.Cleanup(func() {
		s.stop()
		assert.NoFileExists(t, envFile, "it says that the emulator answers")
	})
	return s
}

func readEnvFile(t *testing.T, path string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	variables := map[string]string{}
	for line := range strings.Lines(string(content)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		require.True(t, ok, line)
		variables[name] = value
	}
	return variables
}

// clientOf is what a program with the variables has.
func clientOf(t testing.TB, variables map[string]string) *http.Client {
	t.Helper()
	proxy, err := url.Parse(variables["HTTPS_PROXY"])
	require.NoError(t, err)
	certificate, err := os.ReadFile(variables["SSL_CERT_FILE"])
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(certificate))
	return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
}

// token signs in to the tenant.
func (s *served) token(t *testing.T, tenant string) string {
	t.Helper()
	response, err := s.client.PostForm("https://login.microsoftonline.com/"+tenant+"/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {s.variables["AZURE_CLIENT_ID"]},
		"client_secret": {s.variables["AZURE_CLIENT_SECRET"]}, "scope": {"https://graph.microsoft.com/.default"},
	})
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
		Description string `json:"error_description"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.NotEmpty(t, answer.AccessToken, answer.Description)
	return answer.AccessToken
}

// call asks Graph, and returns the status and the body.
func (s *served) call(t *testing.T, tenant, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "https://graph.microsoft.com/v1.0"+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+s.token(t, tenant))
	req.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(req)
	require.NoError(t, err)
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(got)
}

const newcomer = `{"accountEnabled":true,"displayName":"New","mailNickname":"new","userPrincipalName":"new@%s","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`

// TestServe: the emulator is told of, answers, and keeps its tenant.
func TestServe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tenantFile, caFile := filepath.Join(dir, "contoso.json"), filepath.Join(dir, "ca.pem")
	s := serve(t, "-tenant-file", tenantFile, "-ca-file", caFile)
	for _, name := range []string{
		"HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_USE_ENV_PROXY",
		"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "ADMIN365_CONTROL",
	} {
		value := s.variables[name]
		assert.NotEmpty(t, value, name)
		for _, line := range []string{"export " + name + "='" + value + "'", "$env:" + name + " = '" + value + "'", "process.env." + name + " = \"" + value + "\";"} {
			assert.Contains(t, s.stdout.String(), line+"\n")
		}
	}
	assert.NotContains(t, s.stdout.String(), "HTTP_PROXY=")
	assert.Equal(t, caFile, s.variables["SSL_CERT_FILE"])
	tenant := s.variables["AZURE_TENANT_ID"]
	status, body := s.call(t, tenant, http.MethodPost, "/users", fmt.Sprintf(newcomer, "contoso.com"))
	require.Equal(t, http.StatusCreated, status, body)
	require.Equal(t, exitWell, s.stop(), s.stderr.String())
	assert.NotContains(t, s.stderr.String(), s.variables["AZURE_CLIENT_SECRET"])

	again := serve(t, "-tenant-file", tenantFile, "-print", "none", "-http-proxy")
	assert.Empty(t, again.stdout.String())
	assert.Equal(t, again.variables["HTTPS_PROXY"], again.variables["HTTP_PROXY"])
	assert.NotEqual(t, s.variables["AZURE_CLIENT_SECRET"], again.variables["AZURE_CLIENT_SECRET"])
	status, body = again.call(t, tenant, http.MethodGet, "/users/new@contoso.com", "")
	assert.Equal(t, http.StatusOK, status, body)
	temporary := filepath.Dir(again.variables["SSL_CERT_FILE"])
	assert.DirExists(t, temporary)
	require.Equal(t, exitWell, again.stop(), again.stderr.String())
	assert.NoDirExists(t, temporary)
}

// TestTenants: several tenants at once, each in its file.
func TestTenants(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contoso := admin.NewMemory(admin.MemoryConfig{})
	fabrikam, err := contoso.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	for name, m := range map[string]*admin.Memory{"a.json": contoso, "b.json": fabrikam} {
		var content bytes.Buffer
		require.NoError(t, m.Save(&content))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content.Bytes(), 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("none of ours"), 0o600))
	s := serve(t, "-tenants", dir)
	assert.Equal(t, string(contoso.TenantID()), s.variables["AZURE_TENANT_ID"])
	status, body := s.call(t, string(fabrikam.TenantID()), http.MethodPost, "/users", fmt.Sprintf(newcomer, "fabrikam.onmicrosoft.com"))
	require.Equal(t, http.StatusCreated, status, body)
	status, body = s.call(t, string(contoso.TenantID()), http.MethodPost, "/users", fmt.Sprintf(newcomer, "contoso.com"))
	require.Equal(t, http.StatusCreated, status, body)
	require.Equal(t, exitWell, s.stop(), s.stderr.String())
	for name, user := range map[string]string{"a.json": "new@contoso.com", "b.json": "new@fabrikam.onmicrosoft.com"} {
		file, err := os.Open(filepath.Join(dir, name))
		require.NoError(t, err)
		m, err := admin.LoadMemory(file, admin.MemoryConfig{})
		file.Close()
		require.NoError(t, err)
		_, err = m.Identity.Users.Get(t.Context(), admin365.UserID(user))
		require.NoError(t, err, name)
	}

	empty := t.TempDir()
	s = serve(t, "-tenants", empty)
	require.Equal(t, exitWell, s.stop(), s.stderr.String())
	assert.FileExists(t, filepath.Join(empty, "contoso.json"))

	// The same tenant twice: nothing is started, and nothing is touched.
	before, err := os.ReadFile(filepath.Join(dir, "a.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "c.json"), before, 0o600))
	var stderr text
	assert.Equal(t, exitUsage, program{stderr: &stderr}.serve(t.Context(), []string{"-tenants", dir}))
	assert.Contains(t, stderr.String(), "c.json: ")
	after, err := os.ReadFile(filepath.Join(dir, "a.json"))
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	assert.NoFileExists(t, filepath.Join(dir, "a.json.log"))
}

// TestUsage: bad input gets a clear error before anything happens.
func TestUsage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.json")
	require.NoError(t, os.WriteFile(broken, []byte("{"), 0o600))
	for _, test := range []struct {
		args, says string
		code       int
	}{
		{"-tenant-file x -tenants y", "exclude each other", exitUsage},
		{"-env-file x -tenant-file ./x", "-env-file and -tenant-file are the same file", exitUsage},
		{"-ca-file x -env-file x", "are the same file", exitUsage},
		{"-print fish", "-print knows sh, powershell, node and none", exitUsage},
		{"-nothing", "flag provided but not defined", exitUsage},
		{"m365 entra user list", "emulator exec -- m365", exitUsage},
		{"-address 0.0.0.0:0", "-any-address", exitUsage},
		{"-address nonsense", "needs a host and a port", exitUsage},
		{"-tenant-file " + broken, "broken.json", exitUsage},
		{"-tenants " + broken, "broken.json", exitUsage},
		{"-sync sometimes", "-sync knows write, always and close", exitUsage},
		{"-tenants " + filepath.Join(dir, "none"), "none", exitUsage},
		{"-ca-file " + filepath.Join(dir, "none", "ca.pem"), "certificate cannot be written", exitUsage},
		{"-sign-in-as nobody@contoso.com", `no tenant has a person "nobody@contoso.com"`, exitUsage},
		{"-h", "-tenant-file FILE", exitWell},
	} {
		var stdout, stderr text
		assert.Equal(t, test.code, program{stdout: &stdout, stderr: &stderr}.serve(t.Context(), strings.Fields(test.args)), test.args)
		assert.Contains(t, stderr.String(), test.says, test.args)
		assert.Empty(t, stdout.String(), test.args)
	}
	var stdout, stderr text
	assert.Equal(t, exitWell, program{stdout: &stdout, stderr: &stderr}.serve(t.Context(), []string{"-version"}))
	assert.Equal(t, "devel\n", stdout.String())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing was made")

	// A file of an earlier run that was killed misleads nobody who waits for it.
	stale := filepath.Join(dir, "stale.env")
	require.NoError(t, os.WriteFile(stale, []byte("HTTPS_PROXY=http://127.0.0.1:1\nADMIN365_CONTROL=http://127.0.0.1:1/control\n"), 0o600))
	assert.Equal(t, exitUsage, program{stdout: &stdout, stderr: &stderr}.serve(t.Context(), []string{"-env-file", stale, "-address", "nonsense"}))
	assert.NoFileExists(t, stale)
	// What is somebody else's is not touched.
	for _, flag := range []string{"-env-file", "-ca-file"} {
		own := filepath.Join(dir, "own")
		require.NoError(t, os.WriteFile(own, []byte("PASSWORD=x\n"), 0o600))
		assert.Equal(t, exitUsage, program{stdout: &stdout, stderr: &stderr}.serve(t.Context(), []string{flag, own}), flag)
		kept, err := os.ReadFile(own)
		require.NoError(t, err)
		assert.Equal(t, "PASSWORD=x\n", string(kept))
		assert.Equal(t, exitUsage, program{stdout: &stdout, stderr: &stderr}.serve(t.Context(), []string{flag, dir}), flag)
	}
	assert.Contains(t, stderr.String(), "was not written by an emulator")
}
