package centraltest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the services, as the contract has them. They are written here once more
// on purpose: a suite that read them from the implementation would find every mistake in
// them right.

// noFamily is the refusal of a family that the tenant does not have.
func noFamily(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "applicationTypeDoesNotExist", Status: 404, Op: op}
}

// noEnvironment is the refusal of a name that no environment has.
func noEnvironment(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "EnvironmentNotFound", Status: 404, Op: op}
}

// missing is the refusal of what else does not exist.
func missing(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: "ResourceDoesNotExist", Status: 404, Op: op}
}

// invalid is the refusal of something that breaks a rule of updates, or of apps.
func invalid(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: "EntityValidationFailed", Status: 400, Op: op}
}

// input is the refusal of a value that is missing or none that is offered.
func input(op string, property ...string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Op: op, Properties: property}
}

// coded is a refusal with status 400 and a code that means one thing.
func coded(kind error, code, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: code, Status: 400, Op: op}
}

// plainly is a refusal of which only the kind is known: one that needs no service, or one
// whose words nobody has recorded.
func plainly(kind error, op string) conform.Refusal { return conform.Refusal{Kind: kind, Op: op} }

// says checks that the service's text holds the words, in any letter case.
func says(c *run, err error, words string) {
	c.Helper()
	e, ok := errors.AsType[*admin365.Error](err)
	if ok && !strings.Contains(strings.ToLower(e.Message), strings.ToLower(words)) {
		c.Errorf("Message is %q, without %q", e.Message, words)
	}
}

// saysPast are the words of a date that has passed, which programs look for.
const saysPast = "selected date time in the past"

// The operations of environments.
const (
	opList    = "instances.CentralEnvironments.List"
	opListAll = "instances.CentralEnvironments.ListAll"
	opGet     = "instances.CentralEnvironments.Get"
	opCreate  = "instances.CentralEnvironments.Create"
	opCopy    = "instances.CentralEnvironments.Copy"
	opRename  = "instances.CentralEnvironments.Rename"
	opDelete  = "instances.CentralEnvironments.Delete"
	opRecover = "instances.CentralEnvironments.Recover"
	opRestart = "instances.CentralEnvironments.Restart"

	opPeriods   = "instances.CentralBackups.Periods"
	opRestore   = "instances.CentralBackups.Restore"
	opUsed      = "instances.CentralCapacity.Used"
	opUsedByAll = "instances.CentralCapacity.UsedByAll"
	opQuotas    = "instances.CentralCapacity.Quotas"
	opFamilies  = "instances.CentralCatalogue.Families"
	opVersions  = "instances.CentralCatalogue.Versions"
	opZones     = "instances.CentralCatalogue.TimeZones"

	opOperations    = "instances.CentralOperations.List"
	opAllOperations = "instances.CentralOperations.All"
	opOperation     = "instances.CentralOperations.Get"
	opOfApp         = "instances.CentralOperations.GetOfApp"
	opCancel        = "instances.CentralOperations.Cancel"
	opCancelOfApp   = "instances.CentralOperations.CancelOfApp"
)

// Those of what is inside, and of updates.
const (
	opWindow    = "instances.CentralSettings.Window"
	opSetWindow = "instances.CentralSettings.SetWindow"
	opCadence   = "instances.CentralSettings.SetAppUpdateCadence"
	opKey       = "instances.CentralSettings.SetTelemetryKey"

	opGroup       = "instances.CentralAccess.SecurityGroup"
	opSetGroup    = "instances.CentralAccess.SetSecurityGroup"
	opClearGroup  = "instances.CentralAccess.ClearSecurityGroup"
	op365         = "instances.CentralAccess.Microsoft365"
	opSet365      = "instances.CentralAccess.SetMicrosoft365"
	opPartners    = "instances.CentralAccess.Partners"
	opSetPartners = "instances.CentralAccess.SetPartners"

	opApps          = "instances.CentralApps.List"
	opAvailable     = "instances.CentralApps.Available"
	opAppUpdate     = "instances.CentralApps.Update"
	opAppInstall    = "instances.CentralApps.Install"
	opAppUninstall  = "instances.CentralApps.Uninstall"
	opAppOperations = "instances.CentralApps.Operations"

	opUpdates    = "instances.CentralUpdates.List"
	opSelect     = "instances.CentralUpdates.Select"
	opReschedule = "instances.CentralUpdates.Reschedule"
	opDecline    = "instances.CentralUpdates.Decline"

	opRecipients   = "instances.CentralRecipients.List"
	opRecipient    = "instances.CentralRecipients.Add"
	opNoRecipient  = "instances.CentralRecipients.Remove"
	opAuthorized   = "instances.CentralAuthorizedApps.List"
	opAuthorize    = "instances.CentralAuthorizedApps.Add"
	opUnauthorized = "instances.CentralAuthorizedApps.Remove"
)

// Those of Finance and Operations.
const (
	opFinOpsList     = "instances.FinOpsUpdates.List"
	opFinOpsApply    = "instances.FinOpsUpdates.Apply"
	opFinOpsGet      = "instances.FinOpsUpdates.Get"
	opFinOpsSchedule = "instances.FinOpsUpdates.Schedule"
	opFinOpsCancel   = "instances.FinOpsUpdates.Cancel"

	opProperties     = "instances.FinOpsSettings.Properties"
	opMaintenance    = "instances.FinOpsSettings.Maintenance"
	opSetMaintenance = "instances.FinOpsSettings.SetMaintenance"
	opFailures       = "instances.FinOpsSettings.Failures"
)

// refusal shortens the cases.
type refusal = conform.Refusal

// past, late and running are the refusals of a date that has passed, of one that is too
// late, and of a change of what runs.
func past(op string) refusal    { return invalid(admin365.ErrInvalid, op) }
func late(op string) refusal    { return invalid(admin365.ErrInvalid, op) }
func running(op string) refusal { return invalid(admin365.ErrBusy, op) }

// refusesBoth checks that a version is refused to be selected and to be rescheduled.
func refusesBoth(c *run, id envID, t instances.Target, s instances.Schedule, want func(op string) refusal) {
	c.Helper()
	_, err := c.S.Service.Central.Updates.Select(c.Context(), id, t, s)
	c.Refused(err, want(opSelect))
	_, err = c.S.Service.Central.Updates.Reschedule(c.Context(), id, t, s)
	c.Refused(err, want(opReschedule))
}

// explained checks that a refusal says what is to be done instead.
func explained(c *run, err error) {
	c.Helper()
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.Message == "" {
		c.Errorf("it says nothing about what to do instead")
	}
}
