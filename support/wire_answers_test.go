package support_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
	"github.com/admin365/admin365/support"
)

const (
	azure   = "https://management.azure.com"
	partner = "https://api.partnercenter.microsoft.com/v1"
	onAzure = azure + "/providers/Microsoft.Support"
	version = "api-version=2024-04-01"
)

// stranger is the tenant as a client without this library sees it.
type stranger struct {
	*admin.Test
	t    *testing.T
	emu  *admin.Emulator
	call admin365.Caller
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	m := newTest(t)
	return &stranger{Test: m, t: t, emu: admin.NewEmulator(m.Memory, admin.EmulatorConfig{})}
}

func (s *stranger) do(method, url, body string, edits ...func(*http.Request)) subjects.Answer {
	s.t.Helper()
	scope := "https://management.azure.com/.default"
	if strings.HasPrefix(url, partner) {
		scope = "https://api.partnercenter.microsoft.com/.default"
	}
	token, err := s.emu.Credential(s.call).GetToken(s.t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}})
	require.NoError(s.t, err)
	r, err := http.NewRequestWithContext(s.t.Context(), method, url, strings.NewReader(body))
	require.NoError(s.t, err)
	r.Header.Set("Authorization", "Bearer "+token.Token)
	for _, edit := range edits {
		edit(r)
	}
	response, err := s.emu.Transport().RoundTrip(r)
	require.NoError(s.t, err)
	whole, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	require.NoError(s.t, response.Body.Close())
	return subjects.Answer{Response: response, Whole: whole}
}

// refused asserts a refusal in Azure's envelope.
func (s *stranger) refused(a subjects.Answer, status int, code string) {
	s.t.Helper()
	e, _ := a.Want(s.t, status)["error"].(map[string]any)
	assert.Equal(s.t, code, e["code"], "%s", a.Whole)
}

// theBody is the body of a ticket that is opened.
const theBody = `{"properties":{"title":"Bill","description":"Too much","severity":"minimal","advancedDiagnosticConsent":"No",
	"serviceId":"/providers/Microsoft.Support/services/517f2da6-78fd-0498-4e22-ad26996b1dfc",
	"problemClassificationId":"/providers/Microsoft.Support/services/517f2da6-78fd-0498-4e22-ad26996b1dfc/problemClassifications/44114011-6a66-e902-c00f-e419b6b4509f",
	"problemStartTime":"2026-01-05T08:00:00Z",
	"contactDetails":{"firstName":"Ada","lastName":"King","primaryEmailAddress":"ada@contoso.com","preferredContactMethod":"email",
	"preferredTimeZone":"Pacific Standard Time","preferredSupportLanguage":"en-us","country":"usa"}}}`

