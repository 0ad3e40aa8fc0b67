package healthtest_test

import (
	"context"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/health/healthtest"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_HEALTHTEST_BROKEN"

// TestBroken runs the suite with every broken function over the interfaces, and checks
// that exactly the expected cases fail. Broken implementations of the interfaces are
// those of the test of this name in package health.
func TestBroken(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("each mistake runs the whole suite")
	}
	mistakes := map[string][]string{}
	for name, m := range broken() {
		mistakes[name] = m.fails
	}
	conform.Broken(t, brokenVariable, mistakes)
}

// TestBrokenChild is the other process.
func TestBrokenChild(t *testing.T) {
	t.Parallel()
	name := os.Getenv(brokenVariable)
	if name == "" {
		t.Skip("this is what TestBroken runs")
	}
	m, ok := broken()[name]
	if !ok {
		t.Fatalf("there is no mistake called %q", name)
	}
	h := subjects.Health(subjects.Memory)
	h.Strict, h.Lacks = false, healthtest.Large("no mistake is about their size")
	healthtest.Run(t, m.wrap(h))
}

type mistake struct {
	wrap  func(healthtest.Harness) healthtest.Harness
	fails []string
}

type (
	watchFunc     = func(context.Context, health.Issues, health.Messages, health.WatchOptions) iter.Seq2[*health.Change, error]
	daysFunc      = func(context.Context, health.Issues, health.DaysQuery) ([]health.Day, error)
	affectingFunc = func(context.Context, health.Issues, string, time.Time) ([]*health.Issue, error)
)

func broken() map[string]mistake {
	watch := func(f watchFunc, fails ...string) mistake {
		return mistake{func(h healthtest.Harness) healthtest.Harness { return h.WithWatch(f) }, fails}
	}
	days := func(f daysFunc, fails ...string) mistake {
		return mistake{func(h healthtest.Harness) healthtest.Harness { return h.WithDays(f) }, fails}
	}
	affecting := func(f affectingFunc, fails ...string) mistake {
		return mistake{func(h healthtest.Harness) healthtest.Harness { return h.WithAffecting(f) }, fails}
	}
	return map[string]mistake{
		"watch-repeats": watch(
			byTime(func(at time.Time) time.Time { return at }),
			"Watch/a-time-far-ahead", "Watch/a-token-works-again", "Watch/all-that-there-is", "Watch/an-error-ends-it",
			"Watch/changed-while-it-tells", "Watch/changed-without-a-post", "Watch/changes-between-the-processes",
			"Watch/cut-at-each-point", "Watch/either-may-be-missing", "Watch/from-a-moment", "Watch/in-the-order-of-times",
			"Watch/looks-again-and-again", "Watch/marks-are-no-change", "Watch/missed-by-a-page", "Watch/more-than-a-token-remembers",
			"Watch/older-after-newer", "Watch/one-change-a-process", "Watch/same-moment", "Watch/shows-late",
			"Watch/versions-of-a-message", "Watch/what-is-new",
		),
		"watch-loses": watch(
			byTime(func(at time.Time) time.Time { return at.Add(time.Nanosecond) }),
			"Watch/a-time-far-ahead", "Watch/changes-between-the-processes", "Watch/cut-at-each-point", "Watch/from-a-moment",
			"Watch/missed-by-a-page", "Watch/one-change-a-process", "Watch/same-moment", "Watch/shows-late",
		),
		"watch-token-of-the-look": watch(
			tokenOfTheLook,
			"Watch/changes-between-the-processes", "Watch/cut-at-each-point", "Watch/more-than-a-token-remembers",
			"Watch/one-change-a-process", "Watch/same-moment",
		),
		"watch-all-posts-again": watch(
			edited(func(c *health.Change) { c.Posts = postsOf(c.Issue) }),
			"Watch/changed-while-it-tells", "Watch/changed-without-a-post", "Watch/changes-between-the-processes",
			"Watch/from-a-moment", "Watch/looks-again-and-again", "Watch/older-after-newer", "Watch/same-moment",
			"Watch/what-is-new",
		),
		"watch-last-post-alone": watch(
			edited(func(c *health.Change) { c.Posts = c.Posts[max(0, len(c.Posts)-1):] }),
			"Watch/a-token-works-again", "Watch/all-that-there-is", "Watch/an-error-ends-it", "Watch/changes-between-the-processes",
			"Watch/cut-at-each-point", "Watch/in-the-order-of-times", "Watch/one-change-a-process", "Watch/same-moment",
			"Watch/what-is-new",
		),
		"watch-error-swallowed": watch(
			quiet,
			"Context/functions", "Watch/an-error-ends-it", "Watch/ends-with-the-context", "Watch/every-five-minutes",
			"Watch/looks-again-and-again", "Watch/not-a-token", "Watch/the-timer-ends-with-the-context",
		),
		"watch-unordered": watch(
			messagesFirst,
			"Watch/all-that-there-is", "Watch/changes-between-the-processes", "Watch/cut-at-each-point", "Watch/in-the-order-of-times",
			"Watch/one-change-a-process",
		),
		"watch-without-overlap":     watch(hurried, "Watch/shows-late"),
		"watch-any-token":           watch(trusting, "Watch/not-a-token"),
		"watch-tells-of-no-state":   watch(newsAlone, "Watch/changed-without-a-post"),
		"watch-interval-of-its-own": watch(ownInterval, "Watch/every-five-minutes", "Watch/looks-again-and-again"),
		"days-of-24-hours":          days(rigid, "Days/when-clocks-change"),
		"days-of-utc": days(
			utc, "Days/a-day-that-a-zone-left-out", "Days/of-the-zone", "Days/times-of-day-do-not-matter", "Days/when-clocks-change",
		),
		"days-of-the-first": days(
			firstDay,
			"Days/borders", "Days/each-day-of-an-issue", "Days/ended-at-midnight", "Days/those-with-trouble",
		),
		"days-by-name":             days(byName, "Days/how-bad"),
		"days-of-the-latest":       days(latestOfDay, "Days/how-bad"),
		"affecting-oldest-first":   affecting(oldestFirst, "Affecting/worst-first"),
		"affecting-now":            affecting(openNow, "Affecting/borders", "Affecting/worst-first"),
		"affecting-false-alarms":   affecting(alarmed, "Affecting/no-false-alarms"),
		"affecting-whatever-it-is": affecting(unasked, "Affecting/bad-input"),
	}
}

