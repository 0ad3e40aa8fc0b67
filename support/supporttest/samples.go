package supporttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

const (
	hour = time.Hour
	day  = 24 * hour
)

// errIf returns an error where something is wrong.
func errIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

// report reports an error, if there is one, about what.
func report(c *run, what string, errs ...error) {
	c.Helper()
	if err := errors.Join(errs...); err != nil {
		c.Errorf("%s: %v", what, err)
	}
}

// nobody returns a GUID that nothing has.
func nobody() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return "0badc0de-5ea7-4bad-8bad-" + digits[len(digits)-12:]
}

// guid returns the last GUID in a text, "" if there is none.
func guid(text string) string {
	for at := len(text) - 36; at >= 0; at-- {
		id := text[at : at+36]
		if id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-' && strings.Trim(id, "0123456789abcdefABCDEF-") == "" {
			return id
		}
	}
	return ""
}

// upper is a name in capital letters.
func upper[T ~string](name T) T { return T(strings.ToUpper(string(name))) }

// What a contact is called, which is to be found nowhere else.
const (
	hiddenFirst = "Firstnamehidden"
	hiddenLast  = "Lastnamehidden"
	hiddenMail  = "hidden.person@private.example.com"
	hiddenPhone = "+44 20 7946 0958"
)

// personal are the texts that no error may have.
func personal() []string { return []string{hiddenFirst, hiddenLast, hiddenMail, hiddenPhone} }

// person is a contact with all that Azure needs.
func person() support.Contact {
	return support.Contact{
		FirstName: hiddenFirst, LastName: hiddenLast, Email: hiddenMail, Method: support.ContactEmail,
		TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
	}
}

// An option changes a ticket before it is created.
type option func(*support.NewTicket)

func named(name string) option { return func(n *support.NewTicket) { n.Name = name } }

func in(subscription support.SubscriptionID) option {
	return func(n *support.NewTicket) { n.Subscription = subscription }
}

func grave(s support.Severity) option { return func(n *support.NewTicket) { n.Severity = s } }

func about(p support.ProblemID) option { return func(n *support.NewTicket) { n.Problem = p } }

func keptIn(w support.WorkspaceID) option { return func(n *support.NewTicket) { n.Workspace = w } }

// sample is a ticket of the tenant about something technical, with a name of its own.
func sample(c *run, options ...option) support.NewTicket {
	c.Helper()
	name := conform.Unique()
	n := support.NewTicket{
		Name: name, Title: "Ticket " + name, Description: "What is wrong with " + name, Severity: support.Minimal, Contact: person(),
	}
	for _, change := range options {
		change(&n)
	}
	if n.Problem == "" {
		n.Problem = technical(c).ID
	}
	return n
}

// problems are those of a service.
func problems(c *run, service support.ServiceID) []*support.Problem {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Catalogue.Problems(c.Context(), service))
	c.Must(err, "listing the problems of "+string(service))
	return all
}

// problemWhere is the first problem of a service that is as wanted.
func problemWhere(c *run, services func(support.ServiceID) bool, wanted func(*support.Problem) bool) *support.Problem {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Catalogue.Services(c.Context()))
	c.Must(err, "listing services")
	for _, s := range all {
		if !services(s.ID) {
			continue
		}
		for _, p := range problems(c, s.ID) {
			if wanted(p) {
				return p
			}
		}
	}
	c.Fatalf("the catalogue has no such problem")
	return nil
}

func isTechnical(id support.ServiceID) bool {
	return !slices.ContainsFunc([]support.ServiceID{support.ServiceBilling, support.ServiceQuotas, support.ServiceSubscriptionManagement}, func(known support.ServiceID) bool {
		return strings.EqualFold(string(known), string(id))
	})
}

func asksNothing(p *support.Problem) bool { return len(p.Consents) == 0 }

// technical is a problem of a technical service that asks for no consent.
func technical(c *run) *support.Problem {
	c.Helper()
	return problemWhere(c, isTechnical, asksNothing)
}

