package admin

import (
	"errors"
	"io/fs"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// SyncMode says what of a tenant that is kept in a file survives which end. A change
// that cannot be kept as promised is refused, and has not happened.
type SyncMode string

const (
	// SyncWrite hands a change to the operating system before it is acknowledged: it
	// survives every end of the process, kill -9 included, and not that of the machine.
	// It is the default.
	SyncWrite SyncMode = "write"
	// SyncAlways has a change on the disk before it is acknowledged: it survives the
	// loss of power, too, as far as the disk keeps its word.
	SyncAlways SyncMode = "always"
	// SyncOnClose writes the file at [Memory.Close] and [Memory.Sync] alone: what
	// happened since is lost with the process. Changes cost nothing more.
	SyncOnClose SyncMode = "close"
)

func (s SyncMode) mode() (tenant.Sync, error) {
	switch s {
	case "", SyncWrite:
		return tenant.SyncWrite, nil
	case SyncAlways:
		return tenant.SyncAlways, nil
	case SyncOnClose:
		return tenant.SyncOnClose, nil
	default:
		return 0, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(s), Message: "no sync mode; there are write, always, close"}
	}
}

// OpenMemory returns the tenant that is kept in the file, which [Memory.Save] or an
// OpenMemory of before wrote, in a world of its own; a file that is not there begins
// as Contoso. What is changed from now on is kept as cfg.Sync promises, until
// [Memory.Close].
//
// While the tenant is open there are three files: the tenant file, its log (the name
// and ".log") with what happened since, and a lock (".lock"). After Close the tenant
// file has everything and is alone, and [LoadMemory] reads it. Without a Close, the
// next OpenMemory finds everything that was acknowledged; a change that was in the
// middle of being written is not there at all.
//
// It fails with [admin365.ErrBusy] if somebody has the file open, and with
// [admin365.ErrInvalid], having changed nothing, if file or log are damaged or do not
// belong together. Only the owner may read the files: names and addresses of people
// are in them, and passwords as salted hashes.
//
// The tenant's clock goes on from the last change, as with LoadMemory. Drills, the log
// of requests and an emulator's apps are in no file.
func OpenMemory(path string, cfg MemoryConfig) (*Memory, error) {
	mode, err := cfg.Sync.mode()
	if err != nil {
		return nil, err
	}
	t, err := tenant.NewWorld(shared().schema, cfg.Start).Open(path, mode)
	if errors.Is(err, fs.ErrNotExist) {
		m := NewMemory(cfg)
		if err := m.Keep(path); err != nil {
			return nil, err
		}
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	m := newMemory(t, cfg)
	m.applyQuota()
	return m, nil
}

// OpenTenant is [OpenMemory] for another tenant of the same world, with the same
// configuration; the file has to be there. It fails with [admin365.ErrConflict] if the
// world has the tenant, or a name that it has, already.
func (m *Memory) OpenTenant(path string) (*Memory, error) {
	mode, err := m.cfg.Sync.mode()
	if err != nil {
		return nil, err
	}
	t, err := m.tenant.World().Open(path, mode)
	if err != nil {
		return nil, err
	}
	joined := newMemory(t, m.cfg)
	joined.applyQuota()
	return joined, nil
}

// Keep writes the tenant to a new file, and keeps it there from now on, as
// [OpenMemory] does. It fails with [admin365.ErrConflict] if there is a file of that
// name, or if the tenant is in one already.
func (m *Memory) Keep(path string) error {
	mode, err := m.cfg.Sync.mode()
	if err != nil {
		return err
	}
	return m.tenant.Keep(path, mode)
}

// Sync has everything that was acknowledged on the disk when it returns, whatever
// [MemoryConfig].Sync says, and fails if that cannot be. It is how to learn whether an
// [Memory.Advance], which returns nothing, is kept. It does nothing for a tenant that is
// in no file.
func (m *Memory) Sync() error { return m.tenant.Sync() }

// Close writes everything to the tenant's file and lets go of it: what reads goes on,
// what changes is refused with [admin365.ErrUnavailable]. If it fails, nothing is lost
// and the tenant stays open. It does nothing for a tenant that is in no file, or is
// closed. Each tenant of a world is closed on its own.
func (m *Memory) Close() error { return m.tenant.Close() }
