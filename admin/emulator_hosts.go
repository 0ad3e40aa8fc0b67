package admin

import "github.com/admin365/admin365"

// Hosts are the host names that the emulator answers for, in order, such as
// graph.microsoft.com and login.microsoftonline.com.
func (e *Emulator) Hosts() []string { return e.emu.Hosts() }

// Serves reports whether the emulator answers for the host, a name in lower case
// without a port: one of [Emulator.Hosts], or a name beneath one where the service
// has such. A request for any other host is answered with 502.
func (e *Emulator) Serves(host string) bool { return e.emu.Serves(host) }

// TenantID is the tenant of the [Memory] from which the emulator was made.
func (e *Emulator) TenantID() admin365.TenantID { return e.memory.TenantID() }
