package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/admin365/admin365"
)

// putBack puts back the names that stand in the record, as far as they are still
// those that were given.
func (p program) putBack(ctx context.Context, c *connection, o options) int {
	if _, err := os.Stat(o.undo); err != nil {
		return p.unusable(fmt.Errorf("the record: %w", err))
	}
	open := openRecord
	if !o.yes {
		open = readRecord
	}
	r, err := open(o.undo, c)
	if err != nil {
		return p.unusable(fmt.Errorf("the record: %w", err))
	}
	caller, err := c.caller(ctx)
	if err != nil {
		return p.unusable(fmt.Errorf("who is signed in: %w", err))
	}
	people := r.owed()
	last := func(who *owed) int {
		if caller != "" && sameText(who.id, caller) {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(people, func(a, b *owed) int { return cmp.Compare(last(a), last(b)) })
	back, refused := 0, 0
	var stopped error
	for _, who := range people {
		if stopped = ctx.Err(); stopped != nil {
			break
		}
		if o.yes && last(who) == 1 {
			p.say("%s: the next one is who is signed in, who signs in as %s from then on", p.name, printable(who.from))
		}
		changed, err := p.putBackOne(context.WithoutCancel(ctx), c, o, r, who)
		if changed {
			back++
		}
		if errors.Is(err, admin365.ErrUnauthenticated) || errors.Is(err, errRecord) {
			stopped = err
			break
		}
		if err != nil {
			refused++
			p.say("%s: refused: %s: %s", p.name, move{displayName: who.displayName, from: who.to, to: who.from}, reason(err))
		}
	}
	if !o.yes {
		p.tell("%s would be put back.", count(back, "name", "names"))
		code := p.ended(refused, stopped, nil)
		if code == exitWell {
			p.say("this was a dry run, nothing was changed; add -yes to do it")
		}
		return code
	}
	p.tell("%s put back.", count(back, "name", "names"))
	return p.ended(refused, stopped, errors.Join(r.close(), c.saved()))
}

// putBackOne gives somebody the old name, and reports whether that is a change.
func (p program) putBackOne(ctx context.Context, c *connection, o options, r *record, who *owed) (changed bool, err error) {
	u, err := c.Identity.Users.Get(ctx, who.id)
	if errors.Is(err, admin365.ErrNotFound) {
		p.tell("left alone: %s: the account is gone", printable(who.displayName+" ("+who.from+")"))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	back := move{id: who.id, displayName: u.DisplayName, from: u.UserPrincipalName, to: who.from}
	switch {
	case u.UserPrincipalName == who.from:
		p.tell("has it: %s", printable(u.DisplayName+": "+who.from))
		if !o.yes {
			return false, nil
		}
		return false, r.add(stepReturned, back)
	case staysAs(u) != "":
		p.tell("left alone: %s: %s", back, staysAs(u))
		return false, nil
	case !slices.ContainsFunc(who.names, func(name string) bool { return sameText(name, u.UserPrincipalName) }):
		p.tell("left alone: %s: has got another name since", back)
		return false, nil
	case !o.yes:
		p.tell("would be put back: %s", back)
		return true, nil
	}
	if err := r.add(stepReturning, back); err != nil {
		return false, err
	}
	if err := rename(ctx, c, who.id, who.from); err != nil {
		return false, err
	}
	p.tell("put back: %s", back)
	return true, r.add(stepReturned, back)
}
