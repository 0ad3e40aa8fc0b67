package tenant

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// jobLab has one kind of job, which notes when it ran and what is next.
type jobLab struct {
	*lab
	in  *Tenant
	ran []string
	do  func(tx *Tx, what string) error
}

func newJobLab(t *testing.T) *jobLab {
	j := &jobLab{}
	j.lab = newLab(func(l *lab) {
		Job(l.schema, "job", func(tx *Tx, what string) error {
			j.ran = append(j.ran, tx.Now().Sub(labEpoch()).String()+" "+what)
			if j.do != nil {
				return j.do(tx, what)
			}
			return nil
		})
	})
	j.in = j.tenant(t)
	return j
}

func (j *jobLab) schedule(t *testing.T, after time.Duration, what string) {
	t.Helper()
	require.NoError(t, j.in.Backstage(func(tx *Tx) error { return tx.Schedule(labEpoch().Add(after), "job", what) }))
}

func (j *jobLab) left(t *testing.T) (n int) {
	t.Helper()
	require.NoError(t, j.in.Look(func(tx *Tx) error { n = In(tx, &j.schema.jobs).Len(); return nil }))
	return n
}

// TestJobsRunInOrder: jobs run in the order of their due times, those of one
// time as they were scheduled, each at its own time, whoever looks first.
func TestJobsRunInOrder(t *testing.T) {
	t.Parallel()
	looks := map[string]func(*jobLab){
		"advance":  func(j *jobLab) { j.in.world.Advance(time.Hour) },
		"a read":   func(j *jobLab) { time.Sleep(time.Hour); _ = j.in.Look(func(*Tx) error { return nil }) },
		"a write":  func(j *jobLab) { time.Sleep(time.Hour); _ = j.in.Backstage(func(*Tx) error { return nil }) },
		"snapshot": func(j *jobLab) { time.Sleep(time.Hour); j.in.Snapshot() },
		"step by step": func(j *jobLab) {
			for range 60 {
				j.in.world.Advance(time.Minute)
			}
		},
		"a call": func(j *jobLab) {
			time.Sleep(time.Hour)
			_ = (&Session{Tenant: j.in}).Do(context.Background(), opRead.At("x"), func(*Tx) error { return nil }) //nolint:usetesting // In a table outside of the test.
		},
	}
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				j := newJobLab(t)
				j.do = func(tx *Tx, what string) error {
					if what == "b" {
						// Due in between, and due when the hour is over.
						require.NoError(t, tx.Schedule(tx.Now().Add(5*time.Minute), "job", "b+5"))
						require.NoError(t, tx.Schedule(tx.Now().Add(2*time.Hour), "job", "later"))
					}
					return nil
				}
				j.schedule(t, 30*time.Minute, "c")
				j.schedule(t, 10*time.Minute, "a1")
				j.schedule(t, 20*time.Minute, "b")
				j.schedule(t, 10*time.Minute, "a2")
				look(j)
				assert.Equal(t, []string{"10m0s a1", "10m0s a2", "20m0s b", "25m0s b+5", "30m0s c"}, j.ran)
				assert.Equal(t, 1, j.left(t))
			})
		})
	}
}

// TestJobFailure: a job that fails is dropped with what it did, is named in the
// log, and does not keep the later ones from running.
func TestJobFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJobLab(t)
		j.in.Log.Keep(0)
		j.do = func(tx *Tx, what string) error {
			require.NoError(t, In(tx, &j.things).Put(&thing{ID: tx.NewKey(), Name: what}))
			if what == "bad" {
				return errLab
			}
			return nil
		}
		j.schedule(t, time.Minute, "bad")
		j.schedule(t, 2*time.Minute, "good")
		j.in.world.Advance(time.Hour)
		j.in.world.Advance(time.Hour)
		assert.Equal(t, []string{"1m0s bad", "2m0s good"}, j.ran, "once each")
		assert.Equal(t, []string{"good"}, j.names(t, j.in))
		log := j.in.Log.All()
		require.Len(t, log, 1)
		assert.Equal(t, "job job", log[0].Op)
		assert.ErrorIs(t, log[0].Err, errLab)
	})
}

