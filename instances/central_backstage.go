package instances

import (
	"context"
	"maps"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// CentralBackstage is what Microsoft does to the environments of Business Central of a
// tenant in memory. Nothing of it exists in the real service's API.
type CentralBackstage struct{ tenant *tenant.Tenant }

// Release releases a version now: existing environments can be brought to it at once. One
// that was selected before gets its date three days on. Microsoft's calendar, by which
// versions are released otherwise, is that of [CentralUpdates]; a version outside of it is
// added. It fails with [admin365.ErrInvalid] for what is no version such as "27.3".
func (b *CentralBackstage) Release(ctx context.Context, t Target) error {
	return b.do(ctx, func(tx *tenant.Tx) error { return setRelease(tx, t, tx.Now()) })
}

// Delay puts the release of a version off to a time.
func (b *CentralBackstage) Delay(ctx context.Context, t Target, until time.Time) error {
	return b.do(ctx, func(tx *tenant.Tx) error { return setRelease(tx, t, until) })
}

func setRelease(tx *tenant.Tx, t Target, from time.Time) error {
	if _, _, ok := splitVersion(t.Version); !ok {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: t.Version, Message: `a version is such as "27.3"`}
	}
	k := keyOf(t)
	id := tenant.NameKey("central release", k.Version+" "+string(k.kind()))
	if err := tenant.In(tx, &centralReleases).Put(&centralReleaseRow{ID: id, Release: k, From: from.UTC()}); err != nil {
		return err
	}
	return replan(tx)
}

// replan has every environment look at what is released.
func replan(tx *tenant.Tx) error {
	for row := range tenant.In(tx, &centrals).All() {
		next := *row
		if next.Status != CentralActive {
			continue
		}
		if err := next.plan(tx); err != nil {
			return err
		}
	}
	return nil
}

// Hold holds the version back that an environment gets next, or lets it go again
// ([RolloutActive]): one that is held back on its day is put off by a week. It fails with
// [admin365.ErrPrecondition] where none is scheduled.
func (b *CentralBackstage) Hold(ctx context.Context, id CentralEnvironmentID, s RolloutStatus) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *centralRow) error {
		p := row.selectedPlan()
		if p == nil || p.At.IsZero() {
			return notSo(id, "no update is scheduled")
		}
		p.Hold = s
		row.put(*p)
		return row.plan(tx)
	})
}

// StartUpdate begins the update that an environment gets next now, whatever its date. It
// fails with [admin365.ErrPrecondition] where no version is selected that is released, and
// where something runs on the environment.
func (b *CentralBackstage) StartUpdate(ctx context.Context, id CentralEnvironmentID) (op *admin365.Operation, err error) {
	err = b.change(ctx, id, func(tx *tenant.Tx, row *centralRow) error {
		p := row.selectedPlan()
		if row.Status != CentralActive || !row.Operation.IsZero() {
			return notSo(id, "the environment is not free")
		}
		if p == nil || !releaseOf(tx, p.Release).released(tx.Now()) {
			return notSo(id, "no version is selected that is released")
		}
		p.At = tx.Now()
		if err := row.startUpdate(tx, *p); err != nil {
			return err
		}
		o, _ := tenant.In(tx, &centralOperations).Get(row.Operation)
		op = &o.wire(tx).operation(row.Family).Operation
		return nil
	})
	return op, err
}

// FinishUpdate has the update that runs on an environment succeed now, and FailUpdate has
// it fail, with what the service says of it: the environment is as it was then, and the
// update is scheduled a week on. They fail with [admin365.ErrPrecondition] where none runs.
func (b *CentralBackstage) FinishUpdate(ctx context.Context, id CentralEnvironmentID) error {
	return b.endUpdate(ctx, id, statusSucceeded, "")
}

// FailUpdate is described at [CentralBackstage.FinishUpdate].
func (b *CentralBackstage) FailUpdate(ctx context.Context, id CentralEnvironmentID, why string) error {
	return b.endUpdate(ctx, id, statusFailed, why)
}

func (b *CentralBackstage) endUpdate(ctx context.Context, id CentralEnvironmentID, status, why string) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *centralRow) error {
		o, ok := tenant.In(tx, &centralOperations).Get(row.Operation)
		if !ok || o.Kind != CentralKindUpdate {
			return notSo(id, "no update is running")
		}
		return o.finish(tx, status, why)
	})
}

// Finish has an operation of an environment or of an app succeed now. It fails with
// [admin365.ErrPrecondition] for one that has ended.
func (b *CentralBackstage) Finish(ctx context.Context, id admin365.OperationID) error {
	return b.end(ctx, id, statusSucceeded, "")
}

// Fail has it fail, with what the service says of it.
func (b *CentralBackstage) Fail(ctx context.Context, id admin365.OperationID, why string) error {
	return b.end(ctx, id, statusFailed, why)
}

func (b *CentralBackstage) end(ctx context.Context, id admin365.OperationID, status, why string) error {
	call, _, err := parseCentralOperation(id)
	if err != nil {
		return err
	}
	return b.do(ctx, func(tx *tenant.Tx) error {
		o, err := centralOperationOf(tx, Family(call.IDs[0]), call.IDs[len(call.IDs)-1])
		if err != nil {
			return err
		}
		if o.ended() {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "the operation has ended already"}
		}
		return o.finish(tx, status, why)
	})
}

