package tenant

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestDoAsksFirst: what is refused before the transaction never runs it, and the
// error names operation, target and tenant.
func TestDoAsksFirst(t *testing.T) {
	t.Parallel()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	no := func(context.Context, admin365.Write) error { return errLab }
	cases := []struct {
		name    string
		ctx     context.Context
		session *Session
		call    api.Call
		fault   Fault
		want    error
		why     string
	}{
		{"context over", canceled, &Session{}, opRead.At("x"), Fault{}, context.Canceled, "as over HTTP"},
		{"empty id", nil, &Session{}, opRead.At(""), Fault{}, admin365.ErrInvalid, "it addresses the collection"},
		{"a path", nil, &Session{}, opWrite.At(".."), Fault{}, admin365.ErrInvalid, "it addresses what lies above"},
		{"read-only", nil, &Session{ReadOnly: true}, opWrite.At("x"), Fault{}, admin365.ErrForbidden, "every write is refused"},
		{"guard", nil, &Session{Guard: no}, opWrite.At("x"), Fault{}, admin365.ErrForbidden, "the guard refused"},
		{"guard's reason", nil, &Session{Guard: no}, opWrite.At("x"), Fault{}, errLab, "the guard's error is the cause"},
		{"fault", nil, &Session{}, opRead.At("x"), Fault{Status: 404, Code: "Request_ResourceNotFound"}, admin365.ErrNotFound, "a fault plays"},
		{"slow until the context is over", nil, &Session{}, opRead.At("x"), Fault{Delay: time.Hour}, context.DeadlineExceeded, "waiting ends with the context"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := newLab()
				s := c.session
				s.Tenant = l.tenant(t)
				if c.fault.Status != 0 || c.fault.Delay != 0 {
					s.Tenant.Faults.Add(c.fault)
				}
				ctx := c.ctx
				if ctx == nil {
					var end context.CancelFunc
					ctx, end = context.WithTimeout(t.Context(), time.Minute)
					defer end()
				}
				err := s.Do(ctx, c.call, func(*Tx) error { t.Error("the transaction ran"); return nil })
				require.ErrorIs(t, err, c.want, c.why)
				var e *admin365.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, c.call.Op.Name, e.Op)
				assert.Equal(t, c.call.Target(), e.Target)
			})
		})
	}
}

// TestDoNamesTheError: the same error is named anew for each call; the rule's
// own value is not written to.
func TestDoNamesTheError(t *testing.T) {
	t.Parallel()
	l := newLab()
	s := &Session{Tenant: l.tenant(t)}
	refusal := api.ResourceNotFound.Err("", "x")
	for _, id := range []string{"one", "two"} {
		err := s.Do(t.Context(), opWrite.At(id), func(*Tx) error { return refusal })
		var e *admin365.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, []string{"lab.Things.Update", id, string(labTenant)}, []string{e.Op, e.Target, string(e.TenantID)})
	}
	assert.Empty(t, refusal.Op)
	assert.Empty(t, refusal.TenantID)

	elsewhere := &admin365.Error{Kind: admin365.ErrConflict, TenantID: "another"}
	err := s.Do(t.Context(), opWrite.At("one"), func(*Tx) error { return elsewhere })
	require.ErrorIs(t, err, admin365.ErrConflict)
	var e *admin365.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, admin365.TenantID("another"), e.TenantID, "whoever has named a tenant knows why")
}

func TestReadsPassGuardAndReadOnly(t *testing.T) {
	t.Parallel()
	l := newLab()
	var writes []admin365.Write
	s := &Session{Tenant: l.tenant(t), Guard: func(_ context.Context, w admin365.Write) error { writes = append(writes, w); return nil }}
	nothing := func(*Tx) error { return nil }
	require.NoError(t, s.Do(t.Context(), opRead.At("x"), nothing))
	assert.Empty(t, writes, "a guard is asked before writes")
	require.NoError(t, s.Do(t.Context(), opWrite.At("x"), nothing))
	assert.Equal(t, []admin365.Write{{Op: "lab.Things.Update", Effect: admin365.EffectReversible, Target: "x", TenantID: labTenant}}, writes)
	s.ReadOnly = true
	require.NoError(t, s.Do(t.Context(), opRead.At("x"), nothing))
}

