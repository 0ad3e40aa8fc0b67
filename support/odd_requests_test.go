package support_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
)

// TestOddQueries: what no method of ours asks.
func TestOddQueries(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	opened(t, s.Memory, s.Support, aTicket("one"))
	opened(t, s.Memory, s.Support, aTicket("two"))
	list, talk := onAzure+"/supportTickets?"+version, onAzure+"/supportTickets/one/communications?"+version
	for _, query := range []string{
		"&$top=0", "&$top=101", "&$top=x", "&$skipToken=x", "&$filter=status", "&$filter=status%20eq%20'Open'%20or%20status%20eq%20'Closed'",
		"&$filter=status%20eq%20Open", "&$filter=status%20ne%20'Open'", "&$filter=title%20eq%20'x'", "&$filter=status%20eq%20'asleep'",
		"&$filter=createdDate%20le%202026-01-01", "&$filter=createdDate%20ge%20'2026-01-01'", "&$filter=createdDate%20ge%20soon", "&$filter='",
		"&$filter=status%20eq%20'Open'%20and", "&$filter=status%20eq%20'Open'%20and%20status",
	} {
		s.refused(s.do("GET", list+query, ""), http.StatusBadRequest, "InvalidParameterValue")
	}
	for _, query := range []string{"&$top=0", "&$top=11", "&$skipToken=x", "&$filter=communicationType%20eq%20'phone'", "&$filter=sender%20eq%20'x'", "&$filter=createdDate%20eq%202026-01-01"} {
		s.refused(s.do("GET", talk+query, ""), http.StatusBadRequest, "InvalidParameterValue")
	}
	// The words of the service in any letter case, a day in the place of a time, a plus.
	for _, query := range []string{
		"&$filter=STATUS%20EQ%20'open'%20AND%20CreatedDate%20GE%202026-01-05", "&$filter=status+eq+'Open'", "&%24top=25", "&$TOP=2",
		"&$filter=createdDate%20gt%202026-01-04T23:59:59Z%20and%20serviceId%20eq%20'/providers/microsoft.support/SERVICES/cddd3eb5-1830-b494-44fd-782f691479dc'",
	} {
		assert.Len(t, s.do("GET", list+query, "").Want(t, http.StatusOK)["value"], 2, query)
	}
	assert.Empty(t, s.do("GET", list+"&$filter=createdDate%20gt%202026-02-01", "").Want(t, http.StatusOK)["value"])

	// A page leads to the next one, with the port, and with the filter as it was.
	first := s.do("GET", list+"&$top=1&$filter=status+eq+'Open'", "").Want(t, http.StatusOK)
	link, _ := first["nextLink"].(string)
	assert.True(t, strings.HasPrefix(link, azure+":443/providers/Microsoft.Support/supportTickets?"), link)
	second := s.do("GET", link, "").Want(t, http.StatusOK)
	assert.NotContains(t, second, "nextLink")
	assert.NotEqual(t, first["value"], second["value"])
	s.refused(s.do("GET", strings.Replace(link, "Open", "Closed", 1), ""), http.StatusBadRequest, "InvalidParameterValue")

	result := "/providers/Microsoft.Support/operationResults/x?" + version
	s.refused(s.do("GET", azure+result, ""), http.StatusNotFound, "ResourceNotFound")
	s.refused(s.do("GET", azure+"/subscriptions/11111111-2222-4333-8444-555555555555"+result, ""), http.StatusNotFound, "SubscriptionNotFound")
	sub, err := s.Backstage.Support.AddSubscription(t.Context(), support.Subscription{Unregistered: true})
	require.NoError(t, err)
	s.refused(s.do("GET", azure+"/subscriptions/"+string(sub)+result, ""), http.StatusConflict, "MissingSubscriptionRegistration")

	said, err := s.Support.Communications.Add(t.Context(), "one", support.NewCommunication{Name: "mine", Subject: "x", Body: "y"})
	require.NoError(t, err)
	result = onAzure + "/operationResults/" + operationName(said.ID) + "?" + version
	assert.Empty(t, s.do("GET", result, "").Want(t, http.StatusAccepted))
	s.Advance(support.AddTakes)
	assert.Equal(t, "Microsoft.Support/communications", s.do("GET", result, "").Want(t, http.StatusOK)["type"], "what it made")
	failed, err := s.Support.Communications.Add(t.Context(), "one", support.NewCommunication{Name: "lost", Subject: "x", Body: "y"})
	require.NoError(t, err)
	require.NoError(t, s.Backstage.Support.Fail(t.Context(), failed.ID, "", "It did not work."))
	assert.Equal(t, "Failed", s.do("GET", onAzure+"/operationResults/"+operationName(failed.ID)+"?"+version, "").Want(t, http.StatusOK)["status"])

	require.NoError(t, s.Backstage.Support.AddCustomer(t.Context(), support.Customer{ID: "9c3bdb7a-6b3f-4c0c-9a3f-1f1b4f5f0001", Name: "Fabrikam"}))
	for _, query := range []string{"Value=open", "Field=Title", "Field=Title&Value=x", "Field=Status&Value=asleep", "offset=-1", "offset=x", "size=1001", "filter=x"} {
		assert.Equal(t, "3000", s.do("GET", partner+"/servicerequests?"+query, "").Want(t, http.StatusBadRequest)["code"], query)
	}
	for _, query := range []string{"field=status&value=OPEN", "Field=Status", "offset=0&size=1000", "size=1"} {
		s.do("GET", partner+"/servicerequests?"+query, "").Want(t, http.StatusOK)
	}
	for _, path := range []string{"/servicerequests", "/customers/9c3bdb7a-6b3f-4c0c-9a3f-1f1b4f5f0001/servicerequests"} {
		assert.Equal(t, "3000", s.do("GET", partner+path+"?size=0", "").Want(t, http.StatusBadRequest)["code"])
	}
	assert.Equal(t, "3000", s.do("GET", partner+"/servicerequests?size=0", "", func(r *http.Request) {
		r.Header.Set("IncludeOrganizationRequests", "")
	}).Want(t, http.StatusBadRequest)["code"])
}