// TestJobPanic: a job that panics must not be met again for ever: every later
// read of the tenant would panic.
func TestJobPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJobLab(t)
		j.do = func(*Tx, string) error { panic("a bug in a job") }
		j.schedule(t, time.Minute, "bad")
		func() {
			defer func() { _ = recover() }()
			j.in.world.Advance(time.Hour)
		}()
		assert.NotPanics(t, func() { _ = j.in.Look(func(*Tx) error { return nil }) })
		assert.Len(t, j.ran, 1)
	})
}

// TestJobInThePast: what is due already is done at once, which is now and not
// then: time does not go back.
func TestJobInThePast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJobLab(t)
		time.Sleep(time.Hour)
		j.schedule(t, 0, "past")
		j.schedule(t, -100*365*24*time.Hour, "long past")
		require.NoError(t, j.in.Look(func(*Tx) error { return nil }))
		assert.ElementsMatch(t, []string{"1h0m0s past", "1h0m0s long past"}, j.ran)
		assert.Zero(t, j.left(t))
	})
}

func TestScheduleRefusals(t *testing.T) {
	t.Parallel()
	j := newJobLab(t)
	require.NoError(t, j.in.Backstage(func(tx *Tx) error {
		require.Error(t, tx.Schedule(tx.Now(), "nobody's", 1), "a kind that nobody attached")
		require.Error(t, tx.Schedule(tx.Now(), "job", func() {}), "what JSON cannot hold would not survive a save")
		return nil
	}))
	assert.Zero(t, j.left(t))
	j.schedule(t, 0, "x")
}

// TestJobsSurviveASave: jobs are in the file, and run after it was loaded.
func TestJobsSurviveASave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJobLab(t)
		j.schedule(t, time.Hour, "one")
		j.schedule(t, time.Hour+time.Nanosecond, "two")
		file := save(t, j.in)
		other, err := NewWorld(j.schema, labEpoch()).Load(reader(file))
		require.NoError(t, err)
		assert.Equal(t, file, save(t, other))
		other.world.Advance(2 * time.Hour)
		assert.Equal(t, []string{"1h0m0s one", "1h0m0.000000001s two"}, j.ran)
		assert.Equal(t, 2, j.left(t), "the first tenant is another one")
	})
}

func TestClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab()
		w := NewWorld(l.schema, labEpoch().In(time.FixedZone("", 3600)))
		a := l.join(t, w, labTenant)
		b := l.join(t, w, "22222222-2222-4333-8444-555555555555")
		assert.Equal(t, labEpoch(), w.Now(), "in UTC, and not the bubble's year 2000")
		time.Sleep(time.Minute)
		w.Advance(time.Hour)
		assert.Equal(t, labEpoch().Add(61*time.Minute), w.Now())
		assert.Panics(t, func() { w.Advance(-1) })
		w.Advance(0)
		assert.Equal(t, labEpoch().Add(61*time.Minute), w.Now(), "no time is no time")
		snapshot := a.Snapshot()
		w.Advance(time.Hour)
		require.NoError(t, a.Restore(snapshot))
		assert.Equal(t, labEpoch().Add(121*time.Minute), w.Now(), "a restore does not turn the clock back")
		for _, in := range []*Tenant{a, b} {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				assert.Equal(t, w.Now(), tx.Now(), "tenants share the clock")
				time.Sleep(time.Second)
				assert.NotEqual(t, w.Now(), tx.Now(), "and a transaction has one time")
				return nil
			}))
		}
	})
}

// TestClockNeverGoesBack: not even by an overflow; refusing is as good.
func TestClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	w := NewWorld(newLab().schema, labEpoch())
	w.Advance(time.Hour)
	before := w.Now()
	func() {
		defer func() { _ = recover() }()
		w.Advance(1<<63 - 1)
	}()
	assert.False(t, w.Now().Before(before), "the clock went back from %v to %v", before, w.Now())
}

