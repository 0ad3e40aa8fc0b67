package health_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/subjects"
)

// TestDaysAsManyAsMayBe: what counts is how many days they are, and not how many hours,
// which are more where clocks were put back twice in that time.
func TestDaysAsManyAsMayBe(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err) // The machine has no time zones.
	}
	from := time.Date(2025, 10, 1, 0, 0, 0, 0, berlin)
	q := health.DaysQuery{From: from, To: from.AddDate(0, 0, health.MaxDays).Add(-time.Second), Location: berlin}
	days, err := health.Days(t.Context(), kept{}, q)
	require.NoError(t, err)
	assert.Len(t, days, health.MaxDays)
	q.To = q.To.Add(time.Second)
	_, err = health.Days(t.Context(), kept{}, q)
	require.ErrorIs(t, err, admin365.ErrInvalid, "one more")
}

// TestDaysOfAnUnknownKind: a day is an incident's before it is one's of a kind that this
// module does not know, and that before it is an advisory's, whichever is the worse by
// its state.
func TestDaysOfAnUnknownKind(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	of := func(id health.IssueID, c health.Classification, s health.Status) *health.Issue {
		return &health.Issue{ID: id, Classification: c, Status: s, Service: "Sway", StartDateTime: now}
	}
	for _, c := range []struct {
		list kept
		want health.Classification
	}{
		{kept{of("A", health.Advisory, health.Investigating), of("B", "meltdown", health.ServiceInterruption)}, "meltdown"},
		{kept{of("A", health.Advisory, health.ServiceInterruption), of("B", "meltdown", health.Investigating)}, "meltdown"},
		{kept{of("A", "meltdown", health.ServiceInterruption), of("B", health.Incident, health.Investigating)}, health.Incident},
		{kept{of("A", health.Advisory, health.Investigating)}, health.Advisory},
		{kept{of("A", "meltdown", health.FalsePositive), of("B", health.Advisory, health.Investigating)}, health.Advisory},
	} {
		days, err := health.Days(t.Context(), c.list, health.DaysQuery{From: now, To: now})
		require.NoError(t, err)
		require.Len(t, days[0].Services, 1)
		assert.Equal(t, c.want, days[0].Services[0].Classification, "%v", issueIDs(c.list))
	}
}

// TestWatchFarTimes: times that do not fit into the nanoseconds of a token are told all
// the same, once, and a watch from a moment as far begins with all, or with nothing.
func TestWatchFarTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	m := &many{}
	far := []time.Time{
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2262, 4, 11, 0, 0, 0, 0, time.UTC), now,
	}
	for n, at := range far {
		m.issues = append(m.issues, &health.Issue{
			ID: health.IssueID("EX20000" + string(rune('0'+n))), LastModifiedDateTime: at, Posts: []health.Post{{CreatedDateTime: at}},
		})
	}
	told := func(token health.Token) (n, posts int, next health.Token) {
		next = token
		for c, err := range health.Watch(t.Context(), manyIssues{m}, nil, health.WatchOptions{Token: next, Once: true}) {
			require.NoError(t, err)
			n, posts, next = n+1, posts+len(c.Posts), c.Token
		}
		return n, posts, next
	}
	for _, from := range []health.Token{health.From(now.Add(-time.Hour)), "", health.From(time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC)), health.From(time.Time{}.Add(time.Hour))} {
		n, posts, next := told(from)
		assert.Equal(t, len(far), n)
		assert.Equal(t, len(far), posts)
		n, _, _ = told(next)
		assert.Zero(t, n, "it was told")
	}
	m.issues = m.issues[3:]
	n, _, _ := told(health.From(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)))
	assert.Zero(t, n, "it is of long before")
}

// TestPublishedAsTheWireHasIt: what is published with more than the wire can say is the
// same in memory and over it: words in their spelling, times to a ten-millionth of a
// second and in UTC.
func TestPublishedAsTheWireHasIt(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	odd := m.Now().Add(-time.Hour).Truncate(time.Second).Add(123_456_789).In(time.FixedZone("", 3600))
	issue, err := b.PublishIssue(ctx, health.NewIssue{
		Service: "Planner", Title: "x", Start: odd, Classification: "ADVISORY", Origin: "ThirdParty", Status: "ServiceDegradation", Text: "x",
	})
	require.NoError(t, err)
	issue, err = b.UpdateIssue(ctx, issue.ID, health.IssueUpdate{Status: "FalsePositive", Text: "y", PostType: "Quick"})
	require.NoError(t, err)
	message, err := b.PublishMessage(ctx, health.NewMessage{
		Title: "x", Category: "PlanForChange", Severity: "HIGH", ActionRequiredBy: odd, End: odd.AddDate(0, 0, 9),
	})
	require.NoError(t, err)
	for range 2 {
		for _, way := range subjects.Ways() {
			c := subjects.Client(t, m, way, admin365.Caller{})
			gotIssue, err := c.Health.Issues.Get(ctx, issue.ID)
			require.NoError(t, err)
			assert.Equal(t, issue, gotIssue, way)
			gotMessage, err := c.Health.Messages.Get(ctx, message.ID)
			require.NoError(t, err)
			assert.Equal(t, message, gotMessage, way)
			list, err := health.Affecting(ctx, c.Health.Issues, "Planner", m.Now().Add(-time.Minute))
			require.NoError(t, err)
			assert.Empty(t, list, "a false alarm, however it is written")
		}
		message, err = b.UpdateMessage(ctx, message.ID, health.MessageVersion{
			Category: "StayInformed", Severity: "Critical", ActionRequiredBy: odd.Add(time.Nanosecond * 111), End: odd.AddDate(0, 0, 8),
		})
		require.NoError(t, err)
	}
	// A state that says that there is a review, in another letter case, has it.
	_, err = b.PublishReport(ctx, issue.ID, health.File{Content: []byte("why")})
	require.NoError(t, err)
	_, err = b.UpdateIssue(ctx, issue.ID, health.IssueUpdate{Status: "PostIncidentReviewPublished"})
	require.NoError(t, err)
	_, err = m.Health.Issues.Report(ctx, issue.ID)
	require.NoError(t, err)
}
