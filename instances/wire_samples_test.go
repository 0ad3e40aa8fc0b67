package instances

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/wiretest"
)

// sample is a recorded answer, or a request that a client is known to send.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/instances/"+name+".json")
}

// decoded is a sample, read strictly.
func decoded[T any](t *testing.T, name string) *T {
	t.Helper()
	return wiretest.MustDecode[T](t, sample(t, name))
}

// sameJSON asserts that v, as the client writes it and as the emulator does, is the
// document.
func sameJSON(t *testing.T, want string, v any) {
	t.Helper()
	sent, err := jsonv2.Marshal(v)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(sent), "as the client writes it")
	answered, err := json.Marshal(v)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(answered), "as the emulator writes it")
}

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at.UTC()
}

// TestSampleEnvironment: a recorded environment is what programs see.
func TestSampleEnvironment(t *testing.T) {
	t.Parallel()
	const id = "00000000-0000-0000-0000-000000000001"
	e := decoded[environmentWire](t, "get-environment").environment()
	assert.Equal(t, &Environment{
		ID: id, DisplayName: "displayname", Type: Sandbox, Location: "europe", AzureRegion: "westeurope", TenantID: "123", CreationType: "User",
		Provisioning: Provisioned, Management: ManagementReady, Runtime: RuntimeEnabled,
		Dataverse: &Dataverse{
			OrganizationID: "orgid", FriendlyName: "displayname", UniqueName: id, DomainName: id,
			URL: "https://" + id + ".crm4.dynamics.com/", APIURL: "https://" + id + ".api.crm4.dynamics.com", Version: "9.2.23092.00206", Language: 1033,
			State: InstanceReady, BackgroundOperations: BackgroundEnabled, Created: utc(t, "2023-09-27T07:08:28.957Z"),
		},
		Created:   utc(t, "2023-09-27T07:08:27.6057592Z"),
		CreatedBy: Principal{ID: "f99f844b-ce3b-49ae-86f3-e374ecae789c", DisplayName: "admin", Type: "User", TenantID: "123", UserPrincipalName: "admin"},
		Modified:  utc(t, "2023-09-27T07:08:34.9205145Z"), Retention: 7 * 24 * time.Hour, BackupsFrom: utc(t, "2023-10-03T09:23:06.1717665Z"),
		Cadence: CadenceModerate, KeyManagedBy: "Microsoft",
		Allowed:  []OperationKind{"DisableGovernanceConfiguration", "UpdateGovernanceConfiguration"},
		AdminURL: "https://admin.powerplatform.microsoft.com/environments/environment/456/hub", MakerURL: "https://make.powerapps.com/environments/456/home",
	}, e)
	assert.Equal(t, []Consumption{
		{DatabaseCapacity, 885.0391, 1024, "MB", utc(t, "2023-10-10T03:00:35Z")},
		{FileCapacity, 1187.142, 1187.142, "MB", utc(t, "2023-10-10T03:00:35Z")},
		{LogCapacity, 0, 0, "MB", utc(t, "2023-10-10T03:00:35Z")},
		{"FinOpsDatabase", 0, 0, "MB", utc(t, "2023-10-10T03:00:35Z")},
		{"FinOpsFile", 0, 0, "MB", utc(t, "2023-10-10T03:00:35Z")},
	}, consumptions(decoded[environmentWire](t, "get-environment").Properties.Capacity))
}

// TestSampleEnvironments: a recorded list, one of whose environments has no database.
func TestSampleEnvironments(t *testing.T) {
	t.Parallel()
	list := decoded[struct{ Value []*environmentWire }](t, "list-environments").Value
	require.Len(t, list, 2)
	first, second := list[0].environment(), list[1].environment()
	assert.Equal(t, Developer, first.Type)
	assert.Equal(t, "00000000-0000-0000-0000-000000000001", first.GroupID)
	assert.Equal(t, "00000000-0000-0000-0000-000000000001", first.BillingPolicyID)
	assert.Equal(t, Principal{ID: "SYSTEM", DisplayName: "SYSTEM", Type: "NotSpecified"}, first.CreatedBy)
	require.NotNil(t, first.UsedBy)
	assert.Equal(t, "admin", first.UsedBy.UserPrincipalName)
	assert.Equal(t, ManagementState("NotSpecified"), first.Management)
	assert.Nil(t, second.Dataverse)
	assert.Contains(t, second.Disallowed, DisallowedOperation{
		KindProvision, ReasonNoDatabase, "Provision cannot be performed because there is no linked CDS instance or the CDS instance version is not supported.",
	})
}

