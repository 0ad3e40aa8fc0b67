package emu

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// Tenants are the tenants of all worlds, in the order in which they came.
func (e *Emulator) Tenants() []*tenant.Tenant { return e.worlds.tenants() }

// Tenant is the one with the id.
func (e *Emulator) Tenant(id admin365.TenantID) (*tenant.Tenant, bool) { return e.worlds.tenant(id) }
