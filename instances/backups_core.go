package instances

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// retention is how long the environment's backups are kept.
// Source: https://learn.microsoft.com/power-platform/admin/backup-restore-environments
func (r *environmentRow) retention() time.Duration {
	switch {
	case r.Type == Production && r.Database != nil && r.Database.Dynamics:
		return kept28
	case r.Type == Production && r.Managed && r.Retention > 0:
		return time.Duration(r.Retention) * day1
	default:
		return week
	}
}

// backupsFrom is the earliest time to which the environment can be restored; zero if there
// is none.
func (r *environmentRow) backupsFrom(tx *tenant.Tx) time.Time {
	if r.Database == nil || r.Provisioning != "" || r.Type == Trial {
		return time.Time{}
	}
	// To the hour, so that not every look tells another time.
	return latest(tx.Now().Truncate(time.Hour).Add(-r.retention()), r.BackupsSince)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// allBackups are the backups of an environment, newest first: those that are kept as
// rows, and one of the service's own for each day.
func allBackups(tx *tenant.Tx, r *environmentRow) (list []*Backup) {
	for row := range tenant.In(tx, &backups).Referring(&backupsByEnvironment, r.ID) {
		if !row.Making {
			list = append(list, backupOf(row))
		}
	}
	for _, at := range systemPoints(tx, r) {
		list = append(list, &Backup{
			ID: BackupID(systemBackupID(r.ID, at).String()), Point: at, Expires: at.Add(r.retention()), System: true,
			CreatedBy: Principal{ID: "SYSTEM", DisplayName: "SYSTEM", Type: "NotSpecified"},
		})
	}
	slices.SortStableFunc(list, func(a, b *Backup) int { return b.Point.Compare(a.Point) })
	return list
}

func backupOf(row *backupRow) *Backup {
	return &Backup{ID: BackupID(row.ID.String()), Label: row.Label, Point: row.Point, Expires: row.Expires, System: row.System, CreatedBy: row.By}
}

// systemHour is the hour of day, in UTC, of the service's own backups.
const systemHour = 2

// systemPoints are the times of the service's own backups that are kept: nothing is
// stored for them.
func systemPoints(tx *tenant.Tx, r *environmentRow) (points []time.Time) {
	from := r.backupsFrom(tx)
	if from.IsZero() {
		return nil
	}
	at := time.Date(from.Year(), from.Month(), from.Day(), systemHour, 0, 0, 0, time.UTC)
	for ; !at.After(tx.Now()); at = at.AddDate(0, 0, 1) {
		if !at.Before(from) && at.Add(r.retention()).After(tx.Now()) {
			points = append(points, at)
		}
	}
	return points
}

func systemBackupID(environment tenant.Key, at time.Time) tenant.Key {
	return tenant.NameKey("system backup", environment.String()+" "+strconv.FormatInt(at.Unix(), 10))
}

// createBackup begins a backup. It is of the second, which is how restorations name it.
func createBackup(tx *tenant.Tx, id string, n NewBackup) (*backupRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(n.Label) == "" {
		return nil, labelMissing.Err("")
	}
	if err := r.ready(tx, KindBackup); err != nil {
		return nil, err
	}
	r = r.clone()
	point := toSecond(tx)
	row := &backupRow{
		ID: tx.NewKey(), Environment: r.ID, Label: n.Label, Point: point, Expires: point.Add(r.retention()),
		By: by(tx), Making: true, Content: r.Database.contentRow,
	}
	if err := tenant.In(tx, &backups).Put(row); err != nil {
		return nil, err
	}
	o := &operationRow{Kind: KindBackup, Plan: planRow{Backup: row.ID}}
	return row, begin(tx, o, r, nil, durationOf(KindBackup).length)
}

// jobBackup is a backup coming to the end of its time.
const jobBackup = "environment backup"

type backupArgs struct {
	ID tenant.Key `json:"id"`
}

// finishBackup makes a backup one that is there.
func finishBackup(tx *tenant.Tx, id tenant.Key) error {
	row, ok := tenant.In(tx, &backups).Get(id)
	if !ok {
		return nil
	}
	next := *row
	next.Making = false
	return next.put(tx)
}

// put writes a backup, and has it go when its time is over.
func (r *backupRow) put(tx *tenant.Tx) error {
	if err := tenant.In(tx, &backups).Put(r); err != nil {
		return err
	}
	return tx.Schedule(r.Expires, jobBackup, backupArgs{r.ID})
}

// expireBackup is the job.
func expireBackup(tx *tenant.Tx, args backupArgs) error {
	row, ok := tenant.In(tx, &backups).Get(args.ID)
	if ok && !row.Expires.After(tx.Now()) {
		tenant.In(tx, &backups).Delete(row.ID)
	}
	return nil
}

// trimBackups shortens the time of backups that would now be kept less long.
func trimBackups(tx *tenant.Tx, r *environmentRow) error {
	for row := range tenant.In(tx, &backups).Referring(&backupsByEnvironment, r.ID) {
		until := row.Point.Add(r.retention())
		if !until.Before(row.Expires) {
			continue
		}
		next := *row
		next.Expires = until
		if !until.After(tx.Now()) {
			tenant.In(tx, &backups).Delete(row.ID)
			continue
		}
		if err := next.put(tx); err != nil {
			return err
		}
	}
	return nil
}

// deleteBackups deletes all that were made of an environment.
func deleteBackups(tx *tenant.Tx, environment tenant.Key) {
	for row := range tenant.In(tx, &backups).Referring(&backupsByEnvironment, environment) {
		tenant.In(tx, &backups).Delete(row.ID)
	}
}

// deleteBackup deletes a backup that somebody made.
func deleteBackup(tx *tenant.Tx, id, backup string) error {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return err
	}
	for _, b := range allBackups(tx, r) {
		if !strings.EqualFold(string(b.ID), backup) {
			continue
		}
		if b.System {
			return systemBackup.Err(backup)
		}
		tenant.In(tx, &backups).Delete(tenant.MustKey(string(b.ID)))
		return nil
	}
	return backupNotFound.Err(backup, backup)
}

