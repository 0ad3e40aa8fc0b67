package identitytest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// restoreConflictCases are about what was given to somebody else meanwhile.
func restoreConflictCases() []kase {
	needs := []string{CanWrite, HasDeletedUsers}
	return []kase{
		{
			Name: "DeletedUsers.Restore/name-taken", Needs: needs, Source: docRestoreUser,
			Why: "two people of one sign-in name cannot both be there, and the one who is there stays as he is",
			Run: func(c *run) {
				gone, heir := replaced(c, strings.ToLower)
				refuseRestore(c, gone, heir, identity.UserRestore{}, taken(opRestore))
			},
		},
		{
			Name: "DeletedUsers.Restore/name-taken-in-other-letter-case", Needs: needs, Source: docRestoreUser,
			Why: "names are compared without regard to letter case, here too",
			Run: func(c *run) {
				gone, heir := replaced(c, strings.ToUpper)
				refuseRestore(c, gone, heir, identity.UserRestore{}, taken(opRestore))
			},
		},
		{
			Name: "DeletedUsers.Restore/new-name", Needs: needs, Source: docRestoreUser,
			Why: "with another name both can be there",
			Run: func(c *run) {
				gone, heir := replaced(c, strings.ToLower)
				name := conform.Unique() + "@" + c.S.Harness.Domain
				if got := restore(c, gone.ID, identity.UserRestore{NewUserPrincipalName: name}); got.UserPrincipalName != name {
					c.Errorf("restored as %q he is %q", name, got.UserPrincipalName)
				}
				shows(c, admin365.UserID(name), func(u *identity.User) error {
					return errIf(u.ID != gone.ID, "the new name finds %s, want %s", u.ID, gone.ID)
				})
				unchanged(c, heir)
			},
		},
		{
			Name: "DeletedUsers.Restore/new-name-without-need", Needs: needs, Source: docRestoreUser,
			Why: "what is asked for is done, also where the old name is free; that one is free afterwards",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				name := conform.Unique() + "@" + c.S.Harness.Domain
				restore(c, u.ID, identity.UserRestore{NewUserPrincipalName: name})
				shows(c, u.ID, func(u *identity.User) error {
					return errIf(u.UserPrincipalName != name, "restored as %q he is %q", name, u.UserPrincipalName)
				})
				create(c, func(n *identity.NewUser) { n.UserPrincipalName = u.UserPrincipalName })
			},
		},
		{
			Name: "DeletedUsers.Restore/new-name-taken", Needs: needs, Source: docRestoreUser,
			Why: "the new name may be somebody's, too",
			Run: func(c *run) {
				gone := discard(c, create(c).ID)
				other := get(c, create(c).ID)
				refuseRestore(c, gone, other, identity.UserRestore{NewUserPrincipalName: swapCase(other.UserPrincipalName)}, taken(opRestore))
			},
		},
		{
			Name: "DeletedUsers.Restore/new-name-keeps-the-rules", Needs: needs, Source: docRestoreUser,
			Why: "a restore is no way round the rules of names",
			Run: func(c *run) {
				gone := discard(c, create(c).ID)
				live := get(c, create(c).ID)
				for _, name := range []string{
					conform.Unique() + "@not-verified.example", conform.Unique(), "a b@" + c.S.Harness.Domain,
					strings.Repeat("x", 65) + "@" + c.S.Harness.Domain, "andr\u00e9@" + c.S.Harness.Domain,
				} {
					refuseRestore(c, gone, live, identity.UserRestore{NewUserPrincipalName: name}, invalid(opRestore, "userPrincipalName"))
				}
			},
		},
		{
			Name: "DeletedUsers.Restore/address-taken", Needs: needs, Source: docRestoreUser,
			Why: "mail for one would reach the other",
			Run: func(c *run) {
				gone, heir := readdressed(c)
				refuseRestore(c, gone, heir, identity.UserRestore{}, taken(opRestore).On("proxyAddresses"))
			},
		},
		{
			Name: "DeletedUsers.Restore/address-reconciled", Needs: needs, Source: docRestoreUser,
			Why: "who asks for it loses the addresses that are taken, and nothing else",
			Run: func(c *run) {
				gone, heir := readdressed(c)
				restore(c, gone.ID, identity.UserRestore{AutoReconcileProxyConflict: true})
				shows(c, gone.ID, func(u *identity.User) error { return apart(u, heir) })
				shows(c, gone.ID, func(u *identity.User) error {
					return joined(
						conform.Differ(u, gone, "UserPrincipalName", "DeletedDateTime", "Identities", "SignInSessionsValidFromDateTime", "ProxyAddresses", "Mail"),
						errIf(u.UserPrincipalName != identity.OriginalName(gone), "UserPrincipalName is %q, want %q", u.UserPrincipalName, identity.OriginalName(gone)),
					)
				})
				unchanged(c, heir)
			},
		},
		{
			Name: "DeletedUsers.Restore/reconciled-without-need", Needs: needs, Source: docRestoreUser,
			Why: "an address that nobody took stays his",
			Run: func(c *run) {
				was := get(c, mustCreate(c, fullUser(c, 0)).ID)
				discard(c, was.ID)
				restore(c, was.ID, identity.UserRestore{AutoReconcileProxyConflict: true})
				shows(c, was.ID, func(u *identity.User) error { return conform.Differ(u, was, "SignInSessionsValidFromDateTime") })
			},
		},
		{
			Name: "DeletedUsers.Restore/name-and-address-taken", Needs: needs, Source: docRestoreUser,
			Why: "one answer to one of the two conflicts leaves the other; both answers solve both",
			Run: nameAndAddress,
		},
	}
}

