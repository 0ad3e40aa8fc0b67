package support_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// TestModified: whatever is done to a ticket, by us or by Microsoft, is seen by when it was
// changed, and by nothing else of its times.
func TestModified(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx, b := t.Context(), m.Backstage.Support
		begun, err := s.Tickets.Create(ctx, aTicket("slow"))
		require.NoError(t, err)
		m.Advance(support.CreateTakes)
		last, err := s.Tickets.Get(ctx, "slow")
		require.NoError(t, err)
		assert.Equal(t, support.CreateTakes, last.Modified.Sub(last.Created), begun.ID)
		m.Advance(support.MailTakes)
		for what, do := range []func() error{
			func() error { return nil },
			func() error {
				return s.Tickets.Update(ctx, "slow", support.TicketPatch{Diagnostics: new(support.ConsentYes)})
			},
			func() error { return s.Tickets.Close(ctx, "slow") },
			func() error { return s.Tickets.Reopen(ctx, "slow") },
			func() error { return b.Assign(ctx, "slow", "engineer@microsoft.com") },
			func() error { return b.Say(ctx, "slow", "A question", "Since when?") },
			func() error {
				o, err := s.Communications.Add(ctx, "slow", support.NewCommunication{Subject: "x", Body: "y"})
				require.NoError(t, err)
				return b.Finish(ctx, o.ID)
			},
			func() error { return b.SetState(ctx, "slow", support.StateUpdating) },
			func() error { return b.SetState(ctx, "slow", support.StateClosed) },
		} {
			require.NoError(t, do(), what)
			got, err := s.Tickets.Get(ctx, "slow")
			require.NoError(t, err)
			want := time.Minute
			if what == 0 {
				want = support.MailTakes // The mail.
			}
			assert.Equal(t, want, got.Modified.Sub(last.Modified), "%d", what)
			assert.Equal(t, last.Created, got.Created)
			last = got
			m.Advance(time.Minute)
		}
		assert.Equal(t, support.StateClosed, last.State)
		assert.Empty(t, last.Engineer, "nobody works on what is resolved")
	})
}

// TestPartnerModified: likewise of a request of Partner Center, with who it was.
func TestPartnerModified(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx, b, p := t.Context(), m.Backstage.Support, s.Partner
		require.NoError(t, b.SetPartner(ctx, true))
		o, err := p.Tickets.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
		require.NoError(t, err)
		id := support.TicketID(o.ResourceID)
		m.Advance(support.OpensAfter)
		last, err := p.Tickets.Get(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, last.Created, last.Modified)
		assert.Zero(t, last.LastUpdatedBy)
		m.Advance(time.Minute)
		for what, do := range []struct {
			do        func() error
			microsoft bool
			state     support.State
		}{
			{func() error { return p.Tickets.Update(ctx, id, support.TicketPatch{Severity: new(support.Critical)}) }, false, support.StateOpen},
			{func() error { return b.Say(ctx, id, "A question", "Since when?") }, true, support.StateOpen},
			{func() error { return b.SetState(ctx, id, support.StateAttentionNeeded) }, true, support.StateAttentionNeeded},
			{func() error {
				_, err := p.Communications.Add(ctx, id, support.NewCommunication{Body: "y"})
				return err
			}, false, support.StateOpen},
			{func() error { return p.Tickets.Close(ctx, id) }, false, support.StateClosed},
			{func() error { return p.Tickets.Reopen(ctx, id) }, false, support.StateOpen},
			{func() error { return b.SetState(ctx, id, support.StateClosed) }, true, support.StateClosed},
			{func() error { return b.SetState(ctx, id, support.StateOpen) }, true, support.StateOpen},
		} {
			require.NoError(t, do.do(), what)
			got, err := p.Tickets.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, time.Minute, got.Modified.Sub(last.Modified), "%d", what)
			assert.Equal(t, last.Created, got.Created, "%d", what)
			assert.Equal(t, do.state, got.State, "%d", what)
			assert.Equal(t, do.microsoft, got.LastUpdatedBy.LastName == "Microsoft", "%d", what)
			if do.state == support.StateClosed {
				assert.Equal(t, got.Modified, got.Closed, "%d", what)
			} else {
				assert.Equal(t, last.Closed, got.Closed, "%d", what)
			}
			last = got
			m.Advance(time.Minute)
		}
	})
}

// TestResponse: what is worked on by day and by night is answered within the minutes, and
// else within 20 hours; recorded.
func TestResponse(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	require.NoError(t, m.Backstage.Support.SetPlan(t.Context(), support.PlanPremier))
	for i, c := range []struct {
		severity support.Severity
		always   bool
		minutes  int
		within   time.Duration
	}{
		{support.Minimal, false, 480, 20 * time.Hour}, {support.Moderate, false, 240, 20 * time.Hour}, {support.Critical, false, 60, time.Hour},
		{support.HighestCriticalImpact, false, 15, 15 * time.Minute}, {support.Minimal, true, 480, 8 * time.Hour}, {support.Critical, true, 60, time.Hour},
	} {
		n := aTicket("t" + string(rune('a'+i)))
		n.Severity, n.AroundTheClock = c.severity, c.always
		got := opened(t, m, m.Support, n)
		assert.Equal(t, c.minutes, got.Response.Minutes, "%d", i)
		assert.Equal(t, c.within, got.Response.Expires.Sub(got.Response.Start), "%d", i)
		assert.Equal(t, got.Created, got.Response.Start, "%d", i)
	}
}
