package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
)

// answer is whether it is us or Microsoft.
type answer struct {
	User string `json:"user"`
	Name string `json:"name"`
	// Verdict is "us", "microsoft" or "nothing found".
	Verdict verdict `json:"verdict"`
	// Findings are what keeps the person out or may do so: what is surest first.
	Findings []finding `json:"findings"`
	// Notes are what could not be looked at, and what is worth knowing.
	Notes []string `json:"notes"`
}

type verdict string

const (
	us        verdict = "us"
	microsoft verdict = "microsoft"
	nothing   verdict = "nothing found"
)

// finding is something that keeps the person out.
type finding struct {
	Whose verdict `json:"whose"`
	// Where is what it keeps the person out of: empty is everything.
	Where string `json:"where,omitzero"`
	What  string `json:"what"`
	// Page is where it is put right, or followed.
	Page string `json:"page,omitzero"`
}

// inquiry is the question about one person.
type inquiry struct {
	*answer
	c    *connection
	o    options
	user *identity.User
}

// person answers whether a person is kept out by us or by Microsoft.
func (p program) person(ctx context.Context, c *connection, o options) int {
	q := &inquiry{answer: &answer{User: o.user, Findings: []finding{}, Notes: []string{}}, c: c, o: o}
	if err := q.ask(ctx); err != nil {
		if ctx.Err() != nil {
			return p.stopped(ctx, err)
		}
		return p.unusable(err)
	}
	q.judge()
	var b bytes.Buffer
	if o.json {
		encoder := json.NewEncoder(&b)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(q.answer); err != nil {
			return p.stopped(ctx, err)
		}
	} else {
		q.tell(&b)
	}
	if _, err := p.stdout.Write(b.Bytes()); err != nil {
		return p.stopped(ctx, err)
	}
	if q.Verdict == nothing {
		return exitWell
	}
	return exitBurns
}

// ask looks at everything, in the order in which a sign-in does: the account, the
// password, the licenses, the instances. Then at Microsoft.
func (q *inquiry) ask(ctx context.Context) error {
	user, err := q.c.Identity.Users.Get(ctx, admin365.UserID(q.o.user))
	switch {
	case errors.Is(err, admin365.ErrNotFound):
		if err := q.missing(ctx); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		q.user, q.Name = user, user.DisplayName
		q.account()
		if err := q.password(ctx); err != nil {
			return err
		}
		q.licenses()
		if err := q.instances(ctx); err != nil {
			return err
		}
	}
	return q.incidents(ctx)
}

// found notes what keeps the person out.
func (q *inquiry) found(f finding) { q.Findings = append(q.Findings, f) }

func (q *inquiry) note(format string, args ...any) {
	q.Notes = append(q.Notes, fmt.Sprintf(format, args...))
}

// unread notes what could not be read for want of a right. Other errors end the run.
func (q *inquiry) unread(what string, err error) error {
	if errors.Is(err, admin365.ErrForbidden) || errors.Is(err, admin365.ErrUnsupported) {
		q.note("%s could not be read: %s", what, reason(err))
		return nil
	}
	return err
}

// missing says why there is no such account.
func (q *inquiry) missing(ctx context.Context) error {
	for u, err := range q.deleted(ctx) {
		if err != nil {
			return q.unread("the deleted accounts", err)
		}
		if sameName(identity.OriginalName(u), q.o.user) {
			q.Name = u.DisplayName
			q.found(finding{Whose: us, What: "the account was deleted on " + q.day(u.DeletedDateTime), Page: q.c.Links().DeletedUsers()})
			return nil
		}
	}
	q.found(finding{Whose: us, What: "there is no such account", Page: q.c.Links().Users()})
	return nil
}

func (q *inquiry) deleted(ctx context.Context) iter.Seq2[*identity.User, error] {
	return q.c.Identity.DeletedUsers.List(ctx, identity.DeletedUserQuery{})
}

// incidents looks at Microsoft: every open incident, those of signing in first. An advisory
// keeps nobody out.
func (q *inquiry) incidents(ctx context.Context) error {
	r := &report{zone: q.o.zone}
	if err := r.readOpen(ctx, q.c); err != nil {
		return q.unread("service health", err)
	}
	of := func(signingIn bool) {
		for _, i := range r.Open {
			if i.burns() && signsIn(i.Service) == signingIn {
				q.found(finding{
					Whose: microsoft, Where: i.Service, Page: q.c.Links().ServiceHealth(),
					What: fmt.Sprintf("%s, %s since %s: %s", i.ID, words(i.Status), r.moment(i.Began), i.Title),
				})
			}
		}
	}
	of(true)
	of(false)
	return nil
}

// signsIn reports whether people sign in by the service.
func signsIn(service string) bool {
	at := azureServiceOf(&health.Issue{Service: service})
	return at == aboutIdentity
}

// judge says who it is. What keeps the person out of everything is surer than what is open
// at Microsoft; and that is surer than what keeps the person out of one of our instances, unless
// it is the one that was asked about: not everybody has to be in each.
func (q *inquiry) judge() {
	q.Verdict = nothing
	whole, theirs, ours := []finding{}, []finding{}, []finding{}
	for _, f := range q.Findings {
		switch {
		case f.Whose == microsoft:
			theirs = append(theirs, f)
		case f.Where == "" || q.o.instance != "":
			whole = append(whole, f)
		default:
			ours = append(ours, f)
		}
	}
	q.Findings = append(append(whole, theirs...), ours...)
	if len(q.Findings) > 0 {
		q.Verdict = q.Findings[0].Whose
	}
}

// tell tells the answer to people.
func (q *inquiry) tell(w io.Writer) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	who := printable(q.User)
	if q.Name != "" {
		who = printable(q.Name) + " (" + who + ")"
	}
	switch {
	case q.Verdict == nothing:
		line("%s: nothing was found that keeps this person out", who)
	case q.Verdict == microsoft:
		line("%s: it may be Microsoft", who)
	case q.Findings[0].Where != "" && q.o.instance == "":
		line("%s: it is us, if it is about %s", who, printable(q.Findings[0].Where))
	default:
		line("%s: it is us", who)
	}
	for _, f := range q.Findings {
		where := ""
		if f.Where != "" {
			where = printable(f.Where) + ": "
		}
		line("  %-9s  %s%s", f.Whose, where, printable(f.What))
		if f.Page != "" {
			line("             %s", printable(f.Page))
		}
	}
	for _, n := range q.Notes {
		line("  note       %s", printable(n))
	}
}
