package health_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

const root = "/admin/serviceAnnouncement"

// newWire is a tenant in memory as a client without this library sees it.
func newWire(t *testing.T, caller admin365.Caller) *subjects.Wire {
	t.Helper()
	return subjects.NewWire(t, newTest(t), caller)
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/health/"+name)
}

// recorded has what the vendor's samples hold: an issue and messages of the same ids.
func recorded(t *testing.T) *subjects.Wire {
	t.Helper()
	w := newWire(t, admin365.Caller{})
	b, ctx := w.Tenant.Backstage.Health, t.Context()
	for _, id := range []health.IssueID{"CR275975", "FM298724"} {
		_, err := b.PublishIssue(ctx, health.NewIssue{ID: id, Service: map[health.IssueID]string{"CR275975": "Dynamics 365 Apps", "FM298724": "Microsoft Forms"}[id], Title: "x", Text: "y", Feature: "Other", FeatureGroup: "Other"})
		require.NoError(t, err)
		w.Tenant.Advance(time.Minute)
		_, err = b.UpdateIssue(ctx, id, health.IssueUpdate{Status: health.ServiceRestored, Text: "z"})
		require.NoError(t, err)
	}
	for _, id := range []health.MessageID{"MC237349", "MC172851", "MC167983", "MC540910"} {
		_, err := b.PublishMessage(ctx, health.NewMessage{
			ID: id, Title: "x", Body: "<p>y</p>", Tags: []string{"User impact", "Admin impact"}, Services: []string{"Planner"},
			Details: []health.Detail{{Name: "BlogLink", Value: "a"}, {Name: "ExternalLink", Value: "b"}}, ActionRequiredBy: w.Tenant.Now(),
		})
		require.NoError(t, err)
	}
	return w
}

// decoded reads a sample strictly as the type, but for the annotations and for what is on
// the wire and has no place in it.
func decoded[T any](t *testing.T, b []byte, without ...string) *T {
	t.Helper()
	text := string(b)
	for _, line := range without {
		require.Contains(t, text, line)
		text = strings.ReplaceAll(text, line, "")
	}
	return wiretest.MustDecode[T](t, []byte(text))
}

// whole are all members of a document, annotations too.
func whole(t *testing.T, b []byte) (m map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(b, &m))
	return m
}

// asApp asks as an application on its own, to which the vendor's samples were answered.
func asApp(w *subjects.Wire) *subjects.Wire {
	w.As(admin365.AsApp("11111111-2222-4333-8444-555555555555", "ServiceHealth.Read.All", "ServiceMessage.Read.All"))
	return w
}

// TestVendorSamples compares the vendor's samples key by key with what the emulator
// answers, and decodes them strictly into the public types.
func TestVendorSamples(t *testing.T) {
	t.Parallel()
	w := asAdmin(t)
	for file, path := range map[string]string{
		"healthOverviews-list.json": "/healthOverviews", "healthOverviews-list-expand-issues.json": "/healthOverviews?$expand=issues&$filter=service%20eq%20'Exchange%20Online'",
		"issues-list.json": "/issues?$filter=isResolved%20eq%20true", "issue-get.json": "/issues/CR275975",
		"messages-list.json": "/messages?$filter=details/any()%20or%20id%20eq%20'MC237349'", "message-get.json": "/messages/MC237349",
		"message-attachment-get.json": "/messages/MC1203118/attachments/" + string(attachmentOf(t, w.Tenant.Memory, "MC1203118", "plan.txt")),
	} {
		t.Run(file, func(t *testing.T) {
			want := sample(t, file)
			path = strings.Replace(path, "details/any()%20or%20", "", 1)
			got := w.Do("GET", root+path, "")
			got.Want(t, http.StatusOK)
			differences, err := wiretest.SameShape(want, got.Whole)
			require.NoError(t, err)
			for _, d := range differences {
				// The sample of the expanded list is older than highImpact.
				if file != "healthOverviews-list-expand-issues.json" || !strings.Contains(d, "highImpact") {
					t.Error(d)
				}
			}
			context, _ := whole(t, want)["@odata.context"].(string)
			context = strings.Replace(context, "MC54091", "MC1203118", 1)
			assert.Equal(t, context, got.Want(t, http.StatusOK)["@odata.context"])
		})
	}
}

// asAdmin is recorded by an application on its own.
func asAdmin(t *testing.T) *subjects.Wire {
	t.Helper()
	return asApp(recorded(t))
}

func attachmentOf(t *testing.T, m *admin.Memory, id health.MessageID, name string) health.AttachmentID {
	t.Helper()
	for a, err := range m.Health.Attachments.List(t.Context(), id) {
		require.NoError(t, err)
		if a.Name == name {
			return a.ID
		}
	}
	t.Fatal("there is no such file")
	return ""
}

