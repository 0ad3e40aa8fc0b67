package instances

import (
	"github.com/admin365/admin365/internal/tenant"
)

// What an environment is made of and what is offered for it: the catalogue, solutions,
// capacity, release waves.

// attachOffers registers its tables and jobs.
func attachOffers(s *tenant.Schema) {
	tenant.AddTable(s, &published)
	tenant.AddTable(s, &installed)
	tenant.AddTable(s, &installs)
	tenant.AddTable(s, &waves)
	tenant.Job(s, jobInstall, installOver)
	tenant.Job(s, jobWave, waveOver)
	tenant.On(s, copySolutions)
	tenant.On(s, copyWaves)
	tenant.On(s, func(tx *tenant.Tx, e contentReset) error { return forgetSolutions(tx, e.ID) })
	tenant.On(s, func(tx *tenant.Tx, e environmentPurged) error {
		forgetWaves(tx, e.ID)
		return forgetSolutions(tx, e.ID)
	})
}

// offerMemory fills in its interfaces.
func offerMemory(service *Service, s *tenant.Session) {
	service.Catalogue, service.Solutions = memoryCatalogue{s}, memorySolutions{s}
	service.Capacity, service.Waves = memoryCapacity{s}, memoryWaves{s}
}
