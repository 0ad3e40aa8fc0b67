package health_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// TestLifeOfAnIssue: from the first word to the review, and what a service says of
// itself meanwhile.
func TestLifeOfAnIssue(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	status := func() health.Status {
		s, err := m.Health.Services.Get(ctx, "Microsoft Teams", health.ServiceQuery{})
		require.NoError(t, err)
		return s.Status
	}
	assert.Equal(t, health.ServiceOperational, status())
	began := m.Now().Add(-time.Hour).Truncate(time.Millisecond)
	i, err := b.PublishIssue(ctx, health.NewIssue{Service: "microsoftteams", Title: "No calls", Start: began, Text: "<p>one</p>"})
	require.NoError(t, err)
	assert.Equal(t, health.IssueID("TM1210001"), i.ID)
	assert.Equal(t, health.Investigating, status())
	got, err := m.Health.Issues.Get(ctx, i.ID)
	require.NoError(t, err)
	assert.Equal(t, i, got)
	assert.True(t, i.Open() && i.EndDateTime.IsZero())
	assert.Equal(t, began.UTC(), i.StartDateTime)
	for _, s := range []health.Status{health.ServiceInterruption, health.RestoringService, health.ExtendedRecovery, health.VerifyingService, "planet"} {
		m.Advance(time.Minute)
		i, err = b.UpdateIssue(ctx, i.ID, health.IssueUpdate{Status: s, Text: "<p>next</p>"})
		require.NoError(t, err)
		assert.Equal(t, s, status())
		assert.Equal(t, i.LastModifiedDateTime, i.Posts[len(i.Posts)-1].CreatedDateTime)
	}
	assert.Len(t, i.Posts, 6)
	m.Advance(time.Hour)
	i, err = b.UpdateIssue(ctx, i.ID, health.IssueUpdate{Status: health.ServiceRestored, PostType: health.PostQuick, Text: "<p>over</p>"})
	require.NoError(t, err)
	assert.True(t, i.IsResolved)
	assert.Equal(t, i.LastModifiedDateTime, i.EndDateTime)
	assert.Equal(t, health.ServiceOperational, status())
	_, err = m.Health.Issues.Report(ctx, i.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	ended := i.EndDateTime
	m.Advance(5 * 24 * time.Hour)
	i, err = b.PublishReport(ctx, i.ID, health.File{ContentType: "application/pdf", Content: []byte("why")})
	require.NoError(t, err)
	assert.Equal(t, ended, i.EndDateTime)
	file, err := m.Health.Issues.Report(ctx, i.ID)
	require.NoError(t, err)
	assert.Equal(t, &health.File{ContentType: "application/pdf", Content: []byte("why")}, file)
	file.Content[0] = 'X'
	again, err := m.Health.Issues.Report(ctx, i.ID)
	require.NoError(t, err)
	assert.Equal(t, "why", string(again.Content), "it belonged to the caller")
	// It opens again.
	i, err = b.UpdateIssue(ctx, i.ID, health.IssueUpdate{Status: health.ServiceDegradation})
	require.NoError(t, err)
	assert.True(t, i.Open() && i.EndDateTime.IsZero())
	_, err = m.Health.Issues.Report(ctx, i.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound, "the state has none")
}

// TestSubscriptions: what a tenant does not subscribe to it does not learn of.
func TestSubscriptions(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	_, err := m.Health.Services.Get(ctx, "Skype for Business", health.ServiceQuery{})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	require.NoError(t, b.Subscribe(ctx, "lync"))
	require.NoError(t, b.Subscribe(ctx, "Lync"))
	_, err = m.Health.Issues.Get(ctx, "LY1205001")
	require.NoError(t, err)
	require.NoError(t, b.Unsubscribe(ctx, "Skype for Business"))
	_, err = m.Health.Issues.Get(ctx, "LY1205001")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	require.ErrorIs(t, b.Unsubscribe(ctx, "Lync"), admin365.ErrNotFound)
	require.ErrorIs(t, b.Subscribe(ctx, "Planet Online"), admin365.ErrInvalid)
	other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	assert.Len(t, collect(other.Health.Services.List(ctx, health.ServiceQuery{})), 2, "what every tenant has")
	assert.Empty(t, collect(other.Health.Issues.List(ctx, health.IssueQuery{})))
}

// TestRetention: what ended long ago is gone, if the service keeps it no longer.
func TestRetention(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	n := func() int { return len(collect(m.Health.Issues.List(ctx, health.IssueQuery{}))) }
	require.Equal(t, 6, n())
	require.NoError(t, b.SetRetention(ctx, 20*24*time.Hour))
	assert.Equal(t, 5, n())
	_, err := m.Health.Issues.Get(ctx, "EX1201188")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = m.Health.Issues.Report(ctx, "EX1201188")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	m.Advance(365 * 24 * time.Hour)
	assert.Equal(t, 2, n(), "what is open stays")
	require.NoError(t, b.SetRetention(ctx, 0))
	assert.Equal(t, 6, n())
	require.ErrorIs(t, b.SetRetention(ctx, -1), admin365.ErrInvalid)
}

// TestLifeOfAMessage: it is written again, gets files, and goes at its end.
func TestLifeOfAMessage(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	made, err := b.PublishMessage(ctx, health.NewMessage{Title: "Soon", Body: "<p>x</p>", End: m.Now().Add(48 * time.Hour), Services: []string{"Planner"}})
	require.NoError(t, err)
	got, err := m.Health.Messages.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, made, got)
	assert.Equal(t, health.StayInformed, got.Category)
	m.Advance(time.Hour)
	next, err := b.UpdateMessage(ctx, made.ID, health.MessageVersion{
		Title: "(Updated) Soon", Category: health.PlanForChange, Severity: health.SeverityCritical, Tags: []string{"Updated message"}, Major: new(true), ActionRequiredBy: m.Now().Add(24 * time.Hour),
	})
	require.NoError(t, err)
	assert.Equal(t, made.StartDateTime, next.StartDateTime)
	assert.Equal(t, made.Body, next.Body)
	assert.True(t, next.LastModifiedDateTime.After(made.LastModifiedDateTime))
	due := collect(m.Health.Messages.List(ctx, health.MessageQuery{ActionRequiredBefore: m.Now().Add(25 * time.Hour), Major: new(true), Severity: "CRITICAL", Service: "planner", Category: health.PlanForChange}))
	require.Len(t, due, 1)
	assert.Equal(t, next, due[0])
	_, err = m.Health.Attachments.Archive(ctx, made.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	for _, name := range []string{"a.txt", "folder/A.txt", `..\..`, "b"} {
		_, err = b.Attach(ctx, made.ID, health.NewAttachment{Name: name, ContentType: "text/plain", Content: []byte(name)})
		require.NoError(t, err)
	}
	files := collect(m.Health.Attachments.List(ctx, made.ID))
	require.Len(t, files, 4)
	one, err := m.Health.Attachments.Get(ctx, made.ID, files[2].ID)
	require.NoError(t, err)
	assert.Equal(t, files[2], one)
	content, err := m.Health.Attachments.Content(ctx, made.ID, one.ID)
	require.NoError(t, err)
	assert.Equal(t, one.Name, string(content.Content))
	assert.Equal(t, one.Size, len(content.Content))
	packed, err := m.Health.Attachments.Archive(ctx, made.ID)
	require.NoError(t, err)
	z, err := zip.NewReader(bytes.NewReader(packed.Content), int64(len(packed.Content)))
	require.NoError(t, err)
	names := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		names[strings.ToLower(f.Name)] = string(b)
		assert.NotContains(t, f.Name, "/")
	}
	assert.Len(t, names, 4, "no two have one name: %v", names)
	assert.Contains(t, names, "attachment")
	m.Advance(48 * time.Hour)
	_, err = m.Health.Messages.Get(ctx, made.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = m.Health.Attachments.Content(ctx, made.ID, one.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	require.ErrorIs(t, m.Health.Viewpoints.MarkRead(ctx, []health.MessageID{made.ID}), admin365.ErrNotFound)
}

// TestBackstageRefuses: what cannot be meant.
func TestBackstageRefuses(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	for _, in := range []health.NewIssue{
		{Service: "Planet Online", Title: "x"}, {Service: "Planet Online", Title: "x", ID: "PL123456"}, {Service: "Planner"}, {Service: "Planner", Title: "x", Start: m.Now().Add(time.Hour)},
		{Service: "Planner", Title: "x", ID: "x"}, {Service: "Planner", Title: "x", ID: "PL12345"}, {Service: "Planner", Title: "x", ID: "PLX123456"}, {Service: "Planner", Title: "x", ID: "PL12345678901234"},
	} {
		_, err := b.PublishIssue(ctx, in)
		require.ErrorIs(t, err, admin365.ErrInvalid, in)
	}
	_, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "x", ID: "EX1207533"})
	require.ErrorIs(t, err, admin365.ErrConflict)
	for _, in := range []health.NewMessage{{}, {Title: "x", End: m.Now().Add(-time.Hour)}, {Title: "x", ID: "123456"}} {
		_, err := b.PublishMessage(ctx, in)
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}
	_, err = b.PublishMessage(ctx, health.NewMessage{Title: "x", ID: "MC1203118"})
	require.ErrorIs(t, err, admin365.ErrConflict)
	_, err = b.UpdateIssue(ctx, "EX9999999", health.IssueUpdate{})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = b.PublishReport(ctx, "EX9999999", health.File{})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = b.UpdateMessage(ctx, "MC9999999", health.MessageVersion{})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = b.Attach(ctx, "MC9999999", health.NewAttachment{Name: "x"})
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = b.Attach(ctx, "MC1203118", health.NewAttachment{})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = b.PublishMessage(ended, health.NewMessage{Title: "x"})
	require.ErrorIs(t, err, context.Canceled)
}

// TestSaved: all of it is in a tenant's file.
func TestSaved(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ctx := t.Context()
	require.NoError(t, m.Health.Viewpoints.Favorite(ctx, []health.MessageID{"MC1203118"}))
	require.NoError(t, m.Backstage.Health.SetRetention(ctx, 20*24*time.Hour))
	_, err := m.Backstage.Health.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "x", Status: "planet", Text: "<p>\u2028</p>"})
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	other, err := admin.LoadMemory(bytes.NewReader(file.Bytes()), admin.MemoryConfig{})
	require.NoError(t, err)
	assert.Equal(t, collect(m.Health.Services.List(ctx, health.ServiceQuery{Issues: true})), collect(other.Health.Services.List(ctx, health.ServiceQuery{Issues: true})))
	assert.Equal(t, collect(m.Health.Messages.List(ctx, health.MessageQuery{})), collect(other.Health.Messages.List(ctx, health.MessageQuery{})))
	one, err := m.Health.Attachments.Archive(ctx, "MC1203118")
	require.NoError(t, err)
	two, err := other.Health.Attachments.Archive(ctx, "MC1203118")
	require.NoError(t, err)
	assert.Equal(t, one, two)
	assert.Empty(t, other.Changes(other.Snapshot()))
}
