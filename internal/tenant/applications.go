package tenant

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Applications answers for which applications may call an API on their own because
// an administrator has registered them with it.
type Applications interface {
	Registered(tx *Tx, with *api.API, app admin365.AppID) bool
}

// SetApplications is called by the area that keeps the registrations.
func (s *Schema) SetApplications(a Applications) { s.ports.Applications = a }
