package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryCopies struct{ s *tenant.Session }

var _ Copies = memoryCopies{}

// Copy implements [Copies].
func (m memoryCopies) Copy(ctx context.Context, target EnvironmentID, x Expect, c EnvironmentCopy) (*admin365.Operation, error) {
	call := opCopiesCopy.At(string(target))
	if err := x.complete(call); err != nil {
		return nil, err
	}
	if c.Source == "" {
		return nil, invalidInput(call, "sourceEnvironmentId", "the source is mandatory")
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return copyEnvironment(tx, string(target), &x, c) })
}

// Targets implements [Copies].
func (m memoryCopies) Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error] {
	return listed(ctx, m.s, opCopiesTargets.At(string(source)), func(tx *tenant.Tx) ([]*Candidate, error) {
		return candidates(tx, KindCopy, string(source))
	})
}

type memoryBackups struct{ s *tenant.Session }

var _ Backups = memoryBackups{}

// List implements [Backups].
func (m memoryBackups) List(ctx context.Context, id EnvironmentID) iter.Seq2[*Backup, error] {
	return listed(ctx, m.s, opBackupsList.At(string(id)), func(tx *tenant.Tx) ([]*Backup, error) {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return nil, err
		}
		return allBackups(tx, r), nil
	})
}

// Create implements [Backups].
func (m memoryBackups) Create(ctx context.Context, id EnvironmentID, b NewBackup) (*Backup, error) {
	return asked(ctx, m.s, opBackupsCreate.At(string(id)), func(tx *tenant.Tx) (*Backup, error) {
		row, err := createBackup(tx, string(id), b)
		if err != nil {
			return nil, err
		}
		return backupOf(row), nil
	})
}

// Delete implements [Backups].
func (m memoryBackups) Delete(ctx context.Context, id EnvironmentID, backup BackupID) error {
	return m.s.Do(ctx, opBackupsDelete.At(string(id), string(backup)), func(tx *tenant.Tx) error {
		return deleteBackup(tx, string(id), string(backup))
	})
}

// Restore implements [Backups].
func (m memoryBackups) Restore(ctx context.Context, target EnvironmentID, x Expect, n Restoration) (*admin365.Operation, error) {
	call := opBackupsRestore.At(string(target))
	if err := x.complete(call); err != nil {
		return nil, err
	}
	switch {
	case n.Source == "":
		return nil, invalidInput(call, "sourceEnvironmentId", "the source is mandatory")
	case n.Point.IsZero():
		return nil, invalidInput(call, "restorePointDateTime", "the point in time is mandatory")
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return restoreEnvironment(tx, string(target), &x, n) })
}

// Targets implements [Backups].
func (m memoryBackups) Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error] {
	return listed(ctx, m.s, opBackupsTargets.At(string(source)), func(tx *tenant.Tx) ([]*Candidate, error) {
		return candidates(tx, KindRestore, string(source))
	})
}

// SetRetention implements [Backups].
func (m memoryBackups) SetRetention(ctx context.Context, id EnvironmentID, keep time.Duration) (*admin365.Operation, error) {
	call := opBackupsSetRetention.At(string(id))
	if keep <= 0 || keep%day1 != 0 {
		return nil, invalidInput(call, "retentionPeriod", "backups are kept for 7, 14, 21 or 28 days")
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) {
		return editEnvironment(tx, string(id), environmentEdit{Retention: keep})
	})
}

type memoryResets struct{ s *tenant.Session }

var _ Resets = memoryResets{}

// Reset implements [Resets].
func (m memoryResets) Reset(ctx context.Context, id EnvironmentID, x Expect, r EnvironmentReset) (*admin365.Operation, error) {
	call := opResetsReset.At(string(id))
	if err := x.complete(call); err != nil {
		return nil, err
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return resetEnvironment(tx, string(id), &x, r) })
}
