package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// BackupID is the id of a backup, a GUID.
type BackupID string

// Backups are made by the service itself, all the time, and by administrators where they
// want one with a label. Both are kept for the environment's retention. Roles are those
// of [Environments].
//
// Source: https://learn.microsoft.com/power-platform/admin/backup-restore-environments
type Backups interface {
	// List returns the backups of an environment, newest first: those that somebody made,
	// and the service's own, one a day of those that it keeps. One that is being made is
	// not there yet.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: instances.Backups.List.
	List(ctx context.Context, id EnvironmentID) iter.Seq2[*Backup, error]

	// Create begins a backup. The answer is the backup as it will be; it is made within
	// 10 to 15 minutes, for which an operation of kind [KindBackup] runs on the
	// environment. That it is in List proves that it is made ([WaitBackup]): just after
	// Create the environment may tell of a moment ago, when nothing ran yet.
	//
	// Effect: reversible. Errors: [admin365.ErrInvalid] (no label),
	// [admin365.ErrNotFound], [admin365.ErrBusy], [admin365.ErrPrecondition] (a type that
	// takes none: [Default], [Trial]; no Dataverse; disabled). Not repeatable. Operation:
	// instances.Backups.Create.
	Create(ctx context.Context, id EnvironmentID, b NewBackup) (*Backup, error)

	// Delete deletes a backup that somebody made. Labels cannot be changed.
	//
	// Effect: irrevocable. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition] (it
	// is the service's own). Operation: instances.Backups.Delete.
	Delete(ctx context.Context, id EnvironmentID, backup BackupID) error

	// Restore overwrites the target with what the source was at a point in time: an
	// operation of kind [KindRestore] that takes hours. Both are busy meanwhile.
	// Afterwards the target is in administration mode with its background operations off.
	//
	// A [Production] or a [Sandbox] is restored to a [Sandbox], which may be itself; a
	// [Developer] to a Sandbox or a Developer; a [Default] to a Developer; [Teams] to
	// itself. To restore a production over itself, convert it to a sandbox before.
	//
	// Effect: loses data (the target's). Errors: [admin365.ErrInvalid],
	// [admin365.ErrNotFound] (either), [admin365.ErrBusy] (either),
	// [admin365.ErrPrecondition] (not as expected; types, locations, Dataverse, Managed
	// Environments; no backup of that time), [ErrNoCapacity]. Operation:
	// instances.Backups.Restore.
	Restore(ctx context.Context, target EnvironmentID, expect Expect, r Restoration) (*admin365.Operation, error)

	// Targets returns the environments to which a backup of the source could be restored.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: instances.Backups.Targets.
	Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error]

	// SetRetention says how long backups are kept: 7, 14, 21 or 28 days. Only a Managed
	// Environment of type [Production] without applications of Dynamics 365 has the
	// choice. Less than before deletes what is older.
	//
	// Effect: loses data. Errors: [admin365.ErrInvalid] (another time),
	// [admin365.ErrNotFound], [admin365.ErrBusy], [admin365.ErrPrecondition]. Repeatable.
	// Unverified: what is sent. Operation: instances.Backups.SetRetention.
	SetRetention(ctx context.Context, id EnvironmentID, keep time.Duration) (*admin365.Operation, error)
}

// Backup is a point in time to which an environment can be restored.
type Backup struct {
	ID BackupID `json:"id"`
	// Label is what somebody named it; empty for one of the service's own.
	Label string `json:"label,omitzero"`
	// Point is the time to name in a [Restoration], and Expires when it is deleted, both
	// in UTC.
	Point   time.Time `json:"point"`
	Expires time.Time `json:"expires,omitzero"`
	// System: the service made it by itself. Derived from CreatedBy.
	System    bool      `json:"system"`
	CreatedBy Principal `json:"createdBy"`
}

// NewBackup is a backup to make.
type NewBackup struct {
	// Label is mandatory and cannot be changed.
	Label string
}

// Restoration says what to restore to the target.
type Restoration struct {
	// Source is the environment that was backed up; it may be the target.
	Source EnvironmentID
	// Point is a backup's Point, or any time since the source's BackupsFrom.
	Point time.Time
	// DisplayName is the target's new name; empty keeps its own.
	DisplayName string
	// SecurityGroupID is the target's new security group; empty keeps its own, and the zero
	// GUID opens it to everybody who has a license.
	SecurityGroupID admin365.GroupID
	// IncludeAuditData restores the audit logs too.
	IncludeAuditData bool
}
