package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/shell"
	"github.com/admin365/admin365/identity"
)

// person is somebody as the record and the report know him.
type person struct {
	ID                admin365.UserID `json:"id"`
	UserPrincipalName string          `json:"userPrincipalName"`
	DisplayName       string          `json:"displayName"`
}

// String is how a person is named to people.
func (p person) String() string { return printable(p.DisplayName + " (" + p.UserPrincipalName + ")") }

// held is a direct license of somebody.
type held struct {
	SKUID         admin365.SKUID           `json:"skuId"`
	Product       string                   `json:"product"`
	DisabledPlans []admin365.ServicePlanID `json:"disabledPlans"`
	Why           why                      `json:"why"`
}

// candidate is somebody of whom something can be released.
type candidate struct {
	person
	licenses []held
	// keeps is why he keeps it all the same.
	keeps string
}

// release takes licenses away that are not used.
type release struct {
	program
	c *connection
	o options
	// kept are those who keep what they have, and why.
	kept   map[string]string
	census *census
	found  []candidate
	record *record
}

// The reasons for which somebody keeps what he has.
const (
	isCaller = "this is who is signed in"
	isAdmin  = "this is a Global Administrator"
	isKept   = "-keep says so"
)

// keepNamed has those of -keep keep what they have. A name that nobody has is a slip
// of the pen that would cost somebody else his license.
func (r *release) keepNamed(ctx context.Context) error {
	for _, name := range r.o.keep {
		user, err := r.c.Identity.Users.Get(ctx, admin365.UserID(name))
		if err != nil {
			return fmt.Errorf("-keep %s: %w", name, err)
		}
		r.keep(user.ID, isKept)
	}
	return nil
}

// keepAdministrators has the Global Administrators and the caller keep what they have.
func (r *release) keepAdministrators(ctx context.Context) error {
	admins, err := r.c.administrators(ctx)
	if err != nil {
		return fmt.Errorf("-free has to know the Global Administrators, whom it leaves alone: %w", err)
	}
	for _, id := range admins {
		r.keep(id, isAdmin)
	}
	caller, err := r.c.caller(ctx)
	if err != nil {
		return fmt.Errorf("who is signed in: %w", err)
	}
	if caller != "" {
		r.keep(caller, isCaller)
	}
	return nil
}

func (r *release) keep(id admin365.UserID, reason string) {
	r.kept[strings.ToLower(string(id))] = reason
}

// find notes what can be released of somebody.
func (r *release) find(u *identity.User, verdicts []verdict) {
	found := candidate{
		person: person{ID: u.ID, UserPrincipalName: u.UserPrincipalName, DisplayName: u.DisplayName},
		keeps:  r.kept[strings.ToLower(string(u.ID))],
	}
	for _, v := range verdicts {
		if v.release != "" && r.o.finds(v.release) {
			found.licenses = append(found.licenses, held{SKUID: v.sku, DisabledPlans: v.plans, Why: v.release})
		}
	}
	if len(found.licenses) > 0 {
		r.found = append(r.found, found)
	}
}

// run says what can be released, and releases it if it is to.
func (r *release) run(ctx context.Context, s *census) int {
	r.census = s
	r.showPlan()
	if !r.o.yes {
		r.say("this was a dry run, nothing was changed; add -yes to do it")
		return exitWell
	}
	var err error
	if r.record, err = openRecord(r.o.record, r.c.TenantID()); err != nil {
		return r.unusable(fmt.Errorf("the record: %w", err))
	}
	return r.takeAll(ctx)
}

// takeAll takes what was found, of one person after the other.
func (r *release) takeAll(ctx context.Context) int {
	r.tell("\nIt is done:")
	var t tally
	var stopped error
	for i := range r.found {
		c := &r.found[i]
		if c.keeps != "" {
			continue
		}
		if stopped = ctx.Err(); stopped != nil {
			break
		}
		// A person who is begun is finished.
		taken, err := r.take(context.WithoutCancel(ctx), c)
		for _, h := range taken {
			t.licenses++
			t.seats += h.seats()
			r.tell("  released: %s: %s", c, h.Product)
		}
		if err != nil && (errors.Is(err, admin365.ErrUnauthenticated) || errors.Is(err, errRecord)) {
			stopped = err
			break
		}
		if err != nil {
			t.refused++
			r.say("%s: refused: %s: %s", r.name, c, reason(err))
		}
	}
	return r.finished(t, stopped, errors.Join(r.record.close(), r.c.saved()))
}

