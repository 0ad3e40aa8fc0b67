package climicrosoft365_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// proxy is an HTTPS proxy that leads the hosts to one server, and refuses all
// others: whatever the client does, nothing leaves the machine.
type proxy struct {
	server  *httptest.Server
	target  string
	hosts   []string
	tunnels sync.WaitGroup

	mu      sync.Mutex
	refused []string
}

func newProxy(t testing.TB, target string, hosts ...string) *proxy {
	t.Helper()
	p := &proxy{target: target, hosts: hosts}
	p.server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.server.Close()
		p.tunnels.Wait()
	})
	return p
}

// ServeHTTP opens a tunnel.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, port, _ := net.SplitHostPort(r.Host)
	if r.Method != http.MethodConnect || port != "443" || !slices.Contains(p.hosts, host) {
		p.mu.Lock()
		p.refused = append(p.refused, r.Method+" "+r.Host)
		p.mu.Unlock()
		http.Error(w, "this proxy leads nowhere else", http.StatusForbidden)
		return
	}
	to, err := new(net.Dialer).DialContext(r.Context(), "tcp", p.target)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	from, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		to.Close()
		return
	}
	p.tunnels.Add(1)
	defer p.tunnels.Done()
	stop := context.AfterFunc(r.Context(), func() { from.Close(); to.Close() })
	defer stop()
	if _, err := io.WriteString(from, "HTTP/1.1 200 Connection established\r\n\r\n"); err == nil {
		var both sync.WaitGroup
		both.Go(func() { _, _ = io.Copy(to, buffered); to.Close() })
		both.Go(func() { _, _ = io.Copy(from, to); from.Close() })
		both.Wait()
	}
	from.Close()
	to.Close()
}

// turnedAway is what somebody asked for beside the hosts.
func (p *proxy) turnedAway() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.refused)
}