// restoreEnvironment begins to restore the target to what the source was.
func restoreEnvironment(tx *tenant.Tx, target string, x *Expect, n Restoration) (*operationRow, error) {
	if n.Point.IsZero() {
		return nil, badValue.Err("", "", "restorePointDateTime")
	}
	to, from, err := twoEnvironments(tx, target, x, string(n.Source))
	if err != nil {
		return nil, err
	}
	if err := judgePair(tx, KindRestore, from, to); err != nil {
		return nil, err
	}
	content, ok := contentAt(tx, from, n.Point)
	if !ok {
		return nil, noRestorePoint.Err(target, n.Point.UTC().Format(time.RFC3339))
	}
	if !n.IncludeAuditData {
		content.Logs = 0
	}
	return overwrite(tx, &operationRow{Kind: KindRestore}, to, from, content, n.DisplayName, n.SecurityGroupID, "restored")
}

// remember keeps what the environment holds, which is about to be restored, for as long as
// points of before can be restored. Ours: no page says that they are void, as they are after
// a reset.
func (r *environmentRow) remember(tx *tenant.Tx) {
	past := []pastRow{}
	from := r.backupsFrom(tx)
	for _, p := range r.Database.Past {
		if p.Until.After(from) {
			past = append(past, p)
		}
	}
	r.Database.Past = append(past, pastRow{now(tx), r.Database.copied()})
}

// copied is the content on its own.
func (c *contentRow) copied() contentRow {
	content := *c
	content.Templates = slices.Clone(c.Templates)
	return content
}

// heldAt is what the environment held at a time: what it holds now, unless it was restored
// since. How much it stored in between is not known.
func (d *databaseRow) heldAt(at time.Time) contentRow {
	for i := range d.Past {
		if at.Before(d.Past[i].Until) {
			return d.Past[i].Content.copied()
		}
	}
	return d.copied()
}

// contentAt is what an environment held at a time of which something was kept. Of the
// service's own backups only that they are there is known, and not what was in them.
func contentAt(tx *tenant.Tx, r *environmentRow, at time.Time) (*contentRow, bool) {
	for row := range tenant.In(tx, &backups).Referring(&backupsByEnvironment, r.ID) {
		if !row.Making && row.Point.Equal(at.Truncate(time.Second)) {
			return new(row.Content.copied()), true
		}
	}
	from := r.backupsFrom(tx)
	if from.IsZero() || at.Before(from.Truncate(time.Second)) || at.After(tx.Now()) {
		return nil, false
	}
	return new(r.Database.heldAt(at)), true
}

// planRetention plans how long backups are kept: a choice that few environments have.
func planRetention(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.Retention == 0 {
		return nil
	}
	days := int(e.Retention / day1)
	switch {
	case e.Retention%week != 0 || e.Retention < week || e.Retention > kept28:
		return badValue.Err("", "P"+strconv.Itoa(days)+"D", "retentionPeriod")
	case r.Database == nil:
		return r.unlinked(tx, KindEdit)
	case r.Type != Production:
		return notOnType.Err(string(r.id(tx)), string(KindEdit), string(r.Type))
	case !r.Managed || r.Database.Dynamics:
		return notManaged.Err(string(r.id(tx)), string(KindEdit))
	}
	p.Retention = days
	return nil
}
