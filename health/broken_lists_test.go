package health_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func brokenLists() map[string]mistake {
	return map[string]mistake{
		"context-ignored": {
			func(s *health.Service) { s.Messages = deafMessages{s.Messages} },
			[]string{
				"Context/cancelled",
				"Context/cancelled-reads",
				"Context/deadline-exceeded",
				"Lists/cancelled-before-ranged",
			},
		},
		"since-dropped": {
			func(s *health.Service) {
				s.Issues = editedQuery{s.Issues, func(q *health.IssueQuery) { q.Since = time.Time{} }}
			},
			[]string{"Issues.List/by-date/*", "Issues.List/resolved-lately", "Issues.List/what-cannot-be-meant"},
		},
		"until-inclusive": {
			func(s *health.Service) { s.Issues = editedQuery{s.Issues, inclusive} },
			[]string{"Issues.List/by-date-with-other-conditions/*", "Issues.List/by-date/*", "Issues.List/what-cannot-be-meant"},
		},
		"filter-dropped": {
			func(s *health.Service) {
				s.Issues = editedQuery{s.Issues, func(q *health.IssueQuery) { q.Filter = "" }}
			},
			[]string{
				"Issues.List/by-date-with-other-conditions/*",
				"Issues.List/conditions-of-the-service",
				"Issues.List/what-cannot-be-meant",
				"Issues.List/what-the-service-does-not-take",
			},
		},
		"resolved-or-open": {
			func(s *health.Service) { s.Issues = editedQuery{s.Issues, openAlone} },
			[]string{
				"Affecting/borders",
				"Affecting/worst-first",
				"Aliasing/answers-about-issues",
				"Days/borders",
				"Days/each-day-of-an-issue",
				"Days/ended-at-midnight",
				"Days/of-the-zone",
				"Days/those-with-trouble",
				"Issues.List/all-with-their-posts/*",
				"Issues.List/by-date-with-other-conditions/*",
				"Issues.List/by-date/*",
				"Issues.List/conditions-of-the-service",
				"Issues.List/each-condition/*",
				"Issues.List/resolved-lately",
				"Retention/counts-from-the-end",
				"Retention/what-ended-long-ago",
				"Watch/a-token-works-again",
				"Watch/an-error-ends-it",
				"Watch/changed-without-a-post",
				"Watch/cut-at-each-point",
				"Watch/one-change-a-process",
				"Watch/what-is-new",
			},
		},
		"changed-after": {
			func(s *health.Service) { s.Messages = strictMessages{s.Messages} },
			[]string{
				"Messages.List/each-condition/*",
				"Messages.Versions/changed-since/*",
				"Messages.Versions/written-again",
				"Privacy/not-by-a-filter",
			},
		},
		"date-that-is-none": {
			func(s *health.Service) { s.Messages = dateless{s.Messages} },
			[]string{"Messages.List/action-required-before/*"},
		},
		"last-of-each-page": {
			func(s *health.Service) { s.Messages = lossyPages{s.Messages} },
			[]string{
				"Messages.List/action-required-before/*",
				"Messages.List/all/*",
				"Messages.List/each-condition/*",
				"Messages.Versions/changed-since/*",
			},
		},
		"next-page-again": {
			func(s *health.Service) { s.Issues = repeatedPages{s.Issues} },
			[]string{
				"Issues.List/all-with-their-posts/*",
				"Issues.List/by-date-with-other-conditions/*",
				"Issues.List/by-date/*",
				"Issues.List/changed-since/*",
				"Issues.List/each-condition/*",
				"Issues.List/more-than-a-page",
				"Unknown/of-issues/*",
			},
		},
		"fetched-at-once": {
			func(s *health.Service) { s.Services = eagerServices{s.Services} },
			[]string{"Lists/cancelled-before-ranged", "Lists/not-fetched-until-ranged"},
		},
		"query-read-late": {
			func(s *health.Service) { s.Issues = lateQuery{s.Issues} },
			[]string{"Lists/query-copied"},
		},
		"error-swallowed": {
			func(s *health.Service) { s.Attachments = calm{s.Attachments} },
			[]string{
				"Attachments/unknown-message",
				"IDs/that-climb",
				"IDs/that-climb-from-what-is-there",
				"IDs/unknown",
				"Messages/gone-after-their-end",
				"Privacy/not-for-applications",
				"Privacy/role-given-later",
				"Privacy/tagged-later",
				"Privacy/who-may-not",
			},
		},
		"error-twice": {
			func(s *health.Service) { s.Issues = stutter{s.Issues} },
			[]string{
				"Callers/applications",
				"Callers/forbidden-before-missing",
				"Callers/person-in-a-program-that-was-granted-less",
				"Callers/readers-of-messages-alone",
				"Callers/who-does-not",
				"Context/cancelled",
				"Context/cancelled-reads",
				"Context/deadline-exceeded",
				"Issues.List/what-cannot-be-meant",
				"Issues.List/what-the-service-does-not-take",
				"Lists/an-error-comes-once",
				"Lists/cancelled-before-ranged",
			},
		},
		"newest-post-first": {
			func(s *health.Service) { s.Issues = newestFirst{s.Issues} },
			[]string{
				"Issues.Get/as-in-the-list",
				"Issues.Get/posts-oldest-first",
				"Lifecycle/from-beginning-to-end",
				"Retention/what-ended-long-ago",
				"Watch/all-that-there-is",
				"Watch/what-is-new",
			},
		},
		"one-page-of-files": {
			func(s *health.Service) { s.Attachments = onePage{s.Attachments} },
			[]string{"Attachments/many"},
		},
		"local-times": {
			func(s *health.Service) { s.Issues = localTimes{s.Issues} },
			[]string{
				"Issues.Get/as-in-the-list",
				"Issues.Get/as-published",
				"Issues.Get/of-a-service-not-subscribed-to",
				"Lifecycle/changed-without-a-post",
				"Lifecycle/defaults",
				"Lifecycle/from-beginning-to-end",
				"Lifecycle/what-cannot-be-published",
				"Unknown/of-issues/*",
			},
		},
		"any-service-will-do": {
			func(s *health.Service) { s.Messages = anyService{s.Messages} },
			[]string{"Messages.List/each-condition/*"},
		},
	}
}

