package support_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

// TestRulesBehindTheClient: what the client refuses before it sends anything, the service
// refuses as well, and says of which field.
func TestRulesBehindTheClient(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	opened(t, s.Memory, s.Support, aTicket("one"))
	put := func(from, to string) map[string]any {
		t.Helper()
		require.Contains(t, theBody, from)
		a := s.do("PUT", onAzure+"/supportTickets/new?"+version, strings.Replace(theBody, from, to, 1))
		require.GreaterOrEqual(t, a.StatusCode, 400, "%s for %s", to, from)
		whole, _ := a.Want(t, a.StatusCode)["error"].(map[string]any)
		return whole
	}
	for _, c := range []struct{ from, to, field string }{
		{`"Bill"`, `" "`, "title"}, {`"Too much"`, `"\n"`, "description"}, {`"minimal"`, `""`, "severity"}, {`"minimal"`, `"dreadful"`, "severity"},
		{`"No"`, `""`, "diagnostics"}, {`"No"`, `"Perhaps"`, "diagnostics"}, {`"serviceId"`, `"service"`, "service"},
		{`"problemClassificationId"`, `"problem"`, "problem"}, {`"Ada"`, `" "`, "contact.firstName"}, {`"King"`, `""`, "contact.lastName"},
		{`"ada@contoso.com"`, `""`, "contact.email"}, {`"ada@contoso.com"`, `"ada"`, "contact.email"}, {`"email"`, `""`, "contact.method"},
		{`"email"`, `"pigeon"`, "contact.method"}, {`"email"`, `"phone"`, "contact.phone"}, {`"email"`, `"phone","phoneNumber":" "`, "contact.phone"},
		{`"Pacific Standard Time"`, `" "`, "contact.timeZone"}, {`"usa"`, `""`, "contact.country"}, {`"usa"`, `"us"`, "contact.country"},
		{`"usa"`, `"usaa"`, "contact.country"}, {`"usa"`, `"us1"`, "contact.country"}, {`"en-us"`, `""`, "contact.language"}, {`"en-us"`, `"en-gb"`, "contact.language"},
	} {
		refused := put(c.from, c.to)
		assert.Equal(t, "InvalidParameterValue", refused["code"], c.to)
		assert.Contains(t, refused["message"], "'"+c.field+"'", "%s for %s", c.to, c.from)
	}
	const workspace, resource, quota = `"fileWorkspaceName":"gone",`, `"technicalTicketDetails":{"resourceId":"vm"},`, `"quotaTicketDetails":{"quotaChangeRequestVersion":"1.0"},`
	for _, c := range []struct{ from, to, code, text string }{
		{`44114011-6a66-e902-c00f-e419b6b4509f`, `a3650005-0002-4000-8000-cddd3eb51830`, "ResourceNotFound", "a3650005-0002-4000-8000-cddd3eb51830"},
		{`517f2da6-78fd-0498-4e22-ad26996b1dfc/problem`, `cddd3eb5-1830-b494-44fd-782f691479dc/problem`, "ResourceNotFound", "problem classification"},
		{`"/providers/Microsoft.Support/services/517f2da6-78fd-0498-4e22-ad26996b1dfc",`, `"517f2da6-78fd-0498-4e22-ad26996b1dfd",`, "ResourceNotFound", "service"},
		{`"minimal"`, `"highestCriticalImpact"`, "InvalidParameterValue", "highestcriticalimpact"},
		{`"title"`, workspace + `"title"`, "ResourceNotFound", "'gone'"},
		{`"title"`, resource + `"title"`, "InvalidParameterValue", "'resource'"},
		{`"title"`, quota + `"title"`, "InvalidParameterValue", "subscription"},
	} {
		refused := put(c.from, c.to)
		assert.Equal(t, c.code, refused["code"], c.to)
		assert.Contains(t, refused["message"], c.text)
	}
	for _, name := range []string{"0a1b2c3d-0000-4000-8000-000000000001", "123", "tmp-x"} {
		s.refused(s.do("PUT", onAzure+"/supportTickets/one/communications/"+name+"?"+version, `{"properties":{"subject":"x","body":"y"}}`), http.StatusBadRequest, "ResourceNameInvalid")
	}
	// What was refused is not there.
	assert.Len(t, s.do("GET", onAzure+"/supportTickets?"+version, "").Want(t, http.StatusOK)["value"], 1)
	assert.Empty(t, s.do("GET", onAzure+"/supportTickets/one/communications?"+version, "").Want(t, http.StatusOK)["value"])
}

