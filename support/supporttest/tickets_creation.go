package supporttest

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// creationCases are about what goes on after Create has answered.
func creationCases() []kase {
	return []kase{
		{
			Name: "Tickets.Create/goes-on", Needs: with(CanAdvance), Source: docAsync,
			Why: "a ticket that was accepted is not yet one, and a program must not say that it is",
			Run: func(c *run) {
				n := sample(c)
				op := begin(c, n)
				report(c, "what Create answers",
					errIf(op.Done(), "it is %s", op.State), errIf(op.Err != nil, "it has the error %v", op.Err),
					errIf(op.Kind != support.KindCreateTicket, "Kind is %q", op.Kind),
					errIf(op.ResourceID == "", "ResourceID is empty"))
				_, err := c.S.Service.Tickets.Get(c.Context(), support.TicketID(n.Name))
				now := operation(c, op.ID)
				report(c, "meanwhile", errIf(now.Done(), "the operation is %s", now.State), errIf(now.ID != op.ID, "its id is %q", now.ID), errIf(now.Kind != op.Kind, "Kind is %q", now.Kind))
				c.Refused(err, unknown(opGet))
				if listsTicket(c, n) {
					c.Errorf("the list has a ticket that is being created")
				}
				c.S.Advance(5 * time.Minute)
				now = operation(c, op.ID)
				report(c, "five minutes later", errIf(now.State != admin365.OperationSucceeded, "the operation is %s: %v", now.State, now.Err), errIf(now.Err != nil, "it has the error %v", now.Err))
				if t := get(c, support.TicketID(op.ResourceID)); t.Name != n.Name || t.State != support.StateOpen {
					c.Errorf("the ticket is %q, %s", t.Name, t.State)
				}
				if !listsTicket(c, n) {
					c.Errorf("the list does not have the ticket")
				}
			},
		},
		{
			Name: "Tickets.Create/resource-of-the-operation", Needs: with(), Source: docOperations,
			Why: "the ticket is found by what the operation says of it, by another program too",
			Run: func(c *run) {
				n := sample(c)
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.TicketID(op.ResourceID))
				if string(t.ID) != op.ResourceID || t.ID != support.TicketID(n.Name) {
					c.Errorf("the ticket's id is %q, the operation says %q, and its maker calls it %q", t.ID, op.ResourceID, n.Name)
				}
				// Of a ticket the service tells its number, and nothing else.
				if now := operation(c, op.ID); now.ResourceID != op.ResourceID && now.ResourceID != t.Number {
					c.Errorf("afterwards ResourceID is %q", now.ResourceID)
				}
			},
		},
		{
			Name: "Tickets.Create/plan-refused-later", Needs: with(CanAdvance), Source: docPlan,
			Why: "the answer is good, and there is no ticket: who does not wait never learns it",
			Run: func(c *run) {
				for _, p := range []support.Plan{support.PlanBasic, support.PlanDeveloper, support.PlanStandard} {
					plan(c, p)
					n := sample(c)
					op := begin(c, n)
					c.S.Advance(5 * time.Minute)
					failed(c, op, func(err error) { planned(c, err, planLacks(support.KindCreateTicket)) })
					_, err := c.S.Service.Tickets.Get(c.Context(), support.TicketID(n.Name))
					c.Refused(err, unknown(opGet))
					if listsTicket(c, n) {
						c.Errorf("plan %s: the list has the ticket", p)
					}
				}
			},
		},
		{
			Name: "Tickets.Create/plans-that-include-it", Needs: with(CanAdvance), Source: docPlan,
			Why: "who pays for support gets it",
			Run: func(c *run) {
				for _, p := range []support.Plan{support.PlanProfessionalDirect, support.PlanPremier, support.PlanUnified} {
					plan(c, p)
					op := begin(c, sample(c))
					c.S.Advance(5 * time.Minute)
					if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
						c.Errorf("plan %s: it is %s: %v", p, now.State, now.Err)
						continue
					}
					if t := get(c, support.TicketID(op.ResourceID)); t.Plan != p {
						c.Errorf("Plan is %q, want %q", t.Plan, p)
					}
				}
			},
		},
		{
			Name: "Tickets.Create/billing-needs-no-plan", Needs: with(CanAdvance), Source: docRecorded,
			Why: "a company that cannot pay its bill has no plan, and has to talk about the bill",
			Run: func(c *run) {
				plan(c, support.PlanBasic)
				op := begin(c, sample(c, about(billing(c).ID)))
				c.S.Advance(5 * time.Minute)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
					c.Fatalf("it is %s: %v", now.State, now.Err)
				}
				if t := get(c, support.TicketID(op.ResourceID)); t.Plan != support.PlanBasic || t.PlanName == "" {
					c.Errorf("Plan is %q, %q", t.Plan, t.PlanName)
				}
			},
		},
		{
			Name: "Tickets.Create/billing-of-a-subscription-needs-one", Needs: with(CanAdvance), Source: docTickets,
			Why: "the exception is for the tenant's tickets alone",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				plan(c, support.PlanBasic)
				op := begin(c, sample(c, in(sub), about(billing(c).ID)))
				c.S.Advance(5 * time.Minute)
				failed(c, op, func(err error) { planned(c, err, planLacks(support.KindCreateTicket)) })
			},
		},
		{
			Name: "Tickets.Create/fails", Needs: with(), Source: docOperations,
			Why: "a failed operation is not a failed poll, and says of itself why it failed",
			Run: func(c *run) {
				n := sample(c)
				op := begin(c, n)
				c.Must(c.S.Backstage.Fail(c.Context(), op.ID, "QuotaExceeded", "There are too many."), "failing an operation")
				failed(c, op, func(err error) {
					notPlanned(c, err, conform.Refusal{Kind: admin365.ErrUnavailable, Code: "QuotaExceeded", Op: support.KindCreateTicket})
				})
				_, err := c.S.Service.Tickets.Get(c.Context(), support.TicketID(n.Name))
				c.Refused(err, unknown(opGet))
				op = begin(c, sample(c))
				c.Must(c.S.Backstage.Fail(c.Context(), op.ID, "", ""), "failing an operation")
				failed(c, op, func(err error) { notPlanned(c, err, plainly(admin365.ErrUnavailable, support.KindCreateTicket)) })
			},
		},
		{
			Name: "Tickets.Create/plan-in-other-words", Needs: with(), Source: docPlan,
			Why: "the text behind the code is the service's own, and another one tomorrow",
			Run: func(c *run) {
				op := begin(c, sample(c))
				c.Must(c.S.Backstage.Fail(c.Context(), op.ID, "InvalidSupportPlan", "Your support plan type is Internal"), "failing an operation")
				failed(c, op, func(err error) { planned(c, err, planLacks(support.KindCreateTicket)) })
			},
		},
		{
			Name: "Tickets.Create/severity-needs-a-plan", Needs: with(), Source: docCreate,
			Why: "the highest severity wakes people up, and is sold to those who pay for it",
			Run: func(c *run) {
				for _, p := range []support.Plan{support.PlanProfessionalDirect, support.PlanStandard, support.PlanBasic} {
					plan(c, p)
					op, err := c.S.Service.Tickets.Create(c.Context(), sample(c, grave(support.HighestCriticalImpact)))
					planned(c, err, plainly(support.ErrPlan, opCreate).On("severity"))
					if op != nil {
						c.Errorf("plan %s: it answers an operation beside its error", p)
					}
				}
				for _, p := range []support.Plan{support.PlanPremier, support.PlanUnified} {
					plan(c, p)
					if t := add(c, grave(support.HighestCriticalImpact)); t.Severity != support.HighestCriticalImpact {
						c.Errorf("plan %s: Severity is %q", p, t.Severity)
					}
				}
			},
		},
		{
			Name: "Wait/plan", Needs: with(CanAdvance), Source: docOpen,
			Why: "who waits is told why there is no ticket",
			Run: func(c *run) {
				plan(c, support.PlanBasic)
				op := begin(c, sample(c))
				last, err := support.Wait(c.Context(), c.S.hasty(), op.ID, admin365.WaitOptions{})
				planned(c, err, planLacks(support.KindCreateTicket))
				if last == nil || last.State != admin365.OperationFailed {
					c.Errorf("with the error comes %+v", last)
				}
			},
		},
	}
}

// hasty lets time pass before each poll, so that nobody has to wait for it.
type hasty struct {
	support.Operations

	advance func(time.Duration)
}

// Get implements [support.Operations].
func (h hasty) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	h.advance(5 * time.Minute)
	return h.Operations.Get(ctx, id)
}

// hasty are the operations of the subject, for which nobody has to wait.
func (s tenant) hasty() support.Operations { return hasty{s.Service.Operations, s.Advance} }

// listsTicket reports whether the list has a ticket of the name.
func listsTicket(c *run, n support.NewTicket) bool {
	c.Helper()
	return find(list(c, support.TicketQuery{Subscription: n.Subscription}), func(t *support.Ticket) bool { return t.Name == n.Name }) != nil
}

// failed checks that an operation has failed, and its error.
func failed(c *run, op *admin365.Operation, check func(error)) {
	c.Helper()
	now := operation(c, op.ID)
	if now.State != admin365.OperationFailed || now.Err == nil {
		c.Errorf("the operation is %s, with the error %v", now.State, now.Err)
		return
	}
	if _, ok := errors.AsType[*admin365.Error](now.Err); !ok {
		c.Errorf("its error is a %T", now.Err)
	}
	check(now.Err)
}
