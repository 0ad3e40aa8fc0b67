package healthtest

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

// broken is a part of which every list ends with an error.
type broken struct {
	health.Issues
	err error
}

// List implements [health.Issues].
func (b broken) List(context.Context, health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) { yield(nil, b.err) }
}

// affectingAre waits until exactly these issues affected the service, in this order.
func affectingAre(c *run, what, service string, at time.Time, want ...health.IssueID) {
	c.Helper()
	c.Eventually(func() error {
		list, err := c.S.affecting(c.Context(), c.S.Service.Issues, service, at)
		if err != nil {
			return err
		}
		got := []health.IssueID{}
		for _, i := range list {
			got = append(got, i.ID)
		}
		same := len(got) == len(want)
		for n := range min(len(got), len(want)) {
			same = same && got[n] == want[n]
		}
		return errIf(!same, "%s: %q affected it, want %q", what, got, want)
	})
}

func affectingCases() []kase {
	return []kase{
		{
			Name: "Affecting/borders", Needs: ofIssues(CanAdvance), Source: docAffecting,
			Why: "a person calls when it begins, and is not to be told that it is his own fault",
			Run: func(c *run) {
				subscribe(c, Skype)
				over := past(c, Skype, 2*time.Hour)
				c.S.Advance(time.Hour)
				open := issue(c, Skype)
				for what, q := range map[string]struct {
					at   time.Time
					want []health.IssueID
				}{
					"when it began":          {over.StartDateTime, []health.IssueID{over.ID}},
					"just before":            {over.StartDateTime.Add(-1), nil},
					"in the middle":          {over.StartDateTime.Add(time.Hour), []health.IssueID{over.ID}},
					"just before the end":    {over.EndDateTime.Add(-1), []health.IssueID{over.ID}},
					"just after the end":     {over.EndDateTime.Add(1), nil},
					"between two":            {over.EndDateTime.Add(time.Minute), nil},
					"while it is open":       {open.StartDateTime.Add(time.Hour), []health.IssueID{open.ID}},
					"when the open one came": {open.StartDateTime, []health.IssueID{open.ID}},
					"in another zone":        {over.StartDateTime.In(time.FixedZone("", 8*3600)), []health.IssueID{over.ID}},
				} {
					affectingAre(c, what, Skype, q.at, q.want...)
				}
			},
		},
		{
			Name: "Affecting/worst-first", Needs: ofIssues(CanAdvance), Source: docAffecting,
			Why: "the first line is the one that is read out on the phone",
			Run: func(c *run) {
				subscribe(c, Skype)
				light := issue(c, Skype, as(health.Advisory), being(health.Investigating))
				heavy := issue(c, Skype, as(health.Advisory), being(health.ServiceInterruption))
				over := issue(c, Skype)
				bad := issue(c, Skype, being(health.ServiceDegradation))
				later(c)
				newer := issue(c, Skype, being(health.ServiceDegradation))
				worst := issue(c, Skype, being(health.ServiceInterruption))
				at := worst.StartDateTime
				later(c)
				resolve(c, over.ID)
				affectingAre(c, "then", Skype, at, worst.ID, newer.ID, bad.ID, over.ID, heavy.ID, light.ID)
			},
		},
		{
			Name: "Affecting/no-false-alarms", Needs: ofIssues(CanAdvance), Source: docAffecting,
			Why: "what turned out to be nothing was not the reason",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				affectingAre(c, "at first", Skype, i.StartDateTime, i.ID)
				later(c)
				update(c, i.ID, health.IssueUpdate{Status: health.FalsePositive})
				affectingAre(c, "then", Skype, i.StartDateTime)
			},
		},
		{
			Name: "Affecting/the-service-alone", Needs: ofIssues(), Source: docAffecting,
			Why: "mail is not down because calls are",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				a, b := issue(c, Skype), issue(c, StaffHub)
				at := b.StartDateTime
				if a.StartDateTime.After(at) {
					at = a.StartDateTime
				}
				affectingAre(c, "the one", Skype, at, a.ID)
				affectingAre(c, "the other", StaffHub, at, b.ID)
				affectingAre(c, "letter case aside", strings.ToUpper(StaffHub), at, b.ID)
				affectingAre(c, "what nothing is called", "Microsoft Telegraph", at)
			},
		},
		{
			Name: "Affecting/as-the-issue-is", Needs: ofIssues(), Source: docAffecting,
			Why: "the answer to the first question is followed by what Microsoft says of it",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := update(c, issue(c, Skype).ID, health.IssueUpdate{Text: "<p>more</p>"})
				list, err := c.S.affecting(c.Context(), c.S.Service.Issues, Skype, i.StartDateTime)
				c.Must(err, "asking what affected it")
				if len(list) != 1 {
					c.Fatalf("there are %d issues", len(list))
				}
				same(c, "the issue", list[0], i)
			},
		},
		{
			Name: "Affecting/bad-input", Needs: []string{HasIssues}, Source: docAffecting,
			Why: "the zero time is a variable that nobody set, and an answer to it would be peace",
			Run: func(c *run) {
				at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				for what, ask := range map[string]func() ([]*health.Issue, error){
					"no service": func() ([]*health.Issue, error) {
						return c.S.affecting(c.Context(), c.S.Service.Issues, "", at)
					},
					"no time": func() ([]*health.Issue, error) {
						return c.S.affecting(c.Context(), c.S.Service.Issues, Skype, time.Time{})
					},
				} {
					if list, err := ask(); !errors.Is(err, admin365.ErrInvalid) || list != nil {
						c.Errorf("%s: %v, %v", what, list, err)
					}
				}
			},
		},
		{
			Name: "Affecting/errors-of-the-list", Needs: []string{HasIssues}, Source: docAffecting,
			Why: "no answer is not the answer that nothing is wrong",
			Run: func(c *run) {
				down := errors.New("down")
				at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				if list, err := c.S.affecting(c.Context(), broken{c.S.Service.Issues, down}, Skype, at); !errors.Is(err, down) || list != nil {
					c.Errorf("%v, %v", list, err)
				}
				if days, err := c.S.days(c.Context(), broken{c.S.Service.Issues, down}, health.DaysQuery{From: at, To: at}); !errors.Is(err, down) || days != nil {
					c.Errorf("%v, %v", days, err)
				}
			},
		},
	}
}
