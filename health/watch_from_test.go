package health_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// TestFromNow: what is published in the moment from which a watch begins is in it, though
// the service cuts its times and the caller does not.
func TestFromNow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // No time passes in between.
		m := admin.NewMemory(admin.MemoryConfig{Start: time.Date(2026, 3, 2, 8, 0, 0, 123_456_789, time.UTC)})
		token := health.From(m.Now())
		issue, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{
			Service: "Exchange Online", Title: "Mail is late", Classification: health.Incident, Status: health.ServiceDegradation,
		})
		require.NoError(t, err)
		var seen []health.IssueID
		for change, err := range health.Watch(t.Context(), m.Health.Issues, m.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
			require.NoError(t, err)
			seen = append(seen, change.Issue.ID)
		}
		assert.Equal(t, []health.IssueID{issue.ID}, seen)
	})
}
