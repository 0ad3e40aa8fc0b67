package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/patience"
)

// giveBack gives back what stands in the record, as far as it is missing.
func (p program) giveBack(ctx context.Context, c *connection, o options) int {
	if _, err := os.Stat(o.undo); err != nil {
		return p.unusable(fmt.Errorf("the record: %w", err))
	}
	r, err := openRecord(o.undo, c.TenantID())
	if err != nil {
		return p.unusable(fmt.Errorf("the record: %w", err))
	}
	given, refused := 0, 0
	var stopped error
	for _, who := range r.owed() {
		if stopped = ctx.Err(); stopped != nil {
			break
		}
		n, err := p.giveTo(context.WithoutCancel(ctx), c, o, r, who)
		given += n
		if errors.Is(err, admin365.ErrUnauthenticated) || errors.Is(err, errRecord) {
			stopped = err
			break
		}
		if err != nil {
			refused++
			p.say("%s: refused: %s: %s", p.name, who, reason(err))
		}
	}
	unsaved := r.close()
	if o.yes {
		unsaved = errors.Join(unsaved, c.saved())
		p.tell("%s given back", count(given, "license"))
	}
	code := p.ended(refused, stopped, unsaved)
	if code == exitWell && !o.yes {
		p.say("this was a dry run, nothing was changed; add -yes to do it")
	}
	return code
}

// giveTo gives somebody back what he lacks, and returns how many licenses that are.
func (p program) giveTo(ctx context.Context, c *connection, o options, r *record, who candidate) (int, error) {
	user, err := c.Identity.Users.Get(ctx, who.ID)
	if err != nil {
		return 0, err
	}
	var change billing.LicenseChange
	for _, h := range who.licenses {
		has := slices.ContainsFunc(user.LicenseAssignmentStates, func(s admin365.LicenseState) bool {
			return sameText(s.SKUID, h.SKUID) && s.AssignedByGroup == ""
		})
		switch {
		case has:
			p.tell("has it: %s: %s", who, h.Product)
		case !o.yes:
			p.tell("would be given back: %s: %s", who, h.Product)
			fallthrough
		default:
			change.Add = append(change.Add, admin365.AssignedLicense{SKUID: h.SKUID, DisabledPlans: h.DisabledPlans})
		}
	}
	if !o.yes {
		return 0, nil
	}
	if len(change.Add) > 0 {
		if err := assign(ctx, c, who.ID, change); err != nil {
			return 0, err
		}
		p.tell("given back: %s: %s", who, count(len(change.Add), "license"))
	}
	return len(change.Add), r.add(who.person, stepGiven, who.licenses)
}

// assign gives licenses, and again while nobody knows what became of it: to give one
// twice is to give it once.
func assign(ctx context.Context, c *connection, id admin365.UserID, change billing.LicenseChange) (err error) {
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return err
		}
		err = patience.While(ctx, func() error { return c.Billing.Licenses.Assign(ctx, id, change) })
		if !errors.Is(err, admin365.ErrUncertain) {
			return err
		}
	}
	return err
}