// replaced returns a deleted user, and who has his name meanwhile, spelled anew.
func replaced(c *run, spell func(string) string) (gone, heir *identity.User) {
	c.Helper()
	u := create(c)
	gone = discard(c, u.ID)
	heir = get(c, create(c, func(n *identity.NewUser) { n.UserPrincipalName = spell(u.UserPrincipalName) }).ID)
	return gone, heir
}

// readdressed returns a deleted user, and who has his address meanwhile.
func readdressed(c *run) (gone, heir *identity.User) {
	c.Helper()
	address := conform.Unique() + "@" + c.S.Harness.Domain
	addressed := func(n *identity.NewUser) { n.Mail = address }
	gone = discard(c, create(c, addressed).ID)
	if !slices.ContainsFunc(gone.ProxyAddresses, func(a string) bool { return strings.EqualFold(a, "SMTP:"+address) }) {
		c.Errorf("among the deleted ProxyAddresses are %q, and lack %q", gone.ProxyAddresses, address)
	}
	return gone, get(c, create(c, addressed).ID)
}

// refuseRestore checks that a restore is refused and that nothing happened: he
// is as he was among the deleted, and the other as he was among the living.
func refuseRestore(c *run, gone, other *identity.User, r identity.UserRestore, want conform.Refusal) {
	c.Helper()
	u, err := c.S.Service.DeletedUsers.Restore(c.Context(), gone.ID, r)
	if fault := want.Check(err); fault != nil || u != nil {
		c.Errorf("a restore with %+v answers %+v, and %v", r, u, fault)
	}
	again, err := c.S.Service.DeletedUsers.Get(c.Context(), gone.ID)
	c.Must(err, "getting the deleted user")
	if err := conform.Differ(again, gone); err != nil {
		c.Errorf("after a refused restore with %+v he %v", r, err)
	}
	unchanged(c, other)
}

// apart checks that two users share no address.
func apart(u, other *identity.User) error {
	for _, a := range u.ProxyAddresses {
		for _, b := range other.ProxyAddresses {
			if strings.EqualFold(a, b) {
				return errIf(true, "both have the address %q", a)
			}
		}
	}
	return nil
}

func nameAndAddress(c *run) {
	address := conform.Unique() + "@" + c.S.Harness.Domain
	u := create(c, func(n *identity.NewUser) { n.Mail = address })
	gone := discard(c, u.ID)
	heir := get(c, create(c, func(n *identity.NewUser) { n.UserPrincipalName, n.Mail = u.UserPrincipalName, address }).ID)
	name := conform.Unique() + "@" + c.S.Harness.Domain
	// Which of the two is named first is the service's own.
	refuseRestore(c, gone, heir, identity.UserRestore{}, taken(opRestore).On("userPrincipalName", "proxyAddresses"))
	refuseRestore(c, gone, heir, identity.UserRestore{AutoReconcileProxyConflict: true}, taken(opRestore))
	refuseRestore(c, gone, heir, identity.UserRestore{NewUserPrincipalName: name}, taken(opRestore).On("proxyAddresses"))
	restore(c, gone.ID, identity.UserRestore{NewUserPrincipalName: name, AutoReconcileProxyConflict: true})
	shows(c, admin365.UserID(name), func(u *identity.User) error {
		return joined(errIf(u.ID != gone.ID, "the new name finds %s, want %s", u.ID, gone.ID), apart(u, heir))
	})
	unchanged(c, heir)
}
