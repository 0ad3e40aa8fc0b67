package instances

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

// scripted is a service that answers what is written down, one after the other, and keeps
// what it was asked.
type scripted struct {
	mu      sync.Mutex
	answers []scriptedAnswer
	asked   []string
}

type scriptedAnswer struct {
	status int
	body   string
	header []string
}

func say(status int, body string, header ...string) scriptedAnswer {
	return scriptedAnswer{status, body, header}
}

// RoundTrip implements http.RoundTripper.
func (s *scripted) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := ""
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = " " + string(b)
	}
	s.asked = append(s.asked, strings.TrimSpace(r.Method+" "+strings.NewReplacer("https://api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform", "bap:", "https://api.powerplatform.com", "pp:", "https://api.admin.powerplatform.microsoft.com", "center:").Replace(r.URL.String())+body))
	a := say(500, "")
	if len(s.answers) > 0 {
		a, s.answers = s.answers[0], s.answers[1:]
	}
	response := &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}
	if a.body != "" {
		response.Header.Set("Content-Type", "application/json")
	}
	for pair := range slices.Chunk(a.header, 2) {
		response.Header.Set(pair[0], pair[1])
	}
	return response, nil
}

// GetToken implements azcore.TokenCredential.
func (*scripted) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func newScripted(t *testing.T, answers ...scriptedAnswer) (*Service, *scripted) {
	t.Helper()
	s := &scripted{answers: answers}
	c, err := rest.New(rest.Config{TenantID: refusingTenant, Credential: s, HTTPClient: &http.Client{Transport: s}, Unlimited: true, MaxAttempts: 1})
	require.NoError(t, err)
	return NewHTTP(c), s
}

const (
	sandboxNow = `{"name":"e1","location":"europe","properties":{"displayName":"n","environmentSku":"Sandbox","provisioningState":"Succeeded",
		"linkedEnvironmentMetadata":{"resourceId":"o1","domainName":"d"},"states":{"management":{"id":"Ready"}}}}`
	readsE1   = "GET bap:/scopes/admin/environments/e1?$expand=properties%2FbillingPolicy&api-version=2023-06-01"
	ranAt     = "https://europe.api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/OP1?api-version=2019-05-01"
	followsOP = admin365.OperationID("business-application-platform:/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/OP1?api-version=2021-04-01")
)

