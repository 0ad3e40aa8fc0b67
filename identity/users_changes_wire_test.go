package identity_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/wiretest"
)

func minimal(r *http.Request) { r.Header.Set("Prefer", "odata.maxpagesize=5, return=minimal") }

// pass lets time pass and signs in again.
func (w *wire) pass(d time.Duration) {
	w.Tenant.Advance(d)
	w.As(admin365.Caller{App: "app"})
}

// value is the items of a collection, by the names of their members.
func value(t *testing.T, m map[string]any) []map[string]any {
	t.Helper()
	list, ok := m["value"].([]any)
	require.True(t, ok)
	items := make([]map[string]any, len(list))
	for i := range list {
		items[i], _ = list[i].(map[string]any)
	}
	return items
}

func link(t *testing.T, m map[string]any, name string) string {
	t.Helper()
	text, ok := m["@odata."+name].(string)
	require.True(t, ok, "%s in %v", name, m)
	return text
}

// TestDeltaSample compares a page with the vendor's, key by key: who has all that
// was selected, who has less, and who was purged.
func TestDeltaSample(t *testing.T) {
	t.Parallel()
	want := sample(t, "users-delta-page.json")
	w := newWire(t)
	w.Tenant.Given.Users(300)
	first := w.Do("GET", "/users/delta?$select=displayName,givenName,surname", "").Want(t, 200)
	second := w.Do("GET", link(t, first, "nextLink"), "").Want(t, 200)
	adams := w.Tenant.Given.User(identity.NewUser{UserPrincipalName: "adams@contoso.com", DisplayName: "Conf Room Adams"})
	require.NoError(t, w.Tenant.Identity.Users.Delete(t.Context(), "DeliaD@contoso.com"))
	page := w.Do("GET", link(t, second, "deltaLink"), "").Want(t, 200)
	for range 5 {
		w.pass(5 * 24 * time.Hour)
		page = w.Do("GET", link(t, page, "deltaLink"), "").Want(t, 200)
	}
	require.NoError(t, w.Tenant.Identity.Users.Update(t.Context(), adams.ID, identity.UserPatch{DisplayName: new("Adams")}))
	w.pass(6 * 24 * time.Hour)
	w.Tenant.Given.User(identity.NewUser{DisplayName: "Cameron Black", GivenName: "Cameron", Surname: "Black"})
	w.Tenant.Given.Users(300)
	last := w.Do("GET", link(t, page, "deltaLink"), "")
	got := last.Want(t, 200)
	assert.Contains(t, link(t, got, "nextLink"), "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=")
	wanted, err := wiretest.Shape(want)
	require.NoError(t, err)
	shape, err := wiretest.Shape(last.Whole)
	require.NoError(t, err)
	assert.Equal(t, wanted, shape)
	reasons := map[any]int{}
	for _, item := range value(t, got) {
		if removed, ok := item["@removed"].(map[string]any); ok {
			reasons[removed["reason"]]++
			assert.Len(t, item, 2)
		}
		if item["displayName"] == "Adams" {
			assert.Len(t, item, 2, "what was never set is left out")
		}
	}
	assert.Equal(t, map[any]int{"deleted": 1}, reasons)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(displayName,givenName,surname)", first["@odata.context"])
	assert.NotContains(t, first, "@odata.deltaLink")
	assert.NotContains(t, second, "@odata.nextLink")
}

// TestDeltaPaths: the spellings of the path, and the links that come of each.
func TestDeltaPaths(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for _, path := range []string{"/users/delta", "/users/delta()", "/users/microsoft.graph.delta", "/users/microsoft.graph.delta()", "/USERS/Delta"} {
		got := w.Do("GET", path, "").Want(t, 200)
		assert.Len(t, value(t, got), 24, path)
		next := link(t, got, "deltaLink")
		assert.True(t, strings.HasPrefix(next, "https://graph.microsoft.com/v1.0"+path+"?$deltatoken="), next)
		assert.Empty(t, value(t, w.Do("GET", next, "").Want(t, 200)))
	}
	for _, query := range []string{"?$deltatoken=latest", "?deltatoken=latest&$select=id", "?$deltatoken=latest&$top=5"} {
		got := w.Do("GET", "/users/delta"+query, "").Want(t, 200)
		assert.Empty(t, value(t, got), query)
		link(t, got, "deltaLink")
	}
	assert.Len(t, value(t, w.Do("GET", "/users/delta?$top=1", "").Want(t, 200)), 24, "how many come at a time is the service's affair")
	assert.Len(t, value(t, w.Do("GET", "/users/delta?$deltatoken=", "").Want(t, 200)), 24, "an empty token is none")
	for query, says := range map[string]string{
		"$orderby=displayName": "'$orderby' is not supported by the service.",
		"$expand=manager":      "'$expand' is not supported by the service.",
		"$count=true":          "'$count' is not supported by the service.",
		"$search=" + url.QueryEscape(`"displayName:a"`): "'$search' is not supported by the service.",
	} {
		w.Do("GET", "/users/delta?"+query, "", eventual).Refused(t, 400, badRequest, says)
	}
	w.Do("GET", "/users/delta?$filter="+url.QueryEscape("displayName eq 'x'"), "").Refused(t, 400, unsupported, "Unsupported Query.")
	w.Do("GET", "/users/delta?$select=id,skills", "").Refused(t, 501, "NotImplemented", "This operation target is not yet supported.")
	w.Do("GET", "/users/delta?$select=signInActivity", "").Refused(t, 400, unsupported, "Unsupported Query.")
}

