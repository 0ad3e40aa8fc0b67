package identitytest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func updateCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.Update/empty-patch", Needs: write, Source: docUsers,
			Why: "a patch that names nothing is a mistake of the caller, and no way to ask whether somebody exists",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.Refused(c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{}), unsent(opUpdate))
				nobody := admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain)
				c.Refused(c.S.Service.Users.Update(c.Context(), nobody, identity.UserPatch{}), unsent(opUpdate))
				unchanged(c, was)
			},
		},
		{
			Name: "Users.Update/by-name", Needs: write, Source: docUserIDs,
			Why: "every method takes either kind of id, in any letter case",
			Run: func(c *run) {
				u := create(c)
				update(c, upn(u), identity.UserPatch{JobTitle: admin365.Set("Captain")})
				shows(c, u.ID, func(u *identity.User) error { return errIf(u.JobTitle != "Captain", "JobTitle is %q", u.JobTitle) })
				update(c, admin365.UserID(swapCase(u.UserPrincipalName)), identity.UserPatch{JobTitle: admin365.Set("Pilot")})
				shows(c, u.ID, func(u *identity.User) error { return errIf(u.JobTitle != "Pilot", "JobTitle is %q", u.JobTitle) })
			},
		},
		{
			Name: "Users.Update/all-or-nothing", Needs: write, Source: docUpdate,
			Why: "a refused patch that was half applied cannot be repeated or taken back",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				err := c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{
					DisplayName: new("Half Done"), City: admin365.Set("Kiel"), UsageLocation: new("Germany"),
				})
				c.Refused(err, invalid(opUpdate, "usageLocation"))
				unchanged(c, was)
			},
		},
		{
			Name: "Users.Update/rename", Needs: write, Source: docUpdate,
			Why: "people marry: the new name works, the old one is free, and the id stays",
			Run: updateRename,
		},
		{
			Name: "Users.Update/rename-in-letter-case-only", Needs: write, Source: docUser,
			Why: "a user is no conflict with himself",
			Run: updateOwnName,
		},
		{
			Name: "Users.Update/name-taken", Needs: write, Source: docErrors,
			Why: "two people under one sign-in name could not be told apart",
			Run: updateTaken,
		},
		{
			Name: "Users.Update/values-refused", Needs: write, Source: docUser,
			Why: "an update keeps the rules of a create",
			Run: updateRefused,
		},
		{
			Name: "Users.Update/lengths", Needs: write, Source: docUser,
			Why: "the limits are those of a create, and letters count, not bytes",
			Run: updateLengths,
		},
		{
			Name: "Users.Update/mail-becomes-the-primary-address", Needs: write, Source: docUser,
			Why: "there is one primary address, and it is the one in Mail",
			Run: func(c *run) {
				u := create(c)
				for range 2 {
					mail := conform.Unique() + "@" + c.S.Harness.Domain
					update(c, u.ID, identity.UserPatch{Mail: admin365.Set(mail)})
					shows(c, u.ID, primaryIs(mail))
				}
			},
		},
		{
			Name: "Users.Update/repeated", Needs: write, Source: docUsers,
			Why: "a client that lost the answer sends the same patch again",
			Run: func(c *run) {
				u := create(c)
				p := identity.UserPatch{
					UserPrincipalName: new(conform.Unique() + "@" + c.S.Harness.Domain),
					Mail:              admin365.Set(conform.Unique() + "@" + c.S.Harness.Domain),
					City:              admin365.Null[string](), OtherMails: []string{},
				}
				update(c, u.ID, p)
				update(c, u.ID, p)
				shows(c, u.ID, func(u *identity.User) error {
					return errIf(u.UserPrincipalName != *p.UserPrincipalName, "UserPrincipalName is %q", u.UserPrincipalName)
				})
			},
		},
		{
			Name: "Users.Update/block-and-unblock", Needs: write, Source: docUpdate,
			Why: "false is a value and not the absence of one",
			Run: func(c *run) {
				u := create(c)
				for _, enabled := range []bool{false, true} {
					update(c, u.ID, identity.UserPatch{AccountEnabled: &enabled})
					shows(c, u.ID, func(u *identity.User) error {
						return errIf(u.AccountEnabled == nil || *u.AccountEnabled != enabled, "AccountEnabled is not %v", enabled)
					})
				}
			},
		},
	}
}

