package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strconv"
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

// killAt makes this test binary the program itself, which kills itself at the point of
// that number.
const killAt = "ONCALL_TEST_KILL_AT"

func TestMain(m *testing.M) {
	number := os.Getenv(killAt)
	if number == "" {
		os.Exit(m.Run())
	}
	last, err := strconv.Atoi(number)
	if err != nil {
		panic(err)
	}
	n := 0
	os.Exit(mainOf(program{live: live, at: func(string) {
		if n++; n == last {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			if err != nil {
				panic(err)
			}
			select {}
		}
	}}))
}

// ran is what became of a run in this process.
type ran struct {
	code           int
	stdout, stderr string
	points         []string
}

func oncall(t *testing.T, args ...string) (r ran) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{
		name: "oncall", stdout: &stdout, stderr: &stderr, zone: time.UTC, live: live,
		at: func(point string) { r.points = append(r.points, point) },
	}
	r.code = p.run(t.Context(), args)
	r.stdout, r.stderr = stdout.String(), stderr.String()
	return r
}

// on answers on a tenant in memory.
func on(t *testing.T, m *admin.Memory, o options, change ...func(*connection)) ran {
	t.Helper()
	c, err := reach(m, viaMemory)
	require.NoError(t, err)
	for _, f := range change {
		f(c)
	}
	if o.zone == nil {
		o.zone = time.UTC
	}
	var stdout, stderr bytes.Buffer
	p := program{name: "oncall", stdout: &stdout, stderr: &stderr}
	code := p.answer(t.Context(), c, o)
	return ran{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// reported is the report of a look.
func reported(t *testing.T, m *admin.Memory, o options, change ...func(*connection)) (report, int) {
	t.Helper()
	o.json = true
	r := on(t, m, o, change...)
	var is report
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &is), r.stdout+r.stderr)
	return is, r.code
}

// calm is a tenant in which nothing is open.
func calm(t *testing.T) *admin.Memory {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	for _, id := range []health.IssueID{"EX1207533", "CR1207240"} {
		_, err := m.Backstage.Health.UpdateIssue(t.Context(), id, health.IssueUpdate{Text: "It is over.", Status: health.ServiceRestored})
		require.NoError(t, err)
	}
	return m
}

func TestTable(t *testing.T) {
	t.Parallel()
	r := on(t, admin.NewMemory(admin.MemoryConfig{}), options{})
	assert.Equal(t, exitBurns, r.code)
	assert.Empty(t, r.stderr)
	for _, line := range []string{
		"Contoso at 2026-01-05 09:00: it burns: EX1207533\n",
		"\nOpen:\n  EX1207533  incident  Exchange Online    service degradation  since 2026-01-05 07:48  Some users may be unable to access their mailbox in any way\n  CR1207240  advisory",
		"\nWhat Microsoft has said since 2026-01-04 09:00:\n  2026-01-04 17:45  CR1207240",
		"\nTo be done in the next 30 days:\n  by 2026-01-20 08:00  MC1201995  high  Dynamics 365 Apps, Power Apps  Renew the certificates",
		"\nTickets that wait for us:\n  nothing\n",
		"  Exchange Online      ....#........................#  service degradation\n",
		"  Microsoft Teams      ...........+++++..............  service operational\n",
		"  nothing was wrong with 22 other services\n",
		"\nhttps://admin.microsoft.com/Adminportal/Home#/servicehealth\n",
	} {
		assert.Contains(t, r.stdout, line)
	}
	assert.NotContains(t, r.stdout, "MC1198401", "what is to be done in more than 30 days")
	assert.NotContains(t, r.stdout, "LY1205001", "Contoso has no Skype for Business")
}

// TestZone: days and moments are those of the zone that is named.
func TestZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Pacific/Auckland")
	require.NoError(t, err)
	r := on(t, admin.NewMemory(admin.MemoryConfig{}), options{zone: zone})
	assert.Contains(t, r.stdout, "Contoso at 2026-01-05 22:00")
	is, _ := reported(t, admin.NewMemory(admin.MemoryConfig{}), options{zone: zone})
	assert.Equal(t, "Pacific/Auckland", is.Zone)
	for _, s := range is.Services {
		if s.Name == "Microsoft 365 suite" {
			// From 29 December 22:10 to 30 December 01:45 in UTC is one day there.
			assert.Equal(t, 1, s.bad())
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	is, code := reported(t, m, options{})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, m.TenantID(), is.Tenant)
	assert.Equal(t, []string{"EX1207533"}, is.Burning)
	require.Len(t, is.Open, 2)
	assert.Equal(t, health.IssueID("EX1207533"), is.Open[0].ID)
	assert.Equal(t, health.Incident, is.Open[0].Classification)
	require.Len(t, is.Open[0].Posts, 2)
	assert.True(t, strings.HasPrefix(is.Open[0].Posts[1].Text, "Scope: Users whose mailboxes"), "posts are plain text")
	require.Len(t, is.Due, 1)
	assert.Equal(t, "https://admin.microsoft.com/Adminportal/Home#/MessageCenter/:/messages/MC1201995", is.Due[0].Page)
	require.Len(t, is.Services, 26)
	for _, s := range is.Services {
		assert.Len(t, s.Days, daysBack, s.Name)
		assert.Equal(t, "2026-01-05", s.Days[daysBack-1].Date)
	}
	assert.Equal(t, []health.IssueID{"CR1207240"}, is.Services[0].Days[daysBack-1].Issues)

	// What is empty is an empty list, which is what other programs expect.
	r := on(t, calm(t), options{json: true})
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &raw))
	for _, key := range []string{"burning", "open", "waiting", "missing"} {
		assert.Equal(t, "[]", string(raw[key]), key)
	}
}

