package admin_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestLinks: every page of every cloud has an address of its own cloud, and what is
// put into it cannot leave its place.
func TestLinks(t *testing.T) {
	t.Parallel()
	hosts := map[admin365.Cloud][]string{
		"": {".microsoft.com", ".dynamics.com"}, admin365.CloudUSGovernment: {".office365.us", ".microsoft.us", ".dynamics.com"},
		admin365.CloudUSGovernmentDoD: {".apps.mil", ".microsoft.us", ".appsplatform.us", ".dynamics.com"}, admin365.CloudChina: {".microsoftonline.cn", "entra.microsoftonline.cn", ".dynamics.com"},
	}
	for cloud, suffixes := range hosts {
		links := reflect.ValueOf(admin.Links{Cloud: cloud, TenantID: "a/b?c#d"})
		seen := map[string]string{}
		for i := range links.NumMethod() {
			name := links.Type().Method(i).Name
			var in []reflect.Value
			for j := 1; j < links.Type().Method(i).Type.NumIn(); j++ {
				in = append(in, reflect.ValueOf("x/y?z#w").Convert(links.Type().Method(i).Type.In(j)))
			}
			text := links.Method(i).Call(in)[0].String()
			u, err := url.Parse(text)
			require.NoError(t, err)
			assert.Equal(t, "https", u.Scheme, text)
			assert.Empty(t, u.RawQuery, "nothing that was given is a query: %s", text)
			assert.LessOrEqual(t, strings.Count(text, "#"), 1, text)
			assert.NotContains(t, text, "x/y", "it cannot leave its place")
			assert.True(t, hasAnySuffix(u.Host, suffixes), "%s of %s: %s", name, cloud, text)
			if other, twice := seen[text]; twice && (cloud == "" || name != "Environments" && other != "Dynamics365") {
				t.Errorf("%s and %s are the same page", name, other)
			}
			seen[text] = name
		}
		assert.Greater(t, len(seen), 25)
	}
}

func hasAnySuffix(host string, suffixes []string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(host, s) {
			return true
		}
	}
	return false
}

// TestLinksOfClient: a client's links lead to its own tenant.
func TestLinksOfClient(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	assert.Equal(t, admin.Links{TenantID: admin.ContosoTenantID}, m.Links())
	assert.Equal(t, m.Links().Entra(), m.HTTP().Links().Entra())
}
