package admin_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/admin365/admin365/admin"
)

// BenchmarkKept creates users in a tenant of a thousand that is in no file, and in one
// that is kept in each way.
func BenchmarkKept(b *testing.B) {
	for _, mode := range []admin.SyncMode{"no", admin.SyncOnClose, admin.SyncWrite, admin.SyncAlways} {
		b.Run("sync="+string(mode), func(b *testing.B) {
			cfg := admin.MemoryConfig{DirectoryQuota: 100_000_000, Sync: mode}
			if mode == "no" {
				cfg.Sync = ""
			}
			m := admin.NewMemory(cfg)
			if err := m.Backstage.AddUsers(b.Context(), "u", 1000); err != nil {
				b.Fatal(err)
			}
			if mode != "no" {
				if err := m.Keep(filepath.Join(b.TempDir(), "contoso.json")); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				if _, err := m.Identity.Users.Create(b.Context(), newcomer(i)); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			if err := m.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkKeptMillion is a tenant of a million users in a file: what it takes to add
// them in one step, to write everything to the file and to open it again, each with
// the memory that the operating system has given the process by then (VmHWM is the
// most that it ever was). GOMEMLIMIT bounds what the collector leaves.
func BenchmarkKeptMillion(b *testing.B) {
	cfg := admin.MemoryConfig{DirectoryQuota: 100_000_000}
	path := filepath.Join(b.TempDir(), "contoso.json")
	var m *admin.Memory
	step := func(name string, do func(b *testing.B) error) {
		b.Run("step="+name, func(b *testing.B) {
			for range b.N {
				if err := do(b); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			resident(b)
		})
	}
	step("add", func(b *testing.B) (err error) {
		if m, err = admin.OpenMemory(path, cfg); err != nil {
			return err
		}
		return m.Backstage.AddUsers(b.Context(), "u", million)
	})
	step("create", func(b *testing.B) error {
		_, err := m.Identity.Users.Create(b.Context(), newcomer(1))
		return err
	})
	step("close", func(*testing.B) error { return m.Close() })
	m = nil
	runtime.GC()
	step("open", func(*testing.B) (err error) { m, err = admin.OpenMemory(path, cfg); return err })
	if err := m.Close(); err != nil {
		b.Fatal(err)
	}
}

// resident reports the live heap, and what the operating system has given the process.
func resident(b *testing.B) {
	b.Helper()
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	b.ReportMetric(float64(mem.HeapAlloc)/(1<<20), "heap-MiB")
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return // It is Linux that tells.
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if name == "VmRSS" || name == "VmHWM" {
			kb, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(kb)/1024, name+"-MiB")
		}
	}
}
