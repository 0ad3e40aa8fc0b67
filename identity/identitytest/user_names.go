package identitytest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// nameCases are the rules of the user principal name.
func nameCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "UserPrincipalName/characters", Needs: write, Source: docUser,
			Why: "people are called O'Brien, and guests have #EXT# in their names",
			Run: namesAllowed,
		},
		{
			Name: "UserPrincipalName/characters-refused", Needs: write, Source: docUser,
			Why: "an import of names with accents or blanks must fail with the property named",
			Run: namesRefused,
		},
		{
			Name: "UserPrincipalName/domain-not-verified", Needs: write, Source: docErrors,
			Why: "the classic mistake of a new tenant: the domain is not there yet",
			Run: nameOfStrangeDomain,
		},
		{
			Name: "UserPrincipalName/domain-in-any-letter-case", Needs: write, Source: docUser,
			Why: "domains have no letter case, and files are full of capital letters",
			Run: func(c *run) {
				create(c, func(n *identity.NewUser) {
					n.UserPrincipalName = n.MailNickname + "@" + strings.ToUpper(c.S.Harness.Domain)
				})
			},
		},
		{
			Name: "UserPrincipalName/64-characters-before-the-at", Needs: write, Source: docUser,
			Why: "long double names are real, and one character too many is refused",
			Run: nameLength,
		},
		{
			Name: "UserPrincipalName/48-characters-behind-the-at", Needs: []string{CanWrite, CanMakeDomains}, Source: docUser,
			Why: "a domain may be longer than a sign-in name can hold",
			Run: domainLength,
		},
		{
			Name: "UserPrincipalName/second-verified-domain", Needs: []string{CanWrite, CanMakeDomains}, Source: docUser,
			Why: "companies that merged sign in under more than one domain",
			Run: func(c *run) {
				domain := conform.Unique() + ".example.com"
				c.Must(c.S.Make.Domain(domain, false), "adding a domain")
				u := create(c, func(n *identity.NewUser) { n.UserPrincipalName = n.MailNickname + "@" + domain })
				if got := get(c, upn(u)); got.ID != u.ID {
					c.Errorf("Get by name answers %s, want %s", got.ID, u.ID)
				}
			},
		},
	}
}

func namesAllowed(c *run) {
	for _, local := range []string{
		"o'brien", "a.b-c_d", "ann_example.net#EXT#", "x!y", "x^y", "x~y", "0123456789", "UPPERlower", "'", "-lead",
	} {
		name := conform.Unique() + local
		n := person(c)
		n.UserPrincipalName = name + "@" + c.S.Harness.Domain
		u, err := c.S.Service.Users.Create(c.Context(), n)
		if err != nil {
			c.Errorf("the name %q is refused: %v", n.UserPrincipalName, err)
			continue
		}
		forget(c, u.ID)
		got, err := c.S.Service.Users.Get(c.Context(), idOf(n))
		if err != nil {
			c.Errorf("the name %q is not found: %v", n.UserPrincipalName, err)
			continue
		}
		if got.ID != u.ID || got.UserPrincipalName != n.UserPrincipalName {
			c.Errorf("the name %q finds %s %q, want %s", n.UserPrincipalName, got.ID, got.UserPrincipalName, u.ID)
		}
	}
}

func namesRefused(c *run) {
	at := "@" + c.S.Harness.Domain
	for _, name := range []string{
		"no-at-sign", at, conform.Unique() + "@", conform.Unique() + "@" + conform.Unique() + at,
		conform.Unique() + "." + at, "j\u00fcrgen" + conform.Unique() + at, "ren\u00e9" + conform.Unique() + at,
		"two words" + conform.Unique() + at, "a+b" + conform.Unique() + at, "a/b" + conform.Unique() + at,
		"a,b" + conform.Unique() + at, `a"b` + conform.Unique() + at, "a(b" + conform.Unique() + at,
		"\u540d" + conform.Unique() + at, "a:b" + conform.Unique() + at, "a%b" + conform.Unique() + at,
	} {
		n := person(c)
		n.UserPrincipalName = name
		u, err := c.S.Service.Users.Create(c.Context(), n)
		if fault := invalid(opCreate, "userPrincipalName").Check(err); fault != nil {
			c.Errorf("the name %q: %v", name, fault)
		}
		if err == nil {
			forget(c, u.ID)
		}
	}
	u := create(c)
	was := get(c, u.ID)
	err := c.S.Service.Users.Update(c.Context(), u.ID, identity.UserPatch{UserPrincipalName: new("andr\u00e9" + at)})
	c.Refused(err, invalid(opUpdate, "userPrincipalName"))
	unchanged(c, was)
}

func nameOfStrangeDomain(c *run) {
	strange := conform.Unique() + "@" + conform.Unique() + ".example"
	want := invalid(opCreate, "userPrincipalName")
	want.DetailCode = "InvalidValue"
	n := person(c)
	n.UserPrincipalName = strange
	_, err := c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, want)
	// A subdomain is a domain of its own, to be verified first.
	n.UserPrincipalName = conform.Unique() + "@" + conform.Unique() + "." + c.S.Harness.Domain
	_, err = c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, want)
	was := get(c, create(c).ID)
	err = c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{UserPrincipalName: new(strange)})
	c.Refused(err, want.By(opUpdate))
	unchanged(c, was)
}

func nameLength(c *run) {
	local := conform.Unique()
	local += strings.Repeat("a", 64-len(local))
	n := person(c)
	n.UserPrincipalName = local + "@" + c.S.Harness.Domain
	u := mustCreate(c, n)
	if got := get(c, idOf(n)); got.ID != u.ID {
		c.Errorf("the name of 64 characters finds %s, want %s", got.ID, u.ID)
	}
	createRefused(c, "userPrincipalName", func(n *identity.NewUser) {
		n.UserPrincipalName = "b" + local + "@" + c.S.Harness.Domain
	})
}

func domainLength(c *run) {
	domainOf := func(length int) string {
		label := conform.Unique()
		const rest = ".a-rather-long-label.example.com"
		return label + strings.Repeat("d", length-len(label)-len(rest)) + rest
	}
	local := conform.Unique()
	local += strings.Repeat("a", 64-len(local))
	for _, length := range []int{48, 49} {
		domain := domainOf(length)
		c.Must(c.S.Make.Domain(domain, false), "adding a long domain")
		n := person(c)
		n.UserPrincipalName = local + "@" + domain
		u, err := c.S.Service.Users.Create(c.Context(), n)
		if length > 48 {
			c.Refused(err, invalid(opCreate, "userPrincipalName"))
			continue
		}
		c.Must(err, "creating a user with a name of 113 characters")
		forget(c, u.ID)
		if got := get(c, admin365.UserID(n.UserPrincipalName)); got.ID != u.ID {
			c.Errorf("the name of 113 characters finds %s, want %s", got.ID, u.ID)
		}
	}
}
