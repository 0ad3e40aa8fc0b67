package support

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/wiretest"
)

// sample is a sample of the vendor's.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/support/"+name+".json")
}

// trip reads a sample strictly, and asserts that as a client writes it it comes out again.
func trip[T any](t *testing.T, name string) *T {
	t.Helper()
	v := wiretest.MustDecode[T](t, sample(t, name))
	written, err := jsonv2.Marshal(v)
	require.NoError(t, err)
	assert.JSONEq(t, string(sample(t, name)), string(written))
	return v
}

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.UTC()
}

// TestSampleTickets: what was recorded of tickets is what programs see.
func TestSampleTickets(t *testing.T) {
	t.Parallel()
	list := wiretest.MustDecode[valueWire[*resourceWire[ticketWire]]](t, sample(t, "supportTickets-list-recorded"))
	require.Len(t, list.Value, 2)
	got := ticketOf(list.Value[1])
	billing := "/providers/Microsoft.Support/services/517f2da6-78fd-0498-4e22-ad26996b1dfc"
	assert.Equal(t, &Ticket{
		ID: "test_ticket_from_cli_o7owhnzrh", Name: "test_ticket_from_cli_o7owhnzrh", Number: "2404300040012070",
		Title:       "test ticket from python cli test. Do not assign and close after a day.",
		Description: "test ticket from python cli test. Do not assign and close after a day.",
		State:       StateOpen, Severity: Minimal, Service: ServiceID(billing), ServiceName: "Billing",
		Problem:     ProblemID(billing + "/problemClassifications/44114011-6a66-e902-c00f-e419b6b4509f"),
		ProblemName: "Cost Management / I have access but cost is not loading for me",
		Contact: Contact{
			FirstName: "Foo", LastName: "Bar", Email: "foo@contoso.com", Method: ContactEmail, TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-US",
		},
		Created: utc(t, "2024-04-30T21:00:55Z"), Modified: utc(t, "2024-05-01T19:37:52Z"), ProblemStart: utc(t, "2024-04-30T21:00:51Z"),
		Plan: PlanBasic, PlanName: "Basic support", Engineer: "engineer@contoso.com", Diagnostics: ConsentNo, Workspace: "2404300040012070",
		Response: Response{Start: utc(t, "2024-04-30T21:00:55Z"), Expires: utc(t, "2024-05-01T17:01:00Z"), Minutes: 480},
	}, got)
	assert.Empty(t, ticketOf(list.Value[0]).Engineer, "the object is empty")
	assert.Contains(t, list.Next, "https://management.azure.com:443/")

	documented := ticketOf(wiretest.MustDecode[resourceWire[ticketWire]](t, sample(t, "supportTicket-create-billing.response")))
	assert.Equal(t, Moderate, documented.Severity, "the documentation writes it small")
	assert.Empty(t, documented.Engineer, "the address is null")
	assert.Equal(t, 240, documented.Response.Minutes)
	assert.Equal(t, PlanPremier, documented.Plan)
}

// TestSampleTicketRequests: what is sent is what the documentation sends. The plan's id is
// left to the service, and a service is not named besides its problem but on the wire.
func TestSampleTicketRequests(t *testing.T) {
	t.Parallel()
	asked := wiretest.MustDecode[resourceWire[ticketWire]](t, sample(t, "supportTicket-create-billing.request")).Properties
	service, guid := "517f2da6-78fd-0498-4e22-ad26996b1dfc", "44114011-6a66-e902-c00f-e419b6b4509f"
	n := NewTicket{
		Title: asked.Title, Description: asked.Description, Severity: asked.Severity, Problem: problemID(service, guid),
		Contact: asked.Contact.contact(), Workspace: WorkspaceID(asked.Workspace),
	}
	want := asked
	want.PlanID, want.Service, want.Problem = "", string(serviceID(service)), string(problemID(service, guid))
	assert.Equal(t, &want, n.wire())

	patch := trip[patchWire](t, "supportTicket-patch-contact.request")
	assert.Equal(t, patch, TicketPatch{Contact: &ContactPatch{Phone: new("123-456-7890"), Method: new(ContactPhone)}}.wire())
}

// TestSampleCommunications: what was said, and what is sent to say it.
func TestSampleCommunications(t *testing.T) {
	t.Parallel()
	got := communicationOf("x", trip[resourceWire[communicationWire]](t, "communication-get-recorded"))
	assert.Equal(t, &Communication{
		ID: "5cb8db66-0308-ef11-9f89-000d3a8d92a9", Ticket: "x", Type: CommunicationWeb, Direction: FromCustomer, Sender: "user@contoso.com",
		Subject: "test subject for communication posted from azur... - TrackingID#2405010010005082",
		Body:    "<pre>test body for communication posted from azure python cli</pre>", Created: utc(t, "2024-05-01T21:40:20Z"),
	}, got)
	assert.Equal(t, got.Subject, trackedSubject("test subject for communication posted from azure python cli", "2405010010005082"),
		"ours is cut where the recorded one is")
	asked := trip[resourceWire[communicationWire]](t, "communication-create.request")
	assert.Equal(t, &asked.Properties, NewCommunication{Subject: asked.Properties.Subject, Body: asked.Properties.Body, Sender: "user@contoso.com"}.wire())
}

