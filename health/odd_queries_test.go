package health_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/subjects"
)

// lists are the paths that answer a collection, with a property of each that takes
// conditions.
var lists = map[string]string{
	root + "/healthOverviews": "service", root + "/issues": "service", root + "/messages": "title",
	root + "/healthOverviews/Exchange/issues": "service", root + "/messages/MC1203118/attachments": "name",
}

// TestOddQueries: what no list and no entity takes is refused, in the words of the
// directory's query language.
func TestOddQueries(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for path, property := range lists {
		for _, c := range []struct {
			query, code, text string
		}{
			{"$planet=1", "Request_BadRequest", "Unrecognized query argument specified: '$planet'."},
			{"$top=1&top=2", "BadRequest", "Query option '$top' was specified more than once, but it must be specified at most once."},
			{"$search=\"x\"", "Request_BadRequest", "'$search' is not supported by the service."},
			{"$skiptoken=x", "Request_BadRequest", "'$skiptoken' is not supported by the service."},
			{"$deltatoken=x", "Request_BadRequest", "'$deltatoken' is not supported by the service."},
			{"$top=many", "BadRequest", "Invalid value 'many' for $top query option found. The $top query option requires a non-negative integer value."},
			{"$skip=-1", "BadRequest", "Invalid value '-1' for $top query option found. The $top query option requires a non-negative integer value."},
			{"$top=1001", "BadRequest", "The limit of '1000' for Top query has been exceeded. The value from the incoming request is '1001'."},
			{"$count=perhaps", "BadRequest", "Invalid value 'perhaps' for $count query option found. Valid values are 'true' or 'false'."},
			{"$select=planet", "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'planet' on type '%s'."},
			{"$select=a b", "BadRequest", "Parsing OData Select and Expand failed: Term 'a b' is not valid in a $select or $expand expression."},
			{"$expand=planet", "Request_UnsupportedQuery", "Unsupported Query."},
			{"$orderby=%20,", "BadRequest", "Syntax error at position 1 in ' ,'."},
			{"$orderby=id,status", "Request_UnsupportedQuery", "Sorting not supported for current query."},
			{"$filter=planet eq 'x'", "BadRequest", "Could not find a property named 'planet' on type '%s'."},
			{"$filter=x x", "BadRequest", "Could not find a property named 'x' on type '%s'."},
			{"$filter=id eq", "BadRequest", "Invalid filter clause: Syntax error at position 5 in 'id eq'."},
			{"$filter=contains(id,'x')", "Request_UnsupportedQuery", "Unsupported property filter clause operator 'Contains'."},
		} {
			edm := "microsoft.graph." + map[string]string{"/healthOverviews": "serviceHealth", "/issues": "serviceHealthIssue", "/messages": "serviceUpdateMessage", "/attachments": "serviceAnnouncementAttachment"}[path[strings.LastIndex(path, "/"):]]
			text := c.text
			if strings.Contains(text, "'%s'") {
				text = fmt.Sprintf(text, edm)
			}
			if c.query == "$orderby=id,status" {
				c.query = "$orderby=id," + property
			}
			w.Do("GET", path+"?"+escaped(c.query), "").Refused(t, http.StatusBadRequest, c.code, text)
		}
	}
	for path, property := range map[string]string{root + "/issues": "details", root + "/healthOverviews/Exchange/issues": "posts", root + "/messages": "body"} {
		got := w.Do("GET", path+"?"+escaped("$filter="+property+" eq 'x'"), "")
		assert.Equal(t, http.StatusBadRequest, got.StatusCode, path)
		assert.Contains(t, string(got.Whole), "Unsupported or invalid query filter clause specified for property '"+property+"'")
	}
	for path, clause := range map[string]string{root + "/healthOverviews": "status gt 'x'", root + "/messages/MC1203118/attachments": "isInline gt true"} {
		got := w.Do("GET", path+"?"+escaped("$filter="+clause), "")
		assert.Contains(t, string(got.Whole), "Unsupported or invalid query filter clause specified for property", path)
	}
	dates := map[string]string{root + "/issues": "startDateTime", root + "/healthOverviews/Exchange/issues": "startDateTime", root + "/messages": "startDateTime", root + "/messages/MC1203118/attachments": "lastModifiedDateTime", root + "/healthOverviews": "service"}
	for path, property := range dates {
		w.Do("GET", path+"?"+escaped("$filter="+property+" ge 2026-01-01"), "").
			Refused(t, http.StatusBadRequest, "Request_UnsupportedQuery", "The type of the value doesn't match the property whose type is DateTime")
	}
	for _, path := range []string{"/healthOverviews/Exchange", "/issues/EX1207533", "/messages/MC1203118", "/healthOverviews/Exchange/issues/EX1207533", "/messages/MC1203118/attachments/" + string(attachmentOf(t, w.Tenant.Memory, "MC1203118", "plan.txt"))} {
		for _, query := range []string{"$planet=1", "$select=id&select=id", "$filter=id eq 'x'", "$top=1", "$select=planet", "$select=a b", "$expand=planet"} {
			assert.Equal(t, http.StatusBadRequest, w.Do("GET", root+path+"?"+escaped(query), "").StatusCode, "%s %s", path, query)
		}
	}
}

