package billing_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// readPaths is a path of each operation that reads, with what makes a request one of
// that operation, on a Contoso that has one of everything. Whoever adds such an
// operation adds its path.
func readPaths(t *testing.T, w *wire) map[string]string {
	t.Helper()
	m := w.Tenant.Memory
	sub := buy(t, m, entraP1, 1)
	adele, lee := id(t, m, "AdeleV"), id(t, m, "LeeG")
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), adele, adding(license(entraP1, planMFA))))
	g := group(t, m, "givers", lee)
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1))))
	require.NoError(t, m.Backstage.Billing.FinishGroupLicensing(t.Context()))
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "AAD_PREMIUM")
	require.NoError(t, err)
	const ofUser, ofGroup = "$select=id,licenseAssignmentStates", "$select=id,licenseProcessingState"
	return map[string]string{
		"billing.SKUs.List": "/subscribedSkus", "billing.SKUs.Get": "/subscribedSkus/" + string(sku.ID),
		"billing.Subscriptions.List": "/directory/subscriptions", "billing.Subscriptions.Get": "/directory/subscriptions/" + string(sub.ID),
		"billing.Subscriptions.GetByCommerceID": "/directory/subscriptions(commerceSubscriptionId='" + string(sub.CommerceSubscriptionID) + "')",
		"billing.Licenses.Get":                  "/users/" + string(adele) + "?" + ofUser, "billing.Licenses.Details": "/users/" + string(adele) + "/licenseDetails",
		"billing.Licenses.Holders":  "/users?" + ofUser + "&" + query("$filter", "assignedLicenses/any(s:s/skuId eq "+string(entraP1)+")"),
		"billing.GroupLicenses.Get": "/groups/" + string(g) + "?" + ofGroup, "billing.GroupLicenses.WithErrors": "/groups?" + ofGroup + "&" + query("$filter", "hasMembersWithLicenseErrors eq true"),
		"billing.GroupLicenses.MembersWithErrors": "/groups/" + string(g) + "/membersWithLicenseErrors",
	}
}

// oddQueries are queries of which each is refused somewhere.
func oddQueries() []string {
	many := strings.TrimPrefix(strings.Repeat(" or displayName eq 'x'", 16), " or ")
	queries := []string{
		"$planet=x", "$select=id&$select=id", "$skip=1", "$top=x", "$top=0", "$top=1", "$top=1000", "$count=x", "$skiptoken=x", "$deltatoken=x", "$format=xml",
		"$select=planet", "$select=(", "$select=", "$select=*", "$select=aboutMe", "$select=id,mailboxSettings", "$select=signInActivity", "$select=allowExternalSenders",
		"$expand=planet", "$expand=(", "$expand=*", "$expand=manager", "$expand=manager($select=aboutMe)", "$expand=manager($levels=max)",
		"$orderby=displayName sideways", "$orderby=planet", "$orderby=city", "$orderby=displayName", "$orderby=id,displayName",
		"$search=x", `$search="displayName:x"`, `$search="planet:x"`, `$search=`,
	}
	for _, filter := range []string{
		"planet eq 'x'", "displayName eq", "displayName ne 'x'", "not(displayName eq 'x')", "streetAddress eq 'x'", "aboutMe eq 'x'", "mailEnabled ge true",
		"contains(displayName,'x')", "tolower(displayName) eq 'x'", "endsWith(userPrincipalName,'x')", "endsWith(mail,'x')", "endsWith(displayName,'x')",
		"createdDateTime ge 2020-01-01", "startsWith(id,'x')", "proxyAddresses/any(p:p eq 1)", "assignedLicenses/$count eq 0", "assignedLicenses/any(s:s/skuId eq x)",
		"hasMembersWithLicenseErrors eq false", "hasMembersWithLicenseErrors eq 'x'", "isAssignableToRole ne true", many, strings.ReplaceAll(many, "displayName", "id"),
	} {
		queries = append(queries, "$filter="+filter, "$filter="+filter+"&$count=true", "$filter="+filter+"&$orderby=displayName")
	}
	return queries
}

// TestOddQueries: whatever a stranger asks of a read, it is answered, or refused in
// words that the operation declares.
func TestOddQueries(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	paths := readPaths(t, w)
	for _, o := range billing.Ops() {
		path, known := paths[o.Name]
		if o.Method != http.MethodGet {
			continue
		}
		if !assert.True(t, known, "readPaths has no path of %s", o.Name) {
			continue
		}
		before := len(w.Tenant.Requests())
		assert.Equal(t, http.StatusOK, w.Do("GET", path, "", eventual).StatusCode, path)
		asked := w.Tenant.Requests()[before:]
		if assert.Len(t, asked, 1, path) {
			assert.Equal(t, o.Name, asked[0].Op, path)
		}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		for _, q := range oddQueries() {
			var escaped []string
			for part := range strings.SplitSeq(q, "&") {
				name, value, _ := strings.Cut(part, "=")
				escaped = append(escaped, name+"="+url.QueryEscape(value))
			}
			address := path + separator + strings.Join(escaped, "&")
			for _, edits := range [][]func(*http.Request){nil, {eventual}} {
				a := w.Do("GET", address, "", edits...)
				assert.True(t, a.StatusCode < 500 || a.StatusCode == http.StatusNotImplemented, "%s: %d %s", address, a.StatusCode, a.Whole)
			}
		}
	}
}

// TestNeedsOfMembers: the members with errors are people, of whom some properties
// need more than the rest.
func TestNeedsOfMembers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		refusal string
		caller  admin365.Caller
		premium bool
	}{
		{"PermissionMissing", admin365.AsApp("app", "Directory.Read.All"), true},
		{"ReportsRoleMissing", admin365.AsUser("AdeleV@contoso.com"), true},
		{"PremiumMissing", admin365.Caller{}, false},
	} {
		t.Run(c.refusal, func(t *testing.T) {
			t.Parallel()
			w := newWire(t)
			const op = "billing.GroupLicenses.MembersWithErrors"
			path := readPaths(t, w)[op]
			require.NoError(t, w.Tenant.Backstage.SetPremium(t.Context(), c.premium))
			w.As(c.caller)
			before := len(w.Tenant.Requests())
			a := w.Do("GET", path+"?$select=id,signInActivity", "", eventual)
			raised, _ := shown.Refusals(subjects.Denied(w.Tenant.Requests()[before:]))
			assert.Equal(t, map[conform.Pair]bool{{Op: op, Refusal: c.refusal}: true}, raised, "%d %s", a.StatusCode, a.Whole)
		})
	}
}
