package admintest

import (
	"errors"
	"iter"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// aliasCases overwrite everything that went in and everything that came out, and look
// whether the tenant has changed with it.
func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/patches", Needs: everything(), Source: docOwnership,
			Why: "a program uses one patch for many tenants and alters it between the calls",
			Run: aliasedPatches,
		},
		{
			Name: "Aliasing/a-run", Needs: ofSync(), Source: docOwnership,
			Why: "a test changes its people from run to run",
			Run: func(c *run) {
				u := synchronized(c, 1)[0]
				p := person(c)
				s := admin.Synchronization{
					Added:   []identity.NewUser{p},
					Changed: map[admin365.UserID]identity.UserPatch{u: {DisplayName: new("Changed"), BusinessPhones: []string{"+1 4255550100"}}},
				}
				result := synchronize(c, s)
				added := kept(c, result.Added[0].ID)
				was, wasAdded := getUser(c, u), getUser(c, added)
				conform.Scribble(&s)
				conform.Scribble(result)
				for id, want := range map[admin365.UserID]*identity.User{u: was, added: wasAdded} {
					if err := conform.Differ(*getUser(c, id), *want); err != nil {
						c.Errorf("after what went in and came out was overwritten the user %v", err)
					}
				}
			},
		},
		{
			Name: "Aliasing/answers-about-domains", Needs: ofDomains(CanMakePeople), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				name := verified(c)
				chooses(c, name, admin.Email)
				updateDomain(c, name, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)})
				makeUserIn(c, name)
				d := c.S.Settings.Domains
				ours := func(d *admin.Domain) bool { return d.Name == name }
				own(c, "Domains.Get", func() (*admin.Domain, error) { return d.Get(c.Context(), name) })
				own(c, "Domains.List", func() (*admin.Domain, error) { return only(d.List(c.Context()), ours) })
				own(c, "Domains.References", func() (*identity.DirectoryObject, error) {
					return only(d.References(c.Context(), name), func(*identity.DirectoryObject) bool { return true })
				})
				own(c, "DomainRecords.Service", func() (*[]admin.DNSRecord, error) {
					records, err := c.S.Settings.DomainRecords.Service(c.Context(), name)
					return &records, err
				})
				waiting := unverified(c)
				own(c, "DomainRecords.Verification", func() (*[]admin.DNSRecord, error) {
					records, err := c.S.Settings.DomainRecords.Verification(c.Context(), waiting)
					return &records, err
				})
				added, err := d.Add(c.Context(), freshName())
				c.Must(err, "adding a domain")
				forget(c, added.Name)
				was := getDomain(c, added.Name)
				conform.Scribble(added)
				unchanged(c, was)
			},
		},
		{
			Name: "Aliasing/answers-about-settings", Needs: everything(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				turnOn(c)
				update(c, admin.OrganizationPatch{
					TechnicalNotificationMails: []string{"ops@example.com"},
					PrivacyProfile:             &admin.PrivacyProfilePatch{ContactEmail: admin365.Set("privacy@example.com")},
				})
				updateMethod(c, admin.MethodFIDO2, admin.AuthenticationMethodPatch{IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers}}})
				s := c.S.Settings
				own(c, "Organization.Get", func() (*admin.Organization, error) { return s.Organization.Get(c.Context()) })
				own(c, "Authorization.Get", func() (*admin.AuthorizationPolicy, error) { return s.Authorization.Get(c.Context()) })
				own(c, "SelfServiceReset.Methods", func() (*admin.AuthenticationMethodsPolicy, error) { return s.SelfServiceReset.Methods(c.Context()) })
				own(c, "DirectorySync.Get", func() (*admin.DirectorySyncStatus, error) { return s.DirectorySync.Get(c.Context()) })
				own(c, "PasswordPolicy.Get", func() (*admin.PasswordPolicy, error) {
					return s.PasswordPolicy.Get(c.Context(), c.S.Harness.Domain)
				})
			},
		},
	}
}

func aliasedPatches(c *run) {
	name := verified(c)
	turnOn(c)
	organization := admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com", "on-call@example.com"}}
	update(c, organization)
	services := append(slices.Clone(getDomain(c, name).SupportedServices), admin.Email)
	domain := admin.DomainPatch{SupportedServices: services}
	updateDomain(c, name, domain)
	method := admin.AuthenticationMethodPatch{
		State: new(admin.MethodEnabled), IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers}},
	}
	updateMethod(c, admin.MethodFIDO2, method)
	campaign := admin.RegistrationCampaignPatch{
		SnoozeDurationInDays: new(3), State: new(admin.CampaignEnabled),
		IncludeTargets: []admin.CampaignTarget{
			{TargetType: admin.TargetGroup, ID: admin.AllUsers, TargetedAuthenticationMethod: "microsoftAuthenticator"},
		},
	}
	updateCampaign(c, campaign)
	sync := admin.DirectorySyncPatch{AccidentalDeletions: byCount(7), Features: map[admin.SyncFeature]bool{admin.PasswordSync: true}}
	setUp(c, sync)
	policy := admin.AuthorizationPolicyPatch{
		AllowedToUseSSPR: new(true), AllowInvitesFrom: new(admin.InvitesNone),
		DefaultUserRolePermissions: &admin.DefaultUserRolePermissionsPatch{
			AllowedToCreateTenants:          new(true),
			PermissionGrantPoliciesAssigned: []string{"ManagePermissionGrantsForSelf.microsoft-user-default-low"},
		},
	}
	setAuthorization(c, policy)
	was := conform.Clone(everythingOf(c, name))
	for _, patch := range []any{&organization, &domain, &method, &campaign, &sync, &policy} {
		conform.Scribble(patch)
	}
	if err := conform.Differ(everythingOf(c, name), was); err != nil {
		c.Errorf("after the patches were overwritten the tenant %v", err)
	}
}

// whole is what the tenant says about itself and one domain.
type whole struct {
	Organization admin.Organization
	Domain       admin.Domain
	Methods      admin.AuthenticationMethodsPolicy
	Sync         admin.DirectorySyncStatus
	Policy       admin.AuthorizationPolicy
}

func everythingOf(c *run, domain string) whole {
	c.Helper()
	return whole{*getOrganization(c), *getDomain(c, domain), *getMethods(c), *getSync(c), *getPolicy(c)}
}

// own asks three times, and overwrites the first answer in between.
func own[V any](c *run, name string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, name)
		if v == nil {
			c.Fatalf("%s answers nothing", name)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", name, err)
	}
	if err := conform.Differ(*answer(), *was); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", name, err)
	}
}

// only returns the first item of a list that is ours.
func only[V any](list iter.Seq2[*V, error], ours func(*V) bool) (*V, error) {
	all, err := conform.Collect(list)
	if err != nil {
		return nil, err
	}
	for _, item := range all {
		if ours(item) {
			return item, nil
		}
	}
	return nil, errors.New("the list does not have it")
}
