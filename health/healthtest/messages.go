package healthtest

import (
	"fmt"
	"time"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func messageCases() []kase {
	return []kase{
		{
			Name: "Messages.Get/as-published", Needs: ofMessages(), Source: docMessage,
			Why: "what a program shows of a change is all that its readers learn of it",
			Run: func(c *run) {
				at := now(c)
				in := health.NewMessage{
					Title: "Retirement of „this“ & <that>", Body: "<p>It's going. 日本</p>\n<a href=\"https://example.com\">more</a>",
					Category: health.PlanForChange, Severity: health.SeverityHigh, Services: []string{"Exchange Online", "Microsoft 365 suite"},
					Tags: []string{"Retirement", "Admin impact"}, Major: true,
					ActionRequiredBy: at.AddDate(0, 1, 0).Truncate(time.Second), End: at.AddDate(0, 2, 0).Truncate(time.Second),
					Details: []health.Detail{{Name: "ExternalLink", Value: "https://example.com"}, {Name: "RoadmapIds", Value: "1, 2"}},
				}
				made, err := c.S.Backstage.PublishMessage(c.Context(), in)
				c.Must(err, "publishing a message")
				got := getMessage(c, made.ID)
				same(c, "the message", got, made)
				same(c, "the message", got, &health.Message{
					ID: made.ID, Title: in.Title, EndDateTime: in.End, Details: in.Details, Body: health.Body{ContentType: "html", Content: in.Body},
					Category: in.Category, Severity: in.Severity, Tags: in.Tags, IsMajorChange: new(true), ActionRequiredByDateTime: in.ActionRequiredBy, Services: in.Services,
				}, "StartDateTime", "LastModifiedDateTime")
				if got.StartDateTime.Before(at) || got.LastModifiedDateTime.Before(got.StartDateTime) {
					c.Errorf("now is %v, and it was published at %v and written at %v", at, got.StartDateTime, got.LastModifiedDateTime)
				}
			},
		},
		{
			Name: "Messages.Get/defaults", Needs: ofMessages(), Source: docBackstage,
			Why: "a test that says no more than the title gets a message that looks like one",
			Run: func(c *run) {
				made, err := c.S.Backstage.PublishMessage(c.Context(), health.NewMessage{Title: "News"})
				c.Must(err, "publishing a message")
				got := getMessage(c, made.ID)
				if got.Category != health.StayInformed || got.Severity != health.SeverityNormal || !got.ActionRequiredByDateTime.IsZero() || got.HasAttachments || got.Viewpoint != nil {
					c.Errorf("it is %+v", got)
				}
				if lasts := got.EndDateTime.Sub(got.StartDateTime); lasts < 180*day-time.Hour || lasts > 180*day+time.Hour {
					c.Errorf("it lasts %v", lasts)
				}
			},
		},
		{
			Name: "Messages.Get/as-in-the-list", Needs: []string{HasMessages}, Source: docMessageGet,
			Why: "two ways to one fact that differ are two facts",
			Run: func(c *run) {
				list, err := conform.Collect(c.S.Service.Messages.List(c.Context(), health.MessageQuery{}))
				c.Must(err, "listing messages")
				for _, m := range list[:min(len(list), 5)] {
					same(c, string(m.ID), getMessage(c, m.ID), m)
					if m.ID == "" || m.Title == "" || m.StartDateTime.IsZero() || m.LastModifiedDateTime.IsZero() || m.Category == "" || m.Severity == "" {
						c.Errorf("a message is %+v", m)
					}
				}
			},
		},
		{
			Name: "Messages.Get/unknown", Needs: []string{HasMessages}, Source: docMessageGet,
			Why: "what is not there is told apart from who may not look",
			Run: func(c *run) {
				for _, id := range []health.MessageID{"MC100001", "EX226574", "nothing"} {
					m, err := c.S.Service.Messages.Get(c.Context(), id)
					c.Refused(err, missing(opMessage).Of(string(id)))
					if m != nil {
						c.Errorf("beside the error there is %+v", m)
					}
				}
			},
		},
		{
			Name: "Messages/gone-after-their-end", Needs: ofMarks(CanAdvance, HasAttachments), Source: docMessage,
			Why: "who keeps no copy of a message has none when he needs it",
			Run: func(c *run) {
				m := message(c)
				m = rewrite(c, m.ID, health.MessageVersion{End: m.StartDateTime.Add(2 * time.Hour)})
				a := attach(c, m.ID, "a.txt", "text/plain", []byte("a"))
				stays := message(c)
				ours := []health.MessageID{m.ID, stays.ID}
				c.S.Advance(time.Hour)
				messagesAre(c, "before the end", health.MessageQuery{}, ours, ours)
				getMessage(c, m.ID)
				c.S.Advance(2 * time.Hour)
				messagesAre(c, "after it", health.MessageQuery{}, ours, []health.MessageID{stays.ID})
				at := target{message: m.ID, attachment: a.ID, marked: m.ID}
				notThere(c, c.S.Service, "after its end", at)
			},
		},
		{
			Name: "Messages/what-cannot-be-published", Needs: ofMessages(), Source: docBackstage,
			Why: "a test that publishes what cannot be tests nothing",
			Run: func(c *run) {
				there := message(c)
				for what, in := range map[string]health.NewMessage{
					"no title":               {Body: "x"},
					"an id that is none":     {Title: "x", ID: "no id"},
					"an end that has passed": {Title: "x", End: there.StartDateTime.Add(-time.Hour)},
				} {
					_, err := c.S.Backstage.PublishMessage(c.Context(), in)
					if fault := invalidKind().Check(err); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				_, err := c.S.Backstage.PublishMessage(c.Context(), health.NewMessage{Title: "x", ID: there.ID})
				c.Refused(err, conflictKind())
				_, err = c.S.Backstage.UpdateMessage(c.Context(), "MC100001", health.MessageVersion{Title: "x"})
				c.Refused(err, notFoundKind())
				_, err = c.S.Backstage.Attach(c.Context(), "MC100001", health.NewAttachment{Name: "a", ContentType: "text/plain", Content: []byte("a")})
				c.Refused(err, notFoundKind())
				same(c, "the message", getMessage(c, there.ID), there)
			},
		},
	}
}

func messageListCases() []kase {
	return []kase{
		{
			Name: "Messages.List/all", Sweep: true, Needs: ofMessages(), Source: docMessages,
			Why: "a page that is cut wrong leaves out the one change that mattered",
			Run: func(c *run) {
				want := map[health.MessageID]*health.Message{}
				var ours []health.MessageID
				for n := range 7 {
					m := message(c, about("Exchange Online"), tagged(fmt.Sprintf("Tag %d", n)))
					want[m.ID], ours = m, append(ours, m.ID)
				}
				messagesAre(c, "all messages", health.MessageQuery{}, ours, ours)
				list, err := conform.Collect(c.S.Service.Messages.List(c.Context(), health.MessageQuery{PageSize: c.PageSize}))
				c.Must(err, "listing messages")
				for _, m := range list {
					if w := want[m.ID]; w != nil {
						same(c, string(m.ID), m, w)
					}
				}
			},
		},
		{
			Name: "Messages.List/each-condition", Sweep: true, Needs: ofMessages(), Source: docMessageQuery,
			Why: "who asks what he has to do by when must not miss it, nor be shown everything",
			Run: eachMessageCondition,
		},
		{
			Name: "Messages.List/action-required-before", Sweep: true, Needs: ofMessages(), Source: docMessageQuery,
			Why: "a date that has passed is the most urgent one, and one that nobody set is none",
			Run: func(c *run) {
				at := now(c).Truncate(time.Second)
				due := func(by time.Time) health.MessageID {
					return message(c, func(in *health.NewMessage) { in.ActionRequiredBy = by }).ID
				}
				overdue, soon, far, never := due(at.AddDate(0, 0, -3)), due(at.AddDate(0, 0, 20)), due(at.AddDate(0, 2, 0)), due(time.Time{})
				ours := []health.MessageID{overdue, soon, far, never}
				for what, q := range map[string]struct {
					before time.Time
					want   []health.MessageID
				}{
					"no date":             {time.Time{}, ours},
					"in thirty days":      {at.AddDate(0, 0, 30), []health.MessageID{overdue, soon}},
					"on the very date":    {at.AddDate(0, 0, 20), []health.MessageID{overdue}},
					"just after the date": {at.AddDate(0, 0, 20).Add(1), []health.MessageID{overdue, soon}},
					"now":                 {at, []health.MessageID{overdue}},
					"in a year":           {at.AddDate(1, 0, 0), []health.MessageID{overdue, soon, far}},
					"in another zone":     {at.AddDate(0, 0, 20).In(time.FixedZone("", -8*3600)), []health.MessageID{overdue}},
					"long ago":            {at.AddDate(-1, 0, 0), nil},
				} {
					messagesAre(c, what, health.MessageQuery{ActionRequiredBefore: q.before}, ours, q.want)
				}
			},
		},
		{
			Name: "Messages.List/what-cannot-be-meant", Needs: []string{HasMessages}, Source: docMessages,
			Why: "a query that cannot be meant is a mistake, and its empty answer would be taken for peace",
			Run: func(c *run) {
				for what, q := range map[string]health.MessageQuery{
					"a negative page":         {PageSize: -1},
					"a quote that stays open": {Filter: "title eq 'x"},
					"one parenthesis":         {Filter: "(title eq 'x'"},
					"the other":               {Filter: "title eq 'x') or (1 eq 1"},
				} {
					list, err := conform.Collect(c.S.Service.Messages.List(c.Context(), q))
					if fault := unsent(opMessages).Check(err); fault != nil || len(list) > 0 {
						c.Errorf("%s: %d messages, %v", what, len(list), fault)
					}
				}
			},
		},
		{
			Name: "Messages.List/what-the-service-does-not-take", Needs: []string{HasMessages}, Source: docFilters,
			Why: "a filter that is dropped because it is odd answers everything",
			Run: func(c *run) {
				for _, filter := range oddFilters("details/any(d:d/name eq 'BlogLink')") {
					list, err := conform.Collect(c.S.Service.Messages.List(c.Context(), health.MessageQuery{Filter: filter}))
					if fault := refused(opMessages).Check(err); fault != nil || len(list) > 0 {
						c.Errorf("%s: %d messages, %v", filter, len(list), fault)
					}
				}
			},
		},
		{
			Name: "Messages.List/change-while-paging", Sweep: true, Needs: ofMessages(CanAdvance), Source: docMessages,
			Why: "a list in which something changes meanwhile may miss it, but it ends, and without an error",
			Run: func(c *run) {
				for range 5 {
					message(c)
				}
				ends := message(c)
				rewrite(c, ends.ID, health.MessageVersion{End: ends.StartDateTime.Add(time.Hour)})
				n := 0
				for m, err := range c.S.Service.Messages.List(c.Context(), health.MessageQuery{PageSize: c.PageSize}) {
					c.Must(err, "listing messages")
					if m == nil || m.ID == "" {
						c.Fatalf("a message is %+v", m)
					}
					switch n++; n {
					case 1:
						message(c)
					case 2:
						c.S.Advance(2 * time.Hour)
					case 3:
						rewrite(c, m.ID, health.MessageVersion{Title: "Meanwhile"})
					case 100:
						c.Fatalf("the list does not end")
					default:
					}
				}
			},
		},
	}
}

// eachMessageCondition asks for messages by each condition, and by several.
func eachMessageCondition(c *run) {
	kind := func(category health.Category, severity health.Severity, major bool) func(*health.NewMessage) {
		return func(in *health.NewMessage) { in.Category, in.Severity, in.Major = category, severity, major }
	}
	plan := message(c, about(Skype), kind(health.PlanForChange, health.SeverityNormal, true))
	fix := message(c, about(StaffHub, Skype), kind(health.PreventOrFixIssue, health.SeverityCritical, false))
	news := message(c, about(StaffHub), kind(health.StayInformed, health.SeverityHigh, false))
	none := message(c, kind(health.PlanForChange, health.SeverityHigh, true))
	ours := []health.MessageID{plan.ID, fix.ID, news.ID, none.ID}
	type ids = []health.MessageID
	for what, q := range map[string]struct {
		query health.MessageQuery
		want  ids
	}{
		"no condition":              {health.MessageQuery{}, ours},
		"a service":                 {health.MessageQuery{Service: Skype}, ids{plan.ID, fix.ID}},
		"the other service":         {health.MessageQuery{Service: StaffHub}, ids{fix.ID, news.ID}},
		"half of a name":            {health.MessageQuery{Service: "Skype"}, nil},
		"a name with a quote":       {health.MessageQuery{Service: "O'Skype' or 'a' eq 'a"}, nil},
		"a category":                {health.MessageQuery{Category: health.PlanForChange}, ids{plan.ID, none.ID}},
		"another category":          {health.MessageQuery{Category: health.StayInformed}, ids{news.ID}},
		"a severity":                {health.MessageQuery{Severity: health.SeverityHigh}, ids{news.ID, none.ID}},
		"another severity":          {health.MessageQuery{Severity: health.SeverityCritical}, ids{fix.ID}},
		"major":                     {health.MessageQuery{Major: new(true)}, ids{plan.ID, none.ID}},
		"not major":                 {health.MessageQuery{Major: new(false)}, ids{fix.ID, news.ID}},
		"since they were published": {health.MessageQuery{ChangedSince: plan.LastModifiedDateTime}, ours},
		"since tomorrow":            {health.MessageQuery{ChangedSince: none.LastModifiedDateTime.Add(day)}, nil},
		"two at once":               {health.MessageQuery{Service: StaffHub, Severity: health.SeverityHigh}, ids{news.ID}},
		"four at once":              {health.MessageQuery{Service: Skype, Category: health.PlanForChange, Severity: health.SeverityNormal, Major: new(true)}, ids{plan.ID}},
		"what nothing is":           {health.MessageQuery{Category: health.StayInformed, Major: new(true)}, nil},
		"the service's own words":   {health.MessageQuery{Filter: "services/any(c:c eq 'Microsoft StaffHub')"}, ids{fix.ID, news.ID}},
		"by id":                     {health.MessageQuery{Filter: "id eq '" + string(fix.ID) + "'"}, ids{fix.ID}},
		"major, as others write it": {health.MessageQuery{Filter: "isMajorChange eq true"}, ids{plan.ID, none.ID}},
		"both ways":                 {health.MessageQuery{Service: Skype, Filter: "severity eq 'high' or category eq 'preventOrFixIssue'"}, ids{fix.ID}},
	} {
		messagesAre(c, what, q.query, ours, q.want)
	}
}

func versionCases() []kase {
	return []kase{
		{
			Name: "Messages.Versions/written-again", Needs: ofMessages(CanAdvance), Source: docMessage,
			Why: "a change that is postponed is the same message, and its readers have to learn that it is another date",
			Run: func(c *run) {
				m := message(c, about(Skype), tagged("New feature"), func(in *health.NewMessage) { in.Details = []health.Detail{{Name: "BlogLink", Value: "x"}} })
				later(c)
				by, end := m.StartDateTime.AddDate(0, 2, 0).Truncate(time.Second), m.StartDateTime.AddDate(0, 3, 0).Truncate(time.Second)
				next := rewrite(c, m.ID, health.MessageVersion{
					Title: "(Updated) " + m.Title, Body: "<p>Later.</p>", Category: health.PlanForChange, Severity: health.SeverityHigh,
					Tags: []string{"Updated message"}, Major: new(true), ActionRequiredBy: by, End: end,
				})
				got := getMessage(c, m.ID)
				same(c, "the new version", got, next)
				same(c, "the new version", got, &health.Message{
					ID: m.ID, Title: "(Updated) " + m.Title, StartDateTime: m.StartDateTime, EndDateTime: end, Details: m.Details,
					Body: health.Body{ContentType: "html", Content: "<p>Later.</p>"}, Category: health.PlanForChange, Severity: health.SeverityHigh,
					Tags: []string{"Updated message"}, IsMajorChange: new(true), ActionRequiredByDateTime: by, Services: m.Services,
				}, "LastModifiedDateTime")
				if !got.LastModifiedDateTime.After(m.LastModifiedDateTime) {
					c.Errorf("it was written at %v and again at %v", m.LastModifiedDateTime, got.LastModifiedDateTime)
				}
				messagesAre(c, "changed since", health.MessageQuery{ChangedSince: got.LastModifiedDateTime}, []health.MessageID{m.ID}, []health.MessageID{m.ID})
			},
		},
		{
			Name: "Messages.Versions/what-is-empty-stays", Needs: ofMessages(CanAdvance), Source: docBackstage,
			Why: "who corrects a title does not take the date away",
			Run: func(c *run) {
				m := message(c, about(Skype), tagged("Retirement"), func(in *health.NewMessage) {
					in.Major, in.Category, in.ActionRequiredBy = true, health.PlanForChange, time.Date(2099, 1, 2, 0, 0, 0, 0, time.UTC)
				})
				later(c)
				rewrite(c, m.ID, health.MessageVersion{Title: "Another title"})
				want := *m
				want.Title = "Another title"
				same(c, "the new version", getMessage(c, m.ID), &want, "LastModifiedDateTime")
			},
		},
		{
			Name: "Messages.Versions/changed-since", Sweep: true, Needs: ofMessages(CanAdvance), Source: docMessageQuery,
			Why: "who asks what is new since his last look must not lose what changed in the very moment of it",
			Run: func(c *run) {
				a := message(c)
				later(c)
				b := message(c)
				later(c)
				a2 := rewrite(c, a.ID, health.MessageVersion{Title: "Second"})
				ours := []health.MessageID{a.ID, b.ID}
				for what, q := range map[string]struct {
					since time.Time
					want  []health.MessageID
				}{
					"the first version":      {a.LastModifiedDateTime, ours},
					"the other message":      {b.LastModifiedDateTime, ours},
					"just after it":          {b.LastModifiedDateTime.Add(1), []health.MessageID{a.ID}},
					"the second version":     {a2.LastModifiedDateTime, []health.MessageID{a.ID}},
					"after the last version": {a2.LastModifiedDateTime.Add(time.Second), nil},
				} {
					messagesAre(c, what, health.MessageQuery{ChangedSince: q.since}, ours, q.want)
				}
			},
		},
	}
}

// notThere checks that every method on a message says that it is not there.
func notThere(c *run, s *health.Service, when string, at target) {
	c.Helper()
	for _, m := range c.S.methods() {
		if len(m.takes) == 0 || m.takes[0] != idOfMessage && m.takes[0] != idOfMarked {
			continue
		}
		c.Eventually(func() error {
			if fault := missing(m.op).Check(m.call(c.Context(), s, at)); fault != nil && !m.writes {
				return fmt.Errorf("%s: %s: %w", when, m.op, fault)
			} else if m.writes && notFound(m.op).Check(m.call(c.Context(), s, at)) != nil {
				return fmt.Errorf("%s: %s: %w", when, m.op, notFound(m.op).Check(m.call(c.Context(), s, at)))
			}
			return nil
		})
	}
}
