package admintest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func forceDeleteCases() []kase {
	return []kase{
		{
			Name: "DomainDeletions.ForceDelete/renames-and-blocks", Needs: ofDomains(CanMakePeople, CanAdvance), Source: docDomainForce,
			Why: "people keep their accounts, and nobody signs in by a name that belongs to others now",
			Run: func(c *run) {
				name := verified(c)
				u, other, bystander := makeUserIn(c, name), makeUserIn(c, name), makeUser(c)
				was := getUser(c, bystander)
				forced(c, name, admin.DomainForceDelete{})
				for _, id := range []admin365.UserID{u, other} {
					got := getUser(c, id)
					if err := errors.Join(
						errIf(!inDomain(got.UserPrincipalName, c.S.Harness.InitialDomain), "the user is named %s, want him in %s", got.UserPrincipalName, c.S.Harness.InitialDomain),
						errIf(hasAddress(got.Mail, got.ProxyAddresses, name), "he has addresses in the domain: %s, %q", got.Mail, got.ProxyAddresses),
						errIf(got.AccountEnabled == nil || *got.AccountEnabled, "he may sign in: %s", truth(got.AccountEnabled)),
					); err != nil {
						c.Errorf("%v", err)
					}
				}
				if err := conform.Differ(*getUser(c, bystander), *was); err != nil {
					c.Errorf("somebody who did not use the domain %v", err)
				}
			},
		},
		{
			Name: "DomainDeletions.ForceDelete/blocks-nobody-if-asked", Needs: ofDomains(CanMakePeople, CanAdvance), Source: docDomainForce,
			Why: "a company that gives its name up goes on to work",
			Run: func(c *run) {
				for _, block := range []bool{false, true} {
					name := verified(c)
					u := makeUserIn(c, name)
					forced(c, name, admin.DomainForceDelete{DisableUserAccounts: new(block)})
					got := getUser(c, u)
					if !inDomain(got.UserPrincipalName, c.S.Harness.InitialDomain) || got.AccountEnabled == nil || *got.AccountEnabled == block {
						c.Errorf("with DisableUserAccounts %t he is %s, and may sign in: %s", block, got.UserPrincipalName, truth(got.AccountEnabled))
					}
				}
			},
		},
		{
			Name: "DomainDeletions.ForceDelete/addresses", Needs: ofDomains(CanMakePeople, CanAdvance), Source: docDomainForce,
			Why: "mail to an address of the domain would go to its next owner",
			Run: func(c *run) {
				name := verified(c)
				u, g := makeUser(c), makeGroup(c, name)
				upn := getUser(c, u).UserPrincipalName
				c.Must(c.S.Make.SetMail(c.Context(), u, conform.Unique()+"@"+name), "giving a user an address")
				forced(c, name, admin.DomainForceDelete{})
				got := getUser(c, u)
				if got.UserPrincipalName != upn || hasAddress(got.Mail, got.ProxyAddresses, name) {
					c.Errorf("the user is %s with the addresses %s, %q", got.UserPrincipalName, got.Mail, got.ProxyAddresses)
				}
				group, err := c.S.Make.GetGroup(c.Context(), g)
				c.Must(err, "getting a group")
				if hasAddress(group.Mail, group.ProxyAddresses, name) || !inDomain(group.Mail, c.S.Harness.InitialDomain) {
					c.Errorf("the group has the addresses %s, %q, want them in %s", group.Mail, group.ProxyAddresses, c.S.Harness.InitialDomain)
				}
			},
		},
		{
			Name: "DomainDeletions.ForceDelete/unused", Needs: ofDomains(CanAdvance), Source: docDomainForce,
			Why: "a program that clears many domains does not ask first which are used",
			Run: func(c *run) {
				for _, name := range []string{verified(c), subdomain(c, c.S.Harness.Domain)} {
					forced(c, name, admin.DomainForceDelete{})
				}
			},
		},
		{
			Name: "DomainDeletions.ForceDelete/refused", Needs: ofDomains(CanMakePeople), Source: docDomainForce,
			Why: "the strongest of all deletes must not take what the tenant stands on",
			Run: func(c *run) {
				root, first := verified(c), verified(c)
				subdomain(c, root)
				u := makeUserIn(c, root)
				updateDomain(c, first, admin.DomainPatch{IsDefault: new(true)})
				for _, name := range []string{root, first, c.S.Harness.InitialDomain} {
					was := getDomain(c, name)
					op, err := c.S.Settings.DomainDeletions.ForceDelete(c.Context(), name, admin.DomainForceDelete{})
					c.Refused(err, precluded(opForce).Of(name))
					if op != nil {
						c.Errorf("ForceDelete answers an operation beside its error")
					}
					unchanged(c, was)
				}
				if got := getUser(c, u); !inDomain(got.UserPrincipalName, root) || got.AccountEnabled == nil || !*got.AccountEnabled {
					c.Errorf("after the refusal the user is %s, and may sign in: %s", got.UserPrincipalName, truth(got.AccountEnabled))
				}
			},
		},
		{
			Name: "DomainDeletions.ForceDelete/while-it-runs", Needs: ofDomains(CanMakePeople, CanAdvance), Source: docDomainForce,
			Why: "who does not wait for the end finds a domain that is neither there nor gone",
			Run: whileItRuns,
		},
		{
			Name: "DomainDeletions.Get/until-the-domain-is-gone", Needs: ofDomains(CanMakePeople, CanAdvance), Source: docOperation,
			Why: "the program that began the deletion is not always the one that waits for it",
			Run: func(c *run) {
				name := verified(c)
				makeUserIn(c, name)
				op := force(c, strings.ToUpper(name), admin.DomainForceDelete{})
				if err := conform.NotUTC(op); err != nil {
					c.Errorf("%v", err)
				}
				got := ended(c, op.ID)
				isGone(c, name)
				if got.State != admin365.OperationSucceeded || got.Err != nil || got.ID != op.ID || !sameName(got.ResourceID, name) {
					c.Errorf("the operation ended as %+v, want that it succeeded", *got)
				}
				if again := ended(c, op.ID); again.State != admin365.OperationSucceeded {
					c.Errorf("asked for again it is %+v", *again)
				}
			},
		},
		{
			Name: "DomainDeletions.Get/id-that-is-none", Needs: []string{HasDomainDeletions}, Source: docOperation,
			Why: "an id that was mixed up with that of something else must not look like success",
			Run: func(c *run) {
				for _, id := range []admin365.OperationID{"", " ", "no id of an operation", "../domains", "a/b?c=d#e"} {
					op, err := c.S.Settings.DomainDeletions.Get(c.Context(), id)
					if fault := plainly(admin365.ErrInvalid, "").Check(err); fault != nil || op != nil {
						c.Errorf("%q: %v, %v", id, op, fault)
					}
				}
			},
		},
	}
}

