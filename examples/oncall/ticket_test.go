package main

import (
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

const (
	signInIncident = health.IssueID("IS1300001")
	fabrikam       = admin365.TenantID("fab41ca0-0000-4000-8000-00000000fab1")
)

// troubled is a tenant in which people cannot sign in, and that is a partner.
func troubled(t *testing.T) *admin.Memory {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	_, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{
		Service: "Identity Service", ID: signInIncident, Title: "Users cannot sign in", Impact: "Sign-in fails with an error.",
		Text: "<p>We're looking into it.</p><script>steal()</script>", Feature: "Sign-In", FeatureGroup: "Authentication",
	})
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Support.AddCustomer(t.Context(), support.Customer{ID: fabrikam, Name: "Fabrikam"}))
	return m
}

// contactFile is a file with the person to talk to.
func contactFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "me.json")
	text, err := json.Marshal(map[string]string{
		"firstName": "Ada", "lastName": "King", "email": "ada@contoso.com", "timeZone": "Pacific Standard Time", "country": "USA", "language": "en-us",
	})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

// asking are the tickets of a place.
func asking(t *testing.T, tickets support.Tickets, q support.TicketQuery) (list []*support.Ticket) {
	t.Helper()
	for ticket, err := range tickets.List(t.Context(), q) {
		require.NoError(t, err)
		list = append(list, ticket)
	}
	return list
}

// TestAzureOnce: what Azure's support covers is opened there, filled in, and once.
func TestAzureOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.json")
	store(t, troubled(t), path)
	for _, via := range []string{viaMemory, viaHTTP} {
		args := []string{"-tenant-file", path, "-via", via, "-ticket", string(signInIncident), "-contact", contactFile(t)}
		if via == viaMemory {
			dry := oncall(t, args...)
			require.Equal(t, exitWell, dry.code, dry.stderr)
			assert.Contains(t, dry.stdout, `would be opened in Azure, severity moderate, about "Sign-in and password / Users cannot sign in"`)
			assert.Contains(t, dry.stdout, "nothing was opened; -yes does it")
			assert.Empty(t, asking(t, load(t, path).Support.Tickets, support.TicketQuery{}))
			r := oncall(t, append(args, "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "opened for IS1300001 in Azure: incident-IS1300001\n")
			assert.NotContains(t, dry.stdout+r.stdout+r.stderr, "ada@contoso.com")
		}
		again := oncall(t, append(args, "-yes")...)
		require.Equal(t, exitWell, again.code, again.stderr)
		assert.Contains(t, again.stdout, "there is a request for IS1300001 in Azure already: incident-IS1300001, open\n")
	}
	list := asking(t, load(t, path).Support.Tickets, support.TicketQuery{})
	require.Len(t, list, 1)
	is := list[0]
	assert.Equal(t, "Service incident IS1300001: Users cannot sign in", is.Title)
	assert.Equal(t, "Ada", is.Contact.FirstName)
	assert.Equal(t, support.ContactEmail, is.Contact.Method)
	assert.Equal(t, time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC), is.ProblemStart.Truncate(time.Minute))
	for _, says := range []string{"affected by IS1300001 (Identity Service)", "Impact: Sign-in fails with an error.", "Feature: Authentication / Sign-In", "We're looking into it."} {
		assert.Contains(t, is.Description, says)
	}
	assert.NotContains(t, is.Description, "steal")
}