// operationName is the service's own part of an operation's id.
func operationName(id admin365.OperationID) string {
	own, _, _ := strings.Cut(string(id), "?")
	return own[strings.LastIndex(own, "/")+1:]
}

// TestOddBodies: what no method of ours sends.
func TestOddBodies(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	opened(t, s.Memory, s.Support, aTicket("one"))
	one, bad := onAzure+"/supportTickets/one", http.StatusBadRequest
	for _, body := range []string{
		`{}`, `{"properties":{}}`, strings.Replace(theBody, `"title":"Bill",`, "", 1), strings.Replace(theBody, "contactDetails", "contact", 1),
		strings.Replace(theBody, `"firstName":"Ada",`, "", 1), strings.Replace(theBody, `"email",`, `"phone",`, 1),
		strings.Replace(theBody, `"No"`, `"Maybe"`, 1), strings.Replace(theBody, `"minimal"`, `"dreadful"`, 1),
		strings.Replace(theBody, `"usa"`, `"us"`, 1), strings.Replace(theBody, `"en-us"`, `"la"`, 1),
		strings.Replace(theBody, `"problemStartTime"`, `"quotaTicketDetails":{},"problemStartTime"`, 1),
		strings.Replace(theBody, `"problemStartTime"`, `"technicalTicketDetails":{"resourceId":"/subscriptions/11111111-2222-4333-8444-555555555555/x"},"problemStartTime"`, 1),
		strings.Replace(theBody, `"problemStartTime"`, `"secondaryConsent":[{"type":"x","userConsent":"Yes"}],"problemStartTime"`, 1),
	} {
		s.refused(s.do("PUT", onAzure+"/supportTickets/new?"+version, body), bad, "InvalidParameterValue")
	}
	s.refused(s.do("PUT", onAzure+"/supportTickets/new?"+version, "{"), bad, "JsonDeserializationError")
	s.refused(s.do("PUT", onAzure+"/supportTickets/tmp-new?"+version, theBody), bad, "ResourceNameInvalid")
	for _, name := range []string{"12345", "tmp-", "TMP-x", "a:b", "a%5Cb"} {
		s.refused(s.do("PUT", onAzure+"/supportTickets/"+name+"?"+version, theBody), bad, "ResourceNameInvalid")
	}
	for _, body := range []string{`{}`, `{"status":"asleep"}`, `{"severity":"dreadful"}`, `{"contactDetails":{"preferredContactMethod":"phone"}}`, `{"advancedDiagnosticConsent":"Maybe"}`, `{"secondaryConsent":[{"type":"x","userConsent":"Yes"}]}`} {
		s.refused(s.do("PATCH", one+"?"+version, body), bad, "InvalidParameterValue")
	}
	for _, body := range []string{`{}`, `{"properties":{"subject":"x"}}`, `{"properties":{"body":"x"}}`} {
		s.refused(s.do("PUT", one+"/communications/c?"+version, body), bad, "InvalidParameterValue")
	}
	s.refused(s.do("PUT", one+"/communications/c?"+version, `[]`), bad, "JsonDeserializationError")
	s.refused(s.do("POST", one+"/checkNameAvailability?"+version, `{"name":"x","type":"Microsoft.Support/supportTickets"}`), bad, "InvalidParameterValue")
	s.refused(s.do("POST", onAzure+"/checkNameAvailability?"+version, `{"name":"x","type":"Microsoft.Support/communications"}`), bad, "InvalidParameterValue")

	s.do("PUT", onAzure+"/fileWorkspaces/w?"+version, "").Want(t, http.StatusCreated)
	s.refused(s.do("PUT", onAzure+"/fileWorkspaces/w%3Cx?"+version, ""), bad, "ResourceNameInvalid")
	file := onAzure + "/fileWorkspaces/w/files/a.txt"
	for _, body := range []string{`{}`, `{"properties":{"fileSize":10,"chunkSize":5,"numberOfChunks":3}}`, `{"properties":{"fileSize":5242881,"chunkSize":2621440,"numberOfChunks":3}}`} {
		s.refused(s.do("PUT", file+"?"+version, body), bad, "InvalidParameterValue")
	}
	s.refused(s.do("PUT", onAzure+"/fileWorkspaces/w/files/a.exe?"+version, `{"properties":{"fileSize":1,"chunkSize":1,"numberOfChunks":1}}`), bad, "InvalidParameterValue")
	s.do("PUT", file+"?"+version, `{"properties":{"fileSize":2,"chunkSize":1,"numberOfChunks":2}}`).Want(t, http.StatusCreated)
	for _, body := range []string{`{"content":"YWI=","chunkIndex":0}`, `{"content":"YQ==","chunkIndex":2}`, `{"content":"YQ==","chunkIndex":-1}`} {
		s.refused(s.do("POST", file+"/upload?"+version, body), bad, "InvalidParameterValue")
	}
	s.refused(s.do("POST", file+"/upload?"+version, `{"content":"not base64!","chunkIndex":0}`), bad, "JsonDeserializationError")

	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	id, _ := s.do("POST", partner+"/servicerequests/en-US", `{"Title":"x","Description":"y","Severity":"minimal","SupportTopicId":"32444667"}`).Want(t, http.StatusCreated)["id"].(string)
	for _, body := range []string{`{"NewNote":{"Text":" "}}`, `{"NewNote":{}}`, `{"Status":"asleep"}`, `{"Severity":"dreadful"}`, `{"Status":"attention_needed"}`} {
		assert.Equal(t, "3000", s.do("PATCH", partner+"/servicerequests/"+id, body).Want(t, bad)["code"], body)
	}
	// What stands for "unchanged" changes nothing.
	before := s.do("GET", partner+"/servicerequests/"+id, "").Want(t, http.StatusOK)
	after := s.do("PATCH", partner+"/servicerequests/"+id, `{"Id":null,"Title":null,"Severity":"unknown","Status":"none","CreatedDate":"0001-01-01T00:00:00","NewNote":null}`).Want(t, http.StatusOK)
	assert.Equal(t, before["title"], after["title"])
	assert.Equal(t, before["severity"], after["severity"])
	assert.Equal(t, before["status"], after["status"])
}

