package admin

import (
	"github.com/admin365/admin365/internal/emu"
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// Operations are those of all areas, for the documents that are made of them.
func Operations() []*api.Op { return slices.Clone(shared().mux.Ops()) }

// SettingsOperations are those on the tenant's settings.
func SettingsOperations() []*api.Op { return operations() }

// LeastOf is leastOf.
func LeastOf(clauses [][]string, let func(*api.Op) []string) (set []string, exact bool, atLeast int) {
	return leastOf(clauses, let)
}

// MissingOperations are the operations that Graph documents and that are not here.
func MissingOperations() []emu.Operation { return shared().mux.Missing() }
