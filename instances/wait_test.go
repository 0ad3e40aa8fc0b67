package instances_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// answers are operations that answer one after the other what they hold, the last of it
// again and again, and note when they were asked.
type answers struct {
	instances.Operations
	start time.Time
	all   []answer
	asked []time.Duration
	ids   []admin365.OperationID
}

type answer struct {
	op  *admin365.Operation
	err error
}

func answering(all ...answer) *answers { return &answers{start: time.Now(), all: all} }

// Get implements [instances.Operations].
func (a *answers) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n := len(a.asked)
	a.asked, a.ids = append(a.asked, time.Since(a.start)), append(a.ids, id)
	next := a.all[min(n, len(a.all)-1)]
	return next.op, next.err
}

func running(again time.Duration) answer {
	return answer{op: &admin365.Operation{ID: "x", Kind: "Copy", State: admin365.OperationRunning, RetryAfter: again}}
}

func ended(state admin365.OperationState, err error) answer {
	return answer{op: &admin365.Operation{ID: "x", Kind: "Copy", State: state, ResourceID: "e", Err: err}}
}

func failing(kind error, again time.Duration) answer {
	return answer{err: &admin365.Error{Op: "instances.Operations.Get", Kind: kind, RetryAfter: again}}
}

func TestWaitPolls(t *testing.T) {
	t.Parallel()
	const s = time.Second
	broken := &admin365.Error{Op: "Copy", Kind: admin365.ErrUnavailable, Message: "the operation failed at the stage Run"}
	for name, c := range map[string]struct {
		answers []answer
		options admin365.WaitOptions
		asked   []time.Duration
		state   admin365.OperationState
		err     error
	}{
		"the service says when to come again": {
			[]answer{running(3 * s), running(30 * s), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{Interval: time.Hour}, []time.Duration{0, 3 * s, 33 * s}, admin365.OperationSucceeded, nil,
		},
		"it does not say": {
			[]answer{running(0), running(0), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{}, []time.Duration{0, 5 * s, 10 * s}, admin365.OperationSucceeded, nil,
		},
		"it does not say, and the caller does": {
			[]answer{running(0), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{Interval: time.Minute}, []time.Duration{0, time.Minute}, admin365.OperationSucceeded, nil,
		},
		"over already": {
			[]answer{ended(admin365.OperationSucceeded, nil)}, admin365.WaitOptions{}, []time.Duration{0}, admin365.OperationSucceeded, nil,
		},
		"not listed yet": {
			[]answer{failing(admin365.ErrNotFound, 0), failing(admin365.ErrNotFound, 40*s), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{}, []time.Duration{0, 5 * s, 45 * s}, admin365.OperationSucceeded, nil,
		},
		"never listed": {
			[]answer{failing(admin365.ErrNotFound, 0)}, admin365.WaitOptions{Interval: 25 * s},
			[]time.Duration{0, 25 * s, 50 * s, 75 * s}, "", admin365.ErrNotFound,
		},
		"polls that fail in passing": {
			[]answer{failing(admin365.ErrThrottled, 20*s), failing(admin365.ErrUnavailable, 0), running(10 * s), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{}, []time.Duration{0, 20 * s, 25 * s, 35 * s}, admin365.OperationSucceeded, nil,
		},
		"a poll that may not be made": {
			[]answer{running(s), failing(admin365.ErrForbidden, 0)}, admin365.WaitOptions{}, []time.Duration{0, s}, "", admin365.ErrForbidden,
		},
		"an id that is none": {
			[]answer{failing(admin365.ErrInvalid, 0)}, admin365.WaitOptions{}, []time.Duration{0}, "", admin365.ErrInvalid,
		},
		"failed": {
			[]answer{running(s), ended(admin365.OperationFailed, broken)}, admin365.WaitOptions{}, []time.Duration{0, s}, admin365.OperationFailed, admin365.ErrUnavailable,
		},
		"canceled": {
			[]answer{ended(admin365.OperationCanceled, nil)}, admin365.WaitOptions{}, []time.Duration{0}, admin365.OperationCanceled, admin365.ErrUnavailable,
		},
		"a state that nobody knows": {
			[]answer{ended("Postponed", nil), ended(admin365.OperationSucceeded, nil)},
			admin365.WaitOptions{}, []time.Duration{0, 5 * s}, admin365.OperationSucceeded, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ops := answering(c.answers...)
				var seen []admin365.OperationState
				c.options.Progress = func(o admin365.Operation) { seen = append(seen, o.State) }
				op, err := instances.Wait(t.Context(), ops, "x", c.options)
				assert.Equal(t, c.asked, ops.asked)
				for _, id := range ops.ids {
					assert.Equal(t, admin365.OperationID("x"), id)
				}
				if c.err == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, c.err)
				}
				if c.state == "" {
					assert.Nil(t, op)
					return
				}
				require.NotNil(t, op)
				assert.Equal(t, c.state, op.State)
				assert.Equal(t, "e", op.ResourceID)
				assert.Equal(t, c.state, seen[len(seen)-1])
			})
		})
	}
}

