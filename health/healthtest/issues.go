package healthtest

import (
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func issueCases() []kase {
	return []kase{
		{
			Name: "Issues.Get/as-published", Needs: ofIssues(), Source: docIssue,
			Why: "what a program shows of an incident is all that people learn of it",
			Run: func(c *run) {
				subscribe(c, Skype)
				at := now(c)
				in := health.NewIssue{
					Service: Skype, Title: "Calls – „broken“ & <odd>", Impact: "People can't call. 日本", Classification: health.Advisory,
					Origin: health.OriginThirdParty, Status: health.ServiceDegradation, Feature: "Calling", FeatureGroup: "Voice & more",
					Start: at.Add(-3 * time.Hour).Truncate(time.Second), Text: "<p>We're on it.</p>\n<br/>",
				}
				made, err := c.S.Backstage.PublishIssue(c.Context(), in)
				c.Must(err, "publishing an issue")
				got := getIssue(c, made.ID)
				same(c, "the issue", got, made)
				same(c, "the issue", got, &health.Issue{
					Title: in.Title, StartDateTime: in.Start, ImpactDescription: in.Impact, Classification: in.Classification, Origin: in.Origin,
					Status: in.Status, Service: in.Service, Feature: in.Feature, FeatureGroup: in.FeatureGroup,
				}, "ID", "LastModifiedDateTime", "Posts", "Details")
				if !got.Open() || got.LastModifiedDateTime.Before(at) || got.LastModifiedDateTime.Sub(at) > time.Hour {
					c.Errorf("it is open: %v, and was changed at %v, though now is %v", got.Open(), got.LastModifiedDateTime, at)
				}
				if len(got.Posts) != 1 {
					c.Fatalf("it has the posts %+v", got.Posts)
				}
				p := got.Posts[0]
				same(c, "the post", p, health.Post{PostType: health.PostRegular, Description: health.Body{ContentType: "html", Content: in.Text}}, "CreatedDateTime")
				if p.CreatedDateTime.Before(at) || p.CreatedDateTime.After(got.LastModifiedDateTime) {
					c.Errorf("the post was written at %v, the issue changed at %v", p.CreatedDateTime, got.LastModifiedDateTime)
				}
			},
		},
		{
			Name: "Issues.Get/as-in-the-list", Needs: []string{HasIssues}, Source: docIssueGet,
			Why: "two ways to one fact that differ are two facts",
			Run: func(c *run) {
				list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{}))
				c.Must(err, "listing issues")
				for _, i := range list[:min(len(list), 5)] {
					same(c, string(i.ID), getIssue(c, i.ID), i)
					if i.ID == "" || i.Service == "" || i.StartDateTime.IsZero() || i.LastModifiedDateTime.IsZero() || i.Open() && !i.EndDateTime.IsZero() {
						c.Errorf("an issue is %+v", i)
					}
				}
			},
		},
		{
			Name: "Issues.Get/posts-oldest-first", Needs: ofIssues(CanAdvance), Source: docIssue,
			Why: "whoever reads the last post as the first one believes that it has just begun",
			Run: func(c *run) {
				subscribe(c, Skype)
				id := issue(c, Skype, func(in *health.NewIssue) { in.Text = "<p>1</p>" }).ID
				for _, text := range []string{"<p>2</p>", "<p>3</p>"} {
					later(c)
					update(c, id, health.IssueUpdate{Text: text})
				}
				update(c, id, health.IssueUpdate{Text: "<p>4</p>"})
				got := getIssue(c, id)
				var texts []string
				for n, p := range got.Posts {
					texts = append(texts, p.Description.Content)
					if n > 0 && p.CreatedDateTime.Before(got.Posts[n-1].CreatedDateTime) {
						c.Errorf("post %d is older than the one before it", n)
					}
				}
				same(c, "the posts", texts, []string{"<p>1</p>", "<p>2</p>", "<p>3</p>", "<p>4</p>"})
			},
		},
		{
			Name: "Issues.Get/unknown", Needs: []string{HasIssues}, Source: docIssueGet,
			Why: "what is not there is told apart from who may not look",
			Run: func(c *run) {
				for _, id := range []health.IssueID{"EX100001", "XX1", "MC100001", "nothing"} {
					i, err := c.S.Service.Issues.Get(c.Context(), id)
					c.Refused(err, missing(opIssue).Of(string(id)))
					if i != nil {
						c.Errorf("beside the error there is %+v", i)
					}
				}
			},
		},
		{
			Name: "Issues.Get/of-a-service-not-subscribed-to", Needs: ofIssues(), Source: docOverview,
			Why: "issues of what the tenant does not have are nobody's business, and they come with the service",
			Run: func(c *run) {
				subscribe(c, Skype)
				made := issue(c, StaffHub)
				ours := []health.IssueID{made.ID}
				gone := func() {
					c.Helper()
					c.Eventually(func() error {
						_, err := c.S.Service.Issues.Get(c.Context(), made.ID)
						return missing(opIssue).Of(string(made.ID)).Check(err)
					})
					issuesAre(c, "all issues", health.IssueQuery{}, ours, nil)
					issuesAre(c, "those of the service", health.IssueQuery{Service: StaffHub}, ours, nil)
				}
				gone()
				subscribe(c, StaffHub)
				issuesAre(c, "with the service", health.IssueQuery{}, ours, ours)
				same(c, "the issue", getIssue(c, made.ID), made)
				c.Must(c.S.Backstage.Unsubscribe(c.Context(), StaffHub), "ending a subscription")
				gone()
				subscribe(c, StaffHub)
				issuesAre(c, "when it comes back", health.IssueQuery{}, ours, ours)
			},
		},
	}
}

