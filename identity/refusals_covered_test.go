package identity_test

import (
	"os"
	"testing"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// shown is what the tests of this run have shown of the refusals that are declared.
var shown = conform.Shown{Area: "identity", Ops: identity.Ops, Excuses: refusalsWithoutCases}

// TestMain compares it with what is declared when all tests have run.
func TestMain(m *testing.M) { os.Exit(shown.Main(m)) }

// newTest is admin.NewTest for the area's tests.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	return subjects.NewTest(t, &shown)
}

// refusalsWithoutCases are the refusals that no case of the public suite can meet.
var refusalsWithoutCases = []conform.Excuse{
	conform.Excused("ResourceNotFound", "Objects.Get Memberships.Objects Memberships.Check* GroupMemberships.*", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("ParameterMissing", "Objects.GetByIDs Memberships.Objects Memberships.Check*", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("TooManyIDs SecurityOfOthers UnknownObjectType NoQueryOptions", "*", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("SelectUnknownProperty RepeatedOption PermissionMissing ReportsRoleMissing", "Objects.GetByIDs", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("PremiumMissing", "Objects.GetByIDs", "TestObjectsByID", "no method of ours performs it"),
	conform.Excused(
		"UnknownOption RepeatedOption UnsupportedOption InvalidCount NotCollection InvalidSearch SearchNeedsHeader UnsupportedQuery", "*",
		"TestOddQueries", "no method writes such an option",
	),
	conform.Excused("InvalidSelect SelectUnknownProperty NotInCollection", "*", "TestOddQueries", "the client selects what it knows"),
	conform.Excused("InvalidPageToken", "*", "TestOddQueries", "a cursor is the service's own, and the client takes no other"),
	conform.Excused("CountNotSupported", "*.Count *.CountTransitive", "TestOddQueries", "the client always sends the header"),
	conform.Excused(
		"InvalidTop InvalidPageSize",
		"Managers.Reports DeletedGroups.List Group*.List* Memberships.List* Roles.List RoleAssignments.List ActivatedRoles.List RoleTemplates.List *.Count *.CountTransitive",
		"TestOddQueries", "the method takes no size of a page",
	),
	conform.Excused(
		"InvalidFilter UnknownQueryProperty UnsupportedFilter UnsupportedFunction UnsupportedOperator EndsWithNeedsHeader DateMismatch TooManyClauses",
		"Users.Changes Managers.Reports DeletedGroups.List GroupMembers.* GroupOwners.* Memberships.* GroupMemberships.* RoleAssignments.List ActivatedRoles.List RoleTemplates.List",
		"TestOddQueries", "the method takes no condition in the service's language",
	),
	conform.Excused(
		"InvalidOrder UnsupportedOrder",
		"*.Count *.CountTransitive Managers.Reports DeletedGroups.List Group*.List* Memberships.List* Roles.List RoleAssignments.List ActivatedRoles.List RoleTemplates.List",
		"TestOddQueries", "the method takes no order, or none but one that there is",
	),
	conform.Excused("ResyncRequired", "Users.Changes", "TestDeltaForgets", "a tenant that was put back to an earlier day, which the suite cannot do"),
	conform.Excused("PermissionMissing ReportsRoleMissing", "Users.Get Users.Me Users.Changes Managers.*", "TestStrangersRefused", "these methods ask for nothing that needs more"),
	conform.Excused("PremiumMissing KeyMustBeID", "Users.Get Users.Me Managers.*", "TestActivityOnTheWire", "these methods ask for nothing that needs more"),
	conform.Excused(
		"PermissionMissing ReportsRoleMissing PremiumMissing", "DeletedUsers.* GroupMembers.* GroupOwners.* Memberships.* GroupMemberships.* ActivatedRoles.Members Objects.Get",
		"TestNeedsOfRelations", "these methods ask for nothing that needs more",
	),
	conform.Excused("UnknownProperty PropertyReadOnly ProfileAlone", "Users.Update", "TestWriteRefusals", "a patch has fields for what can be written, and none of the profile"),
	conform.Excused("UnknownProperty PropertyReadOnly", "Groups.Update", "TestGroupOddBodies", "a patch has fields for what can be written"),
	conform.Excused("PropertyReadOnly", "Roles.Create", "TestRoleDefinitionsOnTheWire", "a new role has fields for what can be written"),
	conform.Excused("PropertyReadOnly", "ActivatedRoles.Activate", "TestActivation", "the method sends the id of the role and nothing else"),
	conform.Excused("UnknownProperty OneScope ValueRequired", "RoleAssignments.Create", "TestAssignmentRefusals", "a new assignment has fields for what can be written, and sends all of them"),
	conform.Excused("UnknownProperty PropertyReadOnly ProfileAlone", "*", "TestStrangersRefused", "what is created has fields for what can be written"),
	conform.Excused("ValueRequired", "ActivatedRoles.Activate", "TestActivation", "without an id nothing is sent"),
	conform.Excused("InvalidValue", "Passwords.Set", "TestWrongTypes", "the fields of a password profile have the right types"),
	conform.Excused("UnknownMethod", "Passwords.Reset", "TestResetPassword", "the method resets passwords and nothing else"),
	conform.Excused("SyncedReadOnly", "Managers.Remove", "TestStrangersRefused", "who is synchronized has no manager in the suite: nobody can give him one"),
	conform.Excused("LinkExists LinkQuota TooManyLinks", "GroupOwners.AddSeveral", "TestBindOwners", "no method of ours performs it"),
	conform.Excused(
		"ResourceNotFound SyncedReadOnly ExchangeGroup NestedInRoleGroup UnifiedInUnified InvalidTarget EmptyBind", "GroupOwners.AddSeveral",
		"TestStrangersRefused", "no method of ours performs it",
	),
	conform.Excused("ResourceNotFound", "Memberships.Groups", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("ParameterMissing", "Memberships.Groups Passwords.Validate", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("ResourceNotFound", "Operations.Get", "TestResetPassword", "the ids of operations are the service's own"),
	conform.Excused("ResourceNotFound", "PasswordMethods.*", "TestPasswordMethods", "no method of ours performs it"),
	conform.Excused("ResourceNotFound", "GroupMembers.Get", "TestReferences", "no method of ours performs it"),
	conform.Excused("ResourceNotFound", "ActivatedRoles.GetMember", "TestMemberReference", "no method of ours performs it"),
	conform.Excused("ResourceNotFound", "*.Count *.CountTransitive GroupOwners.Get RoleTemplates.Get", "TestStrangersRefused", "no method of ours performs it"),
	conform.Excused("NotContained", "GroupMembers.Delete GroupOwners.Delete", "TestGroupQueries", "no method of ours performs it"),
	conform.Excused("LastGlobalAdministrator", "RoleAssignments.Delete ActivatedRoles.RemoveMember", "TestAdministratorStays", "the tenants of the suite have several, and keep them"),
	conform.Excused("LastGlobalAdministrator", "Users.Delete", "TestNobodyDeletesHimself", "the tenants of the suite have several, and keep them"),
	conform.Excused("MailGroup", "Groups.Update", "TestGroupOddBodies", "a patch has no field for it"),
	conform.Excused("RoleAssignableFixed", "Groups.Update", "TestGroupOddBodies", "a patch has no field for it"),
	conform.Excused("KindOfRoleGroup", "Groups.Update", "TestStrangersRefused", "a patch has no field for the kind"),
	conform.Excused("ExchangeGroup", "Groups.Update", "TestGroupUpdates", "only Exchange makes such groups"),
	conform.Excused("ExchangeGroup", "GroupMembers.AddSeveral GroupOwners.Remove", "TestStrangersRefused", "only Exchange makes such groups"),
	conform.Excused("ExchangeGroup", "GroupMembers.* GroupOwners.*", "TestMemberKinds", "only Exchange makes such groups"),
	conform.Excused("EmptyBind", "GroupMembers.AddSeveral", "TestReferences", "nobody to add is nothing to send"),
	conform.Excused("EmptyBind", "Groups.Create", "TestStrangersRefused", "nobody to add is nothing to send"),
	conform.Excused("GroupGivesLicenses", "Groups.Delete", "TestLicensedGroupStays", "a group is given licenses in another area"),
	conform.Excused("LinkQuota", "GroupOwners.Add", "TestGroupOwnership", "a hundred owners are too many for a tenant that is not ours"),
}
