package identity

import (
	"github.com/admin365/admin365/internal/tenant"
)

// seedGroup is a group with which a tenant begins.
type seedGroup struct {
	name, nickname, description string
	unified                     bool
	visibility                  string
	owner                       string   // nickname
	members                     []string // nicknames
	nested                      []string // nicknames of groups that stand before
}

// contosoGroups are the groups of Contoso: names and ids never change, later
// releases only add.
func contosoGroups() []seedGroup {
	var everybody []string
	for _, p := range contosoPeople() {
		everybody = append(everybody, p.nickname)
	}
	return []seedGroup{
		{name: "All Company", nickname: "allcompany", description: "Everybody at Contoso", unified: true, owner: "admin", members: everybody},
		{name: "sg-Retail", nickname: "sg-Retail", description: "The stores and those who run them", owner: "AdeleV",
			members: []string{"AdeleV", "CameronW", "ChristieC"}},
		{name: "sg-Engineering", nickname: "sg-Engineering", description: "Engineering and research", owner: "IrvinS",
			members: []string{"GradyA", "HenriettaM", "IrvinS", "JohannaL", "LeeG", "LidiaH"}},
		{name: "Dynamics Users", nickname: "DynamicsUsers", description: "Whoever works with Dynamics 365", owner: "NestorW",
			members: []string{"MeganB", "NestorW"}, nested: []string{"sg-Retail"}},
		{name: "Mark 8 Project Team", nickname: "Mark8ProjectTeam", description: "The launch of the Mark 8", unified: true, visibility: "Private", owner: "MeganB",
			members: []string{"AlexW", "IsaiahL", "LynneR", "MeganB", "MiriamG"}},
	}
}

// seedGroups fills the tenant with the groups of Contoso, whose people are there.
func seedGroups(tx *tenant.Tx, domain string) error {
	for _, g := range contosoGroups() {
		n := NewGroup{DisplayName: g.name, MailNickname: g.nickname, Description: g.description, Visibility: g.visibility}
		if g.unified {
			n.GroupTypes = []string{UnifiedGroup}
		}
		body, err := n.body()
		if err != nil {
			return err
		}
		change, err := groupProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createGroup(tx, newGroup{id: seedGroupID(g.nickname, domain), change: change, owners: []string{g.owner + "@" + domain}})
		if err != nil {
			return err
		}
		for _, nickname := range g.members {
			if err := bindMember(tx, row, nickname+"@"+domain); err != nil {
				return err
			}
		}
		for _, nickname := range g.nested {
			if err := bindMember(tx, row, seedGroupID(nickname, domain).String()); err != nil {
				return err
			}
		}
	}
	return nil
}

func seedGroupID(nickname, domain string) tenant.Key {
	return tenant.NameKey("group", nickname+"@"+domain)
}
