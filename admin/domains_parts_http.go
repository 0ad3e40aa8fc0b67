package admin

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpDomainRecords struct{ c *rest.Client }

var _ DomainRecords = httpDomainRecords{}

// Verification implements [DomainRecords].
func (h httpDomainRecords) Verification(ctx context.Context, name string) ([]DNSRecord, error) {
	return h.records(ctx, opDomainsVerificationRecords.At(name))
}

// Service implements [DomainRecords].
func (h httpDomainRecords) Service(ctx context.Context, name string) ([]DNSRecord, error) {
	return h.records(ctx, opDomainsServiceRecords.At(name))
}

func (h httpDomainRecords) records(ctx context.Context, call api.Call) (records []DNSRecord, err error) {
	for r, err := range rest.Pages[DNSRecord](ctx, h.c, rest.Request{Call: call}) {
		if err != nil {
			return nil, err
		}
		records = append(records, *r)
	}
	return records, nil
}

type httpDomainDeletions struct{ c *rest.Client }

var _ DomainDeletions = httpDomainDeletions{}

// ForceDelete implements [DomainDeletions].
func (h httpDomainDeletions) ForceDelete(ctx context.Context, name string, d DomainForceDelete) (*admin365.Operation, error) {
	if d.DisableUserAccounts == nil {
		d.DisableUserAccounts = new(true)
	}
	var at time.Time
	if err := rest.Send(ctx, h.c, rest.Request{Call: opDomainsForceDelete.At(name), Body: d, Answered: &at}); err != nil {
		return nil, err
	}
	// That it is gone is to be believed when it is.
	h.c.Forget(name)
	return forceDeleteBegun(name, at), nil
}

// Get implements [DomainDeletions].
func (h httpDomainDeletions) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	return domainOperation(ctx, func(ctx context.Context, name string) (*Domain, time.Time, error) {
		// That it is not there is the end which is waited for: nothing waits here for a
		// replica that has yet to hear of the domain.
		op := opDomainsGet
		op.Settled = true
		var at time.Time
		d, err := rest.One[Domain](ctx, h.c, rest.Request{Call: op.At(name), Answered: &at})
		return d, at, err
	}, id)
}
