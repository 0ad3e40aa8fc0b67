package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// signIn asks for a token with the credentials of a tenant that was made, by the path
// with a prefix.
func (d *desk) signIn(made object) object {
	d.t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {made["clientId"].(string)}, "client_secret": {made["clientSecret"].(string)},
		"scope": {"https://graph.microsoft.com/.default"},
	}
	_, text := d.send("POST", "/login.microsoftonline.com/"+made["tenantId"].(string)+"/oauth2/v2.0/token", form.Encode(),
		"Content-Type", "application/x-www-form-urlencoded")
	var v object
	require.NoError(d.t, json.Unmarshal(text, &v), "%s", text)
	return v
}

func (d *desk) token(made object) string {
	d.t.Helper()
	token, _ := d.signIn(made)["access_token"].(string)
	require.NotEmpty(d.t, token)
	return token
}

// ask sends a request to Graph.
func (d *desk) ask(token, method, path, body string) (status int, text string) {
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.s.URL()+"/graph.microsoft.com"+strings.ReplaceAll(path, " ", "%20"), bytes.NewReader([]byte(body)))
	if err != nil {
		return 0, err.Error()
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err.Error()
	}
	return answer.StatusCode, string(b)
}

// graph is the status of what Graph answers.
func (d *desk) graph(token, method, path, body string) int {
	status, _ := d.ask(token, method, path, body)
	return status
}

// TestDevicePage: the page that a device code sends people to is reached by its own
// URL, through the proxy, and nothing else at that host is.
func TestDevicePage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	via := l.transport(t)
	for _, host := range []string{"microsoft.com", "www.microsoft.com"} {
		page := l.get(t, via, "https://"+host+"/devicelogin")
		assert.Equal(t, http.StatusOK, page.status, page.body)
		assert.Contains(t, page.body, `name="otc"`)
		other := l.get(t, via, "https://"+host+"/en-us/")
		assert.Equal(t, http.StatusBadGateway, other.status)
		assert.Contains(t, other.body, "answers /devicelogin alone")
	}
	status, _ := l.raw(t, "CONNECT learn.microsoft.com:443 HTTP/1.1\nHost: x")
	assert.Contains(t, status, "502 ")
}
