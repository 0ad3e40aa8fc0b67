package support_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// TestSaved: a tenant is saved in the middle of everything, and what was begun ends in the
// one that is loaded.
func TestSaved(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ctx := t.Context()
	sub, err := m.Backstage.Support.AddSubscription(ctx, support.Subscription{Roles: map[admin365.ObjectID]support.AzureRole{"x": support.AzureReader}})
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Support.SetPlan(ctx, support.PlanUnified))
	require.NoError(t, m.Backstage.Support.AddCustomer(ctx, support.Customer{ID: "9c3bdb7a-6b3f-4c0c-9a3f-1f1b4f5f0001", Name: "Fabrikam"}))
	old := opened(t, m, m.Support, aTicket("old"))
	u := support.FileUpload{Workspace: old.Workspace, File: support.NewFile{Name: "a.txt", Size: 4, ChunkSize: 2}}
	require.Error(t, support.Upload(ctx, &cut{m.Support.Attachments, 2, false}, &u, bytes.NewReader([]byte("abcd"))))
	n := aTicket("new")
	n.Subscription = sub
	begun, err := m.Support.Tickets.Create(ctx, n)
	require.NoError(t, err)
	said, err := m.Support.Communications.Add(ctx, "old", support.NewCommunication{Name: "mine", Subject: "One", Body: "Two"})
	require.NoError(t, err)
	request, err := m.Support.Partner.Tickets.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
	require.NoError(t, err)
	_, err = m.Support.Partner.Communications.Add(ctx, support.TicketID(request.ResourceID), support.NewCommunication{Body: "z"})
	require.NoError(t, err)

	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	loaded, err := admin.LoadMemory(bytes.NewReader(file.Bytes()), admin.MemoryConfig{})
	require.NoError(t, err)
	var again bytes.Buffer
	require.NoError(t, loaded.Save(&again))
	assert.Equal(t, file.String(), again.String(), "the same tenant is the same bytes")

	loaded.Advance(support.CreateTakes)
	s := loaded.Support
	for _, o := range []*admin365.Operation{begun, said} {
		now, err := s.Operations.Get(ctx, o.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, now.State)
	}
	got, err := s.Tickets.Get(ctx, support.SubscriptionTicket(sub, "new"))
	require.NoError(t, err)
	assert.Equal(t, support.PlanUnified, got.Plan)
	_, err = s.Communications.Get(ctx, "old", "mine")
	require.NoError(t, err)
	require.NoError(t, support.Upload(ctx, s.Attachments, &u, bytes.NewReader([]byte("abcd"))))
	content, err := loaded.Backstage.Support.Received(ctx, old.Workspace, "a.txt")
	require.NoError(t, err)
	assert.Equal(t, "abcd", string(content))
	note, err := s.Partner.Communications.Get(ctx, support.TicketID(request.ResourceID), "1")
	require.NoError(t, err)
	assert.Equal(t, "z", note.Body)
}
