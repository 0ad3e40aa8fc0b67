package tenant

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Request is one call that reached the tenant.
type Request struct {
	// Seq counts the tenant's requests, from 1.
	Seq    uint64
	At     time.Time
	Caller admin365.Caller
	// Op is the operation; empty where the request names none.
	Op     string
	Effect admin365.Effect
	Target string
	// Method and Path are a request's over the wire: the path as it came, escaped, with
	// those options of the query that are Graph's own.
	Method, Path string
	// Status is set for calls that came over the wire.
	Status int
	// Took is how long the answer took, in real time.
	Took time.Duration
	Err  error
	// Needs are what the caller was let in for.
	Needs []Need
	// Missing names the documented operation that was asked for and that is not here.
	Missing string
}

// Need is one question that the rules asked of the caller, and that he passed: one of
// the permissions was granted, or one of the roles is his. Had he had none of them,
// the answer would have been another.
type Need struct {
	// Permissions or Roles, one of which is empty.
	Permissions []admin365.Permission
	Roles       []api.Role
}

// logLimit bounds a log that is kept without another word: a test wants the last calls,
// a long-running emulator must not grow.
const logLimit = 100_000

// maxMissing bounds how many names of missing operations are counted.
const maxMissing = 1_000

// logChunk is how many requests lie together: a log that grew in one piece would now and
// then copy all of it while a request waits.
const logChunk = 64

// Log keeps the last requests. The zero Log keeps none until it is on.
type Log struct {
	on    atomic.Bool
	mu    sync.Mutex
	limit int
	seq   uint64
	// chunks are full but for the last one, and have no gap; up to a chunk more than
	// the limit is in them.
	chunks  [][]Request
	kept    int
	missing map[string]int
}

// Keep turns the log on, or changes how many requests it keeps: the last limit ones, or
// a hundred thousand if limit is not positive.
func (l *Log) Keep(limit int) {
	if limit <= 0 {
		limit = logLimit
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = limit
	l.forget()
	l.on.Store(true)
}

// Kept reports whether the log is on.
func (l *Log) Kept() bool { return l.on.Load() }

// Add notes a request.
func (l *Log) Add(r Request) {
	if !l.on.Load() {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seq++
	r.Seq = l.seq
	if r.Missing != "" && (l.missing[r.Missing] > 0 || len(l.missing) < maxMissing) {
		if l.missing == nil {
			l.missing = map[string]int{}
		}
		l.missing[r.Missing]++
	}
	last := len(l.chunks) - 1
	if last < 0 || len(l.chunks[last]) == logChunk {
		l.chunks = append(l.chunks, make([]Request, 0, logChunk))
		last++
	}
	l.chunks[last] = append(l.chunks[last], r)
	l.kept++
	l.forget()
}

// forget drops the oldest chunks that are past the limit. The caller holds l.mu.
func (l *Log) forget() {
	for l.kept-logChunk >= l.limit {
		l.chunks[0] = nil // The array behind the slice must not keep it.
		l.chunks = l.chunks[1:]
		l.kept -= logChunk
	}
}

// newest returns a copy of the last n requests, oldest first. The caller holds l.mu.
func (l *Log) newest(n int) []Request {
	n = min(n, l.kept, l.limit)
	if n == 0 {
		return nil
	}
	list := make([]Request, 0, n)
	for i := l.kept - n; i < l.kept; i++ {
		list = append(list, l.chunks[i/logChunk][i%logChunk])
	}
	return list
}

// All returns a copy of the log, oldest first.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.newest(l.kept)
}

// Since returns a copy of what came after the request with that number, oldest first.
func (l *Log) Since(seq uint64) []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	if seq >= l.seq {
		return nil
	}
	return l.newest(int(min(l.seq-seq, uint64(l.kept))))
}

// Last is the number of the newest request, which a log that was cleared remembers.
func (l *Log) Last() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seq
}

// Clear forgets the requests. Their numbers are not given again.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.chunks, l.kept, l.missing = nil, 0, nil
}

// Missing counts the documented operations that were asked for and are not here, by
// name, those of forgotten requests among them until the log is cleared.
func (l *Log) Missing() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	names := make(map[string]int, len(l.missing))
	maps.Copy(names, l.missing)
	return names
}
