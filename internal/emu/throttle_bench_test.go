package emu

import (
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// BenchmarkThrottle: what counting costs a request, and what it costs where it is off.
func BenchmarkThrottle(b *testing.B) {
	for name, how := range map[string]Throttling{"off": {}, "on": {On: true, Factor: 1e9}} {
		for _, method := range []string{"GET", "PATCH"} {
			b.Run(name+"/"+method, func(b *testing.B) {
				l := newLab(b)
				l.Throttle(how)
				r := l.request(method, "/users/x", "")
				b.ReportAllocs()
				for b.Loop() {
					a, err := l.serve(r)
					if err != nil || a.status != 200 {
						b.Fatal(a.status, err)
					}
				}
			})
		}
	}
}

// BenchmarkToll: the counting alone, of a read and of a write.
func BenchmarkToll(b *testing.B) {
	for name, how := range map[string]Throttling{"off": {}, "on": {On: true, Factor: 1e9}} {
		for _, effect := range []admin365.Effect{admin365.EffectRead, admin365.EffectReversible} {
			b.Run(name+"/"+effect.String(), func(b *testing.B) {
				l := newLab(b)
				l.Throttle(how)
				o := op("x", "GET", effect, "/users/{id}")
				s := &tenant.Session{Tenant: l.tenant, Caller: admin365.Caller{App: "11111111-2222-4333-8444-555555555555"}}
				rq := &Request{Op: o}
				call := o.At("x")
				b.ReportAllocs()
				for b.Loop() {
					if l.toll(s, rq, call, 1).refused != nil {
						b.Fatal("refused")
					}
				}
			})
		}
	}
}
