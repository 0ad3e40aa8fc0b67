package health

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/admin365/admin365"
)

// Affecting returns the issues that affected a service at a moment, open and resolved,
// the worst first: incidents before advisories, then by [Worse], then the latest. What
// turned out to be nothing ([FalsePositive]) is not among them. The service is named by
// [ServiceHealth.Service], letter case aside; a name that nothing has is no error, since
// a service without issues looks the same.
//
// It performs [Issues.List]. Errors: its own, and [admin365.ErrInvalid] for an empty
// name or a zero time.
func Affecting(ctx context.Context, issues Issues, service string, at time.Time) ([]*Issue, error) {
	if strings.TrimSpace(service) == "" || at.IsZero() {
		return nil, &admin365.Error{Op: "health.Affecting", Target: service, Kind: admin365.ErrInvalid, Message: "the service and the time are needed"}
	}
	var found []*Issue
	// The service writes times to a ten-millionth of a second.
	for issue, err := range issues.List(ctx, IssueQuery{Service: service, Since: at, Until: at.Add(time.Microsecond)}) {
		if err != nil {
			return nil, err
		}
		if issue.Status != FalsePositive && !issue.StartDateTime.After(at) && issue.affects(at, time.Time{}) {
			found = append(found, issue)
		}
	}
	slices.SortStableFunc(found, compareWorst)
	return found, nil
}

// compareWorst orders issues with the worst first.
func compareWorst(a, b *Issue) int {
	incident := func(i *Issue) int {
		if i.Classification == Incident {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(incident(a), incident(b)),
		cmp.Compare(b.Status.rank(), a.Status.rank()),
		b.StartDateTime.Compare(a.StartDateTime),
		cmp.Compare(a.ID, b.ID),
	)
}

// affects reports whether the issue had begun before until and had not ended before
// since; a zero time is no limit. An issue that is resolved and has no end ended when it
// was last changed.
func (i *Issue) affects(since, until time.Time) bool {
	end := i.EndDateTime
	if end.IsZero() && i.IsResolved {
		end = i.LastModifiedDateTime
	}
	return (until.IsZero() || i.StartDateTime.Before(until)) && (since.IsZero() || end.IsZero() || !end.Before(since))
}

// DaysQuery says which history [Days] returns.
type DaysQuery struct {
	// From and To are the first and the last day: those on which the two times fall in
	// the location. They are at most [MaxDays], and the last is not before the first.
	From, To time.Time
	// Location is the time zone whose days they are; nil is UTC.
	Location *time.Location
	// Services are the services that each day tells of, in this order, whether
	// something was wrong or not. Empty means those alone with which something was wrong
	// on that day, by name.
	Services []string
}

// MaxDays is how many days [Days] returns at most.
const MaxDays = 400

// Day is a day of the history.
type Day struct {
	// Start and End are when it began and when the next one did, in the location: a day
	// on which clocks change has 23 or 25 hours.
	Start, End time.Time
	// Services are how the services were.
	Services []ServiceDay
}

// ServiceDay is how a service was on a day.
type ServiceDay struct {
	Service string
	// Status is the worst of its issues of that day, by [Worse]; [ServiceOperational]
	// where there were none. It is what the issues say now: of what was wrong and is over
	// that it is over. Classification tells how bad it was.
	Status Status
	// Classification is [Incident] if one of the issues is one, else one that this module
	// does not know if there is such, else [Advisory]; empty where there were none. False
	// alarms do not count.
	Classification Classification
	// Issues are those that affected it on that day, the worst first. An issue that
	// lasted longer is in each of its days.
	Issues []*Issue
}

// Days returns the history of the services by day, oldest first, each day with the
// issues that affected it, if for a moment only. An issue that ended at midnight sharp
// still belongs to the day that begins then, as the service's own condition has it. No API
// has a status per day: this is the convention of the admin center's own page, put
// together from the issues. A day that a time zone left out is left out.
//
// It performs [Issues.List]. Errors: its own, and [admin365.ErrInvalid] for days that
// cannot be meant.
func Days(ctx context.Context, issues Issues, q DaysQuery) ([]Day, error) {
	loc := q.Location
	if loc == nil {
		loc = time.UTC
	}
	days, err := emptyDays(q.From, q.To, loc)
	if err != nil {
		return nil, err
	}
	var all []*Issue
	for issue, err := range issues.List(ctx, IssueQuery{Since: days[0].Start, Until: days[len(days)-1].End}) {
		if err != nil {
			return nil, err
		}
		all = append(all, issue)
	}
	slices.SortStableFunc(all, compareWorst)
	for i := range days {
		days[i].fill(all, q.Services)
	}
	return days, nil
}

const tooMany = "these are more days than can be asked for"

// emptyDays are the days from the one of from to the one of to.
func emptyDays(from, to time.Time, loc *time.Location) ([]Day, error) {
	invalid := func(why string) error {
		return &admin365.Error{Op: "health.Days", Kind: admin365.ErrInvalid, Message: why}
	}
	if from.IsZero() || to.IsZero() {
		return nil, invalid("the first and the last day are needed")
	}
	// Days may be longer than 24 hours, so that this is but a bound for the loop below.
	if to.Sub(from) > (MaxDays+2)*24*time.Hour {
		return nil, invalid(tooMany)
	}
	y, m, d := from.In(loc).Date()
	ly, lm, ld := to.In(loc).Date()
	last := time.Date(ly, lm, ld, 0, 0, 0, 0, time.UTC)
	var days []Day
	for at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); !at.After(last); at = at.AddDate(0, 0, 1) {
		start, end := dayStart(at, loc), dayStart(at.AddDate(0, 0, 1), loc)
		if start.Before(end) {
			days = append(days, Day{Start: start, End: end})
		}
	}
	switch {
	case len(days) > MaxDays:
		return nil, invalid(tooMany)
	case len(days) == 0:
		return nil, invalid("the last day is before the first")
	}
	return days, nil
}