// TestAnswersKeyByKey compares what the emulator answers with what was recorded and
// documented, key by key.
func TestAnswersKeyByKey(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	same := func(name string, a subjects.Answer, status int, different ...string) {
		t.Helper()
		a.Want(t, status)
		want := wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/support/"+name+".json")
		differences, err := wiretest.SameShape(want, a.Whole)
		require.NoError(t, err)
		if len(different) == 0 {
			assert.Empty(t, differences, name)
			return
		}
		assert.Equal(t, different, differences, name)
	}
	begun := s.do("PUT", onAzure+"/supportTickets/bill?"+version, theBody)
	begun.Want(t, http.StatusAccepted)
	assert.Empty(t, begun.Whole)
	assert.Equal(t, "1199", begun.Header.Get("x-ms-ratelimit-remaining-tenant-writes"))
	assert.Empty(t, begun.Header.Get("Retry-After"), "none was recorded")
	for _, name := range []string{"x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id", "Strict-Transport-Security"} {
		assert.NotEmpty(t, begun.Header.Get(name), name)
	}
	status := begun.Header.Get("Azure-AsyncOperation")
	assert.Contains(t, status, "/providers/Microsoft.Support/operationsStatus/")
	same("operationsStatus-inprogress", s.do("GET", status, ""), http.StatusOK)
	s.do("GET", begun.Header.Get("Location"), "").Want(t, http.StatusAccepted)
	s.Advance(support.CreateTakes)
	same("operationsStatus-succeeded", s.do("GET", status, ""), http.StatusOK)
	assert.Equal(t, "bill", s.do("GET", begun.Header.Get("Location"), "").Want(t, http.StatusOK)["name"])

	require.NoError(t, s.Backstage.Support.Assign(t.Context(), "bill", "engineer@contoso.com"))
	begun = s.do("PUT", onAzure+"/supportTickets/second?"+version, theBody)
	begun.Want(t, http.StatusAccepted)
	s.Advance(support.CreateTakes)
	same("supportTickets-list-recorded", s.do("GET", onAzure+"/supportTickets?"+version+"&$top=1", ""), http.StatusOK)
	same("supportTickets-list-recorded", s.do("GET", onAzure+"/supportTickets?"+version, ""), http.StatusOK,
		".nextLink: missing", ".value[].properties.supportEngineer.emailAddress: not wanted")

	begun = s.do("PUT", onAzure+"/supportTickets/bill/communications/mine?"+version, `{"properties":{"subject":"One","body":"Two","sender":"user@contoso.com"}}`)
	begun.Want(t, http.StatusAccepted)
	s.Advance(support.AddTakes)
	same("communication-get-recorded", s.do("GET", onAzure+"/supportTickets/bill/communications/mine?"+version, ""), http.StatusOK)
	same("communication-get-recorded", s.do("GET", begun.Header.Get("Location"), ""), http.StatusOK)
	same("fileWorkspace-create.response", s.do("PUT", onAzure+"/fileWorkspaces/no_sub_000001?"+version, ""), http.StatusCreated)
	same("file-create.response", s.do("PUT", onAzure+"/fileWorkspaces/no_sub_000001/files/testFile.txt?"+version, `{"properties":{"fileSize":3,"chunkSize":3,"numberOfChunks":1}}`), http.StatusCreated)
	s.do("POST", onAzure+"/fileWorkspaces/no_sub_000001/files/testFile.txt/upload?"+version, `{"content":"YWJj","chunkIndex":0}`).Want(t, http.StatusNoContent)
	same("services-list", s.do("GET", onAzure+"/services?"+version, ""), http.StatusOK)
	same("checkNameAvailability-taken", s.do("POST", onAzure+"/checkNameAvailability?"+version, `{"name":"BILL","type":"Microsoft.Support/supportTickets"}`), http.StatusOK)
	assert.JSONEq(t, `{"nameAvailable":true}`, string(s.do("POST", onAzure+"/checkNameAvailability?"+version, `{"name":"free","type":"Microsoft.Support/supportTickets"}`).Whole))
	same("error-resource-name-invalid", s.do("PUT", onAzure+"/supportTickets/bill/communications/11111111-2222-4333-8444-555555555555?"+version, `{"properties":{"subject":"One","body":"Two"}}`), http.StatusBadRequest)

	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	create := `{"Id":null,"Title":"TrialSR","Description":"Ignore this SR","Severity":"critical","SupportTopicId":"32444671","Status":"none","CreatedDate":"0001-01-01T00:00:00","NewNote":null}`
	same("partner-servicerequest-create.response", s.do("POST", partner+"/servicerequests/en-US", create), http.StatusCreated,
		".organization.phoneNumber: missing", ".primaryContact.firstName: not wanted", ".primaryContact.organization.phoneNumber: missing", ".primaryContact.phoneNumber: missing")
	same("partner-supporttopics-list", s.do("GET", partner+"/servicerequests/supporttopics", ""), http.StatusOK)
}

