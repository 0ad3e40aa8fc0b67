package tenant

import (
	"context"
	"net"

	"github.com/admin365/admin365/internal/api"
)

// Resolver is where a tenant looks for DNS records. *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// Outside has ask run before each transaction of the operation, directly or over the
// wire: what it asks others, who are a caller's own code or far away, it asks without
// a lock. The transaction finds the answer in [Tx.Outside], and has to look whether
// the question still holds. It runs for callers alone who may perform the operation.
func (s *Schema) Outside(op *api.Op, ask func(context.Context, *Session, api.Call) (any, error)) {
	if s.outside == nil {
		s.outside = map[*api.Op]func(context.Context, *Session, api.Call) (any, error){}
	}
	s.outside[op] = ask
}

// ask is what the operation asks before its transaction; nil for most.
func (s *Session) ask(ctx context.Context, call api.Call) (any, error) {
	ask := s.Tenant.schema.outside[call.Op]
	if ask == nil {
		return nil, nil
	}
	err := s.Look(func(tx *Tx) error {
		if access := tx.schema.ports.Access; access != nil {
			return access.Allow(tx, call)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return ask(ctx, s, call)
}
