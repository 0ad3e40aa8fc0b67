package emu

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNewerVersions: a version that is newer than those that are declared is answered as
// the newest one, which a header says; older and malformed ones are refused.
func TestNewerVersions(t *testing.T) {
	t.Parallel()
	const (
		bap, bapScope     = "https://api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/e?api-version=", "https://service.powerapps.com//.default"
		power, powerScope = "https://api.powerplatform.com/licensing/tenantCapacity?api-version=", "https://api.powerplatform.com/.default"
		bc, bcScope       = "https://api.businesscentral.dynamics.com/admin/", "https://api.businesscentral.dynamics.com/.default"
		bcPath            = "/applications/x/environments/y"
	)
	l, with := apisLab(t)
	for _, c := range []struct{ url, version, rest, scope, as string }{
		{bap, "2021-04-01", "", bapScope, "2021-04-01"},
		{bap, "2099-12-31", "", bapScope, "2026-06-01"},
		{bap, "2099-12-31-preview", "", bapScope, "2026-06-01"},
		{bap, "2026-06-01-preview", "", bapScope, ""},
		{bap, "2020-10-02", "", bapScope, ""},
		{bap, "2099-13-31", "", bapScope, ""},
		{bap, "2099-12-31x", "", bapScope, ""},
		{bap, "v2099", "", bapScope, ""},
		{power, "2022-03-01-PREVIEW", "", powerScope, "2022-03-01-PREVIEW"},
		{power, "2026-05-01-preview", "", powerScope, "2026-05-01-preview"},
		{power, "2025-01-01", "", powerScope, "2024-10-01"},
		{power, "2", "", powerScope, ""},
		{bc, "v2.15", bcPath, bcScope, "admin/v2.15"},
		{bc, "v2.28", bcPath, bcScope, "admin/v2.28"},
		{bc, "v2.31", bcPath, bcScope, "admin/v2.28"},
		{bc, "v2.x", bcPath, bcScope, ""},
		{bc, "v3.0", bcPath, bcScope, ""},
	} {
		a := l.get(c.url+c.version+c.rest, with(c.scope))
		if c.as == "" {
			assert.Contains(t, []int{400, 404}, a.StatusCode, c.version)
			assert.Empty(t, a.Header.Get(versionHeader), c.version)
			continue
		}
		assert.Equal(t, c.as, a.said(t).Query, c.version)
		asked := c.version
		if c.scope == bcScope {
			asked = "admin/" + asked
		}
		said := a.Header.Values(versionHeader)
		if c.as == asked {
			assert.Empty(t, said, c.version)
		} else {
			assert.Equal(t, []string{asked + " is answered as " + c.as}, said)
		}
	}
	a := l.get("https://graph.microsoft.com/beta/users/x", with(labScope))
	assert.Equal(t, 200, a.StatusCode)
	assert.Empty(t, a.Header.Get(versionHeader))
	assert.Equal(t, 400, l.get("https://graph.microsoft.com/v2.0/users/x", with(labScope)).StatusCode)
}