// TestPartnerOnce: a partner opens it for a customer, about anything, and once.
func TestPartnerOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.json")
	store(t, troubled(t), path)
	args := []string{"-tenant-file", path, "-partner", string(fabrikam), "-ticket", "EX1207533"}
	dry := oncall(t, args...)
	require.Equal(t, exitWell, dry.code, dry.stderr)
	assert.Contains(t, dry.stdout, `would be opened in Partner Center, severity moderate, about "Exchange Online"`)
	r := oncall(t, append(args, "-yes")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "opened for EX1207533 in Partner Center: ")
	again := oncall(t, append(args, "-yes", "-via", "http")...)
	require.Equal(t, exitWell, again.code, again.stderr)
	assert.Contains(t, again.stdout, "there is a request for EX1207533 in Partner Center already")
	m := load(t, path)
	list := asking(t, m.Support.Partner.Tickets, support.TicketQuery{Customer: fabrikam})
	require.Len(t, list, 1)
	assert.Equal(t, "Service incident EX1207533: Some users may be unable to access their mailbox in any way", list[0].Title)

	// It waits for us when Microsoft says so, and for others' customers nothing does.
	is, _ := reported(t, m, options{partner: fabrikam})
	assert.Empty(t, is.Waiting)
	require.NoError(t, m.Backstage.Support.SetState(t.Context(), list[0].ID, support.StateAttentionNeeded))
	is, _ = reported(t, m, options{partner: fabrikam})
	require.Len(t, is.Waiting, 1)
	assert.Equal(t, "Partner Center", is.Waiting[0].Place)
	is, _ = reported(t, m, options{})
	assert.Empty(t, is.Waiting, "Azure's are others")
}

// TestPartnerTwins: two runs at the same time open one request.
func TestPartnerTwins(t *testing.T) {
	t.Parallel()
	m := troubled(t)
	o := options{partner: fabrikam, ticket: "EX1207533", yes: true}
	first := on(t, m, o)
	require.Equal(t, exitWell, first.code, first.stderr)
	second := on(t, m, o, func(c *connection) {
		service := *c.partner
		service.Tickets = blind{service.Tickets}
		c.partner = &service
	})
	require.Equal(t, exitWell, second.code, second.stderr)
	assert.Equal(t, first.stdout, second.stdout)
	assert.Len(t, asking(t, m.Support.Partner.Tickets, support.TicketQuery{Customer: fabrikam}), 1)
}

// blind are tickets that show none: the other run has not opened it yet.
type blind struct{ support.Tickets }

func (b blind) List(context.Context, support.TicketQuery) iter.Seq2[*support.Ticket, error] {
	return func(func(*support.Ticket, error) bool) {}
}

// TestLostAnswer: where the answer to the request is lost, it is looked for.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	m := troubled(t)
	o := options{ticket: signInIncident, contact: contactFile(t), yes: true}
	lost := on(t, m, o, func(c *connection) {
		service := *c.Support
		service.Tickets = lossy{service.Tickets, func() { m.Advance(time.Minute) }}
		c.Support = &service
	})
	assert.Equal(t, exitWell, lost.code, lost.stderr)
	assert.Contains(t, lost.stdout, "opened for IS1300001 in Azure: incident-IS1300001")
	assert.Len(t, asking(t, m.Support.Tickets, support.TicketQuery{}), 1)
}

// lossy creates, and loses the answer.
type lossy struct {
	support.Tickets
	after func()
}

func (l lossy) Create(ctx context.Context, n support.NewTicket) (*admin365.Operation, error) {
	if _, err := l.Tickets.Create(ctx, n); err != nil {
		return nil, err
	}
	l.after()
	return nil, &admin365.Error{Kind: admin365.ErrUncertain, Message: "the answer was lost"}
}

// TestPage: what no API opens is said, with the page that does.
func TestPage(t *testing.T) {
	t.Parallel()
	m := troubled(t)
	before := m.Snapshot()
	r := on(t, m, options{ticket: "EX1207533", yes: true, contact: contactFile(t)})
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "EX1207533 is about Exchange Online, for which Microsoft publishes no API: open the request at\n  "+m.Links().SupportRequests()+"\n")
	assert.Empty(t, m.Changes(before))
}

