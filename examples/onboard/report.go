package main

import (
	"context"
	"strings"

	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/shell"
)

// maxProblems is how many failed rows are listed if the results file has all.
const maxProblems = 20

// report says what became of the run, and returns its exit code.
func (p program) report(ctx context.Context, o options, args []string, job *onboarding, err error) int {
	tableErr := writeTable(p.stdout, job.rows, o.dryRun)
	if tableErr == nil {
		tableErr = job.seats.writeSeats(context.WithoutCancel(ctx), p.stdout, job.rows, o.dryRun, p.say)
	}
	if err == nil {
		err = tableErr
	}
	var failed, undone []*row
	incomplete := false
	for _, r := range job.rows {
		switch {
		case !r.recorded:
			undone = append(undone, r)
		case r.outcome == results.Failed:
			failed = append(failed, r)
		}
		incomplete = incomplete || r.waited
	}
	p.list(o, failed)
	p.deleted(job)
	if err != nil {
		p.say("%s: stopped: %v", p.name, err)
	}
	interrupted := len(undone) > 0 || incomplete
	switch {
	case interrupted && ctx.Err() != nil:
		p.say("interrupted: %d of %d people are done", len(job.rows)-len(undone), len(job.rows))
	case interrupted:
		p.say("%d of %d people are done", len(job.rows)-len(undone), len(job.rows))
	}
	p.closing(o, args, interrupted)
	if err != nil || interrupted || len(failed) > 0 {
		return exitFailed
	}
	return exitWell
}

// list names the rows that failed.
func (p program) list(o options, failed []*row) {
	for i, r := range failed {
		if i == maxProblems && o.results != "" {
			p.say("and %d more: see %s", len(failed)-i, o.results)
			return
		}
		name := strings.Map(printable, r.name)
		if name == "" {
			name = "(no user name)"
		}
		p.say("failed: %s: %s", name, r.detail())
	}
}

// deleted names those who are among the deleted and have another account now, or
// are to have one.
func (p program) deleted(job *onboarding) {
	if job.bin.err != nil && !job.restoreDeleted {
		p.say("who is among the deleted users is not known: %v", job.bin.err)
	}
	n := 0
	for _, r := range job.rows {
		if r.deleted == nil || job.restoreDeleted || !r.tried || !r.recorded {
			continue
		}
		if n++; n <= maxProblems {
			p.say("among the deleted users: %s, %s", strings.Map(printable, r.name), deletedAt(r.deleted))
		}
	}
	switch {
	case n > maxProblems:
		p.say("and %d more; -restore-deleted brings such people back instead of making other accounts", n-maxProblems)
	case n > 0:
		p.say("-restore-deleted brings such people back instead of making other accounts")
	}
}

// closing says where things are, and how to go on.
func (p program) closing(o options, args []string, interrupted bool) {
	if o.results != "" {
		p.say("who came out how, and the initial passwords: %s", o.results)
	}
	switch {
	case o.live && o.dryRun && !o.yes:
		p.say("this was a dry run, nothing was changed; add -yes to do it")
	case o.dryRun:
		p.say("this was a dry run, nothing was changed")
	case o.tenantFile != "":
		p.say("the tenant: %s", o.tenantFile)
	case !o.live:
		p.say("the tenant was in memory and is gone; name a -tenant-file to keep one")
	}
	if interrupted && (o.live || o.tenantFile != "" || o.dryRun) {
		p.say("to go on, run the same command again:\n  %s", shell.Command(p.name, args...))
	}
}