// TestRequests: what the client sends is what the contract documents, and no more.
func TestRequests(t *testing.T) {
	t.Parallel()
	x, accepted := Expect{"n", Sandbox}, say(202, "", "Operation-Location", ranAt)
	for _, c := range []struct {
		name    string
		call    func(context.Context, *Service) error
		answers []scriptedAnswer
		want    []string
	}{
		{
			"list", func(ctx context.Context, s *Service) error {
				return drained(s.Environments.List(ctx, EnvironmentQuery{Type: "O'x"}))
			},
			[]scriptedAnswer{say(200, `{"value":[]}`)},
			[]string{"GET bap:/scopes/admin/environments?$expand=properties%2FbillingPolicy&$filter=properties%2FenvironmentSku%20eq%20%27O%27%27x%27&api-version=2023-06-01"},
		},
		{
			"list by organization", func(ctx context.Context, s *Service) error {
				return drained(s.Environments.List(ctx, EnvironmentQuery{Type: Sandbox, OrganizationID: refusedID}))
			},
			[]scriptedAnswer{say(200, `{"value":[]}`)},
			[]string{"GET bap:/scopes/admin/environments?$expand=properties%2FbillingPolicy&$filter=properties%2FlinkedEnvironmentMetadata%2FresourceId%20eq%20" + refusedID + "&api-version=2023-06-01"},
		},
		{
			"create", func(ctx context.Context, s *Service) error {
				return errOf(s.Environments.Create(ctx, NewEnvironment{DisplayName: "n", Type: Developer, Location: "europe", UsedBy: "u", Dataverse: &NewDatabase{Language: 1033}}))
			},
			[]scriptedAnswer{say(202, "", "Location", ranAt)},
			[]string{`POST bap:/environments?api-version=2023-06-01 {"location":"europe","properties":{"displayName":"n","environmentSku":"Developer","databaseType":"CommonDataService","linkedEnvironmentMetadata":{"baseLanguage":1033},"usedBy":{"id":"u","type":1,"tenantId":"` + string(refusingTenant) + `"}}}`},
		},
		{
			"convert", func(ctx context.Context, s *Service) error {
				return errOf(s.Lifecycle.Convert(ctx, "e1", x, Production))
			},
			[]scriptedAnswer{say(200, sandboxNow), accepted},
			[]string{readsE1, `POST bap:/scopes/admin/environments/e1/modifySku?api-version=2021-04-01 {"environmentSku":"Production"}`},
		},
		{
			"delete", func(ctx context.Context, s *Service) error { return errOf(s.Lifecycle.Delete(ctx, "e1", x)) },
			[]scriptedAnswer{say(200, sandboxNow), accepted},
			[]string{readsE1, `DELETE bap:/scopes/admin/environments/e1?api-version=2023-06-01 {"code":"7","message":"Deleted by an administrator's program."}`},
		},
		{
			"restore", func(ctx context.Context, s *Service) error {
				return errOf(s.Backups.Restore(ctx, "e1", x, Restoration{Source: "e2", Point: time.Date(2026, 1, 2, 4, 4, 5, 123456789, time.FixedZone("", 3600))}))
			},
			[]scriptedAnswer{say(200, sandboxNow), accepted},
			[]string{readsE1, `POST bap:/environments/e1/restoreTo?api-version=2021-04-01 {"SourceEnvironmentId":"e2","RestorePointDateTime":"2026-01-02T03:04:05.1234567Z","SkipAuditData":true}`},
		},
		{
			"leave", func(ctx context.Context, s *Service) error { return errOf(s.AdminMode.Leave(ctx, "e1")) },
			[]scriptedAnswer{accepted},
			[]string{`PATCH bap:/scopes/admin/environments/e1?api-version=2021-04-01 {"properties":{"linkedEnvironmentMetadata":{"backgroundOperationsState":"Enabled"},"states":{"runtime":{"id":"Enabled"}}}}`},
		},
		{
			"retention", func(ctx context.Context, s *Service) error { return errOf(s.Backups.SetRetention(ctx, "e1", 2*week)) },
			[]scriptedAnswer{accepted},
			[]string{`PATCH bap:/scopes/admin/environments/e1?api-version=2021-04-01 {"properties":{"retentionPeriod":"P14D"}}`},
		},
		{
			"history", func(ctx context.Context, s *Service) error { return drained(s.Operations.List(ctx, "e'1")) },
			[]scriptedAnswer{say(200, `{"value":[]}`)},
			[]string{"GET bap:/lifecycleOperations?$filter=environment%20eq%20%27e%27%271%27&api-version=2024-05-01"},
		},
		{
			"install", func(ctx context.Context, s *Service) error { return errOf(s.Solutions.Install(ctx, "e1", "p")) },
			[]scriptedAnswer{say(202, `{"id":"i"}`, "Operation-Location", "https://api.powerplatform.com/appmanagement/environments/e1/operations/o?api-version=1")},
			[]string{"POST pp:/appmanagement/environments/e1/applicationPackages/p/install?api-version=2024-10-01 {}"},
		},
		{
			"enable a wave", func(ctx context.Context, s *Service) error { return s.Waves.Enable(ctx, "e1", "April2026Update") },
			[]scriptedAnswer{say(200, sandboxNow), say(200, `[{"id":"o0","crmGeo":"NA"},{"id":"O1","crmGeo":"EMEA"}]`), say(200, "")},
			[]string{readsE1, "GET center:/api/tenants/mytenant/organizations", "POST center:/api/environments/O1/features/April2026Update/enable?geo=EMEA"},
		},
	} {
		s, script := newScripted(t, c.answers...)
		require.NoError(t, c.call(t.Context(), s), c.name)
		assert.Equal(t, c.want, script.asked, c.name)
	}
}