// escaped leaves what separates options, and escapes blanks and quotes.
func escaped(query string) string { return strings.NewReplacer(" ", "%20", `"`, "%22").Replace(query) }

// TestFilters: every condition that public clients send is taken and means what it says.
func TestFilters(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for _, c := range []struct {
		path, filter string
		want         []string
	}{
		{"/issues", "service eq 'Dynamics 365 Apps'", []string{"CR1207240"}},
		{"/issues", "isResolved eq false", []string{"CR1207240", "EX1207533"}},
		{"/issues", "classification eq 'incident'", []string{"EX1201188", "EX1207533", "MO1206113"}},
		{"/issues", "status ne 'resolved'", []string{"CR1207240", "EX1201188", "EX1207533", "MO1206113", "SP1204975", "TM1203402"}},
		{"/issues", "status eq 'ServiceRestored' or status eq 'falsePositive'", []string{"MO1206113", "SP1204975", "TM1203402"}},
		{"/issues", "startDateTime lt 2025-12-21T00:00:00Z and (endDateTime ge 2025-12-20T00:00:00Z or endDateTime eq null)", []string{"SP1204975", "TM1203402"}},
		{"/issues", "isResolved eq true and endDateTime ge 2025-12-29T00:00:00Z", []string{"MO1206113"}},
		{"/issues", "endDateTime eq null", []string{"CR1207240", "EX1207533"}},
		{"/issues", "lastModifiedDateTime ge 2026-01-05T08:41:00Z", []string{"EX1207533"}},
		{"/issues", "not (isResolved eq true) and startsWith(id,'cr')", []string{"CR1207240"}},
		{"/issues", "highImpact eq null and id in ('EX1207533','nothing')", []string{"EX1207533"}},
		{"/messages", "services/any(c:c+eq+'Microsoft Teams')", []string{"MC1200347"}},
		{"/messages", "lastModifiedDateTime ge 2026-01-02T20:00:00Z", []string{"MC1198401", "MC1204450"}},
		{"/messages", "id eq 'MC1204450'", []string{"MC1204450"}},
		{"/messages", "isMajorChange eq true", []string{"MC1198401"}},
		{"/messages", "category eq 'preventOrFixIssue'", []string{"MC1201995", "MC1202660"}},
		{"/messages", "severity eq 'high'", []string{"MC1198401", "MC1201995"}},
		{"/messages", "actionRequiredByDateTime lt 2026-02-01T00:00:00Z", []string{"MC1201995"}},
		{"/messages", "tags/any(t:t eq 'Data privacy') and hasAttachments eq true", []string{"MC1202660"}},
		{"/healthOverviews", "status ne 'serviceOperational'", []string{"DynamicsCRM", "Exchange"}},
		{"/healthOverviews", "service eq 'Power BI'", []string{"PowerBIcom"}},
		{"/messages/MC1203118/attachments", "size gt 30", []string{string(attachmentOf(t, w.Tenant.Memory, "MC1203118", "plan.txt")), string(attachmentOf(t, w.Tenant.Memory, "MC1203118", "checklist.csv"))}},
	} {
		got := w.Do("GET", root+c.path+"?$filter="+escaped(c.filter), "").Column(t, "id")
		assert.ElementsMatch(t, c.want, got, c.filter)
	}
}

