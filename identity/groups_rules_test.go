package identity_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// bothGroupWays runs a test over the tenant in memory, directly and over the
// wire.
func bothGroupWays(t *testing.T, test func(t *testing.T, m *admin.Test, s *identity.Service)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		m := newTest(t)
		test(t, m, m.Identity)
	})
	t.Run("http", func(t *testing.T) {
		t.Parallel()
		m := newTest(t)
		test(t, m, m.HTTP().Identity)
	})
}

// names are the display names of a list, in its order.
func names(t *testing.T, seq iter.Seq2[*identity.DirectoryObject, error]) []string {
	t.Helper()
	var all []string
	for o, err := range seq {
		require.NoError(t, err)
		all = append(all, o.DisplayName)
	}
	return all
}

// userID is the object id of one of Contoso's people.
func userID(t *testing.T, s *identity.Service, nickname string) admin365.ObjectID {
	t.Helper()
	u, err := s.Users.Get(t.Context(), admin365.UserID(nickname+"@contoso.com"))
	require.NoError(t, err)
	return admin365.ObjectID(u.ID)
}

// contosoGroup is one of Contoso's groups.
func contosoGroup(t *testing.T, s *identity.Service, name string) *identity.Group {
	t.Helper()
	for g, err := range s.Groups.List(t.Context(), identity.GroupQuery{DisplayName: name}) {
		require.NoError(t, err)
		return g
	}
	require.Fail(t, "no group "+name)
	return nil
}

// says asserts the kind and the service's words of a refusal.
func says(t *testing.T, err, kind error, status int, words string) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	e, ok := errors.AsType[*admin365.Error](err)
	require.True(t, ok)
	assert.Equal(t, status, e.Status)
	assert.Equal(t, words, e.Message)
}

func security(name string) identity.NewGroup {
	return identity.NewGroup{DisplayName: name, MailNickname: strings.ReplaceAll(name, " ", "")}
}

func unified(name string) identity.NewGroup {
	g := security(name)
	g.GroupTypes = []string{identity.UnifiedGroup}
	return g
}

const groupNeeds = "A value is required for property '%s' of resource 'Group'."

// TestGroupKinds: what kinds of groups can be made, and what they begin with.
func TestGroupKinds(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, _ *admin.Test, s *identity.Service) {
		ctx := t.Context()
		made := func(g identity.NewGroup) *identity.Group {
			t.Helper()
			created, err := s.Groups.Create(ctx, g)
			require.NoError(t, err)
			got, err := s.Groups.Get(ctx, created.ID)
			require.NoError(t, err)
			assert.Equal(t, got.ID, created.ID)
			assert.Equal(t, got.Mail, created.Mail)
			return got
		}
		sg := made(security("Plain"))
		assert.Equal(t, []any{true, false, "", []string{}, []string{}, ""}, []any{*sg.SecurityEnabled, *sg.MailEnabled, sg.Mail, sg.ProxyAddresses, sg.GroupTypes, sg.Visibility})
		assert.True(t, strings.HasPrefix(sg.SecurityIdentifier, "S-1-12-1-"))
		assert.False(t, sg.CreatedDateTime.IsZero())
		assert.Equal(t, sg.CreatedDateTime, sg.RenewedDateTime)
		again := made(security("Plain"))
		assert.NotEqual(t, sg.ID, again.ID, "neither the name nor the nickname of a security group is unique")

		team := made(unified("Team"))
		assert.Equal(t, []any{false, true, "Team@contoso.com", []string{"SMTP:Team@contoso.com", "smtp:Team@contoso.onmicrosoft.com"}, "Public"},
			[]any{*team.SecurityEnabled, *team.MailEnabled, team.Mail, team.ProxyAddresses, team.Visibility})

		roles := security("For Roles")
		roles.IsAssignableToRole = new(true)
		assert.Equal(t, "Private", made(roles).Visibility)

		dynamic := security("Dynamic")
		dynamic.GroupTypes, dynamic.MembershipRule = []string{"dynamicmembership"}, `user.department -eq "IT"`
		dynamic.MembershipRuleProcessingState = "on"
		got := made(dynamic)
		assert.Equal(t, []any{[]string{identity.DynamicMembership}, "On"}, []any{got.GroupTypes, got.MembershipRuleProcessingState}, "words come back as the service spells them")
	})
}