// tally is what became of all of it.
type tally struct{ licenses, seats, refused int }

// finished says what became of all of it. Stopped is why not everybody was begun, and
// unsaved why what was done is not on the disk.
func (r *release) finished(t tally, stopped, unsaved error) int {
	r.tell("%s taken; %s", count(t.licenses, "license"), areFree(t.seats))
	if t.licenses > 0 && r.o.record != "" && r.o.place() != nil {
		r.tell("to give back what was taken:\n  %s", shell.Command(r.name, append(r.o.place(), "-undo", r.o.record, "-yes")...))
	}
	return r.ended(t.refused, stopped, unsaved)
}

// ended says what went wrong, and returns the exit code.
func (p program) ended(refused int, stopped, unsaved error) int {
	if refused > 0 {
		p.say("%s: %s refused", p.name, count(refused, "person was", "people were"))
	}
	switch {
	case errors.Is(stopped, context.Canceled):
		p.say("interrupted: what is left is done by the same command")
	case stopped != nil:
		p.say("%s: stopped: %s", p.name, printable(stopped.Error()))
	}
	if unsaved != nil {
		p.say("%s: what was done is not on the disk: %s", p.name, printable(unsaved.Error()))
	}
	if refused > 0 || stopped != nil || unsaved != nil {
		return exitFailed
	}
	return exitWell
}

// take takes from somebody what was found, as far as it still holds: he is looked at
// again right before, and after a request whose answer was lost.
func (r *release) take(ctx context.Context, c *candidate) (taken []held, err error) {
	var asked []held
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return nil, err
		}
		left, err := r.stillFound(ctx, c, len(asked) > 0)
		if err != nil {
			return nil, err
		}
		if len(left) == 0 {
			return asked, r.record.add(c.person, stepTaken, asked)
		}
		if err := r.record.add(c.person, stepBegun, left); err != nil {
			return nil, err
		}
		asked = left
		change := billing.LicenseChange{}
		for _, h := range left {
			change.Remove = append(change.Remove, h.SKUID)
		}
		err = patience.While(ctx, func() error { return r.c.Billing.Licenses.Assign(ctx, c.ID, change) })
		switch {
		case err == nil:
			return asked, r.record.add(c.person, stepTaken, asked)
		case !errors.Is(err, admin365.ErrUncertain):
			return nil, errors.Join(err, r.record.add(c.person, stepRefused, asked))
		}
		c.licenses = left
	}
	return nil, fmt.Errorf("nobody knows whether it was taken: %w", admin365.ErrUncertain)
}

// stillFound returns what of the licenses of somebody can be released still, for the
// same reason. Again says that it was asked for already and nobody answered.
func (r *release) stillFound(ctx context.Context, c *candidate, again bool) ([]held, error) {
	user, err := r.person(ctx, c.ID)
	if errors.Is(err, admin365.ErrNotFound) {
		r.tell("  left alone: %s: the account is gone", c)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var left []held
	verdicts := r.census.judge.of(user)
	for _, h := range c.licenses {
		still := false
		for _, v := range verdicts {
			if sameText(v.sku, h.SKUID) && v.release == h.Why {
				h.DisabledPlans, still = v.plans, true
			}
		}
		switch {
		case still:
			left = append(left, h)
		case !again:
			r.tell("  left alone: %s: %s, which was: %s, and is not any more", c, h.Product, h.Why.words(r.o.days))
		}
	}
	return left, nil
}

// person returns somebody with what the rules look at.
func (r *release) person(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	if !r.census.judge.activity {
		return r.c.Identity.Users.Get(ctx, id)
	}
	return identity.GetIncluding(ctx, r.c.Identity.Users, id, identity.IncludeSignInActivity)
}
