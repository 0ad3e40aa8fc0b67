package identitytest

import (
	"reflect"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupCreateCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.Create/answer-holds-what-was-sent", Needs: write, Source: docGroups,
			Why: "whoever created a group goes on with the answer and does not ask again",
			Run: func(c *run) {
				for n := range 2 {
					sent := fullGroup(c, n)
					g := mustMakeGroup(c, sent)
					if err := joined(sentGroup(sent, g), conform.NotUTC(*g)); err != nil {
						c.Errorf("the answer of Create: %v", err)
					}
				}
			},
		},
		{
			Name: "Groups.Create/every-property-survives", Needs: write, Source: docGroup,
			Why: "a property that is dropped on the way in is missed only when somebody needs it",
			Run: groupKeepsAll,
		},
		{
			Name: "Groups.Create/security-group-by-default", Needs: write, Source: docNewGroups,
			Why: "whoever asks for a group and says no more wants one that gives access",
			Run: groupDefaults,
		},
		{
			Name: "Groups.Create/microsoft-365-group-by-default", Needs: write, Source: docNewGroups,
			Why: "a team's group has a mailbox, and gives access only if that is asked for",
			Run: unifiedDefaults,
		},
		{
			Name: "Groups.Create/false-is-a-value", Needs: write, Source: docNewGroups,
			Why: "the defaults depend on the kind, so that absent and false are not the same",
			Run: func(c *run) {
				both := makeGroup(c, unified, func(n *identity.NewGroup) { n.SecurityEnabled = new(true) })
				groupShows(c, both.ID, func(g *identity.Group) error {
					return errIf(!isTrue(g.SecurityEnabled) || !isTrue(g.MailEnabled), "a Microsoft 365 group that gives access is %v, %v",
						plain(g.SecurityEnabled), plain(g.MailEnabled))
				})
				neither := makeGroup(c, func(n *identity.NewGroup) { n.MailEnabled, n.SecurityEnabled = new(false), new(true) })
				groupShows(c, neither.ID, func(g *identity.Group) error {
					return errIf(g.MailEnabled == nil || *g.MailEnabled, "MailEnabled is not false")
				})
			},
		},
		{
			Name: "Groups.Create/members-and-owners-in-one-request", Needs: write, Source: docNewGroup,
			Why: "a group that is created in one step is never seen half done",
			Run: func(c *run) {
				people := crowd(c, 4)
				nested := makeGroup(c)
				g := makeGroup(c, func(n *identity.NewGroup) {
					n.Members = append(objects(people[0], people[1]), oid(nested.ID))
					n.Owners = objects(people[2], people[3])
				})
				membersAre(c, g.ID, oid(people[0].ID), oid(people[1].ID), oid(nested.ID))
				ownersAre(c, g.ID, oid(people[2].ID), oid(people[3].ID))
			},
		},
		{
			Name: "Groups.Create/twenty-members-and-no-more", Needs: write, Source: docNewGroup,
			Why: "the service binds twenty in one request; who binds more must hear of it before he goes live",
			Run: groupBindsTwenty,
		},
		{
			Name: "Groups.Create/unknown-member-or-owner", Needs: write, Source: docErrors,
			Why: "a group without those who were to be in it is worse than none",
			Run: func(c *run) {
				u := create(c)
				n := newGroup()
				n.Members = []admin365.ObjectID{oid(u.ID), oid(nobody())}
				_, err := c.S.Service.Groups.Create(c.Context(), n)
				c.Refused(err, unknown(opNewGroup))
				n.Members, n.Owners = objects(u), []admin365.ObjectID{oid(nobody())}
				_, err = c.S.Service.Groups.Create(c.Context(), n)
				c.Refused(err, unknown(opNewGroup))
				groupsAre(c, identity.GroupQuery{MailNickname: n.MailNickname})
				memberOf(c, u.ID)
			},
		},
		{
			Name: "Groups.Create/same-name-twice", Needs: write, Source: docGroups,
			Why: "display names are not unique, and a program that relies on that finds two groups one day",
			Run: func(c *run) {
				first := makeGroup(c)
				second := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = first.DisplayName })
				if first.ID == second.ID {
					c.Errorf("two groups have the id %s", first.ID)
				}
				groupsAre(c, identity.GroupQuery{DisplayName: first.DisplayName}, first, second)
			},
		},
		{
			Name: "Groups.Create/nickname-taken", Needs: write, Source: docGroups,
			Why: "mail to one address cannot go to two teams",
			Run: groupNameTaken,
		},
		{
			Name: "Groups.Create/assignable-to-roles", Needs: write, Source: docRoleGroups,
			Why: "whether a group can hold roles is decided once, so that nobody slips into a role by a group's change",
			Run: func(c *run) {
				yes, no := makeGroup(c, assignable), makeGroup(c)
				for range 2 {
					groupShows(c, yes.ID, func(g *identity.Group) error {
						return errIf(!isTrue(g.IsAssignableToRole), "IsAssignableToRole is not true")
					})
					groupShows(c, no.ID, func(g *identity.Group) error {
						return errIf(isTrue(g.IsAssignableToRole), "IsAssignableToRole is true, and was not asked for")
					})
					// No change of anything else changes it, and none of its own exists.
					for _, g := range []*identity.Group{yes, no} {
						updateGroup(c, g.ID, identity.GroupPatch{DisplayName: new("Renamed " + g.MailNickname), Description: admin365.Set("Changed")})
					}
				}
				if _, there := reflect.TypeFor[identity.GroupPatch]().FieldByName("IsAssignableToRole"); there {
					c.Errorf("GroupPatch can change IsAssignableToRole, and the service cannot")
				}
			},
		},
		{
			Name: "Groups.Create/created-at-the-tenants-time", Needs: []string{CanWrite, CanGroup, CanAdvance}, Source: docGroup,
			Why: "reports on new groups read this date",
			Run: func(c *run) {
				first := getGroup(c, makeGroup(c).ID)
				c.S.Advance(48 * time.Hour)
				second := getGroup(c, makeGroup(c).ID)
				if d := second.CreatedDateTime.Sub(first.CreatedDateTime); d < 47*time.Hour {
					c.Errorf("two days lie between two groups, and only %v between their dates", d)
				}
			},
		},
	}
}

