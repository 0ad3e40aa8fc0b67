package main

import (
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/admin365/admin365"
)

// watchEvery is how often a run that nobody watches says how far it is.
const watchEvery = 30 * time.Minute

// watch tells how an operation goes: a spinner for somebody who looks, a line now and
// then for a log.
type watch struct {
	r       *run
	what    string
	spinner *progressbar.ProgressBar // nil: lines
	began   time.Time
	told    time.Time
	state   admin365.OperationState
}

func (r *run) watch(s step) *watch {
	w := &watch{r: r, what: s.what, began: r.c.now()}
	if f, ok := r.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		w.spinner = progressbar.NewOptions(-1,
			progressbar.OptionSetWriter(f),
			progressbar.OptionSetDescription(s.what),
			progressbar.OptionSpinnerType(14),
			progressbar.OptionClearOnFinish(),
		)
	}
	return w
}

// tell is called after each poll.
func (w *watch) tell(op admin365.Operation) {
	elapsed := w.r.c.now().Sub(w.began).Round(time.Second)
	if w.spinner != nil {
		w.spinner.Describe(fmt.Sprintf("%s: %s, %s", w.what, printable(string(op.State)), elapsed))
		// A spinner that cannot be drawn is no reason to stop.
		_ = w.spinner.Add(1)
		return
	}
	if now := w.r.c.now(); op.State != w.state || now.Sub(w.told) >= watchEvery {
		w.told, w.state = now, op.State
		w.r.say("%s: %s, %s", w.what, printable(string(op.State)), elapsed)
	}
}

// end takes the spinner away, so that what follows stands on lines of its own.
func (w *watch) end() {
	if w.spinner != nil {
		_ = w.spinner.Clear()
	}
}
