package subjects

import (
	"context"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/conform"
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
	people := people(m.Identity, admin.ContosoDomain)
	return instancestest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: m.Backstage.Instances,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make: instancestest.Fixtures{
			User: func(ctx context.Context) (admin365.UserID, error) { return people.User(ctx, "US") },
			Role: people.Role,
			Group: func(ctx context.Context) (admin365.GroupID, error) {
				name := "e" + conform.Unique()
				g, err := m.Identity.Groups.Create(ctx, identity.NewGroup{DisplayName: "Group " + name, MailNickname: name, SecurityEnabled: new(true)})
				if err != nil {
					return "", err
				}
				return g.ID, nil
			},
		},
	}
}
