package admin

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryDomainRecords struct{ s *tenant.Session }

var _ DomainRecords = memoryDomainRecords{}

// Verification implements [DomainRecords].
func (m memoryDomainRecords) Verification(ctx context.Context, name string) (records []DNSRecord, err error) {
	err = lookAtDomain(ctx, m.s, &opDomainsVerificationRecords, name, func(row *domainRow) { records = verificationRecords(row) })
	return records, err
}

// Service implements [DomainRecords].
func (m memoryDomainRecords) Service(ctx context.Context, name string) (records []DNSRecord, err error) {
	err = lookAtDomain(ctx, m.s, &opDomainsServiceRecords, name, func(row *domainRow) { records = serviceRecords(row) })
	return records, err
}

type memoryDomainDeletions struct{ s *tenant.Session }

var _ DomainDeletions = memoryDomainDeletions{}

// ForceDelete implements [DomainDeletions].
func (m memoryDomainDeletions) ForceDelete(ctx context.Context, name string, d DomainForceDelete) (*admin365.Operation, error) {
	var at time.Time
	err := m.s.Do(ctx, opDomainsForceDelete.At(name), func(tx *tenant.Tx) error {
		at = tx.Now()
		_, err := beginForceDelete(tx, name, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	return forceDeleteBegun(name, at), nil
}

// Get implements [DomainDeletions].
func (m memoryDomainDeletions) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	return domainOperation(ctx, func(ctx context.Context, name string) (d *Domain, at time.Time, err error) {
		err = m.s.Do(ctx, opDomainsGet.At(name), func(tx *tenant.Tx) error {
			at = tx.Now()
			row, err := findDomain(tx, name)
			if err != nil {
				return err
			}
			d = domainBinding.Read(row)
			return nil
		})
		return d, at, err
	}, id)
}
