package admin

import (
	"context"

	"github.com/admin365/admin365/internal/tenant"
)

type memoryOrganizations struct{ s *tenant.Session }

var _ Organizations = memoryOrganizations{}

// Get implements [Organizations].
func (m memoryOrganizations) Get(ctx context.Context) (o *Organization, err error) {
	err = m.s.Do(ctx, opOrganizationGet.At(), func(tx *tenant.Tx) error {
		row, err := readOrganization(tx)
		if err != nil {
			return err
		}
		if seesLittle(tx) {
			o = organizationBinding.Pick(row, isShownToAll)
		} else {
			o = organizationBinding.Read(row)
		}
		return nil
	})
	return o, err
}

// Update implements [Organizations].
func (m memoryOrganizations) Update(ctx context.Context, p OrganizationPatch) error {
	id := string(m.s.Tenant.ID())
	call := opOrganizationUpdate.At(id)
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchOrganization(tx, id, body) })
}