// force begins to delete a domain with all that uses it, or ends the case.
func force(c *run, name string, d admin.DomainForceDelete) *admin365.Operation {
	c.Helper()
	op, err := c.S.Settings.DomainDeletions.ForceDelete(c.Context(), name, d)
	c.Must(err, "beginning to delete the domain "+name)
	if op == nil || op.ID == "" || !sameName(op.ResourceID, name) || op.State == admin365.OperationFailed || op.State == admin365.OperationCanceled {
		c.Fatalf("ForceDelete answered %+v, want an operation on %s that has not failed", op, name)
	}
	return op
}

// forced deletes a domain with all that uses it, and waits until it is gone.
func forced(c *run, name string, d admin.DomainForceDelete) {
	c.Helper()
	if op := ended(c, force(c, name, d).ID); op.State != admin365.OperationSucceeded {
		c.Fatalf("the operation ended as %+v", *op)
	}
	isGone(c, name)
}

func whileItRuns(c *run) {
	name := verified(c)
	u := makeUserIn(c, name)
	op := force(c, name, admin.DomainForceDelete{})
	// It may have ended already: how long it takes nobody promises.
	check := func(name string, err error, want conform.Refusal) {
		c.Helper()
		if there(c, name) {
			c.Refused(err, want)
		} else if !errors.Is(err, want.Kind) && !errors.Is(err, admin365.ErrNotFound) {
			c.Errorf("with the domain gone meanwhile: %v", err)
		}
	}
	_, err := c.S.Settings.DomainDeletions.ForceDelete(c.Context(), name, admin.DomainForceDelete{})
	check(name, err, plainly(admin365.ErrBusy, opForce))
	check(name, c.S.Settings.Domains.Delete(c.Context(), name), plainly(admin365.ErrBusy, opDelete))
	check(name, c.S.Settings.Domains.Update(c.Context(), name, admin.DomainPatch{IsDefault: new(true)}), plainly(admin365.ErrBusy, opUpdate))
	check(name, c.S.Settings.Domains.Promote(c.Context(), name), plainly(admin365.ErrBusy, opPromote))
	d, err := c.S.Settings.Domains.Get(c.Context(), name)
	if err == nil && (d.State == nil || d.State.Operation != "ForceDelete" || d.State.Status == "") {
		c.Errorf("the state of the domain is %+v, want that of a ForceDelete", d.State)
	}
	ended(c, op.ID)
	isGone(c, name)
	if got := getUser(c, u); !inDomain(got.UserPrincipalName, c.S.Harness.InitialDomain) {
		c.Errorf("the user is named %s, want him in %s", got.UserPrincipalName, c.S.Harness.InitialDomain)
	}
	// One that nobody has proved yet is not proved any more.
	name = unverified(c)
	op = force(c, name, admin.DomainForceDelete{})
	_, err = c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
	check(name, err, plainly(admin365.ErrBusy, opVerify))
	ended(c, op.ID)
	isGone(c, name)
}

