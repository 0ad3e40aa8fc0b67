package main

import (
	"context"
	"errors"
	"flag"
)

// run is the program. When ctx ends, the step that is begun is finished, and no
// other one is begun.
func (p program) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		return p.demonstrate(ctx)
	}
	o, err := parseOptions(p.name, args, p.stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitWell
	}
	if err != nil {
		return exitUsage
	}
	c, err := p.connect(o)
	if err != nil {
		return p.unusable(err)
	}
	if o.undo != "" {
		return p.putBack(ctx, c, o)
	}
	return p.offboard(ctx, c, o)
}

// saved puts a tenant in memory on the disk.
func (c *connection) saved() error {
	if c.save == nil {
		return nil
	}
	return c.save()
}
