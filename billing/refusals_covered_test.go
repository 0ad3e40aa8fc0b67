package billing_test

import (
	"os"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "billing", Ops: billing.Ops, Excuses: refusalsWithoutCases}

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the area's tests.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suite can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("UnknownOption RepeatedOption UnsupportedOption InvalidCount InvalidSearch SearchNeedsHeader", "*", "TestOddQueries", "no method writes such an option"),
	conform.Excused("SelectUnknownProperty InvalidSelect NotInCollection UnsupportedQuery", "*", "TestOddQueries", "the client selects what it knows"),
	conform.Excused("InvalidPageToken", "*", "TestOddQueries", "a cursor is the service's own, and the client takes no other"),
	conform.Excused(
		"InvalidFilter UnknownQueryProperty UnsupportedFilter UnsupportedFunction UnsupportedOperator EndsWithNeedsHeader DateMismatch TooManyClauses",
		"*", "TestOddQueries", "the methods write their conditions themselves",
	),
	conform.Excused("InvalidTop InvalidPageSize InvalidOrder UnsupportedOrder", "*", "TestOddQueries", "the methods take no size of a page and no order"),
	conform.Excused("PermissionMissing ReportsRoleMissing PremiumMissing", "GroupLicenses.MembersWithErrors", "TestNeedsOfMembers", "the method asks for nothing that needs more"),
	conform.Excused("ParameterMissing BadLicense", "*.Assign", "TestOddBodies", "the client always sends both lists, and ids alone"),
	conform.Excused("UnknownParameter UnknownMember LicenseTwice", "*.Assign", "TestOddBodies", "the client sends what there is, and each product once"),
}