// TestGroupsRefused: what no group can be made of.
func TestGroupsRefused(t *testing.T) {
	t.Parallel()
	invalid := func(property string) string {
		return "Invalid value specified for property '" + property + "' of resource 'Group'."
	}
	const mail = "The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set."
	for _, c := range []struct {
		name string
		edit func(*identity.NewGroup)
		says string
	}{
		{"no name", func(g *identity.NewGroup) { g.DisplayName = "" }, fmt.Sprintf(groupNeeds, "displayName")},
		{"no nickname", func(g *identity.NewGroup) { g.MailNickname = "" }, fmt.Sprintf(groupNeeds, "mailNickname")},
		{"name too long", func(g *identity.NewGroup) { g.DisplayName = strings.Repeat("x", 257) }, invalid("displayName")},
		{"nickname too long", func(g *identity.NewGroup) { g.MailNickname = strings.Repeat("x", 65) }, invalid("mailNickname")},
		{"a blank in the nickname", func(g *identity.NewGroup) { g.MailNickname = "a b" }, invalid("mailNickname")},
		{"no ASCII in the nickname", func(g *identity.NewGroup) { g.MailNickname = "zürich" }, invalid("mailNickname")},
		{"a distribution group", func(g *identity.NewGroup) { g.MailEnabled, g.SecurityEnabled = new(true), new(false) }, mail},
		{"a mail-enabled security group", func(g *identity.NewGroup) { g.MailEnabled = new(true) }, mail},
		{"nothing at all", func(g *identity.NewGroup) { g.SecurityEnabled = new(false) }, mail},
		{"unified without mail", func(g *identity.NewGroup) {
			g.GroupTypes, g.MailEnabled = []string{identity.UnifiedGroup}, new(false)
		}, invalid("mailEnabled")},
		{"an unknown kind", func(g *identity.NewGroup) { g.GroupTypes = []string{"Secret"} }, invalid("groupTypes")},
		{"dynamic without a rule", func(g *identity.NewGroup) { g.GroupTypes = []string{identity.DynamicMembership} }, fmt.Sprintf(groupNeeds, "membershipRule")},
		{"a rule without being dynamic", func(g *identity.NewGroup) { g.MembershipRule = "x" }, invalid("membershipRule")},
		{"a state without being dynamic", func(g *identity.NewGroup) { g.MembershipRuleProcessingState = "On" }, invalid("membershipRuleProcessingState")},
		{"an unknown visibility", func(g *identity.NewGroup) { g.Visibility = "Hidden" }, invalid("visibility")},
		{"hidden members of a security group", func(g *identity.NewGroup) { g.Visibility = "HiddenMembership" }, invalid("visibility")},
		{"for roles, public", func(g *identity.NewGroup) { g.IsAssignableToRole, g.Visibility = new(true), "Public" },
			"Visibility can only be set to Private for groups assignable to role."},
		{"for roles, no security", func(g *identity.NewGroup) {
			g.GroupTypes, g.IsAssignableToRole = []string{identity.UnifiedGroup}, new(true)
		}, invalid("securityEnabled")},
		{"for roles, dynamic", func(g *identity.NewGroup) {
			g.IsAssignableToRole, g.GroupTypes, g.MembershipRule = new(true), []string{identity.DynamicMembership}, "x"
		}, "GroupType cannot be set for security groups assignable to roles."},
	} {
		t.Run(c.name, func(t *testing.T) {
			bothGroupWays(t, func(t *testing.T, _ *admin.Test, s *identity.Service) {
				g := security("X")
				c.edit(&g)
				_, err := s.Groups.Create(t.Context(), g)
				says(t, err, admin365.ErrInvalid, 400, c.says)
			})
		})
	}
}

// TestGroupAddresses: a Microsoft 365 group shares its nickname with no other,
// and its addresses with nobody.
func TestGroupAddresses(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, _ *admin.Test, s *identity.Service) {
		ctx := t.Context()
		taken := func(err error, property string) {
			t.Helper()
			says(t, err, admin365.ErrConflict, 400, "Another object with the same value for property "+property+" already exists.")
			e, _ := errors.AsType[*admin365.Error](err)
			require.Len(t, e.Details, 1)
			assert.Equal(t, []string{"ObjectConflict", property}, []string{e.Details[0].Code, e.Details[0].Target})
		}
		_, err := s.Groups.Create(ctx, unified("ALLCOMPANY"))
		taken(err, "mailNickname")
		_, err = s.Groups.Create(ctx, unified("adelev"))
		taken(err, "proxyAddresses")
		team, err := s.Groups.Create(ctx, unified("Team"))
		require.NoError(t, err)
		person := identity.NewUser{UserPrincipalName: "team@contoso.com", DisplayName: "T", MailNickname: "t", PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()}}
		_, err = s.Users.Create(ctx, person)
		taken(err, "userPrincipalName")
		taken(s.Users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{Mail: admin365.Set("team@contoso.onmicrosoft.com")}), "proxyAddresses")
		taken(s.Groups.Update(ctx, team.ID, identity.GroupPatch{MailNickname: new("allcompany")}), "mailNickname")
		require.NoError(t, s.Groups.Update(ctx, team.ID, identity.GroupPatch{MailNickname: new("TEAM")}), "its own, in other letters")

		require.NoError(t, s.Groups.Delete(ctx, team.ID))
		_, err = s.Users.Create(ctx, person)
		require.NoError(t, err, "what a deleted group held is free")
		_, err = s.DeletedGroups.Restore(ctx, team.ID)
		taken(err, "proxyAddresses")
	})
}

