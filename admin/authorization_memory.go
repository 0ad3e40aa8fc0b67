package admin

import (
	"context"

	"github.com/admin365/admin365/internal/tenant"
)

type memoryAuthorization struct{ s *tenant.Session }

var _ Authorization = memoryAuthorization{}

// Get implements [Authorization].
func (m memoryAuthorization) Get(ctx context.Context) (p *AuthorizationPolicy, err error) {
	err = m.s.Do(ctx, opAuthorizationGet.At(), func(tx *tenant.Tx) error {
		p = authorizationBinding.Read(authorizationOf(tx))
		return nil
	})
	return p, err
}

// Update implements [Authorization].
func (m memoryAuthorization) Update(ctx context.Context, p AuthorizationPolicyPatch) error {
	call := opAuthorizationUpdate.At()
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchAuthorization(tx, body) })
}
