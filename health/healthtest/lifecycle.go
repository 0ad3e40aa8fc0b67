package healthtest

import (
	"bytes"
	"time"

	"github.com/admin365/admin365/health"
)

func lifecycleCases() []kase {
	return []kase{
		{
			Name: "Lifecycle/defaults", Needs: ofIssues(), Source: docBackstage,
			Why: "a test that says no more than what is broken gets an incident that looks like one",
			Run: func(c *run) {
				subscribe(c, Skype)
				at := now(c)
				made, err := c.S.Backstage.PublishIssue(c.Context(), health.NewIssue{Service: "Lync", Title: "Nothing works"})
				c.Must(err, "publishing an issue")
				got := getIssue(c, made.ID)
				same(c, "the issue", got, &health.Issue{
					ID: made.ID, Title: "Nothing works", Classification: health.Incident, Origin: health.OriginMicrosoft, Status: health.Investigating, Service: Skype,
				}, "StartDateTime", "LastModifiedDateTime", "ImpactDescription")
				if got.StartDateTime.Before(at) || got.StartDateTime.After(got.LastModifiedDateTime) {
					c.Errorf("it began at %v, and now was %v", got.StartDateTime, at)
				}
			},
		},
		{
			Name: "Lifecycle/from-beginning-to-end", Needs: ofIssues(CanAdvance), Source: docStatus,
			Why: "people are told that it is over when it is, and not before",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				for _, status := range []health.Status{health.ServiceDegradation, health.RestoringService, health.ExtendedRecovery, health.VerifyingService} {
					later(c)
					next := update(c, i.ID, health.IssueUpdate{Text: "<p>" + string(status) + "</p>", Status: status, PostType: health.PostQuick})
					same(c, "as it is told", getIssue(c, i.ID), next)
					same(c, "the issue", next, i, "Status", "LastModifiedDateTime", "Posts")
					if next.Status != status || !next.Open() || !next.LastModifiedDateTime.After(i.LastModifiedDateTime) || len(next.Posts) != len(i.Posts)+1 {
						c.Errorf("after %s it is %+v", status, next)
					}
					if p := next.Posts[len(next.Posts)-1]; p.PostType != health.PostQuick || p.Description.Content != "<p>"+string(status)+"</p>" {
						c.Errorf("the last post is %+v", p)
					}
					i = next
				}
				later(c)
				over := resolve(c, i.ID)
				same(c, "the issue that is over", getIssue(c, i.ID), over)
				if over.Open() || over.Status != health.ServiceRestored || over.EndDateTime.Before(i.LastModifiedDateTime) || over.EndDateTime.After(over.LastModifiedDateTime) {
					c.Errorf("it is over, and is %+v", over)
				}
			},
		},
		{
			Name: "Lifecycle/each-end", Needs: ofIssues(), Source: docStatus,
			Why: "what is over ends and is resolved, in whichever of the ways",
			Run: func(c *run) {
				subscribe(c, Skype)
				for _, status := range []health.Status{health.ServiceRestored, health.FalsePositive, health.PostIncidentReviewPublished} {
					i := update(c, issue(c, Skype).ID, health.IssueUpdate{Status: status})
					if got := getIssue(c, i.ID); got.Status != status || !got.IsResolved || got.EndDateTime.IsZero() {
						c.Errorf("%s: it is %+v", status, got)
					}
				}
				for _, status := range []health.Status{health.InvestigationSuspended, health.ServiceInterruption} {
					i := update(c, issue(c, Skype).ID, health.IssueUpdate{Status: status})
					if got := getIssue(c, i.ID); got.Status != status || got.IsResolved || !got.EndDateTime.IsZero() {
						c.Errorf("%s: it is %+v", status, got)
					}
				}
			},
		},
		{
			Name: "Lifecycle/ends-once", Needs: ofIssues(CanAdvance), Source: docBackstage,
			Why: "the time of the end is what a refund is counted by, and does not move with what is said later",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				later(c)
				ended := resolve(c, i.ID)
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>The root cause was this.</p>"})
				later(c)
				reviewed(c, i.ID)
				got := getIssue(c, i.ID)
				if !got.EndDateTime.Equal(ended.EndDateTime) || got.Status != health.PostIncidentReviewPublished || !got.LastModifiedDateTime.After(ended.LastModifiedDateTime) {
					c.Errorf("it ended at %v and is now %+v", ended.EndDateTime, got)
				}
			},
		},
		{
			Name: "Lifecycle/begins-again", Needs: ofIssues(CanAdvance), Source: docBackstage,
			Why: "what began again has no end, however often it had one",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := resolve(c, issue(c, Skype).ID)
				later(c)
				update(c, i.ID, health.IssueUpdate{Text: "<p>Again.</p>", Status: health.ServiceDegradation})
				if got := getIssue(c, i.ID); !got.Open() || !got.EndDateTime.IsZero() || !got.StartDateTime.Equal(i.StartDateTime) {
					c.Errorf("it began again and is %+v", got)
				}
				later(c)
				end := resolve(c, i.ID)
				if got := getIssue(c, i.ID); got.Open() || !got.EndDateTime.Equal(end.EndDateTime) || !got.EndDateTime.After(i.EndDateTime) {
					c.Errorf("it ended again and is %+v", got)
				}
			},
		},
		{
			Name: "Lifecycle/changed-without-a-post", Needs: ofIssues(CanAdvance), Source: docBackstage,
			Why: "a new title is a change, and no news",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				later(c)
				update(c, i.ID, health.IssueUpdate{Title: "Another title", Impact: "Another impact"})
				got := getIssue(c, i.ID)
				want := *i
				want.Title, want.ImpactDescription = "Another title", "Another impact"
				same(c, "the issue", got, &want, "LastModifiedDateTime")
				if !got.LastModifiedDateTime.After(i.LastModifiedDateTime) {
					c.Errorf("it was changed at %v and again at %v", i.LastModifiedDateTime, got.LastModifiedDateTime)
				}
			},
		},
		{
			Name: "Lifecycle/what-cannot-be-published", Needs: ofIssues(), Source: docBackstage,
			Why: "a test that publishes what cannot be tests nothing",
			Run: func(c *run) {
				subscribe(c, Skype)
				there := issue(c, Skype)
				at := now(c)
				for what, in := range map[string]health.NewIssue{
					"a service of nobody":   {Service: "Microsoft Telegraph", Title: "x"},
					"no service":            {Title: "x"},
					"no title":              {Service: Skype},
					"an id that is none":    {Service: Skype, Title: "x", ID: "no id"},
					"a start that is ahead": {Service: Skype, Title: "x", Start: at.Add(day)},
				} {
					_, err := c.S.Backstage.PublishIssue(c.Context(), in)
					if fault := invalidKind().Check(err); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				_, err := c.S.Backstage.PublishIssue(c.Context(), health.NewIssue{Service: Skype, Title: "x", ID: there.ID})
				c.Refused(err, conflictKind())
				_, err = c.S.Backstage.UpdateIssue(c.Context(), "EX100001", health.IssueUpdate{Text: "x"})
				c.Refused(err, notFoundKind())
				_, err = c.S.Backstage.PublishReport(c.Context(), "EX100001", review())
				c.Refused(err, notFoundKind())
				same(c, "the issue", getIssue(c, there.ID), there)
			},
		},
		{
			Name: "Lifecycle/id-of-ones-own", Needs: ofIssues(), Source: docBackstage,
			Why: "tests name what they publish",
			Run: func(c *run) {
				subscribe(c, Skype)
				made, err := c.S.Backstage.PublishIssue(c.Context(), health.NewIssue{Service: Skype, Title: "x", ID: "LY9988776"})
				c.Must(err, "publishing an issue with an id")
				if got := getIssue(c, "LY9988776"); made.ID != "LY9988776" || got.ID != made.ID {
					c.Errorf("the id is %s, and then %s", made.ID, got.ID)
				}
				if a, b := issue(c, Skype), issue(c, StaffHub); a.ID == b.ID || a.ID == made.ID {
					c.Errorf("the next ids are %s and %s", a.ID, b.ID)
				}
			},
		},
	}
}

