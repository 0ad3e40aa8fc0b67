package identity_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/identity"
)

// suite is the test that runs the public suite.
const suite = "TestConformance"

// refusalsWithoutCases are the refusals that no case of the public suite can meet, by
// operation (without the area's name, "*" stands for any), with the reason and with
// the test of this package that shows them. A line that is needed no more fails.
var refusalsWithoutCases = []struct{ refusals, ops, test, why string }{
	{
		"UnknownOption RepeatedOption UnsupportedOption InvalidCount NotCollection InvalidSearch SearchNeedsHeader UnsupportedQuery", "*",
		"TestOddQueries", "no method writes such an option",
	},
	{"InvalidSelect SelectUnknownProperty NotInCollection", "*", "TestOddQueries", "the client selects what it knows"},
	{"InvalidPageToken", "*", "TestOddQueries", "a cursor is the service's own, and the client takes no other"},
	{"CountNotSupported", "*.Count *.CountTransitive", "TestOddQueries", "the client always sends the header"},
	{
		"InvalidTop InvalidPageSize",
		"Managers.Reports DeletedGroups.List Group*.List* Memberships.List* Roles.List RoleAssignments.List ActivatedRoles.List RoleTemplates.List *.Count *.CountTransitive",
		"TestOddQueries", "the method takes no size of a page",
	},
	{
		"InvalidFilter UnknownQueryProperty UnsupportedFilter UnsupportedFunction UnsupportedOperator EndsWithNeedsHeader DateMismatch TooManyClauses",
		"Users.Changes Managers.Reports DeletedGroups.List GroupMembers.* GroupOwners.* Memberships.* RoleAssignments.List ActivatedRoles.List RoleTemplates.List",
		"TestOddQueries", "the method takes no condition in the service's language",
	},
	{
		"InvalidOrder UnsupportedOrder",
		"*.Count *.CountTransitive Managers.Reports DeletedGroups.List Group*.List* Memberships.List* Roles.List RoleAssignments.List ActivatedRoles.List RoleTemplates.List",
		"TestOddQueries", "the method takes no order, or none but one that there is",
	},
	{"ResyncRequired", "Users.Changes", "TestDeltaForgets", "a tenant that was put back to an earlier day, which the suite cannot do"},
	{"PermissionMissing ReportsRoleMissing", "Users.Get Users.Me Users.Changes Managers.*", "TestStrangersRefused", "these methods ask for nothing that needs more"},
	{"PremiumMissing KeyMustBeID", "Users.Get Users.Me Managers.*", "TestActivityOnTheWire", "these methods ask for nothing that needs more"},
	{
		"PermissionMissing ReportsRoleMissing PremiumMissing", "DeletedUsers.* GroupMembers.* GroupOwners.* Memberships.* ActivatedRoles.Members",
		"TestNeedsOfRelations", "these methods ask for nothing that needs more",
	},
	{"UnknownProperty PropertyReadOnly ProfileAlone", "Users.Update", "TestWriteRefusals", "a patch has fields for what can be written, and none of the profile"},
	{"UnknownProperty PropertyReadOnly", "Groups.Update", "TestGroupOddBodies", "a patch has fields for what can be written"},
	{"PropertyReadOnly", "Roles.Create", "TestRoleDefinitionsOnTheWire", "a new role has fields for what can be written"},
	{"PropertyReadOnly", "ActivatedRoles.Activate", "TestActivation", "the method sends the id of the role and nothing else"},
	{"UnknownProperty OneScope ValueRequired", "RoleAssignments.Create", "TestAssignmentRefusals", "a new assignment has fields for what can be written, and sends all of them"},
	{"UnknownProperty PropertyReadOnly ProfileAlone", "*", "TestStrangersRefused", "what is created has fields for what can be written"},
	{"ValueRequired", "ActivatedRoles.Activate", "TestActivation", "without an id nothing is sent"},
	{"InvalidValue", "Passwords.Set", "TestWrongTypes", "the fields of a password profile have the right types"},
	{"UnknownMethod", "Passwords.Reset", "TestResetPassword", "the method resets passwords and nothing else"},
	{"SyncedReadOnly", "Managers.Remove", "TestStrangersRefused", "who is synchronized has no manager in the suite: nobody can give him one"},
	{"ResourceNotFound", "Operations.Get", "TestResetPassword", "the ids of operations are the service's own"},
	{"ResourceNotFound", "PasswordMethods.*", "TestPasswordMethods", "no method of ours performs it"},
	{"ResourceNotFound", "GroupMembers.Get", "TestReferences", "no method of ours performs it"},
	{"ResourceNotFound", "ActivatedRoles.GetMember", "TestMemberReference", "no method of ours performs it"},
	{"ResourceNotFound", "*.Count *.CountTransitive GroupOwners.Get RoleTemplates.Get", "TestStrangersRefused", "no method of ours performs it"},
	{"NotContained", "GroupMembers.Delete GroupOwners.Delete", "TestGroupQueries", "no method of ours performs it"},
	{"LastGlobalAdministrator", "RoleAssignments.Delete ActivatedRoles.RemoveMember", "TestAdministratorStays", "the tenants of the suite have several, and keep them"},
	{"LastGlobalAdministrator", "Users.Delete", "TestNobodyDeletesHimself", "the tenants of the suite have several, and keep them"},
	{"MailGroup", "Groups.Update", "TestGroupOddBodies", "a patch has no field for it"},
	{"RoleAssignableFixed", "Groups.Update", "TestGroupOddBodies", "a patch has no field for it"},
	{"KindOfRoleGroup", "Groups.Update", "TestStrangersRefused", "a patch has no field for the kind"},
	{"ExchangeGroup", "Groups.Update", "TestGroupUpdates", "only Exchange makes such groups"},
	{"ExchangeGroup", "GroupMembers.AddSeveral GroupOwners.Remove", "TestStrangersRefused", "only Exchange makes such groups"},
	{"ExchangeGroup", "GroupMembers.* GroupOwners.*", "TestMemberKinds", "only Exchange makes such groups"},
	{"EmptyBind", "GroupMembers.AddSeveral", "TestReferences", "nobody to add is nothing to send"},
	{"EmptyBind", "Groups.Create", "TestStrangersRefused", "nobody to add is nothing to send"},
	{"GroupGivesLicenses", "Groups.Delete", "TestLicensedGroupStays", "a group is given licenses in another area"},
	{"LinkQuota", "GroupOwners.Add", "TestGroupOwnership", "a hundred owners are too many for a tenant that is not ours"},
}

