package emulator

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// splitHost cuts a port off a host, and writes the name as it is compared: in lower
// case, without the dot that ends a complete name, an IPv6 address without brackets.
// It is not ok where that is no name of a host.
func splitHost(hostport string) (host, port string, ok bool) {
	host = hostport
	if i := strings.LastIndexByte(hostport, ':'); i > strings.LastIndexByte(hostport, ']') {
		host, port = hostport[:i], hostport[i+1:]
		if port == "" || strings.Trim(port, "0123456789") != "" {
			return "", "", false
		}
	}
	if inner, bracketed := strings.CutPrefix(host, "["); bracketed {
		ip, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return ip.String(), port, err == nil && ip.Is6() && strings.HasSuffix(inner, "]")
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", "", false
		}
	}
	return host, port, len(host) <= 253
}

// local reports whether the name is one of the server itself. A name that anybody
// can make point here is not.
func (s *Server) local(host string) bool {
	if host == "localhost" || slices.ContainsFunc(s.cfg.Names, func(name string) bool { return strings.EqualFold(name, host) }) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	// The address of the machine from outside is not known inside of a container. The
	// link-local ones are those of cloud services, such as managed identity.
	return ip.IsLoopback() || s.cfg.AnyAddress && !ip.IsLinkLocalUnicast()
}

// port is the port that the server listens on.
func (s *Server) port() string {
	_, port, _ := net.SplitHostPort(s.listener.Addr().String()) // It was made of two parts.
	return port
}

// checkAddress refuses an address that others can reach.
func checkAddress(address string, anyAddress bool) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("admin365: the emulator's address needs a host and a port, such as 127.0.0.1:8365: %w", err)
	}
	ip, err := netip.ParseAddr(host)
	if anyAddress || host == "localhost" || err == nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("admin365: %s is not a loopback address: everybody who reaches it could read and change the tenant; Config.AnyAddress allows it, in the program -any-address", address)
}
