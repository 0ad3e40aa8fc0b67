package identity_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQueriesOfLists(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	size := func(top string) string {
		return "Invalid page size specified: '" + top + "'. Must be between 1 and 999 inclusive."
	}
	for _, c := range []struct {
		name, path string
		status     int
		code, says string
	}{
		{"page of none", "/users?$top=0", 400, unsupported, size("0")},
		{"page too large", "/users?$top=1000", 400, unsupported, size("1000")},
		{"not in a collection", "/users?$select=aboutMe", 501, "NotImplemented", "This operation target is not yet supported."},
		{"mailbox in a collection", "/users?$select=id,mailboxSettings", 501, "NotImplemented", "This operation target is not yet supported."},
		{"unknown property", "/users?$select=planet", 400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'planet' on type 'microsoft.graph.user'."},
		{"count without the header", "/users/$count", 400, badRequest, "$count is not currently supported."},
		{"search without the header", "/users?$search=%22displayName:a%22", 400, unsupported, "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"},
		{"filter and order", "/users?$filter=" + url.QueryEscape("startsWith(displayName,'A')") + "&$orderby=displayName", 400, unsupported, "Sorting not supported for current query."},
		{"page token", "/users?$skiptoken=x", 400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request."},
	} {
		t.Run(c.name, func(t *testing.T) { w.Do("GET", c.path, "").Refused(t, c.status, c.code, c.says) })
	}
	for _, path := range []string{adeleV + "?$select=aboutMe", "/users?$top=1", "/users?$top=999", "/users?$select=Id,DISPLAYNAME", "/users?$count=true"} {
		w.Do("GET", path, "").Want(t, 200)
	}
	got := w.Do("GET", "/users?$select=Id&$top=1", "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(id)", got["@odata.context"])
	assert.NotContains(t, got, "@odata.count", "ignored without the header")
}

func TestCount(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	a := w.Do("GET", "/users/$count", "", eventual)
	assert.Equal(t, "24", string(a.Whole))
	assert.Equal(t, "text/plain", a.Header.Get("Content-Type"))
	for _, query := range []string{"?$filter=" + url.QueryEscape("department eq 'IT'"), "?$count=true&$filter=" + url.QueryEscape("department eq 'IT'"), "?count=true&$filter=" + url.QueryEscape("department eq 'IT'")} {
		assert.Equal(t, "4", string(w.Do("GET", "/users/$count"+query, "", eventual).Whole), query)
	}
	first := w.Do("GET", "/users?$top=5&$count=true", "", eventual).Want(t, 200)
	assert.Equal(t, 24.0, first["@odata.count"])
	next, _ := first["@odata.nextLink"].(string)
	second := w.Do("GET", next, "", eventual).Want(t, 200)
	assert.NotContains(t, second, "@odata.count", "on the first page only")
}

// TestPages walks every list at every page size: each user once, in one order.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	walk := func(path string, edits ...func(*http.Request)) (ids []string, pages int) {
		for path != "" {
			got := w.Do("GET", path, "", edits...).Want(t, 200)
			pages++
			list, _ := got["value"].([]any)
			for _, item := range list {
				m, _ := item.(map[string]any)
				ids = append(ids, fmt.Sprint(m["id"]))
			}
			path, _ = got["@odata.nextLink"].(string)
		}
		return ids, pages
	}
	for _, list := range []string{
		"/users?$select=id", "/users?$orderby=displayName&$select=id", "/users?$orderby=" + url.QueryEscape("userPrincipalName desc") + "&$select=id",
		"/users?$filter=" + url.QueryEscape("startsWith(displayName,'A') or department eq 'IT'") + "&$select=id", "/users/PattiF@contoso.com/directReports?$select=id",
	} {
		all, pages := walk(list)
		require.Equal(t, 1, pages)
		require.Greater(t, len(all), 4)
		for _, top := range []int{1, 2, 3, len(all) - 1, len(all), len(all) + 1} {
			got, pages := walk(list + "&$top=" + strconv.Itoa(top))
			assert.Equal(t, all, got, "%s by %d", list, top)
			assert.Equal(t, (len(all)+top-1)/top, pages, "%s by %d: no empty page", list, top)
		}
	}
	w.Tenant.Given.Users(100)
	_, pages := walk("/users")
	assert.Equal(t, 2, pages, "a page has 100 unless told otherwise")
}

// TestReportsQuery: an option is kept or refused, and never passed over: who
// asked for some must not get all.
func TestReportsQuery(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const path = "/users/PattiF@contoso.com/directReports?"
	for _, query := range []string{"$filter=" + url.QueryEscape("displayName eq 'nobody'"), "$count=true", "$orderby=displayName", "$search=%22displayName:nobody%22", "$expand=manager"} {
		a := w.Do("GET", path+query, "", eventual)
		if a.StatusCode != http.StatusOK {
			continue
		}
		got := a.Want(t, 200)
		list, _ := got["value"].([]any)
		switch {
		case strings.Contains(query, "nobody"):
			assert.Zero(t, len(list), query)
		case strings.Contains(query, "count"):
			assert.Equal(t, 6.0, got["@odata.count"], query)
		case strings.Contains(query, "orderby"):
			var names []string
			for _, item := range list {
				m, _ := item.(map[string]any)
				names = append(names, fmt.Sprint(m["displayName"]))
			}
			assert.True(t, slices.IsSorted(names), "%s: %q", query, names)
		default:
			m, _ := list[0].(map[string]any)
			assert.NotNil(t, m["manager"], query)
		}
	}
}
