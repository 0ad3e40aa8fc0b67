package identitytest

import (
	"reflect"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func createRuleCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.Create/required-properties", Needs: write, Source: docCreate,
			Why: "a form that leaves a required field empty wants to mark that field",
			Run: createRequired,
		},
		{
			Name: "Users.Create/lengths-at-the-limit", Needs: write, Source: docUser,
			Why: "a rule that is stricter than the service's refuses people who exist; letters count, not bytes",
			Run: createAtLimit,
		},
		{
			Name: "Users.Create/lengths-beyond-the-limit", Needs: write, Source: docUser,
			Why: "an import must fail here and not at the service, with the property named",
			Run: createBeyondLimit,
		},
		{
			Name: "Users.Create/one-business-phone", Needs: write, Source: docUser,
			Why: "the property is a list that holds at most one item",
			Run: func(c *run) {
				createRefused(c, "businessPhones", func(n *identity.NewUser) { n.BusinessPhones = []string{"+1 555 0100", "+1 555 0101"} })
			},
		},
		{
			Name: "Users.Create/usage-location-is-a-code", Needs: write, Source: docUser,
			Why: "a country's name or a three-letter code comes in with every import and breaks the licenses later",
			Run: func(c *run) {
				for _, bad := range []string{"Germany", "DEU", "D", "1!", "D "} {
					createRefused(c, "usageLocation", func(n *identity.NewUser) { n.UsageLocation = bad })
				}
			},
		},
		{
			Name: "Users.Create/password-policies-parse-loosely", Needs: write, Source: docUser,
			Why: "scripts write the list with and without a blank and in any letter case",
			Run: createPolicies,
		},
		{
			Name: "Users.Create/password-policies-are-known", Needs: write, Source: docUser,
			Why: "a misspelled policy would leave the password without the one that was meant",
			Run: func(c *run) {
				createRefused(c, "passwordPolicies", func(n *identity.NewUser) { n.PasswordPolicies = "DisablePasswordExpiry" })
			},
		},
		{
			Name: "Users.Create/age-group-in-any-letter-case", Needs: write, Source: docUser,
			Why: "the documentation writes these values small and the service returns them capitalized",
			Run: createAges,
		},
		{
			Name: "Users.Create/age-group-is-known", Needs: write, Source: docUser,
			Why: "consent of minors hangs on these values",
			Run: func(c *run) {
				createRefused(c, "ageGroup", func(n *identity.NewUser) { n.AgeGroup = "toddler" })
				createRefused(c, "consentProvidedForMinor", func(n *identity.NewUser) { n.ConsentProvidedForMinor = "perhaps" })
			},
		},
		{
			Name: "Users.Create/user-type-is-known", Needs: write, Source: docUser,
			Why: "a misspelled guest would be taken for a member, who reads the whole directory",
			Run: func(c *run) {
				createRefused(c, "userType", func(n *identity.NewUser) { n.UserType = "Visitor" })
				for _, kind := range []identity.UserType{"guest", "MEMBER"} {
					u := create(c, func(n *identity.NewUser) { n.UserType = kind })
					shows(c, u.ID, func(u *identity.User) error {
						return errIf(!strings.EqualFold(string(u.UserType), string(kind)), "UserType is %q, want %q", u.UserType, kind)
					})
				}
			},
		},
		{
			Name: "Users.Create/federated-domain-needs-an-immutable-id", Needs: []string{CanWrite, CanMakeDomains}, Source: docCreate,
			Why: "without it nobody could match the account with the one that signs in elsewhere",
			Run: createFederated,
		},
	}
}

// createRefused tries to create a person with the change, and checks that the
// property is named and nobody was created.
func createRefused(c *run, property string, change func(*identity.NewUser)) {
	c.Helper()
	n := person(c)
	change(&n)
	u, err := c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, invalid(opCreate, property))
	if u != nil {
		c.Errorf("Create answered a user beside its error: %+v", u)
	}
	if err == nil || n.UserPrincipalName == "" {
		return
	}
	if _, err := c.S.Service.Users.Get(c.Context(), idOf(n)); err == nil {
		c.Errorf("the user was created all the same")
	}
}

// idOf is the name of a user to create as an id.
func idOf(n identity.NewUser) admin365.UserID { return admin365.UserID(n.UserPrincipalName) }

func createRequired(c *run) {
	createRefused(c, "displayName", func(n *identity.NewUser) { n.DisplayName = "" })
	createRefused(c, "mailNickname", func(n *identity.NewUser) { n.MailNickname = "" })
	createRefused(c, "userPrincipalName", func(n *identity.NewUser) { n.UserPrincipalName = "" })
	n := person(c)
	n.PasswordProfile = identity.PasswordProfile{ForceChangePasswordNextSignIn: true}
	_, err := c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, invalid(opCreate, passwordProperty()...))
}

