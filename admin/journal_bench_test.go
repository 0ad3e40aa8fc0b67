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
// them in one step, to write a new base and to open it again, and the memory of that.
// GOMEMLIMIT bounds what the collector leaves.
func BenchmarkKeptMillion(b *testing.B) {
	cfg := admin.MemoryConfig{DirectoryQuota: 100_000_000}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), strconv.Itoa(b.N), "contoso.json")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		m, err := admin.OpenMemory(path, cfg)
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Backstage.AddUsers(b.Context(), "u", million); err != nil {
			b.Fatal(err)
		}
		resident(b, "added")
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
		resident(b, "closed")
		m = nil
		runtime.GC()
		back, err := admin.OpenMemory(path, cfg)
		if err != nil {
			b.Fatal(err)
		}
		resident(b, "opened")
		if _, err := back.Identity.Users.Create(b.Context(), newcomer(1)); err != nil {
			b.Fatal(err)
		}
		if err := back.Close(); err != nil {
			b.Fatal(err)
		}
		resident(b, "again")
	}
}

// resident reports the live heap and what the operating system has given the process.
func resident(b *testing.B, when string) {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("memory is measured on Linux")
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if name == "VmRSS" || name == "VmHWM" {
			kb, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(kb)/1024, when+"-"+name+"-MiB")
		}
	}
}
