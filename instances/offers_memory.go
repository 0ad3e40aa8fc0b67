package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryCatalogue struct{ s *tenant.Session }

var _ Catalogue = memoryCatalogue{}

// Locations implements [Catalogue].
func (m memoryCatalogue) Locations(ctx context.Context) iter.Seq2[*Location, error] {
	return listed(ctx, m.s, opCatalogueLocations.At(), func(*tenant.Tx) ([]*Location, error) { return listLocations(), nil })
}

// Currencies implements [Catalogue].
func (m memoryCatalogue) Currencies(ctx context.Context, location string) iter.Seq2[*Currency, error] {
	return listed(ctx, m.s, opCatalogueCurrencies.At(location), func(*tenant.Tx) ([]*Currency, error) { return listCurrencies(location) })
}

// Languages implements [Catalogue].
func (m memoryCatalogue) Languages(ctx context.Context, location string) iter.Seq2[*Language, error] {
	return listed(ctx, m.s, opCatalogueLanguages.At(location), func(*tenant.Tx) ([]*Language, error) { return listLanguages(location) })
}

// Templates implements [Catalogue].
func (m memoryCatalogue) Templates(ctx context.Context, location string) iter.Seq2[*Template, error] {
	return listed(ctx, m.s, opCatalogueTemplates.At(location), func(*tenant.Tx) ([]*Template, error) { return listTemplates(location) })
}

type memorySolutions struct{ s *tenant.Session }

var _ Solutions = memorySolutions{}

// Catalogue implements [Solutions].
func (m memorySolutions) Catalogue(ctx context.Context) iter.Seq2[*Solution, error] {
	return listed(ctx, m.s, opSolutionsCatalogue.At(), func(tx *tenant.Tx) ([]*Solution, error) { return catalogueSolutions(tx), nil })
}

// List implements [Solutions].
func (m memorySolutions) List(ctx context.Context, environment EnvironmentID, q SolutionQuery) iter.Seq2[*Solution, error] {
	return listed(ctx, m.s, opSolutionsList.At(string(environment)), func(tx *tenant.Tx) ([]*Solution, error) {
		return listSolutions(tx, string(environment), q)
	})
}

// Install implements [Solutions].
func (m memorySolutions) Install(ctx context.Context, environment EnvironmentID, uniqueName string) (*admin365.Operation, error) {
	call := opSolutionsInstall.At(string(environment), uniqueName)
	return asked(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		row, err := install(tx, string(environment), uniqueName)
		if err != nil {
			return nil, err
		}
		id := row.environmentID(tx)
		return begun(KindInstall, installID(id, row.ID.String()), id, pollAgain), nil
	})
}

type memoryCapacity struct{ s *tenant.Session }

var _ Capacity = memoryCapacity{}

// Tenant implements [Capacity].
func (m memoryCapacity) Tenant(ctx context.Context) (*TenantCapacity, error) {
	return asked(ctx, m.s, opCapacityTenant.At(), func(tx *tenant.Tx) (*TenantCapacity, error) { return tenantCapacity(tx), nil })
}

// Environment implements [Capacity].
func (m memoryCapacity) Environment(ctx context.Context, id EnvironmentID) ([]Consumption, error) {
	return asked(ctx, m.s, opCapacityEnvironment.At(string(id)), func(tx *tenant.Tx) ([]Consumption, error) {
		return environmentCapacity(tx, string(id))
	})
}

// Warnings implements [Capacity].
func (m memoryCapacity) Warnings(ctx context.Context) ([]StorageWarning, error) {
	return asked(ctx, m.s, opCapacityWarnings.At(), func(tx *tenant.Tx) ([]StorageWarning, error) { return storageWarnings(tx), nil })
}

type memoryWaves struct{ s *tenant.Session }

var _ Waves = memoryWaves{}

// organization is the organization behind an environment, which the service is asked for
// in two requests.
func (m memoryWaves) organization(ctx context.Context, call api.Call, environment EnvironmentID) (string, error) {
	e, err := memoryEnvironments(m).Get(ctx, environment)
	if err != nil {
		return "", err
	}
	if e.Dataverse == nil {
		return "", call.Attribute(withoutWaves(environment))
	}
	all, err := asked(ctx, m.s, opWavesOrganizations.At(), func(tx *tenant.Tx) ([]organizationWire, error) { return organizations(tx), nil })
	if err != nil {
		return "", err
	}
	for _, o := range all {
		if o.ID == string(e.Dataverse.OrganizationID) {
			return o.ID, nil
		}
	}
	return "", call.Attribute(waveUnknownOrganization.Err(string(environment)))
}

// List implements [Waves].
func (m memoryWaves) List(ctx context.Context, environment EnvironmentID) iter.Seq2[*Wave, error] {
	return func(yield func(*Wave, error) bool) {
		id, err := m.organization(ctx, opWavesList.At().About(string(environment)), environment)
		if err != nil {
			yield(nil, err)
			return
		}
		listed(ctx, m.s, opWavesList.At(id).For(string(environment)), func(tx *tenant.Tx) ([]*Wave, error) {
			r, err := environmentOfOrganization(tx, id)
			if err != nil {
				return nil, err
			}
			return listWaves(tx, r), nil
		})(yield)
	}
}

// Enable implements [Waves].
func (m memoryWaves) Enable(ctx context.Context, environment EnvironmentID, wave string) error {
	call := opWavesEnable.At(string(environment), wave)
	if err := call.Check(); err != nil {
		return err
	}
	id, err := m.organization(ctx, call, environment)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, opWavesEnable.At(id, wave).For(call.IDs...), func(tx *tenant.Tx) error {
		r, err := environmentOfOrganization(tx, id)
		if err != nil {
			return err
		}
		return enableWave(tx, r, wave)
	})
}
