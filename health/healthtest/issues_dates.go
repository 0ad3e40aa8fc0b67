package healthtest

import (
	"time"

	"github.com/admin365/admin365/health"
)

// past is an issue that began and ended at times that the case knows: the tenant's time
// passes meanwhile.
func past(c *run, service string, lasted time.Duration, changes ...func(*health.NewIssue)) *health.Issue {
	c.Helper()
	i := issue(c, service, changes...)
	c.S.Advance(lasted)
	return resolve(c, i.ID)
}

func issueDateCases() []kase {
	return []kase{
		{
			Name: "Issues.List/by-date", Sweep: true, Needs: ofIssues(CanAdvance), Source: docIssueQuery,
			Why: "the history page of a day shows what people felt on that day, whenever it began",
			Run: func(c *run) {
				subscribe(c, Skype)
				first := past(c, Skype, 2*time.Hour)
				c.S.Advance(2 * day)
				long := issue(c, Skype)
				c.S.Advance(day)
				short := past(c, Skype, time.Hour)
				c.S.Advance(day)
				long = resolve(c, long.ID)
				c.S.Advance(time.Hour)
				open := issue(c, Skype)
				ours := []health.IssueID{first.ID, long.ID, short.ID, open.ID}
				type ids = []health.IssueID
				for what, q := range map[string]struct {
					since, until time.Time
					want         ids
				}{
					"no limit":                    {time.Time{}, time.Time{}, ours},
					"until the first began":       {time.Time{}, first.StartDateTime, nil},
					"until just after":            {time.Time{}, first.StartDateTime.Add(1), ids{first.ID}},
					"since the first ended":       {first.EndDateTime, time.Time{}, ours},
					"since just after":            {first.EndDateTime.Add(1), time.Time{}, ids{long.ID, short.ID, open.ID}},
					"within the long one":         {long.StartDateTime.Add(time.Hour), long.StartDateTime.Add(2 * time.Hour), ids{long.ID}},
					"around the short one":        {short.StartDateTime, short.EndDateTime, ids{long.ID, short.ID}},
					"until the short one began":   {long.StartDateTime, short.StartDateTime, ids{long.ID}},
					"between two":                 {first.EndDateTime.Add(1), long.StartDateTime, nil},
					"a moment of the end":         {long.EndDateTime, long.EndDateTime.Add(1), ids{long.ID}},
					"a moment of the beginning":   {open.StartDateTime, open.StartDateTime.Add(1), ids{open.ID}},
					"what is open has not ended":  {open.StartDateTime.AddDate(1, 0, 0), time.Time{}, ids{open.ID}},
					"open, and years later":       {open.StartDateTime.AddDate(1, 0, 0), open.StartDateTime.AddDate(2, 0, 0), ids{open.ID}},
					"in another zone":             {first.EndDateTime.In(time.FixedZone("", -9*3600)), long.StartDateTime.In(time.FixedZone("", 9*3600)), ids{first.ID}},
					"everything, said with dates": {first.StartDateTime.AddDate(-1, 0, 0), open.StartDateTime.AddDate(1, 0, 0), ours},
				} {
					issuesAre(c, what, health.IssueQuery{Service: Skype, Since: q.since, Until: q.until}, ours, q.want)
				}
			},
		},
		{
			Name: "Issues.List/by-date-with-other-conditions", Sweep: true, Needs: ofIssues(CanAdvance), Source: docIssueQuery,
			Why: "a condition with an or in it swallows the others unless somebody thought of parentheses",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				over := past(c, Skype, time.Hour, as(health.Advisory))
				other := past(c, StaffHub, time.Hour)
				later(c)
				open := issue(c, Skype)
				later(c)
				stays := issue(c, StaffHub)
				ours := []health.IssueID{over.ID, other.ID, open.ID, stays.ID}
				since := over.StartDateTime
				type ids = []health.IssueID
				for what, q := range map[string]struct {
					query health.IssueQuery
					want  ids
				}{
					"a service":           {health.IssueQuery{Since: since, Service: Skype}, ids{over.ID, open.ID}},
					"resolved":            {health.IssueQuery{Since: since, Resolved: new(true)}, ids{over.ID, other.ID}},
					"incidents":           {health.IssueQuery{Since: since, Until: stays.StartDateTime, Classification: health.Incident}, ids{other.ID, open.ID}},
					"the service's words": {health.IssueQuery{Since: since, Filter: "classification eq 'advisory' or service eq 'Microsoft StaffHub'"}, ids{over.ID, other.ID, stays.ID}},
					"changed since":       {health.IssueQuery{Since: since, ChangedSince: open.LastModifiedDateTime}, ids{open.ID, stays.ID}},
				} {
					issuesAre(c, what, q.query, ours, q.want)
				}
			},
		},
		{
			Name: "Issues.List/resolved-lately", Needs: ofIssues(CanAdvance), Source: docViewHealth,
			Why: "the page of the last seven days shows what is over since, too",
			Run: func(c *run) {
				subscribe(c, Skype)
				old := past(c, Skype, time.Hour)
				c.S.Advance(10 * day)
				fresh := past(c, Skype, 3*day)
				open := issue(c, Skype)
				ours := []health.IssueID{old.ID, fresh.ID, open.ID}
				week := open.StartDateTime.AddDate(0, 0, -7)
				issuesAre(c, "the last seven days", health.IssueQuery{Since: week}, ours, []health.IssueID{fresh.ID, open.ID})
				issuesAre(c, "resolved in them", health.IssueQuery{Since: week, Resolved: new(true)}, ours, []health.IssueID{fresh.ID})
				issuesAre(c, "before them", health.IssueQuery{Until: week, Resolved: new(true)}, ours, []health.IssueID{old.ID})
			},
		},
	}
}
