package identitytest

import (
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func createCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.Create/answer-holds-what-was-sent", Needs: write, Source: docCreate,
			Why: "whoever created a user goes on with the answer and does not ask again",
			Run: createAnswers,
		},
		{
			Name: "Users.Create/every-property-survives", Needs: write, Source: docUser,
			Why: "a property that is dropped on the way in is missed only when somebody needs it",
			Run: createKeepsAll,
		},
		{
			Name: "Users.Create/defaults", Needs: write, Source: docCreate,
			Why: "a program that leaves a property out relies on what the service puts there",
			Run: createDefaults,
		},
		{
			Name: "Users.Create/disabled", Needs: write, Source: docCreate,
			Why: "false is a value: an account that is to start blocked must not be open for a moment",
			Run: func(c *run) {
				u := create(c, func(n *identity.NewUser) { n.AccountEnabled = new(false) })
				shows(c, u.ID, func(u *identity.User) error {
					return errIf(u.AccountEnabled == nil || *u.AccountEnabled, "AccountEnabled is not false")
				})
			},
		},
		{
			Name: "Users.Create/name-taken", Needs: write, Source: docErrors,
			Why: "two people under one sign-in name could not be told apart",
			Run: func(c *run) { createTaken(c, func(s string) string { return s }) },
		},
		{
			Name: "Users.Create/name-taken-in-other-letter-case", Needs: write, Source: docUser,
			Why: "names are compared without regard to letter case, and so must whoever looks for duplicates",
			Run: func(c *run) { createTaken(c, strings.ToUpper) },
		},
		{
			Name: "Users.Create/name-taken-by-a-proxy-address", Needs: write, Source: docErrors,
			Why: "an address that already delivers to somebody cannot become another one's sign-in name",
			Run: createTakenByProxy,
		},
		{
			Name: "Users.Create/mail-taken", Needs: write, Source: docErrors,
			Why: "mail to one address cannot go to two people",
			Run: createMailTaken,
		},
		{
			Name: "Users.Create/ids-differ", Needs: write, Source: docUser,
			Why: "an id is how everything else names a user",
			Run: func(c *run) {
				a, b := create(c), create(c)
				if a.ID == b.ID || strings.Contains(string(a.ID), "@") {
					c.Errorf("two users have the ids %q and %q", a.ID, b.ID)
				}
			},
		},
		{
			Name: "Users.Create/mail-becomes-the-primary-address", Needs: write, Source: docUser,
			Why: "who looks a person up by address looks at all of his addresses",
			Run: func(c *run) {
				n := person(c)
				n.Mail = n.MailNickname + ".mail@" + c.S.Harness.Domain
				u := mustCreate(c, n)
				shows(c, u.ID, primaryIs(n.Mail))
			},
		},
		{
			Name: "Users.Create/times-keep-their-instant", Needs: write, Source: "the comment of identity.User",
			Why: "a hire date in another time zone must not move, and everybody reads UTC",
			Run: createTimes,
		},
		{
			Name: "Users.Create/free-text-survives", Needs: write, Source: docUser,
			Why: "EmployeeType is free text: what no constant names is kept as it came",
			Run: createFreeText,
		},
	}
}

func createAnswers(c *run) {
	n := fullUser(c, 0)
	u := mustCreate(c, n)
	if err := sent(n, u); err != nil {
		c.Errorf("the answer of Create: %v", err)
	}
	if err := conform.NotUTC(*u); err != nil {
		c.Errorf("the answer of Create: %v", err)
	}
	if got := get(c, u.ID); got.ID != u.ID {
		c.Errorf("Get answers id %q for id %q", got.ID, u.ID)
	}
}

func createKeepsAll(c *run) {
	for n := range 2 {
		full := fullUser(c, n)
		u := mustCreate(c, full)
		shows(c, u.ID, func(got *identity.User) error { return sent(full, got) })
	}
}

func createDefaults(c *run) {
	n := person(c)
	u := mustCreate(c, n)
	shows(c, u.ID, func(u *identity.User) error {
		return joined(
			errIf(!isTrue(u.AccountEnabled), "AccountEnabled is not true"),
			errIf(u.UserType != identity.Member, "UserType is %q, want Member", u.UserType),
			errIf(u.CreationType != "", "CreationType is %q, want none for a regular account", u.CreationType),
			errIf(u.UsageLocation != "", "UsageLocation is %q, want none", u.UsageLocation),
			errIf(u.Mail != "", "Mail is %q, want none before there is a mailbox", u.Mail),
			errIf(len(u.ProxyAddresses) != 0, "ProxyAddresses are %q, want none", u.ProxyAddresses),
			errIf(len(u.BusinessPhones) != 0, "BusinessPhones are %q, want none", u.BusinessPhones),
			errIf(isTrue(u.OnPremisesSyncEnabled), "OnPremisesSyncEnabled is true for a user of the cloud"),
			errIf(u.CreatedDateTime.IsZero(), "CreatedDateTime is not set"),
			errIf(!u.DeletedDateTime.IsZero(), "DeletedDateTime is set: %v", u.DeletedDateTime),
			conform.NotUTC(*u),
		)
	})
}

