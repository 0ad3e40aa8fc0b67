package support

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// TestGUIDs: what is next to a digit and a letter is none, and hyphens have their places.
func TestGUIDs(t *testing.T) {
	t.Parallel()
	const good = "0123456f-9aAf-4Fbc-8def-0123456789aF"
	assert.True(t, isGUID(good))
	for i := range good {
		for _, c := range "/:@G`g- " {
			if bad := good[:i] + string(c) + good[i+1:]; bad != good {
				assert.False(t, isGUID(bad), bad)
			}
		}
	}
	for _, bad := range []string{"", good[1:], good + "0", strings.ReplaceAll(good, "-", "0")} {
		assert.False(t, isGUID(bad), bad)
	}
}

// TestResourceIDs: an id of a resource is taken apart in any letter case, and what is none is
// a name.
func TestResourceIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]placed{
		"t": {"", "t"}, "": {"", ""},
		"/providers/Microsoft.Support/supportTickets/t":                 {"", "t"},
		"/PROVIDERS/microsoft.support/SUPPORTTICKETS/t":                 {"", "t"},
		"/subscriptions/s/providers/Microsoft.Support/supportTickets/t": {"s", "t"},
		"/Subscriptions/S/Providers/microsoft.support/supporttickets/T": {"S", "T"},
		"/subscriptions/s": {"", "/subscriptions/s"},
		"/subscriptions/s/providers/Microsoft.Support/fileWorkspaces/t":  {"", "/subscriptions/s/providers/Microsoft.Support/fileWorkspaces/t"},
		"/providers/Microsoft.Support/supportTickets/t/communications/c": {"", "/providers/Microsoft.Support/supportTickets/t/communications/c"},
	} {
		assert.Equal(t, want, locate(id, "supportTickets"), id)
	}
	for id, want := range map[string]SubscriptionID{
		"/subscriptions/s/x": "s", "/SUBSCRIPTIONS/s": "s", "/subscriptions/": "", "subscriptions/s": "", "": "", "/x": "",
	} {
		assert.Equal(t, want, subscriptionOf(id), id)
	}
}

// TestStatesOfOperations: the words of the service in any letter case, and others as they
// come.
func TestStatesOfOperations(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]admin365.OperationState{
		"InProgress": admin365.OperationRunning, "inprogress": admin365.OperationRunning, "SUCCEEDED": admin365.OperationSucceeded,
		"failed": admin365.OperationFailed, "Canceled": admin365.OperationCanceled, "Accepted": "Accepted", "": "",
	} {
		assert.Equal(t, want, stateOf(status), status)
	}
	w := statusWire{Status: "Failed", Error: &statusFailedWire{Code: "invalidSUPPORTplan", Message: "x"}}
	require.ErrorIs(t, w.operation("id", "k", "r").Err, ErrPlan)
	w.Error.Code = "QuotaExceeded"
	err := w.operation("id", "k", "r").Err
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	assert.Equal(t, &admin365.Error{Op: "k", Kind: admin365.ErrUnavailable, Target: "r", Code: "QuotaExceeded", Message: "x"}, err)
	w.Status = "Canceled"
	assert.NoError(t, w.operation("id", "k", "r").Err, "what was canceled has no error of its own")
}

// TestSince: a second is the least that the service knows, and the one that is named belongs
// to "ge" and not to "gt".
func TestSince(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for filter, want := range map[string][3]bool{
		"createdDate ge 2026-01-05T09:00:00Z":      {false, true, true},
		"createdDate gt 2026-01-05T09:00:00Z":      {false, false, true},
		"createdDate ge 2026-01-05T10:00:00+01:00": {false, true, true},
		"createdDate ge 2026-01-05":                {true, true, true},
		"createdDate ge 2026-01-06":                {false, false, false},
		"":                                         {true, true, true},
	} {
		tickets, err := ticketFilter(filter)
		require.NoError(t, err, filter)
		said, err := communicationFilter(filter)
		require.NoError(t, err, filter)
		for i, created := range []time.Time{at.Add(-time.Nanosecond), at.Add(time.Millisecond), at.Add(time.Second)} {
			assert.Equal(t, want[i], tickets(&ticketRow{Created: created}), "%s of %v", filter, created)
			assert.Equal(t, want[i], said(&communicationRow{Created: created}), "%s of %v", filter, created)
		}
	}
	east := time.FixedZone("east", 3600)
	assert.Equal(t, "2026-01-05T09:00:00Z", wireSince(at.In(east)))
	assert.Equal(t, "2026-01-05T09:00:01Z", wireSince(at.Add(time.Nanosecond).In(east)), "what was created in a part of a second before is before")
}

