package instances

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// settles reads b, and then reads and writes what comes of it until it has to stay as it
// is: what programs see, they see again of what is written of it.
func settles[T, W any](t *testing.T, b []byte, read func([]byte) (T, bool), write func(T) W) {
	t.Helper()
	first, ok := read(b)
	if !ok {
		return
	}
	again := func(v T) (T, string) {
		text, err := json.Marshal(write(v))
		if err != nil && strings.Contains(err.Error(), "year outside of range") {
			t.Skip("JSON has no such year")
		}
		require.NoError(t, err)
		next, ok := read(text)
		require.True(t, ok, "%s", text)
		return next, string(text)
	}
	second, once := again(first)
	third, twice := again(second)
	require.Equal(t, second, third, "%s\n%s", once, twice)
	_, thrice := again(third)
	require.Equal(t, twice, thrice)
}

// reads is how a client reads an answer.
func reads[W, T any](public func(*W) T) func([]byte) (T, bool) {
	return func(b []byte) (v T, ok bool) {
		w := new(W)
		if bytes.Equal(bytes.TrimSpace(b), []byte("null")) || json.Unmarshal(b, w) != nil {
			return v, false
		}
		return public(w), true
	}
}

func itself[W any](w *W) *W { return w }

func FuzzEnvironment(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"properties":null}`, `{"name":"e-1","properties":{"linkedEnvironmentMetadata":null,"states":null}}`,
		`{"id":"/providers/Microsoft.BusinessAppPlatform/environments/e-2"}`,
		`{"name":"e-3","location":"europe","properties":{"displayName":"Sales ä","environmentSku":"Sandbox","isDefault":false,"createdTime":"2026-01-05T10:00:00.1234567+01:00",
		"createdBy":{"id":"u","displayName":"Ada","type":"User"},"usedBy":{"id":"v","type":"User"},"provisioningState":"Succeeded","retentionPeriod":"P7D",
		"retentionDetails":{"retentionPeriod":"P28D","backupsAvailableFromDateTime":"2025-12-29T00:00:00Z"},"updateCadence":{"id":"Frequent"},
		"governanceConfiguration":{"protectionLevel":"Standard","settings":{"extendedSettings":{"limitSharingMode":"noLimit"}}},
		"protectionStatus":{"keyManagedBy":"Microsoft"},"billingPolicy":{"id":"p"},"parentEnvironmentGroup":{"id":"00000000-0000-0000-0000-000000000000"},
		"states":{"management":{"id":"Running"},"runtime":{"id":"AdminMode","runtimeReasonCode":"NotSpecified"},"disasterRecovery":{"id":"Disabled"}},
		"linkedEnvironmentMetadata":{"resourceId":"o","domainName":"sales","instanceUrl":"https://sales.crm4.dynamics.com/","baseLanguage":1031,"instanceState":"Ready","securityGroupId":"g","template":["D365_Sales"]},
		"lifecycleOperationsEnforcement":{"allowedOperations":[{"type":{"id":"Copy"}}],"disallowedOperations":[{"type":{"id":"Delete"},"reason":{"message":"no","type":"DeleteNotAllowed"}}]},
		"ongoingOperation":{"id":"11111111-2222-4333-8444-555555555555","type":{"id":"Copy"}},"clientUris":{"admin":"a","maker":"m"}}}`,
		`{"name":"e-4","properties":{"createdTime":"9999-12-31T23:59:59-01:00","retentionPeriod":"P-1D","linkedEnvironmentMetadata":{"baseLanguage":-1,"domainName":"x"}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, reads((*environmentWire).environment), wireEnvironment)
	})
}

