package instances

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const foreignEnvironment = `{"friendlyName":"Main","type":"production","name":"Main","countryCode":"DK","applicationFamily":"businesscentral",
	"applicationVersion":"27.1.1.0","status":"active","appInsightsKey":null,"softDeletedOn":"","hardDeletePendingOn":null,
	"versionDetails":{"version":"27.1.1.0","gracePeriodStartDate":"2026-09-01T00:00:00","enforcedUpdatePeriodStartDate":null}}`

// TestForeignEnvironments: the service writes words in any letter case, times without a
// zone, and nothing where there is none; a list is not lost by it.
func TestForeignEnvironments(t *testing.T) {
	t.Parallel()
	s, _ := newScripted(t, say(200, `{"value":[`+foreignEnvironment+`]}`))
	var list []*CentralEnvironment
	for e, err := range s.Central.Environments.List(t.Context(), "") {
		require.NoError(t, err)
		list = append(list, e)
	}
	require.Len(t, list, 1)
	e := list[0]
	assert.Equal(t, CentralActive, e.Status)
	assert.Equal(t, Production, e.Type)
	assert.True(t, e.Deleted.IsZero())
	assert.Equal(t, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), e.VersionDetails.GracePeriodStart)
}

// TestForeignWindow: the same of the window and of what can be gone back to.
func TestForeignWindow(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 19, 0, 0, 0, time.UTC)
	s, _ := newScripted(t, say(200, `{"preferredStartTime":"20:00","preferredEndTime":"06:00","timeZoneId":"Romance Standard Time",
		"preferredStartTimeUtc":"2026-01-05T19:00:00","preferredEndTimeUtc":null}`), say(204, ""), say(200, "null"),
		say(200, `{"value":[{"from":"2026-01-05T19:00:00","to":"2026-01-05T19:00:00.5Z","correspondingApplicationPackageVersion":"27.1"}]}`))
	w, err := s.Central.Settings.Window(t.Context(), Central("Main"))
	require.NoError(t, err)
	assert.Equal(t, at, w.StartUTC)
	for range 2 {
		w, err = s.Central.Settings.Window(t.Context(), Central("Main"))
		require.NoError(t, err)
		assert.Nil(t, w)
	}
	for p, err := range s.Central.Backups.Periods(t.Context(), Central("Main")) {
		require.NoError(t, err)
		assert.Equal(t, at, p.From)
	}
}

// TestForeignDelete: an environment that is gone when the request comes is answered with
// nothing, which is no broken answer.
func TestForeignDelete(t *testing.T) {
	t.Parallel()
	s, _ := newScripted(t, say(200, foreignEnvironment), say(204, ""))
	op, err := s.Central.Environments.Delete(t.Context(), Central("Main"), Expect{"Main", Production})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Nil(t, op)
}

// TestForeignSelect: what answers a change is not documented.
func TestForeignSelect(t *testing.T) {
	t.Parallel()
	listed := say(200, `{"value":[{"targetVersion":"27.2","available":true,"selected":true,"updateStatus":"Scheduled","targetVersionType":"ga",
		"scheduleDetails":{"latestSelectableDate":"2026-06-01","selectedDateTime":"2026-01-20T19:00:00","ignoreUpdateWindow":false,"rolloutStatus":"active"}}]}`)
	for _, answer := range []scriptedAnswer{say(204, ""), say(202, ""), say(200, "null"), say(200, "{}"), say(200, "")} {
		s, asked := newScripted(t, answer, listed)
		u, err := s.Central.Updates.Select(t.Context(), Central("Main"), Target{Version: "27.2"}, Schedule{})
		require.NoError(t, err, answer)
		assert.Equal(t, UpdateScheduled, u.Status)
		assert.Equal(t, UpdateGA, u.Type)
		assert.Equal(t, RolloutActive, u.Rollout)
		assert.Len(t, asked.asked, 2)
	}
}

// TestForeignCancel: the same of a cancellation.
func TestForeignCancel(t *testing.T) {
	t.Parallel()
	op := centralOperationID(Central("Main"), "11111111-1111-4111-8111-111111111111")
	running := say(200, `{"id":"11111111-1111-4111-8111-111111111111","type":"update","status":"Cancelled","createdOn":"2026-01-05T19:00:00Z"}`)
	for _, answer := range []scriptedAnswer{say(202, ""), say(204, ""), say(200, `{}`)} {
		s, _ := newScripted(t, answer, running)
		o, err := s.Central.Operations.Cancel(t.Context(), op)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationCanceled, o.State)
	}
}

// TestForeignIDs: what is no name of an environment is not sent, and a slash is no path.
func TestForeignIDs(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", ".", ".."} {
		s, asked := newScripted(t)
		for _, call := range []func(context.Context) error{
			func(ctx context.Context) error { _, err := s.Central.Environments.Get(ctx, Central(name)); return err },
			func(ctx context.Context) error {
				_, err := s.Central.Updates.Select(ctx, Central(name), Target{Version: "27.2"}, Schedule{})
				return err
			},
			func(ctx context.Context) error {
				_, err := s.Central.Updates.Select(ctx, Central("Main"), Target{Version: name}, Schedule{})
				return err
			},
			func(ctx context.Context) error {
				_, err := s.Central.Environments.Delete(ctx, Central(name), Expect{"x", Sandbox})
				return err
			},
		} {
			require.ErrorIs(t, call(t.Context()), admin365.ErrInvalid)
		}
		assert.Empty(t, asked.asked)
	}
	s, asked := newScripted(t, say(404, `{"code":"EnvironmentNotFound","message":"no"}`))
	_, err := s.Central.Environments.Get(t.Context(), Central("A/B?c#d"))
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Contains(t, asked.asked[0], "/environments/A%2FB%3Fc%23d")
}
