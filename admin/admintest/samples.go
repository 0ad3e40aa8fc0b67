package admintest

import (
	"context"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// goodPassword keeps the service's rules, weakPassword does not.
const (
	goodPassword = "Vermilion-Otter-4711"
	weakPassword = "weakling"
)

// nobody returns a GUID that nothing has.
func nobody() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return "0badc0de-5ea7-4bad-8bad-" + digits[len(digits)-12:]
}

// freshName returns the name of a root domain that no tenant has.
func freshName() string { return conform.Unique() + ".com" }

// addDomain adds a domain that is not verified, or ends the case.
func addDomain(c *run, name string) *admin.Domain {
	c.Helper()
	d, err := c.S.Settings.Domains.Add(c.Context(), name)
	c.Must(err, "adding the domain "+name)
	if d == nil {
		c.Fatalf("Add answered no domain")
	}
	forget(c, name)
	return d
}

// unverified adds a domain of a new name that is not verified.
func unverified(c *run) string {
	c.Helper()
	name := freshName()
	addDomain(c, name)
	return name
}

// verified has a verified root domain of a new name in the tenant that nothing uses.
func verified(c *run) string {
	c.Helper()
	name := freshName()
	c.Must(c.S.Backstage.AddDomain(c.Context(), name, false), "having a verified domain")
	forget(c, name)
	return name
}

// subdomain adds a subdomain of a verified domain.
func subdomain(c *run, root string) string {
	c.Helper()
	return addDomain(c, conform.Unique()+"."+root).Name
}

// forget deletes a domain after the case where others go on in the same tenant.
func forget(c *run, name string) {
	if c.S.Harness.Shared {
		domains := c.S.Settings.Domains
		c.Cleanup(func(ctx context.Context) {
			// What is gone already is as it should be.
			_ = domains.Delete(ctx, name)
		})
	}
}

// getDomain returns a domain, or ends the case.
func getDomain(c *run, name string) *admin.Domain {
	c.Helper()
	d, err := c.S.Settings.Domains.Get(c.Context(), name)
	c.Must(err, "getting the domain "+name)
	if d == nil {
		c.Fatalf("Get answered no domain")
	}
	return d
}

// updateDomain changes a domain, or ends the case.
func updateDomain(c *run, name string, p admin.DomainPatch) {
	c.Helper()
	c.Must(c.S.Settings.Domains.Update(c.Context(), name, p), "changing the domain "+name)
}

// getOrganization returns the organization, or ends the case.
func getOrganization(c *run) *admin.Organization {
	c.Helper()
	o, err := c.S.Settings.Organization.Get(c.Context())
	c.Must(err, "getting the organization")
	if o == nil {
		c.Fatalf("Get answered no organization")
	}
	return o
}

// getPolicy returns the authorization policy, or ends the case.
func getPolicy(c *run) *admin.AuthorizationPolicy {
	c.Helper()
	p, err := c.S.Settings.Authorization.Get(c.Context())
	c.Must(err, "getting the authorization policy")
	if p == nil {
		c.Fatalf("Get answered no policy")
	}
	return p
}

// getMethods returns the policy of authentication methods, or ends the case.
func getMethods(c *run) *admin.AuthenticationMethodsPolicy {
	c.Helper()
	p, err := c.S.Settings.SelfServiceReset.Methods(c.Context())
	c.Must(err, "getting the policy of methods")
	if p == nil {
		c.Fatalf("Methods answered no policy")
	}
	return p
}

// getSync returns how the synchronization stands, or ends the case.
func getSync(c *run) *admin.DirectorySyncStatus {
	c.Helper()
	s, err := c.S.Settings.DirectorySync.Get(c.Context())
	c.Must(err, "getting the synchronization")
	if s == nil {
		c.Fatalf("Get answered nothing about the synchronization")
	}
	return s
}

