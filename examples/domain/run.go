package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/patience"
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
	if o.demo() {
		return p.demonstrate(ctx, o)
	}
	c, err := p.connect(o)
	if err != nil {
		return p.unusable(err)
	}
	if o.undo != "" {
		return p.putBack(ctx, c, o)
	}
	if !o.live && o.tenantFile == "" {
		p.say("This is a Contoso in memory, where the host of %s does what is asked; %s -h says how to work on another tenant.", o.add, p.name)
	}
	return p.work(ctx, c, o)
}

// work is a run on a tenant.
func (p program) work(ctx context.Context, c *connection, o options) int {
	w := &worker{program: p, c: c, o: o}
	if err := w.prepare(ctx); err != nil {
		return p.unusable(err)
	}
	refused, err := w.steps(ctx)
	return p.ended(refused, err, errors.Join(w.record.close(), c.saved()))
}

// worker does what the options ask for.
type worker struct {
	program
	c      *connection
	o      options
	record *record
	// domain is the domain; nil as long as the tenant does not have it.
	domain *admin.Domain
	// def is the default domain, and from the one whose people move.
	def, from string
}

// errNotVerified is that the service has found none of the records.
var errNotVerified = errors.New("the domain is not verified yet")

// prepare looks at the domains, and refuses what cannot be meant. It changes nothing
// in the tenant.
func (w *worker) prepare(ctx context.Context) error {
	fromIsThere := false
	for d, err := range w.c.Domains.List(ctx) {
		if err != nil {
			return fmt.Errorf("the domains: %w", err)
		}
		if sameText(d.Name, w.o.add) {
			w.domain = d
		}
		if d.IsDefault {
			w.def = d.Name
		}
		if sameText(d.Name, w.o.from) {
			w.from, fromIsThere = d.Name, true
		}
	}
	if w.o.from != "" && !fromIsThere {
		return fmt.Errorf("-from: the tenant has no domain %s", w.o.from)
	}
	before, err := readRecord(w.o.record, w.c)
	if err != nil {
		return fmt.Errorf("the record: %w", err)
	}
	if w.o.moveUsers && w.from == "" {
		if w.from = w.def; sameText(w.def, w.o.add) {
			w.from = before.formerDefault(w.o.add)
		}
		if w.from == "" {
			return fmt.Errorf("%s is the default domain already, and which one was is not known: -from names the domain whose people move", w.o.add)
		}
	}
	if w.o.yes || w.o.makeDefault && !sameText(w.def, w.o.add) {
		if w.record, err = openRecord(w.o.record, w.c); err != nil {
			return fmt.Errorf("the record: %w", err)
		}
	}
	return nil
}

// steps does one step after the other, and returns how many changes were refused.
func (w *worker) steps(ctx context.Context) (refused int, err error) {
	if err := w.addDomain(ctx); err != nil {
		return 0, err
	}
	if err := w.verify(ctx); err != nil {
		return 0, err
	}
	if err := w.makeDefault(ctx); err != nil {
		return 0, err
	}
	if w.o.moveUsers {
		if refused, err = w.moveUsers(ctx); err != nil {
			return refused, err
		}
	}
	if w.o.passwordDays == 0 && w.o.notifyDays == 0 {
		return refused, nil
	}
	if err := ctx.Err(); err != nil {
		return refused, err
	}
	if err := w.setPasswords(ctx); err != nil {
		return refused, fmt.Errorf("the password policy: %w", err)
	}
	return refused, nil
}