// TestExpectations: an environment that is another one than expected stops the call there,
// and one that cannot be read does.
func TestExpectations(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, call := range map[string]func(*Service, Expect) error{
		"instances.Resets.Reset": func(s *Service, x Expect) error { return errOf(s.Resets.Reset(ctx, "e1", x, EnvironmentReset{})) },
		"instances.Copies.Copy": func(s *Service, x Expect) error {
			return errOf(s.Copies.Copy(ctx, "e1", x, EnvironmentCopy{Source: "e2"}))
		},
		"instances.Backups.Restore": func(s *Service, x Expect) error {
			return errOf(s.Backups.Restore(ctx, "e1", x, Restoration{Source: "e2", Point: time.Unix(1, 0)}))
		},
		"instances.Lifecycle.Delete":  func(s *Service, x Expect) error { return errOf(s.Lifecycle.Delete(ctx, "e1", x)) },
		"instances.Lifecycle.Convert": func(s *Service, x Expect) error { return errOf(s.Lifecycle.Convert(ctx, "e1", x, Production)) },
	} {
		for _, x := range []Expect{{}, {Name: "n"}, {Type: Sandbox}} {
			s, script := newScripted(t)
			require.ErrorIs(t, call(s, x), admin365.ErrInvalid, name)
			assert.Empty(t, script.asked, name)
		}
		for _, x := range []Expect{{"N", Sandbox}, {"n", Production}} {
			s, script := newScripted(t, say(200, sandboxNow))
			err := call(s, x)
			require.ErrorIs(t, err, admin365.ErrPrecondition, name)
			var refused *admin365.Error
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, []any{name, "e1", refusingTenant}, []any{refused.Op, refused.Target, refused.TenantID})
			assert.Equal(t, []string{readsE1}, script.asked, name)
		}
		s, script := newScripted(t, say(404, `{"error":{"code":"EnvironmentNotFound","message":"The environment 'e1' could not be found in the tenant 't'."}}`))
		err := call(s, Expect{"n", Sandbox})
		require.ErrorIs(t, err, admin365.ErrNotFound, name)
		require.ErrorContains(t, err, name)
		assert.Len(t, script.asked, 1)
		s, script = newScripted(t)
		require.ErrorIs(t, call(s, Expect{"n", Sandbox}), admin365.ErrUnavailable, "%s: it was only read, so nothing is uncertain", name)
		assert.Len(t, script.asked, 1)
	}
}