// turnOn turns the synchronization on, or ends the case.
func turnOn(c *run) {
	c.Helper()
	c.Must(c.S.Settings.DirectorySync.TurnOn(c.Context()), "turning the synchronization on")
}

// makeUserIn adds a user who is named in the domain, or ends the case.
func makeUserIn(c *run, domain string) admin365.UserID {
	c.Helper()
	id, err := c.S.Make.User(c.Context(), conform.Unique()+"@"+domain)
	c.Must(err, "adding a user in "+domain)
	return kept(c, id)
}

// makeUser adds a user, or ends the case.
func makeUser(c *run) admin365.UserID {
	c.Helper()
	return makeUserIn(c, c.S.Harness.InitialDomain)
}

// kept checks that there is a user, and deletes him after the case where others go on
// in the same tenant.
func kept(c *run, id admin365.UserID) admin365.UserID {
	c.Helper()
	if id == "" {
		c.Fatalf("the fixture answered no user")
	}
	if c.S.Harness.Shared {
		remove := c.S.Make.DeleteUser
		c.Cleanup(func(ctx context.Context) { _ = remove(ctx, id) })
	}
	return id
}

// makeGroup adds a group with an address in the domain, or ends the case.
func makeGroup(c *run, domain string) admin365.GroupID {
	c.Helper()
	id, err := c.S.Make.Group(c.Context(), domain)
	c.Must(err, "adding a group with an address in "+domain)
	return keptGroup(c, id)
}

// makeTeam adds a security group with the members, or ends the case.
func makeTeam(c *run, members ...admin365.UserID) admin365.GroupID {
	c.Helper()
	id, err := c.S.Make.SecurityGroup(c.Context(), members...)
	c.Must(err, "adding a security group")
	return keptGroup(c, id)
}

func keptGroup(c *run, id admin365.GroupID) admin365.GroupID {
	c.Helper()
	if id == "" {
		c.Fatalf("the fixture answered no group")
	}
	if c.S.Harness.Shared {
		remove := c.S.Make.DeleteGroup
		c.Cleanup(func(ctx context.Context) { _ = remove(ctx, id) })
	}
	return id
}

// getUser returns a user, or ends the case.
func getUser(c *run, id admin365.UserID) *identity.User {
	c.Helper()
	u, err := c.S.Make.GetUser(c.Context(), id)
	c.Must(err, "getting a user")
	if u == nil {
		c.Fatalf("the fixture answered no user")
	}
	return u
}

// erase deletes a user for good, or ends the case.
func erase(c *run, id admin365.UserID) {
	c.Helper()
	c.Must(c.S.Make.DeleteUser(c.Context(), id), "deleting a user")
	c.Must(c.S.Make.PurgeUser(c.Context(), id), "purging a user")
}

// person is somebody for the synchronization to add.
func person(c *run) identity.NewUser {
	name := conform.Unique()
	return identity.NewUser{
		UserPrincipalName: name + "@" + c.S.Harness.Domain, DisplayName: "Person " + name, MailNickname: name,
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(goodPassword)},
	}
}

// synchronize is a run of the synchronization that has to end well.
func synchronize(c *run, s admin.Synchronization) *admin.SynchronizationResult {
	c.Helper()
	result, err := c.S.Backstage.Synchronize(c.Context(), s)
	c.Must(err, "synchronizing")
	if result == nil {
		c.Fatalf("Synchronize answered nothing")
	}
	return result
}

// synchronized turns the synchronization on and has it add so many people.
func synchronized(c *run, people int) []admin365.UserID {
	c.Helper()
	turnOn(c)
	var s admin.Synchronization
	for range people {
		s.Added = append(s.Added, person(c))
	}
	result := synchronize(c, s)
	if len(result.Added) != people {
		c.Fatalf("of %d people %d were added", people, len(result.Added))
	}
	var ids []admin365.UserID
	for _, u := range result.Added {
		ids = append(ids, kept(c, u.ID))
	}
	return ids
}