// TestPages: pages are cut by counting, links keep what was asked for, $top is how many
// are wanted in all, and the count is of all that pass.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	sized := func(n int) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Prefer", "odata.maxpagesize="+strconv.Itoa(n)) }
	}
	const filter = "$filter=isResolved%20eq%20true&$orderby=lastModifiedDateTime%20desc&$count=true&$select=id,lastModifiedDateTime"
	whole := w.Do("GET", root+"/issues?"+filter, "")
	want := whole.Column(t, "id")
	assert.Equal(t, []string{"MO1206113", "TM1203402", "SP1204975", "EX1201188"}, want)
	assert.NotContains(t, whole.Want(t, 200), "@odata.nextLink")
	for size := 1; size <= 5; size++ {
		for top := 0; top <= 5; top++ {
			path := root + "/issues?" + filter
			left := want
			if top > 0 {
				path += "&$top=" + strconv.Itoa(top)
				left = want[:min(top, 4)]
			}
			var got []string
			for n := 0; path != ""; n++ {
				require.Less(t, n, 6)
				a := w.Do("GET", path, "", sized(size))
				got = append(got, a.Column(t, "id")...)
				m := a.Want(t, 200)
				assert.InEpsilon(t, 4, m["@odata.count"], 0, "of all that pass")
				path, _ = m["@odata.nextLink"].(string)
				if path != "" {
					u, err := url.Parse(path)
					require.NoError(t, err)
					assert.Equal(t, strconv.Itoa((n+1)*size), u.Query().Get("$skip"))
					assert.Equal(t, "isResolved eq true", u.Query().Get("$filter"))
					assert.True(t, strings.HasPrefix(path, "https://graph.microsoft.com/v1.0/admin/serviceAnnouncement/issues?"), path)
				}
			}
			assert.Equal(t, left, got, "pages of %d, $top=%d", size, top)
		}
	}
	assert.Empty(t, w.Do("GET", root+"/issues?$skip=100", "").Values(t))
	assert.Empty(t, w.Do("GET", root+"/issues?$top=0", "").Values(t))

	b := w.Tenant.Backstage.Health
	for n := range 150 {
		_, err := b.PublishMessage(t.Context(), health.NewMessage{Title: fmt.Sprint("Message ", n)})
		require.NoError(t, err)
	}
	first := w.Do("GET", root+"/messages", "")
	assert.Len(t, first.Values(t), 100, "the page of the service")
	assert.Contains(t, first.Want(t, 200)["@odata.nextLink"], "$skip=100")
	assert.Len(t, w.Do("GET", root+"/messages", "", sized(5000)).Values(t), 157)
	odd := func(r *http.Request) { r.Header.Set("Prefer", "respond-async, odata.maxpagesize=none") }
	assert.Len(t, w.Do("GET", root+"/messages", "", odd).Values(t), 100)
}

// TestOrder: lists are ordered by what takes it, up and down, what is not set first.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	ends := w.Do("GET", root+"/issues?$orderby=endDateTime", "").Column(t, "id")
	assert.Equal(t, []string{"CR1207240", "EX1207533", "EX1201188", "SP1204975", "TM1203402", "MO1206113"}, ends)
	names := w.Do("GET", root+"/healthOverviews?$orderby=service%20desc&$top=2", "").Column(t, "service")
	assert.Equal(t, []string{"Yammer Enterprise", "Sway"}, names)
}

