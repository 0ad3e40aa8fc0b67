package admin

import (
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// Operations are those of all areas, for the documents that are made of them.
func Operations() []*api.Op { return slices.Clone(shared().mux.Ops()) }

// SettingsOperations are those on the tenant's settings.
func SettingsOperations() []*api.Op { return operations() }