func issueListCases() []kase {
	return []kase{
		{
			Name: "Issues.List/all-with-their-posts", Sweep: true, Needs: ofIssues(), Source: docIssues,
			Why: "a page that is cut wrong leaves an incident out, or tells of it twice",
			Run: func(c *run) {
				subscribe(c, Skype)
				want := map[health.IssueID]*health.Issue{}
				var ours []health.IssueID
				for n := range 7 {
					i := issue(c, Skype)
					if n%3 == 0 {
						i = resolve(c, i.ID)
					}
					want[i.ID], ours = i, append(ours, i.ID)
				}
				issuesAre(c, "all issues", health.IssueQuery{}, ours, ours)
				issuesAre(c, "those of the service", health.IssueQuery{Service: Skype}, ours, ours)
				list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{PageSize: c.PageSize}))
				c.Must(err, "listing issues")
				for _, i := range list {
					if w := want[i.ID]; w != nil {
						same(c, string(i.ID), i, w)
					}
				}
			},
		},
		{
			Name: "Issues.List/more-than-a-page", Needs: ofIssues(), Source: docIssues,
			Why: "the hundred and first incident is one, too, and a size that is too large is a hint",
			Run: func(c *run) {
				subscribe(c, Skype)
				var ours []health.IssueID
				for range 230 {
					ours = append(ours, issue(c, Skype).ID)
				}
				for _, size := range []int{0, 99, 100, 229, 230, 231, 1000, 1001, 1 << 20} {
					issuesAre(c, fmt.Sprintf("%d a page", size), health.IssueQuery{PageSize: size}, ours, ours)
				}
			},
		},
		{
			Name: "Issues.List/each-condition", Sweep: true, Needs: ofIssues(), Source: docIssueQuery,
			Why: "a condition that is dropped on the way wakes people for nothing, and one too strict lets them sleep",
			Run: eachIssueCondition,
		},
		{
			Name: "Issues.List/changed-since", Sweep: true, Needs: ofIssues(CanAdvance), Source: docIssueQuery,
			Why: "who asks what is new since his last look must not lose what changed in the very moment of it",
			Run: func(c *run) {
				subscribe(c, Skype)
				old := issue(c, Skype)
				later(c)
				changed := issue(c, Skype)
				later(c)
				fresh := issue(c, Skype)
				later(c)
				changed = update(c, changed.ID, health.IssueUpdate{Text: "<p>more</p>"})
				ours := []health.IssueID{old.ID, changed.ID, fresh.ID}
				for what, q := range map[string]struct {
					since time.Time
					want  []health.IssueID
				}{
					"ever":                         {time.Time{}, ours},
					"since the first":              {old.LastModifiedDateTime, ours},
					"just after the first":         {old.LastModifiedDateTime.Add(1), []health.IssueID{changed.ID, fresh.ID}},
					"since the last was published": {fresh.LastModifiedDateTime, []health.IssueID{changed.ID, fresh.ID}},
					"since the last change":        {changed.LastModifiedDateTime, []health.IssueID{changed.ID}},
					"in another zone":              {changed.LastModifiedDateTime.In(time.FixedZone("", 5*3600)), []health.IssueID{changed.ID}},
					"after the last change":        {changed.LastModifiedDateTime.Add(time.Second), nil},
				} {
					issuesAre(c, what, health.IssueQuery{Service: Skype, ChangedSince: q.since}, ours, q.want)
				}
			},
		},
		{
			Name: "Issues.List/conditions-of-the-service", Needs: ofIssues(), Source: docFilters,
			Why: "what the query has no field for is asked for in the service's own words",
			Run: func(c *run) {
				subscribe(c, Skype)
				a, b := issue(c, Skype, as(health.Advisory)), issue(c, Skype)
				over := resolve(c, issue(c, Skype).ID)
				ours := []health.IssueID{a.ID, b.ID, over.ID}
				for filter, want := range map[string][]health.IssueID{
					"service eq 'Skype for Business'":                             ours,
					"classification eq 'advisory'":                                {a.ID},
					"isResolved eq true":                                          {over.ID},
					"status ne 'resolved'":                                        ours,
					"id eq '" + string(b.ID) + "'":                                {b.ID},
					"isResolved eq false and classification eq 'incident'":        {b.ID},
					"classification eq 'advisory' or isResolved eq true":          {a.ID, over.ID},
					"endDateTime eq null":                                         {a.ID, b.ID},
					"lastModifiedDateTime ge 2099-01-25T00:00:00Z":                nil,
					"startDateTime lt 2099-01-25T00:00:00Z and service ne 'Sway'": ours,
				} {
					issuesAre(c, filter, health.IssueQuery{Filter: filter}, ours, want)
				}
				issuesAre(c, "beside another condition", health.IssueQuery{
					Classification: health.Incident, Filter: "classification eq 'advisory' or isResolved eq true",
				}, ours, []health.IssueID{over.ID})
			},
		},
		{
			Name: "Issues.List/change-while-paging", Sweep: true, Needs: ofIssues(), Source: docIssuesList,
			Why: "a list in which something changes meanwhile may miss it, but it ends, and without an error",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				for range 4 {
					issue(c, Skype)
					issue(c, StaffHub)
				}
				n := 0
				for i, err := range c.S.Service.Issues.List(c.Context(), health.IssueQuery{PageSize: c.PageSize}) {
					c.Must(err, "listing issues")
					if i == nil || i.ID == "" {
						c.Fatalf("an issue is %+v", i)
					}
					switch n++; n {
					case 1:
						issue(c, Skype)
					case 2:
						c.Must(c.S.Backstage.Unsubscribe(c.Context(), StaffHub), "ending a subscription")
					case 3:
						update(c, i.ID, health.IssueUpdate{Text: "<p>meanwhile</p>"})
					case 100:
						c.Fatalf("the list does not end")
					default:
					}
				}
			},
		},
	}
}