func createTaken(c *run, spell func(string) string) {
	first := person(c)
	was := mustCreate(c, first)
	second := person(c)
	second.UserPrincipalName = spell(first.UserPrincipalName)
	u, err := c.S.Service.Users.Create(c.Context(), second)
	c.Refused(err, taken(opCreate))
	if u != nil {
		c.Errorf("Create answered a user beside its error: %+v", u)
	}
	if got := get(c, upn(was)); got.ID != was.ID || got.DisplayName != first.DisplayName {
		c.Errorf("the name now belongs to %s %q", got.ID, got.DisplayName)
	}
}

func createTakenByProxy(c *run) {
	n := person(c)
	n.Mail = conform.Unique() + "@" + c.S.Harness.Domain
	owner := mustCreate(c, n)
	shows(c, owner.ID, primaryIs(n.Mail))
	for _, spelled := range []string{n.Mail, strings.ToUpper(n.Mail)} {
		second := person(c)
		second.UserPrincipalName = spelled
		_, err := c.S.Service.Users.Create(c.Context(), second)
		c.Refused(err, taken(opCreate))
	}
}

func createMailTaken(c *run) {
	n := person(c)
	n.Mail = conform.Unique() + "@" + c.S.Harness.Domain
	owner := mustCreate(c, n)
	shows(c, owner.ID, primaryIs(n.Mail))
	second := person(c)
	second.Mail = swapCase(n.Mail)
	_, err := c.S.Service.Users.Create(c.Context(), second)
	// Which of the two properties the service names is not documented.
	want := taken(opCreate).On("proxyAddresses", "mail", "userPrincipalName")
	c.Refused(err, want)
	absent(c, unknown(opGet), func() error {
		_, err := c.S.Service.Users.Get(c.Context(), idOf(second))
		return err
	})
}

// primaryIs checks that mail is the user's one primary address.
func primaryIs(mail string) func(*identity.User) error {
	return func(u *identity.User) error {
		var primary []string
		for _, address := range u.ProxyAddresses {
			if rest, ok := strings.CutPrefix(address, "SMTP:"); ok {
				primary = append(primary, rest)
			}
		}
		return joined(
			errIf(u.Mail != mail, "Mail is %q, want %q", u.Mail, mail),
			errIf(len(primary) != 1 || !strings.EqualFold(primary[0], mail),
				"ProxyAddresses are %q, want SMTP:%s as the only primary one", u.ProxyAddresses, mail),
		)
	}
}

func createTimes(c *run) {
	zone := time.FixedZone("far east", 9*60*60)
	for _, hired := range []time.Time{
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
		time.Date(2024, 3, 1, 3, 4, 5, 0, zone),
		time.Date(1999, 12, 31, 23, 59, 59, 250_000_000, time.UTC),
	} {
		u := create(c, func(n *identity.NewUser) { n.EmployeeHireDate = hired })
		shows(c, u.ID, func(u *identity.User) error {
			return joined(
				errIf(!u.EmployeeHireDate.Equal(hired), "EmployeeHireDate is %v, want %v", u.EmployeeHireDate, hired),
				conform.NotUTC(*u),
			)
		})
	}
}

func createFreeText(c *run) {
	for i, text := range []string{
		"Astronaut of the Year", "Praktikant·in", "実習生", "d'Arc & \"Söhne\" <GmbH>", `back\slash/slash`, "100 % + #1?",
		"\U0001F469\u200D\U0001F680 crew",
	} {
		u := create(c, func(n *identity.NewUser) {
			n.EmployeeType = text
			n.Surname = text
			n.DisplayName = fmt.Sprintf("%s %d", text, i)
		})
		shows(c, u.ID, func(u *identity.User) error {
			return joined(
				errIf(u.EmployeeType != text, "EmployeeType is %q, want %q", u.EmployeeType, text),
				errIf(u.Surname != text, "Surname is %q, want %q", u.Surname, text),
				errIf(u.DisplayName != fmt.Sprintf("%s %d", text, i), "DisplayName is %q", u.DisplayName),
			)
		})
	}
}