func FuzzOperation(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"id":"11111111-2222-4333-8444-555555555555","links":{"environment":{"path":""}},"type":{"id":"Delete"},"state":{"id":"Succeeded"}}`,
		`{"id":"11111111-2222-4333-8444-555555555555","links":{"self":{"path":"/x"},"environment":{"path":"/providers/Microsoft.BusinessAppPlatform/environments/e"}},
		"type":{"id":"Copy"},"typeDisplayName":"Copy","state":{"id":"Failed"},"createdDateTime":"2026-01-05T09:00:00.1234567Z","lastActionDateTime":"2026-01-05T09:30:00Z",
		"requestedBy":{"id":"u","displayName":"Ada","type":"User","tenantId":"t"},"stages":[{"id":"Validate","name":"Validate","state":{"id":"Succeeded"},"firstActionDateTime":"2026-01-05T09:00:00Z"},
		{"id":"Run","name":"Run","state":{"id":"Failed"}}]}`,
		`{"id":"../x","state":{"id":"Running"},"stages":[null]}`, `{"id":"a/b?c#d","state":{"id":"Paused"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, reads((*operationWire).details), wireOperation)
	})
}

// FuzzOperationIDs: an id that lay in a file leads to a call of this area, or nowhere; and
// the id of that call leads to it again.
func FuzzOperationIDs(f *testing.F) {
	for _, id := range []admin365.OperationID{
		"", "x", lifecycleID(refusedID), environmentOperationID(refusedID), installID(refusedID, refusedID), lifecycleID("~default"), lifecycleID("a/b"),
		centralOperationID(Central("Production"), refusedID), centralOperationID(CentralEnvironmentID{"Other", "a b%2F"}, "x"),
		api.OperationID(opCentralOperationsGetOfApp.At("BusinessCentral", "Production", refusedID, refusedID), ""),
		api.OperationID(opFinOpsUpdatesGet.At(refusedID, refusedID), "api-version=1"),
		"bap:/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/../x", "business-central-admin:/admin/v2.28/%2e%2e",
	} {
		f.Add(string(id))
	}
	f.Fuzz(func(t *testing.T, id string) {
		for _, op := range []*api.Op{&opOperationsGet, &opOperationsEnvironment, &opOperationsInstall, &opCentralOperationsGet, &opCentralOperationsGetOfApp, &opFinOpsUpdatesGet} {
			call, query, err := api.ParseOperationID(op, admin365.OperationID(id))
			if err != nil {
				require.ErrorIs(t, err, admin365.ErrInvalid)
				continue
			}
			again, query2, err := api.ParseOperationID(op, api.OperationID(call, query))
			require.NoError(t, err)
			require.Equal(t, call, again)
			require.Equal(t, query, query2)
		}
		follow, app, err := parseCentralOperation(admin365.OperationID(id))
		cancel, sameApp, cancelErr := parseCentralCancel(admin365.OperationID(id))
		require.Equal(t, err == nil, cancelErr == nil)
		require.Equal(t, app, sameApp)
		if err == nil {
			require.Equal(t, follow.IDs[:2], cancel.IDs[:2], "what is canceled is what is followed")
		}
	})
}

// FuzzTexts: what stands in texts, read and written.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{
		"", "P7D", "P28D", "P0D", "P-1D", "P+7D", "P36501D", "PD", "2026-01-05T09:00:00Z", "2026-01-05 09:00:00", "2026-01-05T09:00:00", "2026-01-05T09:00:00.1234567-08:00",
		"1033", `"1031"`, "null", `"`, "true", `"False"`, "BusinessCentral/Production", "Production", "a/b/c", "/", "20:00", "24:00", "7:5",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if days := parseDays(text); days != 0 {
			require.Equal(t, days, parseDays(formatDays(days)))
		}
		if at, ok := parsePoint(text); ok {
			require.False(t, at.Before(wireTime(at)))
		}
		if minute, ok := minuteOf(text); ok {
			require.True(t, 0 <= minute && minute < 24*60)
		}
		if id, err := ParseCentralEnvironmentID(text); err == nil {
			again, err := ParseCentralEnvironmentID(id.String())
			require.NoError(t, err)
			require.Equal(t, id, again)
		}
		var l lcid
		if json.Unmarshal([]byte(text), &l) == nil {
			b, err := json.Marshal(l)
			require.NoError(t, err)
			var again lcid
			require.NoError(t, json.Unmarshal(b, &again))
			require.Equal(t, l, again)
		}
		var v looseBool
		if json.Unmarshal([]byte(text), &v) == nil {
			b, err := json.Marshal(v)
			require.NoError(t, err)
			var again looseBool
			require.NoError(t, json.Unmarshal(b, &again))
			require.Equal(t, v, again)
		}
	})
}
