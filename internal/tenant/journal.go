package tenant

import (
	"errors"
	"sync"
	"syscall"
	"time"

	"github.com/admin365/admin365"
)

// Sync is when a change is on its way to the disk.
type Sync int

const (
	// SyncWrite: before it is acknowledged, a change is handed to the operating system.
	SyncWrite Sync = iota
	// SyncAlways: before it is acknowledged, a change is on the disk.
	SyncAlways
	// SyncOnClose: there is no log; the tenant file is written on a clean stop.
	SyncOnClose
)

// journal is the file that a tenant is kept in.
//
// A tenant that is kept in a file is two files. NAME is a tenant file, the very
// bytes of [Tenant.Save]; NAME.log is what has happened since. The log is a redo
// log of rows and not one of operations: reading it back runs no rule, so that a
// later release, whose rules are better, reads the same tenant. An embedded store
// would have been a dependency and a second form of every row, for a tenant that
// is in memory as a whole anyway.
//
// Each transaction, be it of a caller, a job, the backstage or a restore, and each
// step of the clock adds one change to the log before it is published: what could not
// be logged has not happened. A change is a line, or several when it is large, so
// that its size in memory is bounded:
//
//	CRC log 57 {"admin365":1,"tenantId":"…","base":{"size":4711,"crc":815}}
//	CRC rows 58 {"tables":{"users":[{…},{…}]}}
//	CRC change 58 {"time":"…","generation":1,"seed":7,"ids":90,"tables":{"users":[{…},"GUID"]}}
//
// The CRC (32 bits, Castagnoli, hexadecimal) is of the rest of the line, and the
// line's end is its length: JSON as we write it has no other. Beside a row as it is
// saved, a text in a table's list is the key of a row that is gone. Changes are
// numbered without a gap. A change whose last line is not whole was never
// acknowledged, and is cut off when the log is opened; what is damaged before that
// is refused with its place, and nothing is touched, because somebody may mend it.
//
// # A new base
//
// When the log is longer than the tenant file, a new tenant file is written from an
// immutable state while writers go on, and put in the place of the old one. The head
// of a log names the tenant file that it goes with by size and CRC. So these are
// the steps, and a crash between any two of them leaves a pair that belongs
// together:
//
//  1. NAME.new: the new tenant file, written through to the disk;
//  2. NAME.log.new: its log, with the changes since, written through as well;
//  3. NAME.new is renamed to NAME, which decides;
//  4. NAME.log.new is renamed to NAME.log.
//
// NAME.lock is held (by the operating system, so that it ends with the process) as
// long as the tenant is open.
//
// All but the first block is guarded by the tenant's mutex.
type journal struct {
	tenant *Tenant
	path   string // of the tenant file
	sync   Sync
	lock   *fileLock
	// folding is held by the one who writes a new base; it is taken before the
	// tenant's mutex.
	folding sync.Mutex

	log  logFile   // nil under SyncOnClose
	size int64     // of what is whole in the log
	seq  uint64    // of the last change
	time time.Time // of the last change
	// baseSeq is the last change that the tenant file has.
	baseSeq uint64
	// floor is the size that a log may have in any case, limit the size at which the
	// next new base is due.
	floor, limit int64
	dirty        bool  // without a log: something happened
	failed       error // the log is in doubt: nothing is accepted any more
	halfway      bool  // the new base is there, and its log not yet in its place
	closed       bool
}

// logFile is what is done with a log that is open.
type logFile interface {
	ReadAt(b []byte, at int64) (int, error)
	WriteAt(b []byte, at int64) (int, error)
	Truncate(size int64) error
	Sync() error
	Close() error
}

// logFloor keeps small tenants from being written anew all the time.
const logFloor = 4 << 20

func (j *journal) logPath() string { return j.path + ".log" }

// notKept is why a change was refused.
type notKept struct{ cause error }

// Error names the cause without the path, which is the machine's own business.
func (e notKept) Error() string {
	cause := e.cause
	if errno, ok := errors.AsType[syscall.Errno](cause); ok {
		cause = errno
	}
	return "the change could not be written to the tenant's log and was not made: " + cause.Error()
}

func (e notKept) Unwrap() error { return e.cause }

func refuseChange(cause error) error {
	return &admin365.Error{Kind: admin365.ErrUnavailable, Cause: notKept{cause}}
}