// eachIssueCondition asks for issues by each condition, and by several.
func eachIssueCondition(c *run) {
	subscribe(c, Skype, StaffHub)
	open := issue(c, Skype, being(health.ServiceDegradation))
	advice := issue(c, Skype, as(health.Advisory), being(health.ServiceDegradation))
	over := resolve(c, issue(c, Skype).ID)
	other := issue(c, StaffHub, being(health.Investigating))
	alarm := update(c, issue(c, StaffHub, as(health.Advisory)).ID, health.IssueUpdate{Status: health.FalsePositive})
	ours := []health.IssueID{open.ID, advice.ID, over.ID, other.ID, alarm.ID}
	for what, q := range map[string]struct {
		query health.IssueQuery
		want  []health.IssueID
	}{
		"no condition":             {health.IssueQuery{}, ours},
		"a service":                {health.IssueQuery{Service: Skype}, []health.IssueID{open.ID, advice.ID, over.ID}},
		"the other service":        {health.IssueQuery{Service: StaffHub}, []health.IssueID{other.ID, alarm.ID}},
		"letter case aside":        {health.IssueQuery{Service: "SKYPE for business"}, []health.IssueID{open.ID, advice.ID, over.ID}},
		"a service of nobody":      {health.IssueQuery{Service: "Microsoft Telegraph"}, nil},
		"a name with a quote":      {health.IssueQuery{Service: "O'Skype' or 'a' eq 'a"}, nil},
		"incidents":                {health.IssueQuery{Classification: health.Incident}, []health.IssueID{open.ID, over.ID, other.ID}},
		"advisories":               {health.IssueQuery{Classification: health.Advisory}, []health.IssueID{advice.ID, alarm.ID}},
		"a status":                 {health.IssueQuery{Status: health.ServiceDegradation}, []health.IssueID{open.ID, advice.ID}},
		"a status of what is over": {health.IssueQuery{Status: health.FalsePositive}, []health.IssueID{alarm.ID}},
		"a status that is unused":  {health.IssueQuery{Status: health.Resolved}, nil},
		"open":                     {health.IssueQuery{Resolved: new(false)}, []health.IssueID{open.ID, advice.ID, other.ID}},
		"resolved":                 {health.IssueQuery{Resolved: new(true)}, []health.IssueID{over.ID, alarm.ID}},
		"open of a service":        {health.IssueQuery{Service: Skype, Resolved: new(false)}, []health.IssueID{open.ID, advice.ID}},
		"three at once":            {health.IssueQuery{Service: Skype, Classification: health.Advisory, Resolved: new(false)}, []health.IssueID{advice.ID}},
		"four at once": {health.IssueQuery{
			Service: Skype, Classification: health.Incident, Status: health.ServiceRestored, Resolved: new(true), ChangedSince: over.LastModifiedDateTime,
		}, []health.IssueID{over.ID}},
		"what cannot be both": {health.IssueQuery{Status: health.ServiceRestored, Resolved: new(false)}, nil},
	} {
		issuesAre(c, what, q.query, ours, q.want)
	}
}

