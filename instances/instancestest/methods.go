package instancestest

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// What the id of a method names.
const (
	idOfEnvironment = "environment"
	idOfOperation   = "operation"
	idOfBackup      = "backup"
	idOfLocation    = "location"
	idOfSolution    = "application to install"
	idOfWave        = "release wave"
	idOfApp         = "application"
)

// target is what the methods are called on.
type target struct {
	environment, source instances.EnvironmentID
	expect              instances.Expect
	backup              instances.BackupID
	point               time.Time
	operation           admin365.OperationID
	location            string
	domain              string
	solution, wave      string
	app                 admin365.AppID
}

// nowhere is a target that is complete and is not there.
func nowhere() target {
	return target{
		environment: instances.EnvironmentID(nobody()), source: instances.EnvironmentID(nobody()), expect: instances.Expect{Name: "x", Type: instances.Sandbox},
		backup: instances.BackupID(nobody()), point: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), location: "europe", domain: conform.Unique(),
		solution: "Nonsense", wave: "April1999Update", app: admin365.AppID(nobody()),
	}
}

// targetOf is a target on which every method works: a sandbox with a backup, a source, an
// operation that has ended.
func targetOf(c *run) target {
	c.Helper()
	roomy(c)
	e, source := add(c, instances.Sandbox), add(c, instances.Production)
	op := done(c, "changing an environment")(c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("for the case")}))
	b := backup(c, e.ID)
	app := admin365.AppID(nobody())
	_, err := c.S.Service.ManagementApps.Register(c.Context(), app)
	c.Must(err, "registering an application")
	return target{
		environment: e.ID, source: source.ID, expect: e.Expect(), backup: b.ID, point: b.Point, operation: op.ID, location: "europe",
		domain: conform.Unique(), solution: installable(c, e.ID), wave: wave(c, e.ID), app: app,
	}
}

// with returns the target with another id of the kind.
func (t target) with(kind, id string) target {
	switch kind {
	case idOfEnvironment:
		t.environment = instances.EnvironmentID(id)
	case idOfOperation:
		t.operation = admin365.OperationID(id)
	case idOfBackup:
		t.backup = instances.BackupID(id)
	case idOfLocation:
		t.location = id
	case idOfSolution:
		t.solution = id
	case idOfWave:
		t.wave = id
	case idOfApp:
		t.app = admin365.AppID(id)
	default:
	}
	return t
}

// method is one method of the area, called in the simplest way that works.
type method struct {
	op string
	// takes says what its id names; empty if it has none.
	takes string
	// writes is set where it changes the tenant.
	writes bool
	call   func(ctx context.Context, s *instances.Service, at target) error
}

// listed ranges over a list, for its error.
func listed[V any](list iter.Seq2[*V, error]) error {
	_, err := conform.Collect(list)
	return err
}

// only is the error of a method that answers something.
func only[V any](_ V, err error) error { return err }

func methods() []method {
	return append(append(environmentMethods(), overwritingMethods()...), otherMethods()...)
}

func environmentMethods() []method {
	type service = *instances.Service
	return []method{
		{opList, "", false, func(ctx context.Context, s service, _ target) error {
			return listed(s.Environments.List(ctx, instances.EnvironmentQuery{}))
		}},
		{opGet, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return only(s.Environments.Get(ctx, at.environment))
		}},
		{opCreate, "", true, func(ctx context.Context, s service, _ target) error {
			return only(s.Environments.Create(ctx, sample(instances.Sandbox, bare)))
		}},
		{opUpdate, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Environments.Update(ctx, at.environment, instances.EnvironmentPatch{Description: new("changed")}))
		}},
		{opCheckDomain, "", false, func(ctx context.Context, s service, at target) error {
			return s.Environments.CheckDomain(ctx, at.domain, at.location)
		}},
		{opAddDatabase, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.AddDatabase(ctx, at.environment, instances.NewDatabase{}))
		}},
		{opConvert, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.Convert(ctx, at.environment, at.expect, instances.Production))
		}},
		{opCheckDelete, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.CheckDelete(ctx, at.environment))
		}},
		{opDelete, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.Delete(ctx, at.environment, at.expect))
		}},
		{opDeleted, "", false, func(ctx context.Context, s service, _ target) error { return listed(s.Lifecycle.Deleted(ctx)) }},
		{opRecover, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.Recover(ctx, at.environment))
		}},
		{opSetManaged, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Lifecycle.SetManaged(ctx, at.environment, true))
		}},
		{opEnter, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.AdminMode.Enter(ctx, at.environment, instances.AdminModeOptions{}))
		}},
		{opLeave, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.AdminMode.Leave(ctx, at.environment))
		}},
		{opSetBackground, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.AdminMode.SetBackgroundOperations(ctx, at.environment, instances.BackgroundEnabled))
		}},
	}
}