// dayStart is the first moment in the location that is on the date or after it, where
// date is midnight in UTC. Midnight itself may not exist there, or exist twice.
func dayStart(date time.Time, loc *time.Location) time.Time {
	// No zone is further than a day from UTC, and none has ever jumped by less than a
	// second.
	from := date.Add(-36 * time.Hour)
	seconds := sort.Search(int(72*time.Hour/time.Second), func(i int) bool {
		y, m, d := from.Add(time.Duration(i) * time.Second).In(loc).Date()
		return !time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Before(date)
	})
	return from.Add(time.Duration(seconds) * time.Second).In(loc)
}

// fill sorts the issues of the day to their services.
func (d *Day) fill(all []*Issue, services []string) {
	at := map[string]int{}
	of := func(service string) *ServiceDay {
		i, known := at[strings.ToLower(service)]
		if !known {
			i = len(d.Services)
			at[strings.ToLower(service)] = i
			d.Services = append(d.Services, ServiceDay{Service: service, Status: ServiceOperational})
		}
		return &d.Services[i]
	}
	for _, service := range services {
		of(service)
	}
	for _, issue := range all {
		// The day ends where the next one begins, so what begins then is not of it.
		if _, wanted := at[strings.ToLower(issue.Service)]; !issue.affects(d.Start, d.End) || len(services) > 0 && !wanted {
			continue
		}
		s := of(issue.Service)
		s.Issues = append(s.Issues, issue)
		if Worse(issue.Status, s.Status) {
			s.Status = issue.Status
		}
		// They come with incidents first, and then by their states.
		if issue.Status != FalsePositive && (s.Classification == "" || s.Classification == Advisory) {
			s.Classification = issue.Classification
		}
	}
	if len(services) == 0 {
		slices.SortFunc(d.Services, func(a, b ServiceDay) int { return strings.Compare(a.Service, b.Service) })
	}
}
