package admin_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// soakLoad names how many times the traffic of the short run a day has.
const soakLoad = "ADMIN365_SOAK"

// clerk is one of fifty programs that administer the tenant over the wire. He looks
// after people of his own, so that he knows what each of them has to be.
type clerk struct {
	name   string
	client *admin.Client
	random *rand.Rand
	people []*charge
	calls  int
	writes int
}

// charge is a person as his clerk knows him.
type charge struct {
	name       string
	id         admin365.UserID
	department string
	gone, seat bool
}

// TestSoak is 24 hours of a small team, of which a seed decides everything but the
// order of what happens at once: fifty clients that read and write, on a service that
// throttles, fails and loses answers. Every six hours all is compared with what was
// acknowledged, and so is what another process would find if this one were killed. The
// clock is the bubble's, so the day takes seconds; ADMIN365_SOAK=20 has twenty times
// the traffic.
//
//nolint:paralleltest // It counts the goroutines and the memory of the process.
func TestSoak(t *testing.T) {
	load := 1
	if text := os.Getenv(soakLoad); text != "" {
		var err error
		load, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	path := filepath.Join(t.TempDir(), "contoso.json")
	started := time.Now()
	synctest.Test(t, func(t *testing.T) {
		m, err := admin.OpenMemory(path, admin.MemoryConfig{})
		require.NoError(t, err)
		e := admin.NewEmulator(m, admin.EmulatorConfig{})
		clerks := make([]*clerk, 50)
		for i := range clerks {
			c, err := e.Client(admin365.Caller{})
			require.NoError(t, err)
			clerks[i] = &clerk{name: fmt.Sprint("clerk", i), client: c, random: rand.New(rand.NewPCG(365, uint64(i)))}
			require.NoError(t, clerks[i].create(t.Context()))
		}
		before := used(path)
		for quarter := range 4 {
			stop := m.Drill(faults(rand.New(rand.NewPCG(42, uint64(quarter))), load)...)
			until := time.Now().Add(6 * time.Hour)
			var all sync.WaitGroup
			for i, k := range clerks {
				all.Go(func() {
					for time.Now().Before(until) {
						// Many of them begin with the full minute.
						time.Sleep(time.Duration(1+k.random.IntN(60/load+1)) * time.Minute)
						if err := k.work(t.Context()); !assert.NoError(t, err, k.name) {
							return
						}
						if i == 0 {
							m.Advance(time.Second)
						}
					}
				})
			}
			all.Wait()
			stop()
			time.Sleep(time.Hour) // What was begun is done.
			kept(t, m, clerks)
			want := saved(t, m)
			back, err := admin.OpenMemory(killed(t, path), admin.MemoryConfig{})
			require.NoError(t, err)
			assert.Equal(t, len(want), len(saved(t, back)))
			assert.True(t, string(want) == string(saved(t, back)), "quarter %d: what a killed process leaves is another tenant", quarter)
			kept(t, back, clerks)
			require.NoError(t, back.Close())
		}
		after := used(path)
		assert.LessOrEqual(t, after.goroutines, before.goroutines)
		assert.Equal(t, before.descriptors, after.descriptors)
		assert.Equal(t, before.files, after.files)
		calls, writes, people := 0, 0, 0
		for _, k := range clerks {
			calls, writes, people = calls+k.calls, writes+k.writes, people+len(k.people)
		}
		// A person, his license, what is noted of each change of him for seven days.
		assert.Less(t, after.heap-before.heap, int64(16<<20+people*16<<10))
		require.NoError(t, m.Close())
		assert.Equal(t, []string{"contoso.json"}, used(path).files)
		back, err := admin.OpenMemory(path, admin.MemoryConfig{})
		require.NoError(t, err)
		kept(t, back, clerks)
		require.NoError(t, back.Close())
		t.Logf("%d calls, %d of them writes, %d people; heap %d KiB before, %d after; %d goroutines, %d descriptors",
			calls, writes, people, before.heap>>10, after.heap>>10, after.goroutines, after.descriptors)
	})
	t.Logf("24 hours took %s", time.Since(started).Round(time.Millisecond))
}

// faults are what goes wrong in a quarter of the day.
func faults(r *rand.Rand, load int) []admin.Drill {
	all := []admin.Drill{
		admin.Throttle("", 20*load, 1500*time.Millisecond), admin.Unavailable("identity.*", 10*load, 2*time.Second),
		admin.Unavailable("identity.Users.Update", 1, 0), admin.CutBody("identity.Users.Get", 2*load), admin.Busy("identity.Users.Update", 2),
		admin.HTMLAnswer("identity.Users.Delete", 1), admin.LostAnswer("billing.Licenses.Assign", 1+r.IntN(5)),
	}
	for range 3 * load {
		all = append(all, admin.LostAnswer("identity.Users.Create", 1+r.IntN(20*load)),
			admin.LostAnswer("identity.Users.Update", 1+r.IntN(20*load)), admin.LostAnswer("identity.Users.Delete", 1+r.IntN(10*load)))
	}
	return all
}

// usage is what a process must not have more and more of.
type usage struct {
	goroutines, descriptors int
	heap                    int64
	files                   []string
}

func used(path string) usage {
	synctest.Wait()
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	u := usage{goroutines: runtime.NumGoroutine(), heap: int64(mem.HeapAlloc)}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		u.descriptors = len(open)
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		u.files = append(u.files, e.Name())
	}
	return u
}

