package health_test

import (
	"net/http"
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

// deaf is a client of a service that answers with all that there is, whatever is asked,
// and what it was asked.
func deaf(t *testing.T) (s *health.Service, asked *[]string) {
	t.Helper()
	asked = new([]string)
	w := subjects.NewWire(t, newTest(t), admin365.Caller{})
	return asking(t, func(r *http.Request) (int, string) {
		*asked = append(*asked, r.URL.Query().Get("$filter"))
		path, _, _ := strings.Cut(r.URL.String(), "?")
		return 200, string(w.Do("GET", path, "").Whole)
	}), asked
}

// TestEachCondition: each condition of a query goes to the service in its language, and is
// checked again where the service does not heed it.
func TestEachCondition(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	s, asked := deaf(t)
	at := time.Date(2025, 12, 22, 16, 30, 0, 150, time.UTC) // TM1203402 ended in this minute, 150 ns before.
	moment := time.Date(2025, 12, 22, 16, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		q    health.IssueQuery
		asks string
		want string
	}{
		{health.IssueQuery{}, "", "CR1207240 EX1201188 EX1207533 MO1206113 SP1204975 TM1203402"},
		{health.IssueQuery{Service: "exchange online"}, "service eq 'exchange online'", "EX1201188 EX1207533"},
		{health.IssueQuery{Service: "o'clock"}, "service eq 'o''clock'", ""},
		{health.IssueQuery{Classification: "ADVISORY"}, "classification eq 'ADVISORY'", "CR1207240 SP1204975 TM1203402"},
		{health.IssueQuery{Status: "ServiceRestored"}, "status eq 'ServiceRestored'", "MO1206113 TM1203402"},
		{health.IssueQuery{Resolved: new(true)}, "isResolved eq true", "EX1201188 MO1206113 SP1204975 TM1203402"},
		{health.IssueQuery{Resolved: new(false)}, "isResolved eq false", "CR1207240 EX1207533"},
		{health.IssueQuery{Since: moment}, "(endDateTime ge 2025-12-22T16:30:00Z or endDateTime eq null)", "CR1207240 EX1207533 MO1206113 TM1203402"},
		{health.IssueQuery{Since: at}, "(endDateTime ge 2025-12-22T16:30:00.0000001Z or endDateTime eq null)", "CR1207240 EX1207533 MO1206113"},
		{health.IssueQuery{Until: time.Date(2025, 12, 18, 13, 0, 0, 0, time.UTC)}, "startDateTime lt 2025-12-18T13:00:00Z", "EX1201188"},
		{health.IssueQuery{Until: time.Date(2025, 12, 18, 13, 0, 0, 1, time.UTC)}, "startDateTime lt 2025-12-18T13:00:00.0000001Z", "EX1201188 TM1203402"},
		{health.IssueQuery{ChangedSince: time.Date(2026, 1, 5, 8, 41, 0, 0, time.UTC)}, "lastModifiedDateTime ge 2026-01-05T08:41:00Z", "EX1207533"},
		{health.IssueQuery{ChangedSince: time.Date(2026, 1, 5, 8, 41, 0, 1, time.UTC)}, "lastModifiedDateTime ge 2026-01-05T08:41:00Z", ""},
		{health.IssueQuery{Filter: " "}, "", "CR1207240 EX1201188 EX1207533 MO1206113 SP1204975 TM1203402"},
		{health.IssueQuery{Filter: "a or b", Service: "Planner"}, "service eq 'Planner' and (a or b)", ""},
	} {
		*asked = nil
		got := collect(s.Issues.List(t.Context(), c.q))
		assert.Equal(t, c.want, strings.Join(issueIDs(got), " "), c.asks)
		assert.Equal(t, []string{c.asks}, *asked)
		if c.q.Filter == "" {
			assert.Equal(t, got, collect(m.Health.Issues.List(t.Context(), c.q)), "in memory: %s", c.asks)
		}
	}
	act := time.Date(2026, 1, 20, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		q    health.MessageQuery
		asks string
		want string
	}{
		{health.MessageQuery{Service: "power apps"}, "services/any(s:s eq 'power apps')", "MC1201995 MC1203118"},
		{health.MessageQuery{Category: health.PreventOrFixIssue}, "category eq 'preventOrFixIssue'", "MC1201995 MC1202660"},
		{health.MessageQuery{Severity: health.SeverityHigh}, "severity eq 'high'", "MC1198401 MC1201995"},
		{health.MessageQuery{ActionRequiredBefore: act}, "actionRequiredByDateTime lt 2026-01-20T08:00:00Z", ""},
		{health.MessageQuery{ActionRequiredBefore: act.Add(1)}, "actionRequiredByDateTime lt 2026-01-20T08:00:00.0000001Z", "MC1201995"},
		{health.MessageQuery{Major: new(true)}, "isMajorChange eq true", "MC1198401"},
		{health.MessageQuery{Major: new(false)}, "isMajorChange eq false", "MC1190022 MC1200347 MC1201995 MC1202660 MC1203118 MC1204450"},
		{health.MessageQuery{ChangedSince: time.Date(2026, 1, 2, 20, 11, 0, 0, time.UTC)}, "lastModifiedDateTime ge 2026-01-02T20:11:00Z", "MC1198401 MC1204450"},
	} {
		*asked = nil
		var ids []string
		got := collect(s.Messages.List(t.Context(), c.q))
		for _, message := range got {
			ids = append(ids, string(message.ID))
		}
		assert.Equal(t, c.want, strings.Join(ids, " "), c.asks)
		assert.Equal(t, []string{c.asks}, *asked)
		assert.Equal(t, got, collect(m.Health.Messages.List(t.Context(), c.q)), "in memory: %s", c.asks)
	}
	for _, bad := range []health.IssueQuery{
		{PageSize: -1}, {Since: at, Until: at}, {Since: at, Until: at.Add(-1)}, {Filter: "a)"}, {Filter: "(a"}, {Filter: "'a"},
	} {
		*asked = nil
		for _, list := range []health.Issues{s.Issues, m.Health.Issues} {
			for _, err := range list.List(t.Context(), bad) {
				require.ErrorIs(t, err, admin365.ErrInvalid)
			}
		}
		assert.Empty(t, *asked)
	}
	assert.Empty(t, collect(s.Issues.List(t.Context(), health.IssueQuery{Since: at, Until: at.Add(1)})))
}

// TestUnsaidMajor: a message of which the service does not say whether it is major is
// neither.
func TestUnsaidMajor(t *testing.T) {
	t.Parallel()
	s := answering(t, 200, `{"value":[{"id":"MC100001","isMajorChange":null,"actionRequiredByDateTime":null}]}`)
	for _, major := range []bool{true, false} {
		assert.Empty(t, collect(s.Messages.List(t.Context(), health.MessageQuery{Major: &major})))
	}
	assert.Empty(t, collect(s.Messages.List(t.Context(), health.MessageQuery{ActionRequiredBefore: time.Now()})))
	assert.Len(t, collect(s.Messages.List(t.Context(), health.MessageQuery{})), 1)
}

// inPages asks for pages of the size.
func inPages(size int) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Prefer", "odata.maxpagesize="+strconv.Itoa(size)) }
}