// TestAzureWire: versions, letter cases and bodies as other clients send them.
func TestAzureWire(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	s.refused(s.do("GET", onAzure+"/services", ""), http.StatusBadRequest, "MissingApiVersionParameter")
	s.refused(s.do("GET", onAzure+"/services?api-version=2019-01-01", ""), http.StatusBadRequest, "InvalidApiVersionParameter")
	s.refused(s.do("GET", onAzure+"/nothing?"+version, ""), http.StatusNotFound, "InvalidResourceType")
	s.refused(s.do("DELETE", onAzure+"/supportTickets/x?"+version, ""), http.StatusMethodNotAllowed, "HttpMethodNotSupported")
	a := s.do("GET", azure+"/PROVIDERS/microsoft.support/Services?"+version, "")
	a.Want(t, http.StatusOK)

	// Older clients know no consent, and subscriptions alone.
	sub, err := s.Backstage.Support.AddSubscription(t.Context(), support.Subscription{})
	require.NoError(t, err)
	old := strings.Replace(theBody, `"advancedDiagnosticConsent":"No",`, "", 1)
	url := azure + "/subscriptions/" + string(sub) + "/providers/Microsoft.Support/supportTickets/old"
	begun := s.do("PUT", url+"?api-version=2020-04-01", old)
	begun.Want(t, http.StatusAccepted)
	assert.Equal(t, "1199", begun.Header.Get("x-ms-ratelimit-remaining-subscription-writes"))
	s.refused(s.do("PUT", onAzure+"/supportTickets/new?"+version, old), http.StatusBadRequest, "InvalidParameterValue")
	s.Advance(support.CreateTakes)
	s.refused(s.do("PATCH", url+"?"+version, `{"properties":{"status":"closed"}}`), http.StatusBadRequest, "JsonDeserializationError")
	answer := s.do("PATCH", url+"?"+version, `{"status":"closed"}`).Want(t, http.StatusOK)
	assert.Equal(t, "closed", answer["properties"].(map[string]any)["status"], "an echo; recorded")
	list := s.do("GET", azure+"/subscriptions/"+strings.ToUpper(string(sub))+"/providers/Microsoft.Support/supportTickets?"+version, "").Want(t, http.StatusOK)
	assert.Equal(t, "Closed", list["value"].([]any)[0].(map[string]any)["properties"].(map[string]any)["status"])
	// One request may change and close.
	s.do("PATCH", url+"?"+version, `{"status":"open","severity":"moderate"}`).Want(t, http.StatusOK)
	got := s.do("PATCH", url+"?"+version, `{"status":"CLOSED","severity":"critical"}`).Want(t, http.StatusOK)["properties"].(map[string]any)
	assert.Equal(t, "Critical", got["severity"])
	// The client's own id comes back where it is asked for.
	a = s.do("GET", onAzure+"/services?"+version, "", func(r *http.Request) {
		r.Header.Set("x-ms-client-request-id", "mine")
		r.Header.Set("x-ms-return-client-request-id", "true")
	})
	assert.Equal(t, "mine", a.Header.Get("x-ms-client-request-id"))
}

// TestPartnerWire: filters, pages and headers as the vendor's libraries send them.
func TestPartnerWire(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	refused := func(a subjects.Answer, status int, code string) {
		t.Helper()
		m := a.Want(t, status)
		assert.Equal(t, code, m["code"])
		assert.NotEmpty(t, m["source"])
		assert.NotEmpty(t, m["description"])
	}
	refused(s.do("GET", partner+"/servicerequests", ""), http.StatusForbidden, "403")
	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	for i := range 3 {
		a := s.do("POST", partner+"/servicerequests/de-DE", fmt.Sprintf(`{"Title":"%d","Description":"x","Severity":2,"SupportTopicId":"32444667"}`, i), func(r *http.Request) {
			r.Header.Set("MS-RequestId", fmt.Sprint("id", i))
			r.Header.Set("MS-CorrelationId", "c")
		})
		a.Want(t, http.StatusCreated)
		assert.Equal(t, fmt.Sprint("id", i), a.Header.Get("MS-RequestId"))
		assert.Equal(t, "c", a.Header.Get("MS-CorrelationId"))
		s.Advance(time.Minute)
	}
	ids := func(query string) (titles []string) {
		t.Helper()
		m := s.do("GET", partner+"/servicerequests?"+query, "").Want(t, http.StatusOK)
		for _, item := range m["items"].([]any) {
			titles = append(titles, item.(map[string]any)["title"].(string))
		}
		return titles
	}
	assert.Equal(t, []string{"2", "1", "0"}, ids(""))
	assert.Equal(t, []string{"2", "1"}, ids("size=2&offset=0"))
	assert.Equal(t, []string{"0"}, ids("size=2&offset=1"), "the offset is the number of the page")
	assert.Empty(t, ids("size=2&offset=2"))
	assert.Equal(t, []string{"2", "1", "0"}, ids("Field=Status&Value=open"))
	assert.Empty(t, ids(`filter=%7B%22Field%22%3A%22Status%22%2C%22Value%22%3A%22closed%22%2C%22Operator%22%3A%22equals%22%7D`))
	for _, query := range []string{"size=0", "size=1001", "offset=-1", "offset=x", "Field=Title&Value=x", "Field=Status&Value=asleep", "filter=nonsense"} {
		refused(s.do("GET", partner+"/servicerequests?"+query, ""), http.StatusBadRequest, "3000")
	}
	refused(s.do("GET", partner+"/nothing", ""), http.StatusNotFound, "1000")
	refused(s.do("PATCH", partner+"/servicerequests/1", "{"), http.StatusBadRequest, "3000")
}