// TestWaitEnds: who gives up is told so at once, and no poll comes after it.
func TestWaitEnds(t *testing.T) {
	t.Parallel()
	t.Run("in between two polls", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 25*time.Second)
			defer cancel()
			ops := answering(running(10 * time.Second))
			op, err := instances.Wait(ctx, ops, "x", admin365.WaitOptions{})
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Nil(t, op)
			assert.Equal(t, 25*time.Second, time.Since(ops.start))
			assert.Len(t, ops.asked, 3)
		})
	})
	t.Run("before the first", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			ops := answering(running(time.Second))
			_, err := instances.Wait(ctx, ops, "x", admin365.WaitOptions{})
			require.ErrorIs(t, err, context.Canceled)
			assert.Empty(t, ops.asked)
		})
	})
	t.Run("by whoever looks on", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ops := answering(running(time.Hour))
			_, err := instances.Wait(ctx, ops, "x", admin365.WaitOptions{Progress: func(admin365.Operation) { cancel() }})
			require.ErrorIs(t, err, context.Canceled)
			assert.Zero(t, time.Since(ops.start))
		})
	})
}

// changing are environments of which one goes through states.
type changing struct {
	instances.Environments
	start time.Time
	all   []func(*instances.Environment) error
	asked []time.Duration
}

// Get implements [instances.Environments].
func (s *changing) Get(_ context.Context, id instances.EnvironmentID) (*instances.Environment, error) {
	n := len(s.asked)
	s.asked = append(s.asked, time.Since(s.start))
	e := &instances.Environment{
		ID: id, Provisioning: instances.Provisioned, Management: instances.ManagementReady,
		Dataverse: &instances.Dataverse{DomainName: "contoso"}, Description: time.Since(s.start).String(),
	}
	if err := s.all[min(n, len(s.all)-1)](e); err != nil {
		return nil, err
	}
	return e, nil
}

func ready(*instances.Environment) error { return nil }

func busyNow(e *instances.Environment) error {
	e.Management = instances.ManagementRunning
	return nil
}

func provisioned(state instances.ProvisioningState) func(*instances.Environment) error {
	return func(e *instances.Environment) error {
		e.Provisioning = state
		return nil
	}
}

func refusing(kind error) func(*instances.Environment) error {
	return func(*instances.Environment) error { return &admin365.Error{Kind: kind} }
}

// TestWaitReady: an operation may have succeeded before its environment says so. The
// environment is read until it does, and what is returned is what was read last.
func TestWaitReady(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for name, c := range map[string]struct {
		states []func(*instances.Environment) error
		asked  []time.Duration
		err    error
	}{
		"so already":            {[]func(*instances.Environment) error{ready}, []time.Duration{0}, nil},
		"a moment later":        {[]func(*instances.Environment) error{busyNow, busyNow, ready}, []time.Duration{0, 10 * s, 20 * s}, nil},
		"a database being made": {[]func(*instances.Environment) error{provisioned(instances.ProvisioningDatabase), ready}, []time.Duration{0, 10 * s}, nil},
		"being deleted": {
			[]func(*instances.Environment) error{provisioned(instances.ProvisioningDeleting), refusing(admin365.ErrForbidden)},
			[]time.Duration{0, 10 * s}, admin365.ErrForbidden,
		},
		"a database that is not made": {
			[]func(*instances.Environment) error{provisioned(instances.ProvisioningDatabase), provisioned(instances.ProvisioningFailed)},
			[]time.Duration{0, 10 * s}, admin365.ErrUnavailable,
		},
		"a poll that fails in passing": {
			[]func(*instances.Environment) error{busyNow, refusing(admin365.ErrUnavailable), refusing(admin365.ErrThrottled), ready},
			[]time.Duration{0, 10 * s, 15 * s, 20 * s}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				environments := &changing{start: time.Now(), all: c.states}
				e, err := instances.WaitReady(t.Context(), environments, "e", admin365.WaitOptions{Progress: func(admin365.Operation) { t.Error("Progress was called") }})
				assert.Equal(t, c.asked, environments.asked)
				if c.err != nil {
					require.ErrorIs(t, err, c.err)
					assert.Nil(t, e)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, instances.EnvironmentID("e"), e.ID)
				assert.Equal(t, c.asked[len(c.asked)-1].String(), e.Description, "it is not what was read last")
			})
		})
	}
}

// TestWaitInAnotherProcess: the id is written down, and another client waits on, until
// what was done shows.
func TestWaitInAnotherProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		m := newTest(t).Memory
		source, err := m.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{
			DisplayName: "Sales", Type: instances.Production, Location: "europe", Dataverse: &instances.NewDatabase{DomainName: "contoso-sales"},
		})
		require.NoError(t, err)
		target, err := m.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{
			DisplayName: "Rehearsal", Type: instances.Sandbox, Location: source.Location, Dataverse: &instances.NewDatabase{DomainName: "contoso-rehearsal"},
		})
		require.NoError(t, err)
		require.NoError(t, m.Backstage.Instances.SetCapacity(ctx, instances.DatabaseCapacity, 1e6))
		op, err := m.Instances.Copies.Copy(ctx, target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
		require.NoError(t, err)
		note := string(op.ID)

		other := m.As(admin365.Caller{})
		polls := 0
		// The tenant's clock goes as the poller waits.
		last, err := instances.Wait(ctx, other.Instances.Operations, admin365.OperationID(note), admin365.WaitOptions{Progress: func(o admin365.Operation) {
			polls++
			if !o.Done() {
				assert.Positive(t, o.RetryAfter)
				m.Advance(20 * time.Minute)
			}
		}})
		require.NoError(t, err)
		assert.Greater(t, polls, 2)
		assert.Equal(t, admin365.OperationSucceeded, last.State)
		assert.Equal(t, string(target.ID), last.ResourceID)
		e, err := instances.WaitReady(ctx, other.Instances.Environments, instances.EnvironmentID(last.ResourceID), admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, instances.RuntimeAdminMode, e.Runtime)
	})
}
