package emulator

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// front answers what comes to the port itself.
func (s *Server) front(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodConnect:
		s.connect(w, r)
	case r.URL.Host != "":
		s.absolute(w, r)
	default:
		s.origin(w, r)
	}
}

// connect opens a tunnel, and answers inside of it as the host.
func (s *Server) connect(w http.ResponseWriter, r *http.Request) {
	host, port, ok := splitHost(r.Host)
	switch {
	case !ok || r.URL.User != nil:
		s.refuseTunnel(w, http.StatusBadRequest, "CONNECT needs a host and a port")
	case port != "443":
		s.refuseTunnel(w, http.StatusForbidden, "the emulator opens tunnels to port 443 only, not to "+r.Host)
	case host != ControlHost && !s.emulator.Serves(host):
		s.note(r, host)
		s.refuseTunnel(w, http.StatusBadGateway, unserved(host))
	default:
		cfg, err := s.authority.forHost(host)
		if err != nil {
			s.refuseTunnel(w, http.StatusInternalServerError, err.Error())
			return
		}
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			s.log.Error("no tunnel", "error", err)
			return
		}
		_ = conn.SetWriteDeadline(time.Now().Add(s.cfg.patience.header)) // Writing says what is wrong with it.
		if _, err := conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
			conn.Close()
			return
		}
		s.tunnels.give(tls.Server(begun{conn, buffered.Reader}, cfg))
	}
}

// refuseTunnel answers CONNECT with a reason in the status line too: most clients
// show that and throw the body away.
func (s *Server) refuseTunnel(w http.ResponseWriter, status int, reason string) {
	s.log.Warn("refused a tunnel", "status", status, "reason", reason)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "admin365: "+reason, status)
		return
	}
	_ = conn.SetWriteDeadline(time.Now().Add(s.cfg.patience.header)) // Writing says what is wrong with it.
	body := "admin365: " + reason + "\n"
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d admin365: %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		status, reason, len(body), body)
	conn.Close()
}

// absolute answers a request whose first line has a whole URL, as for a proxy. Some
// clients ask so for https too, without a tunnel: axios did before May 2026.
func (s *Server) absolute(w http.ResponseWriter, r *http.Request) {
	host, port, ok := splitHost(r.URL.Host)
	wanted := map[string]string{"http": "80", "https": "443"}[strings.ToLower(r.URL.Scheme)]
	switch {
	case !ok || wanted == "":
		http.Error(w, "admin365: the emulator answers URLs of http and https", http.StatusBadRequest)
	case s.local(host) && port == s.port(), host == ControlHost && (port == "" || port == wanted):
		s.own(w, r)
	case port != "" && port != wanted:
		s.refuse(w, unusual(host, port))
	default:
		s.emulated(w, r, host, *r.URL)
	}
}

// origin answers a request that was sent as to a server: one to ourselves, or one
// whose Host header says whom it is for.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) {
	host, _, ok := splitHost(r.Host)
	switch {
	case ok && s.local(host):
		s.own(w, r)
	case ok:
		s.emulated(w, r, host, *r.URL)
	default:
		http.Error(w, "admin365: the Host header cannot be read", http.StatusBadRequest)
	}
}

// own answers a request to the server itself: a path that begins with a host's
// name, the control interface, the page.
func (s *Server) own(w http.ResponseWriter, r *http.Request) {
	// The path as it was sent. A multiplexer would clean it, and so change what is
	// asked for: with /graph.microsoft.com/../control/ even of whom.
	first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	host, port, ok := first, "", s.hosts[first]
	if !ok {
		host, port, ok = splitHost(first)
		ok = ok && s.emulator.Serves(host)
	}
	if ok && port != "" && port != "443" && port != "80" {
		s.refuse(w, unusual(host, port))
		return
	}
	if ok {
		u := *r.URL
		var err error
		if u.Path, err = url.PathUnescape("/" + rest); err != nil {
			http.Error(w, "admin365: the path cannot be read", http.StatusBadRequest)
			return
		}
		u.RawPath = "/" + rest
		s.emulated(w, r, host, u)
		return
	}
	clean := r.Clone(r.Context())
	clean.URL.Scheme, clean.URL.Host, clean.URL.User = "", "", nil
	s.mux.ServeHTTP(w, clean)
}

// unknown answers a path of our own that nobody knows.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	if host, _, ok := splitHost(first); ok && strings.Contains(host, ".") {
		s.note(r, host)
		s.refuse(w, unserved(host))
		return
	}
	http.Error(w, "admin365: a path begins with a host, such as /graph.microsoft.com/v1.0/users, or is /control/ or /", http.StatusNotFound)
}

// tunneled answers a request inside of a tunnel.
func (s *Server) tunneled(w http.ResponseWriter, r *http.Request) {
	host, port, ok := splitHost(r.Host)
	if !ok || r.Method == http.MethodConnect || port != "" && port != "443" {
		http.Error(w, "admin365: the Host header cannot be read", http.StatusBadRequest)
		return
	}
	if host == ControlHost {
		s.own(w, r)
		return
	}
	s.emulated(w, r, host, *r.URL)
}

// emulated has the emulator answer for the host, whether it knows it or not.
func (s *Server) emulated(w http.ResponseWriter, r *http.Request, host string, u url.URL) {
	u.Scheme, u.Host, u.User = "", "", nil
	asked := *r
	asked.URL, asked.Host = &u, host
	s.emulator.Handler().ServeHTTP(w, &asked)
}

// refuse answers 502 with a reason.
func (s *Server) refuse(w http.ResponseWriter, reason string) {
	s.log.Warn("refused a request", "status", http.StatusBadGateway, "reason", reason)
	http.Error(w, "admin365: "+reason, http.StatusBadGateway)
}

// note has the emulator refuse the host in its own log, which the page shows; what it
// answers is for nobody.
func (s *Server) note(r *http.Request, host string) {
	s.emulated(nowhere{}, r, host, url.URL{})
}

// nowhere is an answer that is thrown away.
type nowhere struct{}

// Header implements http.ResponseWriter.
func (nowhere) Header() http.Header { return http.Header{} }

// Write implements http.ResponseWriter.
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements http.ResponseWriter.
func (nowhere) WriteHeader(int) {}

func unusual(host, port string) string {
	return "the emulator answers at the services' usual ports only, not at port " + port + " of " + host
}

func unserved(host string) string {
	return "the emulator does not serve the host " + strconv.Quote(host) + ", and forwards nothing"
}
