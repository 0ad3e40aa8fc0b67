package tenant

import (
	"math"
	"sync"
	"time"

	"github.com/admin365/admin365"
)

// Allowance is how much may be asked for in a while.
type Allowance struct {
	Name   string
	Amount float64
	Per    time.Duration
	// Window has the whole amount come back at once when Per has passed since the first
	// use; otherwise it is a token bucket, into which it comes back evenly.
	Window bool
}

// Payer is who draws on an allowance. What an allowance does not tell apart is empty:
// that of an application over all tenants has no tenant.
type Payer struct {
	Tenant admin365.TenantID
	Who    string // an application or a person
	Of     string // a part of the tenant, such as a subscription
}

// Draw is one use of an allowance.
type Draw struct {
	Allowance

	Payer Payer
	Cost  float64
	// Share is how much of the amount may be used by it: 1, or less if it has to stand
	// back.
	Share float64

	// Short: the allowance does not have it; Wait is when it will. Left is what the
	// allowance has after the draw, and Load which part of its amount was asked for
	// lately, whether it was given or not.
	Short bool
	Wait  time.Duration
	Left  float64
	Load  float64
}

// mostLoad is as high as a load is counted, so that who was refused for hours is not
// told of it for hours.
const mostLoad = 1.8

// Meters know what was drawn on each allowance. They forget what has come back, so
// that they grow with those who ask at a time and not with those who ever did. The
// zero Meters are ready.
type Meters struct {
	mu    sync.Mutex
	known map[meterKey]*meter
	sweep int // how many are known when it is worth to look for what has come back
}

type meterKey struct {
	name  string
	payer Payer
}

// meter is what was used, and what was asked for, as of a moment: for a window that in
// which it began. Everything has come back by back.
type meter struct {
	at, back    time.Time
	used, asked float64
}

// fewMeters are not worth to be looked through.
const fewMeters = 1024

// rounding is what the sums may be off by: who comes again at the moment that he was
// told is not refused for a millionth.
const rounding = 1e-6

// mostDraws is how many allowances one request draws on at most.
const mostDraws = 8

// Take draws on all the allowances, or on none if one of them is short: what was
// refused takes nothing from what others may have, and counts in the loads alone.
// A draw that is greater than the whole amount is given to who has used nothing.
func (m *Meters) Take(now time.Time, draws []Draw) (given bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[meterKey]*meter{}
	}
	m.forget(now)
	var held [mostDraws]*meter
	meters := held[:0]
	given = true
	for i := range draws {
		d := &draws[i]
		key := meterKey{d.Name, d.Payer}
		at := m.known[key]
		if at == nil {
			at = &meter{at: now}
			m.known[key] = at
		}
		at.catchUp(&d.Allowance, now)
		meters = append(meters, at)
		if d.Short = at.used > 0 && at.used+d.Cost > d.Amount*d.Share+rounding; d.Short {
			given = false
			d.Wait = at.wait(d, now)
		}
	}
	for i, at := range meters {
		d := &draws[i]
		if given {
			at.used += d.Cost
		}
		at.asked = min(at.asked+d.Cost, max(mostLoad*d.Amount, at.used))
		d.Left, d.Load = max(d.Amount-at.used, 0), at.asked/d.Amount
		at.back = at.at.Add(d.Per)
		if !d.Window {
			at.back = now.Add(d.lasts(at.asked))
		}
	}
	return given
}

// catchUp gives back what has come back by now.
func (m *meter) catchUp(a *Allowance, now time.Time) {
	passed := now.Sub(m.at)
	switch {
	case !now.Before(m.back):
		m.used, m.asked, m.at = 0, 0, now
	case !a.Window && passed > 0:
		back := a.Amount * float64(passed) / float64(a.Per)
		m.used, m.asked, m.at = max(m.used-back, 0), max(m.asked-back, 0), now
	default:
	}
}

// wait is how long it takes until the draw can be given.
func (m *meter) wait(d *Draw, now time.Time) time.Duration {
	if d.Window {
		return m.at.Add(d.Per).Sub(now)
	}
	return d.lasts(min(m.used, m.used+d.Cost-d.Amount*d.Share))
}

// lasts is how long it takes until so much has come back.
func (a *Allowance) lasts(used float64) time.Duration {
	return time.Duration(math.Ceil(used / a.Amount * float64(a.Per)))
}

// forget drops the meters of those to whom everything has come back, now and then.
func (m *Meters) forget(now time.Time) {
	if len(m.known) < max(m.sweep, fewMeters) {
		return
	}
	for key, at := range m.known {
		if !now.Before(at.back) {
			delete(m.known, key)
		}
	}
	m.sweep = 2 * len(m.known)
}
