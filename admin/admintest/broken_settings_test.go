package admintest_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
)

func brokenSettings() map[string]mistake {
	return map[string]mistake{
		"merged-lists": {
			func(s *admintest.Subject) { s.Settings.Organization = merging{s.Settings.Organization} },
			[]string{"Organization.Update/empty-list-empties", "Organization.Update/lists-replace-whole"},
		},
		"clamped-days": {
			func(s *admintest.Subject) { s.Settings.PasswordPolicy = clamping{s.Settings.PasswordPolicy} },
			[]string{"PasswordPolicy.Set/out-of-range", "SetTenantPasswordPolicy/out-of-range"},
		},
		"zero-leaves": {
			func(s *admintest.Subject) { s.Settings.PasswordPolicy = leaving{s.Settings.PasswordPolicy} },
			[]string{"PasswordPolicy.Set/replaces-both"},
		},
		"remembered-switch": {
			func(s *admintest.Subject) {
				s.Settings.SelfServiceReset = &remembered{SelfServiceReset: s.Settings.SelfServiceReset}
			},
			[]string{"SelfServiceReset.Administrators/same-as-the-policy", "SelfServiceReset.SetAdministrators/round-trip"},
		},
		"users-by-guess": {
			func(s *admintest.Subject) { s.Settings.SelfServiceReset = guessing{s.Settings.SelfServiceReset} },
			[]string{"SelfServiceReset.Users/no-api-tells"},
		},
		"any-method": {
			func(s *admintest.Subject) { s.Settings.SelfServiceReset = anyMethod{s.Settings.SelfServiceReset} },
			[]string{"SelfServiceReset.UpdateMethod/unknown-method"},
		},
		"clamped-snooze": {
			func(s *admintest.Subject) { s.Settings.SelfServiceReset = snoozing{s.Settings.SelfServiceReset} },
			[]string{"SelfServiceReset.UpdateCampaign/invalid"},
		},
		"turned-off-unasked": {
			func(s *admintest.Subject) { s.Settings.DirectorySync = hasty{s.Settings.DirectorySync} },
			[]string{"DirectorySync.TurnOff/needs-the-tenants-id"},
		},
		"dropped-writeback": {
			func(s *admintest.Subject) { s.Settings.DirectorySync = dropping{s.Settings.DirectorySync} },
			[]string{"DirectorySync.Update/password-writeback"},
		},
		"whole-permissions": {
			func(s *admintest.Subject) { s.Settings.Authorization = wholesale{s.Settings.Authorization} },
			[]string{
				"Authorization.Update/default-permissions", "Authorization.Update/several-at-once", "Authorization.Update/switches",
			},
		},
	}
}

// merging adds to a list what should replace it.
type merging struct{ admin.Organizations }

func (m merging) Update(ctx context.Context, p admin.OrganizationPatch) error {
	if p.TechnicalNotificationMails != nil {
		o, err := m.Get(ctx)
		if err != nil {
			return err
		}
		p.TechnicalNotificationMails = append(o.TechnicalNotificationMails, p.TechnicalNotificationMails...)
	}
	return m.Organizations.Update(ctx, p)
}

// clamping makes the best of days that are out of range.
type clamping struct{ admin.PasswordPolicies }

func (c clamping) Set(ctx context.Context, domain string, p admin.PasswordPolicy) error {
	if p.ValidityDays != 0 && !p.NeverExpires() {
		p.ValidityDays = min(max(p.ValidityDays, 14), 730)
	}
	if p.NotificationDays != 0 {
		p.NotificationDays = min(max(p.NotificationDays, 1), 30)
	}
	return c.PasswordPolicies.Set(ctx, domain, p)
}

// leaving leaves what is zero.
type leaving struct{ admin.PasswordPolicies }

func (l leaving) Set(ctx context.Context, domain string, p admin.PasswordPolicy) error {
	if was, err := l.Get(ctx, domain); err == nil {
		if p.ValidityDays == 0 {
			p.ValidityDays = was.ValidityDays
		}
		if p.NotificationDays == 0 {
			p.NotificationDays = was.NotificationDays
		}
	}
	return l.PasswordPolicies.Set(ctx, domain, p)
}

// remembered answers what it answered first.
type remembered struct {
	admin.SelfServiceReset
	mu      sync.Mutex
	allowed *bool
}

func (r *remembered) Administrators(ctx context.Context) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.allowed != nil && ctx.Err() == nil {
		return *r.allowed, nil
	}
	allowed, err := r.SelfServiceReset.Administrators(ctx)
	if err == nil {
		r.allowed = &allowed
	}
	return allowed, err
}

// guessing answers what nobody can know.
type guessing struct{ admin.SelfServiceReset }

func (guessing) Users(context.Context) (*admin.UserSelfServiceReset, error) {
	return &admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone}, nil
}

// anyMethod takes a method that is not there for one that is off.
type anyMethod struct{ admin.SelfServiceReset }

func (a anyMethod) UpdateMethod(ctx context.Context, id admin.AuthenticationMethodID, p admin.AuthenticationMethodPatch) error {
	err := a.SelfServiceReset.UpdateMethod(ctx, id, p)
	if errors.Is(err, admin365.ErrNotFound) && strings.Trim(strings.ToLower(string(id)), "abcdefghijklmnopqrstuvwxyz") == "" {
		return nil
	}
	return err
}

// snoozing makes the best of days that are out of range.
type snoozing struct{ admin.SelfServiceReset }

func (s snoozing) UpdateCampaign(ctx context.Context, p admin.RegistrationCampaignPatch) error {
	if p.SnoozeDurationInDays != nil {
		p.SnoozeDurationInDays = new(min(max(*p.SnoozeDurationInDays, 0), 14))
	}
	return s.SelfServiceReset.UpdateCampaign(ctx, p)
}

// hasty does not look which tenant is meant.
type hasty struct{ admin.DirectorySync }

func (h hasty) TurnOff(ctx context.Context, _ admin365.TenantID) error {
	return h.DirectorySync.TurnOff(ctx, admin.ContosoTenantID)
}

// dropping leaves out what cannot be set.
type dropping struct{ admin.DirectorySync }

func (d dropping) Update(ctx context.Context, p admin.DirectorySyncPatch) error {
	if _, named := p.Features[admin.PasswordWriteback]; named {
		p.Features = maps.Clone(p.Features)
		delete(p.Features, admin.PasswordWriteback)
		if len(p.Features) == 0 && p.AccidentalDeletions == nil {
			return ctx.Err()
		}
	}
	return d.DirectorySync.Update(ctx, p)
}

// wholesale sends every permission of members, those that are not named as false.
type wholesale struct{ admin.Authorization }

func (w wholesale) Update(ctx context.Context, p admin.AuthorizationPolicyPatch) error {
	if p.DefaultUserRolePermissions != nil {
		d := *p.DefaultUserRolePermissions
		for _, field := range []**bool{
			&d.AllowedToCreateApps, &d.AllowedToCreateSecurityGroups, &d.AllowedToCreateTenants,
			&d.AllowedToReadBitlockerKeysForOwnedDevice, &d.AllowedToReadOtherUsers,
		} {
			if *field == nil {
				*field = new(false)
			}
		}
		p.DefaultUserRolePermissions = &d
	}
	return w.Authorization.Update(ctx, p)
}
