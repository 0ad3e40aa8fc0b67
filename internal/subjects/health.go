package subjects

import (
	"context"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/health/healthtest"
)

// Health returns the harness of the health suite for the way.
func Health(way Way) healthtest.Harness {
	return healthtest.Harness{
		MayWrite: true, Strict: true,
		New: func(t *testing.T) healthtest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return HealthOf(m, func(caller admin365.Caller) *health.Service { return Client(t, m, way, caller).Health })
		},
	}
}

// Health is [Health] with clients that are heard.
func (h *Heard) Health(way Way) healthtest.Harness {
	harness := Health(way)
	harness.New = func(t *testing.T) healthtest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return HealthOf(m, func(caller admin365.Caller) *health.Service { return h.client(t, m, way, caller).Health })
	}
	return harness
}

// HealthOf is a tenant as the health suite takes it, with its clients by caller.
func HealthOf(m *admin.Memory, as func(admin365.Caller) *health.Service) healthtest.Subject {
	people := people(m.Identity, admin.ContosoDomain)
	return healthtest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: m.Backstage.Health,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make: healthtest.Fixtures{
			User: func(ctx context.Context) (admin365.UserID, error) { return people.User(ctx, "US") },
			Role: people.Role,
		},
	}
}
