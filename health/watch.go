package health

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/admin365/admin365"
)

// Token is how far a [Watch] has come. It is opaque, holds no secret, is text of at most
// [MaxToken] bytes, and can be kept for as long as one likes. The empty token is the
// beginning of all that the service has; [From] is that of a moment.
//
// It is of one tenant and of the parts that were watched. It does not say of which: keep
// that beside it, because what another tenant has, or a part that was not looked at, may
// be passed over as told.
type Token string

// MaxToken is how long a token is at most. Most have some hundred bytes.
const MaxToken = 192 << 10

// Change is something new: an issue or a message, and not both.
type Change struct {
	// Token is where to go on when this change has been dealt with. What came before it
	// is not yielded again, what comes after it is.
	Token Token
	// Issue is the issue that is new or has changed, as it is now; nil for a message.
	Issue *Issue
	// Posts are the posts of it that no change has had yet, oldest first. They are empty
	// where something else about it has changed, such as its status.
	Posts []Post
	// Message is the message that is new or has been written again, in this version of
	// it; nil for an issue. The signed-in person's own marks are no change.
	Message *Message
}

// At is when the change was made, in UTC: the last modification of what it is about.
func (c *Change) At() time.Time {
	switch {
	case c.Issue != nil:
		return c.Issue.LastModifiedDateTime
	case c.Message != nil:
		return c.Message.LastModifiedDateTime
	default:
		return time.Time{}
	}
}

// WatchOptions say from where and how [Watch] goes on.
type WatchOptions struct {
	// Token is where to begin; see [From]. Empty means with all that the service has.
	Token Token
	// Interval is the time between two looks; zero means five minutes. The service
	// takes 240 requests a minute; a look takes two, and four where something is new.
	Interval time.Duration
	// Wait waits for that long, or until the context ends, whose error it then returns.
	// Nil waits with a timer. A program with a clock of its own, such as a test, gives
	// its own; an error other than the context's ends the watch, too.
	Wait func(context.Context, time.Duration) error
	// Once has it look once and end, as a program does that is itself started every so
	// often.
	Once bool
	// Overlap is how much further back than what it knows already a look goes: so late
	// may something show after the time that it carries. Zero means 24 hours.
	Overlap time.Duration
}

// From returns the token of a moment: a watch from there yields what has changed since,
// and of an older issue the posts since. Keep it before the watch begins: one that is
// cut before its first change has no other. The moment is cut to its second, because the
// service cuts its times, and what is published just after would be before it. It is
// compared with times of the service; where the own clock may be ahead, take an earlier
// one.
func From(since time.Time) Token {
	m := newMarks(since.Truncate(time.Second))
	return m.token()
}

// Watch yields what changes, from the token on: every new issue and every one that has
// changed, with those of its posts that are new; every new message and every new version
// of one. Either of the interfaces may be nil, and is not looked at then.
//
// What is known at a look comes in the order of its times. No post and no version of a
// message is yielded twice, and none is left out, whenever the watch is cut and goes on
// from the [Change.Token] of the last change that was dealt with. In particular:
//
//   - Several changes of the same moment, and several posts in one issue, all come.
//   - The service's lists are cut in pages by counting, so that one may miss what stands
//     there while something else changes. A look that finds something new lists again
//     until two lists agree, and asks for a time span anew as long as none did.
//   - What shows late, as a replica does that lags, comes if it is not later than
//     Overlap. An older version that shows after a newer one is passed over.
//   - The watch reads no clock. It measures by the times that the service writes, and a
//     few that are far in the future do not move it.
//   - Of versions between two looks only the last one can be seen: the service keeps no
//     others. All posts are kept.
//   - A token remembers the last 500 issues and the last 500 messages that changed. More
//     than that at once are yielded all the same; what shows late beside them may be
//     left out.
//
// It performs [Issues.List] and [Messages.List]. An error ends it, as the last pair, with
// a nil change: go on from the last token when it is time. With
// [admin365.ErrForbidden], [admin365.ErrUnauthenticated] and [admin365.ErrInvalid] it is
// not until somebody has done something; what else there is may pass by itself. When the context ends, its
// error is the last pair. With a token that is none, the only pair is
// [admin365.ErrInvalid], and nothing is asked. No goroutine is started: all happens in
// the loop that ranges over it.
func Watch(ctx context.Context, issues Issues, messages Messages, o WatchOptions) iter.Seq2[*Change, error] {
	return func(yield func(*Change, error) bool) {
		if err := watch(ctx, issues, messages, o, func(c *Change) bool { return yield(c, nil) }); err != nil {
			yield(nil, err)
		}
	}
}