// TestPageSizes: how large pages are, in every form in which it is said.
func TestPageSizes(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	for prefer, n := range map[string]int{
		"odata.maxpagesize=2": 2, "maxpagesize=3": 3, `OData.MaxPageSize="4"`: 4, "respond-async, odata.maxpagesize=1": 1, "odata.maxpagesize = 5": 5,
		"odata.maxpagesize=0": 6, "odata.maxpagesize=-1": 6, "odata.maxpagesize": 6, "maxpagesizes=2": 6, "odata.maxpagesize=x,maxpagesize=2": 2,
	} {
		got := w.Do("GET", root+"/issues", "", func(r *http.Request) { r.Header.Set("Prefer", prefer) })
		assert.Len(t, got.Values(t), n, prefer)
		assert.Equal(t, n < 6, got.Want(t, 200)["@odata.nextLink"] != nil, prefer)
	}
	// A page that is just full is the last one, and so is the last of several.
	assert.NotContains(t, w.Do("GET", root+"/issues", "", inPages(6)).Want(t, 200), "@odata.nextLink")
	assert.NotContains(t, w.Do("GET", root+"/issues?$skip=4", "", inPages(2)).Want(t, 200), "@odata.nextLink")
	assert.NotContains(t, w.Do("GET", root+"/issues?$top=2", "", inPages(2)).Want(t, 200), "@odata.nextLink")
	for query, n := range map[string]int{"$top=%202%20": 2, "$skip=%204": 2, "$top=1000": 6, "$skip=2147483647": 0, "$skip=6": 0, "$skip=5": 1, "$count=TRUE": 6, "$count=false": 6} {
		got := w.Do("GET", root+"/issues?"+query, "")
		assert.Len(t, got.Values(t), n, query)
		_, counted := got.Want(t, 200)["@odata.count"]
		assert.Equal(t, query == "$count=TRUE", counted, query)
	}
	for _, query := range []string{"$top=", "$top=%20", "$top=1.0", "$top=99999999999999999999", "$skip=2147483648", "$top=1e1"} {
		assert.Equal(t, http.StatusBadRequest, w.Do("GET", root+"/issues?"+query, "").StatusCode, query)
	}
	// Of equals the order stays; what was given stays in links.
	got := w.Do("GET", root+"/issues?$orderby=classification%20desc&$count=true&$select=id", "", inPages(4))
	assert.Equal(t, []string{"EX1201188", "EX1207533", "MO1206113", "CR1207240"}, got.Column(t, "id"))
	next, _ := got.Want(t, 200)["@odata.nextLink"].(string)
	assert.Contains(t, next, "$count=true")
	assert.NotContains(t, next, "$top")
	assert.Equal(t, 1, strings.Count(next, "$skip="))
	expanded := w.Do("GET", root+"/healthOverviews/Exchange?$expand=%20Issues%20", "").Want(t, 200)
	assert.Len(t, expanded["issues"], 2)
	assert.Equal(t, http.StatusBadRequest, w.Do("GET", root+"/issues?$expand=issues", "").StatusCode)
	assert.Equal(t, http.StatusOK, w.Do("GET", root+"/issues?$expand=%20", "").StatusCode)
}

