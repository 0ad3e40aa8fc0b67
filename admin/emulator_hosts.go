package admin

// Hosts are the host names that the emulator answers for, in order, such as
// graph.microsoft.com and login.microsoftonline.com.
func (e *Emulator) Hosts() []string { return e.emu.Hosts() }

// Serves reports whether the emulator answers for the host, a name in lower case
// without a port: one of [Emulator.Hosts], or a name beneath one where the service
// has such. A request for any other host is answered with 502.
func (e *Emulator) Serves(host string) bool { return e.emu.Serves(host) }
