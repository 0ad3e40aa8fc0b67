package instances

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpCapacity struct{ c *rest.Client }

var _ Capacity = httpCapacity{}

// Tenant implements [Capacity].
func (h httpCapacity) Tenant(ctx context.Context) (*TenantCapacity, error) {
	return one(ctx, h.c, rest.Request{Call: opCapacityTenant.At()}, (*tenantCapacityWire).capacity)
}

// Environment implements [Capacity].
func (h httpCapacity) Environment(ctx context.Context, id EnvironmentID) ([]Consumption, error) {
	rq := rest.Request{Call: opCapacityEnvironment.At(string(id)), Query: url.Values{"$expand": {"properties.capacity"}}}
	w, err := rest.One[environmentWire](ctx, h.c, rq)
	if err != nil {
		return nil, err
	}
	return consumptions(w.Properties.Capacity), nil
}

// Warnings implements [Capacity].
func (h httpCapacity) Warnings(ctx context.Context) ([]StorageWarning, error) {
	list, err := rest.Array[storageWarningWire](ctx, h.c, rest.Request{Call: opCapacityWarnings.At()})
	if err != nil {
		return nil, err
	}
	warnings := make([]StorageWarning, 0, len(list))
	for _, w := range list {
		warnings = append(warnings, w.warning())
	}
	return warnings, nil
}

type httpWaves struct{ c *rest.Client }

var _ Waves = httpWaves{}

// organization is the organization behind an environment, with where it is: the requests
// for release waves know it by these alone.
func (h httpWaves) organization(ctx context.Context, call api.Call, environment EnvironmentID) (id string, geo url.Values, err error) {
	e, err := readEnvironment(ctx, h.c, environment)
	if err != nil {
		return "", nil, err
	}
	if e.Dataverse == nil {
		return "", nil, named(h.c, call, withoutWaves(environment))
	}
	list, err := rest.Array[organizationWire](ctx, h.c, rest.Request{Call: opWavesOrganizations.At()})
	if err != nil {
		return "", nil, err
	}
	for _, o := range list {
		if strings.EqualFold(o.ID, string(e.Dataverse.OrganizationID)) {
			return o.ID, url.Values{"geo": {o.Geo}}, nil
		}
	}
	return "", nil, named(h.c, call, waveUnknownOrganization.Err(string(environment)))
}

// withoutWaves: an environment without Dataverse has no release waves.
func withoutWaves(environment EnvironmentID) error {
	return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(environment), Message: "the environment has no Dataverse; nothing was sent"}
}

// List implements [Waves].
func (h httpWaves) List(ctx context.Context, environment EnvironmentID) iter.Seq2[*Wave, error] {
	return func(yield func(*Wave, error) bool) {
		id, geo, err := h.organization(ctx, opWavesList.At().About(string(environment)), environment)
		if err != nil {
			yield(nil, err)
			return
		}
		w, err := rest.One[featuresWire](ctx, h.c, rest.Request{Call: opWavesList.At(id).For(string(environment)), Query: geo})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, f := range w.Values {
			if f != nil && !yield(f.wave(), nil) {
				return
			}
		}
	}
}

// Enable implements [Waves].
func (h httpWaves) Enable(ctx context.Context, environment EnvironmentID, wave string) error {
	call := opWavesEnable.At(string(environment), wave)
	if err := call.Check(); err != nil {
		return named(h.c, call, err)
	}
	id, geo, err := h.organization(ctx, call, environment)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: opWavesEnable.At(id, wave).For(call.IDs...), Query: geo})
}
