package admin_test

import (
	"os"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "admin", Ops: admin.SettingsOperations, Excuses: refusalsWithoutCases}

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the tests of the settings.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suite can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("UnknownOption RepeatedOption UnsupportedOption UnsupportedQuery InvalidCount NotCollection", "*", odd, "no method writes such an option"),
	conform.Excused("InvalidSelect SelectUnknownProperty", "*", odd, "the client selects what it knows"),
	conform.Excused("InvalidPageToken InvalidTop InvalidPageSize InvalidOrder UnsupportedOrder SearchNeedsHeader", "*", odd, "the methods take no size of a page, no order and no search"),
	conform.Excused("InvalidFilter UnknownQueryProperty UnsupportedFilter UnsupportedFunction", "*", odd, "the methods take no condition"),
	conform.Excused("InvalidSearch UnsupportedOperator TooManyClauses", "*", "", "nothing of the settings is searched, filtered or ordered, which is refused before"),
	conform.Excused("UnknownProperty PropertyReadOnly", "*.Update *.TurnOn *.TurnOff", odd, "a patch has fields for what can be written"),
	conform.Excused("UnknownProperty PropertyReadOnly ValueRequired", "Domains.Add", odd, "the method sends the name and nothing else"),
	conform.Excused("UnknownProperty", "Domains.Verify Domains.Promote Domains.ForceDelete", "TestSettingsBodies", "the methods send the parameters that there are"),
	conform.Excused("InvalidValue", "DirectorySync.Turn*", odd, "the method sends one truth value"),
	conform.Excused("ResourceNotFound", "Organization.GetByID Organization.Update DirectorySync.*", odd, "the methods address the tenant's own"),
	conform.Excused("ResourceNotFound", "TenantInformation.*", "TestTenantInformation", "no method of ours performs it"),
	conform.Excused("MethodNotFound", "AuthenticationMethods.GetMethod", odd, "no method of ours performs it"),
	conform.Excused("TooManyReferences", "Domains.ForceDelete", "TestForceDeleteLimit", "a thousand people are too many for a tenant that is not ours"),
}

// odd is the test of what strangers send.
const odd = "TestSettingsOddRequests"