// addDomain adds the domain if the tenant does not have it.
func (w *worker) addDomain(ctx context.Context) error {
	if w.domain != nil {
		w.tell("%s is in the tenant already.", w.domain.Name)
		return nil
	}
	d, err := w.c.Domains.Add(ctx, w.o.add)
	if errors.Is(err, admin365.ErrUncertain) || errors.Is(err, admin365.ErrConflict) {
		// Nobody knows, or somebody else was faster: the tenant does.
		var got error
		if d, got = w.c.Domains.Get(ctx, w.o.add); got == nil {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("%s was not added: %w", w.o.add, err)
	}
	w.domain = d
	w.tell("%s was added.", d.Name)
	return nil
}

// records returns the records of which one has to be found. A domain that was just
// added may not be found for some seconds.
func (w *worker) records(ctx context.Context) (all []admin.DNSRecord, err error) {
	for _, wait := range patience.Waits() {
		if wait > 0 {
			if err := w.c.pause(ctx, wait); err != nil {
				return nil, err
			}
		}
		all, err = w.c.DomainRecords.Verification(ctx, w.domain.Name)
		if !errors.Is(err, admin365.ErrNotFound) {
			return all, err
		}
	}
	return nil, err
}

func (w *worker) showRecords(records []admin.DNSRecord) {
	w.tell("One of these records has to be set where the DNS of %s is:", w.domain.Name)
	for _, r := range records {
		label := printable(r.Label)
		switch r.Type {
		case admin.DNSText:
			w.tell("  TXT  %s  %q  (TTL %d)", label, r.Text, r.TTL)
		case admin.DNSMail:
			w.tell("  MX   %s  %s  (preference %d, TTL %d)", label, printable(r.MailExchange), r.Preference, r.TTL)
		default:
			w.tell("  %s  %s", printable(string(r.Type)), label)
		}
	}
}

// The pauses between two looks for the record: the first one, and the longest.
const (
	firstPause   = 10 * time.Second
	longestPause = 5 * time.Minute
)

// verify has the domain verified, and comes again while the record is not found, each
// time a little later.
func (w *worker) verify(ctx context.Context) error {
	if w.domain.IsVerified {
		w.tell("%s is verified.", w.domain.Name)
		return nil
	}
	records, err := w.records(ctx)
	if err != nil {
		return fmt.Errorf("the records of %s: %w", w.domain.Name, err)
	}
	w.showRecords(records)
	pause, waited := firstPause, time.Duration(0)
	for {
		err := w.verifyOnce(ctx)
		if err == nil {
			w.tell("%s is verified.", w.domain.Name)
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !comesLater(err) {
			return fmt.Errorf("%s is not verified: %w", w.domain.Name, err)
		}
		if waited >= w.o.wait {
			return fmt.Errorf("%w: %s; when the record is set, the same command goes on", errNotVerified, reason(err))
		}
		pause = min(pause, w.o.wait-waited)
		w.tell("Not found yet; the next look is in %s.", pause)
		if err := w.publish(ctx, records); err != nil {
			return err
		}
		if err := w.c.pause(ctx, pause); err != nil {
			return err
		}
		waited += pause
		pause = min(2*pause, longestPause)
	}
}

// comesLater reports whether what failed may go well later.
func comesLater(err error) bool {
	for _, kind := range []error{
		admin365.ErrPrecondition, admin365.ErrBusy, admin365.ErrUncertain, admin365.ErrThrottled, admin365.ErrUnavailable,
		admin365.ErrNotFound, // It was just added.
	} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// verifyOnce has the service look for the record.
func (w *worker) verifyOnce(ctx context.Context) error {
	d, err := w.c.Domains.Verify(ctx, w.domain.Name, admin.DomainVerification{})
	if errors.Is(err, admin365.ErrConflict) || errors.Is(err, admin365.ErrUncertain) {
		// It is verified, here or in another tenant; or nobody knows.
		if now, got := w.c.Domains.Get(ctx, w.domain.Name); got == nil && now.IsVerified {
			d, err = now, nil
		}
	}
	if err == nil {
		w.domain = d
	}
	return err
}

// publish is the host of a domain of a tenant in memory, once.
func (w *worker) publish(ctx context.Context, records []admin.DNSRecord) error {
	if w.c.publish == nil {
		return nil
	}
	for _, r := range records {
		if r.Type == admin.DNSText {
			if err := w.c.publish(ctx, r); err != nil {
				return fmt.Errorf("the record: %w", err)
			}
			w.tell("Meanwhile the host of %s sets the TXT record.", w.domain.Name)
			w.c.publish = nil
			return nil
		}
	}
	return nil
}

// makeDefault makes the domain the default one.
func (w *worker) makeDefault(ctx context.Context) error {
	switch {
	case !w.o.makeDefault:
		return nil
	case sameText(w.def, w.domain.Name):
		w.tell("%s is the default domain already.", w.domain.Name)
		return nil
	}
	if err := w.record.add(stepDefault, move{from: w.def, to: w.domain.Name}); err != nil {
		return err
	}
	err := again(ctx, w.c, func() error { return admin.SetDefaultDomain(ctx, w.c.Domains, w.domain.Name) })
	if err != nil {
		return fmt.Errorf("%s is not the default domain: %w", w.domain.Name, err)
	}
	w.tell("%s is the default domain now; it was %s.", w.domain.Name, w.def)
	return nil
}

// setPasswords sets what is asked for of the policy of passwords, and leaves the rest.
func (w *worker) setPasswords(ctx context.Context) error {
	policy, err := w.c.PasswordPolicy.Get(ctx, w.domain.Name)
	if err != nil {
		return err
	}
	next := *policy
	if w.o.passwordDays != 0 {
		next.ValidityDays = w.o.passwordDays
	}
	if w.o.notifyDays != 0 {
		next.NotificationDays = w.o.notifyDays
	}
	if next == *policy {
		w.tell("%s %s already.", w.domain.Name, words(next))
		return nil
	}
	if err := again(ctx, w.c, func() error { return w.c.PasswordPolicy.Set(ctx, w.domain.Name, next) }); err != nil {
		return err
	}
	w.tell("%s %s now.", w.domain.Name, words(next))
	return nil
}

// words is what a policy says.
func words(p admin.PasswordPolicy) string {
	text := "has passwords that expire when the service says"
	switch {
	case p.NeverExpires():
		text = "has passwords that never expire"
	case p.ValidityDays != 0:
		text = fmt.Sprintf("has passwords that expire after %d days", p.ValidityDays)
	}
	if p.NotificationDays != 0 && !p.NeverExpires() {
		text += ", told " + count(p.NotificationDays, "day", "days") + " before"
	}
	return text
}

// again repeats a change that is harmless to repeat, while nobody knows what became of
// it.
func again(ctx context.Context, c *connection, change func() error) (err error) {
	for _, wait := range patience.Waits() {
		if wait > 0 {
			if err := c.pause(ctx, wait); err != nil {
				return err
			}
		}
		err = change()
		if !errors.Is(err, admin365.ErrUncertain) && !errors.Is(err, admin365.ErrBusy) {
			return err
		}
	}
	return err
}