// TestRefused: what is missing or refused is said, and nothing is opened.
func TestRefused(t *testing.T) {
	t.Parallel()
	odd := filepath.Join(t.TempDir(), "odd.json")
	require.NoError(t, os.WriteFile(odd, []byte(`{"secret":"hunter2"}`), 0o600))
	contact := contactFile(t)
	for _, c := range []struct {
		name string
		o    options
		code int
		says string
	}{
		{"no such incident", options{ticket: "EX9999999"}, exitUsage, "there is no incident or advisory EX9999999"},
		{"nobody to talk to", options{ticket: signInIncident}, exitUsage, "-contact is expected"},
		{"no file", options{ticket: signInIncident, contact: odd + "x"}, exitUsage, "odd.jsonx"},
		{"no person", options{ticket: signInIncident, contact: odd}, exitUsage, "is no person to talk to"},
		{"no such problem", options{ticket: signInIncident, contact: contact, problem: "Cheese"}, exitUsage, `"Sign-in and password / Users cannot sign in"`},
		{"no such severity", options{ticket: signInIncident, contact: contact, severity: "awful"}, exitFailed, "everity"},
		{"another's customer", options{ticket: signInIncident, partner: "0b0b0b0b-0000-4000-8000-000000000001"}, exitFailed, ""},
	} {
		m := troubled(t)
		before := m.Snapshot()
		c.o.yes = true
		r := on(t, m, c.o)
		assert.Equal(t, c.code, r.code, c.name)
		assert.Contains(t, r.stderr, c.says, c.name)
		assert.NotContains(t, r.stderr, "hunter2", c.name)
		assert.Empty(t, m.Changes(before), c.name)
	}
	m := troubled(t)
	require.NoError(t, m.Backstage.Support.SetPlan(t.Context(), support.PlanBasic))
	r := on(t, m, options{ticket: signInIncident, contact: contact, yes: true})
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, strings.ToLower(r.stderr), "plan")
	assert.Empty(t, asking(t, m.Support.Tickets, support.TicketQuery{}))
}

// TestNamedProblem: the problem can be named by its end.
func TestNamedProblem(t *testing.T) {
	t.Parallel()
	r := on(t, troubled(t), options{ticket: signInIncident, contact: contactFile(t), problem: "reset does not work", severity: support.Critical})
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, `severity critical, about "Self-service password reset / Reset does not work"`)
}

// renamed are issues that have another id than the one that was asked for.
type renamed struct {
	health.Issues
	id health.IssueID
}

func (r renamed) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := r.Issues.Get(ctx, id)
	if err == nil {
		i.ID = r.id
	}
	return i, err
}

// TestTerminal: what a service calls an incident moves no cursor.
func TestTerminal(t *testing.T) {
	t.Parallel()
	for _, id := range []health.IssueID{"EX1207533", signInIncident} {
		r := on(t, troubled(t), options{ticket: id, contact: contactFile(t)}, func(c *connection) {
			c.Health.Issues = renamed{c.Health.Issues, "IS1\x1b[2J\u202e"}
		})
		assert.Contains(t, r.stdout, "IS1 ")
		assert.NotContains(t, r.stdout+r.stderr, "\x1b")
		assert.NotContains(t, r.stdout+r.stderr, "\u202e")
	}
}

// TestOver: of an incident that is over it is said so.
func TestOver(t *testing.T) {
	t.Parallel()
	m := troubled(t)
	_, err := m.Backstage.Health.UpdateIssue(t.Context(), signInIncident, health.IssueUpdate{Status: health.ServiceRestored})
	require.NoError(t, err)
	r := on(t, m, options{ticket: signInIncident, contact: contactFile(t)})
	assert.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stdout, "IS1300001 is over since 2026-01-05 09:00")
}

// TestCovered: what Azure's support covers, and what it does not.
func TestCovered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		issue health.Issue
		want  *azureService
	}{
		{health.Issue{Service: "Identity Service"}, aboutIdentity},
		{health.Issue{Service: "Microsoft Entra"}, aboutIdentity},
		{health.Issue{Service: "Microsoft 365 suite", Feature: "Billing", FeatureGroup: "Commerce"}, aboutBilling},
		{health.Issue{Service: "Microsoft 365 suite", Feature: "Portal"}, nil},
		{health.Issue{Service: "Exchange Online", Title: "Billing mails are late"}, nil},
	} {
		assert.Same(t, c.want, azureServiceOf(&c.issue), c.issue.Service+" "+c.issue.Feature)
	}
}
