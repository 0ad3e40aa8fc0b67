package emu

import "testing"

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