// TestPartnerRulesBehindTheClient: likewise of Partner Center.
func TestPartnerRulesBehindTheClient(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	const body, path = `{"Title":"x","Description":"y","Severity":"minimal","SupportTopicId":"32444667","PrimaryContact":null,"Organization":null}`, partner + "/servicerequests/en-US"
	for _, c := range []struct{ from, to, code, text string }{
		{`"x"`, `" "`, "3000", "'Title'"}, {`"x"`, `"` + strings.Repeat("ä", 256) + `"`, "3000", "'Title'"}, {`"y"`, `" "`, "3000", "'Description'"},
		{`"minimal"`, `"unknown"`, "3000", "'Severity'"}, {`"minimal"`, `"highestcriticalimpact"`, "3000", "'Severity'"}, {`"minimal"`, `0`, "3000", "'Severity'"},
		{`"minimal"`, `4`, "3000", "'Severity'"}, {`"minimal"`, `-1`, "3000", "'Severity'"}, {`"32444667"`, `"1"`, "3000", "'1'"}, {`"32444667"`, `"x"`, "3000", "'x'"},
		{`"Organization":null`, `"Organization":{"Id":"nobody"}`, "60003", "'nobody'"},
	} {
		require.Contains(t, body, c.from)
		a := s.do("POST", path, strings.Replace(body, c.from, c.to, 1))
		require.GreaterOrEqual(t, a.StatusCode, 400, c.to)
		refused := a.Want(t, a.StatusCode)
		assert.Equal(t, c.code, refused["code"], c.to)
		assert.Contains(t, refused["description"], c.text)
	}
	assert.Empty(t, s.do("GET", partner+"/servicerequests", "").Want(t, http.StatusOK)["items"])
	for from, want := range map[string]string{`1`: "critical", `2`: "moderate", `3`: "minimal", `"CRITICAL"`: "critical"} {
		assert.Equal(t, want, s.do("POST", path, strings.Replace(body, `"minimal"`, from, 1)).Want(t, http.StatusCreated)["severity"])
	}
	longest := s.do("POST", path, strings.Replace(body, `"x"`, `"`+strings.Repeat("ä", 255)+`"`, 1)).Want(t, http.StatusCreated)
	company, _ := longest["organization"].(map[string]any)
	assert.Equal(t, string(s.TenantID()), company["id"])
	assert.NotEmpty(t, company["name"], "the partner's own name")
	ours := s.do("POST", path, strings.Replace(body, `"Organization":null`, `"Organization":{"Id":"`+strings.ToUpper(string(s.TenantID()))+`"}`, 1)).Want(t, http.StatusCreated)
	assert.Equal(t, longest["organization"], ours["organization"], "to name oneself is to name nobody")
}

// TestFileNamesAtTheirEdges: the shortest extension, and none.
func TestFileNamesAtTheirEdges(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	a := m.Support.Attachments
	w, err := a.CreateWorkspace(t.Context(), support.NewWorkspace{Name: strings.Repeat("w", 255)})
	require.NoError(t, err)
	_, err = a.CreateWorkspace(t.Context(), support.NewWorkspace{Name: strings.Repeat("w", 256)})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	for name, ok := range map[string]bool{
		"a.c": true, "a.": false, ".c": false, "a": false, "a.b.": false, "..c": true, "a b.c": true, "a\tb.c": false, `a\b.c`: false, "a?.c": false, "a.c<": false,
	} {
		_, err := a.Create(t.Context(), w.ID, support.NewFile{Name: name, Size: 1})
		assert.Equal(t, ok, err == nil, "%q: %v", name, err)
	}
}