// TestEnvironmentBothWays: what is written of an environment reads back as it.
func TestEnvironmentBothWays(t *testing.T) {
	t.Parallel()
	e := &Environment{
		ID: "Default-1", DisplayName: "Contoso (default)", Description: "Everybody's.", Type: Default, IsDefault: true, Location: "europe", AzureRegion: "westeurope",
		TenantID: "t", CreationType: "DefaultTenant", Provisioning: Provisioned, Management: ManagementRunning, Runtime: RuntimeAdminMode,
		Dataverse: &Dataverse{
			OrganizationID: "o", FriendlyName: "f", UniqueName: "unq", DomainName: "contoso", URL: "https://contoso.crm4.dynamics.com/",
			APIURL: "https://contoso.api.crm4.dynamics.com", Version: "9.2.1", Language: 1031, State: InstanceReady, BackgroundOperations: BackgroundDisabled,
			SecurityGroupID: "g", Templates: []string{"D365_Sales"}, Created: utc(t, "2025-01-02T03:04:05Z"), Modified: utc(t, "2025-02-02T03:04:05Z"),
		},
		Created: utc(t, "2025-01-02T03:04:05.1234567Z"), CreatedBy: Principal{ID: "SYSTEM", DisplayName: "SYSTEM", Type: "NotSpecified"},
		Modified: utc(t, "2025-03-02T03:04:05Z"), ModifiedBy: Principal{"u", "U", "User", "t", "u@contoso.com"}, UsedBy: &Principal{ID: "v", Type: "User"},
		Retention: 14 * 24 * time.Hour, BackupsFrom: utc(t, "2025-03-01T00:00:00Z"), Cadence: CadenceFrequent, Managed: true, KeyManagedBy: "Customer",
		DisasterRecovery: "Enabled", GroupID: "eg", Running: &RunningOperation{lifecycleID("op"), KindEdit},
		Allowed: []OperationKind{KindEdit}, Disallowed: []DisallowedOperation{{KindDelete, ReasonType, "Delete cannot."}},
		AdminURL: "https://a", MakerURL: "https://m",
	}
	w := wireEnvironment(e)
	b, err := json.Marshal(w)
	require.NoError(t, err)
	assert.Equal(t, e, wiretest.MustDecode[environmentWire](t, b).environment())
	var byClient environmentWire
	require.NoError(t, jsonv2.Unmarshal(b, &byClient))
	assert.Equal(t, e, byClient.environment())
	bare := wireEnvironment(&Environment{ID: "x", Location: "a"})
	assert.Nil(t, bare.environment().Dataverse)
	assert.Nil(t, bare.environment().Running)
}

// TestSampleOperations: recorded operations, both ways.
func TestSampleOperations(t *testing.T) {
	t.Parallel()
	for name, title := range map[string]string{"lifecycle-create-succeeded": "Create", "lifecycle-enable-managed": "Enable Managed Environment"} {
		d := decoded[operationWire](t, name).details()
		assert.Equal(t, title, d.Title)
		assert.True(t, d.Done())
		require.NoError(t, d.Err)
		assert.Len(t, d.Stages, 4)
		assert.Equal(t, "ServicePrincipal", d.RequestedBy.Type)
		sameJSON(t, string(sample(t, name)), wireOperation(d))
	}
	d := decoded[operationWire](t, "lifecycle-create-succeeded").details()
	assert.Equal(t, admin365.OperationID("business-application-platform:/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/b03e1e6d-73db-4367-90e1-2e378bf7e2fc?api-version=2021-04-01"), d.ID)
	assert.Equal(t, "00000000-0000-0000-0000-000000000001", d.ResourceID)
	assert.Equal(t, Stage{"Run", admin365.OperationSucceeded, utc(t, "2023-10-11T07:45:26.0011473Z"), utc(t, "2023-10-11T07:45:33.2570938Z")}, d.Stages[2])
}

// TestFailedOperation: one that failed to make an environment names none, and says at
// which stage it failed.
func TestFailedOperation(t *testing.T) {
	t.Parallel()
	d := wiretest.MustDecode[operationWire](t, []byte(`{"id":"o","links":{"self":{"path":"/x"},"environment":{"path":""}},"type":{"id":"Create"},
		"typeDisplayName":"Create","state":{"id":"Failed"},"stages":[{"id":"Validate","name":"Validate","state":{"id":"Succeeded"}},{"id":"Run","name":"Run","state":{"id":"Failed"}}]}`)).details()
	assert.Empty(t, d.ResourceID)
	require.ErrorContains(t, d.Err, "at the stage Run")
	running := (&operationWire{ID: "o", State: idWire{"Running"}}).operation()
	assert.Equal(t, pollAgain, running.RetryAfter)
}

