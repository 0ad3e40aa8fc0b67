package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// TestIncidentJourney is a day on duty: nobody can sign in, it is Microsoft, a ticket is
// opened from the incident, Microsoft asks and is answered, and both come to their end.
// What changed meanwhile is told once, whoever was killed in between.
func TestIncidentJourney(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		token := health.From(m.Now())
		var posts []string
		look := func() (changes int) {
			for change, err := range health.Watch(ctx, c.Health.Issues, c.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
				require.NoError(t, err)
				for _, p := range change.Posts {
					posts = append(posts, health.Text(p.Description.Content))
				}
				changes, token = changes+1, change.Token
			}
			return changes
		}

		// The incident, and whom it affects.
		const service = "Identity Service"
		began := m.Now()
		affected, err := health.Affecting(ctx, c.Health.Issues, service, began)
		require.NoError(t, err)
		require.Empty(t, affected)
		m.Advance(time.Minute)
		published, err := m.Backstage.Health.PublishIssue(ctx, health.NewIssue{
			Service: service, Title: "Users cannot sign in", Impact: "Sign-in fails with an error.", Start: began.Add(time.Second),
			Status: health.ServiceInterruption, Text: "<p>We're looking into it.</p>",
		})
		require.NoError(t, err)
		affected, err = health.Affecting(ctx, c.Health.Issues, service, m.Now())
		require.NoError(t, err)
		require.Len(t, affected, 1)
		incident := affected[0]
		assert.Equal(t, published, incident)
		overview, err := c.Health.Services.Get(ctx, service, health.ServiceQuery{})
		require.NoError(t, err)
		assert.Equal(t, health.ServiceInterruption, overview.Status)
		assert.Equal(t, 1, look())

		// The ticket, filled in from it.
		problem, err := support.FindProblem(ctx, c.Support.Catalogue, "Microsoft Entra sign-in and multifactor authentication", "Users cannot sign in")
		require.NoError(t, err)
		name := "incident-" + string(incident.ID)
		begun, err := c.Support.Tickets.Create(ctx, support.NewTicket{
			Name: name, Title: incident.Title, Description: health.Text(incident.Posts[0].Description.Content), Severity: support.Moderate,
			Problem: problem.ID, ProblemStart: incident.StartDateTime,
			Contact: support.Contact{
				FirstName: "Ada", LastName: "King", Email: "ada@contoso.com", Method: support.ContactEmail,
				TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
			},
		})
		require.NoError(t, err)
		m.Advance(time.Minute)
		done, err := support.Wait(ctx, c.Support.Operations, begun.ID, admin365.WaitOptions{Interval: time.Millisecond})
		require.NoError(t, err)
		ticket := support.TicketID(done.ResourceID)
		waiting := func() (names []string) {
			for w, err := range support.Waiting(ctx, c.Support.Tickets, c.Support.Communications, support.TicketQuery{}) {
				require.NoError(t, err)
				names = append(names, w.Name)
			}
			return names
		}
		opened, err := c.Support.Tickets.Get(ctx, ticket)
		require.NoError(t, err)
		assert.Equal(t, incident.Title, opened.Title)
		assert.Equal(t, "We're looking into it.", opened.Description)
		assert.Equal(t, incident.StartDateTime, opened.ProblemStart)
		assert.Empty(t, waiting(), "it waits for Microsoft")

		// The engineer asks, and is answered.
		m.Advance(5 * time.Minute)
		require.NoError(t, m.Backstage.Support.Assign(ctx, ticket, "engineer@microsoft.com"))
		require.NoError(t, m.Backstage.Support.Say(ctx, ticket, "A question", "Since when?"))
		require.Equal(t, []string{name}, waiting())
		m.Advance(time.Minute)
		said, err := c.Support.Communications.Add(ctx, ticket, support.NewCommunication{Subject: "Re: A question", Body: "Since " + incident.StartDateTime.Format(time.RFC3339)})
		require.NoError(t, err)
		m.Advance(time.Minute)
		_, err = support.Wait(ctx, c.Support.Operations, said.ID, admin365.WaitOptions{Interval: time.Millisecond})
		require.NoError(t, err)
		assert.Empty(t, waiting())
		var directions []support.Direction
		for one, err := range c.Support.Communications.List(ctx, ticket, support.CommunicationQuery{}) {
			require.NoError(t, err)
			directions = append(directions, one.Direction)
		}
		assert.Equal(t, []support.Direction{support.FromCustomer, support.FromMicrosoft, support.FromMicrosoft}, directions)
		assert.Zero(t, look(), "of the incident nothing is new")

		// The end.
		m.Advance(time.Hour)
		_, err = m.Backstage.Health.UpdateIssue(ctx, incident.ID, health.IssueUpdate{Status: health.ServiceRestored, Text: "<p>Final status: it is over.</p>"})
		require.NoError(t, err)
		require.NoError(t, m.Backstage.Support.SetState(ctx, ticket, support.StateClosed))
		assert.Equal(t, 1, look())
		assert.Zero(t, look())
		assert.Equal(t, []string{"We're looking into it.", "Final status: it is over."}, posts)
		over, err := c.Health.Issues.Get(ctx, incident.ID)
		require.NoError(t, err)
		assert.True(t, over.IsResolved)
		affected, err = health.Affecting(ctx, c.Health.Issues, service, over.EndDateTime.Add(time.Second))
		require.NoError(t, err)
		assert.Empty(t, affected)
		closed, err := c.Support.Tickets.Get(ctx, ticket)
		require.NoError(t, err)
		assert.Equal(t, support.StateClosed, closed.State)
		days, err := health.Days(ctx, c.Health.Issues, health.DaysQuery{From: began, To: m.Now(), Services: []string{service}})
		require.NoError(t, err)
		require.NotEmpty(t, days)
		assert.Equal(t, health.Incident, days[0].Services[0].Classification)
	})
}
