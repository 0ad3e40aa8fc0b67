package billing_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestMembersWithErrorsPages: the members with errors are a collection of users, and
// come in pages as one: 100 to a page, or as many as $top says. A published client asks
// for 999 of them, with $count.
func TestMembersWithErrorsPages(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	m := w.Tenant.Memory
	buy(t, m, entraP1, 1)
	var people []admin365.UserID
	want := map[string]int{}
	for i := range 121 {
		who := newcomer(t, m, "seatless"+strconv.Itoa(i), "NL")
		people = append(people, who)
		want[string(who)] = 1
	}
	holder := newcomer(t, m, "holder", "NL")
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), holder, adding(license(entraP1))))
	g := group(t, m, "givers")
	for _, who := range people {
		require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), g, admin365.ObjectID(who)))
	}
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1))))
	require.NoError(t, m.Backstage.Billing.FinishGroupLicensing(t.Context()))
	path := "/groups/" + string(g) + "/membersWithLicenseErrors"
	for _, top := range []int{0, 1, 7, 121, 999} {
		query, size := url.Values{"$select": {"id"}, "$count": {"true"}}, top
		if top > 0 {
			query.Set("$top", strconv.Itoa(top))
		} else {
			size = 100
		}
		seen, pages := map[string]int{}, 0
		for next := path + "?" + query.Encode(); next != ""; pages++ {
			page := w.Do("GET", next, "", eventual)
			body := page.Want(t, http.StatusOK)
			items := page.Values(t)
			assert.LessOrEqual(t, len(items), size)
			for _, item := range items {
				id, _ := item["id"].(string)
				seen[id]++
			}
			count, counted := body["@odata.count"].(float64)
			assert.Equal(t, pages == 0, counted, "the first page tells how many there are")
			if counted {
				assert.Equal(t, len(people), int(count))
			}
			next, _ = body["@odata.nextLink"].(string)
		}
		assert.Equal(t, want, seen, "top %d", top)
		assert.Equal(t, (len(people)+size-1)/size, pages, "top %d", top)
	}
	w.Do("GET", path+"?$top=1000", "").Refused(t, 400, "Request_UnsupportedQuery", "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.")
	first := w.Do("GET", path+"?$top=1", "").Want(t, http.StatusOK)
	link, _ := first["@odata.nextLink"].(string)
	u, err := url.Parse(link)
	require.NoError(t, err)
	token := u.Query().Get("$skiptoken")
	require.NotEmpty(t, token)
	other := w.Do("GET", path+"?"+url.Values{"$filter": {"displayName eq 'x'"}, "$skiptoken": {token}}.Encode(), "")
	assert.Equal(t, http.StatusBadRequest, other.StatusCode, "a token is of its query")

	// The client sees them all, whatever the pages.
	n := 0
	for _, err := range w.Tenant.HTTP().Billing.GroupLicenses.MembersWithErrors(t.Context(), g) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, len(people), n)
}