func postsOf(i *health.Issue) []health.Post {
	if i == nil {
		return nil
	}
	return i.Posts
}

// utc has the days of no zone but that.
func utc(ctx context.Context, issues health.Issues, q health.DaysQuery) ([]health.Day, error) {
	q.Location = nil
	return health.Days(ctx, issues, q)
}

// rigid counts days of 24 hours from the first midnight.
func rigid(ctx context.Context, issues health.Issues, q health.DaysQuery) ([]health.Day, error) {
	days, err := health.Days(ctx, issues, q)
	for n := range days {
		days[n].Start = days[0].Start.Add(time.Duration(n) * 24 * time.Hour)
		days[n].End = days[n].Start.Add(24 * time.Hour)
	}
	return days, err
}

// firstDay has an issue on the day alone on which it began.
func firstDay(ctx context.Context, issues health.Issues, q health.DaysQuery) ([]health.Day, error) {
	days, err := health.Days(ctx, issues, q)
	for _, d := range days {
		for n := range d.Services {
			d.Services[n].Issues = slices.DeleteFunc(d.Services[n].Issues, func(i *health.Issue) bool { return i.StartDateTime.Before(d.Start) })
		}
	}
	return days, err
}

// byName has the services by name, whatever was asked for.
func byName(ctx context.Context, issues health.Issues, q health.DaysQuery) ([]health.Day, error) {
	q.Services = slices.Sorted(slices.Values(q.Services))
	return health.Days(ctx, issues, q)
}

// latestOfDay has a service be as its latest issue is.
func latestOfDay(ctx context.Context, issues health.Issues, q health.DaysQuery) ([]health.Day, error) {
	days, err := health.Days(ctx, issues, q)
	for _, d := range days {
		for n, s := range d.Services {
			var at time.Time
			for _, i := range s.Issues {
				if i.LastModifiedDateTime.After(at) {
					at, d.Services[n].Status = i.LastModifiedDateTime, i.Status
				}
			}
		}
	}
	return days, err
}

// oldestFirst has the issues in the order in which they began.
func oldestFirst(ctx context.Context, issues health.Issues, service string, at time.Time) ([]*health.Issue, error) {
	list, err := health.Affecting(ctx, issues, service, at)
	slices.SortFunc(list, func(a, b *health.Issue) int { return a.StartDateTime.Compare(b.StartDateTime) })
	return list, err
}

// openNow leaves out what is over by now.
func openNow(ctx context.Context, issues health.Issues, service string, at time.Time) ([]*health.Issue, error) {
	list, err := health.Affecting(ctx, issues, service, at)
	return slices.DeleteFunc(list, func(i *health.Issue) bool { return !i.Open() }), err
}

// alarmed has what turned out to be nothing.
func alarmed(ctx context.Context, issues health.Issues, service string, at time.Time) ([]*health.Issue, error) {
	list, err := health.Affecting(ctx, issues, service, at)
	if err != nil {
		return nil, err
	}
	alarms, err := conform.Collect(issues.List(ctx, health.IssueQuery{Service: service, Status: health.FalsePositive, Since: at, Until: at.Add(1)}))
	return append(list, alarms...), err
}

// unasked answers a question that nobody asked.
func unasked(ctx context.Context, issues health.Issues, service string, at time.Time) ([]*health.Issue, error) {
	if strings.TrimSpace(service) == "" || at.IsZero() {
		return nil, nil
	}
	return health.Affecting(ctx, issues, service, at)
}
