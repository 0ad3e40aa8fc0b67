package climicrosoft365_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// in are the sign-in names in a list of the tenant's own.
func (l *lab) names(list iter.Seq2[*identity.DirectoryObject, error]) []string {
	l.t.Helper()
	names := []string{}
	for o, err := range list {
		require.NoError(l.t, err)
		names = append(names, o.UserPrincipalName)
	}
	return names
}

func (l *lab) members(group string) []string {
	return l.names(l.m.Identity.GroupMembers.List(l.t.Context(), admin365.GroupID(group)))
}

func (l *lab) owners(group string) []string {
	return l.names(l.m.Identity.GroupOwners.List(l.t.Context(), admin365.GroupID(group)))
}

func (l *lab) group(id string) *identity.Group {
	l.t.Helper()
	g, err := l.m.Identity.Groups.Get(l.t.Context(), admin365.GroupID(id))
	require.NoError(l.t, err)
	return g
}

// TestGroups: a security group, its members and its owners. The CLI adds several of them
// by a PATCH within a batch, owners as well as members.
func TestGroups(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	const adele, alex, diego, miriam = "AdeleV@contoso.com", "AlexW@contoso.com", "DiegoS@contoso.com", "MiriamG@contoso.com"
	made := shown[object](l, "entra group add", options{
		"displayName": "Developers", "mailNickname": "developers", "type": "security", "ownerUserNames": adele, "memberUserNames": alex + "," + diego,
	})
	id := made.text("id")
	assert.Equal(t, "Developers", l.group(id).DisplayName)
	assert.ElementsMatch(t, []string{alex, diego}, l.members(id))
	assert.Equal(t, []string{adele}, l.owners(id))

	assert.Equal(t, id, shown[object](l, "entra group get", options{"displayName": "Developers"}).text("id"))
	assert.Contains(t, each(shown[[]object](l, "entra group list", nil), "id"), id)
	assert.Contains(t, each(shown[[]object](l, "entra group list", options{"type": "security"}), "id"), id)
	assert.NotContains(t, each(shown[[]object](l, "entra group list", options{"type": "microsoft365"}), "id"), id)

	all := shown[[]object](l, "entra group member list", options{"groupId": id})
	assert.ElementsMatch(t, []string{adele, alex, diego}, each(all, "userPrincipalName"))
	some := shown[[]object](l, "entra group member list", options{"groupName": "Developers", "role": "Member", "filter": "startsWith(displayName,'A')"})
	assert.Equal(t, []string{alex}, each(some, "userPrincipalName"))
	l.run("entra group member add", options{"groupId": id, "userNames": miriam, "role": "Member"})
	assert.ElementsMatch(t, []string{alex, diego, miriam}, l.members(id))
	assert.Equal(t, "One or more added object references already exist for the following modified properties: 'members'.",
		l.refused("entra group member add", options{"groupId": id, "userNames": miriam, "role": "Member"}))
	l.run("entra group member set", options{"groupId": id, "userNames": miriam, "role": "Owner"})
	assert.ElementsMatch(t, []string{adele, miriam}, l.owners(id))
	assert.ElementsMatch(t, []string{alex, diego}, l.members(id))
	l.run("entra group member remove", options{"groupId": id, "userNames": diego, "role": "Member", "force": true})
	assert.Equal(t, []string{alex}, l.members(id))
	assert.Contains(t, l.refused("entra group member remove", options{"groupId": id, "userNames": diego, "role": "Member", "force": true}), "does not exist")

	l.run("entra group set", options{"id": id, "newDisplayName": "Engineers", "description": "They build", "memberUserNames": diego + "," + miriam})
	assert.Equal(t, "They build", l.group(id).Description)
	assert.ElementsMatch(t, []string{diego, miriam}, l.members(id), "these and no others")

	in := shown[[]object](l, "entra user groupmembership list", options{"userName": diego})
	assert.Contains(t, each(in, "groupId"), id)
	secure := shown[[]object](l, "entra user groupmembership list", options{"userId": string(l.user(diego).ID), "securityEnabledOnly": true})
	for _, g := range secure {
		assert.True(t, *l.group(g.text("groupId")).SecurityEnabled)
	}

	l.run("entra group remove", options{"id": id, "force": true})
	_, err := l.m.Identity.Groups.Get(t.Context(), admin365.GroupID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// TestMicrosoft365Groups: the same with groups that have a mailbox, and the bin.
func TestMicrosoft365Groups(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	const adele, alex, diego = "AdeleV@contoso.com", "AlexW@contoso.com", "DiegoS@contoso.com"
	made := shown[object](l, "entra m365group add", options{
		"displayName": "Launch", "mailNickname": "launch", "description": "The launch", "owners": adele, "members": alex,
	})
	id := made.text("id")
	g := l.group(id)
	assert.Equal(t, []string{identity.UnifiedGroup}, g.GroupTypes)
	assert.Equal(t, "Public", g.Visibility)
	assert.Equal(t, []string{adele}, l.owners(id))
	assert.Equal(t, []string{alex}, l.members(id))

	assert.Equal(t, "launch@contoso.com", shown[object](l, "entra m365group get", options{"displayName": "Launch"}).text("mail"))
	assert.Equal(t, []string{id}, each(shown[[]object](l, "entra m365group list", options{"mailNickname": "lau"}), "id"))
	l.run("entra m365group set", options{"id": id, "description": "Launched", "isPrivate": true})
	assert.Equal(t, "Launched", l.group(id).Description)
	assert.Equal(t, "Private", l.group(id).Visibility)

	people := shown[[]object](l, "entra m365group user list", options{"groupId": id})
	assert.ElementsMatch(t, []string{adele, alex}, each(people, "userPrincipalName"))
	l.run("entra m365group user add", options{"groupId": id, "userNames": diego, "role": "Member"})
	assert.ElementsMatch(t, []string{alex, diego}, l.members(id))
	l.run("entra m365group user set", options{"groupId": id, "userNames": diego, "role": "Owner"})
	assert.ElementsMatch(t, []string{adele, diego}, l.owners(id))
	assert.Equal(t, []string{alex}, l.members(id))
	l.run("entra m365group user remove", options{"groupId": id, "userNames": alex, "force": true})
	assert.Empty(t, l.members(id))

	// Its own command to delete one asks SharePoint, which is not ours.
	require.NoError(t, l.m.Identity.Groups.Delete(t.Context(), admin365.GroupID(id)))
	assert.Equal(t, []string{id}, each(shown[[]object](l, "entra m365group recyclebinitem list", nil), "id"))
	l.run("entra m365group recyclebinitem restore", options{"id": id})
	assert.Equal(t, "Launched", l.group(id).Description)
	for _, clear := range []func(){
		func() {
			l.run("entra m365group recyclebinitem remove", options{"displayName": "Launch", "force": true})
		},
		func() { l.run("entra m365group recyclebinitem clear", options{"force": true}) },
	} {
		gone := l.m.Given.Group(identity.NewGroup{DisplayName: "Gone", GroupTypes: []string{identity.UnifiedGroup}})
		if g, err := l.m.Identity.Groups.Get(t.Context(), admin365.GroupID(id)); err == nil {
			gone = g
		}
		require.NoError(t, l.m.Identity.Groups.Delete(t.Context(), gone.ID))
		clear()
		assert.NotContains(t, each(shown[[]object](l, "entra m365group recyclebinitem list", nil), "id"), string(gone.ID))
	}
}