// killed is the tenant's file as it would be after a kill: what the operating system
// has of it.
func killed(t *testing.T, path string) string {
	t.Helper()
	dead := filepath.Join(t.TempDir(), filepath.Base(path))
	for _, suffix := range []string{"", ".log"} {
		b, err := os.ReadFile(path + suffix)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(dead+suffix, b, 0o600))
	}
	return dead
}

// kept compares the tenant with what the clerks know.
func kept(t *testing.T, m *admin.Memory, clerks []*clerk) {
	t.Helper()
	ids, seats := map[admin365.UserID]bool{}, 0
	for _, k := range clerks {
		for _, p := range k.people {
			u, err := m.Identity.Users.Get(t.Context(), p.id)
			if p.gone {
				require.ErrorIs(t, err, admin365.ErrNotFound, "%s is back", p.name)
				continue
			}
			require.NoError(t, err, "%s is lost", p.name)
			require.Equal(t, []any{p.name, p.department, p.seat}, []any{u.DisplayName, u.Department, holds(u)})
			require.False(t, ids[p.id], "two have the id %s", p.id)
			ids[p.id] = true
			if p.seat {
				seats++
			}
		}
	}
	require.Equal(t, 5-seats, free(t, m.Client), "seats are counted wrong")
}

func holds(u *identity.User) bool {
	return slices.ContainsFunc(u.AssignedLicenses, func(l admin365.AssignedLicense) bool { return l.SKUID == businessCentral })
}

// failing reports whether the service failed, and did not refuse.
func failing(err error) bool {
	for _, kind := range []error{admin365.ErrUncertain, admin365.ErrUnavailable, admin365.ErrThrottled, admin365.ErrBusy} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// work is one step of a clerk's day.
func (k *clerk) work(ctx context.Context) error {
	k.calls++
	what := k.random.IntN(100)
	if what < 15 {
		k.writes++
		return k.create(ctx)
	}
	p := k.people[k.random.IntN(len(k.people))]
	switch {
	case what < 45:
		u, err := k.look(ctx, p.id)
		if err == nil && (u == nil) != p.gone {
			err = fmt.Errorf("%s is there: %t", p.name, p.gone)
		}
		return err
	case what < 55:
		return k.list(ctx, p)
	case p.gone:
		_, err := billing.FindSKU(ctx, k.client.Billing.SKUs, string(businessCentral))
		if failing(err) {
			return nil
		}
		return err
	}
	k.writes++
	switch {
	case what < 80:
		return k.update(ctx, p)
	case what < 90:
		return k.remove(ctx, p)
	default:
		return k.license(ctx, p)
	}
}

// look returns the person, nil if there is none, and comes again while the service
// fails.
func (k *clerk) look(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	for {
		u, err := k.client.Identity.Users.Get(ctx, id)
		switch {
		case err == nil:
			return u, nil
		case errors.Is(err, admin365.ErrNotFound):
			return nil, nil
		case !failing(err):
			return nil, err
		}
		time.Sleep(time.Minute)
	}
}

func (k *clerk) create(ctx context.Context) error {
	p := &charge{name: fmt.Sprint(k.name, "-", len(k.people)), department: "new"}
	name := p.name + "@contoso.com"
	u, err := k.client.Identity.Users.Create(ctx, identity.NewUser{
		UserPrincipalName: name, DisplayName: p.name, MailNickname: p.name, Department: p.department, UsageLocation: "US",
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(password)},
	})
	if failing(err) {
		u, err = k.look(ctx, admin365.UserID(name))
	}
	if err != nil || u == nil {
		return err
	}
	p.id = u.ID
	k.people = append(k.people, p)
	return nil
}

func (k *clerk) update(ctx context.Context, p *charge) error {
	next := fmt.Sprint("D", k.random.IntN(1000))
	err := k.client.Identity.Users.Update(ctx, p.id, identity.UserPatch{Department: admin365.Set(next)})
	if err == nil {
		p.department = next
		return nil
	}
	if !failing(err) {
		return err
	}
	u, err := k.look(ctx, p.id)
	switch {
	case err != nil:
		return err
	case u == nil || u.Department != next && u.Department != p.department:
		return fmt.Errorf("%s is another after a failed update", p.name)
	}
	p.department = u.Department
	return nil
}

func (k *clerk) remove(ctx context.Context, p *charge) error {
	err := k.client.Identity.Users.Delete(ctx, p.id)
	if err != nil {
		if !failing(err) {
			return err
		}
		u, err := k.look(ctx, p.id)
		if err != nil || u != nil {
			return err
		}
	}
	p.gone, p.seat = true, false
	return nil
}

func (k *clerk) license(ctx context.Context, p *charge) error {
	change := give(businessCentral)
	if p.seat {
		change = billing.LicenseChange{Remove: []admin365.SKUID{businessCentral}}
	}
	err := k.client.Billing.Licenses.Assign(ctx, p.id, change)
	switch {
	case err == nil:
		p.seat = !p.seat
		return nil
	case errors.Is(err, billing.ErrNoSeats) && !p.seat:
		return nil
	case !failing(err):
		return err
	}
	u, err := k.look(ctx, p.id)
	if err != nil || u == nil {
		return errors.Join(err, fmt.Errorf("%s is gone: %t", p.name, u == nil))
	}
	p.seat = holds(u)
	return nil
}

// list looks for the person among those of his department.
func (k *clerk) list(ctx context.Context, p *charge) error {
	found := false
	for u, err := range k.client.Identity.Users.List(ctx, identity.UserQuery{Department: p.department, PageSize: 20}) {
		if failing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		found = found || u.ID == p.id
	}
	if found == p.gone {
		return fmt.Errorf("%s is listed: %t", p.name, found)
	}
	return nil
}
