package admintest

import (
	"errors"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator         admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	globalReader                admin365.RoleID = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	helpdeskAdministrator       admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	billingAdministrator        admin365.RoleID = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	privilegedRoleAdministrator admin365.RoleID = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	methodPolicyAdministrator   admin365.RoleID = "0526716b-113d-4c15-b2c8-68e3c22b9f80"
	domainNameAdministrator     admin365.RoleID = "8329153b-31d0-4727-b945-745eb3bc5f31"
	hybridAdministrator         admin365.RoleID = "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"
	securityAdministrator       admin365.RoleID = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	partnerSupport              admin365.RoleID = "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"
)

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/domain-name-administrator", Needs: ofDomains(CanMakePeople, CanSwitch, CanAdvance), Source: docRoles,
			Why: "the role that was given for this must be enough for this, from the first step to the last",
			Run: domainNameAdministrates,
		},
		{
			Name: "Callers/who-only-updates-domains", Needs: ofDomains(CanMakePeople, CanSwitch), Source: docDomainUpdate,
			Why: "who sets when passwords expire need not be the one who gives domains away",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{securityAdministrator, partnerSupport} {
					s, name := actor(c, role), verified(c)
					c.Eventually(func() error {
						return s.Domains.Update(c.Context(), name, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)})
					})
					_, err := s.Domains.Add(c.Context(), freshName())
					c.Refused(err, forbidden(opAdd))
					c.Refused(s.Domains.Delete(c.Context(), name), forbidden(opDelete))
				}
			},
		},
		{
			Name: "Callers/who-changes-nothing", Needs: everything(CanMakePeople, CanSwitch), Source: docRoles,
			Why: "who resets passwords or looks on must not be able to give the company's domain away",
			Run: changesNothing,
		},
		{
			Name: "Callers/every-member-reads", Needs: everything(CanMakePeople, CanSwitch), Source: docDomainList,
			Why: "people look up their own tenant, without any role",
			Run: func(c *run) {
				s := actor(c)
				reads(c, s, "a member", aTarget(c), HasOrganization, HasDomains, HasDomainRecords, HasDomainDeletions, HasPasswordPolicy, HasAuthorization)
				_, err := s.SelfServiceReset.Administrators(c.Context())
				c.Must(err, "reading the administrators' switch")
			},
		},
		{
			Name: "Callers/global-reader-reads", Needs: everything(CanMakePeople, CanSwitch), Source: docRoles,
			Why: "an audit reads everything and needs no key to the house",
			Run: func(c *run) {
				reads(c, actor(c, globalReader), "a Global Reader", aTarget(c),
					HasOrganization, HasDomains, HasDomainRecords, HasDomainDeletions, HasPasswordPolicy, HasAuthorization, HasSelfServiceReset)
			},
		},
		{
			Name: "Callers/who-manages-methods", Needs: writing(HasSelfServiceReset, CanMakePeople, CanSwitch), Source: docMethodsUpdate,
			Why: "how people prove who they are is the business of one role",
			Run: func(c *run) {
				s := actor(c, methodPolicyAdministrator).SelfServiceReset
				c.Eventually(func() error {
					_, err := s.Methods(c.Context())
					return err
				})
				c.Must(s.UpdateMethod(c.Context(), admin.MethodVoice, admin.AuthenticationMethodPatch{State: new(admin.MethodDisabled)}), "changing a method")
				c.Must(s.UpdateCampaign(c.Context(), admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(3)}), "changing the campaign")
				c.Refused(s.SetAdministrators(c.Context(), false), forbidden(opPolicyUpdate))
				_, err := actor(c).SelfServiceReset.Methods(c.Context())
				c.Refused(err, forbidden(opMethods))
			},
		},
		{
			Name: "Callers/who-changes-the-policy", Needs: writing(HasAuthorization, HasSelfServiceReset, CanMakePeople, CanSwitch), Source: docPolicyUpdate,
			Why: "what everybody may do is the business of who gives out roles",
			Run: func(c *run) {
				s := actor(c, privilegedRoleAdministrator)
				c.Eventually(func() error {
					return s.Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.InvitesNone)})
				})
				c.Must(s.SelfServiceReset.SetAdministrators(c.Context(), false), "throwing the administrators' switch")
				err := s.SelfServiceReset.UpdateCampaign(c.Context(), admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(3)})
				c.Refused(err, forbidden(opMethodsUpdate))
				err = actor(c, domainNameAdministrator).Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.InvitesEveryone)})
				c.Refused(err, forbidden(opPolicyUpdate))
			},
		},
		{
			Name: "Callers/who-changes-the-organization", Needs: writing(HasOrganization, CanMakePeople, CanSwitch), Source: docOrganizationUpdate,
			Why: "whom Microsoft writes to is told by who pays",
			Run: func(c *run) {
				p := admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com"}}
				s := actor(c, billingAdministrator)
				c.Eventually(func() error { return s.Organization.Update(c.Context(), p) })
				c.Refused(actor(c, domainNameAdministrator).Organization.Update(c.Context(), p), forbidden(opOrganizationUpdate))
			},
		},
		{
			Name: "Callers/hybrid-identity-administrator", Needs: writing(HasDirectorySync, CanMakePeople, CanSwitch), Source: docSyncGet,
			Why: "who looks after the synchronization is rarely who may do everything",
			Run: func(c *run) {
				s := actor(c, hybridAdministrator).DirectorySync
				c.Eventually(func() error {
					_, err := s.Get(c.Context())
					return err
				})
				c.Must(s.TurnOn(c.Context()), "turning the synchronization on")
				isOn(c, true)
				c.Refused(s.Update(c.Context(), admin.DirectorySyncPatch{AccidentalDeletions: byCount(7)}), forbidden(opSyncUpdate))
				c.Must(s.TurnOff(c.Context(), c.S.Harness.TenantID), "turning the synchronization off")
				_, err := actor(c).DirectorySync.Get(c.Context())
				c.Refused(err, forbidden(""))
			},
		},
		{
			Name: "Callers/who-reads-no-more-than-himself", Needs: writing(HasOrganization, CanMakePeople, CanSwitch), Source: docOrganizationGet,
			Why: "an app that everybody consents to learns the tenant's name, and not its telephone numbers",
			Run: readsHimself,
		},
	}
}