func updateRename(c *run) {
	u := create(c)
	old := upn(u)
	next := conform.Unique() + "@" + c.S.Harness.Domain
	update(c, old, identity.UserPatch{UserPrincipalName: &next})
	shows(c, u.ID, func(got *identity.User) error {
		return errIf(got.UserPrincipalName != next, "UserPrincipalName is %q, want %q", got.UserPrincipalName, next)
	})
	shows(c, admin365.UserID(next), func(got *identity.User) error {
		return errIf(got.ID != u.ID, "the new name finds %s, want %s", got.ID, u.ID)
	})
	absent(c, unknown(opGet).Of(string(old)), func() error {
		_, err := c.S.Service.Users.Get(c.Context(), old)
		return err
	})
	heir := create(c, func(n *identity.NewUser) { n.UserPrincipalName = string(old) })
	if got := get(c, old); got.ID != heir.ID {
		c.Errorf("the old name finds %s, want its new owner %s", got.ID, heir.ID)
	}
}

func updateOwnName(c *run) {
	u := create(c)
	update(c, u.ID, identity.UserPatch{UserPrincipalName: new(u.UserPrincipalName)})
	local, domain, _ := strings.Cut(u.UserPrincipalName, "@")
	next := swapCase(local) + "@" + domain
	update(c, u.ID, identity.UserPatch{UserPrincipalName: &next})
	shows(c, u.ID, func(got *identity.User) error {
		return errIf(got.UserPrincipalName != next, "UserPrincipalName is %q, want %q", got.UserPrincipalName, next)
	})
}

func updateTaken(c *run) {
	owner := create(c)
	was := get(c, create(c).ID)
	for _, spelled := range []string{owner.UserPrincipalName, strings.ToUpper(owner.UserPrincipalName)} {
		err := c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{UserPrincipalName: &spelled})
		c.Refused(err, taken(opUpdate))
	}
	mail := conform.Unique() + "@" + c.S.Harness.Domain
	update(c, owner.ID, identity.UserPatch{Mail: admin365.Set(mail)})
	shows(c, owner.ID, primaryIs(mail))
	err := c.S.Service.Users.Update(c.Context(), was.ID, identity.UserPatch{UserPrincipalName: &mail})
	c.Refused(err, taken(opUpdate))
	unchanged(c, was)
}

func updateRefused(c *run) {
	was := get(c, create(c).ID)
	for property, p := range map[string]identity.UserPatch{
		"businessPhones":          {BusinessPhones: []string{"+1 555 0100", "+1 555 0101"}},
		"usageLocation":           {UsageLocation: new("Germany")},
		"passwordPolicies":        {PasswordPolicies: admin365.Set("DisablePasswordExpiry")},
		"userType":                {UserType: admin365.Set(identity.UserType("Visitor"))},
		"ageGroup":                {AgeGroup: admin365.Set("toddler")},
		"consentProvidedForMinor": {ConsentProvidedForMinor: admin365.Set("perhaps")},
	} {
		c.Refused(c.S.Service.Users.Update(c.Context(), was.ID, p), invalid(opUpdate, property))
	}
	unchanged(c, was)
}

func updateLengths(c *run) {
	u := create(c)
	for _, l := range limits() {
		p, ok := textPatch(l.field, strings.Repeat(l.letter, l.max))
		if !ok {
			c.Errorf("UserPatch has no text %s", l.field)
			continue
		}
		if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
			c.Errorf("%s of %d characters is refused: %v", l.property, l.max, err)
		}
	}
	was := get(c, u.ID)
	for _, l := range limits() {
		p, _ := textPatch(l.field, strings.Repeat(l.letter, l.max+1))
		c.Refused(c.S.Service.Users.Update(c.Context(), u.ID, p), invalid(opUpdate, l.property))
	}
	unchanged(c, was)
}
