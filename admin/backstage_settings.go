package admin

import (
	"context"
	"net"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// DNS is where a tenant in memory looks for the records that prove who owns a domain.
// *[net.Resolver] is one. No lock is held while it is asked. What fails is taken for a
// record that is not there, unless the context has ended.
type DNS interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// PublishDNS publishes a record where the tenant in memory looks for it unless
// [MemoryConfig.DNS] says otherwise: one of [DomainRecords.Verification], or any of
// the types [DNSText] and [DNSMail] with its Label. Publishing it twice is once. It
// fails with [admin365.ErrInvalid] on a record of another type or without a label.
func (b *Backstage) PublishDNS(ctx context.Context, r DNSRecord) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.Type != DNSText && r.Type != DNSMail || r.Label == "" || r.value() == "" {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: r.Label, Message: "a TXT or an MX record with its label and its value is needed"}
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		if _, twice := tenant.In(tx, &dnsRecords).Find(&dnsByText, dnsText(r.Type, r.Label, r.value())); twice {
			return nil
		}
		return tenant.In(tx, &dnsRecords).Put(&dnsRow{ID: tx.NewKey(), Type: r.Type, Label: r.Label, Value: r.value()})
	})
}

// RemoveDNS removes a record that was published. It fails with [admin365.ErrNotFound]
// if there is none with that type, label and value.
func (b *Backstage) RemoveDNS(ctx context.Context, r DNSRecord) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		row, ok := tenant.In(tx, &dnsRecords).Find(&dnsByText, dnsText(r.Type, r.Label, r.value()))
		if !ok {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: r.Label, Message: "no such record is published"}
		}
		tenant.In(tx, &dnsRecords).Delete(row.ID)
		return nil
	})
}

// SetUserSelfServiceReset is what the page [Links.SelfServiceReset] does: it says for
// whom among those who are no administrators self-service password reset is on. In a
// new tenant it is so for nobody. It fails with [admin365.ErrPrecondition] where the
// tenant has no license for it ([Backstage.SetPremium]) and u.Scope is not
// [SelfServiceResetNone], and with [admin365.ErrInvalid] on a scope or a group that is
// none.
func (b *Backstage) SetUserSelfServiceReset(ctx context.Context, u UserSelfServiceReset) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	group, isKey := tenant.ParseKey(u.Group)
	switch {
	case u.Scope == SelfServiceResetSelected && isKey:
	case (u.Scope == SelfServiceResetNone || u.Scope == SelfServiceResetAll) && u.Group == "":
	default:
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: u.Group, Message: "a scope is needed, and a group with Selected alone"}
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		if u.Scope != SelfServiceResetNone && !tx.Ports().Organization.Premium(tx) {
			return resetNeedsLicense()
		}
		if _, there := tx.Ports().Directory.GroupOf(tx, group); !group.IsZero() && !there {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: u.Group, Message: "the tenant has no such group"}
		}
		row := *userResetOf(tx)
		row.Scope, row.Group = u.Scope, group
		return tenant.In(tx, &userResets).Put(&row)
	})
}

// resetNeedsLicense is the rule of self-service reset in the cloud. A license of
// Microsoft 365 Business Standard is enough too, which this does not model.
// Source: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-licensing
func resetNeedsLicense() error {
	return &admin365.Error{Kind: admin365.ErrPrecondition, Message: "self-service password reset needs a Microsoft Entra ID P1 license"}
}

// UserSelfServiceReset returns what [Backstage.SetUserSelfServiceReset] set.
func (b *Backstage) UserSelfServiceReset(ctx context.Context) (*UserSelfServiceReset, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var u UserSelfServiceReset
	err := b.tenant.Look(func(tx *tenant.Tx) error {
		row := userResetOf(tx)
		u.Scope = row.Scope
		if !row.Group.IsZero() {
			u.Group = row.Group.String()
		}
		return nil
	})
	return &u, err
}

// ResetForgottenPassword is a person who has forgotten the password, proves who he is
// at the page https://aka.ms/sspr, and chooses another one. An administrator can where
// [SelfServiceReset.Administrators] says so, anybody else where
// [Backstage.SetUserSelfServiceReset] does and the tenant still has the license. It
// fails with [admin365.ErrNotFound], [admin365.ErrForbidden] (it is off for him),
// [admin365.ErrPrecondition] (no license; a synchronized or a federated user) and
// [admin365.ErrInvalid] (the password breaks the rules).
func (b *Backstage) ResetForgottenPassword(ctx context.Context, user admin365.UserID, password admin365.Secret) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		users := userResetOf(tx)
		return identity.ResetForgotten(tx, string(user), password.Reveal(), identity.SelfServiceReset{
			Administrators: authorizationOf(tx).SSPR == odata.True,
			Everybody:      users.Scope == SelfServiceResetAll, Group: users.Group,
			Licensed: func() error {
				if tx.Ports().Organization.Premium(tx) {
					return nil
				}
				return resetNeedsLicense()
			},
		})
	})
}