// changesNothing has people without the right call every method that changes the
// tenant, each where it would succeed.
func changesNothing(c *run) {
	at := aTarget(c)
	turnOn(c)
	was, policy, organization := listed(c), *getPolicy(c), *getOrganization(c)
	methods, sync := *getMethods(c), *getSync(c)
	for what, s := range map[string]Settings{
		"a member": actor(c), "a Helpdesk Administrator": actor(c, helpdeskAdministrator), "a Global Reader": actor(c, globalReader),
	} {
		for _, m := range c.S.methods() {
			if !m.writes {
				continue
			}
			if fault := forbidden(m.op).Check(m.call(c.Context(), s, at)); fault != nil {
				c.Errorf("%s: %s: %v", what, m.name, fault)
			}
		}
	}
	if err := errors.Join(
		conform.Differ(listed(c), was), conform.Differ(*getPolicy(c), policy), conform.Differ(*getOrganization(c), organization),
		conform.Differ(*getMethods(c), methods), conform.Differ(*getSync(c), sync),
	); err != nil {
		c.Errorf("after the refusals the tenant %v", err)
	}
}

func domainNameAdministrates(c *run) {
	s, name := actor(c, domainNameAdministrator), freshName()
	c.Eventually(func() error {
		_, err := s.Domains.Add(c.Context(), name)
		return err
	})
	forget(c, name)
	_, err := s.DomainRecords.Verification(c.Context(), name)
	c.Must(err, "reading the records")
	publish(c, name, admin.DNSText)
	_, err = s.Domains.Verify(c.Context(), name, admin.DomainVerification{})
	c.Must(err, "verifying")
	c.Must(s.Domains.Update(c.Context(), name, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)}), "changing")
	sub, err := s.Domains.Add(c.Context(), conform.Unique()+"."+name)
	c.Must(err, "adding a subdomain")
	c.Must(s.Domains.Promote(c.Context(), sub.Name), "promoting")
	c.Must(s.Domains.Delete(c.Context(), sub.Name), "deleting")
	op, err := s.DomainDeletions.ForceDelete(c.Context(), name, admin.DomainForceDelete{})
	c.Must(err, "deleting with all that uses it")
	_, err = s.DomainDeletions.Get(c.Context(), op.ID)
	c.Must(err, "asking for the operation")
	ended(c, op.ID)
	isGone(c, name)
}

// reads checks that a caller can call every method of the parts that reads.
func reads(c *run, s Settings, who string, at target, parts ...string) {
	c.Helper()
	for _, m := range c.S.methods() {
		if m.writes || m.name == "DomainDeletions.Get" || !slices.Contains(parts, m.part()) {
			continue
		}
		c.Eventually(func() error {
			err := m.call(c.Context(), s, at)
			return errIf(err != nil, "%s, %s: %v", who, m.name, err)
		})
	}
}

func readsHimself(c *run) {
	update(c, admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com"}})
	whole := getOrganization(c)
	s := seenBy(c, admin365.Caller{User: makeUser(c), Permissions: []admin365.Permission{"User.Read"}})
	c.Eventually(func() error {
		o, err := s.Organization.Get(c.Context())
		if err != nil {
			return err
		}
		want := admin.Organization{ID: whole.ID, DisplayName: whole.DisplayName, VerifiedDomains: whole.VerifiedDomains}
		return conform.Differ(*o, want)
	})
}

// actor returns the settings for a new user who has the roles.
func actor(c *run, roles ...admin365.RoleID) Settings {
	c.Helper()
	u := makeUser(c)
	for _, role := range roles {
		c.Must(c.S.Make.Role(c.Context(), u, role), "giving the role "+string(role))
	}
	return seenBy(c, admin365.AsUser(u))
}

// application returns the settings for an application with the permissions; without
// any it has all.
func application(c *run, granted ...admin365.Permission) Settings {
	c.Helper()
	return seenBy(c, admin365.AsApp(admin365.AppID(nobody()), granted...))
}

// seenBy returns the settings of the same tenant for another caller.
func seenBy(c *run, caller admin365.Caller) Settings {
	c.Helper()
	return c.S.As(caller)
}