// TestBackstageOfNothing: whoever is not there cannot be acted on, and nothing changes.
func TestBackstageOfNothing(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ctx, b := t.Context(), m.Backstage.Support
	opened(t, m, m.Support, aTicket("one"))
	w, err := m.Support.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "w"})
	require.NoError(t, err)
	done, err := m.Support.Communications.Add(ctx, "one", support.NewCommunication{Subject: "x", Body: "y"})
	require.NoError(t, err)
	require.NoError(t, b.Finish(ctx, done.ID))
	before := m.Snapshot()
	received := func(w support.WorkspaceID, name string) error {
		content, err := b.Received(ctx, w, name)
		assert.Nil(t, content)
		return err
	}
	_, badSubscription := b.AddSubscription(ctx, support.Subscription{ID: "x"})
	for i, err := range []error{
		b.Assign(ctx, "nobody", "x"), b.Say(ctx, "nobody", "x", "y"), b.SetState(ctx, "nobody", support.StateOpen), received("nobody", "a.txt"), received(w.ID, "a.txt"),
		b.Finish(ctx, done.ID), b.Fail(ctx, done.ID, "", ""),
	} {
		require.ErrorIs(t, err, admin365.ErrNotFound, "%d", i)
	}
	for i, err := range []error{
		b.SetState(ctx, "one", support.StateAttentionNeeded), b.SetState(ctx, "one", support.StateNone), b.SetState(ctx, "one", "asleep"), badSubscription,
		b.AddCustomer(ctx, support.Customer{ID: "x"}), b.Finish(ctx, "x"), b.Fail(ctx, "x", "", ""),
	} {
		require.ErrorIs(t, err, admin365.ErrInvalid, "%d", i)
	}
	assert.Empty(t, m.Changes(before))
	require.NoError(t, b.SetPartner(ctx, true))
	o, err := m.Support.Partner.Tickets.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
	require.NoError(t, err)
	for _, state := range []support.State{support.StateNone, support.StateUpdating, "asleep"} {
		require.ErrorIs(t, b.SetState(ctx, support.TicketID(o.ResourceID), state), admin365.ErrInvalid, state)
	}
	require.NoError(t, b.SetPartner(ctx, false))
	_, err = m.Support.Partner.Tickets.Get(ctx, support.TicketID(o.ResourceID))
	require.ErrorIs(t, err, admin365.ErrForbidden)
}

// TestPatchesByWhatTheyDo: a PATCH is the operation that it is for, because guards of tests,
// drills and logs know it by that.
func TestPatchesByWhatTheyDo(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	opened(t, s.Memory, s.Support, aTicket("one"))
	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	o, err := s.Support.Partner.Tickets.Create(t.Context(), support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
	require.NoError(t, err)
	for _, c := range []struct{ body, azure, partner string }{
		{`{"status":"closed"}`, "Tickets.Close", "PartnerTickets.Close"}, {`{"status":"OPEN"}`, "Tickets.Reopen", "PartnerTickets.Reopen"},
		{`{"status":"closed","severity":"minimal"}`, "Tickets.Update", "PartnerTickets.Update"},
		{`{"status":"closed","severity":"unknown"}`, "Tickets.Update", "PartnerTickets.Close"},
		{`{"status":"open","severity":""}`, "Tickets.Update", "PartnerTickets.Reopen"},
		{`{"status":"none"}`, "Tickets.Update", "PartnerTickets.Update"}, {`{}`, "Tickets.Update", "PartnerTickets.Update"},
		{`{"status":"closed","contactDetails":{}}`, "Tickets.Update", "PartnerTickets.Close"},
		{`{"status":"closed","advancedDiagnosticConsent":"No"}`, "Tickets.Update", "PartnerTickets.Close"},
		{`{"status":"closed","secondaryConsent":[{"type":"x","userConsent":"No"}]}`, "Tickets.Update", "PartnerTickets.Close"},
		{`{"status":"open","newNote":{"text":"x"}}`, "Tickets.Reopen", "PartnerCommunications.Add"}, {`{`, "Tickets.Update", "PartnerTickets.Update"},
	} {
		s.do("PATCH", onAzure+"/supportTickets/one?"+version, c.body)
		s.do("PATCH", partner+"/servicerequests/"+o.ResourceID, c.body)
		all := s.Requests()
		assert.Equal(t, "support."+c.azure, all[len(all)-2].Op, c.body)
		assert.Equal(t, "support."+c.partner, all[len(all)-1].Op, c.body)
	}
}