// The times that a watch has where its options have none.
const (
	defaultInterval = 5 * time.Minute
	defaultOverlap  = 24 * time.Hour
)

// watch is Watch with its error returned.
func watch(ctx context.Context, issues Issues, messages Messages, o WatchOptions, yield func(*Change) bool) error {
	m, ok := marksOf(o.Token)
	if !ok || o.Interval < 0 || o.Overlap < 0 {
		return &admin365.Error{Op: "health.Watch", Kind: admin365.ErrInvalid, Message: "the token is none of a watch, or a time is negative"}
	}
	if o.Wait == nil {
		o.Wait = pause
	}
	for {
		if err := watchOnce(ctx, &m, issues, messages, cmp.Or(o.Overlap, defaultOverlap), yield); err != nil {
			if errors.Is(err, errStopped) {
				return nil
			}
			return err
		}
		if o.Once {
			return nil
		}
		if err := o.Wait(ctx, cmp.Or(o.Interval, defaultInterval)); err != nil {
			return err
		}
	}
}

// errStopped: whoever ranges over the watch has left the loop.
var errStopped = &admin365.Error{Op: "health.Watch", Message: "stopped"}

// watchOnce looks, and yields what is new.
func watchOnce(ctx context.Context, m *marks, issues Issues, messages Messages, overlap time.Duration, yield func(*Change) bool) error {
	things, whole, err := look(ctx, m, issues, messages)
	if err != nil {
		return err
	}
	// What is pending after each thing: what it changed at, and its earliest new post.
	pending, posts := make([]int64, len(things)), make([]int64, len(things))
	at, post := int64(math.MaxInt64), int64(math.MaxInt64)
	for i, t := range slices.Backward(things) {
		pending[i], posts[i] = at, post
		if untold, is := m.news(t); is {
			at = min(at, t.at)
			for _, p := range untold {
				post = min(post, nanos(p.CreatedDateTime))
			}
		}
	}
	for i, t := range things {
		untold, is := m.news(t)
		if !is {
			continue
		}
		m.note(t, untold)
		if whole {
			m.advance(pending[i], posts[i], overlap)
		}
		if !yield(&Change{Token: m.token(), Issue: t.issue, Posts: untold, Message: t.message}) {
			return errStopped
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// looks is how often a look lists at most.
const looks = 5

// look lists all that changed since the last time, in the order of its times. If there is
// something new, it lists again until two lists agree: then nothing was cut out by a page
// that began elsewhere than the one before it ended, and they are whole.
func look(ctx context.Context, m *marks, issues Issues, messages Messages) (things []thing, whole bool, err error) {
	var before []place
	for n := range looks {
		list, err := listed(ctx, m.since, issues, messages)
		if err != nil {
			return nil, false, err
		}
		things = append(things, list...)
		if n == 0 && !slices.ContainsFunc(list, func(t thing) bool { _, is := m.news(t); return is }) {
			return nil, false, nil
		}
		places := make([]place, len(list))
		for i, t := range list {
			places[i] = t.place
		}
		slices.SortFunc(places, place.compare)
		if n > 0 && slices.Equal(before, places) && !twice(places) {
			whole = true
			break
		}
		before = places
	}
	slices.SortStableFunc(things, func(a, b thing) int { return a.compare(b.place) })
	things = slices.CompactFunc(things, func(a, b thing) bool { return a.place == b.place && a.sum == b.sum && a.posts() == b.posts() })
	return things, whole, nil
}

// twice reports whether one thing is in a list twice.
func twice(places []place) bool {
	seen := make(map[uint64]bool, len(places))
	for _, p := range places {
		if seen[p.id] {
			return true
		}
		seen[p.id] = true
	}
	return false
}

// listed lists all that changed since.
func listed(ctx context.Context, since int64, issues Issues, messages Messages) (things []thing, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var from time.Time
	if since != 0 {
		from = time.Unix(0, since).UTC()
	}
	if issues != nil {
		for i, err := range issues.List(ctx, IssueQuery{ChangedSince: from, PageSize: maxPage}) {
			if err != nil {
				return nil, err
			}
			things = append(things, thingOfIssue(i))
		}
	}
	if messages != nil {
		for m, err := range messages.List(ctx, MessageQuery{ChangedSince: from, PageSize: maxPage}) {
			if err != nil {
				return nil, err
			}
			things = append(things, thingOfMessage(m))
		}
	}
	return things, nil
}

// pause waits for d, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
