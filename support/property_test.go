package support_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// told is how a call ended, without what differs between direct calls and the wire.
func told(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%s %s %v %s %d %q %v", e.Op, e.Target, e.Kind, e.Code, e.Status, e.Message, e.Details)
}

// twin is the same tenant twice: one is called directly, the other one over the wire.
type twin struct {
	t      *rapid.T
	direct *admin.Memory
	wire   *admin.Test
	over   *support.Service
	begun  [][2]admin365.OperationID
}

// both does the same to both and compares what it came to.
func both[T any](w *twin, what string, do func(*support.Service, *support.Backstage) (T, error)) (direct, wire T) {
	w.t.Helper()
	direct, one := do(w.direct.Support, w.direct.Backstage.Support)
	wire, other := do(w.over, w.wire.Backstage.Support)
	require.Equal(w.t, told(one), told(other), what)
	return direct, wire
}

func (w *twin) same(what string, do func(*support.Service, *support.Backstage) (any, error)) {
	w.t.Helper()
	one, other := both(w, what, do)
	require.Equal(w.t, one, other, what)
}

func (w *twin) nothing(what string, do func(*support.Service, *support.Backstage) error) {
	w.t.Helper()
	w.same(what, func(s *support.Service, b *support.Backstage) (any, error) { return nil, do(s, b) })
}

// TestAnythingTwoWays: whatever is done in whatever order, directly and over the wire it
// comes to the same, refusals included.
func TestAnythingTwoWays(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	rapid.Check(t, func(r *rapid.T) {
		w := &twin{t: r, direct: admin.NewMemory(admin.MemoryConfig{}), wire: admin.NewTest(r)}
		w.over = w.wire.HTTP().Support
		const sub support.SubscriptionID = "5c000000-0000-4000-8000-000000000001"
		w.same("adding a subscription", func(_ *support.Service, b *support.Backstage) (any, error) {
			return b.AddSubscription(ctx, support.Subscription{ID: sub})
		})
		names := rapid.SampledFrom([]string{"a", "B", "b", "c c", "123", "tmp-x"})
		ids := rapid.Map(names, func(name string) support.TicketID { return support.TicketID(name) })
		id := rapid.OneOf(ids, rapid.Map(names, func(name string) support.TicketID { return support.SubscriptionTicket(sub, name) }))
		severity := rapid.SampledFrom([]support.Severity{support.Minimal, support.Moderate, support.Critical, support.HighestCriticalImpact, "urgent"})
		problems := rapid.SampledFrom([]support.ProblemID{linuxPerformance, linuxBoot, support.ProblemID(support.ServiceBilling + "/problemClassifications/44114011-6a66-e902-c00f-e419b6b4509f"), "nonsense"})
		r.Repeat(map[string]func(*rapid.T){
			"create": func(r *rapid.T) {
				n := aTicket(names.Draw(r, "name"))
				n.Severity, n.Problem = severity.Draw(r, "severity"), problems.Draw(r, "problem")
				n.Subscription = rapid.SampledFrom([]support.SubscriptionID{"", sub, "5c000000-0000-4000-8000-000000000002"}).Draw(r, "subscription")
				if rapid.Bool().Draw(r, "consents") {
					n.Consents = []support.SecondaryConsent{{Type: "VirtualMachineRunningLinuxService", Consent: "yes"}}
				}
				one, other := both(w, "create", func(s *support.Service, _ *support.Backstage) (*admin365.Operation, error) {
					return s.Tickets.Create(ctx, n)
				})
				w.note(one, other)
			},
			"get": func(r *rapid.T) {
				id := id.Draw(r, "id")
				w.same("get", func(s *support.Service, _ *support.Backstage) (any, error) {
					t, err := s.Tickets.Get(ctx, id)
					return timeless(t), err
				})
			},
			"list": func(r *rapid.T) {
				q := support.TicketQuery{PageSize: rapid.IntRange(0, 2).Draw(r, "page"), State: rapid.SampledFrom([]support.State{"", support.StateOpen, support.StateClosed, "asleep"}).Draw(r, "state")}
				q.Subscription = rapid.SampledFrom([]support.SubscriptionID{"", sub}).Draw(r, "subscription")
				w.same("list", func(s *support.Service, _ *support.Backstage) (any, error) {
					var list []*support.Ticket
					for t, err := range s.Tickets.List(ctx, q) {
						if err != nil {
							return nil, err
						}
						list = append(list, timeless(t))
					}
					return list, nil
				})
			},
			"update": func(r *rapid.T) {
				id, p := id.Draw(r, "id"), support.TicketPatch{}
				if rapid.Bool().Draw(r, "of severity") {
					p.Severity = new(severity.Draw(r, "severity"))
				}
				if rapid.Bool().Draw(r, "of contact") {
					p.Contact = &support.ContactPatch{Method: new(rapid.SampledFrom([]support.ContactMethod{"email", "phone", "pigeon"}).Draw(r, "method"))}
				}
				w.nothing("update", func(s *support.Service, _ *support.Backstage) error { return s.Tickets.Update(ctx, id, p) })
			},
			"close": func(r *rapid.T) {
				id := id.Draw(r, "id")
				w.nothing("close", func(s *support.Service, _ *support.Backstage) error { return s.Tickets.Close(ctx, id) })
			},
			"reopen": func(r *rapid.T) {
				id := id.Draw(r, "id")
				w.nothing("reopen", func(s *support.Service, _ *support.Backstage) error { return s.Tickets.Reopen(ctx, id) })
			},
			"say": func(r *rapid.T) {
				id, name := id.Draw(r, "id"), names.Draw(r, "name")
				one, other := both(w, "say", func(s *support.Service, _ *support.Backstage) (*admin365.Operation, error) {
					return s.Communications.Add(ctx, id, support.NewCommunication{Name: name, Subject: "About " + name, Body: "x"})
				})
				w.note(one, other)
			},
			"said": func(r *rapid.T) {
				id := id.Draw(r, "id")
				w.same("said", func(s *support.Service, _ *support.Backstage) (any, error) {
					count := 0
					for _, err := range s.Communications.List(ctx, id, support.CommunicationQuery{PageSize: 1}) {
						if err != nil {
							return nil, err
						}
						count++
					}
					return count, nil
				})
			},
			"microsoft": func(r *rapid.T) {
				id, engineer := id.Draw(r, "id"), rapid.SampledFrom([]string{"", "engineer@microsoft.com"}).Draw(r, "engineer")
				state := rapid.SampledFrom([]support.State{support.StateOpen, support.StateUpdating, support.StateClosed}).Draw(r, "state")
				w.nothing("assign", func(_ *support.Service, b *support.Backstage) error { return b.Assign(ctx, id, engineer) })
				w.nothing("state", func(_ *support.Service, b *support.Backstage) error { return b.SetState(ctx, id, state) })
			},
			"plan": func(r *rapid.T) {
				plan := rapid.SampledFrom([]support.Plan{support.PlanBasic, support.PlanProfessionalDirect, support.PlanUnified}).Draw(r, "plan")
				w.nothing("plan", func(_ *support.Service, b *support.Backstage) error { return b.SetPlan(ctx, plan) })
			},
			"time": func(*rapid.T) {
				w.direct.Advance(support.CreateTakes)
				w.wire.Advance(support.CreateTakes)
			},
			"": func(*rapid.T) { w.follow() }, //nolint:contextcheck // It has the context of its own test.
		})
	})
}

