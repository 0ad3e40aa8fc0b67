package main

import (
	"context"
	"errors"
	"flag"

	"github.com/admin365/admin365/identity"
)

// run is the program. When ctx ends, the person who is begun is finished, and no
// other one is begun.
func (p program) run(ctx context.Context, args []string) int {
	o, err := parseOptions(p.name, args, p.stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitWell
	}
	if err != nil {
		return exitUsage
	}
	c, err := p.connect(ctx, o)
	if err != nil {
		return p.unusable(err)
	}
	if !o.live && o.tenantFile == "" {
		p.say("This is a Contoso in memory; %s -h says how to look at another tenant.", p.name)
	}
	if o.undo != "" {
		return p.giveBack(ctx, c, o)
	}
	return p.report(ctx, c, o)
}

// report says what is owned and not used, and releases it if that is asked for.
func (p program) report(ctx context.Context, c *connection, o options) int {
	r := &release{program: p, c: c, o: o, kept: map[string]string{}}
	find := func(*identity.User, []verdict) {}
	if o.free {
		if err := r.keepNamed(ctx); err != nil {
			return p.unusable(err)
		}
		if err := r.keepAdministrators(ctx); err != nil {
			return p.failed(err)
		}
		find = r.find
	}
	s, err := c.takeCensus(ctx, o.days, find)
	if err != nil {
		return p.failed(err)
	}
	p.showTable(s)
	if s.unknown != nil {
		p.say("%s: who signed in when is unknown: %s", p.name, reason(s.unknown))
	}
	if err := s.writeFiles(o); err != nil {
		return p.unusable(err)
	}
	if !o.free {
		return exitWell
	}
	return r.run(ctx, s)
}