// asking is a problem that asks for a consent.
func asking(c *run) *support.Problem {
	c.Helper()
	return problemWhere(c, isTechnical, func(p *support.Problem) bool { return !asksNothing(p) })
}

// ofService is the first problem of a service that asks for no consent.
func ofService(c *run, id support.ServiceID) *support.Problem {
	c.Helper()
	return problemWhere(c, func(s support.ServiceID) bool { return strings.EqualFold(string(s), string(id)) }, asksNothing)
}

// billing is a problem with a bill.
func billing(c *run) *support.Problem {
	c.Helper()
	return ofService(c, support.ServiceBilling)
}

// begin creates a ticket, or ends the case.
func begin(c *run, n support.NewTicket) *admin365.Operation {
	c.Helper()
	op, err := c.S.Service.Tickets.Create(c.Context(), n)
	c.Must(err, "creating a ticket")
	if op == nil || op.ID == "" {
		c.Fatalf("Create answered %+v, without an id", op)
	}
	return op
}

// finish has an operation end well now.
func finish(c *run, op *admin365.Operation) {
	c.Helper()
	c.Must(c.S.Backstage.Finish(c.Context(), op.ID), "finishing an operation")
}

// add creates a ticket and waits for it.
func add(c *run, options ...option) *support.Ticket {
	c.Helper()
	op := begin(c, sample(c, options...))
	finish(c, op)
	return get(c, support.TicketID(op.ResourceID))
}

// get returns a ticket, or ends the case.
func get(c *run, id support.TicketID) *support.Ticket {
	c.Helper()
	t, err := c.S.Service.Tickets.Get(c.Context(), id)
	c.Must(err, "getting the ticket "+string(id))
	return t
}

// list are the tickets that a query finds.
func list(c *run, q support.TicketQuery) []*support.Ticket {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Tickets.List(c.Context(), q))
	c.Must(err, "listing tickets")
	return all
}

// ids are those of tickets.
func ids(list []*support.Ticket) []string {
	var all []string
	for _, t := range list {
		all = append(all, string(t.ID))
	}
	slices.Sort(all)
	return all
}

// sameIDs compares tickets with the wanted ones, whatever their order.
func sameIDs(got []*support.Ticket, want ...*support.Ticket) error {
	g, w := ids(got), ids(want)
	return errIf(!slices.Equal(g, w), "they are %q, want %q", g, w)
}

// operation is where an operation stands.
func operation(c *run, id admin365.OperationID) *admin365.Operation {
	c.Helper()
	op, err := c.S.Service.Operations.Get(c.Context(), id)
	c.Must(err, "asking for an operation")
	return op
}

// plan gives the tenant a plan.
func plan(c *run, p support.Plan) {
	c.Helper()
	c.Must(c.S.Backstage.SetPlan(c.Context(), p), "setting the plan")
}

// subscribed adds a subscription.
func subscribed(c *run, s support.Subscription) support.SubscriptionID {
	c.Helper()
	id, err := c.S.Backstage.AddSubscription(c.Context(), s)
	c.Must(err, "adding a subscription")
	if id == "" {
		c.Fatalf("AddSubscription answered no id")
	}
	return id
}

// assign has an engineer work on a ticket.
func assign(c *run, t *support.Ticket) {
	c.Helper()
	c.Must(c.S.Backstage.Assign(c.Context(), t.ID, engineer), "assigning an engineer")
}

const engineer = "engineer@microsoft.example.com"

// setState brings a ticket into a state as Microsoft does.
func setState(c *run, id support.TicketID, s support.State) {
	c.Helper()
	c.Must(c.S.Backstage.SetState(c.Context(), id, s), "setting the state "+string(s))
}

// unchanged checks that a ticket is as it was.
func unchanged(c *run, was *support.Ticket) {
	c.Helper()
	if err := conform.Differ(*get(c, was.ID), *was); err != nil {
		c.Errorf("after the refusal the ticket %v", err)
	}
}

// find returns the first item that is ours, nil if none is.
func find[V any](all []*V, ours func(*V) bool) *V {
	for _, item := range all {
		if ours(item) {
			return item
		}
	}
	return nil
}
