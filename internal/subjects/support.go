package subjects

import (
	"context"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
	"github.com/admin365/admin365/support/supporttest"
)

// Support returns the harness of the support suite for the way.
func Support(way Way) supporttest.Harness {
	return supporttest.Harness{
		MayWrite: true, Ordered: true, Strict: true,
		New: func(t *testing.T) supporttest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return SupportOf(m, func(caller admin365.Caller) *support.Service { return Client(t, m, way, caller).Support })
		},
	}
}

// Support is [Support] with clients that are heard.
func (h *Heard) Support(way Way) supporttest.Harness {
	harness := Support(way)
	harness.New = func(t *testing.T) supporttest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return SupportOf(m, func(caller admin365.Caller) *support.Service { return h.client(t, m, way, caller).Support })
	}
	return harness
}

// SupportOf is a tenant as the support suite takes it, with its clients by caller.
func SupportOf(m *admin.Memory, as func(admin365.Caller) *support.Service) supporttest.Subject {
	people := people(m.Identity, admin.ContosoDomain)
	return supporttest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: m.Backstage.Support,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make: supporttest.Fixtures{
			User: func(ctx context.Context) (admin365.UserID, error) { return people.User(ctx, "US") },
			Role: people.Role,
			Tenant: func(context.Context) (admin365.TenantID, error) {
				other, err := m.AddTenant(admin.NewTenant{Name: "Other " + conform.Unique()})
				if err != nil {
					return "", err
				}
				return other.TenantID(), nil
			},
		},
	}
}