// TestBelowServices: what is below a service is found there too, and nothing of another.
func TestBelowServices(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	below := root + "/healthOverviews/Exchange%20Online/issues"
	assert.Equal(t, []string{"EX1201188", "EX1207533"}, w.Do("GET", below, "").Column(t, "id"))
	assert.Equal(t, "EX1207533", w.Do("GET", below+"/ex1207533", "").Want(t, 200)["id"])
	for _, form := range []string{"incidentReport", "incidentReport()", "microsoft.graph.incidentReport()"} {
		got := w.Do("GET", below+"/EX1201188/"+form, "")
		require.Equal(t, http.StatusOK, got.StatusCode, "%s", got.Whole)
		assert.Contains(t, string(got.Whole), "Post-incident review")
		assert.Equal(t, got.Whole, w.Do("GET", root+"/issues/EX1201188/"+form, "").Whole)
	}
	for _, path := range []string{
		"/healthOverviews/Lync/issues", "/healthOverviews/Exchange/issues/CR1207240", "/healthOverviews/Lync/issues/LY1205001",
		"/healthOverviews/Exchange/issues/CR1207240/incidentReport", "/healthOverviews/Exchange/issues/EX1207533/incidentReport", "/issues/EX1207533/incidentReport",
		"/healthOverviews/Exchange/issues/EX9999999",
	} {
		got := w.Do("GET", root+path, "")
		assert.Equal(t, http.StatusForbidden, got.StatusCode, path)
		assert.Contains(t, string(got.Whole), "exist for the tenant")
	}
}