// TestLag: readers see what was a while ago, rules see the newest.
func TestLag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab()
		in := l.tenant(t)
		s := &Session{Tenant: in}
		add := func(n int) {
			require.NoError(t, s.Do(t.Context(), opWrite.At("x"), func(tx *Tx) error {
				assert.Equal(t, n-1, In(tx, &l.things).Len(), "a rule sees the newest")
				return In(tx, &l.things).Put(&thing{ID: key(n), Name: fmt.Sprint(n)})
			}))
		}
		seen := func() (n int) {
			require.NoError(t, s.Do(t.Context(), opRead.At("x"), func(tx *Tx) error { n = In(tx, &l.things).Len(); return nil }))
			return n
		}
		in.SetLag(5 * time.Second)
		add(1)
		assert.Equal(t, 0, seen(), "not yet")
		time.Sleep(2 * time.Second)
		add(2)
		time.Sleep(3*time.Second - time.Nanosecond)
		assert.Equal(t, 0, seen(), "a nanosecond before")
		time.Sleep(time.Nanosecond)
		assert.Equal(t, 1, seen(), "five seconds after the first")
		time.Sleep(2 * time.Second)
		assert.Equal(t, 2, seen())
		add(3)
		assert.Equal(t, 2, seen())
		in.world.Advance(5 * time.Second)
		assert.Equal(t, 3, seen(), "Advance lets the lag pass too")
		add(4)
		in.SetLag(0)
		assert.Equal(t, 4, seen(), "over at once")
		add(5)
		assert.Equal(t, 5, seen())
	})
}

// TestWaitForWhatWasCreated: under replica lag a call waits for what its session
// created; of anything else, and without lag, a refusal stands at once.
func TestWaitForWhatWasCreated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		lag          time.Duration
		call         api.Call
		missing, own string
		tries        int
		why          string
	}{
		{"created", time.Minute, opRead.At("x"), "Ada", "ADA", 2, "a client comes again until it is there, letter case aside"},
		{"never created", time.Minute, opRead.At("x"), "Bob", "Ada", 1, "nothing says that it will ever be there"},
		{"a write", time.Minute, opWrite.At("x"), "Ada", "Ada", 1, "rules see the newest state anyway"},
		{"no lag", 0, opRead.At("x"), "Ada", "Ada", 1, "what is missing is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab()
			s := &Session{Tenant: l.tenant(t)}
			s.Tenant.SetLag(c.lag)
			s.Created(c.own)
			tries := 0
			err := s.Do(t.Context(), c.call, func(*Tx) error { tries++; return api.ResourceNotFound.Err(c.missing, c.missing) })
			require.ErrorIs(t, err, admin365.ErrNotFound)
			assert.Equal(t, c.tries, tries, c.why)
		})
	}
}

// TestLagOfAJob: what the service did long ago has reached every replica,
// whoever looks first and when.
func TestLagOfAJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := newJobLab(t)
		j.do = func(tx *Tx, what string) error { return In(tx, &j.things).Put(&thing{ID: tx.NewKey(), Name: what}) }
		j.in.SetLag(5 * time.Second)
		j.schedule(t, time.Minute, "done")
		time.Sleep(time.Hour)
		require.NoError(t, (&Session{Tenant: j.in}).Do(t.Context(), opRead.At("x"), func(tx *Tx) error {
			assert.Equal(t, 1, In(tx, &j.things).Len(), "the job was due 59 minutes ago")
			return nil
		}))
	})
}

// TestCallerIsNamed: who acts stands in the transaction.
func TestCallerIsNamed(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t)
	s := &Session{Tenant: in, Caller: admin365.AsUser("ada")}
	require.NoError(t, s.Do(t.Context(), opWrite.At("x"), func(tx *Tx) error {
		assert.Same(t, s, tx.Session)
		assert.Equal(t, labTenant, tx.TenantID())
		assert.Same(t, in, tx.Tenant())
		return nil
	}))
	require.NoError(t, in.Backstage(func(tx *Tx) error { assert.Nil(t, tx.Session); return nil }))
}
