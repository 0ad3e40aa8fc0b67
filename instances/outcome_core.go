package instances

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// What happens to an environment besides its own row. Who keeps something of an
// environment handles them ([tenant.On]).
type (
	// contentCopied: the target has what the source had; by a restore both may be one.
	contentCopied struct{ Source, Target tenant.Key }
	// contentReset: everything on it is gone.
	contentReset struct{ ID tenant.Key }
	// environmentPurged: it is gone for good.
	environmentPurged struct{ ID tenant.Key }
)

// apply makes what an operation did, which has succeeded.
func apply(tx *tenant.Tx, o *operationRow, r *environmentRow) error {
	p, kept := &o.Plan, r.retention()
	switch o.Kind {
	case KindCreate, KindProvision:
		r.Provisioning, r.Database.State, r.Failed = "", "", ""
	case KindEdit:
		if err := p.edit(tx, r); err != nil {
			return err
		}
	case KindConvert:
		r.Type = p.Type
		if r.Type == Sandbox {
			r.Retention = 0
			r.BackupsSince = latest(r.BackupsSince, toSecond(tx).Add(-week))
		}
		if err := trimBackups(tx, r); err != nil {
			return err
		}
	case KindCopy, KindRestore:
		r.Failed = ""
		if err := p.edit(tx, r); err != nil {
			return err
		}
		if o.Kind == KindCopy {
			// What was backed up is of the other content.
			r.BackupsSince, r.Database.Past = toSecond(tx), nil
		} else {
			r.remember(tx)
		}
		if p.Content != nil {
			r.Database.contentRow = *p.Content
		}
		r.close()
		source := o.Source
		if source.IsZero() {
			source = r.ID
		}
		if err := tenant.Emit(tx, contentCopied{source, r.ID}); err != nil {
			return err
		}
	case KindBackup:
		if err := finishBackup(tx, p.Backup); err != nil {
			return err
		}
	case KindReset:
		r.Failed = ""
		if err := p.edit(tx, r); err != nil {
			return err
		}
		r.Database.contentRow = *p.Content
		r.BackupsSince, r.Database.Past = toSecond(tx), nil
		deleteBackups(tx, r.ID)
		if err := tenant.Emit(tx, contentReset{r.ID}); err != nil {
			return err
		}
	case KindDelete:
		r.Provisioning, r.Deleted, r.Purge = p.Provisioning, now(tx), now(tx).Add(r.kept())
		if err := tx.Schedule(r.Purge, jobPurge, purgeArgs{r.ID, r.Purge}); err != nil {
			return err
		}
	case KindRecover:
		r.Deleted, r.Purge = time.Time{}, time.Time{}
		if r.Database != nil {
			r.close()
		}
	case KindEnableManaged, KindDisableManaged:
		r.Managed = p.Managed
		if !r.Managed {
			r.Retention = 0
		}
		if err := trimBackups(tx, r); err != nil {
			return err
		}
	case KindEnable:
		r.setRuntime(RuntimeEnabled)
	case KindDisable:
		r.setRuntime(RuntimeDisabled)
	default:
	}
	if r.retention() > kept {
		// More is kept from now on; what is gone does not come back.
		r.BackupsSince = latest(r.BackupsSince, toSecond(tx).Add(-kept))
	}
	return r.put(tx)
}

// revert takes back what an operation began, which has failed.
func revert(tx *tenant.Tx, o *operationRow, r *environmentRow) error {
	p := &o.Plan
	if p.Domain != "" {
		if err := handBack(tx, hostOf(r.Location, p.Domain), p.DomainUntil); err != nil {
			return err
		}
	}
	switch o.Kind {
	case KindCreate:
		releaseDomain(tx, r.host())
		tenant.In(tx, &environments).Delete(r.ID)
		return nil
	case KindProvision:
		releaseDomain(tx, r.host())
		r.Provisioning, r.Database = ProvisioningFailed, nil
	case KindCopy, KindRestore:
		r.Failed = o.Kind
	case KindBackup:
		tenant.In(tx, &backups).Delete(p.Backup)
	case KindDelete:
		r.Provisioning = p.Provisioning
	case KindRecover:
		if !now(tx).Before(r.Purge) {
			return purge(tx, r)
		}
	default:
	}
	return r.put(tx)
}

// close begins administration mode without background operations: as a copy, a restore
// and a recovery leave an environment. One that is disabled stays so.
func (r *environmentRow) close() {
	if r.runtime() != RuntimeDisabled {
		r.setRuntime(RuntimeAdminMode)
	}
	r.Database.setBackground(BackgroundDisabled)
}

// edit makes the plan's changes.
func (p *planRow) edit(tx *tenant.Tx, r *environmentRow) error {
	if p.Name != nil {
		r.Name = *p.Name
	}
	if p.Description != nil {
		r.Description = *p.Description
	}
	if p.Cadence != "" {
		r.Cadence = p.Cadence
	}
	if p.EnvGroup != nil {
		r.Group = *p.EnvGroup
	}
	if p.Runtime != "" {
		r.setRuntime(p.Runtime)
	}
	if p.Retention != 0 {
		r.Retention = p.Retention
		if err := trimBackups(tx, r); err != nil {
			return err
		}
	}
	if r.Database == nil {
		return nil
	}
	r.Database.Modified = now(tx)
	if p.Background != "" {
		r.Database.setBackground(p.Background)
	}
	if p.Group != nil {
		r.Database.Group = *p.Group
	}
	if p.Domain != "" && p.Domain != r.Database.Domain {
		if err := retireDomain(tx, r.host()); err != nil {
			return err
		}
		r.Database.Domain = p.Domain
	}
	return nil
}

// jobPurge is an environment going out of the bin for good.
const jobPurge = "environment purge"

type purgeArgs struct {
	ID tenant.Key `json:"id"`
	At time.Time  `json:"at"`
}

// timeOver is the job: it does nothing for one that was recovered, and for one that is
// about to be.
func timeOver(tx *tenant.Tx, args purgeArgs) error {
	r, ok := tenant.In(tx, &environments).Get(args.ID)
	if !ok || !r.Purge.Equal(args.At) || !r.Busy.IsZero() {
		return nil
	}
	return purge(tx, r)
}

// purge takes an environment away for good.
func purge(tx *tenant.Tx, r *environmentRow) error {
	if r.Database != nil {
		if err := retireDomain(tx, r.host()); err != nil {
			return err
		}
	}
	deleteBackups(tx, r.ID)
	tenant.In(tx, &environments).Delete(r.ID)
	return tenant.Emit(tx, environmentPurged{r.ID})
}