// TestDeltaTracks: without $select every property of the directory is tracked;
// with one, nothing but what it names.
func TestDeltaTracks(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	all := link(t, w.Do("GET", "/users/delta?$deltatoken=latest", "").Want(t, 200), "deltaLink")
	some := link(t, w.Do("GET", "/users/delta?$deltatoken=latest&$select=jobTitle,Department", "").Want(t, 200), "deltaLink")
	states := link(t, w.Do("GET", "/users/delta?$deltatoken=latest&$select=licenseAssignmentStates,id", "").Want(t, 200), "deltaLink")
	w.Do("PATCH", adeleV, `{"city":"Kiel","state":null}`).Want(t, 204)

	got := value(t, w.Do("GET", all, "").Want(t, 200))
	require.Len(t, got, 1)
	assert.Equal(t, "Adele Vance", got[0]["displayName"], "the default set")
	assert.Equal(t, "Kiel", got[0]["city"], "and what changed")
	assert.Contains(t, got[0], "state")
	assert.Nil(t, got[0]["state"], "what was cleared is null")
	assert.NotContains(t, got[0], "mobilePhone", "what was never set is left out")
	assert.NotContains(t, got[0], "department", "what was not named and did not change")
	assert.Equal(t, []map[string]any{{"city": "Kiel", "state": nil, "id": got[0]["id"]}}, value(t, w.Do("GET", all, "", minimal).Want(t, 200)), "no more than that, if asked")

	page := w.Do("GET", some, "").Want(t, 200)
	assert.Empty(t, value(t, page), "what is not selected is not tracked")
	w.Do("PATCH", adeleV, `{"jobTitle":null,"city":"Bonn"}`).Want(t, 204)
	for _, from := range []string{some, link(t, page, "deltaLink")} {
		assert.Equal(t, []map[string]any{{"department": "Retail", "id": got[0]["id"], "jobTitle": nil}}, value(t, w.Do("GET", from, "").Want(t, 200)))
		a := w.Do("GET", from, "", minimal)
		assert.Equal(t, []map[string]any{{"id": got[0]["id"], "jobTitle": nil}}, value(t, a.Want(t, 200)))
		assert.Equal(t, "return=minimal", a.Header.Get("Preference-Applied"))
	}
	// The selection can be changed with a token, and not within a round.
	other := some + "&$select=city"
	assert.Equal(t, []map[string]any{{"city": "Bonn", "id": got[0]["id"]}}, value(t, w.Do("GET", other, "").Want(t, 200)))

	require.NoError(t, w.Tenant.Backstage.Identity.Set(t.Context(), "AdeleV@contoso.com", "licenseAssignmentStates", `[{"skuId":"x"}]`))
	assert.Empty(t, value(t, w.Do("GET", states, "").Want(t, 200)), "the service does not track it")

	// One who is new comes whole, whatever is preferred.
	w.Tenant.Given.User(identity.NewUser{UserPrincipalName: "ada@contoso.com", JobTitle: "x", Department: "y"})
	got = value(t, w.Do("GET", some, "", minimal).Want(t, 200))
	require.Len(t, got, 2)
	assert.Len(t, got[1], 3)
}

// TestDeltaOnRequest: a round that names nothing says nothing of what comes only
// when it is named, neither as news nor beside other news; one that names it does.
func TestDeltaOnRequest(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	all := link(t, w.Do("GET", "/users/delta?$deltatoken=latest", "").Want(t, 200), "deltaLink")
	named := link(t, w.Do("GET", "/users/delta?$deltatoken=latest&$select=employeeLeaveDateTime", "").Want(t, 200), "deltaLink")
	w.Do("PATCH", adeleV, `{"employeeLeaveDateTime":"2026-12-31T00:00:00Z"}`).Want(t, 204)
	assert.Empty(t, value(t, w.Do("GET", all, "").Want(t, 200)), "no news")

	w.Do("PATCH", adeleV, `{"city":"Kiel"}`).Want(t, 204)
	got := value(t, w.Do("GET", all, "", minimal).Want(t, 200))
	require.Len(t, got, 1)
	assert.Equal(t, []map[string]any{{"city": "Kiel", "id": got[0]["id"]}}, got, "nothing of it beside news")
	assert.Equal(t, []map[string]any{{"employeeLeaveDateTime": "2026-12-31T00:00:00Z", "id": got[0]["id"]}}, value(t, w.Do("GET", named, "").Want(t, 200)))
}

