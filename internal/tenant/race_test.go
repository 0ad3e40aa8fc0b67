package tenant

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestManyAtOnce: readers, writers, snapshots, saves, lag and time all at once;
// each reader finds a state that keeps the rule of every transaction: things
// come and go in pairs.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	var ran counter
	l := newLab(func(l *lab) { Job(l.schema, "job", func(*Tx, int) error { ran.next(); return nil }) })
	in := l.tenant(t)
	s := &Session{Tenant: in}
	in.Log.Keep(0)
	var wg sync.WaitGroup
	const rounds = 200
	work := func(do func(i int)) {
		wg.Go(func() {
			for i := range rounds {
				do(i)
			}
		})
	}
	pairs := func(tx *Tx) error {
		rows := In(tx, &l.things)
		n := len(collect(rows.All()))
		assert.Zero(t, n%2, "half a transaction is seen")
		assert.Len(t, collect(rows.Ordered(&l.byTitle, nil, true)), n, "table and index differ")
		assert.Equal(t, n, rows.Len())
		return nil
	}
	for w := range 4 {
		work(func(i int) {
			err := s.Do(t.Context(), opWrite.At("x"), func(tx *Tx) error {
				rows := In(tx, &l.things)
				a, b := key(2*rand.IntN(40)+2), key(1000+w)
				_ = b
				if _, ok := rows.Get(a); ok {
					rows.Delete(a)
					rows.Delete(Key{a.Hi, a.Lo + 1})
				} else {
					for k := range uint64(2) {
						id := Key{a.Hi, a.Lo + k}
						require.NoError(t, rows.Put(&thing{ID: id, Name: id.String(), Title: fmt.Sprint("t", i%7)}))
					}
				}
				require.NoError(t, tx.Schedule(tx.Now().Add(time.Duration(i)*time.Millisecond), "job", i))
				if i%5 == 0 {
					return errLab
				}
				return nil
			})
			assert.Equal(t, i%5 == 0, err != nil)
		})
		work(func(int) { assert.NoError(t, s.Do(t.Context(), opRead.At("x"), pairs)) })
	}
	first := in.Snapshot()
	work(func(i int) {
		snapshot := in.Snapshot()
		in.Changes(first)
		if i%20 == 0 {
			assert.NoError(t, in.Save(io.Discard))
			assert.NoError(t, in.Restore(snapshot))
		}
	})
	work(func(i int) { in.world.Advance(time.Millisecond); in.SetLag(time.Duration(i%2) * time.Millisecond) })
	work(func(int) {
		stop := in.Faults.Add(Fault{Op: "nobody's", Status: 500})
		in.Log.All()
		stop()
	})
	wg.Wait()
	in.SetLag(0)
	in.world.Advance(time.Hour)
	require.NoError(t, in.Look(func(tx *Tx) error {
		assert.Zero(t, In(tx, &l.schema.jobs).Len())
		return pairs(tx)
	}))
}

// TestTenantsOfOneSeed: tests that run at once begin with the same seed and
// never see each other.
func TestTenantsOfOneSeed(t *testing.T) {
	t.Parallel()
	l := newLab()
	var rows []thing
	for i := range 500 {
		rows = append(rows, thing{ID: key(i + 1), Name: fmt.Sprint("n", i), Title: fmt.Sprint("t", i%9)})
	}
	seed := l.seed(t, labTenant, rows...)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for range 8 {
		wg.Go(func() {
			<-start
			for range 300 {
				_, err := NewWorld(l.schema, labEpoch()).Add(labTenant, seed)
				assert.NoError(t, err)
			}
		})
	}
	close(start)
	wg.Wait()
	for g := range 16 {
		wg.Go(func() {
			for range 5 {
				in, err := NewWorld(l.schema, labEpoch()).Add(labTenant, seed)
				if !assert.NoError(t, err) {
					return
				}
				for i := range 20 {
					l.put(t, in, thing{ID: key(i*25 + 1), Name: fmt.Sprint("g", g, "-", i)}, thing{ID: key(1000 + i), Name: fmt.Sprint("new", i)})
				}
				names := l.names(t, in)
				assert.Len(t, names, 520)
				assert.Equal(t, fmt.Sprint("g", g, "-1"), names[25])
			}
		})
	}
	wg.Wait()
	in, err := NewWorld(l.schema, labEpoch()).Add(labTenant, seed)
	require.NoError(t, err)
	assert.Len(t, l.names(t, in), 500, "the seed is as it was")
}

// TestClaimAtOnce: of many tenants exactly one gets the name, and no deadlock
// comes of transactions that claim while tenants join and restore.
func TestClaimAtOnce(t *testing.T) {
	t.Parallel()
	l := newLab()
	w := NewWorld(l.schema, labEpoch())
	var tenants []*Tenant
	for i := range 8 {
		tenants = append(tenants, l.join(t, w, admin365.TenantID(NameKey("tenant", fmt.Sprint(i)).String())))
	}
	var won counter
	var wg sync.WaitGroup
	for i, in := range tenants {
		wg.Go(func() {
			for n := range 50 {
				snapshot := in.Snapshot()
				assert.NoError(t, in.Backstage(func(tx *Tx) error {
					free, err := tx.Claim("domain", fmt.Sprintf("d%d.com", n))
					if free {
						won.next()
					}
					return err
				}))
				assert.NoError(t, in.Restore(in.Snapshot()))
				_ = snapshot
				w.Tenant(fmt.Sprintf("d%d.com", n))
				_, err := w.Add(admin365.TenantID(NameKey("late", fmt.Sprint(i, n)).String()), l.seed(t, labTenant))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	assert.Equal(t, int64(50), won.n.Load())
}
