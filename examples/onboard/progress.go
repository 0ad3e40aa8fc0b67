package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressEvery is how often a run that nobody watches says how far it is.
const progressEvery = 5 * time.Second

// progress tells how far the run is: a bar for somebody who watches, a line now
// and then for a log. A nil progress tells nothing.
type progress struct {
	mu           sync.Mutex
	to           io.Writer
	bar          *progressbar.ProgressBar // nil: lines
	total        int
	done, failed int
	told         time.Time
}

func newProgress(to io.Writer, terminal bool, total int) *progress {
	p := &progress{to: to, total: total, told: time.Now()}
	if terminal {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(to),
			progressbar.OptionSetDescription("onboarding"),
			progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// step counts a person who is done.
func (p *progress) step(failed bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if failed {
		p.failed++
	}
	if p.bar != nil {
		// A bar that cannot be drawn is no reason to stop.
		_ = p.bar.Add(1)
		return
	}
	if now := time.Now(); now.Sub(p.told) >= progressEvery {
		p.told = now
		_, _ = fmt.Fprintf(p.to, "%d of %d people done, %d failed\n", p.done, p.total, p.failed)
	}
}

// end takes the bar away, so that what follows stands on lines of its own.
func (p *progress) end() {
	if p != nil && p.bar != nil {
		_ = p.bar.Clear()
	}
}
