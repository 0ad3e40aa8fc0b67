package health_test

import (
	"os"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "health", Ops: health.Ops, Excuses: refusalsWithoutCases}

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the area's tests.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suite can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("UnknownOption RepeatedOption UnsupportedOption InvalidTop InvalidCount InvalidPageSize", "*", "TestOddQueries", "no method writes such an option"),
	conform.Excused("SelectUnknownProperty InvalidSelect UnsupportedQuery NotCollection", "*", "TestOddQueries", "the client selects nothing, and expands what there is"),
	conform.Excused("InvalidOrder UnsupportedOrder", "*", "TestOddQueries", "the methods take no order"),
	conform.Excused("UnknownQueryProperty InvalidFilter UnsupportedFilter UnsupportedFunction DateMismatch", "*", "TestOddQueries", "most methods write their conditions themselves"),
	conform.Excused("Missing", "Issues.OfService Issues.OneOfService Issues.ReportOfService", "TestBelowServices", "no method performs it"),
	conform.Excused("ParameterMissing", "Viewpoints.*", "TestOddBodies", "the client always sends the list, and one that is not empty"),
}