// TestDecodeSamples decodes the vendor's samples into the public types, and no member is
// left over.
func TestDecodeSamples(t *testing.T) {
	t.Parallel()
	type list[T any] struct {
		Value []T `json:"value"`
	}
	services := decoded[list[health.ServiceHealth]](t, sample(t, "healthOverviews-list-expand-issues.json")).Value
	require.Len(t, services, 1)
	require.Len(t, services[0].Issues, 1)
	old := services[0].Issues[0]
	// The documentation writes these with a capital, and the service without.
	assert.Equal(t, health.ServiceOperational, services[0].Status)
	assert.Equal(t, health.Advisory, old.Classification)
	assert.Equal(t, health.OriginMicrosoft, old.Origin)
	assert.Equal(t, health.ServiceRestored, old.Status)
	assert.Equal(t, health.PostRegular, old.Posts[0].PostType)

	issues := decoded[list[health.Issue]](t, sample(t, "issues-list.json")).Value
	require.Len(t, issues, 2)
	assert.Equal(t, health.PostIncidentReviewPublished, issues[1].Status)
	assert.Equal(t, time.Date(2021, 8, 6, 20, 28, 36, 537e6, time.UTC), issues[0].LastModifiedDateTime.UTC())
	assert.Len(t, issues[0].Posts, 2)

	messages := decoded[list[health.Message]](t, sample(t, "messages-list.json"), `"expiryDateTime": null,`).Value
	require.NotEmpty(t, messages)
	assert.Equal(t, time.Date(2021, 7, 31, 7, 0, 0, 0, time.UTC), messages[0].ActionRequiredByDateTime.UTC())
	assert.Nil(t, messages[0].Viewpoint, "an application on its own has none")
	assert.Equal(t, "BlogLink", messages[0].Details[0].Name)
	assert.Contains(t, health.Text(messages[0].Body.Content), "Please click Additional Information to learn more.")

	type attachment struct {
		IsInline bool `json:"isInline"`
		health.Attachment
	}
	file := decoded[attachment](t, sample(t, "message-attachment-get.json"))
	assert.Equal(t, 44583, file.Size)
}

// TestVendorActions: the vendor's request is taken, and its answer given.
func TestVendorActions(t *testing.T) {
	t.Parallel()
	w := recorded(t)
	for _, action := range []string{"markRead", "markUnread", "archive", "unarchive", "favorite", "unfavorite"} {
		got := w.Do("POST", root+"/messages/"+action, string(sample(t, "messages-markRead.request.json")))
		assert.JSONEq(t, string(sample(t, "messages-markRead.response.json")), string(got.Whole), action)
	}
	got := w.Do("POST", root+"/messages/markRead", `{"messageIds":["MC172851","MC999999"]}`)
	assert.JSONEq(t, `{"value":false}`, string(got.Whole), "one of them is not there")
}

// TestVendorError: what is not there is refused in the recorded words, in JSON inside of
// JSON, which the client takes apart.
func TestVendorError(t *testing.T) {
	t.Parallel()
	want := whole(t, sample(t, "error-resource-not-exist.json"))
	w := newWire(t, admin365.Caller{})
	got := w.Do("GET", root+"/messages/MC172851", "")
	wiretest.MustSameShape(t, sample(t, "error-resource-not-exist.json"), got.Whole)
	sent := got.Want(t, http.StatusForbidden)
	said := func(m map[string]any) string {
		e, _ := m["error"].(map[string]any)
		assert.Equal(t, "UnknownError", e["code"])
		text, _ := e["message"].(string)
		before, after, found := strings.Cut(text, "ActivityId: ")
		require.True(t, found, text)
		_, after, _ = strings.Cut(after, ".")
		return before + after
	}
	assert.Equal(t, said(want), said(sent), "but for the id of the activity")

	// Whatever the status: it is not recorded.
	for _, status := range []int{400, 403, 404, 500} {
		_, err := answering(t, status, string(sample(t, "error-resource-not-exist.json"))).Messages.Get(t.Context(), "MC172851")
		require.ErrorIs(t, err, admin365.ErrNotFound, status)
		assert.NotErrorIs(t, err, admin365.ErrForbidden)
		assert.Contains(t, err.Error(), "Resource doesn't exist for the tenant. ActivityId: b2307a39-e878-458b-bc90-03bc578531d6. Learn more: https://docs.microsoft.com/")
		assert.NotContains(t, err.Error(), `\u0022`)
	}
	// A permission that is really missing, in the same envelope.
	_, err := answering(t, 403, `{"error":{"code":"UnknownError","message":"{\"code\":\"forbidden\",\"message\":\"{\\u0022error\\u0022:\\u0022Required roles claim values are not provided.\\u0022}\"}"}}`).Messages.Get(t.Context(), "MC172851")
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.Contains(t, err.Error(), "Required roles claim values are not provided.")
	for _, odd := range []string{`"{"`, `"{}"`, `"x"`, `"{\"message\":7}"`, `"{\"message\":\"\"}"`, `"{\"message\":\"{\"}"`} {
		_, err := answering(t, 403, `{"error":{"code":"UnknownError","message":`+odd+`}}`).Messages.Get(t.Context(), "MC172851")
		require.ErrorIs(t, err, admin365.ErrForbidden, odd)
	}
}

// answering is a client of a service that answers every request so.
func answering(t *testing.T, status int, body string) *health.Service {
	t.Helper()
	return asking(t, func(*http.Request) (int, string) { return status, body })
}

// asking is a client of a service that answers as fn says.
func asking(t *testing.T, fn func(*http.Request) (status int, body string)) *health.Service {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: admin.NewEmulator(m, admin.EmulatorConfig{}).Credential(admin365.Caller{}), MaxAttempts: 1,
		HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			status, body := fn(r)
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
			}, nil
		})},
	})
	require.NoError(t, err)
	return c.Health
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
