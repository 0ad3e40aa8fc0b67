package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
)

// note adds to what the row's detail says.
func (r *row) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// detail is what is to be said about the row. Whatever it was made of, the
// row's password is not in it.
func (r *row) detail() string {
	parts := r.notes
	if len(r.changed) > 0 {
		changed := strings.Join(r.changed, ", ")
		if r.outcome == results.Planned {
			changed = "to be updated: " + changed
		}
		parts = append([]string{changed}, parts...)
	}
	text := strings.Map(printable, strings.Join(parts, "; "))
	for _, password := range []admin365.Secret{r.password, r.Password} {
		// A shorter one is nobody's: the service refuses it.
		if p := password.Reveal(); len(p) >= 8 {
			text = strings.ReplaceAll(text, p, admin365.RedactedSecret)
		}
	}
	return text
}

// printable keeps what a file or a service says from moving a terminal's cursor.
func printable(c rune) rune {
	if unicode.IsGraphic(c) {
		return c
	}
	return ' '
}

// result is the row as it stands in the results file.
func (r *row) result() results.Result {
	name := r.name
	if r.DuplicateOf != 0 {
		// The name is the earlier row's.
		name = ""
	}
	result := results.Result{Row: r.Row, UserPrincipalName: name, ID: r.id, Outcome: r.outcome, Detail: r.detail(), Licenses: r.licenses()}
	if r.before.Begun() && !r.tried {
		// It is still to be said that an earlier run made the account.
		result.ID = ""
	}
	if r.same {
		result.ID, result.InitialPassword = r.before.ID, r.before.InitialPassword
	}
	return result
}

// show decides which user names and departments may be shown. In a row with
// shifted cells of a template that has passwords, any cell may be one; so of a
// bad row the user name is shown if good rows have the same domain, and the
// department is not.
func (o *onboarding) show() {
	domains := map[string]bool{}
	for _, r := range o.rows {
		if r.Problem == nil {
			domains[r.domain()] = true
		}
	}
	for _, r := range o.rows {
		if o.file.Template == starters.AdminCenter || r.Problem == nil {
			r.name, r.department = r.UserPrincipalName, r.Department
		} else if domains[r.domain()] {
			r.name = r.UserPrincipalName
		}
	}
}

func (r *row) domain() string {
	_, domain, _ := strings.Cut(key(r.UserPrincipalName), "@")
	return domain
}

// fail ends a row that cannot be done.
func (o *onboarding) fail(r *row, reason string) {
	r.outcome = results.Failed
	r.note("%s", reason)
	o.finish(r)
}

// refused ends a row that the service refused.
func (o *onboarding) refused(r *row, err error) {
	o.refuse(r, "", err)
	o.finish(r)
}

// refuse notes the service's refusal, of the property if it names none itself,
// for which the row failed.
func (o *onboarding) refuse(r *row, property string, err error) {
	r.outcome = results.Failed
	o.complain(r, property, err)
}

// lack notes that something was refused to an account which is well all the same.
// The row goes on, and fails in the end.
func (o *onboarding) lack(r *row, what, property string, err error) {
	r.lacking = append(r.lacking, what)
	o.complain(r, property, err)
}

// complain notes what the service says. Who is not signed in need not go on.
func (o *onboarding) complain(r *row, property string, err error) {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok {
		r.note("%s: %v", o.place(r, property), err)
		return
	}
	message := e.Message
	if len(e.Details) > 0 {
		property = e.Details[0].Target
		if e.Details[0].Message != "" {
			message = e.Details[0].Message
		}
	}
	what := fmt.Sprint(e.Kind)
	switch {
	case message == "":
		message = what
	case e.Kind != nil && !errors.Is(err, admin365.ErrInvalid):
		message = what + ": " + message
	}
	if errors.Is(err, admin365.ErrUncertain) {
		message += "; the next run looks what became of it"
	}
	r.note("%s: %s", o.place(r, property), message)
	if errors.Is(err, admin365.ErrUnauthenticated) {
		o.stop(err)
	}
}

// place says where in the file a property stands.
func (o *onboarding) place(r *row, property string) string {
	switch column := o.file.Column(property); {
	case property == "":
		return fmt.Sprintf("line %d", r.Line)
	case column != "":
		return fmt.Sprintf("line %d, column %q", r.Line, column)
	default:
		return fmt.Sprintf("line %d, %s", r.Line, property)
	}
}

// finish records the row, which is done. A dry run cannot say what became of an
// account that was begun, so it leaves that for a run which can.
func (o *onboarding) finish(r *row) {
	if len(r.lacking) > 0 {
		r.notes = append([]string{string(r.outcome) + ", but without " + strings.Join(r.lacking, " and ")}, r.notes...)
		r.outcome = results.Failed
	}
	r.kept = o.dryRun && r.before.Begun()
	if err := o.ledger.add(r); err != nil {
		o.stop(err)
	}
	o.progress.step(r.outcome == results.Failed)
}