// other is a service that answers something else than ours.
type other struct {
	status int
	header http.Header
	body   string
}

func (o other) RoundTrip(r *http.Request) (*http.Response, error) {
	w := subjects.Answer{Response: &http.Response{StatusCode: o.status, Header: o.header, Request: r, ProtoMajor: 1, ProtoMinor: 1}}
	w.Body = http.NoBody
	if o.body != "" {
		w.Body = readerOf(o.body)
	}
	return w.Response, nil
}

// answering is a client of a service that always answers so.
func answering(t *testing.T, o other) *support.Service {
	t.Helper()
	if o.header == nil {
		o.header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	}
	m := newTest(t).Memory
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: admin.NewEmulator(m, admin.EmulatorConfig{}).Credential(admin365.Caller{}),
		HTTPClient: &http.Client{Transport: o}, MaxAttempts: 1,
	})
	require.NoError(t, err)
	return c.Support
}

// TestUnknownDenial: the service's text of a denial is not known, and is one all the same.
func TestUnknownDenial(t *testing.T) {
	t.Parallel()
	s := answering(t, other{status: http.StatusBadRequest, body: `{"error":{"code":"UpdateOperationDenied","message":"Something that we have not seen.","details":[]}}`})
	for _, err := range []error{
		s.Tickets.Close(t.Context(), "x"), s.Tickets.Reopen(t.Context(), "x"),
		s.Tickets.Update(t.Context(), "x", support.TicketPatch{Severity: new(support.Minimal)}),
		func() error {
			_, err := s.Communications.Add(t.Context(), "x", support.NewCommunication{Subject: "x", Body: "y"})
			return err
		}(),
	} {
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		assert.ErrorContains(t, err, "Something that we have not seen.")
	}
}