func reportCases() []kase {
	report := func(c *run, id health.IssueID) error {
		_, err := c.S.Service.Issues.Report(c.Context(), id)
		return err
	}
	return []kase{
		{
			Name: "Issues.Report/as-published", Needs: ofIssues(), Source: docReport,
			Why: "a review that is cut or re-coded on the way cannot be opened",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				reviewed(c, i.ID)
				got, err := c.S.Service.Issues.Report(c.Context(), i.ID)
				c.Must(err, "getting a review")
				if got.ContentType != review().ContentType || !bytes.Equal(got.Content, review().Content) {
					c.Errorf("the review is %q %q", got.ContentType, got.Content)
				}
				if now := getIssue(c, i.ID); now.Status != health.PostIncidentReviewPublished || now.Open() || now.EndDateTime.IsZero() {
					c.Errorf("the issue is %+v", now)
				}
			},
		},
		{
			Name: "Issues.Report/another-version", Needs: ofIssues(), Source: docBackstage,
			Why: "a review that is corrected replaces the first one",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := reviewed(c, issue(c, Skype).ID)
				_, err := c.S.Backstage.PublishReport(c.Context(), i.ID, health.File{ContentType: "application/pdf", Content: []byte("%PDF-2")})
				c.Must(err, "publishing a review again")
				got, err := c.S.Service.Issues.Report(c.Context(), i.ID)
				c.Must(err, "getting a review")
				if got.ContentType != "application/pdf" || string(got.Content) != "%PDF-2" {
					c.Errorf("the review is %q %q", got.ContentType, got.Content)
				}
			},
		},
		{
			Name: "Issues.Report/none", Needs: ofIssues(), Source: docReport,
			Why: "most incidents have no review, and a program has to tell that from a failure",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				c.Refused(report(c, i.ID), missing(opReport).Of(string(i.ID)))
				resolve(c, i.ID)
				c.Refused(report(c, i.ID), missing(opReport).Of(string(i.ID)))
			},
		},
		{
			Name: "Issues.Report/no-longer-reviewed", Needs: ofIssues(), Source: docReport,
			Why: "there is a review where the status says so, and nowhere else",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := reviewed(c, issue(c, Skype).ID)
				c.Must(report(c, i.ID), "getting a review")
				update(c, i.ID, health.IssueUpdate{Status: health.Investigating})
				c.Eventually(func() error { return missing(opReport).Check(report(c, i.ID)) })
			},
		},
		{
			Name: "Issues.Report/unknown", Needs: []string{HasIssues}, Source: docReport,
			Why: "the service does not tell an issue without a review from one that is not there",
			Run: func(c *run) { c.Refused(report(c, "EX100001"), missing(opReport).Of("EX100001")) },
		},
		{
			Name: "Issues.Report/of-a-service-not-subscribed-to", Needs: ofIssues(), Source: docOverview,
			Why: "what a tenant may not see it may not read the review of",
			Run: func(c *run) {
				i := reviewed(c, issue(c, StaffHub).ID)
				c.Refused(report(c, i.ID), missing(opReport).Of(string(i.ID)))
			},
		},
	}
}

