package identitytest

import (
	"strings"

	"github.com/admin365/admin365/identity"
)

func groupRuleCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.Create/required-properties", Needs: write, Source: docNewGroup,
			Why: "a form that leaves a required field empty wants to mark that field",
			Run: func(c *run) {
				groupRefused(c, "displayName", func(n *identity.NewGroup) { n.DisplayName = "" })
				groupRefused(c, "mailNickname", func(n *identity.NewGroup) { n.MailNickname = "" })
				groupRefused(c, "mailNickname", func(n *identity.NewGroup) { unified(n); n.MailNickname = "" })
			},
		},
		{
			Name: "Groups.Create/lengths", Needs: write, Source: docNewGroups,
			Why: "an import must fail here and not at the service, with the property named; letters count, not bytes",
			Run: func(c *run) {
				name, nick := strings.Repeat("\u00e4", 256), strings.Repeat("n", 64)
				g := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName, n.MailNickname = name, nick })
				groupShows(c, g.ID, func(g *identity.Group) error {
					return errIf(g.DisplayName != name || g.MailNickname != nick, "the longest names come back as %q and %q", g.DisplayName, g.MailNickname)
				})
				groupRefused(c, "displayName", func(n *identity.NewGroup) { n.DisplayName = name + "x" })
				groupRefused(c, "mailNickname", func(n *identity.NewGroup) { n.MailNickname = nick + "x" })
			},
		},
		{
			Name: "Groups.Create/nickname-characters", Needs: write, Source: docNewGroups,
			Why: "a nickname becomes the first half of an address, and a group's name with blanks is none",
			Run: func(c *run) {
				for _, odd := range []string{"@", "(", ")", `\`, "[", "]", `"`, ";", ":", "<", ">", ",", " ", "\u00fc", "\u6771"} {
					groupRefused(c, "mailNickname", func(n *identity.NewGroup) { n.MailNickname = "a" + odd + n.MailNickname })
				}
				for _, fine := range []string{".", "-", "_", "'", "!", "#", "+"} {
					makeGroup(c, func(n *identity.NewGroup) { n.MailNickname = "a" + fine + n.MailNickname })
				}
			},
		},
		{
			Name: "Groups.Create/kinds-that-the-service-knows", Needs: write, Source: docGroup,
			Why: "a misspelled kind or visibility must not become some other group",
			Run: func(c *run) {
				groupRefused(c, "groupTypes", func(n *identity.NewGroup) { n.GroupTypes = []string{"Unify"} })
				groupRefused(c, "visibility", func(n *identity.NewGroup) { unified(n); n.Visibility = "Secret" })
			},
		},
		{
			Name: "Groups.Create/mail-groups-are-made-elsewhere", Needs: write, Source: docNewGroup,
			Why: "distribution lists and mail-enabled security groups belong to Exchange, and a fake that makes them misleads",
			Run: func(c *run) {
				for _, security := range []bool{true, false} {
					n := newGroup()
					n.MailEnabled, n.SecurityEnabled = new(true), new(security)
					_, err := c.S.Service.Groups.Create(c.Context(), n)
					c.Refused(err, invalid(opNewGroup))
					groupsAre(c, identity.GroupQuery{MailNickname: n.MailNickname})
				}
			},
		},
	}
}

// groupRefused checks that the group is refused with the property named, and not
// created.
func groupRefused(c *run, property string, change func(*identity.NewGroup)) {
	c.Helper()
	n := newGroup()
	change(&n)
	g, err := c.S.Service.Groups.Create(c.Context(), n)
	if fault := invalid(opNewGroup, property).Check(err); fault != nil {
		c.Errorf("%s %q %q: %v", property, n.DisplayName, n.MailNickname, fault)
	}
	if err == nil {
		forgetGroup(c, g.ID)
		return
	}
	if n.DisplayName != "" && len(n.DisplayName) < 100 {
		groupsAre(c, identity.GroupQuery{DisplayName: n.DisplayName})
	}
}