// TestDeltaMovesOn: who changes while a round is read moves to its end, with what
// he came for.
func TestDeltaMovesOn(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	from := link(t, w.Do("GET", "/users/delta?$deltatoken=latest&$select=jobTitle", "").Want(t, 200), "deltaLink")
	require.NoError(t, w.Tenant.Backstage.AddUsers(t.Context(), "u", 210))
	from = link(t, w.Do("GET", link(t, w.Do("GET", from, "").Want(t, 200), "nextLink"), "").Want(t, 200), "deltaLink")
	for i := range 210 {
		w.Do("PATCH", fmt.Sprintf("/users/u%07d@contoso.onmicrosoft.com", i), fmt.Sprintf(`{"jobTitle":"J%d"}`, i)).Want(t, 204)
	}
	// The first one's own change is before the cut, and he himself behind it.
	w.Do("PATCH", "/users/u0000000@contoso.onmicrosoft.com", `{"city":"Kiel"}`).Want(t, 204)
	first := w.Do("GET", from, "").Want(t, 200)
	require.Len(t, value(t, first), 200)
	w.Do("PATCH", "/users/u0000205@contoso.onmicrosoft.com", `{"city":"Kiel"}`).Want(t, 204)
	second := value(t, w.Do("GET", link(t, first, "nextLink"), "", minimal).Want(t, 200))
	require.Len(t, second, 10)
	assert.Equal(t, []any{"J0", "J205"}, []any{second[8]["jobTitle"], second[9]["jobTitle"]})
}

// TestJournalShrinks: the journal forgets what no token can ask for.
func TestJournalShrinks(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	journal := func() int {
		var file bytes.Buffer
		require.NoError(t, w.Tenant.Save(&file))
		_, rows, found := strings.Cut(file.String(), `"userChanges":[`)
		require.True(t, found)
		rows, _, _ = strings.Cut(rows, "]")
		return strings.Count(rows, `"seq"`)
	}
	w.Tenant.Given.Users(100)
	w.pass(7*24*time.Hour + 2*time.Hour)
	assert.Equal(t, 100, journal())
	for i := range 40 {
		w.Do("PATCH", adeleV, fmt.Sprintf(`{"jobTitle":"J%d"}`, i)).Want(t, 204)
	}
	assert.Equal(t, 100-2*40+1, journal())
	for i := range 40 {
		w.Do("PATCH", adeleV, fmt.Sprintf(`{"jobTitle":"K%d"}`, i)).Want(t, 204)
	}
	assert.Equal(t, 1, journal())
}

// TestDeltaOfSome: a delta can be narrowed to named users.
func TestDeltaOfSome(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	id := func(name string) string {
		u, err := w.Tenant.Identity.Users.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
		require.NoError(t, err)
		return string(u.ID)
	}
	adele, alex, lee := id("AdeleV"), id("AlexW"), id("LeeG")
	got := w.Do("GET", "/users/delta?$select=id&$filter="+url.QueryEscape(fmt.Sprintf("id eq '%s' or id eq '%s' or id eq 'nobody' or id eq '%s'", adele, strings.ToUpper(alex), adele)), "").Want(t, 200)
	assert.Equal(t, []map[string]any{{"id": adele}, {"id": alex}}, value(t, got))
	for _, u := range []string{adele, alex, lee} {
		require.NoError(t, w.Tenant.Identity.Users.Delete(t.Context(), admin365.UserID(u)))
	}
	got = w.Do("GET", link(t, got, "deltaLink"), "").Want(t, 200)
	assert.Len(t, value(t, got), 2)
	assert.Empty(t, value(t, w.Do("GET", link(t, got, "deltaLink"), "").Want(t, 200)))
	none := w.Do("GET", "/users/delta?$filter="+url.QueryEscape("id eq 'nobody'"), "").Want(t, 200)
	assert.Empty(t, value(t, none), "nobody is not everybody")
	w.Tenant.Given.User(identity.NewUser{})
	assert.Empty(t, value(t, w.Do("GET", link(t, none, "deltaLink"), "").Want(t, 200)))
}

