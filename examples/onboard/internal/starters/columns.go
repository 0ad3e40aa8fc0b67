package starters

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
)

// column is a column that a template knows.
type column struct {
	// name is the title in the admin center's template and the property in
	// brackets in Entra's.
	name string
	// property is the property in Microsoft Graph.
	property string
	// required columns have a value in each row, and in Entra's template they
	// must be there at all. (The admin center's are all there, or the header is
	// wrong.)
	required bool
	// set puts the cell into the starter, or says what is wrong with it.
	set func(s *Starter, cell string) (reason string)
}

// adminCenter are the columns of "Add multiple users", in their order.
var adminCenter = []column{
	{userNameColumn, userNameProperty, true, setUserName},
	{"First Name", "givenName", false, text(func(s *Starter) *string { return &s.GivenName })},
	{"Last Name", "surname", false, text(func(s *Starter) *string { return &s.Surname })},
	{"Display Name", "displayName", true, text(func(s *Starter) *string { return &s.DisplayName })},
	{"Job Title", "jobTitle", false, text(func(s *Starter) *string { return &s.JobTitle })},
	{"Department", "department", false, text(func(s *Starter) *string { return &s.Department })},
	{"Office Number", "officeLocation", false, text(func(s *Starter) *string { return &s.OfficeLocation })},
	{"Office Phone", "businessPhones", false, text(func(s *Starter) *string { return &s.BusinessPhone })},
	{"Mobile Phone", "mobilePhone", false, text(func(s *Starter) *string { return &s.MobilePhone })},
	{"Fax", "faxNumber", false, text(func(s *Starter) *string { return &s.FaxNumber })},
	{alternateEmail, "otherMails", false, text(func(s *Starter) *string { return &s.OtherMail })},
	{"Address", "streetAddress", false, text(func(s *Starter) *string { return &s.StreetAddress })},
	{"City", "city", false, text(func(s *Starter) *string { return &s.City })},
	{"State or Province", "state", false, text(func(s *Starter) *string { return &s.State })},
	{"ZIP or Postal Code", "postalCode", false, text(func(s *Starter) *string { return &s.PostalCode })},
	{"Country or Region", "country", false, setCountry},
}

// The columns that are treated apart.
const (
	userNameColumn   = "User Name"
	userNameProperty = "userPrincipalName"
	// passwordProperty is the one cell that is not cleaned.
	passwordProperty = "passwordProfile"
	// alternateEmail is the column that files made before 2018 or so lack.
	alternateEmail = "Alternate email address"
)

// entra are the columns of "Bulk create". Their order is of no meaning.
var entra = []column{
	{"displayName", "displayName", true, text(func(s *Starter) *string { return &s.DisplayName })},
	{userNameProperty, userNameProperty, true, setUserName},
	{passwordProperty, passwordProperty, true, setPassword},
	{"accountEnabled", "accountEnabled", true, setBlocked},
	{"givenName", "givenName", false, text(func(s *Starter) *string { return &s.GivenName })},
	{"surname", "surname", false, text(func(s *Starter) *string { return &s.Surname })},
	{"jobTitle", "jobTitle", false, text(func(s *Starter) *string { return &s.JobTitle })},
	{"department", "department", false, text(func(s *Starter) *string { return &s.Department })},
	{"usageLocation", "usageLocation", false, setUsageLocation},
	{"streetAddress", "streetAddress", false, text(func(s *Starter) *string { return &s.StreetAddress })},
	{"state", "state", false, text(func(s *Starter) *string { return &s.State })},
	{"country", "country", false, text(func(s *Starter) *string { return &s.Country })},
	{"physicalDeliveryOfficeName", "officeLocation", false, text(func(s *Starter) *string { return &s.OfficeLocation })},
	{"city", "city", false, text(func(s *Starter) *string { return &s.City })},
	{"postalCode", "postalCode", false, text(func(s *Starter) *string { return &s.PostalCode })},
	{"telephoneNumber", "businessPhones", false, text(func(s *Starter) *string { return &s.BusinessPhone })},
	{"mobile", "mobilePhone", false, text(func(s *Starter) *string { return &s.MobilePhone })},
}

// extras are the columns of our own, which may follow those of either
// template, in this order. A new one is one more line here.
var extras = []column{
	{"Manager", "manager", false, setManager},
	{"Roles", "roles", false, names(func(s *Starter) *[]string { return &s.Roles })},
	{"Licenses", "licenses", false, names(func(s *Starter) *[]string { return &s.Licenses })},
}

// text makes a setter of a property that takes any text.
func text(property func(*Starter) *string) func(*Starter, string) string {
	return func(s *Starter, cell string) string {
		*property(s) = cell
		return ""
	}
}

func setUserName(s *Starter, cell string) string {
	s.UserPrincipalName = cell
	reason := userNameProblem(cell)
	if reason == "" {
		s.MailNickname, _, _ = strings.Cut(cell, "@")
	}
	return reason
}

func setManager(s *Starter, cell string) string {
	s.Manager = cell
	return userNameProblem(cell)
}

// names makes a setter of a list of names, which may have commas in them and never
// a semicolon. Each is taken once.
func names(property func(*Starter) *[]string) func(*Starter, string) string {
	return func(s *Starter, cell string) string {
		list := property(s)
		for name := range strings.SplitSeq(cell, ";") {
			name = clean(name)
			if name != "" && !slices.ContainsFunc(*list, func(other string) bool { return strings.EqualFold(other, name) }) {
				*list = append(*list, name)
			}
		}
		return ""
	}
}

// userNameProblem finds what cannot be a user name anywhere. Which characters
// and which domains are allowed is for the tenant to say.
func userNameProblem(name string) string {
	before, after, found := strings.Cut(name, "@")
	switch {
	case !found || strings.Contains(after, "@"):
		return "a user name has exactly one @, as in name@contoso.com"
	case before == "":
		return "nothing stands before the @"
	case after == "":
		return "no domain stands after the @"
	case strings.ContainsFunc(name, unicode.IsSpace):
		return "a user name has no space in it"
	}
	return ""
}

func setPassword(s *Starter, cell string) string {
	s.Password = admin365.NewSecret(cell)
	return ""
}

// setBlocked reads "Block sign in", which says the opposite of the property
// whose name it bears.
func setBlocked(s *Starter, cell string) string {
	switch {
	case strings.EqualFold(cell, "Yes"):
		s.AccountEnabled = new(false)
	case strings.EqualFold(cell, "No"):
		s.AccountEnabled = new(true)
	default:
		return "neither Yes nor No"
	}
	return ""
}

// setCountry reads the admin center's country, which stands for the usage
// location too: its template has no other column for that.
func setCountry(s *Starter, cell string) string {
	s.Country = cell
	return setUsageLocation(s, cell)
}

func setUsageLocation(s *Starter, cell string) string {
	code, ok := countryCode(cell)
	if !ok {
		return "neither a country's English name nor its two-letter ISO 3166 code"
	}
	s.UsageLocation = code
	return ""
}

func isUserName(c *column) bool {
	return c != nil && (c.name == userNameColumn || c.name == userNameProperty)
}

// quote is how a cell of the file stands in an error.
func quote(cell string) string { return fmt.Sprintf("%.60q", cell) }
