package support_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// TestOpenWaits: Open comes back when the ticket is there, and takes no real time in a
// bubble; over the wire the service does not say when to ask, and the client has an
// interval.
//
//nolint:paralleltest // A bubble takes no time, and no parallel tests.
func TestOpenWaits(t *testing.T) {
	for _, wire := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			m := newTest(t)
			s := m.Support
			if wire {
				s = m.HTTP().Support
			}
			started, polls := time.Now(), 0
			got, err := support.Open(t.Context(), s.Tickets, s.Operations, aTicket("slow"), admin365.WaitOptions{Progress: func(admin365.Operation) { polls++ }})
			require.NoError(t, err)
			assert.Equal(t, "slow", got.Name)
			assert.Equal(t, support.CreateTakes, time.Since(started))
			assert.Equal(t, 7, polls, "at once, and then every five seconds")
		})
	}
}

// TestOpenFails: a plan without the API is an error of the operation, and no ticket.
//
//nolint:paralleltest // A bubble takes no time, and no parallel tests.
func TestOpenFails(t *testing.T) {
	for _, wire := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			m := newTest(t)
			require.NoError(t, m.Backstage.Support.SetPlan(t.Context(), support.PlanDeveloper))
			s := m.Support
			if wire {
				s = m.HTTP().Support
			}
			n := aTicket("slow")
			n.Severity = support.Minimal
			_, err := support.Open(t.Context(), s.Tickets, s.Operations, n, admin365.WaitOptions{})
			require.ErrorIs(t, err, support.ErrPlan)
			require.ErrorIs(t, err, admin365.ErrPrecondition)
			assert.ErrorContains(t, err, "InvalidSupportPlan")

			billing := aTicket("bill")
			billing.Problem = support.ProblemID(string(support.ServiceBilling) + "/problemClassifications/44114011-6a66-e902-c00f-e419b6b4509f")
			got, err := support.Open(t.Context(), s.Tickets, s.Operations, billing, admin365.WaitOptions{})
			require.NoError(t, err, "billing needs no plan; recorded")
			assert.Equal(t, 480, got.Response.Minutes)
		})
	}
}

// TestOpenCanceled: who does not wait any longer is told so, and the ticket is made all the
// same.
//
//nolint:paralleltest // A bubble takes no time, and no parallel tests.
func TestOpenCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newTest(t)
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		_, err := support.Open(ctx, m.Support.Tickets, m.Support.Operations, aTicket("slow"), admin365.WaitOptions{})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(support.CreateTakes)
		_, err = m.Support.Tickets.Get(t.Context(), "slow")
		require.NoError(t, err)
	})
}

// TestCreateUncertain: an answer that is lost leaves the outcome open; the name tells.
func TestCreateUncertain(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	s := m.HTTP().Support
	defer m.Drill(admin.LostAnswer("support.Tickets.Create", 1))()
	_, err := s.Tickets.Create(t.Context(), aTicket("slow"))
	require.ErrorIs(t, err, admin365.ErrUncertain)
	m.Advance(support.CreateTakes)
	_, err = s.Tickets.Get(t.Context(), "slow")
	require.NoError(t, err, "it was made")
	_, err = s.Tickets.Create(t.Context(), aTicket("slow"))
	require.ErrorIs(t, err, admin365.ErrConflict)
}

// TestPartnerCreateOnce: Partner Center knows a repeat by MS-RequestId, the client's own and
// the caller's.
func TestPartnerCreateOnce(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	require.NoError(t, m.Backstage.Support.SetPartner(t.Context(), true))
	s := m.HTTP().Support.Partner
	n := support.NewTicket{Title: "Once", Description: "…", Severity: support.Minimal, Problem: "32444671", RequestID: "11111111-2222-4333-8444-555555555555"}
	for range 2 {
		_, err := s.Tickets.Create(t.Context(), n)
		require.NoError(t, err)
	}
	n.RequestID = ""
	stop := m.Drill(admin.LostAnswer("support.PartnerTickets.Create", 1))
	_, err := s.Tickets.Create(t.Context(), n)
	stop()
	require.NoError(t, err, "the client repeats it by itself")
	count := 0
	for _, err := range s.Tickets.List(t.Context(), support.TicketQuery{}) {
		require.NoError(t, err)
		count++
	}
	assert.Equal(t, 2, count)
}