// TestDeltaManager: who selects the manager is told who is it, and who is it no
// more.
func TestDeltaManager(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	m := w.Tenant.Identity.Managers
	user := func(name string) *identity.User {
		return w.Tenant.Given.User(identity.NewUser{UserPrincipalName: name + "@contoso.com"})
	}
	a, b, c := user("a"), user("b"), user("c")
	require.NoError(t, m.Set(t.Context(), a.ID, b.ID))
	page := w.Do("GET", "/users/delta?$select=id,manager&$filter="+url.QueryEscape("id eq '"+string(a.ID)+"'"), "").Want(t, 200)
	is := func(id admin365.UserID) any {
		return map[string]any{"@odata.type": "#microsoft.graph.user", "id": string(id)}
	}
	isNot := func(id admin365.UserID) any {
		return map[string]any{"@odata.type": "#microsoft.graph.user", "id": string(id), "@removed": map[string]any{"reason": "deleted"}}
	}
	assert.Equal(t, []map[string]any{{"id": string(a.ID), "manager@delta": []any{is(b.ID)}}}, value(t, page))
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(id,manager)", page["@odata.context"])
	from := link(t, page, "deltaLink")
	for _, step := range []struct {
		why  string
		do   func() error
		want []any
	}{
		{"another one", func() error { return m.Set(t.Context(), a.ID, c.ID) }, []any{is(c.ID), isNot(b.ID)}},
		{"none", func() error { return m.Remove(t.Context(), a.ID) }, []any{isNot(b.ID), isNot(c.ID)}},
		{"the first again", func() error { return m.Set(t.Context(), a.ID, b.ID) }, []any{is(b.ID), isNot(c.ID)}},
	} {
		require.NoError(t, step.do())
		got := value(t, w.Do("GET", from, "", minimal).Want(t, 200))
		require.Len(t, got, 1, step.why)
		assert.ElementsMatch(t, step.want, got[0]["manager@delta"], step.why)
	}
	both := link(t, w.Do("GET", "/users/delta?$deltatoken=latest&$select=city,manager", "").Want(t, 200), "deltaLink")
	page = w.Do("GET", from, "").Want(t, 200)
	w.Do("PATCH", "/users/a@contoso.com", `{"city":"x"}`).Want(t, 204)
	assert.Equal(t, []map[string]any{{"id": string(a.ID), "city": "x", "manager@delta": []any{is(b.ID)}}}, value(t, w.Do("GET", both, "").Want(t, 200)))
	assert.Equal(t, []map[string]any{{"id": string(a.ID), "city": "x"}}, value(t, w.Do("GET", both, "", minimal).Want(t, 200)), "no more than what changed")
	assert.Empty(t, value(t, w.Do("GET", link(t, page, "deltaLink"), "").Want(t, 200)), "nothing else is tracked")
}

// TestDeltaTampered: a token is no way around what a list refuses.
func TestDeltaTampered(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	next := link(t, w.Do("GET", "/users/delta?$select=displayName,city", "").Want(t, 200), "deltaLink")
	before, token, _ := strings.Cut(next, "$deltatoken=")
	raw, err := base64.RawURLEncoding.DecodeString(token)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"city"`)
	for property, says := range map[string]string{"aboutMe": "Badly formed token.", "planet": "Badly formed token.", "signInActivity": "Unsupported Query.", "country": ""} {
		forged := strings.Replace(string(raw), `"city"`, `"`+property+`"`, 1)
		a := w.Do("GET", before+"$deltatoken="+base64.RawURLEncoding.EncodeToString([]byte(forged)), "")
		if says == "" {
			a.Want(t, 200)
			continue
		}
		assert.Equal(t, 400, a.StatusCode, property)
		assert.Contains(t, string(a.Whole), says, property)
	}
	a := w.Do("GET", before+"$deltatoken="+base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(raw), `"g":1`, `"x":1`, 1))), "")
	a.Refused(t, 400, "BadRequest", "Badly formed token.")
}

// TestDeltaForgets: the two ways in which the service says "start anew".
func TestDeltaForgets(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	before := w.Tenant.Snapshot()
	from := link(t, w.Do("GET", "/users/delta", "").Want(t, 200), "deltaLink")
	w.Do("GET", "/users/delta?$deltatoken=x", "").Refused(t, 400, "BadRequest", "Badly formed token.")
	w.pass(7*24*time.Hour + time.Second)
	w.Do("GET", from, "").Refused(t, 400, "syncStateNotFound", "The sync state generation is not found. The delta token is expired and data must be synchronized again.")
	from = link(t, w.Do("GET", "/users/delta", "").Want(t, 200), "deltaLink")
	require.NoError(t, w.Tenant.Restore(before))
	a := w.Do("GET", from, "")
	a.Refused(t, 410, "resyncRequired", "The delta token is no longer valid, and the app must reset the sync state.")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=", a.Header.Get("Location"))
	assert.Len(t, value(t, w.Do("GET", a.Header.Get("Location"), "").Want(t, 200)), 24)
}
