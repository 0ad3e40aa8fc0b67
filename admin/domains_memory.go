package admin

import (
	"context"
	"encoding/json"
	"iter"

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
	err = lookAtDomain(ctx, m.s, &opDomainsGet, name, func(row *domainRow) { d = domainBinding.Read(row) })
	return d, err
}

// lookAtDomain performs a reading operation on a domain.
func lookAtDomain(ctx context.Context, s *tenant.Session, op *api.Op, name string, at func(*domainRow)) error {
	return s.Do(ctx, op.At(name), func(tx *tenant.Tx) error {
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