func issueRefusalCases() []kase {
	return []kase{
		{
			Name: "Issues.List/what-cannot-be-meant", Needs: []string{HasIssues}, Source: docIssuesList,
			Why: "a query that cannot be meant is a mistake, and its empty answer would be taken for peace",
			Run: func(c *run) {
				at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				for what, q := range map[string]health.IssueQuery{
					"ends before it begins":   {Since: at, Until: at.Add(-1)},
					"ends where it begins":    {Since: at, Until: at.In(time.FixedZone("", 3600))},
					"a negative page":         {PageSize: -1},
					"a quote that stays open": {Filter: "service eq 'Sway"},
					"one parenthesis":         {Filter: "(service eq 'Sway'"},
					"the other":               {Filter: "service eq 'Sway') or (1 eq 1"},
				} {
					list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), q))
					if fault := unsent(opIssues).Check(err); fault != nil || len(list) > 0 {
						c.Errorf("%s: %d issues, %v", what, len(list), fault)
					}
				}
			},
		},
		{
			Name: "Issues.List/what-the-service-does-not-take", Needs: []string{HasIssues}, Source: docFilters,
			Why: "a filter that is dropped because it is odd answers everything",
			Run: func(c *run) {
				for _, filter := range oddFilters("details/any(d:d/name eq 'NotifyInApp')") {
					list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{Filter: filter}))
					if fault := refused(opIssues).Check(err); fault != nil || len(list) > 0 {
						c.Errorf("%s: %d issues, %v", filter, len(list), fault)
					}
				}
			},
		},
	}
}

// oddFilters are filters that lists of the service do not take, and more.
func oddFilters(more ...string) []string {
	return append(more, "planet eq 'Mars'", "title eq", "lastModifiedDateTime ge 2020-01-01", "tolower(title) eq 'x'", "title", "title eq 5 5")
}

// invalidKind is what a backstage says of what cannot be meant, conflictKind of what is
// there already, and notFoundKind of what is not.
func invalidKind() conform.Refusal  { return conform.Refusal{Kind: admin365.ErrInvalid} }
func conflictKind() conform.Refusal { return conform.Refusal{Kind: admin365.ErrConflict} }
func notFoundKind() conform.Refusal { return conform.Refusal{Kind: admin365.ErrNotFound} }
