package admintest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// What the id of a method names.
const (
	idOfDomain = "domain"
	idOfMethod = "method"
)

// target is what the methods are called on.
type target struct {
	// domain is a verified one that nothing uses, unverified one whose record is
	// published, and sub a subdomain. fresh is the name of none.
	domain, unverified, sub, fresh string
	method                         admin.AuthenticationMethodID
	operation                      admin365.OperationID
	tenant                         admin365.TenantID
}

// with returns the target with another id of the kind.
func (t target) with(kind, id string) target {
	switch kind {
	case idOfDomain:
		t.domain, t.unverified, t.sub, t.fresh = id, id, id, id
	case idOfMethod:
		t.method = admin.AuthenticationMethodID(id)
	default:
	}
	return t
}

// aTarget has everything in the tenant on which the methods work, but for an
// operation.
func aTarget(c *run) target {
	c.Helper()
	t := target{
		domain: verified(c), unverified: unverified(c), sub: subdomain(c, c.S.Harness.Domain), fresh: freshName(),
		method: admin.MethodFIDO2, tenant: c.S.Harness.TenantID,
	}
	publish(c, t.unverified, admin.DNSText)
	return t
}

// method is one method of the area, called in the simplest way that works.
type method struct {
	// name is the field of [Settings] and the method.
	name string
	// op is the operation that errors name.
	op string
	// takes says what its id names; empty if it has none.
	takes string
	// writes is set where it changes the tenant.
	writes bool
	call   func(ctx context.Context, s Settings, at target) error
}

func methods() []method {
	return append(append(domainMethods(), settingMethods()...), resetMethods()...)
}

func domainMethods() []method {
	return []method{
		{"Domains.List", opDomains, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := conform.Collect(s.Domains.List(ctx))
			return err
		}},
		{"Domains.Get", opDomain, idOfDomain, false, func(ctx context.Context, s Settings, at target) error {
			_, err := s.Domains.Get(ctx, at.domain)
			return err
		}},
		{"Domains.Add", opAdd, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			_, err := s.Domains.Add(ctx, at.fresh)
			return err
		}},
		{"DomainRecords.Verification", opRecords, idOfDomain, false, func(ctx context.Context, s Settings, at target) error {
			_, err := s.DomainRecords.Verification(ctx, at.domain)
			return err
		}},
		{"DomainRecords.Service", opService, idOfDomain, false, func(ctx context.Context, s Settings, at target) error {
			_, err := s.DomainRecords.Service(ctx, at.domain)
			return err
		}},
		{"Domains.Verify", opVerify, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			_, err := s.Domains.Verify(ctx, at.unverified, admin.DomainVerification{})
			return err
		}},
		{"Domains.Update", opUpdate, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			return s.Domains.Update(ctx, at.domain, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)})
		}},
		{"Domains.Promote", opPromote, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			return s.Domains.Promote(ctx, at.sub)
		}},
		{"Domains.References", opReferences, idOfDomain, false, func(ctx context.Context, s Settings, at target) error {
			_, err := conform.Collect(s.Domains.References(ctx, at.domain))
			return err
		}},
		{"DomainDeletions.ForceDelete", opForce, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			_, err := s.DomainDeletions.ForceDelete(ctx, at.domain, admin.DomainForceDelete{})
			return err
		}},
		{"Domains.Delete", opDelete, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			return s.Domains.Delete(ctx, at.domain)
		}},
		{"DomainDeletions.Get", opDomain, "", false, func(ctx context.Context, s Settings, at target) error {
			_, err := s.DomainDeletions.Get(ctx, at.operation)
			return err
		}},
		{"PasswordPolicy.Get", opDomain, idOfDomain, false, func(ctx context.Context, s Settings, at target) error {
			_, err := s.PasswordPolicy.Get(ctx, at.domain)
			return err
		}},
		{"PasswordPolicy.Set", opUpdate, idOfDomain, true, func(ctx context.Context, s Settings, at target) error {
			return s.PasswordPolicy.Set(ctx, at.domain, admin.PasswordPolicy{ValidityDays: 60, NotificationDays: 7})
		}},
	}
}

// settingMethods are the methods of what there is one of.
func settingMethods() []method {
	return []method{
		{"Organization.Get", opOrganization, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := s.Organization.Get(ctx)
			return err
		}},
		{"Organization.Update", opOrganizationUpdate, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.Organization.Update(ctx, admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com"}})
		}},
		{"Authorization.Get", opPolicy, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := s.Authorization.Get(ctx)
			return err
		}},
		{"Authorization.Update", opPolicyUpdate, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.InvitesNone)})
		}},
		{"DirectorySync.Get", opSync, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := s.DirectorySync.Get(ctx)
			return err
		}},
		{"DirectorySync.Update", opSyncUpdate, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.DirectorySync.Update(ctx, admin.DirectorySyncPatch{AccidentalDeletions: byCount(7)})
		}},
		{"DirectorySync.TurnOn", opTurnOn, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.DirectorySync.TurnOn(ctx)
		}},
		{"DirectorySync.TurnOff", opTurnOff, "", true, func(ctx context.Context, s Settings, at target) error {
			return s.DirectorySync.TurnOff(ctx, at.tenant)
		}},
	}
}

// The two methods that no API has are called in cases of their own.
const (
	nameUsers    = "SelfServiceReset.Users"
	nameSetUsers = "SelfServiceReset.SetUsers"
)

func resetMethods() []method {
	return []method{
		{"SelfServiceReset.Administrators", opPolicy, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := s.SelfServiceReset.Administrators(ctx)
			return err
		}},
		{"SelfServiceReset.SetAdministrators", opPolicyUpdate, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.SelfServiceReset.SetAdministrators(ctx, false)
		}},
		{"SelfServiceReset.Methods", opMethods, "", false, func(ctx context.Context, s Settings, _ target) error {
			_, err := s.SelfServiceReset.Methods(ctx)
			return err
		}},
		{"SelfServiceReset.UpdateMethod", opMethodUpdate, idOfMethod, true, func(ctx context.Context, s Settings, at target) error {
			return s.SelfServiceReset.UpdateMethod(ctx, at.method, admin.AuthenticationMethodPatch{State: new(admin.MethodEnabled)})
		}},
		{"SelfServiceReset.UpdateCampaign", opMethodsUpdate, "", true, func(ctx context.Context, s Settings, _ target) error {
			return s.SelfServiceReset.UpdateCampaign(ctx, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(3)})
		}},
	}
}

// byCount stops a run that removes more people than that.
func byCount(threshold int) *admin.AccidentalDeletionPrevention {
	return &admin.AccidentalDeletionPrevention{Type: admin.PreventionByCount, AlertThreshold: threshold}
}
