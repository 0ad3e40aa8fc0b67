package emulator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/admin365/admin365/admin"
)

// Config is how a [Server] is started. Emulator is required; the zero value of
// everything else means its default. It is copied by [Start].
type Config struct {
	// Emulator is what is served.
	Emulator *admin.Emulator
	// Address is where to listen, host and port; empty means "127.0.0.1:0", a free
	// port on loopback. Start refuses an address that others than this machine can
	// reach, unless AnyAddress is set.
	Address string
	// AnyAddress allows an Address that is not loopback, such as ":8365" in a
	// container. Everybody who can reach it can then read and change the whole tenant
	// through the control interface, without a password, and can stop what others are
	// testing. Nothing real is in danger: the emulator holds synthetic data and
	// forwards nothing. Set it on networks where that is fine, and nowhere else.
	AnyAddress bool
	// Names are further host names that the server itself goes by, such as that of its
	// container. It knows localhost and IP addresses without being told. A request to
	// any other name is taken for one to that host, so that a web page which makes a
	// name of its own point here (DNS rebinding) reads nothing.
	Names []string
	// CertificateFile is where Start writes [Server.CertificateAuthority], and what
	// [Server.Environ] names. Empty means nowhere, and Environ has no such variables.
	// It stays when the server is closed. A file that is there is replaced if it is the
	// certificate of an earlier server, and refused otherwise.
	CertificateFile string
	// Logger gets what the server's owner should know, such as a client that does not
	// trust the certificate, or asks for a host that is not served: never a query, a
	// body or a secret. Nil means no log.
	Logger *slog.Logger
	// MaxConnections bounds how many clients are connected at once; more of them
	// wait. Zero means 1024.
	MaxConnections int

	// patience is how long the server waits for a client; the zero value means
	// defaultPatience.
	patience patience
}

// patience is how long the server waits for a client. What is slower is cut, and a
// connection that nobody uses is closed: the server would hold it for ever.
type patience struct{ header, request, answer, idle time.Duration }

// defaultPatience is long for answers, because drills delay them, and for requests,
// because a saved tenant is large.
var defaultPatience = patience{header: 10 * time.Second, request: time.Minute, answer: 5 * time.Minute, idle: 2 * time.Minute}

const (
	// maxHeader holds a token and then some; the services take less.
	maxHeader      = 64 << 10
	maxConnections = 1024
)

// Server is an emulator that listens. It is safe for concurrent use.
type Server struct {
	cfg       Config
	emulator  *admin.Emulator
	log       *slog.Logger
	authority *authority
	listener  net.Listener
	mux       *http.ServeMux
	// hosts are the emulator's, so that most requests need not ask it.
	hosts map[string]bool
	// plain answers on the port, tunnel inside of the TLS connections that CONNECT
	// asked for.
	plain, tunnel *http.Server
	tunnels       *handover
	open          connections
	control       *control
	running       sync.WaitGroup
}

// Start listens, and returns when the server is ready to answer. The caller closes
// it.
func Start(cfg Config) (*Server, error) {
	if cfg.Emulator == nil {
		return nil, errors.New("admin365: an emulator's server needs Config.Emulator")
	}
	if cfg.Address == "" {
		cfg.Address = "127.0.0.1:0"
	}
	if cfg.MaxConnections <= 0 {
		cfg.MaxConnections = maxConnections
	}
	if cfg.patience == (patience{}) {
		cfg.patience = defaultPatience
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if err := checkAddress(cfg.Address, cfg.AnyAddress); err != nil {
		return nil, err
	}
	ca, err := newAuthority(append(cfg.Emulator.Hosts(), ControlHost))
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("admin365: the emulator cannot listen: %w", err)
	}
	if cfg.CertificateFile, err = writeCertificate(cfg.CertificateFile, ca.pem); err != nil {
		listener.Close()
		return nil, err
	}
	s := &Server{
		cfg: cfg, emulator: cfg.Emulator, log: cfg.Logger, authority: ca,
		listener: limit(listener, cfg.MaxConnections), tunnels: newHandover(listener.Addr()),
		hosts: map[string]bool{},
	}
	for _, host := range cfg.Emulator.Hosts() {
		s.hosts[host] = true
	}
	s.control = newControl(s.emulator, s.URL(), func(host string) bool { return host == ControlHost || s.local(host) })
	s.mux = http.NewServeMux()
	s.mux.Handle("/control/", s.controlHandler())
	page := s.pageHandler()
	for _, pattern := range []string{"GET /{$}", "GET /tenants/", "GET /page.css", "GET /page.js", "GET " + strayURL} {
		s.mux.Handle(pattern, page)
	}
	s.mux.HandleFunc("GET /favicon.ico", http.NotFound) // Browsers ask for it: it is no host.
	s.mux.HandleFunc("/", s.unknown)
	s.plain = s.newServer(s.front)
	s.tunnel = s.newServer(s.tunneled)
	// Go's server speaks HTTP/2 where its own configuration names it.
	s.tunnel.TLSConfig = tlsConfig()
	s.running.Go(func() { s.serve(s.plain, s.listener) })
	s.running.Go(func() { s.serve(s.tunnel, s.tunnels) })
	return s, nil
}

func (s *Server) newServer(handler http.HandlerFunc) *http.Server {
	p := s.cfg.patience
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: p.header, ReadTimeout: p.request, WriteTimeout: p.answer, IdleTimeout: p.idle,
		MaxHeaderBytes: maxHeader, ConnState: s.open.changed,
		// It says what clients do wrong, such as not trusting the certificate.
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

func (s *Server) serve(server *http.Server, l net.Listener) {
	if err := server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
		s.log.Error("the emulator stopped", "error", err)
	}
}

// URL is where the server listens, as a proxy's address and as the start of the
// paths with prefixes: "http://127.0.0.1:49152", without a slash at the end.
func (s *Server) URL() string {
	host, port, err := net.SplitHostPort(s.listener.Addr().String())
	if err != nil {
		return "http://" + s.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // What listens everywhere listens here.
	}
	return "http://" + net.JoinHostPort(host, port)
}

// CertificateAuthority is the certificate, in PEM, that a client has to trust. It
// is new in every server, and its key is never written anywhere.
func (s *Server) CertificateAuthority() []byte { return append([]byte(nil), s.authority.pem...) }

// Close stops listening, waits for the requests that are being answered, and closes
// all connections. When ctx ends first, it cuts them, and returns ctx's error. The drills
// that the control interface began end, so that no delay holds it up.
func (s *Server) Close(ctx context.Context) error {
	s.control.tenants.endDrills()
	s.open.close()
	var errs [2]error
	var stopping sync.WaitGroup
	for i, server := range []*http.Server{s.plain, s.tunnel} {
		stopping.Go(func() {
			if errs[i] = server.Shutdown(ctx); errs[i] != nil {
				_ = server.Close() // What it says was said by Shutdown.
			}
		})
	}
	stopping.Wait()
	s.running.Wait()
	return errors.Join(errs[:]...)
}