// TestSampleOperations: where an operation stands, and its failure.
func TestSampleOperations(t *testing.T) {
	t.Parallel()
	running := trip[statusWire](t, "operationsStatus-inprogress").operation("id", KindCreateTicket, "t")
	assert.False(t, running.Done())
	assert.Zero(t, running.RetryAfter, "the service does not say when to ask again")
	done := trip[statusWire](t, "operationsStatus-succeeded").operation("id", KindCreateTicket, "t")
	assert.True(t, done.Done())
	require.NoError(t, done.Err)
	failed := statusWire{Status: "Failed", Error: &statusFailedWire{Code: "InvalidSupportPlan", Message: "Your support plan type is Internal"}}
	require.ErrorIs(t, failed.operation("id", KindCreateTicket, "t").Err, ErrPlan)
	require.Error(t, (&statusWire{Status: "failed"}).operation("id", KindCreateTicket, "t").Err)
	assert.Equal(t, "Paused", string((&statusWire{Status: "Paused"}).operation("id", "", "").State), "unknown words are kept")
}

// TestSampleFiles, and what a ticket can be about.
func TestSampleFiles(t *testing.T) {
	t.Parallel()
	w := workspaceOf(trip[resourceWire[workspaceWire]](t, "fileWorkspace-create.response"))
	assert.Equal(t, &Workspace{
		ID: "no_sub_000001", Name: "no_sub_000001", Created: utc(t, "2024-05-01T21:39:41Z"), Expires: utc(t, "2024-05-02T21:39:41Z"),
	}, w)
	assert.Equal(t, WorkspaceLife, w.Expires.Sub(w.Created))
	assert.Equal(t, &File{Name: "testFile.txt", Size: 171, ChunkSize: 171, Chunks: 1, Created: utc(t, "2024-05-01T21:39:52Z")},
		fileOf(trip[resourceWire[fileWire]](t, "file-create.response")))
	services := trip[valueWire[*resourceWire[serviceWire]]](t, "services-list").Value
	assert.Equal(t, "Billing", serviceOf(services[0]).Name)
	assert.Equal(t, []string{"MICROSOFT.CLASSICCOMPUTE/VIRTUALMACHINES", "MICROSOFT.COMPUTE/VIRTUALMACHINES"}, serviceOf(services[1]).ResourceTypes)
	assert.Equal(t, trip[availabilityWire](t, "checkNameAvailability-taken"), availability("x", false, true), "verbatim")
}

// TestSamplePartner: requests of Partner Center as they are answered, and as the vendor's
// own libraries send them.
func TestSamplePartner(t *testing.T) {
	t.Parallel()
	var w requestWire
	require.NoError(t, jsonv2.Unmarshal(sample(t, "partner-servicerequest-create.response"), &w))
	assert.Equal(t, &w, wiretest.MustDecode[requestWire](t, sample(t, "partner-servicerequest-create.response")))
	written, err := json.Marshal(w)
	require.NoError(t, err)
	assert.JSONEq(t, string(sample(t, "partner-servicerequest-create.response")), string(written))
	company := Organization{ID: "3b33e682-00c3-41ee-9dd2-a548adf56438", Name: "TEST_TEST_BugBash1", Phone: "2398391056"}
	assert.Equal(t, &Ticket{
		ID: "616122292874576", Name: "616122292874576", Number: "616122292874576", Title: "TrialSR", Description: "Ignore this SR",
		State: StateNone, Severity: Critical, Problem: "32444671", Organization: company,
		Contact: Contact{LastName: "Account", Email: "admin@testtestbugbash1.onmicrosoft.com", Phone: "2066017143", ID: "bb4ebcf5-d84c-4b35-8469-f4cfa4ac909e", Organization: company},
	}, w.ticket())

	create := unchanged()
	create.Title, create.Description, create.Severity, create.Topic = new("TrialSR"), new("Ignore this SR"), "critical", new("32444671")
	note := unchanged()
	note.NewNote = &sentNote{Text: NewCommunication{Body: "Sample Note"}.note()}
	for name, body := range map[string]*sentWire{"create": create, "addnote": note} {
		written, err := jsonv2.Marshal(body)
		require.NoError(t, err)
		assert.JSONEq(t, string(sample(t, "partner-servicerequest-"+name+".request")), string(written), name)
	}
	var list itemsWire[*topicWire]
	require.NoError(t, jsonv2.Unmarshal(sample(t, "partner-supporttopics-list"), &list))
	assert.Equal(t, 2, list.Total)
	assert.Equal(t, ProblemID("32444667"), list.Items[0].problem().ID)
	written, err = json.Marshal(list)
	require.NoError(t, err)
	assert.JSONEq(t, string(sample(t, "partner-supporttopics-list")), string(written))
}

// TestOddRequests: numbers for words, other letter cases, times with and without a Z.
func TestOddRequests(t *testing.T) {
	t.Parallel()
	var w requestWire
	require.NoError(t, jsonv2.Unmarshal([]byte(`{"Id":616122292874576,"Severity":1,"STATUS":3,"SupportTopicId":7,"CreatedDate":"2016-05-01T10:00:00","lastModifiedDate":"2016-05-01T10:00:00.5Z","lastClosedDate":null,"extra":1}`), &w))
	got := w.ticket()
	assert.Equal(t, TicketID("616122292874576"), got.ID)
	assert.Equal(t, Critical, got.Severity)
	assert.Equal(t, StateAttentionNeeded, got.State)
	assert.Equal(t, ProblemID("7"), got.Problem)
	assert.Equal(t, utc(t, "2016-05-01T10:00:00Z"), got.Created)
	assert.Equal(t, utc(t, "2016-05-01T10:00:00.5Z"), got.Modified)
	assert.True(t, got.Closed.IsZero())
}
