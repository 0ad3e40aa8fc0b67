package health

import (
	"cmp"
	"encoding/json"
	"hash/crc32"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"time"
)

// The bounds of what a token remembers.
const (
	maxMarks = 500 // Of issues, and of messages.
	maxTold  = 16  // Posts of an issue.
	maxSums  = 4   // Versions of the same moment.
	// steady is how many of the latest times have to agree that it is late: fewer that
	// are far in the future do not move the watch.
	steady = 10
)

// marks are what a watch has yielded, as far as a look may show it again. Times are in
// nanoseconds since 1970; zero is the beginning.
type marks struct {
	// since is from when a look asks: all that changed before has been yielded.
	since int64
	// floor is not later: the posts of before have been yielded, but for those of an
	// issue that has a mark of its own.
	floor int64
	// issues and messages are what changed since then.
	issues, messages marked
}

// marked are the marks of things of one kind.
type marked struct {
	by map[uint64]mark
	// Where there were too many marks, all up to dropped that have none were yielded, and
	// their posts up to settled.
	dropped place
	settled int64
}

// place is where a version of a thing stands among all, by its time.
type place struct {
	at int64
	id uint64
}

func (p place) compare(o place) int { return cmp.Or(cmp.Compare(p.at, o.at), cmp.Compare(p.id, o.id)) }

// mark is what was yielded of one thing.
type mark struct {
	// at is the time of its latest version, and sums are those of what was yielded at
	// that time.
	at   int64
	sums []uint32
	// told are the times of the posts that were yielded, oldest first, and all of
	// before and of upTo were too.
	told []int64
	upTo int64
}

func newMarks(since time.Time) marks {
	m := marks{issues: marked{by: map[uint64]mark{}}, messages: marked{by: map[uint64]mark{}}}
	m.since = nanos(since)
	m.floor = m.since
	return m
}

// thing is an issue or a message as a look has found it.
type thing struct {
	place
	sum     uint32
	issue   *Issue
	message *Message
}

// posts is how many posts it has.
func (t thing) posts() int {
	if t.issue == nil {
		return 0
	}
	return len(t.issue.Posts)
}

func thingOfIssue(i *Issue) thing {
	bare := *i
	bare.Posts = nil // They have marks of their own.
	return thing{place: placeOf("issue", string(i.ID), i.LastModifiedDateTime), sum: sumOf(bare), issue: i}
}

func thingOfMessage(m *Message) thing {
	bare := *m
	bare.Viewpoint = nil // What its reader did with it is no change.
	return thing{place: placeOf("message", string(m.ID), m.LastModifiedDateTime), sum: sumOf(bare), message: m}
}

func placeOf(kind, id string, at time.Time) place {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind + strings.ToLower(id))) // In memory it never fails.
	return place{nanos(at), h.Sum64()}
}

// What is earlier or later than these counts as they do: in nanoseconds it is another
// time.
const (
	earliest     = -1 << 62 // In 1823.
	latest       = math.MaxInt64 - 1
	earliestYear = 1824
	latestYear   = 2261
)

func nanos(at time.Time) int64 {
	switch {
	case at.IsZero():
		return 0
	case at.Year() < earliestYear:
		return earliest
	case at.Year() > latestYear:
		return latest
	default:
		return at.UnixNano()
	}
}

func sumOf(v any) uint32 {
	b, err := json.Marshal(v)
	if err != nil {
		return 0
	}
	return crc32.ChecksumIEEE(b)
}

// of are the marks of things of its kind.
func (m *marks) of(t thing) *marked {
	if t.issue != nil {
		return &m.issues
	}
	return &m.messages
}

// known is the mark of a thing, or what holds of one that has none.
func (m *marks) known(t thing) (known mark, marked bool) {
	of := m.of(t)
	if known, marked = of.by[t.id]; marked {
		return known, true
	}
	known.upTo = max(m.floor-1, of.settled)
	known.at = math.MinInt64
	return known, false
}

// news reports whether a thing is new or has changed, and which of its posts are new.
func (m *marks) news(t thing) (posts []Post, is bool) {
	of := m.of(t)
	known, marked := m.known(t)
	if t.at < m.since || !marked && of.dropped != (place{}) && t.compare(of.dropped) <= 0 {
		return nil, false
	}
	posts = known.untold(t.issue)
	switch {
	case !marked, len(posts) > 0, t.at > known.at:
		return posts, true
	default:
		return nil, t.at == known.at && !slices.Contains(known.sums, t.sum)
	}
}

// untold are the posts of an issue that were not yielded, oldest first.
func (k mark) untold(i *Issue) (posts []Post) {
	if i == nil {
		return nil
	}
	told := map[int64]int{}
	for _, at := range k.told {
		told[at]++
	}
	for _, p := range i.Posts {
		at := nanos(p.CreatedDateTime)
		if told[at] > 0 {
			told[at]--
			continue
		}
		if at > k.upTo {
			posts = append(posts, p)
		}
	}
	slices.SortStableFunc(posts, func(a, b Post) int { return a.CreatedDateTime.Compare(b.CreatedDateTime) })
	return posts
}

// note marks a thing as yielded, with those posts.
func (m *marks) note(t thing, posts []Post) {
	of := m.of(t)
	known, _ := m.known(t)
	if t.at > known.at {
		known.at, known.sums = t.at, nil
	}
	if t.at == known.at && !slices.Contains(known.sums, t.sum) {
		known.sums = append(slices.Clone(known.sums), t.sum)
		known.sums = known.sums[max(0, len(known.sums)-maxSums):]
	}
	known.told = slices.Clone(known.told)
	for _, p := range posts {
		known.told = append(known.told, nanos(p.CreatedDateTime))
	}
	slices.Sort(known.told)
	if over := len(known.told) - maxTold; over > 0 {
		known.upTo = max(known.upTo, known.told[over-1])
		known.told = known.told[over:]
	}
	of.by[t.id] = known
	if len(of.by) > maxMarks {
		of.drop()
	}
}

// drop forgets the earliest mark.
func (of *marked) drop() {
	first, found := place{}, false
	for id, known := range of.by {
		if at := (place{known.at, id}); !found || at.compare(first) < 0 {
			first, found = at, true
		}
	}
	delete(of.by, first.id)
	if first.compare(of.dropped) > 0 {
		of.dropped = first
	}
}

// advance moves the marks on, where all that there is is known and all that is to be
// yielded still changed at pending or later, with posts of posts or later: a look need not
// ask for all of it again. It goes back by overlap from the time of what changed last, of
// which a few may be wrong.
func (m *marks) advance(pending, posts int64, overlap time.Duration) {
	times := make([]int64, 0, len(m.issues.by)+len(m.messages.by))
	for _, of := range []*marked{&m.issues, &m.messages} {
		for _, known := range of.by {
			times = append(times, known.at)
		}
	}
	if len(times) >= steady {
		slices.Sort(times)
		m.since = max(m.since, min(times[len(times)-steady]-int64(overlap), pending))
	}
	m.floor = max(m.floor, min(m.since, posts))
	for _, of := range []*marked{&m.issues, &m.messages} {
		of.forget(m.floor)
		of.settled = max(of.settled, min(of.dropped.at, posts-1))
	}
}

// forget drops the marks of what no look asks for any more.
func (of *marked) forget(floor int64) {
	for id, known := range of.by {
		if known.at < floor {
			delete(of.by, id)
		}
	}
	if of.dropped.at < floor {
		of.dropped, of.settled = place{}, 0
	}
}
