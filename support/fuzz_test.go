package support

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// settles reads b as a client does, writes what came of it, and reads and writes that again:
// it has to stay as it is. Nothing may panic.
func settles[W, T any](t *testing.T, b []byte, public func(*W) T) {
	t.Helper()
	first := new(W)
	if json.Unmarshal(b, first, jsontext.AllowDuplicateNames(true)) != nil {
		return
	}
	once, err := json.Marshal(first)
	if err != nil {
		t.Skip("JSON has no such year, or no such text")
	}
	second := new(W)
	require.NoError(t, json.Unmarshal(once, second), "%s", once)
	require.Equal(t, public(first), public(second), "%s", once)
	twice, err := json.Marshal(second)
	require.NoError(t, err)
	require.Equal(t, string(once), string(twice))
}

func FuzzTicket(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"properties":null}`, `{"id":"/subscriptions/s/providers/Microsoft.Support/supportTickets/t","name":"t"}`,
		`{"id":"/providers/microsoft.support/SupportTickets/a/b","properties":{"severity":"MODERATE","status":"Open","supportEngineer":{"emailAddress":null}}}`,
		`{"properties":{"contactDetails":{"additionalEmailAddresses":[]},"createdDate":"2024-05-01T21:39:43Z","secondaryConsent":[{"type":"x","userConsent":"yes"}]}}`,
		`{"properties":{"quotaTicketDetails":{"quotaChangeRequests":[{"region":"x","payload":"{}"}]},"technicalTicketDetails":{"resourceId":"r"}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) { settles(t, b, ticketOf) })
}

func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"severity":3,"status":"ATTENTION_NEEDED","id":1,"createdDate":"0001-01-01T00:00:00"}`,
		`{"Notes":[{"createdByName":null,"createdDate":"2016-01-01T00:00:00","text":"x"}],"PrimaryContact":{"Organization":null}}`,
		`{"severity":-1,"status":99,"lastModifiedDate":"2016-01-01T00:00:00.1234567Z","fileLinks":[{}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, (*requestWire).ticket)
		settles(t, b, (*requestWire).notes)
	})
}

// FuzzFilter: a filter is understood or refused, and what a query writes is understood.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"", "status eq 'Open'", "status eq 'O''pen' and createdDate ge 2024-04-24", "createdDate gt 2020-03-10T22:08:51Z and", "and", "'", "a b 'c' 'd' e",
		"status eq 'Open' or status eq 'Closed'", "serviceId eq 'x'and problemClassificationId eq 'y'",
	} {
		f.Add(seed, int64(1_700_000_000))
	}
	f.Fuzz(func(t *testing.T, filter string, at int64) {
		keep, err := ticketFilter(filter)
		require.NotEqual(t, keep == nil, err == nil)
		said, err := communicationFilter(filter)
		require.NotEqual(t, said == nil, err == nil)
		since := time.Unix(at%253_402_300_799, 0).UTC()
		if since.Year() < 1 || since.Year() > 9999 || filter == "" {
			return
		}
		q := TicketQuery{State: StateOpen, CreatedSince: since, Service: ServiceBilling, Problem: ProblemID(filter)}
		keep, err = ticketFilter(q.filter())
		require.NoError(t, err, q.filter())
		row := &ticketRow{State: StateOpen, Created: since, Service: guidBilling}
		require.Equal(t, ProblemID(filter) == problemID(guidBilling, ""), keep(row), "%s", q.filter())
	})
}

// FuzzNames: a name is taken or refused, whatever alphabet it is in, and what is taken is a
// text without a path; a subject is cut between characters.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{"", "a.txt", "a.ȺȺȺ", ".ȺȺȺ", "a\xff.txt", "tmp-", "123", "a.EXE", "K.İ", strings.Repeat("ä", 255)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if badFileNameWhy(name) == "" {
			require.True(t, utf8.ValidString(name))
			require.NotContains(t, name, "/")
			require.Contains(t, name, ".")
		}
		if !badName(name) {
			require.True(t, utf8.ValidString(name))
			require.Equal(t, placed{name: name}, locate(name, "supportTickets"))
		}
		if cut := trackedSubject(name, "2405010010005082"); utf8.ValidString(name) {
			require.True(t, utf8.ValidString(cut))
			require.LessOrEqual(t, utf8.RuneCountInString(cut), subjectFits)
		}
	})
}

// FuzzOperationID: an id from a file leads to an operation of the service, or nowhere.
func FuzzOperationID(f *testing.F) {
	for _, seed := range []string{
		"", "azure-resource-manager:/providers/Microsoft.Support/operationsStatus/x?api-version=1#CreateTicket/t",
		"azure-resource-manager:/subscriptions/s/providers/Microsoft.Support/operationsStatus/x#AddCommunication/a%2fb",
		"azure-resource-manager://evil/providers/Microsoft.Support/operationsStatus/x", "partner-center:/v1/servicerequests/1#CreateTicket/1", "#", "#%",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		got, err := parseFollowed(admin365.OperationID(id), &opOperationsGet)
		if err != nil {
			require.ErrorIs(t, err, admin365.ErrInvalid)
			return
		}
		require.NoError(t, got.call.Check())
		require.NotEmpty(t, got.name())
		again, err := parseFollowed(followID(got.id, got.kind, got.resource), &opOperationsGet)
		require.NoError(t, err)
		require.Equal(t, got.resource, again.resource)
		require.Equal(t, got.call.Path(), again.call.Path())
	})
}

// FuzzLocate: an id of a resource says where it is, or is a name; either way it is written
// as it was read.
func FuzzLocate(f *testing.F) {
	for _, seed := range []string{"", "t", "/subscriptions/s/providers/Microsoft.Support/supportTickets/t", "/providers/microsoft.support/supporttickets/t", "/subscriptions/", "/subscriptions//providers/Microsoft.Support/supportTickets/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		at := locate(id, "supportTickets")
		require.Equal(t, at, locate(at.id("supportTickets"), "supportTickets"))
		require.False(t, bytes.Contains([]byte(at.subscription), []byte("/")))
	})
}
