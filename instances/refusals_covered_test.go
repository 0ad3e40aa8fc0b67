package instances_test

import (
	"os"
	"slices"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "instances", Ops: everyOp, Suite: "TestConformance TestCentralConformance", Excuses: refusalsWithoutCases}

func everyOp() []*api.Op { return slices.Concat(instances.Ops(), instances.CentralOps()) }

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the area's tests.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suites can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("EnvironmentNotFound", "Environments.CheckDomain", "", "the method asks for a new environment, and names none"),
	conform.Excused("BadDeleteCode", "Lifecycle.Delete", "TestDeleteOnTheWire", "the client always says why"),
	conform.Excused("BadValue", "Lifecycle.SetManaged", "TestOddRequests", "the method takes no value that could be another one"),
	conform.Excused("BadValue", "AdminMode.Enter", "TestCodesOfMaking", "the method takes no value that could be another one"),
	conform.Excused("BadValue", "AdminMode.Leave", "", "the method takes no value that could be another one"),
	conform.Excused("BadValue", "Backups.Restore", "TestOddRequests", "what is missing is refused unsent, and a time is always written well"),
	conform.Excused("WaveUnknownOrganization", "Waves.List", "TestFeaturesOnTheWire", "the environment is looked for first, elsewhere"),
	conform.Excused("WaveUnknownOrganization", "Waves.Enable", "", "the environment is looked for first, elsewhere"),
	conform.Excused("NotFailed", "Lifecycle.AddDatabase", "TestStates", "only what has a database can have failed so"),
	conform.Excused("NotFailed", "Copies.Copy", "TestFailedCopy", "a copy onto what failed is how one mends it; a source that failed is rare"),
	conform.Excused("NotFailed", "Backups.Restore", "", "a source that failed is rare"),

	conform.Excused("CentralUnknownOdd", "Central*", "", "the status was seen at the service; the tenant in memory has the other one"),
	conform.Excused("UpgradeNone", "CentralUpdates.Upgrade", "TestCentralQuirks", "only other clients ask for it"),
	conform.Excused("UpgradeNone", "CentralUpdates.SetUpgrade", "TestOlderUpgrade", "only other clients ask for it"),
	conform.Excused("CentralUnknown", "CentralUpdates.Upgrade", "TestOlderUpgrade", "only other clients ask for it"),
	conform.Excused(
		"CentralNoFamily CentralUnknown CentralNotActive UpgradeNone UpdatePast UpdateLate UpdateIsRunning UpdateGraceLater", "CentralUpdates.*Upgrade",
		"", "only other clients ask for it",
	),
	conform.Excused("UpdateDeselected", "CentralUpdates.Select", "TestCentralQuirks", "no method takes a selection back"),
	conform.Excused("UpdateDeselected", "CentralUpdates.Reschedule", "", "no method takes a selection back"),
	conform.Excused("CentralInput", "CentralUpdates.*", "", "the methods write bodies that are right"),
	conform.Excused("CentralInput", "CentralAccess.SetMicrosoft365", "TestCentralOddRequests", "the method writes a body that is right"),
}
