package healthtest_test

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// byTime is the watch that everybody writes first: its token is a time.
func byTime(next func(time.Time) time.Time) watchFunc {
	return func(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
		return func(yield func(*health.Change, error) bool) {
			since, err := time.Parse(time.RFC3339Nano, string(o.Token))
			if o.Token != "" && err != nil {
				for c, err := range health.Watch(ctx, issues, messages, o) {
					yield(c, err)
					return
				}
				return
			}
			for {
				list, err := changesSince(ctx, issues, messages, since)
				for _, c := range list {
					since = next(c.At())
					c.Token = health.Token(since.Format(time.RFC3339Nano))
					if !yield(c, nil) {
						return
					}
				}
				if err == nil && !o.Once {
					err = waited(ctx, o)
				}
				if err != nil {
					yield(nil, err)
				}
				if err != nil || o.Once {
					return
				}
			}
		}
	}
}

// waited waits as the options say.
func waited(ctx context.Context, o health.WatchOptions) error {
	if o.Interval == 0 {
		o.Interval = 5 * time.Minute
	}
	if o.Wait != nil {
		return o.Wait(ctx, o.Interval)
	}
	<-ctx.Done()
	return ctx.Err()
}

// changesSince is what has changed, in the order of times.
func changesSince(ctx context.Context, issues health.Issues, messages health.Messages, since time.Time) (list []*health.Change, err error) {
	if issues != nil {
		all, err := conform.Collect(issues.List(ctx, health.IssueQuery{ChangedSince: since}))
		if err != nil {
			return nil, err
		}
		for _, i := range all {
			posts := slices.DeleteFunc(slices.Clone(i.Posts), func(p health.Post) bool { return p.CreatedDateTime.Before(since) })
			list = append(list, &health.Change{Issue: i, Posts: posts})
		}
	}
	if messages != nil {
		all, err := conform.Collect(messages.List(ctx, health.MessageQuery{ChangedSince: since}))
		if err != nil {
			return nil, err
		}
		for _, m := range all {
			list = append(list, &health.Change{Message: m})
		}
	}
	slices.SortStableFunc(list, func(a, b *health.Change) int { return a.At().Compare(b.At()) })
	return list, nil
}

// edited changes each change.
func edited(edit func(*health.Change)) watchFunc {
	return func(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
		return func(yield func(*health.Change, error) bool) {
			for c, err := range health.Watch(ctx, issues, messages, o) {
				if err == nil {
					edit(c)
				}
				if !yield(c, err) {
					return
				}
			}
		}
	}
}

// tokenOfTheLook writes down how far the look has come, with the first change of it.
func tokenOfTheLook(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	if !o.Once {
		return health.Watch(ctx, issues, messages, o)
	}
	return func(yield func(*health.Change, error) bool) {
		var list []*health.Change
		var failed error
		for c, err := range health.Watch(ctx, issues, messages, o) {
			if failed = err; err == nil {
				list = append(list, c)
			}
		}
		for _, c := range list {
			c.Token = list[len(list)-1].Token
			if !yield(c, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// quiet ends where it should say why.
func quiet(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	return func(yield func(*health.Change, error) bool) {
		for c, err := range health.Watch(ctx, issues, messages, o) {
			if err != nil || !yield(c, nil) {
				return
			}
		}
	}
}

// messagesFirst tells of messages before it tells of issues, though the tokens are those
// of the order of times.
func messagesFirst(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	if !o.Once {
		return health.Watch(ctx, issues, messages, o)
	}
	return func(yield func(*health.Change, error) bool) {
		var list []*health.Change
		var tokens []health.Token
		var failed error
		for c, err := range health.Watch(ctx, issues, messages, o) {
			if failed = err; err == nil {
				list, tokens = append(list, c), append(tokens, c.Token)
			}
		}
		slices.SortStableFunc(list, func(a, b *health.Change) int {
			switch {
			case a.Message != nil && b.Message == nil:
				return -1
			case a.Message == nil && b.Message != nil:
				return 1
			default:
				return 0
			}
		})
		for n, c := range list {
			c.Token = tokens[n]
			if !yield(c, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// hurried looks back for an hour, whatever it was told.
func hurried(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	o.Overlap = time.Hour
	return health.Watch(ctx, issues, messages, o)
}

// trusting begins at the beginning where a token is none.
func trusting(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	return func(yield func(*health.Change, error) bool) {
		none := o
		none.Once = true
		for c := range health.Watch(ctx, nil, nil, none) {
			if c == nil {
				o.Token = ""
			}
		}
		for c, err := range health.Watch(ctx, issues, messages, o) {
			if !yield(c, err) {
				return
			}
		}
	}
}

// newsAlone tells of posts and messages alone.
func newsAlone(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	return func(yield func(*health.Change, error) bool) {
		for c, err := range health.Watch(ctx, issues, messages, o) {
			if (err != nil || c.Message != nil || len(c.Posts) > 0) && !yield(c, err) {
				return
			}
		}
	}
}

// ownInterval waits for as long as it likes.
func ownInterval(ctx context.Context, issues health.Issues, messages health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	o.Interval = time.Minute
	return health.Watch(ctx, issues, messages, o)
}
