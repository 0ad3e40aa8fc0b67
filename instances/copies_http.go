package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

type httpCopies struct {
	c *rest.Client
	w *written
}

var _ Copies = httpCopies{}

// Copy implements [Copies].
func (h httpCopies) Copy(ctx context.Context, target EnvironmentID, expect Expect, c EnvironmentCopy) (*admin365.Operation, error) {
	call := opCopiesCopy.At(string(target))
	if err := expect.complete(call); err != nil {
		return nil, named(h.c, call, err)
	}
	if c.Source == "" {
		return nil, named(h.c, call, invalidInput(call, "sourceEnvironmentId", "the source is mandatory"))
	}
	if err := expect.check(ctx, h.c, h.w, call, target); err != nil {
		return nil, err
	}
	o, err := start(ctx, h.c, rest.Request{Call: call, Body: c.body()}, KindCopy, target)
	h.w.note(target, o, c.DisplayName, "")
	return o, err
}

// Targets implements [Copies].
func (h httpCopies) Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error] {
	return collection(ctx, h.c, opCopiesTargets.At(string(source)), (*candidateWire).candidate)
}

type httpBackups struct {
	c *rest.Client
	w *written
}

var _ Backups = httpBackups{}

// List implements [Backups].
func (h httpBackups) List(ctx context.Context, id EnvironmentID) iter.Seq2[*Backup, error] {
	return collection(ctx, h.c, opBackupsList.At(string(id)), (*backupWire).backup)
}

// Create implements [Backups].
func (h httpBackups) Create(ctx context.Context, id EnvironmentID, b NewBackup) (*Backup, error) {
	return one(ctx, h.c, rest.Request{Call: opBackupsCreate.At(string(id)), Body: newBackupWire{Label: b.Label}}, (*backupWire).backup)
}

// Delete implements [Backups].
func (h httpBackups) Delete(ctx context.Context, id EnvironmentID, backup BackupID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opBackupsDelete.At(string(id), string(backup))})
}

// Restore implements [Backups].
func (h httpBackups) Restore(ctx context.Context, target EnvironmentID, expect Expect, r Restoration) (*admin365.Operation, error) {
	call := opBackupsRestore.At(string(target))
	if err := expect.complete(call); err != nil {
		return nil, named(h.c, call, err)
	}
	switch {
	case r.Source == "":
		return nil, named(h.c, call, invalidInput(call, "sourceEnvironmentId", "the source is mandatory"))
	case r.Point.IsZero():
		return nil, named(h.c, call, invalidInput(call, "restorePointDateTime", "the point in time is mandatory"))
	}
	if err := expect.check(ctx, h.c, h.w, call, target); err != nil {
		return nil, err
	}
	o, err := start(ctx, h.c, rest.Request{Call: call, Body: r.body()}, KindRestore, target)
	h.w.note(target, o, r.DisplayName, "")
	return o, err
}

// Targets implements [Backups].
func (h httpBackups) Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error] {
	return collection(ctx, h.c, opBackupsTargets.At(string(source)), (*candidateWire).candidate)
}

// SetRetention implements [Backups].
func (h httpBackups) SetRetention(ctx context.Context, id EnvironmentID, keep time.Duration) (*admin365.Operation, error) {
	call := opBackupsSetRetention.At(string(id))
	if keep <= 0 || keep%day1 != 0 {
		return nil, named(h.c, call, invalidInput(call, "retentionPeriod", "backups are kept for 7, 14, 21 or 28 days"))
	}
	body := patchWire{Properties: patchPropertiesWire{RetentionPeriod: new(formatDays(keep))}}
	return start(ctx, h.c, rest.Request{Call: call, Body: body}, KindEdit, id)
}

type httpResets struct {
	c *rest.Client
	w *written
}

var _ Resets = httpResets{}

// Reset implements [Resets].
func (h httpResets) Reset(ctx context.Context, id EnvironmentID, expect Expect, r EnvironmentReset) (*admin365.Operation, error) {
	call := opResetsReset.At(string(id))
	if err := expect.check(ctx, h.c, h.w, call, id); err != nil {
		return nil, err
	}
	o, err := start(ctx, h.c, rest.Request{Call: call, Body: r.body()}, KindReset, id)
	h.w.note(id, o, r.DisplayName, "")
	return o, err
}
