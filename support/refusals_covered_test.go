package support_test

import (
	"os"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "support", Ops: support.Ops, Excuses: refusalsWithoutCases}

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the area's tests.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suite can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("BadTop BadTopCommunications BadSkipToken", "*.List", "TestOddQueries", "the client asks for pages as they may be, and takes the links as they come"),
	conform.Excused("BadProperty", "PartnerTickets.*", "TestOddQueries", "the client asks for pages and states as they may be"),
	conform.Excused("ValueMissing EmptyPatch BadFile BadFileName BadValue BadProperty", "*", "TestOddBodies", "the client says so before it sends anything"),
	conform.Excused("NoSubscription NotRegistered NoOperation", "Operations.Result", "TestOddQueries", "for strangers alone"),
	conform.Excused("UpdateDenied", "*", "", "it stands for texts of the service that are not known; TestUnknownDenial"),
}
