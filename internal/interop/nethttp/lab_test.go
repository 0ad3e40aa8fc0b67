package nethttp_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const (
	graph    = "https://graph.microsoft.com"
	login    = "https://login.microsoftonline.com"
	adele    = "AdeleV@contoso.com"
	password = "vQ7#mzKp2!rT"
)

// object is a JSON object.
type object map[string]any

// lab is a Contoso behind an emulator on the loopback interface, and a client
// that knows nothing.
type lab struct {
	t      *testing.T
	m      *admin.Test
	e      *admin.Emulator
	client *http.Client
	token  string
}

func newLab(t *testing.T) *lab {
	t.Helper()
	m := admin.NewTest(t)
	l := &lab{t: t, m: m, e: admin.NewEmulator(m.Memory, admin.EmulatorConfig{})}
	server := httptest.NewUnstartedServer(l.e.Handler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{
		RootCAs: transport.TLSClientConfig.RootCAs, ServerName: "example.com", MinVersion: tls.VersionTLS12,
	}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	t.Cleanup(transport.CloseIdleConnections)
	l.client = &http.Client{Transport: transport}

	a := l.signIn(string(m.TenantID()), l.form(nil))
	require.Equal(t, http.StatusOK, a.status, "%s", a.body)
	l.token = a.text("access_token")
	return l
}

// form is the default application's request for a token, with the changes; an
// empty value takes a field away.
func (l *lab) form(changes map[string]string) url.Values {
	app := l.e.DefaultApp()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {string(app.ID)}, "client_secret": {app.Secret.Reveal()},
		"scope": {graph + "/.default"},
	}
	for name, value := range changes {
		form.Set(name, value)
		if value == "" {
			form.Del(name)
		}
	}
	return form
}

func (l *lab) signIn(tenant string, form url.Values) *answer {
	l.t.Helper()
	return l.send(http.MethodPost, login+"/"+tenant+"/oauth2/v2.0/token", []byte(form.Encode()),
		http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// answer is a response, read.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

func (a *answer) object() object {
	a.t.Helper()
	var o object
	require.NoError(a.t, json.Unmarshal(a.body, &o), "%s", a.body)
	return o
}

func (a *answer) text(name string) string {
	a.t.Helper()
	return text(a.object(), name)
}

func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

func (a *answer) items() []object {
	a.t.Helper()
	var list struct {
		Value []object `json:"value"`
	}
	require.NoError(a.t, json.Unmarshal(a.body, &list), "%s", a.body)
	return list.Value
}

// refusal is the error's code and message.
func (a *answer) refusal() (code, message string) {
	a.t.Helper()
	var e struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	require.NoError(a.t, json.Unmarshal(a.body, &e), "%s", a.body)
	return e.Error.Code, e.Error.Message
}

// is ends the test if the status is another.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	require.Equal(a.t, status, a.status, "%s", a.body)
	return a
}

// send sends exactly that.
func (l *lab) send(method, address string, body []byte, header http.Header) *answer {
	l.t.Helper()
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	rq, err := http.NewRequestWithContext(l.t.Context(), method, address, reader)
	require.NoError(l.t, err)
	maps.Copy(rq.Header, header)
	resp, err := l.client.Do(rq)
	require.NoError(l.t, err)
	defer resp.Body.Close()
	read, err := io.ReadAll(resp.Body)
	require.NoError(l.t, err)
	return &answer{l.t, resp.StatusCode, resp.Header, read}
}

// do sends a signed-in request to Graph; path begins with the version. The
// headers come in pairs. A body that is no []byte is written as JSON.
func (l *lab) do(method, path string, body any, headers ...string) *answer {
	l.t.Helper()
	header := http.Header{"Authorization": {"Bearer " + l.token}}
	raw, isRaw := body.([]byte)
	if body != nil && !isRaw {
		var err error
		raw, err = json.Marshal(body)
		require.NoError(l.t, err)
	}
	if body != nil {
		header.Set("Content-Type", "application/json")
	}
	for pair := range slices.Chunk(headers, 2) {
		header.Set(pair[0], pair[1])
	}
	return l.send(method, graph+path, raw, header)
}

func (l *lab) get(path string, headers ...string) *answer {
	l.t.Helper()
	return l.do(http.MethodGet, path, nil, headers...)
}

// user is the tenant's own.
func (l *lab) user(id string) *identity.User {
	l.t.Helper()
	u, err := l.m.Identity.Users.Get(l.t.Context(), admin365.UserID(id))
	require.NoError(l.t, err)
	return u
}

// names is what the tenant itself answers to the query.
func (l *lab) names(q identity.UserQuery) []string {
	l.t.Helper()
	names := []string{}
	for u, err := range l.m.Identity.Users.List(l.t.Context(), q) {
		require.NoError(l.t, err)
		names = append(names, u.UserPrincipalName)
	}
	return names
}

func namesOf(all []object) []string {
	names := make([]string, 0, len(all))
	for _, o := range all {
		names = append(names, text(o, "userPrincipalName"))
	}
	return names
}

// newcomer is what a create needs, and the changes.
func newcomer(nick string, changes object) object {
	u := object{
		"accountEnabled": true, "displayName": "New " + nick, "mailNickname": nick, "userPrincipalName": nick + "@contoso.com",
		"passwordProfile": object{"password": password},
	}
	maps.Copy(u, changes)
	return u
}

func (l *lab) unchanged(since admin.Snapshot) {
	l.t.Helper()
	assert.Empty(l.t, l.m.Changes(since))
}