// TestCatalog: the services are spelled as the service spells them, and the ids of their
// issues begin as they should.
func TestCatalog(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	all := `Exchange|Exchange Online|EX OrgLiveID|Identity Service|IS OSDPPlatform|Microsoft 365 suite|MO Lync|Skype for Business|LY SharePoint|SharePoint Online|SP
DynamicsCRM|Dynamics 365 Apps|CR RMS|Azure Information Protection|RM yammer|Yammer Enterprise|YA MobileDeviceManagement|Mobile Device Management for Office 365|MD
Planner|Planner|PL SwayEnterprise|Sway|SW PowerBIcom|Power BI|PB Intune|Microsoft Intune|IT OneDriveForBusiness|OneDrive for Business|OD microsoftteams|Microsoft Teams|TM
StaffHub|Microsoft StaffHub|SH Bookings|Microsoft Bookings|BK officeonline|Office for the web|OO O365Client|Microsoft 365 Apps|OP PowerApps|Power Apps|CR
PowerAppsM365|Power Apps in Microsoft 365|MP MicrosoftFlow|Microsoft Power Automate|MF MicrosoftFlowM365|Microsoft Power Automate in Microsoft 365|MM Forms|Microsoft Forms|FM
Microsoft365Defender|Microsoft 365 Defender|DZ Stream|Microsoft Stream|ST PAM|Privileged Access|PA Viva|Microsoft Viva|VV cloudappsecurity|Microsoft Defender for Cloud Apps|CS`
	// The letters end each.
	for line := range strings.SplitSeq(all, "\n") {
		for line != "" {
			id, rest, _ := strings.Cut(line, "|")
			name, rest, _ := strings.Cut(rest, "|")
			letters := rest[:2]
			line = strings.TrimSpace(rest[2:])
			require.NoError(t, b.Subscribe(ctx, strings.ToUpper(name)), name)
			for _, key := range []string{id, name, strings.ToLower(name), strings.ToUpper(id)} {
				s, err := m.Health.Services.Get(ctx, key, health.ServiceQuery{Issues: true})
				require.NoError(t, err, key)
				assert.Equal(t, id, s.ID)
				assert.Equal(t, name, s.Service)
				before := len(s.Issues)
				i, err := b.PublishIssue(ctx, health.NewIssue{Service: key, Title: "x"})
				require.NoError(t, err)
				assert.Equal(t, letters, string(i.ID[:2]), name)
				assert.Equal(t, name, i.Service)
				s, err = m.Health.Services.Get(ctx, key, health.ServiceQuery{Issues: true})
				require.NoError(t, err)
				assert.Len(t, s.Issues, before+1)
			}
		}
	}
	names := []string{}
	for _, s := range collect(m.Health.Services.List(ctx, health.ServiceQuery{})) {
		names = append(names, s.Service)
		assert.Nil(t, s.Issues)
	}
	assert.IsIncreasing(t, names)
	assert.Len(t, names, 29)
	_, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "x", ID: "PL999999"})
	require.NoError(t, err)
	i, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "x", ID: "PL2000000"})
	require.NoError(t, err)
	i, err = b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: string(i.ID)})
	require.NoError(t, err)
	assert.Equal(t, health.IssueID("PL2000001"), i.ID, "the next one")
	first, err := newTest(t).Backstage.Health.PublishMessage(ctx, health.NewMessage{Title: "x"})
	require.NoError(t, err)
	assert.Equal(t, "MC"+strconv.Itoa(1_210_001), string(first.ID))
}