// SetDuration says how long operations of a kind take from now on; zero is as usual. An
// update that takes longer than its window is stopped at the window's end.
func (b *CentralBackstage) SetDuration(ctx context.Context, kind OperationKind, d time.Duration) error {
	return b.setTenant(ctx, func(t *centralTenantRow) {
		durations := map[OperationKind]time.Duration{}
		maps.Copy(durations, t.Durations)
		durations[kind] = d
		if d == 0 {
			delete(durations, kind)
		}
		t.Durations = durations
	})
}

// SetQuotas says how many environments the tenant may have and how much storage, in
// kilobytes. What it has stays, even where that is more.
func (b *CentralBackstage) SetQuotas(ctx context.Context, production, sandbox int, kilobytes int64) error {
	return b.setTenant(ctx, func(t *centralTenantRow) {
		t.Production, t.Sandbox, t.Default, t.Licenses, t.Additional = production, sandbox, kilobytes, 0, 0
	})
}

// SetStorage says how much an environment uses, in kilobytes, or [StorageUnknown].
func (b *CentralBackstage) SetStorage(ctx context.Context, id CentralEnvironmentID, kilobytes int64) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *centralRow) error {
		row.Kilobytes = kilobytes
		return tenant.In(tx, &centrals).Put(row)
	})
}

// SetStatus gives an environment a status, whatever it is: one that Microsoft puts it into,
// or one that nobody knows. What runs on it goes on.
func (b *CentralBackstage) SetStatus(ctx context.Context, id CentralEnvironmentID, s CentralStatus) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *centralRow) error {
		row.Status = s
		if s == CentralSoftDeleted && row.Gone.IsZero() {
			row.Former, row.Deleted, row.Gone = row.Name, tx.Now(), tx.Now().Add(binAge)
		}
		return row.plan(tx)
	})
}

// AddEnvironment adds an environment that is there at once, whatever the quotas: of any
// type, country and ring. Its version is a whole one, or its first two parts, such as
// "26.4". It fails with [admin365.ErrInvalid] for what is no version, and with
// [admin365.ErrConflict] where the name is taken.
func (b *CentralBackstage) AddEnvironment(ctx context.Context, e CentralEnvironment) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if _, _, ok := splitVersion(e.ApplicationVersion); !ok || e.Name == "" {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: e.Name, Message: "an environment has a name and a version"}
		}
		family, err := familyOf(e.ID().family())
		if err != nil {
			return err
		}
		if err := checkFree(tx, family, e.Name); err != nil {
			return err
		}
		major, minor, _ := splitVersion(e.ApplicationVersion)
		r := centralRelease{releaseKey: releaseKey{Version: versionOf(major, minor)}, major: major, minor: minor}
		row := newCentral(tx, tx.NewKey(), family, e.Name, e.Type, e.CountryCode, r)
		if e.RingName != "" {
			row.Ring = e.RingName
		}
		if err := row.installFirst(tx); err != nil {
			return err
		}
		return row.plan(tx)
	})
}

// CentralAppRelease is a version of an app that its publisher offers.
type CentralAppRelease struct {
	ID              admin365.AppID
	Name, Publisher string
	Version         string
	Preview         bool
	// Needs are the apps that it needs, by their ids, with the lowest version that does.
	Needs map[admin365.AppID]string
}

// ReleaseApp has a publisher offer a version of an app in the Marketplace.
func (b *CentralBackstage) ReleaseApp(ctx context.Context, r CentralAppRelease) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		key, ok := tenant.ParseKey(string(r.ID))
		if !ok || r.Name == "" || r.Version == "" {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(r.ID), Message: "an app has an id, a name and a version"}
		}
		row := &appReleaseRow{
			ID: tenant.NameKey("app release", key.String()+" "+r.Version), App: key, Name: r.Name, Publisher: r.Publisher,
			Version: r.Version, Preview: r.Preview,
		}
		for id, version := range r.Needs {
			need, ok := tenant.ParseKey(string(id))
			if !ok {
				return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(id), Message: "the id of an app is a GUID"}
			}
			row.Needs = append(row.Needs, needRow{need, version})
		}
		return tenant.In(tx, &appReleases).Put(row)
	})
}

func (b *CentralBackstage) setTenant(ctx context.Context, to func(*centralTenantRow)) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		t := centralTenant(tx)
		to(&t)
		return tenant.In(tx, &centralTenants).Put(&t)
	})
}

// change changes an environment.
func (b *CentralBackstage) change(ctx context.Context, id CentralEnvironmentID, to func(*tenant.Tx, *centralRow) error) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		row, err := centralOf(tx, id.family(), id.Name)
		if err != nil {
			return err
		}
		next := *row
		return to(tx, &next)
	})
}

func (b *CentralBackstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}

func notSo(id CentralEnvironmentID, why string) error {
	return &admin365.Error{Kind: admin365.ErrPrecondition, Target: id.String(), Message: why}
}

// parseCentralOperation is the call by which an operation is followed, and whether it is
// one of an app.
func parseCentralOperation(id admin365.OperationID) (call api.Call, app bool, err error) {
	call, _, err = api.ParseOperationID(&opCentralOperationsGet, id)
	if err == nil {
		return call, false, nil
	}
	if ofApp, _, appErr := api.ParseOperationID(&opCentralOperationsGetOfApp, id); appErr == nil {
		return ofApp, true, nil
	}
	// What is none of either was asked of the former.
	return opCentralOperationsGet.At(), false, err
}
