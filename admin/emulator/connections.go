package emulator

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"time"
)

// connections knows which connections wait for a request, so that closing the server
// need not wait for them: Go's own Shutdown gives those that never sent anything
// five seconds, and those of HTTP/2 one.
type connections struct {
	mu      sync.Mutex
	waiting map[net.Conn]struct{}
	closing bool
}

// flushing is how long a connection may take to send the end of an answer. HTTP/2
// calls it idle while that is still in a buffer.
const flushing = 50 * time.Millisecond

// changed is told by the servers what becomes of each connection.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state != http.StateNew && state != http.StateIdle {
		delete(c.waiting, conn)
		return
	}
	if c.waiting == nil {
		c.waiting = map[net.Conn]struct{}{}
	}
	c.waiting[conn] = struct{}{}
	if c.closing {
		c.closeSoon(conn)
	}
}

// close closes the connections that wait, and from now on each that begins to.
func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closing = true
	for conn := range c.waiting {
		c.closeSoon(conn)
	}
}

// closeSoon closes the connection if it still waits then.
func (c *connections) closeSoon(conn net.Conn) {
	time.AfterFunc(flushing, func() {
		c.mu.Lock()
		_, waits := c.waiting[conn]
		c.mu.Unlock()
		if waits {
			conn.Close()
		}
	})
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
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return conn, nil // It listens on TCP, so there is no such connection.
	}
	return &limitedConn{TCPConn: tcp, l: l}, nil
}

// Close implements net.Listener.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// limitedConn is a whole TCP connection: the server closes one half of it, so that who
// still sends can read why he is refused.
type limitedConn struct {
	*net.TCPConn
	l    *limited
	once sync.Once
}

// Close implements net.Conn.
func (c *limitedConn) Close() error {
	err := c.TCPConn.Close()
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
