package identity

import "github.com/admin365/admin365"

// groupEffects are the operations on groups by what they can do.
func groupEffects() map[admin365.Effect][]string {
	return map[admin365.Effect][]string{
		admin365.EffectRead: {
			"identity.DeletedGroups.Get", "identity.DeletedGroups.List",
			"identity.GroupMembers.Count", "identity.GroupMembers.CountTransitive", "identity.GroupMembers.Get",
			"identity.GroupMembers.List", "identity.GroupMembers.ListTransitive",
			"identity.GroupMemberships.List", "identity.GroupMemberships.ListTransitive",
			"identity.GroupOwners.Count", "identity.GroupOwners.Get", "identity.GroupOwners.List",
			"identity.Groups.Count", "identity.Groups.Get", "identity.Groups.List",
			"identity.Memberships.CheckGroups", "identity.Memberships.CheckObjects",
			"identity.Memberships.Count", "identity.Memberships.CountTransitive", "identity.Memberships.Groups",
			"identity.Memberships.List", "identity.Memberships.ListTransitive", "identity.Memberships.Objects",
			"identity.Objects.Get", "identity.Objects.GetByIDs",
		},
		admin365.EffectReversible: {
			"identity.DeletedGroups.Restore", "identity.GroupMembers.Add", "identity.GroupMembers.AddSeveral", "identity.GroupOwners.Add", "identity.GroupOwners.AddSeveral",
			"identity.Groups.Create", "identity.Groups.Update",
		},
		admin365.EffectRevokesAccess: {"identity.GroupMembers.Remove", "identity.GroupOwners.Remove"},
		admin365.EffectLosesData:     {"identity.GroupMembers.Delete", "identity.GroupOwners.Delete", "identity.Groups.Delete"},
		admin365.EffectIrrevocable:   {"identity.DeletedGroups.Purge"},
	}
}

// groupDiffers are the differences of the operations on groups; see
// accessDiffers.
var groupDiffers = map[string]string{
	"identity.DeletedGroups.Get GET /directory/deletedItems/{id}: absent":                                       "the page of directory-deleteditems-get documents it",
	"identity.DeletedGroups.Get GET /directory/deletedItems/{id}/microsoft.graph.group: absent":                 "the page of directory-deleteditems-get documents it",
	"identity.DeletedGroups.List GET /directory/deletedItems/microsoft.graph.group: absent":                     "the page of directory-deleteditems-list documents it",
	"identity.DeletedGroups.Purge DELETE /directory/deletedItems/{id}: absent":                                  "the page of directory-deleteditems-delete documents it",
	"identity.DeletedGroups.Restore POST /directory/deletedItems/{id}/restore: application Group.ReadWrite.All": "the list has the restore of users alone",
	"identity.DeletedGroups.Restore POST /directory/deletedItems/{id}/restore: delegated Group.ReadWrite.All":   "the list has the restore of users alone",
	"identity.DeletedGroups.Restore POST /directory/deletedItems/{id}/restore: least application":               "the list has the restore of users alone",
	"identity.DeletedGroups.Restore POST /directory/deletedItems/{id}/restore: least delegated":                 "the list has the restore of users alone",
	"identity.GroupMembers.Add POST /groups/{id}/members/$ref: absent":                                          "the page of group-post-members documents it",
	"identity.GroupMembers.AddSeveral PATCH /groups/{id}: application GroupMember.ReadWrite.All":                "the list is of the properties; the page of group-post-members is of the members",
	"identity.GroupMembers.AddSeveral PATCH /groups/{id}: delegated GroupMember.ReadWrite.All":                  "the list is of the properties; the page of group-post-members is of the members",
	"identity.GroupMembers.AddSeveral PATCH /groups/{id}: least application":                                    "the list is of the properties; the page of group-post-members is of the members",
	"identity.GroupMembers.AddSeveral PATCH /groups/{id}: least delegated":                                      "the list is of the properties; the page of group-post-members is of the members",
	"identity.GroupMembers.Get GET /groups/{id}/members/{id}/$ref: absent":                                      "no page has it; other clients ask so, and it reads the members",
	"identity.GroupOwners.Get GET /groups/{id}/owners/{id}/$ref: absent":                                        "no page has it; other clients ask so, and it reads the owners",
	"identity.GroupOwners.AddSeveral PATCH /groups/{id}: least application":                                     "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
	"identity.GroupOwners.AddSeveral PATCH /groups/{id}: least delegated":                                       "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
	"identity.Memberships.CheckGroups POST /users/{id}/checkMemberGroups: least delegated":                      "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckGroups POST /users/{id}/checkMemberGroups: least application":                    "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckGroups POST /directoryObjects/{id}/checkMemberGroups: least delegated":           "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckGroups POST /directoryObjects/{id}/checkMemberGroups: least application":         "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckObjects POST /users/{id}/checkMemberObjects: least delegated":                    "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckObjects POST /users/{id}/checkMemberObjects: least application":                  "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckObjects POST /directoryObjects/{id}/checkMemberObjects: least delegated":         "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.CheckObjects POST /directoryObjects/{id}/checkMemberObjects: least application":       "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Groups POST /users/{id}/getMemberGroups: least delegated":                             "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Groups POST /users/{id}/getMemberGroups: least application":                           "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Groups POST /directoryObjects/{id}/getMemberGroups: least delegated":                  "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Groups POST /directoryObjects/{id}/getMemberGroups: least application":                "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Objects POST /users/{id}/getMemberObjects: least delegated":                           "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Objects POST /users/{id}/getMemberObjects: least application":                         "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Objects POST /directoryObjects/{id}/getMemberObjects: least delegated":                "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Memberships.Objects POST /directoryObjects/{id}/getMemberObjects: least application":              "Application.Read.All, which the list has as the least, reads service principals alone",
	"identity.Passwords.Validate POST /users/validatePassword: absent":                                          "the page of user-validatepassword documents it, in beta",
	"identity.Groups.Get GET /groups/{id}: least application":                                                   "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
	"identity.Groups.Get GET /groups/{id}: least delegated":                                                     "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
	"identity.Groups.Update PATCH /groups/{id}: least application":                                              "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
	"identity.Groups.Update PATCH /groups/{id}: least delegated":                                                "Group-NestingSupport.ReadWrite.All is less, and is for one property alone",
}
