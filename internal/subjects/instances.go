package subjects

import (
	"context"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/instancestest"
)

// Instances returns the harness of the instances suite for the way.
func Instances(way Way) instancestest.Harness {
	return instancestest.Harness{
		MayWrite: true, Strict: true,
		New: func(t *testing.T) instancestest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return InstancesOf(m, func(caller admin365.Caller) *instances.Service { return Client(t, m, way, caller).Instances })
		},
	}
}

// InstancesOf is a tenant as the instances suite takes it, with its clients by caller.
func InstancesOf(m *admin.Memory, as func(admin365.Caller) *instances.Service) instancestest.Subject {
	make := people(m)
	return instancestest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: m.Backstage.Instances,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make: instancestest.Fixtures{
			User:  func(ctx context.Context) (admin365.UserID, error) { return make.User(ctx, "") },
			Role:  make.Role,
			Group: func(ctx context.Context) (admin365.GroupID, error) { return make.Group(ctx, true) },
		},
	}
}

// Instances is [Instances] with clients that are heard.
func (h *Heard) Instances(way Way) instancestest.Harness {
	harness := Instances(way)
	harness.New = func(t *testing.T) instancestest.Subject {
		m := h.tenant()
		return InstancesOf(m, func(caller admin365.Caller) *instances.Service { return h.client(t, m, way, caller).Instances })
	}
	return harness
}