// uncovered compares what the tests have shown, by operation and refusal, with what
// the operations declare.
func uncovered(by map[pair]map[string]bool) (problems []string) {
	needed := make([]bool, len(refusalsWithoutCases))
	for _, o := range identity.Ops() {
		for _, r := range o.RefusalsOwn() {
			p := pair{o.Name, r.Name}
			if by[p][suite] {
				continue
			}
			i := slices.IndexFunc(refusalsWithoutCases, func(l struct{ refusals, ops, test, why string }) bool {
				return excuses(l.refusals, l.ops, p)
			})
			switch {
			case i < 0:
				problems = append(problems, fmt.Sprintf("%s declares %s: add a case to identitytest that meets it, or a line to refusalsWithoutCases with the reason", p.op, p.refusal))
			case !by[p][refusalsWithoutCases[i].test]:
				problems = append(problems, fmt.Sprintf("%s declares %s, and %s does not show it as refusalsWithoutCases says", p.op, p.refusal, refusalsWithoutCases[i].test))
			default:
				needed[i] = true
			}
		}
	}
	for i, l := range refusalsWithoutCases {
		if !needed[i] {
			problems = append(problems, fmt.Sprintf("refusalsWithoutCases needs the line no more: %s of %s", l.refusals, l.ops))
		}
	}
	return problems
}

// excuses reports whether a line is about the pair.
func excuses(refusals, ops string, p pair) bool {
	return slices.Contains(strings.Fields(refusals), p.refusal) && slices.ContainsFunc(strings.Fields(ops), func(pattern string) bool {
		ok, err := path.Match(pattern, strings.TrimPrefix(p.op, "identity."))
		return ok && err == nil
	})
}

// TestUncovered: the comparison finds what is declared and shown nowhere, what its
// line names another test for, and lines that are needed no more.
func TestUncovered(t *testing.T) {
	t.Parallel()
	all := map[pair]map[string]bool{}
	for _, o := range identity.Ops() {
		for _, r := range o.RefusalsOwn() {
			p := pair{o.Name, r.Name}
			all[p] = map[string]bool{suite: true}
			for _, l := range refusalsWithoutCases {
				if excuses(l.refusals, l.ops, p) {
					all[p] = map[string]bool{l.test: true}
					break
				}
			}
		}
	}
	assert.Empty(t, uncovered(all))
	delete(all, pair{"identity.Users.Create", "ObjectConflict"})
	all[pair{"identity.Users.Get", "NotCollection"}] = map[string]bool{"TestAnother": true}
	all[pair{"identity.GroupOwners.Add", "LinkQuota"}] = map[string]bool{suite: true}
	assert.Equal(t, []string{
		"identity.Users.Get declares NotCollection, and TestOddQueries does not show it as refusalsWithoutCases says",
		"identity.Users.Create declares ObjectConflict: add a case to identitytest that meets it, or a line to refusalsWithoutCases with the reason",
		"refusalsWithoutCases needs the line no more: LinkQuota of GroupOwners.Add",
	}, uncovered(all))
}
