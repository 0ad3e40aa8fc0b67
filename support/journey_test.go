package support_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
)

// ada is somebody to talk to.
func ada() support.Contact {
	return support.Contact{
		FirstName: "Ada", LastName: "King", Email: "ada.king@contoso.com", Method: support.ContactEmail,
		TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
	}
}

// linuxPerformance is a technical problem without consents.
const linuxPerformance support.ProblemID = "/providers/Microsoft.Support/services/cddd3eb5-1830-b494-44fd-782f691479dc/problemClassifications/a3650005-0002-4000-8000-cddd3eb51830"

// aTicket is a ticket to open.
func aTicket(name string) support.NewTicket {
	return support.NewTicket{
		Name: name, Title: "Slow", Description: "It is slow.", Severity: support.Moderate, Problem: linuxPerformance, Contact: ada(),
	}
}

// everyWay runs a test over the tenant reached in each way.
func everyWay(t *testing.T, run func(t *testing.T, m *admin.Memory, s *support.Service)) {
	t.Helper()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := newTest(t).Memory
			run(t, m, subjects.Client(t, m, way, admin365.Caller{}).Support)
		})
	}
}

// opened opens a ticket, and has the service finish at once.
func opened(t *testing.T, m *admin.Memory, s *support.Service, n support.NewTicket) *support.Ticket {
	t.Helper()
	o, err := s.Tickets.Create(t.Context(), n)
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Support.Finish(t.Context(), o.ID))
	got, err := s.Tickets.Get(t.Context(), support.TicketID(o.ResourceID))
	require.NoError(t, err)
	return got
}

// TestJourney: a ticket from its opening to its end, in every way.
func TestJourney(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx := t.Context()
		begun, err := s.Tickets.Create(ctx, aTicket("slow"))
		require.NoError(t, err)
		assert.Equal(t, "slow", begun.ResourceID)
		assert.False(t, begun.Done())
		_, err = s.Tickets.Get(ctx, "slow")
		require.ErrorIs(t, err, admin365.ErrNotFound, "it is being created")
		m.Advance(support.CreateTakes)
		o, err := s.Operations.Get(ctx, begun.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, o.State)
		assert.Equal(t, support.KindCreateTicket, o.Kind)
		assert.Equal(t, "slow", o.ResourceID)

		got, err := s.Tickets.Get(ctx, "SLOW")
		require.NoError(t, err)
		assert.Equal(t, support.StateOpen, got.State)
		assert.Equal(t, support.Moderate, got.Severity)
		assert.Equal(t, 120, got.Response.Minutes)
		assert.Equal(t, support.PlanProfessionalDirect, got.Plan)
		assert.Equal(t, "en-US", got.Contact.Language, "the service writes it so")
		assert.Len(t, got.Number, 16)
		assert.Equal(t, support.WorkspaceID(got.Number), got.Workspace)

		m.Advance(support.MailTakes)
		require.NoError(t, m.Backstage.Support.Assign(ctx, "slow", "engineer@microsoft.com"))
		require.ErrorIs(t, s.Tickets.Close(ctx, "slow"), admin365.ErrPrecondition)
		require.NoError(t, m.Backstage.Support.Say(ctx, "slow", "A question", "Since when?"))
		var waiting []string
		for w, err := range support.Waiting(ctx, s.Tickets, s.Communications, support.TicketQuery{}) {
			require.NoError(t, err)
			waiting = append(waiting, w.Name)
		}
		assert.Equal(t, []string{"slow"}, waiting)
		said, err := s.Communications.Add(ctx, "slow", support.NewCommunication{
			Name: "answer", Subject: "test subject for communication posted from azure python cli", Body: "Since yesterday.",
		})
		require.NoError(t, err)
		m.Advance(support.AddTakes)
		o, err = s.Operations.Get(ctx, said.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, o.State)
		var subjects []string
		for c, err := range s.Communications.List(ctx, "slow", support.CommunicationQuery{}) {
			require.NoError(t, err)
			subjects = append(subjects, string(c.Direction)+" "+c.Subject)
		}
		assert.Equal(t, []string{
			"outbound test subject for communication posted from azur... - TrackingID#" + got.Number,
			"inbound A question - TrackingID#" + got.Number,
			"inbound Your question was successfully submitted... - TrackingID#" + got.Number,
		}, withoutLongest(subjects))
		c, err := s.Communications.Get(ctx, "slow", "answer")
		require.NoError(t, err)
		assert.Equal(t, "<pre>Since yesterday.</pre>", c.Body)
		assert.NotEqual(t, support.CommunicationID("answer"), c.ID)

		require.NoError(t, m.Backstage.Support.SetState(ctx, "slow", support.StateClosed))
		require.ErrorIs(t, s.Tickets.Close(ctx, "slow"), admin365.ErrConflict)
		require.NoError(t, s.Tickets.Reopen(ctx, "slow"))
		require.NoError(t, s.Tickets.Close(ctx, "slow"))
	})
}