// TestBegun: what an answer says of an operation that it began, or had done.
func TestBegun(t *testing.T) {
	t.Parallel()
	ctx, x := t.Context(), Expect{"n", Sandbox}
	begins := func(name string, want admin365.Operation, call func(*Service) (*admin365.Operation, error), answers ...scriptedAnswer) {
		t.Helper()
		s, _ := newScripted(t, answers...)
		got, err := call(s)
		require.NoError(t, err, name)
		assert.Equal(t, &want, got, name)
	}
	location := say(202, "", "Location", ranAt, "Retry-After", "30")
	begins("one id for one operation, in whatever version it was said", admin365.Operation{ID: followsOP, Kind: "Delete", State: admin365.OperationNotStarted, ResourceID: "e1", RetryAfter: 30 * time.Second},
		func(s *Service) (*admin365.Operation, error) { return s.Lifecycle.Delete(ctx, "e1", x) }, say(200, sandboxNow), location)
	begins("what is made has no id yet", admin365.Operation{ID: followsOP, Kind: "Create", State: admin365.OperationNotStarted, RetryAfter: 30 * time.Second},
		func(s *Service) (*admin365.Operation, error) {
			return s.Environments.Create(ctx, NewEnvironment{Dataverse: &NewDatabase{}})
		}, location)
	begins("made at once", admin365.Operation{ID: endedOperationID("e1"), Kind: "Create", State: admin365.OperationSucceeded, ResourceID: "e1"},
		func(s *Service) (*admin365.Operation, error) { return s.Environments.Create(ctx, NewEnvironment{}) }, say(201, sandboxNow))
	begins("gone already", admin365.Operation{ID: endedOperationID("e1"), Kind: "Delete", State: admin365.OperationSucceeded, ResourceID: "e1"},
		func(s *Service) (*admin365.Operation, error) { return s.Lifecycle.Delete(ctx, "e1", x) }, say(200, sandboxNow), say(204, ""))
	begins("managed already", admin365.Operation{ID: endedOperationID("e1"), Kind: "EnableGovernanceConfiguration", State: admin365.OperationSucceeded, ResourceID: "e1"},
		func(s *Service) (*admin365.Operation, error) { return s.Lifecycle.SetManaged(ctx, "e1", true) }, say(204, ""), say(200, sandboxNow))
	begins("managed already, which cannot be read", admin365.Operation{ID: endedOperationID("e1"), Kind: "DisableGovernanceConfiguration", State: admin365.OperationSucceeded, ResourceID: "e1"},
		func(s *Service) (*admin365.Operation, error) { return s.Lifecycle.SetManaged(ctx, "e1", false) }, say(204, ""), say(403, ""))
	begins("converted at once", admin365.Operation{ID: endedOperationID("e1"), Kind: "Convert", State: admin365.OperationSucceeded, ResourceID: "e1"},
		func(s *Service) (*admin365.Operation, error) { return s.Lifecycle.Convert(ctx, "e1", x, Production) }, say(200, sandboxNow), say(200, ""), say(200, sandboxNow))
	adding := strings.Replace(sandboxNow, `"Succeeded"`, `"LinkedDatabaseProvisioning"`, 1)
	begins("a database is followed on its environment, wherever the answer says", admin365.Operation{ID: environmentOperationID("e1"), Kind: "Provision", State: admin365.OperationRunning, ResourceID: "e1", RetryAfter: pollAgain},
		func(s *Service) (*admin365.Operation, error) {
			return s.Lifecycle.AddDatabase(ctx, "e1", NewDatabase{})
		}, say(202, adding, "Location", ranAt))
	begins("and where it says nothing", admin365.Operation{ID: environmentOperationID("e1"), Kind: "Provision", State: admin365.OperationNotStarted, ResourceID: "e1", RetryAfter: 7 * time.Second},
		func(s *Service) (*admin365.Operation, error) {
			return s.Lifecycle.AddDatabase(ctx, "e1", NewDatabase{})
		}, say(202, "", "Retry-After", "7"))

	s, _ := newScripted(t, say(202, ""))
	_, err := s.Lifecycle.Recover(ctx, "e1")
	require.ErrorIs(t, err, admin365.ErrUncertain, "it began, and nobody knows where to follow it")
	s, _ = newScripted(t, say(200, `{}`))
	_, err = s.Solutions.Install(ctx, "e1", "p")
	require.ErrorIs(t, err, admin365.ErrUncertain)
}