func promoteCases() []kase {
	return []kase{
		{
			Name: "Domains.Promote/subdomain", Needs: ofDomains(), Source: docDomainPromote,
			Why: "a company that becomes independent has settings of its own",
			Run: func(c *run) {
				root := verified(c)
				sub := subdomain(c, root)
				c.Must(c.S.Settings.Domains.Promote(c.Context(), strings.ToUpper(sub)), "promoting a subdomain")
				domainIs(c, sub, func(d *admin.Domain) error {
					return errIf(!d.IsRoot || !d.IsVerified, "it is %+v, want a verified root domain", *d)
				})
				updateDomain(c, sub, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)})
				domainIs(c, root, func(d *admin.Domain) error {
					return errIf(!d.IsRoot || d.PasswordValidityPeriodInDays != nil, "it is %+v, want it as it was", *d)
				})
				c.Refused(c.S.Settings.Domains.Promote(c.Context(), sub), precluded(opPromote).Of(sub))
			},
		},
		{
			Name: "Domains.Promote/in-use", Needs: ofDomains(CanMakePeople), Source: docDomainPromote,
			Why: "who is named in a subdomain signs in as its root says, which promoting would change under him",
			Run: func(c *run) {
				sub := subdomain(c, verified(c))
				u := makeUserIn(c, sub)
				was := getDomain(c, sub)
				c.Refused(c.S.Settings.Domains.Promote(c.Context(), sub), precluded(opPromote).Of(sub))
				unchanged(c, was)
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting the user")
				c.Must(c.S.Settings.Domains.Promote(c.Context(), sub), "promoting what nobody is named in")
			},
		},
		{
			Name: "Domains.Promote/root-or-unverified", Needs: ofDomains(), Source: docDomainPromote,
			Why: "what is a root already is not promoted, and what is not proved even less",
			Run: func(c *run) {
				below := "sub." + unverified(c)
				addDomain(c, below)
				for _, name := range []string{verified(c), c.S.Harness.Domain, c.S.Harness.InitialDomain, unverified(c), below} {
					was := getDomain(c, name)
					c.Refused(c.S.Settings.Domains.Promote(c.Context(), name), precluded(opPromote).Of(name))
					unchanged(c, was)
				}
			},
		},
	}
}