// TestCode: what burns, and what does not.
func TestCode(t *testing.T) {
	t.Parallel()
	m := calm(t)
	is, code := reported(t, m, options{})
	assert.Equal(t, exitWell, code, "what is over, burns no more")
	assert.Empty(t, is.Burning)
	r := on(t, m, options{})
	assert.Contains(t, r.stdout, ": nothing burns\n")

	_, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{Service: "Sway", ID: "SW1300001", Title: "Slow", Classification: health.Advisory})
	require.NoError(t, err)
	is, code = reported(t, m, options{})
	assert.Equal(t, exitWell, code, "an advisory burns nothing")
	assert.Len(t, is.Open, 1)

	_, err = m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{Service: "Skype for Business", ID: "LY1300001", Title: "Calls drop"})
	require.NoError(t, err)
	_, code = reported(t, m, options{})
	assert.Equal(t, exitWell, code, "a service that the tenant has not")

	_, err = m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{Service: "Sway", ID: "SW1300002", Title: "Odd", Classification: "meltdown"})
	require.NoError(t, err)
	is, code = reported(t, m, options{})
	assert.Equal(t, exitBurns, code, "what is not known to be harmless")
	assert.Equal(t, []string{"SW1300002"}, is.Burning)
}

// TestWaiting: tickets that wait for us are told, and burn if they are critical.
func TestWaiting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		severity support.Severity
		code     int
	}{{support.Minimal, exitWell}, {support.Critical, exitBurns}} {
		m := calm(t)
		c2, err := reach(m, viaMemory)
		require.NoError(t, err)
		problem, err := support.FindProblem(t.Context(), m.Support.Catalogue, "Billing", "Refund request")
		require.NoError(t, err)
		opened, err := support.Open(t.Context(), c2.Support.Tickets, c2.Support.Operations, support.NewTicket{
			Name: "refund", Title: "Refund", Description: "Please.", Severity: c.severity, Problem: problem.ID, Contact: ada(),
		}, c2.wait)
		require.NoError(t, err)
		is, _ := reported(t, m, options{})
		assert.Empty(t, is.Waiting, "it waits for Microsoft")
		require.NoError(t, m.Backstage.Support.Assign(t.Context(), opened.ID, "engineer@microsoft.com"))
		m.Advance(time.Minute)
		require.NoError(t, m.Backstage.Support.Say(t.Context(), opened.ID, "A question", "Which invoice?"))
		is, code := reported(t, m, options{})
		assert.Equal(t, c.code, code)
		require.Len(t, is.Waiting, 1)
		assert.Equal(t, support.TicketID("refund"), is.Waiting[0].ID)
		r := on(t, m, options{})
		assert.Contains(t, r.stdout, "\nTickets that wait for us:\n  refund  Azure  "+string(c.severity))
		assert.NotContains(t, r.stdout, "ada@", "whom Microsoft talks to is nobody else's business")
	}
}

func ada() support.Contact {
	return support.Contact{
		FirstName: "Ada", LastName: "King", Email: "ada@contoso.com", Method: support.ContactEmail,
		TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
	}
}

// TestViaHTTP: the same is told over HTTP.
func TestViaHTTP(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.json")
	store(t, admin.NewMemory(admin.MemoryConfig{}), path)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	memory := oncall(t, "-tenant-file", path)
	wire := oncall(t, "-tenant-file", path, "-via", "http")
	require.Equal(t, exitBurns, wire.code, wire.stderr)
	assert.Equal(t, memory.stdout, wire.stdout)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "a look leaves the tenant alone")
}