func retentionCases() []kase {
	return []kase{
		{
			Name: "Retention/what-ended-long-ago", Needs: ofIssues(CanAdvance, HasServices), Source: docViewHealth,
			Why: "a report of the last year that is made of what the service still has leaves most of it out",
			Run: func(c *run) {
				subscribe(c, Skype)
				old := past(c, Skype, time.Hour)
				reviewed(c, old.ID)
				c.S.Advance(20 * day)
				open, fresh := issue(c, Skype), past(c, Skype, time.Hour)
				c.S.Advance(15 * day)
				ours := []health.IssueID{old.ID, open.ID, fresh.ID}
				issuesAre(c, "at first all are kept", health.IssueQuery{}, ours, ours)
				c.Must(c.S.Backstage.SetRetention(c.Context(), 30*day), "setting the retention")
				left := []health.IssueID{open.ID, fresh.ID}
				issuesAre(c, "after 35 days", health.IssueQuery{}, ours, left)
				issuesAre(c, "of the service", health.IssueQuery{Service: Skype, Resolved: new(true)}, ours, []health.IssueID{fresh.ID})
				_, err := c.S.Service.Issues.Get(c.Context(), old.ID)
				c.Refused(err, missing(opIssue))
				_, err = c.S.Service.Issues.Report(c.Context(), old.ID)
				c.Refused(err, missing(opReport))
				c.Eventually(func() error {
					return issuesOf(getService(c, Skype, true), map[health.IssueID]*health.Issue{
						old.ID: old, open.ID: getIssue(c, open.ID), fresh.ID: getIssue(c, fresh.ID),
					}, left...)
				})
				c.S.Advance(400 * day)
				issuesAre(c, "what is open stays", health.IssueQuery{}, ours, []health.IssueID{open.ID})
				statusIs(c, Skype, health.Investigating)
			},
		},
		{
			Name: "Retention/counts-from-the-end", Needs: ofIssues(CanAdvance), Source: docBackstage,
			Why: "an incident of two months is not gone on the day on which it ends",
			Run: func(c *run) {
				c.Must(c.S.Backstage.SetRetention(c.Context(), 30*day), "setting the retention")
				subscribe(c, Skype)
				long := past(c, Skype, 60*day)
				ours := []health.IssueID{long.ID}
				c.S.Advance(30*day - time.Hour)
				issuesAre(c, "before the thirty days", health.IssueQuery{}, ours, ours)
				c.S.Advance(2 * time.Hour)
				issuesAre(c, "after them", health.IssueQuery{}, ours, nil)
			},
		},
	}
}
