package instances_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestExpectUnderLag: what a client has renamed is not taken for what it was, though a
// replica says so still.
func TestExpectUnderLag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		s := m.HTTP().Instances
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		dev, err := instances.FindByDomain(ctx, s.Environments, "contoso-dev")
		require.NoError(t, err)
		m.Drill(admin.ReplicaLag(20 * time.Second))
		_, err = s.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DisplayName: new("Renamed")})
		require.NoError(t, err)
		time.Sleep(40 * time.Second) // It is renamed, and no replica shows it.
		seen, err := s.Environments.Get(ctx, dev.ID)
		require.NoError(t, err)
		require.Equal(t, dev.DisplayName, seen.DisplayName)
		before := m.Snapshot()
		for name, call := range losing(ctx, s, dev.ID, dev.Expect()) {
			require.ErrorIs(t, call(), admin365.ErrBusy, name)
		}
		assert.Empty(t, m.Changes(before))
		time.Sleep(20 * time.Second)
		for name, call := range losing(ctx, s, dev.ID, dev.Expect()) {
			require.ErrorIs(t, call(), admin365.ErrPrecondition, name)
		}
		require.NoError(t, losing(ctx, s, dev.ID, instances.Expect{Name: "Renamed", Type: dev.Type})["delete"]())
	})
}

// losing are operations that lose data of an environment.
func losing(ctx context.Context, s *instances.Service, id instances.EnvironmentID, x instances.Expect) map[string]func() error {
	return map[string]func() error{
		"delete": func() error { _, err := s.Lifecycle.Delete(ctx, id, x); return err },
		"reset":  func() error { _, err := s.Resets.Reset(ctx, id, x, instances.EnvironmentReset{}); return err },
		"convert": func() error {
			_, err := s.Lifecycle.Convert(ctx, id, x, instances.Production)
			return err
		},
		"copy": func() error {
			_, err := s.Copies.Copy(ctx, id, x, instances.EnvironmentCopy{Source: id + "0", Type: instances.FullCopy})
			return err
		},
		"restore": func() error {
			_, err := s.Backups.Restore(ctx, id, x, instances.Restoration{Source: id, Point: time.Now()})
			return err
		},
	}
}

// behind answers reads of environments as they were first read, until a time.
type behind struct {
	next http.RoundTripper

	mu    sync.Mutex
	until time.Time
	kept  map[string][]byte
}

// RoundTrip implements http.RoundTripper.
func (b *behind) RoundTrip(rq *http.Request) (*http.Response, error) {
	a, err := b.next.RoundTrip(rq)
	if err != nil || rq.Method != http.MethodGet || !strings.Contains(rq.URL.Path, "/scopes/admin/environments/") {
		return a, err
	}
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if old := b.kept[rq.URL.Path]; old != nil && time.Now().Before(b.until) {
		body = old
	}
	b.kept[rq.URL.Path] = body
	a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a.Header.Del("Content-Length")
	return a, nil
}

// TestExpectOfOneBehind: where the operation has ended, and a replica does not show what
// came of it, it is waited for: for the right expectation, and for the wrong one.
func TestExpectOfOneBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
		way := &behind{next: e.Transport(), kept: map[string][]byte{}}
		c, err := admin.New(admin.Config{
			TenantID: admin.ContosoTenantID, Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: way},
		})
		require.NoError(t, err)
		s := c.Instances
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		dev, err := instances.FindByDomain(ctx, s.Environments, "contoso-dev")
		require.NoError(t, err)
		rename := func(to string) {
			t.Helper()
			_, err = s.Environments.Get(ctx, dev.ID)
			require.NoError(t, err)
			way.until = time.Now().Add(70 * time.Second)
			op, err := s.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DisplayName: &to})
			require.NoError(t, err)
			_, err = instances.Wait(ctx, s.Operations, op.ID, admin365.WaitOptions{})
			require.NoError(t, err)
		}
		rename("Renamed")
		before := m.Snapshot()
		_, err = s.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		assert.Empty(t, m.Changes(before))
		rename("Renamed again")
		_, err = s.Lifecycle.Delete(ctx, dev.ID, instances.Expect{Name: "Renamed again", Type: dev.Type})
		require.NoError(t, err, "the right one is not refused because of what is behind")
	})
}