// TestSampleCatalogue: recorded catalogues, both ways.
func TestSampleCatalogue(t *testing.T) {
	t.Parallel()
	locations := decoded[struct{ Value []*locationWire }](t, "locations").Value
	require.Len(t, locations, len(geographies))
	for i, w := range locations {
		assert.Equal(t, &geographies[i].Location, w.location())
		assert.Equal(t, w, wireLocation(w.location()))
	}
	currencies := decoded[struct{ Value []*currencyWire }](t, "environment-currencies").Value
	require.NotEmpty(t, currencies)
	assert.Equal(t, &Currency{"ZAR", "R", false}, currencies[0].currency())
	for _, w := range currencies {
		assert.Equal(t, w, wireCurrency("unitedstates", w.currency()))
	}
	templates := decoded[templatesWire](t, "environment-templates")
	all := templates.templates()
	assert.Equal(t, &Template{Name: "D365_CDSSampleApp", DisplayName: "Sample App", Type: Developer, Location: "unitedstates"}, all[0])
	assert.Equal(t, "DynamicsEntitlementMissing", all[1].DisabledCode)
	assert.Equal(t, templates, wireTemplates(all))
	l := &Language{1031, "German", "Deutsch", true}
	assert.Equal(t, l, wireLanguage("europe", l).language())
}

// TestSamplePackages: recorded applications, both ways.
func TestSamplePackages(t *testing.T) {
	t.Parallel()
	list := decoded[struct{ Value []*packageWire }](t, "application-packages").Value
	require.Len(t, list, 2)
	s := list[0].solution()
	assert.Equal(t, "MicrosoftFormsPro", s.UniqueName)
	assert.Equal(t, SolutionNone, s.State)
	assert.Equal(t, "9.1", s.MinVersion)
	var again bytes.Buffer
	require.NoError(t, json.NewEncoder(&again).Encode(map[string]any{"value": []*packageWire{wirePackage(s, previewPackages), wirePackage(list[1].solution(), previewPackages)}}))
	assert.JSONEq(t, string(sample(t, "application-packages")), again.String())
	failed := &packageWire{LastError: &errorOrNull{&solutionErrorWire{Name: "E", Message: "no"}}}
	assert.Equal(t, &SolutionError{Name: "E", Message: "no"}, failed.solution().LastError)
	o := (&installWire{Status: "Failed", Error: &solutionErrorWire{Name: "E", Message: "no"}}).operation("id", "e")
	require.ErrorIs(t, o.Err, admin365.ErrUnavailable)
	require.ErrorContains(t, o.Err, "no")
}

// TestSampleCapacity: the tenant's recorded capacity.
func TestSampleCapacity(t *testing.T) {
	t.Parallel()
	c := decoded[tenantCapacityWire](t, "tenant-capacity").capacity()
	assert.Equal(t, "StorageDriven", c.Model)
	free, ok := c.Free(DatabaseCapacity)
	assert.True(t, ok)
	assert.InDelta(t, 20480-2379.898, free, 1e-9)
	assert.Equal(t, []CapacityEntitlement{{"DatabaseBase", 15360}, {"DatabaseIncremental", 0}, {"DatabaseAddOn", 5120}}, c.Kinds[0].Entitlements)
	assert.Equal(t, c, wireTenantCapacity(c).capacity())
}

// TestSampleWaves: the names of features are taken in any case.
func TestSampleWaves(t *testing.T) {
	t.Parallel()
	for _, b := range [][]byte{sample(t, "wave-features"), []byte(`{"values":[{"FeatureName":"October2024Update","AppsUpgradeState":"Upgrading"}],"count":1}`)} {
		var w featuresWire
		require.NoError(t, jsonv2.Unmarshal(b, &w))
		assert.Equal(t, &Wave{Name: "October2024Update", Upgrade: WaveUpgrading}, w.Values[0].wave())
	}
	_ = decoded[featuresWire](t, "wave-features")
	v := &Wave{Name: "April2026Update", Enabled: true, Allowed: true, State: "On", Upgrade: WaveOn, NotBefore: utc(t, "2026-02-01T00:00:00Z"), MinVersion: "9.2"}
	assert.Equal(t, v, wireFeature(v).wave())
}

