package subjects

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/internal/conform"
)

// Central returns the harness of the suite of Business Central and of updates for the way.
func Central(way Way) centraltest.Harness {
	return centraltest.Harness{
		Strict: true,
		New: func(t *testing.T) centraltest.Subject {
			t.Helper()
			m := admin.NewMemory(admin.MemoryConfig{Start: centraltest.Start()})
			return CentralOf(t, m, func(caller admin365.Caller) *instances.Service { return Client(t, m, way, caller).Instances })
		},
	}
}

// CentralOf is a tenant as the suite takes it, with its clients by caller.
func CentralOf(t *testing.T, m *admin.Memory, as func(admin365.Caller) *instances.Service) centraltest.Subject {
	t.Helper()
	people := people(m.Identity, admin.ContosoDomain)
	stage := centralStage{m.Backstage.Instances.Central, m}
	// Cases make environments of their own.
	if err := stage.SetQuotas(t.Context(), 20, 20, 1<<33); err != nil {
		t.Fatal(err)
	}
	return centraltest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: stage,
		Advance: func(d time.Duration) { m.Advance(d) }, Now: m.Now,
		Make: centraltest.Fixtures{
			User: func(ctx context.Context) (admin365.UserID, error) { return people.User(ctx, "US") },
			Role: people.Role,
			Group: func(ctx context.Context, name string) (admin365.GroupID, error) {
				g, err := m.Identity.Groups.Create(ctx, identity.NewGroup{
					DisplayName: name, MailNickname: "e" + conform.Unique(), SecurityEnabled: new(true),
				})
				if err != nil {
					return "", err
				}
				return g.ID, nil
			},
			DeleteGroup: func(ctx context.Context, group admin365.GroupID) error {
				if err := m.Identity.Groups.Delete(ctx, group); err != nil {
					return err
				}
				return m.Identity.DeletedGroups.Purge(ctx, group)
			},
			Manage: func(ctx context.Context, app admin365.AppID) error {
				_, err := m.Instances.ManagementApps.Register(ctx, app)
				return err
			},
		},
	}
}

// centralStage is what Microsoft does, as the suite asks for it.
type centralStage struct {
	*instances.CentralBackstage
	m *admin.Memory
}

// AddCentral implements [centraltest.Backstage]: it makes the environment as an
// administrator does.
func (b centralStage) AddCentral(ctx context.Context, e centraltest.CentralEnvironment) error {
	central := b.m.Instances.Central
	versions, err := central.Catalogue.Versions(ctx, e.ID.Family, e.Country, instances.RingProduction)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if !strings.HasPrefix(v, e.Version+".") {
			continue
		}
		o, err := central.Environments.Create(ctx, e.ID, instances.NewCentralEnvironment{Type: e.Type, CountryCode: e.Country, ApplicationVersion: v})
		if err != nil {
			return err
		}
		return b.CentralBackstage.Finish(ctx, o.ID)
	}
	return errors.New("no environment can be made in " + e.Version)
}

// Offer implements [centraltest.Backstage].
func (b centralStage) Offer(ctx context.Context, v centraltest.CentralVersion) error {
	t := instances.Target{Version: v.Version, Type: v.Type}
	if v.Available {
		return b.Release(ctx, t)
	}
	return b.Delay(ctx, t, time.Date(v.Expected.Year, v.Expected.Month, 10, 0, 0, 0, 0, time.UTC))
}

// OfferApp implements [centraltest.Backstage].
func (b centralStage) OfferApp(ctx context.Context, a centraltest.CentralApp) error {
	return b.ReleaseApp(ctx, instances.CentralAppRelease{
		ID: a.ID, Name: a.Name, Publisher: "Contoso", Version: a.Version, Preview: a.Preview, Needs: a.Needs,
	})
}

// Finish implements [centraltest.Backstage].
func (b centralStage) Finish(ctx context.Context, id admin365.OperationID) error {
	if ofFinOps(id) {
		return b.m.Backstage.Instances.FinOps.Finish(ctx, id)
	}
	return b.CentralBackstage.Finish(ctx, id)
}

// Fail implements [centraltest.Backstage].
func (b centralStage) Fail(ctx context.Context, id admin365.OperationID, message string) error {
	if ofFinOps(id) {
		return b.m.Backstage.Instances.FinOps.Fail(ctx, id, message)
	}
	return b.CentralBackstage.Fail(ctx, id, message)
}

// ofFinOps reports whether an operation is none of Business Central.
func ofFinOps(id admin365.OperationID) bool {
	return !strings.HasPrefix(string(id), "business-central-")
}

// AddFinOps implements [centraltest.Backstage].
func (b centralStage) AddFinOps(ctx context.Context, f centraltest.FinOps) (instances.EnvironmentID, error) {
	e, err := b.m.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{
		DisplayName: "Finance " + conform.Unique(), Type: instances.Sandbox, Location: "europe", Dataverse: &instances.NewDatabase{},
	})
	if err != nil {
		return "", err
	}
	if f.Version == "" {
		return e.ID, nil
	}
	return e.ID, b.m.Backstage.Instances.FinOps.Install(ctx, e.ID, f.Deployment, f.Version)
}

// OfferFinOps implements [centraltest.Backstage].
func (b centralStage) OfferFinOps(ctx context.Context, _ instances.EnvironmentID, version string) error {
	return b.m.Backstage.Instances.FinOps.Release(ctx, version)
}
