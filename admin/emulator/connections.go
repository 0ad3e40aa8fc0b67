package emulator

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// connections knows which connections wait for a request, so that closing the server
// need not wait for them: Go's own Shutdown gives those that never sent anything
// five seconds, and those of HTTP/2 one.
type connections struct {
	mu      sync.Mutex
	waiting map[net.Conn]struct{}
	closing bool
}

// changed is told by the servers what becomes of each connection.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	waits := state == http.StateNew || state == http.StateIdle
	c.mu.Lock()
	closing := c.closing
	switch {
	case !waits:
		delete(c.waiting, conn)
	case !closing:
		if c.waiting == nil {
			c.waiting = map[net.Conn]struct{}{}
		}
		c.waiting[conn] = struct{}{}
	}
	c.mu.Unlock()
	if waits && closing {
		conn.Close()
	}
}

// close closes the connections that wait, and from now on each that begins to.
func (c *connections) close() {
	c.mu.Lock()
	c.closing = true
	waiting := c.waiting
	c.waiting = nil
	c.mu.Unlock()
	for conn := range waiting {
		conn.Close()
	}
}

// limited is a listener that has no more than so many connections open; the others
// wait in the system's queue.
type limited struct {
	net.Listener
	slots  chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limit(l net.Listener, n int) *limited {
	return &limited{Listener: l, slots: make(chan struct{}, n), closed: make(chan struct{})}
}

// Accept implements net.Listener.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &limitedConn{Conn: conn, l: l}, nil
}

// Close implements net.Listener.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	l    *limited
	once sync.Once
}

// Close implements net.Conn.
func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.l.slots })
	return err
}

// handover is the listener of the connections that CONNECT asked for.
type handover struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newHandover(addr net.Addr) *handover {
	return &handover{addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
}

// give hands a connection over; the listener closes what it cannot take anymore.
func (h *handover) give(conn net.Conn) {
	select {
	case h.conns <- conn:
	case <-h.closed:
		conn.Close()
	}
}

// Accept implements net.Listener.
func (h *handover) Accept() (net.Conn, error) {
	select {
	case conn := <-h.conns:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (h *handover) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

// Addr implements net.Listener.
func (h *handover) Addr() net.Addr { return h.addr }

// begun is a connection of which a part was read already: a client may send its
// first TLS record without waiting for the answer to CONNECT.
type begun struct {
	net.Conn
	r *bufio.Reader
}

// Read implements net.Conn.
func (c begun) Read(p []byte) (int, error) {
	if c.r.Buffered() > 0 {
		return c.r.Read(p)
	}
	return c.Conn.Read(p)
}