// TestGuardRunsOutsideTheLock: a guard may use the tenant itself.
func TestGuardRunsOutsideTheLock(t *testing.T) {
	t.Parallel()
	l := newLab()
	s := &Session{Tenant: l.tenant(t)}
	again := func(ctx context.Context) {
		require.NoError(t, (&Session{Tenant: s.Tenant}).Do(ctx, opWrite.At("y"), func(*Tx) error { return nil }))
	}
	s.Guard = func(ctx context.Context, _ admin365.Write) error { again(ctx); return nil }
	s.Observe = func(ctx context.Context, _ admin365.Event) { again(ctx) }
	require.NoError(t, s.Do(t.Context(), opWrite.At("x"), func(*Tx) error { return nil }))
}

func TestObserveAndLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab()
		var events []admin365.Event
		s := &Session{Tenant: l.tenant(t), Caller: admin365.AsUser("ada"), Observe: func(_ context.Context, e admin365.Event) { events = append(events, e) }}
		require.NoError(t, s.Do(t.Context(), opRead.At("x"), func(*Tx) error { time.Sleep(time.Second); return nil }))
		assert.Empty(t, s.Tenant.Log.All(), "the log is off")
		s.Tenant.Log.Keep(0)
		err := s.Do(t.Context(), opWrite.At("x"), func(*Tx) error { return api.ResourceNotFound.Err("", "x") })
		require.Error(t, err)
		require.Len(t, events, 2)
		assert.Equal(t, admin365.Event{Op: "lab.Things.Get", Target: "x", TenantID: labTenant, Attempt: 1, Units: 1, Duration: time.Second}, events[0])
		assert.Equal(t, 404, events[1].Status)
		assert.Equal(t, err, events[1].Err)
		log := s.Tenant.Log.All()
		assert.Equal(t, []Request{{
			Seq: 1, At: labEpoch().Add(time.Second), Caller: s.Caller, Op: "lab.Things.Update", Effect: admin365.EffectReversible, Target: "x", Err: err,
		}}, log)
		s.Guard = func(context.Context, admin365.Write) error { return errors.New("no") }
		require.Error(t, s.Do(t.Context(), opWrite.At("x"), nil))
		require.Error(t, s.Do(t.Context(), opRead.At(".."), nil))
		assert.Len(t, events, 2, "what the guard or the check of the ids refused is no attempt")
		assert.Len(t, s.Tenant.Log.All(), 1)
		log[0].Op = "written over"
		assert.Equal(t, "lab.Things.Update", s.Tenant.Log.All()[0].Op, "the list is the caller's own")
	})
}

// TestFaultCounting: rules count each call that they name, and the first that is
// due plays.
func TestFaultCounting(t *testing.T) {
	t.Parallel()
	var f Faults
	f.Add(Fault{Op: "lab.Things.Get", Skip: 1, Times: 1, Status: 500})
	stop := f.Add(Fault{Op: "lab.*", Skip: 2, Times: 2, Status: 429})
	f.Add(Fault{Op: "other.*", Status: 400})
	play := func(op *api.Op) int {
		fault, ok := f.Next(op.At("x"), "")
		assert.Equal(t, ok, fault.Status != 0)
		return fault.Status
	}
	assert.Equal(t, []int{0, 500, 429, 429, 0}, []int{play(&opRead), play(&opRead), play(&opWrite), play(&opRead), play(&opRead)})
	stop()
	stop()
	f.Add(Fault{Times: 1, Status: 503})
	assert.Equal(t, []int{503, 0}, []int{play(&opWrite), play(&opRead)}, "no name is every operation")
	first, second := f.Add(Fault{Status: 502}), f.Add(Fault{Status: 504})
	assert.Equal(t, 502, play(&opRead))
	first()
	first()
	assert.Equal(t, 504, play(&opRead), "what is taken out plays no more, and the others do")
	second()
	assert.Equal(t, 0, play(&opRead))
}