// withoutLongest cuts the automatic mail's subject, which is as long as it may be.
func withoutLongest(list []string) []string {
	for i, s := range list {
		if len(s) > 80 && i == len(list)-1 {
			list[i] = "inbound Your question was successfully submitted..." + s[len(s)-len(" - TrackingID#")-16:]
		}
	}
	return list
}

// TestPartnerJourney: a partner's request from its opening to its end, in every way.
func TestPartnerJourney(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx, p := t.Context(), s.Partner
		_, err := p.Tickets.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Critical, Problem: "32444671"})
		require.ErrorIs(t, err, admin365.ErrForbidden, "Contoso is no partner")
		const fabrikam = "9c3bdb7a-6b3f-4c0c-9a3f-1f1b4f5f0001"
		require.NoError(t, m.Backstage.Support.AddCustomer(ctx, support.Customer{ID: fabrikam, Name: "Fabrikam"}))
		made, err := support.Open(ctx, p.Tickets, p.Operations, support.NewTicket{
			Title: "TrialSR", Description: "Ignore this SR", Severity: support.Critical, Problem: "32444671", Customer: fabrikam,
		}, admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, support.StateNone, made.State)
		assert.True(t, made.Created.IsZero())
		assert.Equal(t, "Fabrikam", made.Organization.Name)
		m.Advance(support.OpensAfter)
		o, err := p.Communications.Add(ctx, made.ID, support.NewCommunication{Subject: "Hello", Body: "Sample Note"})
		require.NoError(t, err)
		assert.True(t, o.Done())
		assert.Equal(t, "1", o.ResourceID)
		require.NoError(t, m.Backstage.Support.SetState(ctx, made.ID, support.StateAttentionNeeded))
		waiting := 0
		for w, err := range support.Waiting(ctx, p.Tickets, p.Communications, support.TicketQuery{Customer: fabrikam}) {
			require.NoError(t, err)
			assert.Equal(t, made.ID, w.ID)
			assert.False(t, w.Created.IsZero())
			waiting++
		}
		assert.Equal(t, 1, waiting)
		require.NoError(t, p.Tickets.Update(ctx, made.ID, support.TicketPatch{Severity: new(support.Minimal)}))
		require.NoError(t, p.Tickets.Close(ctx, made.ID))
		got, err := p.Tickets.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, support.StateClosed, got.State)
		assert.Equal(t, support.Minimal, got.Severity)
		assert.False(t, got.Closed.IsZero())
		note, err := p.Communications.Get(ctx, made.ID, "1")
		require.NoError(t, err)
		assert.Equal(t, "Hello\n\nSample Note", note.Body)
		require.NoError(t, p.Tickets.Reopen(ctx, made.ID))
		o, err = p.Operations.Get(ctx, o.ID)
		require.NoError(t, err)
		assert.Equal(t, support.KindAddCommunication, o.Kind)
		var topics int
		for _, err := range p.Topics.List(ctx) {
			require.NoError(t, err)
			topics++
		}
		assert.Equal(t, 5, topics)
	})
}
