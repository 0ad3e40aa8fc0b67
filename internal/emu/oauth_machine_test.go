package emu

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const (
	imds = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com%2F"
	msi  = "http://169.254.169.254/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com"
)

func machineLab(t *testing.T) *lab {
	t.Helper()
	l := newLab(t)
	l.Register(App{ID: "robot", Name: "vm-robot", Permissions: []admin365.Permission{"User.Read.All"}, Managed: true})
	l.Register(App{ID: "other"})
	return l
}

// TestVirtualMachine: the machine's own endpoint, as documented.
// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
func TestVirtualMachine(t *testing.T) {
	t.Parallel()
	l := machineLab(t)
	metadata := header("Metadata", "true")
	for _, query := range []string{"", "&client_id=ROBOT", "&object_id=robot", "&msi_res_id=/subscriptions/x/providers/Microsoft.ManagedIdentity/userAssignedIdentities/vm-robot"} {
		a := l.get(imds+query, metadata)
		require.Equal(t, http.StatusOK, a.StatusCode, a.body)
		var m map[string]string
		a.decode(t, &m)
		token := m["access_token"]
		c := l.verify(token)
		assert.Equal(t, []any{"robot", "app", []any{"User.Read.All"}, "2"}, []any{c["appid"], c["idtyp"], c["roles"], c["appidacr"]})
		assert.Equal(t, http.StatusOK, l.get("/users/x", header("Authorization", "Bearer "+token)).StatusCode)
		expires, err := strconv.ParseInt(m["expires_on"], 10, 64)
		require.NoError(t, err)
		assert.WithinDuration(t, time.Now().Add(time.Hour), time.Unix(expires, 0), time.Minute, "by the clock of who asked")
		assert.Equal(t, "https://graph.microsoft.com/", m["resource"])
		assert.Equal(t, "Bearer", m["token_type"])
		assert.Equal(t, "3599", m["expires_in"])
	}
	for name, c := range map[string]struct {
		address, metadata, says string
		status                  int
	}{
		"without the header": {imds, "", "bad_request_102", 400},
		"another value":      {imds, "True", "bad_request_102", 400},
		"no resource":        {"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01", "true", "resource", 400},
		"no version":         {"http://169.254.169.254/metadata/identity/oauth2/token?resource=x", "true", "api-version", 400},
		"another resource":   {"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://example.com", "true", "AADSTS50001", 400},
		"no identity":        {imds + "&client_id=other", "true", "Identity not found", 400},
		"twice":              {imds + "&resource=x", "true", "duplicated", 400},
		"something else":     {"http://169.254.169.254/metadata/instance", "true", "does not have", 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := l.get(c.address, header("Metadata", c.metadata))
			assert.Equal(t, c.status, a.StatusCode)
			assert.Contains(t, a.body, c.says)
			assert.NotContains(t, a.body, "access_token")
		})
	}
	assert.Equal(t, http.StatusMethodNotAllowed, l.do("POST", imds, "", metadata).StatusCode)
}

// TestManyIdentities: with several, the request says which one.
func TestManyIdentities(t *testing.T) {
	t.Parallel()
	l := machineLab(t)
	l.Register(App{ID: "second", Managed: true, Tenant: labOther})
	assert.Contains(t, l.get(imds, header("Metadata", "true")).body, "Multiple user assigned identities")
	assert.Contains(t, l.get(imds+"&client_id=second", header("Metadata", "true")).body, "0 tenants")
	l.join(l.world, labOther, "fabrikam.com")
	var m map[string]string
	l.get(imds+"&client_id=second", header("Metadata", "true")).decode(t, &m)
	assert.Equal(t, string(labOther), l.verify(m["access_token"])["tid"])
}

// TestAppService: the other form, which has a secret.
// Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity
func TestAppService(t *testing.T) {
	t.Parallel()
	l := machineLab(t)
	a := l.get(msi, header("X-IDENTITY-HEADER", l.MachineSecret().Reveal()))
	require.Equal(t, http.StatusOK, a.StatusCode, a.body)
	var m map[string]string
	a.decode(t, &m)
	assert.Equal(t, "robot", l.verify(m["access_token"])["appid"])
	assert.NotEmpty(t, m["expires_on"])
	for _, sent := range []string{"", "wrong", l.MachineSecret().Reveal() + "x"} {
		a := l.get(msi, header("X-IDENTITY-HEADER", sent))
		assert.Equal(t, http.StatusUnauthorized, a.StatusCode)
		assert.NotContains(t, a.body, l.MachineSecret().Reveal())
	}
}
