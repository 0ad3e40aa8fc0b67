package admin

import (
	"context"
	"net"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
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
// [MemoryConfig.DNS] says otherwise: one of [Domains.VerificationRecords], or any of
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

// Synchronization is what one run of the directory synchronization found on-premises.
type Synchronization struct {
	// Added are people who are new there. Of each the same is required as for a
	// create.
	Added []identity.NewUser
	// Changed are the changes to people who were synchronized before, by object id or
	// user principal name.
	Changed map[admin365.UserID]identity.UserPatch
	// Removed are people who are not there any more. They go to the bin.
	Removed []admin365.UserID
	// Fails: the run ends in an error at once, as with a wrong password of its
	// account. Nothing is changed.
	Fails bool
}

// SynchronizationResult is what a run did.
type SynchronizationResult struct {
	// Added are the people who were created, in the order given.
	Added            []*identity.User
	Changed, Removed int
}

// Synchronize is one run of the directory synchronization: all of it, or nothing. It
// notes in the organization when it ran. It fails with [admin365.ErrPrecondition] where
// the synchronization is off or is being turned off, and where it would remove more
// people than [AccidentalDeletionPrevention] allows, of which nothing is done; with
// [admin365.ErrUnavailable] where s.Fails; and as [identity.Backstage.SyncUser],
// SyncChange and SyncDelete do. Somebody who is no synchronized user cannot be changed
// or removed ([admin365.ErrPrecondition]).
func (b *Backstage) Synchronize(ctx context.Context, s Synchronization) (*SynchronizationResult, error) {
	return nil, absentSetting(ctx)
}

// SetUserSelfServiceReset is what the page [Links.SelfServiceReset] does: it says for
// whom among those who are no administrators self-service password reset is on. In a
// new tenant it is so for nobody. It fails with [admin365.ErrPrecondition] where the
// tenant has no license for it ([Backstage.SetPremium]) and u.Scope is not
// [SelfServiceResetNone], and with [admin365.ErrInvalid] on a scope or a group that is
// none.
func (b *Backstage) SetUserSelfServiceReset(ctx context.Context, u UserSelfServiceReset) error {
	return absentSetting(ctx)
}

// UserSelfServiceReset returns what [Backstage.SetUserSelfServiceReset] set.
func (b *Backstage) UserSelfServiceReset(ctx context.Context) (*UserSelfServiceReset, error) {
	return nil, absentSetting(ctx)
}

// ResetForgottenPassword is a person who has forgotten the password, proves who he is
// at the page https://aka.ms/sspr, and chooses another one. An administrator can where
// [SelfServiceReset.Administrators] says so, anybody else where
// [Backstage.SetUserSelfServiceReset] does and the tenant still has the license. It
// fails with [admin365.ErrNotFound], [admin365.ErrForbidden] (it is off for him),
// [admin365.ErrPrecondition] (no license; a synchronized or a federated user) and
// [admin365.ErrInvalid] (the password breaks the rules).
func (b *Backstage) ResetForgottenPassword(ctx context.Context, user admin365.UserID, password admin365.Secret) error {
	return absentSetting(ctx)
}

// absentSetting is what has no body yet.
func absentSetting(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return &admin365.Error{Kind: admin365.ErrUnsupported, Message: "absent so far"}
}