// linuxBoot is a problem that asks for a consent.
const linuxBoot support.ProblemID = "/providers/Microsoft.Support/services/cddd3eb5-1830-b494-44fd-782f691479dc/problemClassifications/a3650005-0001-4000-8000-cddd3eb51830"

// note keeps what was begun.
func (w *twin) note(one, other *admin365.Operation) {
	w.t.Helper()
	require.Equal(w.t, one == nil, other == nil)
	if one != nil {
		w.begun = append(w.begun, [2]admin365.OperationID{one.ID, other.ID})
	}
}

// follow compares where everything stands that was begun.
func (w *twin) follow() {
	for _, ids := range w.begun {
		one, err := w.direct.Support.Operations.Get(w.t.Context(), ids[0])
		require.NoError(w.t, err)
		other, err := w.over.Operations.Get(w.t.Context(), ids[1])
		require.NoError(w.t, err)
		require.Equal(w.t, fmt.Sprint(one.Kind, one.State, one.ResourceID, told(one.Err)), fmt.Sprint(other.Kind, other.State, other.ResourceID, told(other.Err)))
	}
}

// timeless is a ticket without its times: the two tenants were not asked at one moment.
func timeless(t *support.Ticket) *support.Ticket {
	if t == nil {
		return nil
	}
	now := *t
	now.Created, now.Modified, now.Response.Start, now.Response.Expires = t.ProblemStart, t.ProblemStart, t.ProblemStart, t.ProblemStart
	return &now
}