// nobody returns an object id that nobody has.
func nobody() admin365.UserID { return "0badc0de-5ea7-4bad-8bad-" + lastOfGUID() }

func groupKeepsAll(c *run) {
	var covered []string
	for n := range 2 {
		for _, sent := range []identity.NewGroup{
			fullGroup(c, n),
			// What a group with a rule of membership cannot have besides.
			{DisplayName: "Conformance", MailNickname: conform.Unique(), IsAssignableToRole: new(true)},
		} {
			g := mustMakeGroup(c, sent)
			groupShows(c, g.ID, func(got *identity.Group) error { return joined(sentGroup(sent, got), conform.NotUTC(*got)) })
			v := reflect.ValueOf(sent)
			for i := range v.NumField() {
				if !v.Field(i).IsZero() {
					covered = append(covered, v.Type().Field(i).Name)
				}
			}
		}
	}
	seen := strings.Join(covered, " ") + " Members Owners"
	for field := range reflect.TypeFor[identity.NewGroup]().Fields() {
		if !strings.Contains(" "+seen+" ", " "+field.Name+" ") {
			c.Errorf("the suite has no case for NewGroup.%s", field.Name)
		}
	}
}

func groupDefaults(c *run) {
	n := newGroup()
	g := mustMakeGroup(c, n)
	groupShows(c, g.ID, func(g *identity.Group) error {
		return joined(
			errIf(!isTrue(g.SecurityEnabled), "SecurityEnabled is not true"),
			errIf(g.MailEnabled == nil || *g.MailEnabled, "MailEnabled is not false"),
			errIf(len(g.GroupTypes) != 0, "GroupTypes are %q, want none", g.GroupTypes),
			errIf(g.Mail != "", "Mail is %q, want none of a group without mail", g.Mail),
			errIf(len(g.ProxyAddresses) != 0, "ProxyAddresses are %q, want none", g.ProxyAddresses),
			errIf(g.Description != "", "Description is %q, want none", g.Description),
			errIf(g.Visibility != "" && g.Visibility != "Private", "Visibility is %q of a security group", g.Visibility),
			errIf(g.MembershipRule != "", "MembershipRule is %q, want none", g.MembershipRule),
			errIf(len(g.AssignedLicenses) != 0, "AssignedLicenses are %v, want none", g.AssignedLicenses),
			errIf(isTrue(g.OnPremisesSyncEnabled), "OnPremisesSyncEnabled is true for a group of the cloud"),
			errIf(g.CreatedDateTime.IsZero(), "CreatedDateTime is not set"),
			errIf(!g.DeletedDateTime.IsZero(), "DeletedDateTime is set: %v", g.DeletedDateTime),
			conform.NotUTC(*g),
		)
	})
}

func unifiedDefaults(c *run) {
	g := makeGroup(c, unified)
	groupShows(c, g.ID, func(g *identity.Group) error {
		return joined(
			errIf(!isTrue(g.MailEnabled), "MailEnabled is not true"),
			errIf(g.SecurityEnabled == nil || *g.SecurityEnabled, "SecurityEnabled is not false"),
			errIf(len(g.GroupTypes) != 1 || g.GroupTypes[0] != identity.UnifiedGroup, "GroupTypes are %q", g.GroupTypes),
			errIf(!strings.HasPrefix(strings.ToLower(g.Mail), g.MailNickname+"@"), "Mail is %q, want an address of %s", g.Mail, g.MailNickname),
			errIf(g.Visibility != "Public", "Visibility is %q, want Public unless another is asked for", g.Visibility),
		)
	})
}

func groupBindsTwenty(c *run) {
	people := objects(crowd(c, 21)...)
	most := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = people[:18], people[18:20] })
	membersAre(c, most.ID, people[:18]...)
	ownersAre(c, most.ID, people[18:20]...)
	for _, split := range []int{21, 11} {
		n := newGroup()
		n.Members, n.Owners = people[:split], people[split:]
		_, err := c.S.Service.Groups.Create(c.Context(), n)
		c.Refused(err, unsent(opNewGroup))
		groupsAre(c, identity.GroupQuery{MailNickname: n.MailNickname})
	}
}

func groupNameTaken(c *run) {
	first := makeGroup(c, unified)
	was := getGroup(c, first.ID)
	for _, spelled := range []string{first.MailNickname, strings.ToUpper(first.MailNickname)} {
		n := newGroup()
		unified(&n)
		n.MailNickname = spelled
		_, err := c.S.Service.Groups.Create(c.Context(), n)
		c.Refused(err, groupTaken(opNewGroup))
		groupsAre(c, identity.GroupQuery{DisplayName: n.DisplayName})
	}
	groupUnchanged(c, was)
	// A security group has no address, so that its nickname is only a name.
	plainOne := makeGroup(c, func(n *identity.NewGroup) { n.MailNickname = conform.Unique() })
	twin := makeGroup(c, func(n *identity.NewGroup) { n.MailNickname = plainOne.MailNickname })
	groupsAre(c, identity.GroupQuery{MailNickname: plainOne.MailNickname}, plainOne, twin)
}