// TestPolls: an operation that is not listed yet is waited for, and each kind of id is
// followed where it leads.
func TestPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		running, done := `{"id":"OP1","type":{"id":"Copy"},"state":{"id":"Running"}}`, `{"id":"OP1","type":{"id":"Copy"},"state":{"id":"Succeeded"},"links":{"environment":{"path":"/x/e1"}}}`
		s, script := newScripted(t,
			say(404, `{"error":{"code":"OperationNotFound","message":"The lifecycle operation 'OP1' could not be found."}}`),
			say(409, `{"error":{"code":"Conflict","message":"Not yet."}}`), say(202, running, "Retry-After", "3"), say(503, ""), say(200, done))
		began := time.Now()
		op, err := Wait(t.Context(), s.Operations, followsOP, admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, "e1", op.ResourceID)
		assert.Len(t, script.asked, 5)
		assert.Equal(t, (5+10+3+5)*time.Second, time.Since(began), "5 by itself, 10 where nothing is said, 3 as it was said, 5 again")
	})
	s, script := newScripted(t, say(200, strings.Replace(sandboxNow, `"Succeeded"`, `"LinkedDatabaseProvisioning"`, 1)))
	op, err := s.Operations.Get(t.Context(), environmentOperationID("e1"))
	require.NoError(t, err)
	assert.Equal(t, []any{admin365.OperationRunning, "Provision"}, []any{op.State, op.Kind})
	assert.Equal(t, []string{"GET bap:/scopes/admin/environments/e1?api-version=2021-04-01"}, script.asked)

	s, script = newScripted(t, say(200, `{"operationId":"o","status":"Running","createdDateTime":"2026-01-02T03:04:05Z"}`, "Retry-After", "4"))
	op, err = s.Operations.Get(t.Context(), installID("e1", "o"))
	require.NoError(t, err)
	assert.Equal(t, &admin365.Operation{
		ID: installID("e1", "o"), Kind: "Install", State: admin365.OperationRunning, Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), ResourceID: "e1", RetryAfter: 4 * time.Second,
	}, op)
	assert.Equal(t, []string{"GET pp:/appmanagement/environments/e1/operations/o?api-version=1"}, script.asked)

	s, script = newScripted(t)
	_, err = s.Operations.Get(t.Context(), "business-application-platform://evil.example/lifecycleOperations/x")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = s.Operations.Details(t.Context(), environmentOperationID("e1"))
	require.ErrorIs(t, err, admin365.ErrUnsupported)
	assert.Empty(t, script.asked)
}

// TestCollections: lists that are called so have a token for the next page, which may not
// lead in a circle.
func TestCollections(t *testing.T) {
	t.Parallel()
	s, script := newScripted(t, say(200, `{"collection":[{"id":"b1"}],"continuationToken":"a b"}`), say(200, `{"collection":[{"id":"b2"},null]}`))
	var ids []BackupID
	for b, err := range s.Backups.List(t.Context(), "e1") {
		require.NoError(t, err)
		ids = append(ids, b.ID)
	}
	assert.Equal(t, []BackupID{"b1", "b2"}, ids)
	assert.Equal(t, "GET pp:/environmentmanagement/environments/e1/backups?api-version=2024-10-01&continuationToken=a%20b", script.asked[1])
	s, _ = newScripted(t, say(200, `{"collection":[],"continuationToken":"x"}`), say(200, `{"collection":[],"continuationToken":"x"}`))
	require.ErrorIs(t, drained(s.Copies.Targets(t.Context(), "e1")), admin365.ErrUnavailable)
	s, script = newScripted(t, say(200, `{"collection":[{"environmentId":"a"},{"environmentId":"b"}],"continuationToken":"x"}`))
	for range s.Copies.Targets(t.Context(), "e1") {
		break
	}
	assert.Len(t, script.asked, 1, "who leaves asks for no more")
}

// TestWavesInSteps: a wave is asked of the organization, in its geo.
func TestWavesInSteps(t *testing.T) {
	t.Parallel()
	s, _ := newScripted(t, say(200, sandboxNow), say(200, `[{"id":"o1","crmGeo":"EMEA"}]`), say(200, `{"values":[{"featureName":"October2024Update","appsUpgradeState":"Upgrading"},null]}`))
	for w, err := range s.Waves.List(t.Context(), "e1") {
		require.NoError(t, err)
		assert.Equal(t, &Wave{Name: "October2024Update", Upgrade: WaveUpgrading}, w)
	}
	s, script := newScripted(t, say(200, `{"name":"e1","properties":{}}`))
	require.ErrorIs(t, s.Waves.Enable(t.Context(), "e1", "w"), admin365.ErrPrecondition)
	assert.Len(t, script.asked, 1)
	s, _ = newScripted(t, say(200, sandboxNow), say(200, `[]`))
	require.ErrorIs(t, drained(s.Waves.List(t.Context(), "e1")), admin365.ErrNotFound)
	s, script = newScripted(t)
	require.ErrorIs(t, s.Waves.Enable(t.Context(), "e1", ""), admin365.ErrInvalid)
	require.ErrorIs(t, s.Waves.Enable(t.Context(), "e1", "../x"), admin365.ErrInvalid)
	assert.Empty(t, script.asked)
}
