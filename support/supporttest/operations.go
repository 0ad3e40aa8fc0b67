package supporttest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func operationCases() []kase {
	return []kase{
		{
			Name: "Operations.Get/in-another-process", Needs: with(CanSwitch), Source: docOperations,
			Why: "the id is all that is written down when a program ends",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				for _, place := range []support.SubscriptionID{"", sub} {
					op := begin(c, sample(c, in(place)))
					other := seenBy(c, admin365.Caller{})
					now, err := other.Operations.Get(c.Context(), op.ID)
					c.Must(err, "getting an operation in another process")
					if now.ID != op.ID || now.Done() || now.Kind != support.KindCreateTicket {
						c.Errorf("there it is %+v", now)
					}
					finish(c, op)
					now, err = other.Operations.Get(c.Context(), op.ID)
					c.Must(err, "getting an operation in another process")
					if now.State != admin365.OperationSucceeded {
						c.Errorf("there it is %s", now.State)
					}
				}
			},
		},
		{
			Name: "Operations.Get/stays-ended", Needs: with(CanAdvance), Source: docOperations,
			Why: "who asks a day later wants to know how it ended, and gets no other answer than the first",
			Run: func(c *run) {
				good, bad := begin(c, sample(c)), begin(c, sample(c))
				finish(c, good)
				c.Must(c.S.Backstage.Fail(c.Context(), bad.ID, "QuotaExceeded", "There are too many."), "failing an operation")
				c.S.Advance(hour)
				if now := operation(c, good.ID); now.State != admin365.OperationSucceeded || now.Err != nil {
					c.Errorf("it is %s: %v", now.State, now.Err)
				}
				if now := operation(c, bad.ID); now.State != admin365.OperationFailed {
					c.Errorf("it is %s", now.State)
				}
				for _, op := range []*admin365.Operation{good, bad} {
					if err := c.S.Backstage.Finish(c.Context(), op.ID); err == nil {
						c.Errorf("what has ended ends once more")
					}
				}
			},
		},
		{
			Name: "Operations.Get/no-id", Needs: []string{HasOperations}, Source: docOperations,
			Why: "an id out of a file must not lead anywhere else, least of all to another host",
			Run: func(c *run) {
				for _, id := range strangeOperations() {
					op, err := c.S.Service.Operations.Get(c.Context(), id)
					if fault := (conform.Refusal{Kind: admin365.ErrInvalid}).Check(err); fault != nil {
						c.Errorf("%q: %v", id, fault)
					}
					if op != nil {
						c.Errorf("%q: it answers an operation beside its error", id)
					}
				}
			},
		},
		{
			Name: "Operations.Get/unknown", Needs: with(), Source: docAsync,
			Why: "an operation that nobody began is told apart from one that has ended",
			Run: func(c *run) {
				op := begin(c, sample(c))
				id := guid(string(op.ID))
				if id == "" {
					return // The implementation's ids are of another make.
				}
				_, err := c.S.Service.Operations.Get(c.Context(), admin365.OperationID(strings.ReplaceAll(string(op.ID), id, nobody())))
				c.Refused(err, unknown(opProgress))
			},
		},
		{
			Name: "Operations.Get/that-climbs", Needs: with(), Source: docPathIDs,
			Why: "an id with more in it leads to another resource, unless it is refused or escaped",
			Run: func(c *run) {
				op := begin(c, sample(c))
				id := guid(string(op.ID))
				if id == "" {
					return // The implementation's ids are of another make.
				}
				for _, tail := range []string{"/", "/..", "/../..", "/x", "%20", "/."} {
					_, err := c.S.Service.Operations.Get(c.Context(), admin365.OperationID(strings.Replace(string(op.ID), id, id+tail, 1)))
					if !refusedAs(err, "") {
						c.Errorf("with %q: %v, want that it is invalid, or not found", tail, err)
					}
				}
			},
		},
		{
			Name: "Operations.Get/two-at-once", Needs: with(), Source: docOperations,
			Why: "the end of one is not the end of the other",
			Run: func(c *run) {
				one, other := begin(c, sample(c)), begin(c, sample(c))
				if one.ID == other.ID {
					c.Fatalf("both are %s", one.ID)
				}
				finish(c, other)
				if now := operation(c, one.ID); now.Done() {
					c.Errorf("the one is %s", now.State)
				}
				if now := operation(c, other.ID); !now.Done() {
					c.Errorf("the other is %s", now.State)
				}
			},
		},
	}
}

// strangeOperations are ids that are none of an operation of support.
func strangeOperations() []admin365.OperationID {
	return []admin365.OperationID{
		"", "nonsense", "/", "..", admin365.OperationID("https://evil.example.com/" + nobody()), "//evil.example.com/x",
		"https://management.azure.com@evil.example.com/providers/Microsoft.Support/operationsStatus/x", "graph:/users",
	}
}
