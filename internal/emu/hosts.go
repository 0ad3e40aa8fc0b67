package emu

import (
	"slices"
)

// Hosts are the host names that the emulator answers for over HTTPS, in order. Those
// beneath them are answered too where the vendor has such, see [Emulator.Serves].
func (e *Emulator) Hosts() []string {
	hosts := append(e.issuer.aliases(), e.issuer.deviceHosts()...)
	for published := range e.mux.roots {
		if h, ok := published.Host(e.cloud); ok {
			hosts = append(hosts, h.Name())
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Serves reports whether the emulator answers for the host, a name in lower case
// without a port.
func (e *Emulator) Serves(host string) bool {
	if slices.Contains(e.issuer.aliases(), host) || slices.Contains(e.issuer.deviceHosts(), host) {
		return true
	}
	for published := range e.mux.roots {
		if h, ok := published.Host(e.cloud); ok && published.At(h, host) {
			return true
		}
	}
	return false
}