// TestPartly: a part that cannot be read is said, and the code is that of something wrong.
func TestPartly(t *testing.T) {
	t.Parallel()
	forbidden := &admin365.Error{Kind: admin365.ErrForbidden, Message: "no\x1b[2J role"}
	hide := func(c *connection) { c.Support.Tickets = silent{c.Support.Tickets, forbidden} }
	is, code := reported(t, calm(t), options{}, hide)
	assert.Equal(t, exitFailed, code)
	require.Len(t, is.Missing, 1)
	assert.Contains(t, is.Missing[0], "the tickets could not be read: ")
	r := on(t, calm(t), options{}, hide)
	assert.Contains(t, r.stdout, "nothing burns of what could be read")
	assert.Contains(t, r.stderr, "the tickets could not be read")
	assert.NotContains(t, r.stderr+r.stdout, "\x1b")
	_, code = reported(t, admin.NewMemory(admin.MemoryConfig{}), options{}, hide)
	assert.Equal(t, exitBurns, code, "fire wins")
}

// silent are tickets that cannot be listed.
type silent struct {
	support.Tickets
	err error
}

func (s silent) List(context.Context, support.TicketQuery) iter.Seq2[*support.Ticket, error] {
	return func(yield func(*support.Ticket, error) bool) { yield(nil, s.err) }
}

// TestUnreadable: without service health there is nothing to tell.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.json")
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	assert.Equal(t, exitUsage, oncall(t, "-tenant-file", path).code)

	m := admin.NewMemory(admin.MemoryConfig{})
	other := m.As(admin365.AsUser("AdeleV@contoso.com"))
	r := on(t, m, options{}, func(c *connection) { c.Client = other })
	assert.Equal(t, exitUsage, r.code)
	assert.Empty(t, r.stdout)

	p := program{name: "oncall", stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, live: func(options) (*connection, error) { return nil, errors.New("no credential") }}
	assert.Equal(t, exitUsage, p.run(t.Context(), []string{"-live", "-tenant", "contoso.com"}))
}

// nowhere are the services of a tenant that has none, or two of one name.
type nowhere struct {
	health.Services
	names []string
}

func (n nowhere) List(context.Context, health.ServiceQuery) iter.Seq2[*health.ServiceHealth, error] {
	return func(yield func(*health.ServiceHealth, error) bool) {
		for _, name := range n.names {
			if !yield(&health.ServiceHealth{Service: name, Status: health.ServiceOperational}, nil) {
				return
			}
		}
	}
}

// TestOddServices: a list of services that does not fit the issues is told as far as it
// goes.
func TestOddServices(t *testing.T) {
	t.Parallel()
	having := func(names ...string) func(*connection) {
		return func(c *connection) { c.Health.Services = nowhere{c.Health.Services, names} }
	}
	is, code := reported(t, admin.NewMemory(admin.MemoryConfig{}), options{}, having())
	assert.Equal(t, exitBurns, code)
	assert.Empty(t, is.Services)
	assert.Len(t, is.Open, 2)
	is, _ = reported(t, admin.NewMemory(admin.MemoryConfig{}), options{}, having("Planner", "planner", "Exchange Online"))
	require.Len(t, is.Services, 3)
	for _, s := range is.Services {
		assert.Len(t, s.Days, daysBack, s.Name)
		assert.Equal(t, s.Name == "Exchange Online", s.bad() > 0, s.Name)
	}
	assert.NotEmpty(t, pageOf(t, admin.NewMemory(admin.MemoryConfig{})))
}

// TestRefusedPart: a part whose condition the service does not take is one that could not
// be read, and what is open is told.
func TestRefusedPart(t *testing.T) {
	t.Parallel()
	refused := &admin365.Error{Kind: admin365.ErrInvalid, Message: "no such filter"}
	is, code := reported(t, admin.NewMemory(admin.MemoryConfig{}), options{}, func(c *connection) { c.Support.Tickets = silent{c.Support.Tickets, refused} })
	assert.Equal(t, exitBurns, code)
	assert.Len(t, is.Open, 2)
	require.Len(t, is.Missing, 1)
	assert.Contains(t, is.Missing[0], "no such filter")
}

func TestDemonstration(t *testing.T) {
	t.Parallel()
	r := oncall(t)
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, says := range []string{
		"it burns: EX1207533", "Nine of ten mailboxes", "Adele Vance (AdeleV@contoso.com): it may be Microsoft", "the account is blocked",
		"for which Microsoft publishes no API", "the exit code would have been 3",
	} {
		assert.Contains(t, r.stdout, says)
	}
	_, later, _ := strings.Cut(r.stdout, "An hour later")
	assert.Equal(t, 1, strings.Count(later, "CR1207240"), "it is open, and is not told as new again")
}

func store(t *testing.T, m *admin.Memory, path string) {
	t.Helper()
	var tenant bytes.Buffer
	require.NoError(t, m.Save(&tenant))
	require.NoError(t, os.WriteFile(path, tenant.Bytes(), 0o600))
}

func load(t *testing.T, path string) *admin.Memory {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	m, err := admin.LoadMemory(f, admin.MemoryConfig{})
	require.NoError(t, err)
	return m
}
