package admin

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryDomains struct{ s *tenant.Session }

var _ Domains = memoryDomains{}

// List implements [Domains].
func (m memoryDomains) List(ctx context.Context) iter.Seq2[*Domain, error] {
	return func(yield func(*Domain, error) bool) {
		var all []*Domain
		err := m.s.Do(ctx, opDomainsList.At(), func(tx *tenant.Tx) error {
			for row := range tenant.In(tx, &domains).Ordered(&domainsByName, nil, false) {
				all = append(all, domainBinding.Read(row))
			}
			return nil
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, d := range all {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// Get implements [Domains].
func (m memoryDomains) Get(ctx context.Context, name string) (d *Domain, err error) {
	err = m.look(ctx, &opDomainsGet, name, func(row *domainRow) { d = domainBinding.Read(row) })
	return d, err
}

// look performs a reading operation on a domain.
func (m memoryDomains) look(ctx context.Context, op *api.Op, name string, at func(*domainRow)) error {
	return m.s.Do(ctx, op.At(name), func(tx *tenant.Tx) error {
		row, err := findDomain(tx, name)
		if err != nil {
			return err
		}
		at(row)
		return nil
	})
}

// Add implements [Domains].
func (m memoryDomains) Add(ctx context.Context, name string) (*Domain, error) {
	call, body, err := addBody(name)
	if err != nil {
		return nil, err
	}
	var d *Domain
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		row, err := createDomain(tx, body)
		if err != nil {
			return err
		}
		d = domainBinding.Read(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(d.Name)
	return d, nil
}

// addBody is the call and the body of an addition, as it is sent and as memory reads
// it.
func addBody(name string) (api.Call, []byte, error) {
	call := opDomainsAdd.At().About(name)
	if name == "" {
		return call, nil, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "a domain needs a name; nothing was sent"})
	}
	body, err := json.Marshal(map[string]string{"id": name})
	return call, body, call.Attribute(err)
}

// VerificationRecords implements [Domains].
func (m memoryDomains) VerificationRecords(ctx context.Context, name string) (records []DNSRecord, err error) {
	err = m.look(ctx, &opDomainsVerificationRecords, name, func(row *domainRow) { records = verificationRecords(row) })
	return records, err
}

// ServiceRecords implements [Domains].
func (m memoryDomains) ServiceRecords(ctx context.Context, name string) (records []DNSRecord, err error) {
	err = m.look(ctx, &opDomainsServiceRecords, name, func(row *domainRow) { records = serviceRecords(row) })
	return records, err
}

// Verify implements [Domains].
func (m memoryDomains) Verify(ctx context.Context, name string, _ DomainVerification) (d *Domain, err error) {
	err = m.s.Do(ctx, opDomainsVerify.At(name), func(tx *tenant.Tx) error {
		row, err := verifyDomain(tx, name)
		if err != nil {
			return err
		}
		d = domainBinding.Read(row)
		return nil
	})
	return d, err
}

// Update implements [Domains].
func (m memoryDomains) Update(ctx context.Context, name string, p DomainPatch) error {
	call := opDomainsUpdate.At(name)
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchDomain(tx, name, body) })
}

// Promote implements [Domains].
func (m memoryDomains) Promote(ctx context.Context, name string) error {
	return m.s.Do(ctx, opDomainsPromote.At(name), func(tx *tenant.Tx) error { return promoteDomain(tx, name) })
}

// References implements [Domains].
func (m memoryDomains) References(ctx context.Context, name string) iter.Seq2[*identity.DirectoryObject, error] {
	return func(yield func(*identity.DirectoryObject, error) bool) {
		var page []tenant.Holder
		var after *tenant.Position
		for {
			err := m.s.Do(ctx, opDomainsReferences.At(name), func(tx *tenant.Tx) (err error) {
				page, after, err = pageReferences(tx, name, after, wholePage)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, h := range page {
				if !yield(referenceObject(h), nil) {
					return
				}
			}
			if after == nil {
				return
			}
		}
	}
}

// Delete implements [Domains].
func (m memoryDomains) Delete(ctx context.Context, name string) error {
	return m.s.Do(ctx, opDomainsDelete.At(name), func(tx *tenant.Tx) error { return deleteDomain(tx, name) })
}

// ForceDelete implements [Domains].
func (m memoryDomains) ForceDelete(ctx context.Context, name string, d DomainForceDelete) (*admin365.Operation, error) {
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

// Operation implements [Domains].
func (m memoryDomains) Operation(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
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