// TestOtherAnswers: answers in other forms than the emulator's: a byte order mark, no body,
// problem details, a creation that is done at once, an operation elsewhere.
func TestOtherAnswers(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	marked := answering(t, other{status: http.StatusOK, body: "\ufeff" + `{"totalCount":1,"items":[{"name":"A","description":"B","id":7}]}`})
	for topic, err := range marked.Partner.Topics.List(ctx) {
		require.NoError(t, err)
		assert.Equal(t, support.ProblemID("7"), topic.ID)
	}
	silent := answering(t, other{status: http.StatusNoContent}).Partner
	require.NoError(t, silent.Tickets.Close(ctx, "1"))
	o, err := silent.Communications.Add(ctx, "1", support.NewCommunication{Body: "x"})
	require.NoError(t, err)
	assert.True(t, o.Done())
	assert.Empty(t, o.ResourceID, "which note it became is not said")

	newer := answering(t, other{status: http.StatusForbidden, header: http.Header{"Content-Type": {"application/problem+json"}}, body: `{"type":"x","title":"Forbidden","status":403,"detail":"Not for you.","instance":"y"}`})
	err = newer.Partner.Tickets.Close(ctx, "1")
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.ErrorContains(t, err, "Not for you.")

	done, err := answering(t, other{status: http.StatusOK, body: `{}`}).Tickets.Create(ctx, aTicket("x"))
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationSucceeded, done.State)
	assert.Equal(t, "x", done.ResourceID)
	for _, where := range []string{"https://evil.example/providers/Microsoft.Support/operationsStatus/1", azure + "/providers/Microsoft.Support/elsewhere/1", ""} {
		_, err = answering(t, other{status: http.StatusAccepted, header: http.Header{"Azure-Asyncoperation": {where}}}).Tickets.Create(ctx, aTicket("x"))
		require.ErrorIs(t, err, admin365.ErrUncertain, where)
	}
	e, ok := errors.AsType[*admin365.Error](err)
	require.True(t, ok)
	assert.Equal(t, "support.Tickets.Create", e.Op)
}

func readerOf(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
