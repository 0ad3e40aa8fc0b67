package instances

import "github.com/admin365/admin365/internal/emu"

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(*emu.Mux) {}
