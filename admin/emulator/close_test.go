package emulator_test

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// TestClose: requests that are being answered are answered to the end, those who
// wait for one are not waited for, and nobody is let in anymore.
//
//nolint:paralleltest // It looks at all goroutines.
func TestClose(t *testing.T) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		l := newLab(t)
		l.m.Drill(admin.Slow("identity.Users.Get", time.Second))
		via := l.transport(t)
		via.ForceAttemptHTTP2 = protocol == "HTTP/2.0"
		l.get(t, via, graphURL+"/v1.0/users?$top=1") // A connection that is idle afterwards.
		l.dial(t)
		tunnel(t, l)
		got := make(chan answer, 1)
		go func() {
			defer close(got)
			got <- l.get(t, via, graphURL+adele)
		}()
		require.Eventually(t, func() bool { return strings.Contains(stacks(), "Fault).Pause") }, 20*time.Second, 5*time.Millisecond)
		begin := time.Now()
		l.close(t)
		assert.Less(t, time.Since(begin), 4*time.Second, "nobody who says nothing is waited for")
		last := <-got
		assert.Equal(t, http.StatusOK, last.status)
		assert.Equal(t, protocol, last.proto)
		assert.Contains(t, last.body, "AdeleV")
		_, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.address())
		require.Error(t, err)
	}
}

// TestCloseCuts: who may not wait any longer does not.
//
//nolint:paralleltest // It looks at all goroutines.
func TestCloseCuts(t *testing.T) {
	l := newLab(t)
	l.m.Drill(admin.Slow("identity.Users.Get", time.Hour))
	failed := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, graphURL+adele, nil)
		if err == nil {
			req.Header.Set("Authorization", "Bearer "+l.token(t))
			_, err = l.transport(t).RoundTrip(req)
		}
		failed <- err
	}()
	require.Eventually(t, func() bool { return strings.Contains(stacks(), "Fault).Pause") }, 20*time.Second, 5*time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.s.Close(ctx), context.DeadlineExceeded)
	require.Error(t, <-failed)
}

// stacks is what all goroutines do.
func stacks() string {
	buffer := make([]byte, 4<<20)
	return string(buffer[:runtime.Stack(buffer, true)])
}

// TestNothingLeft: a server that was closed leaves nothing behind.
//
//nolint:paralleltest // It counts goroutines, and others have them too.
func TestNothingLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		l := newLab(t)
		for _, version := range []bool{true, false} {
			via := l.transport(t)
			via.ForceAttemptHTTP2 = version
			assert.Equal(t, http.StatusOK, l.get(t, via, graphURL+adele).status)
			defer via.CloseIdleConnections()
		}
		l.dial(t)
		tunnel(t, l)
		l.raw(t, "CONNECT example.com:443 HTTP/1.1\nHost: x")
		l.close(t)
		l.close(t) // A second time does no harm.
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), before, stacks())
}
