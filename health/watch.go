package health

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Token is how far a [Watch] has come. It is opaque, holds no secret, is text of at most
// [MaxToken] bytes, and can be kept for as long as one likes. The empty token is the
// beginning of all that the service has; [From] is that of a moment.
type Token string

// MaxToken is how long a token is at most. Most have some hundred bytes.
const MaxToken = 128 << 10

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
	// takes 240 requests a minute, and a look takes two as a rule.
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
// cut before its first change has no other. The moment is compared with times of the
// service; where the own clock may be ahead, take an earlier one.
func From(since time.Time) Token { return newMarks(since).token() }

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
//     there while something else changes. What a look misses the next one finds: it asks
//     for a time span anew until a look has found nothing more in it.
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
// a nil change: go on from the last token when it is time. When the context ends, its
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

func badToken() error {
	return &admin365.Error{Op: "health.Watch", Kind: admin365.ErrInvalid, Message: "this is no token of a watch"}
}
