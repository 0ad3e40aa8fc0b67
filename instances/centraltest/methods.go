package centraltest

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// target is what the methods are called on.
type target struct {
	central    envID
	finOps     instances.EnvironmentID
	app        admin365.AppID
	operation  admin365.OperationID
	finOpsOp   admin365.OperationID
	group      admin365.GroupID
	authorized admin365.AppID
	// to is a name that nothing has.
	to string
}

// method is one method, called in the simplest way that works.
type method struct {
	op string
	// offline is set where the method sends nothing.
	offline bool
	call    func(ctx context.Context, s *instances.Service, at target) error
}

// part is the half of the service that the method belongs to.
func (m method) part() string {
	if strings.HasPrefix(m.op, "instances.FinOps") {
		return HasFinOps
	}
	return HasCentral
}

// methods are those of the halves that the subject has.
func (s tenant) methods() []method {
	return slices.DeleteFunc(methods(), func(m method) bool { return s.missing(m.part()) != "" })
}

func methods() []method {
	return slices.Concat(environmentMethods(), insideMethods(), finOpsMethods())
}

// drained is the error of a list.
func drained[V any](list iter.Seq2[*V, error]) error {
	_, err := conform.Collect(list)
	return err
}

// second drops what a method answers beside its error.
func second[V any](_ V, err error) error { return err }

func environmentMethods() []method {
	type (
		ctx = context.Context
		svc = *instances.Service
	)
	return []method{
		{op: opList, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Environments.List(c, "")) }},
		{op: opGet, call: func(c ctx, s svc, t target) error { return second(s.Central.Environments.Get(c, t.central)) }},
		{op: opCreate, call: func(c ctx, s svc, t target) error {
			n := instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}
			return second(s.Central.Environments.Create(c, instances.Central(t.to), n))
		}},
		{op: opCopy, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Environments.Copy(c, t.central, instances.CentralCopy{Name: t.to, Type: instances.Sandbox}))
		}},
		{op: opRename, call: func(c ctx, s svc, t target) error { return second(s.Central.Environments.Rename(c, t.central, t.to)) }},
		{op: opDelete, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Environments.Delete(c, t.central, instances.Expect{Name: t.central.Name, Type: instances.Production}))
		}},
		{op: opRecover, call: func(c ctx, s svc, t target) error { return second(s.Central.Environments.Recover(c, t.central)) }},
		{op: opRestart, offline: true, call: func(c ctx, s svc, t target) error { return second(s.Central.Environments.Restart(c, t.central)) }},
		{op: opPeriods, call: func(c ctx, s svc, t target) error { return drained(s.Central.Backups.Periods(c, t.central)) }},
		{op: opRestore, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Backups.Restore(c, t.central, instances.CentralRestore{Name: t.to, Type: instances.Sandbox, PointInTime: Start()}))
		}},
		{op: opUsed, call: func(c ctx, s svc, t target) error { return second(s.Central.Capacity.Used(c, t.central)) }},
		{op: opUsedByAll, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Capacity.UsedByAll(c)) }},
		{op: opQuotas, call: func(c ctx, s svc, _ target) error { return second(s.Central.Capacity.Quotas(c)) }},
		{op: opFamilies, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Catalogue.Families(c)) }},
		{op: opVersions, call: func(c ctx, s svc, _ target) error {
			return second(s.Central.Catalogue.Versions(c, "", "DK", instances.RingProduction))
		}},
		{op: opZones, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Catalogue.TimeZones(c)) }},
		{op: opOperations, call: func(c ctx, s svc, t target) error { return drained(s.Central.Operations.List(c, t.central)) }},
		{op: opAllOperations, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Operations.All(c, "")) }},
		{op: opOperation, call: func(c ctx, s svc, t target) error { return second(s.Central.Operations.Get(c, t.known())) }},
		{op: opCancel, call: func(c ctx, s svc, t target) error { return second(s.Central.Operations.Cancel(c, t.known())) }},
	}
}

// known is an operation, or where none is given what looks like one.
func (t target) known() admin365.OperationID {
	if t.operation != "" {
		return t.operation
	}
	return "businesscentral:/applications/BusinessCentral/environments/x/operations/" + admin365.OperationID(nobody())
}