// TestOddBodies: an action needs its list.
func TestOddBodies(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for _, action := range []string{"markRead", "markUnread", "archive", "unarchive", "favorite", "unfavorite"} {
		for _, body := range []string{"", "{}", `{"messageIds":[]}`, `{"messageIds":null}`} {
			w.Do("POST", root+"/messages/"+action, body).
				Refused(t, http.StatusBadRequest, "BadRequest", "The parameter 'messageIds' is missing from the request payload or is not a list of texts.")
		}
		for _, body := range []string{"{", "[]", `{"messageIds":"MC1203118"}`, `{"messageIds":[1]}`} {
			w.Do("POST", root+"/messages/"+action, body).
				Refused(t, http.StatusBadRequest, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
		}
	}
}

// TestReadOnly: the collections take no writes (observed in a public issue).
func TestReadOnly(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for _, path := range []string{"/healthOverviews", "/issues", "/messages"} {
		assert.Equal(t, http.StatusMethodNotAllowed, w.Do("POST", root+path, "{}").StatusCode, path)
	}
}

// TestStrangers: the forms in which other people's clients ask are all answered.
func TestStrangers(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	none := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") }
	full := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=full") }
	m := w.Do("GET", root+"/healthOverviews/Microsoft%20365%20suite?$expand=issues", "", none).Want(t, 200)
	assert.NotContains(t, m, "@odata.context")
	assert.Len(t, m["issues"], 1)
	m = w.Do("GET", root+"/messages('MC1203118')?$expand=attachments&$select=id", "", full).Want(t, 200)
	assert.Len(t, m["attachments"], 2)
	assert.Equal(t, "#microsoft.graph.serviceUpdateMessage", m["@odata.type"])
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#admin/serviceAnnouncement/messages(id)/$entity", m["@odata.context"])
	attachments := w.Do("GET", root+"/messages/mc1203118/attachments", "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#admin/serviceAnnouncement/messages('MC1203118')/attachments", attachments["@odata.context"])
	file := root + "/messages/MC1203118/attachments/" + string(attachmentOf(t, w.Tenant.Memory, "MC1203118", "plan.txt"))
	assert.Equal(t, "February: early access.\nApril: for all.\n", string(w.Do("GET", file+"/content", "").Whole))
	assert.Equal(t, "text/plain", w.Do("GET", file+"/$value", "").Header.Get("Content-Type"))
	assert.Equal(t, "application/zip", w.Do("GET", root+"/messages/MC1203118/attachmentsArchive", "").Header.Get("Content-Type"))
	assert.NotContains(t, w.Do("GET", root+"/issues?$expand=", "").Want(t, 200), "issues")
}

// TestDatesAreTakenOrNot: where the service does not take the condition of dates, the
// answer is the same.
func TestDatesAreTakenOrNot(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	q := health.IssueQuery{Since: m.Now().AddDate(0, 0, -18), Until: m.Now().AddDate(0, 0, -10), Resolved: new(true)}
	want := collect(m.Health.Issues.List(t.Context(), q))
	require.Len(t, want, 2)
	w := subjects.NewWire(t, newTest(t), admin365.Caller{})
	var asked []string
	strict := asking(t, func(r *http.Request) (int, string) {
		filter := r.URL.Query().Get("$filter")
		asked = append(asked, filter)
		if strings.Contains(filter, "endDateTime") {
			return 400, `{"error":{"code":"BadRequest","message":"Invalid filter clause: no"}}`
		}
		return 200, string(w.Do("GET", r.URL.String(), "").Whole)
	})
	assert.Equal(t, want, collect(strict.Issues.List(t.Context(), q)))
	assert.Equal(t, []string{
		"isResolved eq true and startDateTime lt " + later(q.Until) + " and (endDateTime ge " + earlier(q.Since) + " or endDateTime eq null)",
		"isResolved eq true",
	}, asked)

	// A condition of one's own that it does not take is refused.
	asked = nil
	q.Filter = "endDateTime has 'x'"
	for i, err := range strict.Issues.List(t.Context(), q) {
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.Nil(t, i)
	}
	assert.Len(t, asked, 2)
}

// TestMessageConditionsAreTakenOrNot: which conditions on messages the service takes is
// not known of all; where it refuses them, the list is the same without.
func TestMessageConditionsAreTakenOrNot(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	q := health.MessageQuery{
		Service: "Exchange Online", Category: health.PlanForChange, Severity: health.SeverityHigh, Major: new(true),
		ActionRequiredBefore: m.Now().AddDate(0, 2, 0), ChangedSince: m.Now().AddDate(0, 0, -7),
	}
	want := collect(m.Health.Messages.List(t.Context(), q))
	require.Len(t, want, 1)
	w := subjects.NewWire(t, newTest(t), admin365.Caller{})
	var asked []string
	strict := asking(t, func(r *http.Request) (int, string) {
		filter := r.URL.Query().Get("$filter")
		asked = append(asked, filter)
		if strings.Contains(filter, "actionRequired") {
			return 400, `{"error":{"code":"BadRequest","message":"Invalid filter clause: no"}}`
		}
		return 200, string(w.Do("GET", r.URL.String(), "").Whole)
	})
	assert.Equal(t, want, collect(strict.Messages.List(t.Context(), q)))
	known := "services/any(s:s eq 'Exchange Online')"
	changed := "lastModifiedDateTime ge " + earlier(q.ChangedSince)
	assert.Equal(t, []string{
		known + " and category eq 'planForChange' and severity eq 'high' and actionRequiredByDateTime lt " + later(q.ActionRequiredBefore) + " and isMajorChange eq true and " + changed,
		known + " and " + changed,
	}, asked)

	// A condition of one's own that it does not take is refused, and one that has no other
	// than what is known is not asked twice.
	asked = nil
	for message, err := range strict.Messages.List(t.Context(), health.MessageQuery{Filter: "actionRequired has 'x'"}) {
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.Nil(t, message)
	}
	assert.Len(t, asked, 1)
}

// TestListsAreNoTexts: a list is compared by any, and as a whole with nothing but null.
func TestListsAreNoTexts(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for _, clause := range []string{"services eq 'Sway'", "services ne 'Sway'", "tags in ('Retirement')", "not (tags eq 'Retirement')"} {
		got := w.Do("GET", root+"/messages?"+escaped("$filter="+clause), "")
		assert.Equal(t, http.StatusBadRequest, got.StatusCode, clause)
		assert.Contains(t, string(got.Whole), "A binary operator with incompatible types was detected. Found operand types 'Collection(Edm.String)' and 'Edm.String' for operator kind", clause)
	}
	for clause, n := range map[string]int{"services/any(s:s eq 'Power Apps')": 2, "tags/any(t:t eq 'Retirement')": 1, "not services/any(s:startsWith(s,'Power'))": 4} {
		var list struct{ Value []any }
		got := w.Do("GET", root+"/messages?"+escaped("$filter="+clause), "")
		require.NoError(t, json.Unmarshal(got.Whole, &list), string(got.Whole))
		assert.Len(t, list.Value, n, clause)
	}
	for _, err := range w.Tenant.Health.Messages.List(t.Context(), health.MessageQuery{Filter: "services eq 'Sway'"}) {
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}
}

func earlier(at time.Time) string {
	return at.Truncate(100 * time.Nanosecond).UTC().Format(time.RFC3339Nano)
}

func later(at time.Time) string {
	return earlier(at.Add(99 * time.Nanosecond))
}
