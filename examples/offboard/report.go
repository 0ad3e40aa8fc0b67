package main

import (
	"fmt"
)

// showPlan says what is to be done, and what is not.
func (p program) showPlan(r *record, steps []step) {
	p.tell("%s:", r)
	for _, s := range steps {
		p.tell("  %s", s.what)
	}
	for _, group := range r.Stays {
		p.tell("  stays in group %s: %s", printable(group.Name), group.Why)
	}
	for _, report := range r.Reports {
		p.tell("  %s will have no manager", report)
	}
}

// dryRun says that nothing was done.
func (p program) dryRun(o options) {
	if o.live && !o.yes {
		p.say("this was a dry run, nothing was changed; add -yes to do it")
		return
	}
	p.say("this was a dry run, nothing was changed")
}

// summary counts what somebody had.
func (r *record) summary() string {
	text := fmt.Sprintf("%s, %s and %s taken away", count(len(r.Roles), "role"), count(len(r.Member), "membership"), count(len(r.Owner), "ownership"))
	if len(r.Reports) > 0 {
		text += ", " + count(len(r.Reports), "report") + " without a manager"
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// command is the command line without what has its default.
func (o options) command() []string {
	args := o.place()
	if o.record != "" {
		args = append(args, "-record", o.record)
	}
	return append(args, o.who)
}

// undoCommand is the command line that puts everything back.
func (o options) undoCommand() []string { return append(o.place(), "-undo", o.record) }

// place are the arguments that name the tenant.
func (o options) place() []string {
	if o.live {
		return []string{"-live", "-tenant", string(o.tenant), "-yes"}
	}
	return []string{"-tenant-file", o.tenantFile}
}

// unusable ends a run before anything was changed.
func (p program) unusable(err error) int {
	p.say("%s: %v; nothing was changed", p.name, err)
	return exitUsage
}

// failed ends a run that could not read what it needs.
func (p program) failed(err error) int {
	p.say("%s: %v", p.name, err)
	return exitFailed
}

// tell writes a line of the report, and say one about the run. There is nobody
// left to tell if telling fails.
func (p program) tell(format string, args ...any) { _, _ = fmt.Fprintf(p.stdout, format+"\n", args...) }

func (p program) say(format string, args ...any) { _, _ = fmt.Fprintf(p.stderr, format+"\n", args...) }