func insideMethods() []method {
	type (
		ctx = context.Context
		svc = *instances.Service
	)
	return []method{
		{op: opWindow, call: func(c ctx, s svc, t target) error { return second(s.Central.Settings.Window(c, t.central)) }},
		{op: opSetWindow, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Settings.SetWindow(c, t.central, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"}))
		}},
		{op: opCadence, call: func(c ctx, s svc, t target) error {
			return s.Central.Settings.SetAppUpdateCadence(c, t.central, instances.AppUpdatesDuringMajor)
		}},
		{op: opKey, call: func(c ctx, s svc, t target) error {
			return s.Central.Settings.SetTelemetryKey(c, t.central, admin365.NewSecret("InstrumentationKey=x"))
		}},
		{op: opGroup, call: func(c ctx, s svc, t target) error { return second(s.Central.Access.SecurityGroup(c, t.central)) }},
		{op: opSetGroup, call: func(c ctx, s svc, t target) error { return s.Central.Access.SetSecurityGroup(c, t.central, t.group) }},
		{op: opClearGroup, call: func(c ctx, s svc, t target) error { return s.Central.Access.ClearSecurityGroup(c, t.central) }},
		{op: op365, call: func(c ctx, s svc, t target) error { return second(s.Central.Access.Microsoft365(c, t.central)) }},
		{op: opSet365, call: func(c ctx, s svc, t target) error { return s.Central.Access.SetMicrosoft365(c, t.central, true) }},
		{op: opPartners, call: func(c ctx, s svc, t target) error { return second(s.Central.Access.Partners(c, t.central)) }},
		{op: opSetPartners, call: func(c ctx, s svc, t target) error {
			return s.Central.Access.SetPartners(c, t.central, instances.PartnerAccess{Status: instances.PartnersNone})
		}},
		{op: opApps, call: func(c ctx, s svc, t target) error { return drained(s.Central.Apps.List(c, t.central)) }},
		{op: opAvailable, call: func(c ctx, s svc, t target) error { return drained(s.Central.Apps.Available(c, t.central)) }},
		{op: opAppUpdate, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Apps.Update(c, t.central, t.app, instances.CentralAppChange{Version: "3.1.0.0"}))
		}},
		{op: opAppInstall, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Apps.Install(c, t.central, t.app, instances.NewCentralApp{AcceptTerms: true}))
		}},
		{op: opAppUninstall, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Apps.Uninstall(c, t.central, t.app, instances.CentralAppRemoval{}))
		}},
		{op: opAppOperations, call: func(c ctx, s svc, t target) error { return drained(s.Central.Apps.Operations(c, t.central, t.app)) }},
		{op: opUpdates, call: func(c ctx, s svc, t target) error { return drained(s.Central.Updates.List(c, t.central)) }},
		{op: opSelect, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Updates.Select(c, t.central, ga("26.5"), instances.Schedule{IgnoreWindow: new(true)}))
		}},
		{op: opReschedule, call: func(c ctx, s svc, t target) error {
			return second(s.Central.Updates.Reschedule(c, t.central, ga("27.0"), instances.Schedule{IgnoreWindow: new(true)}))
		}},
		{op: opDecline, offline: true, call: func(c ctx, s svc, t target) error { return s.Central.Updates.Decline(c, t.central, ga("26.5")) }},
		{op: opRecipients, call: func(c ctx, s svc, _ target) error { return drained(s.Central.Recipients.List(c)) }},
		{op: opRecipient, call: func(c ctx, s svc, _ target) error {
			return second(s.Central.Recipients.Add(c, instances.NewCentralRecipient{Email: "nobody@example.com", Name: "Nobody"}))
		}},
		{op: opNoRecipient, call: func(c ctx, s svc, _ target) error {
			return s.Central.Recipients.Remove(c, instances.RecipientID(nobody()))
		}},
		{op: opAuthorized, call: func(c ctx, s svc, _ target) error { return drained(s.Central.AuthorizedApps.List(c)) }},
		{op: opAuthorize, call: func(c ctx, s svc, t target) error { return second(s.Central.AuthorizedApps.Add(c, t.stranger())) }},
		{op: opUnauthorized, call: func(c ctx, s svc, t target) error { return s.Central.AuthorizedApps.Remove(c, t.stranger()) }},
	}
}

// stranger is an application that is on no list, unless one is given.
func (t target) stranger() admin365.AppID {
	if t.authorized != "" {
		return t.authorized
	}
	return admin365.AppID(nobody())
}

func finOpsMethods() []method {
	type (
		ctx = context.Context
		svc = *instances.Service
	)
	return []method{
		{op: opFinOpsList, call: func(c ctx, s svc, t target) error { return drained(s.FinOps.Updates.List(c, t.finOps)) }},
		{op: opFinOpsApply, call: func(c ctx, s svc, t target) error { return second(s.FinOps.Updates.Apply(c, t.finOps, "10.0.48.7")) }},
		{op: opFinOpsGet, call: func(c ctx, s svc, t target) error {
			id := t.finOpsOp
			if id == "" {
				id = "powerplatform:/dynamics/environments/x/operations/" + admin365.OperationID(nobody())
			}
			return second(s.FinOps.Updates.Get(c, id))
		}},
		{op: opFinOpsSchedule, offline: true, call: func(c ctx, s svc, t target) error {
			return second(s.FinOps.Updates.Schedule(c, t.finOps, "10.0.48.7", instances.Schedule{At: Start()}))
		}},
		{op: opFinOpsCancel, offline: true, call: func(c ctx, s svc, t target) error { return second(s.FinOps.Updates.Cancel(c, t.finOpsOp)) }},
		{op: opProperties, call: func(c ctx, s svc, t target) error { return second(s.FinOps.Settings.Properties(c, t.finOps)) }},
		{op: opMaintenance, call: func(c ctx, s svc, t target) error { return second(s.FinOps.Settings.Maintenance(c, t.finOps)) }},
		{op: opSetMaintenance, call: func(c ctx, s svc, t target) error {
			every := instances.FinOpsEveryUpdate
			return second(s.FinOps.Settings.SetMaintenance(c, t.finOps, instances.FinOpsMaintenancePatch{Cadence: &every}))
		}},
		{op: opFailures, call: func(c ctx, s svc, t target) error { return drained(s.FinOps.Settings.Failures(c, t.finOps, 0)) }},
	}
}