// TestSampleBodies: what clients are known to send is what programs ask for, and the
// other way round.
func TestSampleBodies(t *testing.T) {
	t.Parallel()
	create := decoded[createWire](t, "create-environment-request").environment()
	assert.Equal(t, NewEnvironment{
		DisplayName: "Contoso Test", Description: "UAT", Type: Sandbox, Location: "europe", AzureRegion: "westeurope",
		Dataverse: &NewDatabase{DomainName: "contosotest", Language: 1033, Currency: "EUR", Templates: []string{"D365_Sales"}},
	}, create)
	assert.Equal(t, create, create.body().environment())
	noDatabase := *create.body()
	noDatabase.Properties.DatabaseType = ""
	assert.Nil(t, noDatabase.environment().Dataverse, "without a type of database there is none")

	copied := decoded[copyWire](t, "copy-to-request").copy()
	assert.Equal(t, EnvironmentCopy{"8d996ece-8558-4c4e-b459-a51b3beafdb4", MinimalCopy, "Copied from source", "204162d5-59db-40c2-9788-2cda6b063f2b", false}, copied)
	sameJSON(t, string(sample(t, "copy-to-request")), copied.body())

	reset := decoded[resetWire](t, "reset-request").reset()
	assert.Equal(t, EnvironmentReset{"Friendly Name", "url", "purpose", 1033, "USD", "204162d5-59db-40c2-9788-2cda6b063f2b", []string{}}, reset)
	assert.Equal(t, reset, reset.body().reset())

	mode := decoded[patchWire](t, "admin-mode-request")
	assert.Equal(t, "AdminMode", mode.Properties.States.Runtime.ID)
	sameJSON(t, `{"properties":{"linkedEnvironmentMetadata":{"backgroundOperationsState":"Disabled"},"states":{"runtime":{"id":"AdminMode"}}}}`, runtimeBody(RuntimeAdminMode, BackgroundDisabled))
}

// TestPatchBodies: each change, both ways.
func TestPatchBodies(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]EnvironmentPatch{
		`{"displayName":"n"}`:                                                  {DisplayName: new("n")},
		`{"description":""}`:                                                   {Description: new("")},
		`{"updateCadence":{"id":"Frequent"}}`:                                  {Cadence: new(CadenceFrequent)},
		`{"parentEnvironmentGroup":{"id":"g"}}`:                                {GroupID: admin365.Set("g")},
		`{"parentEnvironmentGroup":{"id":"` + zeroGUID + `"}}`:                 {GroupID: admin365.Null[string]()},
		`{"linkedEnvironmentMetadata":{"domainName":"d"}}`:                     {DomainName: new("d")},
		`{"linkedEnvironmentMetadata":{"securityGroupId":"g"}}`:                {SecurityGroupID: admin365.Set(admin365.GroupID("g"))},
		`{"linkedEnvironmentMetadata":{"securityGroupId":"` + zeroGUID + `"}}`: {SecurityGroupID: admin365.Null[admin365.GroupID]()},
	} {
		sameJSON(t, `{"properties":`+want+`}`, p.body())
		assert.Equal(t, p, p.body().patch(), want)
	}
}

// TestLenientBodies: clients write languages as texts, and names in any case.
func TestLenientBodies(t *testing.T) {
	t.Parallel()
	var w createWire
	require.NoError(t, json.Unmarshal([]byte(`{"Location":"europe","Properties":{"DisplayName":"n","DatabaseType":"CommonDataService","LinkedEnvironmentMetadata":{"BaseLanguage":"1031","Currency":{"Code":"EUR"}}}}`), &w))
	assert.Equal(t, &NewDatabase{Language: 1031, Currency: "EUR"}, w.environment().Dataverse)
	require.Error(t, json.Unmarshal([]byte(`{"properties":{"linkedEnvironmentMetadata":{"baseLanguage":"x"}}}`), &w))
	for _, point := range []string{"2026-01-02T03:04:05Z", "2026-01-02 03:04:05", "2026-01-02T03:04:05", "2026-01-02T04:04:05+01:00"} {
		r, err := (&restoreWire{Point: point}).restoration()
		require.NoError(t, err)
		assert.Equal(t, utc(t, "2026-01-02T03:04:05Z"), r.Point)
	}
	_, err := (&restoreWire{Point: "yesterday"}).restoration()
	require.ErrorIs(t, err, admin365.ErrInvalid)
}
