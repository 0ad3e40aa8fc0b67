package health_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

// kept are issues that someone keeps, of whatever service: it knows no conditions.
type kept []*health.Issue

func (k kept) List(context.Context, health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		for _, i := range k {
			if !yield(i, nil) {
				return
			}
		}
	}
}

func (kept) Get(context.Context, health.IssueID) (*health.Issue, error)   { return nil, errDown }
func (kept) Report(context.Context, health.IssueID) (*health.File, error) { return nil, errDown }

func issueIDs(list []*health.Issue) (ids []string) {
	for _, i := range list {
		ids = append(ids, string(i.ID))
	}
	return ids
}

func TestAffecting(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	at := func(month time.Month, day, hour, minute int) time.Time {
		year := 2025
		if month < 6 {
			year = 2026
		}
		return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		name, service string
		at            time.Time
		want          []string
	}{
		{"while it was so", "Exchange Online", at(12, 11, 9, 0), []string{"EX1201188"}},
		{"as it began", "exchange online", at(12, 11, 7, 20), []string{"EX1201188"}},
		{"a moment before", "Exchange Online", at(12, 11, 7, 20).Add(-time.Nanosecond), nil},
		{"as it ended", "Exchange Online", at(12, 11, 11, 5), []string{"EX1201188"}},
		{"a moment later", "Exchange Online", at(12, 11, 11, 5).Add(time.Nanosecond), nil},
		{"now", "Exchange Online", m.Now(), []string{"EX1207533"}},
		{"another service", "Planner", m.Now(), nil},
		{"a false alarm", "SharePoint Online", at(12, 20, 9, 30), nil},
		{"a service that the tenant has not", "Skype for Business", at(12, 21, 9, 0), nil},
		{"in another zone", "Exchange Online", at(12, 11, 9, 0).In(time.FixedZone("", 8*3600)), []string{"EX1201188"}},
	} {
		got, err := health.Affecting(t.Context(), m.Health.Issues, c.service, c.at)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, issueIDs(got), c.name)
	}
	for _, bad := range []struct {
		service string
		at      time.Time
	}{{"", m.Now()}, {" ", m.Now()}, {"Planner", time.Time{}}} {
		_, err := health.Affecting(t.Context(), m.Health.Issues, bad.service, bad.at)
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := health.Affecting(ended, m.Health.Issues, "Planner", m.Now())
	require.ErrorIs(t, err, context.Canceled)
}

// TestAffectingWorstFirst: incidents come before advisories, then the worse state, then
// the later one; what is resolved without an end ended when it was last changed.
func TestAffectingWorstFirst(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	issue := func(id health.IssueID, c health.Classification, s health.Status, hours int) *health.Issue {
		return &health.Issue{ID: id, Classification: c, Status: s, StartDateTime: now.Add(-time.Duration(hours) * time.Hour), IsResolved: s.Over(), LastModifiedDateTime: now.Add(-time.Hour)}
	}
	k := kept{
		issue("A", health.Advisory, health.ServiceInterruption, 2), issue("B", health.Incident, health.Investigating, 3),
		issue("C", health.Incident, health.Investigating, 2), issue("D", health.Incident, "planet", 9),
		issue("E", "planet", health.ExtendedRecovery, 1), issue("F", health.Incident, health.ServiceRestored, 5),
	}
	got, err := health.Affecting(t.Context(), k, "x", now)
	require.NoError(t, err)
	assert.Equal(t, []string{"D", "C", "B", "A", "E"}, issueIDs(got))
	got, err = health.Affecting(t.Context(), k, "x", now.Add(-time.Hour))
	require.NoError(t, err)
	assert.Equal(t, []string{"D", "C", "B", "F", "A", "E"}, issueIDs(got))
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	for _, s := range []health.Status{health.ServiceRestored, health.PostIncidentReviewPublished, health.FalsePositive, health.ServiceOperational, "SERVICERESTORED"} {
		assert.True(t, s.Over(), s)
	}
	for _, s := range []health.Status{
		health.Investigating, health.ServiceDegradation, health.ServiceInterruption, health.RestoringService, health.ExtendedRecovery,
		health.VerifyingService, health.InvestigationSuspended, "planet",
	} {
		assert.False(t, s.Over(), s)
		assert.True(t, health.Worse(s, health.ServiceRestored), s)
	}
	assert.True(t, health.Worse(health.ServiceInterruption, health.ServiceDegradation))
	assert.True(t, health.Worse("planet", health.Investigating))
	assert.False(t, health.Worse(health.ServiceOperational, ""))
	assert.False(t, health.Worse("serviceDegradation", "ServiceDegradation"))
}