// TestGroupUpdates: what can be changed, and what is given once.
func TestGroupUpdates(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		g, err := s.Groups.Create(ctx, security("Before"))
		require.NoError(t, err)
		require.ErrorIs(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{}), admin365.ErrInvalid)
		require.NoError(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{DisplayName: new("After"), Description: admin365.Set("d"), Theme: admin365.Set("teal"), Classification: admin365.Set("low")}))
		require.NoError(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{Description: admin365.Null[string](), MembershipRule: admin365.Null[string]()}))
		got, err := s.Groups.Get(ctx, g.ID)
		require.NoError(t, err)
		assert.Equal(t, []string{"After", "", "Teal", "low"}, []string{got.DisplayName, got.Description, got.Theme, got.Classification})
		require.ErrorIs(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{SecurityEnabled: new(false)}), admin365.ErrInvalid)
		require.ErrorIs(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{MembershipRule: admin365.Set("x")}), admin365.ErrInvalid)
		require.ErrorIs(t, s.Groups.Update(ctx, "11111111-2222-4333-8444-555555555555", identity.GroupPatch{DisplayName: new("x")}), admin365.ErrNotFound)
		hidden := unified("Hidden")
		hidden.Visibility = "HiddenMembership"
		h, err := s.Groups.Create(ctx, hidden)
		require.NoError(t, err)
		require.ErrorIs(t, s.Groups.Update(ctx, h.ID, identity.GroupPatch{Visibility: new("Public")}), admin365.ErrInvalid)
		require.ErrorIs(t, s.Groups.Update(ctx, contosoGroup(t, s, "All Company").ID, identity.GroupPatch{Visibility: new("HiddenMembership")}), admin365.ErrInvalid)
		require.NoError(t, s.Groups.Update(ctx, contosoGroup(t, s, "All Company").ID, identity.GroupPatch{Visibility: new("private")}))

		const synced = "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration."
		mastered := m.Given.SyncedGroup(identity.NewGroup{})
		says(t, s.Groups.Update(ctx, mastered.ID, identity.GroupPatch{DisplayName: new("x")}), admin365.ErrPrecondition, 400, synced)
		require.NoError(t, s.Groups.Update(ctx, mastered.ID, identity.GroupPatch{Theme: admin365.Set("Red")}))
		dl := m.Given.Group(identity.NewGroup{MailEnabled: new(true), SecurityEnabled: new(false)})
		says(t, s.Groups.Update(ctx, dl.ID, identity.GroupPatch{DisplayName: new("x")}), admin365.ErrPrecondition, 400, "Cannot Update a mail-enabled security groups and or distribution list.")
	})
}

// TestFirstOwners: who creates a Microsoft 365 group owns it if he names no owner,
// and does not if he names one; of other groups nobody is made the owner.
// Source: https://learn.microsoft.com/graph/api/resources/group#relationships
func TestFirstOwners(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		boss, err := s.Users.Get(t.Context(), "admin@contoso.com")
		require.NoError(t, err)
		adele, allan := userID(t, s, "AdeleV"), userID(t, s, "AllanD")
		as := m.As(admin365.AsUser(boss.ID)).Identity
		for _, c := range []struct {
			name    string
			unified bool
			given   []admin365.ObjectID
			want    []admin365.ObjectID
		}{
			{"nobody named", true, nil, []admin365.ObjectID{admin365.ObjectID(boss.ID)}},
			{"one named", true, []admin365.ObjectID{adele}, []admin365.ObjectID{adele}},
			{"two named", true, []admin365.ObjectID{adele, allan}, []admin365.ObjectID{adele, allan}},
			{"a security group", false, nil, nil},
			{"a security group with one", false, []admin365.ObjectID{adele}, []admin365.ObjectID{adele}},
		} {
			n := identity.NewGroup{DisplayName: c.name, MailNickname: strings.ReplaceAll(c.name, " ", ""), Owners: c.given}
			if c.unified {
				n.GroupTypes = []string{identity.UnifiedGroup}
			}
			group, err := as.Groups.Create(t.Context(), n)
			require.NoError(t, err, c.name)
			var got []admin365.ObjectID
			for o, err := range s.GroupOwners.List(t.Context(), group.ID) {
				require.NoError(t, err)
				got = append(got, o.ID)
			}
			assert.ElementsMatch(t, c.want, got, c.name)
		}
	})
}