// TestFaultErrors: memory returns what the client would return at last.
func TestFaultErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		fault       Fault
		read, write error
	}{
		{"429", Fault{Status: 429, RetryAfter: "5", Wait: 5 * time.Second}, admin365.ErrThrottled, admin365.ErrThrottled},
		{"503 with a wait", Fault{Status: 503, RetryAfter: "5"}, admin365.ErrUnavailable, admin365.ErrUnavailable},
		{"503 without", Fault{Status: 503}, admin365.ErrUnavailable, admin365.ErrUncertain},
		{"504, done", Fault{Status: 504, Done: true}, admin365.ErrUnavailable, admin365.ErrUncertain},
		{"500", Fault{Status: 500}, admin365.ErrUnavailable, admin365.ErrUncertain},
		{"501", Fault{Status: 501, Code: "NotImplemented"}, admin365.ErrUnsupported, admin365.ErrUnsupported},
		{"cut", Fault{Cut: true, Done: true}, admin365.ErrUnavailable, admin365.ErrUncertain},
		{"HTML", Fault{HTML: true, Done: true}, admin365.ErrUnavailable, admin365.ErrUncertain},
		{"contention", Fault{Status: 503, Code: "Directory_ConcurrencyViolation", RetryAfter: "1"}, admin365.ErrBusy, admin365.ErrBusy},
		{"400", Fault{Status: 400, Code: "X"}, admin365.ErrInvalid, admin365.ErrInvalid},
		{"401", Fault{Status: 401, Code: "X"}, admin365.ErrUnauthenticated, admin365.ErrUnauthenticated},
		{"403", Fault{Status: 403, Code: "X"}, admin365.ErrForbidden, admin365.ErrForbidden},
		{"404", Fault{Status: 404, Code: "X"}, admin365.ErrNotFound, admin365.ErrNotFound},
		{"412", Fault{Status: 412, Code: "X"}, admin365.ErrPrecondition, admin365.ErrPrecondition},
		{"only slow", Fault{Delay: time.Second}, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.ErrorIs(t, c.fault.Err(opRead.At("x")), c.read)
			assert.ErrorIs(t, c.fault.Err(opWrite.At("x")), c.write)
		})
	}
}

// TestFaultAfterTheDeed: where the failure comes when the thing is done, the thing
// stays done and the caller cannot know; what a rule refuses is refused as ever.
func TestFaultAfterTheDeed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		call  api.Call
		rule  error
		want  error
		names []string
		why   string
	}{
		{"a write", opWrite.At("x"), nil, admin365.ErrUncertain, []string{"Ada"}, "it was done, and the answer is lost"},
		{"a refused write", opWrite.At("x"), api.ObjectConflict.Err("", "name"), admin365.ErrConflict, nil, "nothing was done, and the service says so"},
		{"a read", opRead.At("x"), nil, admin365.ErrUnavailable, nil, "asking again costs nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab()
			s := &Session{Tenant: l.tenant(t)}
			s.Tenant.Faults.Add(Fault{Status: 504, Done: true, Times: 1})
			ran := 0
			rule := func(tx *Tx) error {
				ran++
				if tx.write {
					require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(1), Name: "Ada"}))
				}
				return c.rule
			}
			err := s.Do(t.Context(), c.call, rule)
			require.ErrorIs(t, err, c.want, c.why)
			var e *admin365.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, []string{c.call.Op.Name, "x", string(labTenant)}, []string{e.Op, e.Target, string(e.TenantID)})
			assert.Equal(t, 1, ran)
			assert.Equal(t, c.names, l.names(t, s.Tenant), c.why)
		})
	}
}
