package climicrosoft365_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestCertificate: an application signs in with its certificate.
func TestCertificate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const robot = "ad365ad3-0000-4000-8000-00000000b07a"
	file, certificate := appCertificate(t)
	l.e.Register(admin.App{ID: robot, Name: "Robot", Certificates: []*x509.Certificate{certificate}, Tenant: l.m.TenantID()})
	login := []string{"login", "--authType", "certificate", "--appId", robot, "--tenant", string(l.m.TenantID()), "--certificateFile"}
	// The stranger first: once it has a token, the CLI does not look at the certificate.
	stranger, _ := appCertificate(t)
	_, stderr, code := l.m365(append(login, stranger)...)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "AADSTS700027")
	assert.Equal(t, "Robot", ran[object](l, append(login, file)...).text("connectedAs"))
	assert.Equal(t, string(l.user("AdeleV@contoso.com").ID), shown[object](l, "entra user get", options{"userName": "AdeleV@contoso.com"}).text("id"))
}

// appCertificate makes a key with a certificate of its own, and the file of both.
func appCertificate(t *testing.T) (string, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "robot"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	certificate, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	both := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	file := filepath.Join(t.TempDir(), "robot.pem")
	require.NoError(t, os.WriteFile(file, both, 0o600))
	return file, certificate
}

// TestDeviceCode: the CLI shows a code and waits; a person types it elsewhere.
func TestDeviceCode(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, l.node, program, "login", "--authType", "deviceCode", "--appId", string(l.e.DefaultApp().ID), "--tenant", string(l.m.TenantID()))
	cmd.Env = l.env
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := bufio.NewScanner(stderr)
	require.True(t, said.Scan(), "it says nothing: %v", said.Err())
	found := regexp.MustCompile(`code ([A-Z0-9-]+)`).FindStringSubmatch(said.Text())
	require.NotNil(t, found, said.Text())
	require.NoError(t, l.e.ApproveDeviceCode(found[1], "admin@contoso.com"))
	_, err = io.Copy(io.Discard, stderr)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())

	assert.Equal(t, "admin@contoso.com", shown[object](l, "status", nil).text("connectedAs"))
	// It has a refresh token, with which it asks for the other services.
	environments := shown[[]object](l, "flow environment list", nil)
	assert.Contains(t, each(environments, "name"), "Default-"+string(l.m.TenantID()))
	assert.Equal(t, string(l.m.TenantID()), shown[string](l, "tenant id get", nil), "of the person's domain")
}

// TestPersonsPassword: a person signs in with name and password, and chooses another.
func TestPersonsPassword(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const name, next = "ada@contoso.com", "Nx4$wqLp!81z"
	l.m.Given.User(identity.NewUser{UserPrincipalName: name, PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(password)}})
	app := l.e.DefaultApp()
	login := options{"authType": "password", "appId": app.ID, "tenant": l.m.TenantID(), "cloud": "Public", "userName": name, "password": password}
	l.run("login", login)
	assert.Equal(t, name, shown[object](l, "status", nil).text("connectedAs"))
	assert.Contains(t, l.refused("entra user remove", options{"userName": "AlexW@contoso.com", "force": true}), "Insufficient privileges")
	l.run("entra user set", options{"userName": name, "currentPassword": password, "newPassword": next})
	require.NoError(t, l.m.Backstage.Identity.SignIn(t.Context(), name, admin365.NewSecret(next)))
	l.run("logout", nil)
	assert.Contains(t, shown[string](l, "status", nil), "Logged out")
	assert.Contains(t, l.refused("login", login), "AADSTS50126")
}
