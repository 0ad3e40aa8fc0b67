package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
)

// run is the program. When ctx ends, the people in flight are finished, and
// nobody else is begun.
func (p program) run(ctx context.Context, args []string) int {
	p.stderr = &lockedWriter{to: p.stderr}
	o, err := parseOptions(p.name, args, p.stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitWell
	}
	if err != nil {
		return exitUsage
	}
	job, err := p.prepare(ctx, o)
	if err != nil {
		p.say("%s: %v; nothing was changed", p.name, err)
		return exitUsage
	}
	release := p.announce(ctx)
	err = job.run(ctx)
	release()
	return p.report(ctx, o, args, job, err)
}

// prepare opens everything that the run needs. What is only read comes first,
// so that a file which is no good leaves all others as they were.
func (p program) prepare(ctx context.Context, o options) (*onboarding, error) {
	file, err := readStarters(o.starters)
	if err != nil {
		return nil, err
	}
	client, kept, err := p.connect(o)
	if err != nil {
		return nil, err
	}
	seats := newSeats(client.Billing, file)
	// A run that was interrupted here begins nobody, so that it needs no seats.
	if err := seats.check(ctx); err != nil && ctx.Err() == nil {
		return nil, err
	}
	ledger := &ledger{tenant: kept, every: p.checkpoint}
	if ledger.results, err = openFiles(o, kept); err != nil {
		return nil, err
	}
	job := newOnboarding(client, file, seats, ledger)
	job.workers, job.dryRun, job.restoreDeleted = o.workers, o.dryRun, o.restoreDeleted
	job.progress = newProgress(p.stderr, p.terminal, len(file.Starters))
	return job, nil
}

// openFiles makes sure that the files can be written, better now than after the
// first account, and opens the results. Unless all can be, all stay as they
// were.
func openFiles(o options, kept *tenantfile.File) (*results.File, error) {
	var prepared *results.Prepared
	if o.results != "" {
		var err error
		if prepared, err = results.Prepare(o.results); err != nil {
			return nil, fmt.Errorf("the results file: %w", err)
		}
	}
	if kept != nil {
		pending, err := kept.Prepare()
		if err == nil {
			err = pending.Commit()
		}
		if err != nil {
			if prepared != nil {
				prepared.Discard()
			}
			return nil, fmt.Errorf("the tenant file: %w", err)
		}
	}
	if prepared == nil {
		return nil, nil
	}
	file, err := prepared.Open()
	if err != nil {
		return nil, fmt.Errorf("the results file: %w", errors.Join(err, kept.Undo()))
	}
	return file, nil
}

// readStarters reads the file at path, or the embedded one if path is empty.
func readStarters(path string) (starters.File, error) {
	if path == "" {
		return starters.Parse(sampleStarters)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return starters.File{}, err
	}
	file, err := starters.Parse(text)
	if err != nil {
		return starters.File{}, fmt.Errorf("%s: %w", path, err)
	}
	return file, nil
}

// connect returns the tenant, and the file that keeps it, nil if none does.
func (p program) connect(o options) (*admin.Client, *tenantfile.File, error) {
	if o.live {
		client, err := p.live(o.tenant, o.dryRun)
		return client, nil, err
	}
	memory, kept, err := openTenant(o)
	if err != nil {
		return nil, nil, err
	}
	if o.via == viaMemory {
		return memory.Client, kept, nil
	}
	client, err := admin.NewEmulator(memory, admin.EmulatorConfig{}).Client(admin365.Caller{})
	if err != nil {
		return nil, nil, err
	}
	return client, kept, nil
}

// announce says at once that an interruption was heard, because those in flight
// may take a while. What it returns waits until that has been said.
func (p program) announce(ctx context.Context) (release func()) {
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(said)
		p.say("\ninterrupted: finishing with those who are begun; interrupt again to end at once")
	})
	return func() {
		if !stop() {
			<-said
		}
	}
}

func (p program) say(format string, args ...any) {
	// There is nobody left to tell if telling fails.
	_, _ = fmt.Fprintf(p.stderr, format+"\n", args...)
}

// lockedWriter lets several goroutines write whole lines.
type lockedWriter struct {
	mu sync.Mutex
	to interface{ Write([]byte) (int, error) }
}

// Write implements io.Writer.
func (w *lockedWriter) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(text)
}