// limit is how long a property may be.
type limit struct {
	field, property string
	max             int
	// letter is what the value is made of.
	letter string
}

// limits are the documented lengths. Letters beyond ASCII stand where the
// service takes them: they are one character each and two or three bytes.
func limits() []limit {
	return []limit{
		{"CompanyName", "companyName", 64, "ü"},
		{"Department", "department", 64, "部"},
		{"GivenName", "givenName", 64, "é"},
		{"Surname", "surname", 64, "ø"},
		{"MailNickname", "mailNickname", 64, "n"},
		{"MobilePhone", "mobilePhone", 64, "5"},
		{"City", "city", 128, "ł"},
		{"Country", "country", 128, "ñ"},
		{"State", "state", 128, "ß"},
		{"JobTitle", "jobTitle", 128, "Ж"},
		{"DisplayName", "displayName", 256, "ä"},
		{"PostalCode", "postalCode", 40, "7"},
		{"StreetAddress", "streetAddress", 1024, "å"},
		{"EmployeeID", "employeeId", 16, "3"},
	}
}

func createAtLimit(c *run) {
	for _, l := range limits() {
		text := strings.Repeat(l.letter, l.max)
		n := person(c)
		reflect.ValueOf(&n).Elem().FieldByName(l.field).SetString(text)
		u, err := c.S.Service.Users.Create(c.Context(), n)
		if err != nil {
			c.Errorf("%s of %d characters is refused: %v", l.property, l.max, err)
			continue
		}
		forget(c, u.ID)
		shows(c, u.ID, func(u *identity.User) error {
			got := reflect.ValueOf(*u).FieldByName(l.field).String()
			return errIf(got != text, "%s of %d characters comes back as %q", l.property, l.max, got)
		})
	}
}

func createBeyondLimit(c *run) {
	for _, l := range limits() {
		createRefused(c, l.property, func(n *identity.NewUser) {
			reflect.ValueOf(n).Elem().FieldByName(l.field).SetString(strings.Repeat(l.letter, l.max+1))
		})
	}
}

func createPolicies(c *run) {
	const both = "DisablePasswordExpiration, DisableStrongPassword"
	for spelled, want := range map[string]string{
		"None":                      "None",
		"DisablePasswordExpiration": "DisablePasswordExpiration",
		"disablestrongpassword":     "DisableStrongPassword",
		both:                        both,
		"DisablePasswordExpiration,DisableStrongPassword":  both,
		"DisableStrongPassword, DisablePasswordExpiration": both,
	} {
		n := person(c)
		n.PasswordPolicies = spelled
		u, err := c.S.Service.Users.Create(c.Context(), n)
		if err != nil {
			c.Errorf("the policies %q are refused: %v", spelled, err)
			continue
		}
		forget(c, u.ID)
		shows(c, u.ID, func(u *identity.User) error {
			return errIf(!samePolicies(u.PasswordPolicies, want), "the policies %q come back as %q", spelled, u.PasswordPolicies)
		})
	}
}

func createAges(c *run) {
	for _, age := range []string{"minor", "notAdult", "Adult", "ADULT"} {
		for _, consent := range []string{"granted", "Denied", "notrequired"} {
			u := create(c, func(n *identity.NewUser) { n.AgeGroup, n.ConsentProvidedForMinor = age, consent })
			shows(c, u.ID, func(u *identity.User) error {
				return joined(
					errIf(!strings.EqualFold(u.AgeGroup, age), "AgeGroup is %q, want %q", u.AgeGroup, age),
					errIf(!strings.EqualFold(u.ConsentProvidedForMinor, consent),
						"ConsentProvidedForMinor is %q, want %q", u.ConsentProvidedForMinor, consent),
				)
			})
		}
	}
}

func createFederated(c *run) {
	domain := conform.Unique() + ".example.com"
	c.Must(c.S.Make.Domain(domain, true), "adding a federated domain")
	createRefused(c, "onPremisesImmutableId", func(n *identity.NewUser) {
		n.UserPrincipalName = n.MailNickname + "@" + domain
	})
	u := create(c, func(n *identity.NewUser) {
		n.UserPrincipalName = n.MailNickname + "@" + domain
		n.OnPremisesImmutableID = n.MailNickname
	})
	shows(c, u.ID, func(u *identity.User) error {
		return errIf(u.OnPremisesImmutableID == "", "OnPremisesImmutableID is not kept")
	})
}