// TestDays: each day of a zone has what affected its services, and a day with two hours
// at midnight, or with none, has them right.
func TestDays(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	zone := time.FixedZone("", 3*3600)
	days, err := health.Days(t.Context(), m.Health.Issues, health.DaysQuery{From: time.Date(2025, 12, 28, 12, 0, 0, 0, zone), To: m.Now(), Location: zone})
	require.NoError(t, err)
	require.Len(t, days, 9)
	assert.Equal(t, time.Date(2025, 12, 28, 0, 0, 0, 0, zone).Unix(), days[0].Start.Unix())
	assert.Equal(t, zone, days[0].Start.Location())
	// 22:10 in UTC is the day after there.
	assert.Empty(t, days[1].Services)
	require.Len(t, days[2].Services, 1)
	assert.Equal(t, "Microsoft 365 suite", days[2].Services[0].Service)
	assert.Equal(t, health.ServiceRestored, days[2].Services[0].Status)
	assert.Equal(t, health.Incident, days[2].Services[0].Classification)
	assert.Equal(t, []string{"MO1206113"}, issueIDs(days[2].Services[0].Issues))
	last := days[8].Services
	require.Len(t, last, 2)
	assert.Equal(t, "Dynamics 365 Apps", last[0].Service)
	assert.Equal(t, health.Advisory, last[0].Classification)
	assert.Equal(t, health.ServiceDegradation, last[1].Status)
	for i := range days[1:] {
		assert.Equal(t, days[i].End, days[i+1].Start)
	}

	// The services that were asked for are there every day, in their order.
	days, err = health.Days(t.Context(), m.Health.Issues, health.DaysQuery{From: m.Now().AddDate(0, 0, -16), To: m.Now(), Services: []string{"sharepoint online", "Planner"}})
	require.NoError(t, err)
	require.Len(t, days, 17)
	for _, d := range days {
		require.Len(t, d.Services, 2)
		assert.Equal(t, "Planner", d.Services[1].Service)
		assert.Equal(t, health.ServiceOperational, d.Services[1].Status)
		assert.Empty(t, d.Services[1].Classification)
	}
	alarm := days[0].Services[0] // December 20.
	assert.Equal(t, health.FalsePositive, alarm.Status)
	assert.Empty(t, alarm.Classification, "a false alarm does not count")
	assert.Equal(t, []string{"SP1204975"}, issueIDs(alarm.Issues))

	for _, bad := range []health.DaysQuery{{}, {From: m.Now()}, {From: m.Now(), To: m.Now().Add(-24 * time.Hour)}, {To: m.Now()}, {From: m.Now(), To: m.Now().AddDate(2, 0, 0)}} {
		_, err := health.Days(t.Context(), m.Health.Issues, bad)
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}
	_, err = health.Days(t.Context(), failing{m.Health.Issues, new(int)}, health.DaysQuery{From: m.Now(), To: m.Now()})
	require.ErrorIs(t, err, admin365.ErrUnavailable)
}

// TestDaysOfZones: days follow each other without a gap in every zone, also where clocks
// change at midnight and where a day was left out.
func TestDaysOfZones(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone     string
		from, to string
		hours    float64 // Of the second day.
		count    int
	}{
		{"Europe/Berlin", "2026-03-28", "2026-03-30", 23, 3},
		{"Europe/Berlin", "2026-10-24", "2026-10-26", 25, 3},
		{"America/Sao_Paulo", "2018-11-03", "2018-11-05", 23, 3}, // Midnight does not exist.
		{"America/Sao_Paulo", "2018-02-16", "2018-02-18", 25, 3}, // 23 o'clock exists twice.
		{"America/Havana", "2025-11-01", "2025-11-03", 25, 3},    // Midnight exists twice.
		{"Asia/Beirut", "2025-03-29", "2025-03-31", 23, 3},
		{"Pacific/Apia", "2011-12-29", "2011-12-31", 24, 2}, // There was no December 30.
		{"Australia/Lord_Howe", "2026-04-04", "2026-04-06", 24.5, 3},
		{"UTC", "2026-02-28", "2026-03-02", 24, 3},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Skip(err) // The machine has no time zones.
		}
		noon := func(day string) time.Time {
			at, err := time.ParseInLocation("2006-01-02 15", day+" 12", loc)
			require.NoError(t, err)
			return at
		}
		days, err := health.Days(t.Context(), kept{}, health.DaysQuery{From: noon(c.from), To: noon(c.to), Location: loc})
		require.NoError(t, err)
		require.Len(t, days, c.count, "%s %s", c.zone, c.from)
		assert.InDelta(t, c.hours, days[1].End.Sub(days[1].Start).Hours(), 0.001, "%s %s", c.zone, c.from)
		for i, d := range days {
			if i > 0 {
				assert.True(t, days[i-1].End.Equal(d.Start), "%s %s", c.zone, c.from)
			}
			assert.Equal(t, d.Start.Format("2006-01-02"), d.End.Add(-time.Second).Format("2006-01-02"), "%s %s", c.zone, c.from)
			assert.NotEqual(t, d.Start.Format("2006-01-02"), d.Start.Add(-time.Second).Format("2006-01-02"), "%s %s", c.zone, c.from)
		}
	}
}

// TestDaysHaveWhatTheServiceHas: a day has the issues that the service's own condition
// finds for it.
func TestDaysHaveWhatTheServiceHas(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	days, err := health.Days(t.Context(), m.Health.Issues, health.DaysQuery{From: m.Now().AddDate(0, 0, -30), To: m.Now()})
	require.NoError(t, err)
	require.Len(t, days, 31)
	for _, d := range days {
		var got []string
		for _, s := range d.Services {
			got = append(got, issueIDs(s.Issues)...)
		}
		assert.ElementsMatch(t, issueIDs(collect(m.Health.Issues.List(t.Context(), health.IssueQuery{Since: d.Start, Until: d.End}))), got, d.Start)
	}
}