// deafMessages lists for somebody who has given up.
type deafMessages struct{ health.Messages }

func (b deafMessages) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	return b.Messages.List(context.WithoutCancel(ctx), q)
}

// editedQuery asks for something else.
type editedQuery struct {
	health.Issues
	edit func(*health.IssueQuery)
}

func (b editedQuery) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	b.edit(&q)
	return b.Issues.List(ctx, q)
}

// inclusive takes what begins at the end of the time, too.
func inclusive(q *health.IssueQuery) {
	if !q.Until.IsZero() {
		q.Until = q.Until.Add(100 * time.Nanosecond)
	}
}

// openAlone takes "both" for "open".
func openAlone(q *health.IssueQuery) {
	if q.Resolved == nil && q.Status == "" {
		q.Resolved = new(false)
	}
}

// keeping is a list of what is to be kept.
func keeping[V any](list iter.Seq2[*V, error], keep func(*V) bool) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		for v, err := range list {
			if (err != nil || keep(v)) && !yield(v, err) {
				return
			}
		}
	}
}

// strictMessages leaves out what changed at the very time.
type strictMessages struct{ health.Messages }

func (b strictMessages) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	return keeping(b.Messages.List(ctx, q), func(m *health.Message) bool {
		return q.ChangedSince.IsZero() || m.LastModifiedDateTime.After(q.ChangedSince)
	})
}

// dateless takes a date that nobody set for one that has passed.
type dateless struct{ health.Messages }

func (b dateless) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	before := q.ActionRequiredBefore
	q.ActionRequiredBefore = time.Time{}
	return keeping(b.Messages.List(ctx, q), func(m *health.Message) bool {
		return before.IsZero() || m.ActionRequiredByDateTime.Before(before)
	})
}

// lossyPages loses the last item of each page that is full.
type lossyPages struct{ health.Messages }

func (b lossyPages) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	n := 0
	return keeping(b.Messages.List(ctx, q), func(*health.Message) bool {
		n++
		return q.PageSize < 2 || n%q.PageSize != 0
	})
}

// repeatedPages begins each page with the last item of the one before.
type repeatedPages struct{ health.Issues }

func (b repeatedPages) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	list := b.Issues.List(ctx, q)
	return func(yield func(*health.Issue, error) bool) {
		n := 0
		for i, err := range list {
			if !yield(i, err) {
				return
			}
			if n++; err == nil && q.PageSize > 0 && n%q.PageSize == 0 && !yield(i, nil) {
				return
			}
		}
	}
}

// eagerServices fetches when it is called.
type eagerServices struct{ health.Services }

func (b eagerServices) List(ctx context.Context, q health.ServiceQuery) iter.Seq2[*health.ServiceHealth, error] {
	all, err := conform.Collect(b.Services.List(ctx, q))
	return func(yield func(*health.ServiceHealth, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// lateQuery reads what the query points to when it is ranged over.
type lateQuery struct{ health.Issues }

func (b lateQuery) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		for i, err := range b.Issues.List(ctx, q) {
			if !yield(i, err) {
				return
			}
		}
	}
}

// calm takes the files of no message for no files.
type calm struct{ health.Attachments }

func (b calm) List(ctx context.Context, id health.MessageID) iter.Seq2[*health.Attachment, error] {
	return func(yield func(*health.Attachment, error) bool) {
		for a, err := range b.Attachments.List(ctx, id) {
			if errors.Is(err, admin365.ErrNotFound) || !yield(a, err) {
				return
			}
		}
	}
}

// stutter goes on after its error.
type stutter struct{ health.Issues }

func (b stutter) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	list := b.Issues.List(ctx, q)
	return func(yield func(*health.Issue, error) bool) {
		for i, err := range list {
			if !yield(i, err) || err != nil && !yield(nil, err) {
				return
			}
		}
	}
}

// newestFirst tells the story from its end.
type newestFirst struct{ health.Issues }

func (b newestFirst) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := b.Issues.Get(ctx, id)
	if err == nil {
		slices.Reverse(i.Posts)
	}
	return i, err
}

// onePage has the first page of the files of a message.
type onePage struct{ health.Attachments }

func (b onePage) List(ctx context.Context, id health.MessageID) iter.Seq2[*health.Attachment, error] {
	n := 0
	return keeping(b.Attachments.List(ctx, id), func(*health.Attachment) bool { n++; return n <= 100 })
}

// localTimes tells times in a zone of its own.
type localTimes struct{ health.Issues }

func (b localTimes) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := b.Issues.Get(ctx, id)
	if err == nil {
		i.StartDateTime = i.StartDateTime.In(time.FixedZone("", 3600))
	}
	return i, err
}

// anyService goes by the first service of a message alone.
type anyService struct{ health.Messages }

func (b anyService) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	return keeping(b.Messages.List(ctx, q), func(m *health.Message) bool {
		return q.Service == "" || m.Services[0] == q.Service
	})
}
