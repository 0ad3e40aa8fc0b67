package identity

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// seedPerson is a person with whom a tenant begins.
type seedPerson struct {
	given, surname, nickname string
	title, department        string
	office, phone            string
	city, state, postal      string
	country, location        string
	manager                  string // nickname
	roles                    []api.Role
}

// Contoso fills the tenant with the people and the groups of Contoso, whose
// verified domain is domain. Their names and ids never change; later releases only add. For package
// admin alone.
func Contoso(tx *tenant.Tx, domain string) error {
	for _, p := range contosoPeople() {
		if err := seed(tx, p, domain); err != nil {
			return err
		}
	}
	for _, p := range contosoPeople() {
		if p.manager == "" {
			continue
		}
		if err := setManager(tx, p.nickname+"@"+domain, p.manager+"@"+domain); err != nil {
			return err
		}
	}
	return seedGroups(tx, domain)
}

// Administrator fills an empty tenant with its first Global Administrator. For
// package admin alone.
func Administrator(tx *tenant.Tx, domain string) error {
	return seed(tx, seedPerson{given: "MOD", surname: "Administrator", nickname: "admin", location: "US", roles: []api.Role{api.GlobalAdministrator}}, domain)
}

func seed(tx *tenant.Tx, p seedPerson, domain string) error {
	u := NewUser{
		UserPrincipalName: p.nickname + "@" + domain,
		DisplayName:       p.given + " " + p.surname,
		MailNickname:      p.nickname,
		Mail:              p.nickname + "@" + domain,
		GivenName:         p.given, Surname: p.surname, JobTitle: p.title, Department: p.department,
		OfficeLocation: p.office, City: p.city, State: p.state, PostalCode: p.postal, Country: p.country,
		UsageLocation: p.location, PreferredLanguage: "en-US",
		// A password of the seed is nobody's secret; the tenant is a fake.
		PasswordProfile: PasswordProfile{Password: admin365.NewSecret("Contoso-" + p.nickname + "-2026")},
	}
	if p.phone != "" {
		u.BusinessPhones = []string{p.phone}
	}
	body, err := u.body()
	if err != nil {
		return err
	}
	change, err := userProps.Body(body)
	if err != nil {
		return err
	}
	id := tenant.NameKey("user", u.UserPrincipalName)
	if _, err := createUserAs(tx, id, change); err != nil {
		return err
	}
	for _, role := range p.roles {
		row := &roleAssignmentRow{ID: tenant.NameKey("role", string(role)+u.UserPrincipalName), Role: role, Principal: id}
		if err := putAssignment(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// Locate gives a user a usage location where he has none. For package admin alone.
func Locate(tx *tenant.Tx, id, country string) error {
	row, err := findUser(tx, id)
	if err != nil {
		return err
	}
	if _, set := userProps.Value(row, prop("usageLocation")); set {
		return nil
	}
	next := *row
	userProps.Apply(&next, odata.Change{{Prop: prop("usageLocation"), Value: country}})
	return tenant.In(tx, &users).Put(&next)
}

// Bulk adds n users of twenty properties whose names begin with prefix, inside
// one transaction, all of them or none: the quick way to a large tenant for tests and
// benchmarks. For package admin alone.
func Bulk(ctx context.Context, tx *tenant.Tx, domain, prefix string, n int) error {
	rows := tenant.In(tx, &users)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := prefix + pad(i)
		u := bulkUser(name, domain, i)
		body, err := json.Marshal(u)
		if err != nil {
			return err
		}
		change, err := userProps.Body(body)
		if err != nil {
			return err
		}
		row := &userRow{ID: tx.NewKey()}
		userProps.Apply(row, change)
		userProps.Apply(row, odata.Change{
			{Prop: prop("createdDateTime"), Value: odata.FormatTime(tx.Now())},
			{Prop: prop("accountEnabled"), Value: "true"},
		})
		row.Password = hashPassword("Bulk-"+name, uint64(i))
		if err := rows.Put(row); err != nil {
			return err
		}
	}
	return nil
}

func pad(i int) string {
	const width = 7
	text := []byte(strings.Repeat("0", width))
	for at := width - 1; i > 0 && at >= 0; at-- {
		text[at] = byte('0' + i%10)
		i /= 10
	}
	return string(text)
}

func bulkUser(name, domain string, i int) NewUser {
	departments := []string{"Sales", "Engineering", "Finance", "Marketing", "Operations", "Legal", "Research", "People"}
	cities := []string{"Seattle", "Zürich", "São Paulo", "Osaka", "Lagos", "Toronto", "Pune", "Leeds"}
	return NewUser{
		UserPrincipalName: name + "@" + domain, DisplayName: "Person " + name, MailNickname: name,
		GivenName: "Person", Surname: name, JobTitle: "Specialist " + pad(i%40), Department: departments[i%8],
		CompanyName: "Contoso", EmployeeID: pad(i), EmployeeType: "Employee", BusinessPhones: []string{"+1 425 555 0100"},
		MobilePhone: "+1 425 555 0101", OfficeLocation: "18/" + pad(i%900), StreetAddress: "1 Way " + pad(i%500),
		City: cities[i%8], State: "WA", PostalCode: "98052", Country: "United States", UsageLocation: "US", PreferredLanguage: "en-US",
	}
}
