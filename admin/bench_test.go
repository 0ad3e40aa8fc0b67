package admin_test

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// large is one tenant per size and process: filling a million takes seconds, and
// every benchmark of that size starts from the same rows.
var large struct {
	sync.Mutex
	tenants map[int]*admin.Memory
}

func tenantOf(b *testing.B, users int) *admin.Memory {
	b.Helper()
	large.Lock()
	defer large.Unlock()
	if m, ok := large.tenants[users]; ok {
		return m
	}
	m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: 100_000_000})
	if err := m.Backstage.AddUsers(b.Context(), "u", users); err != nil {
		b.Fatal(err)
	}
	if large.tenants == nil {
		large.tenants = map[int]*admin.Memory{}
	}
	large.tenants[users] = m
	return m
}

// bySize runs a benchmark as users=1e3, users=1e6 and so on. A tenant is filled when
// a benchmark of its size is chosen, so that `-bench /users=1e3` does not wait for a
// million, and each size can have a process of its own.
func bySize(b *testing.B, sizes []int, run func(b *testing.B, m *admin.Memory, users int)) {
	b.Helper()
	for _, n := range sizes {
		zeros := strings.TrimLeft(strconv.Itoa(n), "1")
		b.Run("users=1e"+strconv.Itoa(len(zeros)), func(b *testing.B) { run(b, tenantOf(b, n), n) })
	}
}

const million = 1_000_000

func newcomer(i int) identity.NewUser {
	name := "new" + strconv.Itoa(i)
	return identity.NewUser{
		UserPrincipalName: name + "@contoso.com", DisplayName: "New " + name, MailNickname: name,
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d")},
		Department:      "Sales", JobTitle: "Specialist", UsageLocation: "US",
	}
}

func BenchmarkNewMemory(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		m := admin.NewMemory(admin.MemoryConfig{})
		if _, err := m.Identity.Users.Create(b.Context(), newcomer(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUsersGet(b *testing.B) {
	bySize(b, []int{1_000, million}, func(b *testing.B, m *admin.Memory, users int) {
		var ids []admin365.UserID
		var names []admin365.UserID
		for u, err := range m.Identity.Users.List(b.Context(), identity.UserQuery{}) {
			if err != nil {
				b.Fatal(err)
			}
			ids, names = append(ids, u.ID), append(names, admin365.UserID(u.UserPrincipalName))
		}
		for _, by := range []string{"id", "name"} {
			keys := map[string][]admin365.UserID{"id": ids, "name": names}[by]
			b.Run("by="+by, func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					// A stride that is prime walks all over the tree.
					i = (i + 7919) % len(keys)
					if _, err := m.Identity.Users.Get(b.Context(), keys[i]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("parallel", func(b *testing.B) {
			b.RunParallel(func(p *testing.PB) {
				for i := 0; p.Next(); i++ {
					if _, err := m.Identity.Users.Get(b.Context(), ids[i%len(ids)]); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	})
}

func BenchmarkUsersCreate(b *testing.B) {
	bySize(b, []int{1_000, million}, func(b *testing.B, m *admin.Memory, _ int) {
		before := m.Snapshot()
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			i++
			if _, err := m.Identity.Users.Create(b.Context(), newcomer(i)); err != nil {
				b.Fatal(err)
			}
		}
		if err := m.Restore(before); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkUsersFilter lists by what has an index, alone and with a further
// condition, ten people or fewer; and by what has none, nobody: that one grows
// with the tenant, and what it allocates does not.
func BenchmarkUsersFilter(b *testing.B) {
	bySize(b, []int{1_000, million}, func(b *testing.B, m *admin.Memory, users int) {
		before := m.Snapshot()
		// A few have an address: the index holds those who have one.
		const addressed = 500
		for i := range addressed {
			name := fmt.Sprintf("u%07d", i*users/addressed)
			err := m.Identity.Users.Update(b.Context(), admin365.UserID(name+"@"+admin.ContosoInitialDomain), identity.UserPatch{Mail: admin365.Set(name + "@contoso.com")})
			if err != nil {
				b.Fatal(err)
			}
		}
		for _, by := range []struct {
			name  string
			query func(i int) identity.UserQuery
			found int
		}{
			{"name", func(i int) identity.UserQuery {
				return identity.UserQuery{Filter: fmt.Sprintf("userPrincipalName eq 'u%07d@%s'", i, admin.ContosoInitialDomain)}
			}, 1},
			{"mail", func(i int) identity.UserQuery {
				return identity.UserQuery{Mail: fmt.Sprintf("u%07d@contoso.com", i%addressed*users/addressed)}
			}, 1},
			{"prefix", func(i int) identity.UserQuery {
				return identity.UserQuery{DisplayNamePrefix: fmt.Sprintf("Person u%06d", i/10)}
			}, 10},
			{"and", func(i int) identity.UserQuery {
				return identity.UserQuery{UsageLocation: "US", Filter: fmt.Sprintf("accountEnabled eq true and displayName eq 'Person u%07d'", i)}
			}, 1},
			{"nothing", func(int) identity.UserQuery { return identity.UserQuery{Department: "Nobody's"} }, 0},
		} {
			b.Run("by="+by.name, func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					i = (i + 7919) % users
					n := 0
					for _, err := range m.Identity.Users.List(b.Context(), by.query(i)) {
						if err != nil {
							b.Fatal(err)
						}
						n++
					}
					if n != by.found {
						b.Fatalf("%s of %d finds %d", by.name, i, n)
					}
				}
			})
		}
		if err := m.Restore(before); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkUsersListPage takes page 1 and page 1000 of a million users, of 999 each,
// through the emulator: what stands before a page must not cost.
func BenchmarkUsersListPage(b *testing.B) {
	for _, page := range []int{1, 1000} {
		b.Run("page="+strconv.Itoa(page), func(b *testing.B) {
			c, err := admin.NewEmulator(tenantOf(b, million), admin.EmulatorConfig{}).Client(admin365.Caller{})
			if err != nil {
				b.Fatal(err)
			}
			path := pageLink(b, c, page)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Raw(b.Context(), admin.RawRequest{Path: path}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSnapshot(b *testing.B) {
	bySize(b, []int{1_000, million}, func(b *testing.B, m *admin.Memory, _ int) {
		for b.Loop() {
			m.Snapshot()
		}
	})
}

// BenchmarkHeapPerUser reports the live heap that a user of twenty properties
// takes after a collection, indexes included.
func BenchmarkHeapPerUser(b *testing.B) {
	const users = 100_000
	for b.Loop() {
		before := liveHeap()
		m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: 100_000_000})
		if err := m.Backstage.AddUsers(b.Context(), "u", users); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(liveHeap()-before)/users, "B/user")
		runtime.KeepAlive(m)
	}
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// BenchmarkListEmulator lists a tenant through the emulator in the process.
func BenchmarkListEmulator(b *testing.B) {
	bySize(b, []int{1_000, 100_000}, func(b *testing.B, m *admin.Memory, users int) {
		c, err := admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range c.Identity.Users.List(b.Context(), identity.UserQuery{}) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n < users {
				b.Fatalf("listed %d of %d", n, users)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(users), "ns/user")
	})
}

// pageLink returns the path and query of the nth page of all users.
func pageLink(b *testing.B, c *admin.Client, n int) string {
	b.Helper()
	link := "/v1.0/users?$top=999"
	for range n - 1 {
		answer, err := c.Raw(b.Context(), admin.RawRequest{Path: link})
		if err != nil {
			b.Fatal(err)
		}
		link = nextLink(b, answer.Body)
	}
	return link
}