// TestFiltersThatAreNone: of tickets and of communications.
func TestFiltersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, filter := range []string{
		"x", "'", "and", "createdDate", "createdDate ge", "createdDate ge 2026-01-05 and", "createdDate ge 2026-01-05 or createdDate ge 2026-01-05",
		"createdDate ge 2026-01-05 'and' createdDate ge 2026-01-05", "'createdDate' ge 2026-01-05", "createdDate 'ge' 2026-01-05", "createdDate ge '2026-01-05'",
		"createdDate ge 2026-01-05 createdDate ge 2026-01-05", "createdDate ge 2026-01-05 and createdDate ge 2026-01-05 and", "createdDate ge 2026-01-05 and 'x",
	} {
		keep, err := ticketFilter(filter)
		require.ErrorIs(t, err, admin365.ErrInvalid, filter)
		assert.Nil(t, keep)
		said, err := communicationFilter(filter)
		require.ErrorIs(t, err, admin365.ErrInvalid, filter)
		assert.Nil(t, said)
	}
	for _, filter := range []string{"status ne 'Open'", "status eq Open", "serviceId eq x", "serviceId ne 'x'", "problemClassificationId eq x", "problemClassificationId gt 'x'"} {
		_, err := ticketFilter(filter)
		require.ErrorIs(t, err, admin365.ErrInvalid, filter)
	}
	for _, filter := range []string{"communicationType ne 'web'", "communicationType eq web", "communicationType eq 'phone'", "status eq 'Open'"} {
		_, err := communicationFilter(filter)
		require.ErrorIs(t, err, admin365.ErrInvalid, filter)
	}
	said, err := communicationFilter("communicationTYPE EQ 'WEB' AND createdDate ge 2026-01-05")
	require.NoError(t, err)
	assert.False(t, said(&communicationRow{Created: time.Date(2026, 1, 4, 0, 0, 0, 0, time.UTC)}))
	assert.True(t, said(&communicationRow{Created: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}))
}

// TestWhoIsSignedIn: a name of one word is the last one.
func TestWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{"Ada King": {"Ada", "King"}, "Ada": {"", "Ada"}, "Ada Byron King": {"Ada", "Byron King"}, "": {"", ""}} {
		p := personOf(tenant.Person{DisplayName: name, UserPrincipalName: "ada@contoso.com"}, organizationWire{ID: "x"})
		assert.Equal(t, want, [2]string{p.FirstName, p.LastName}, name)
		assert.Equal(t, "ada@contoso.com", p.Email)
		assert.Empty(t, p.ID)
		assert.Equal(t, "x", p.Organization.ID)
	}
}

// TestPartnerTimes: with a Z and without, and none.
func TestPartnerTimes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 9, 0, 0, 120_000_000, time.UTC)
	for text, want := range map[string]time.Time{
		`"2026-01-05T09:00:00.12Z"`: at, `"2026-01-05T09:00:00.12"`: at, `"2026-01-05T10:00:00.12+01:00"`: at, `null`: {}, `""`: {},
		`"0001-01-01T00:00:00"`: {}, `"0001-12-31T00:00:00Z"`: {}, `"0002-01-01T00:00:00Z"`: time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		var got partnerTime
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got.Time, text)
	}
	var bad partnerTime
	require.Error(t, json.Unmarshal([]byte(`"soon"`), &bad))
	for text, at := range map[string]time.Time{
		`"2026-01-05T09:00:00.12Z"`: at.In(time.FixedZone("east", 3600)), `"0001-01-01T00:00:00"`: {},
	} {
		b, err := json.Marshal(partnerTime{at})
		require.NoError(t, err)
		assert.Equal(t, text, string(b))
	}
}