func overwritingMethods() []method {
	type service = *instances.Service
	return []method{
		{opCopy, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Copies.Copy(ctx, at.environment, at.expect, instances.EnvironmentCopy{Source: at.source, Type: instances.MinimalCopy}))
		}},
		{opCopyTargets, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Copies.Targets(ctx, at.environment))
		}},
		{opBackups, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Backups.List(ctx, at.environment))
		}},
		{opBackup, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Backups.Create(ctx, at.environment, instances.NewBackup{Label: "label"}))
		}},
		{opDeleteBackup, idOfBackup, true, func(ctx context.Context, s service, at target) error {
			return s.Backups.Delete(ctx, at.environment, at.backup)
		}},
		{opRestore, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Backups.Restore(ctx, at.environment, at.expect, instances.Restoration{Source: at.environment, Point: at.point}))
		}},
		{opRestoreTargets, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Backups.Targets(ctx, at.environment))
		}},
		{opSetRetention, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Backups.SetRetention(ctx, at.environment, 14*day))
		}},
		{opReset, idOfEnvironment, true, func(ctx context.Context, s service, at target) error {
			return only(s.Resets.Reset(ctx, at.environment, at.expect, instances.EnvironmentReset{}))
		}},
	}
}

func otherMethods() []method {
	type service = *instances.Service
	return []method{
		{opOperation, idOfOperation, false, func(ctx context.Context, s service, at target) error {
			return only(s.Operations.Get(ctx, at.operation))
		}},
		{opOperations, "", false, func(ctx context.Context, s service, at target) error {
			return listed(s.Operations.List(ctx, at.environment))
		}},
		{opDetails, idOfOperation, false, func(ctx context.Context, s service, at target) error {
			return only(s.Operations.Details(ctx, at.operation))
		}},
		{opLocations, "", false, func(ctx context.Context, s service, _ target) error { return listed(s.Catalogue.Locations(ctx)) }},
		{opCurrencies, idOfLocation, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Catalogue.Currencies(ctx, at.location))
		}},
		{opLanguages, idOfLocation, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Catalogue.Languages(ctx, at.location))
		}},
		{opTemplates, idOfLocation, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Catalogue.Templates(ctx, at.location))
		}},
		{opCatalogue, "", false, func(ctx context.Context, s service, _ target) error { return listed(s.Solutions.Catalogue(ctx)) }},
		{opSolutions, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Solutions.List(ctx, at.environment, instances.SolutionQuery{}))
		}},
		{opInstall, idOfSolution, true, func(ctx context.Context, s service, at target) error {
			return only(s.Solutions.Install(ctx, at.environment, at.solution))
		}},
		{opTenantCapacity, "", false, func(ctx context.Context, s service, _ target) error { return only(s.Capacity.Tenant(ctx)) }},
		{opCapacity, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return only(s.Capacity.Environment(ctx, at.environment))
		}},
		{opWarnings, "", false, func(ctx context.Context, s service, _ target) error { return only(s.Capacity.Warnings(ctx)) }},
		{opWaves, idOfEnvironment, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Waves.List(ctx, at.environment))
		}},
		{opEnableWave, idOfWave, true, func(ctx context.Context, s service, at target) error {
			return s.Waves.Enable(ctx, at.environment, at.wave)
		}},
		{opApps, "", false, func(ctx context.Context, s service, _ target) error { return listed(s.ManagementApps.List(ctx)) }},
		{opApp, idOfApp, false, func(ctx context.Context, s service, at target) error {
			return only(s.ManagementApps.Get(ctx, at.app))
		}},
		{opRegister, idOfApp, true, func(ctx context.Context, s service, at target) error {
			return only(s.ManagementApps.Register(ctx, at.app))
		}},
		{opUnregister, idOfApp, true, func(ctx context.Context, s service, at target) error {
			return s.ManagementApps.Unregister(ctx, at.app)
		}},
	}
}

// upper is a name in capital letters.
func upper[T ~string](name T) T { return T(strings.ToUpper(string(name))) }
