package identity

import "github.com/admin365/admin365/internal/api"

// Ops returns every operation of the area, for tests from outside.
func Ops() []*api.Op { return operations() }
