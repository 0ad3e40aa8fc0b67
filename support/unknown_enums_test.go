package support_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// tomorrow is a service that has words which this module does not know.
type tomorrow struct {
	http.RoundTripper

	words *strings.Replacer
}

// RoundTrip implements http.RoundTripper.
func (f tomorrow) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := f.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	whole, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	whole = []byte(f.words.Replace(string(whole)))
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(whole)), int64(len(whole))
	response.Header.Del("Content-Length")
	return response, nil
}

// TestUnknownValuesAreKept: what the service says tomorrow comes through in lower case
// where the known values do, and stops nothing. No tenant in memory says it, so the
// public suite cannot ask.
func TestUnknownValuesAreKept(t *testing.T) {
	t.Parallel()
	ctx, m := t.Context(), newTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	words := tomorrow{e.Transport(), strings.NewReplacer(
		`"Open"`, `"Escalated"`, `"Moderate"`, `"Grave"`, `"Email"`, `"Pigeon"`, `"No"`, `"Perhaps"`, `"ProfessionalDirect"`, `"Platinum"`,
		`"Web"`, `"Pigeon"`, `"Outbound"`, `"Sideways"`, `"open"`, `"escalated"`, `"moderate"`, `"grave"`,
	)}
	c, err := admin.New(admin.Config{TenantID: m.TenantID(), Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: words}})
	require.NoError(t, err)
	made := opened(t, m.Memory, m.Support, aTicket(conform.Unique()))
	got, err := c.Support.Tickets.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, support.State("escalated"), got.State)
	assert.Equal(t, support.Severity("grave"), got.Severity)
	assert.Equal(t, support.ContactMethod("pigeon"), got.Contact.Method)
	assert.Equal(t, support.Consent("Perhaps"), got.Diagnostics)
	assert.Equal(t, support.Plan("Platinum"), got.Plan)
	listed, err := conform.Collect(c.Support.Tickets.List(ctx, support.TicketQuery{}))
	require.NoError(t, err)
	assert.Equal(t, support.State("escalated"), listed[0].State)

	op, err := m.Support.Communications.Add(ctx, made.ID, support.NewCommunication{Subject: "A subject", Body: "A body"})
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Support.Finish(ctx, op.ID))
	said, err := c.Support.Communications.Get(ctx, made.ID, support.CommunicationID(op.ResourceID))
	require.NoError(t, err)
	assert.Equal(t, support.CommunicationType("pigeon"), said.Type)
	assert.Equal(t, support.Direction("sideways"), said.Direction)

	require.NoError(t, m.Backstage.Support.SetPartner(ctx, true))
	topics, err := conform.Collect(m.Support.Partner.Topics.List(ctx))
	require.NoError(t, err)
	op, err = m.Support.Partner.Tickets.Create(ctx, support.NewTicket{Title: "A title", Description: "A description", Severity: support.Moderate, Problem: topics[0].ID})
	require.NoError(t, err)
	m.Advance(support.OpensAfter)
	asked, err := c.Support.Partner.Tickets.Get(ctx, support.TicketID(op.ResourceID))
	require.NoError(t, err)
	assert.Equal(t, support.State("escalated"), asked.State)
	assert.Equal(t, support.Severity("grave"), asked.Severity)
}
