package health_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
)

// Directory roles, by their templates.
const (
	supportRole admin365.RoleID = "f023fd81-a637-4b56-95fd-791ac0226033"
	readerRole  admin365.RoleID = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	privacyRole admin365.RoleID = "ac16e43d-7b2d-40e0-ac05-243ff356ab5b"
	globalRole  admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	reportsRole admin365.RoleID = "4a5d8f65-41da-4de4-8968-e035b65339cf"
)

// withRole is a client of a person of Contoso who gets the role.
func withRole(t *testing.T, m *admin.Memory, name string, role admin365.RoleID, scopes ...admin365.Permission) *health.Service {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
	require.NoError(t, err)
	if role != "" {
		_, err = m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{PrincipalID: admin365.ObjectID(u.ID), RoleID: role})
		require.NoError(t, err)
	}
	return m.As(admin365.Caller{User: u.ID, Permissions: scopes}).Health
}

// private is the message about data privacy.
const private health.MessageID = "MC1202660"

// TestWho: what each may read. A role and the permission are both needed.
func TestWho(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	app := func(granted ...admin365.Permission) *health.Service {
		return m.As(admin365.AsApp("11111111-2222-4333-8444-555555555555", append([]admin365.Permission{}, granted...)...)).Health
	}
	for _, c := range []struct {
		name                           string
		who                            *health.Service
		health, messages, about, marks bool
	}{
		{"a Global Administrator", withRole(t, m, "AdeleV", globalRole), true, true, true, true},
		{"a Service Support Administrator", withRole(t, m, "AlexW", supportRole), true, true, false, true},
		{"a Message Center Reader", withRole(t, m, "LynneR", readerRole), false, true, false, true},
		{"a Message Center Privacy Reader", withRole(t, m, "HenriettaM", privacyRole), false, true, true, true},
		{"a Reports Reader", withRole(t, m, "IsaiahL", reportsRole), false, false, false, false},
		{"somebody", withRole(t, m, "JohannaL", ""), false, false, false, false},
		{"an administrator in an application that may read health", withRole(t, m, "JoniS", globalRole, "ServiceHealth.Read.All"), true, false, false, false},
		{"one in an application that may read messages", withRole(t, m, "LeeG", globalRole, "ServiceMessage.Read.All"), false, true, true, false},
		{"one in an application that may write marks", withRole(t, m, "LidiaH", globalRole, "ServiceMessageViewpoint.Write"), false, false, true, true},
		{"an application with both", app("ServiceHealth.Read.All", "ServiceMessage.Read.All", "ServiceMessageViewpoint.Write"), true, true, false, false},
		{"an application without any", app(), false, false, false, false},
	} {
		allowed := func(err error, want bool, what string) {
			t.Helper()
			if want {
				assert.NoError(t, err, "%s: %s", c.name, what)
			} else {
				assert.ErrorIs(t, err, admin365.ErrForbidden, "%s: %s", c.name, what)
			}
		}
		_, err := c.who.Services.Get(t.Context(), "Planner", health.ServiceQuery{})
		allowed(err, c.health, "a service")
		_, err = c.who.Issues.Get(t.Context(), "EX1207533")
		allowed(err, c.health, "an issue")
		_, err = c.who.Messages.Get(t.Context(), "MC1203118")
		allowed(err, c.messages, "a message")
		_, err = c.who.Attachments.Archive(t.Context(), "MC1203118")
		allowed(err, c.messages, "its files")
		allowed(c.who.Viewpoints.MarkRead(t.Context(), []health.MessageID{"MC1203118"}), c.marks, "a mark")
		if !c.messages {
			continue
		}
		_, err = c.who.Messages.Get(t.Context(), private)
		assert.Equal(t, c.about, err == nil, "%s: %v", c.name, err)
		for what, err := range map[string]error{"it": err, "files": second(c.who.Attachments.Archive(t.Context(), private)), "mark": marked(t, c.who, c.marks)} {
			if !c.about && (what != "mark" || c.marks) {
				require.ErrorIs(t, err, admin365.ErrNotFound, "%s: %s: nobody learns that it exists", c.name, what)
			}
		}
		n := 6
		if c.about {
			n++
		}
		assert.Len(t, collect(c.who.Messages.List(t.Context(), health.MessageQuery{})), n, c.name)
	}
}

func second[T any](_ T, err error) error { return err }

func marked(t *testing.T, who *health.Service, may bool) error {
	t.Helper()
	if !may {
		return nil
	}
	return who.Viewpoints.Favorite(t.Context(), []health.MessageID{"MC1200347", private})
}

// TestMarksAreOnesOwn: what a person does with a message nobody else sees, and it goes
// with him for good.
func TestMarksAreOnesOwn(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	alex, diego := withRole(t, m, "AlexW", readerRole), withRole(t, m, "DiegoS", readerRole)
	view := func(who *health.Service) *health.Viewpoint {
		got, err := who.Messages.Get(t.Context(), "MC1203118")
		require.NoError(t, err)
		return got.Viewpoint
	}
	one := []health.MessageID{"mc1203118"}
	require.NoError(t, alex.Viewpoints.MarkRead(t.Context(), one))
	require.NoError(t, alex.Viewpoints.MarkRead(t.Context(), one))
	require.NoError(t, diego.Viewpoints.Archive(t.Context(), one))
	assert.Equal(t, &health.Viewpoint{IsRead: new(true)}, view(alex))
	assert.Equal(t, &health.Viewpoint{IsArchived: new(true)}, view(diego))
	assert.Nil(t, view(m.Health))
	assert.Nil(t, view(m.As(admin365.AsApp("11111111-2222-4333-8444-555555555555")).Health))
	require.NoError(t, alex.Viewpoints.MarkUnread(t.Context(), one))
	require.NoError(t, alex.Viewpoints.Favorite(t.Context(), one))
	require.NoError(t, alex.Viewpoints.Archive(t.Context(), one))
	require.NoError(t, alex.Viewpoints.Unarchive(t.Context(), one))
	assert.Equal(t, &health.Viewpoint{IsRead: new(false), IsArchived: new(false), IsFavorited: new(true)}, view(alex))
	require.NoError(t, alex.Viewpoints.Unfavorite(t.Context(), one))
	assert.Equal(t, new(false), view(alex).IsFavorited)

	before := m.Snapshot()
	m.Advance(time.Minute)
	require.NoError(t, m.Identity.Users.Delete(t.Context(), "AlexW@contoso.com"))
	for u, err := range m.Identity.DeletedUsers.List(t.Context(), identity.DeletedUserQuery{}) {
		require.NoError(t, err)
		if u.DisplayName == "Alex Wilber" {
			require.NoError(t, m.Identity.DeletedUsers.Purge(t.Context(), u.ID))
		}
	}
	var dropped []string
	for _, line := range m.Changes(before) {
		if len(line) > 0 && contains(line, "healthViewpoints") {
			dropped = append(dropped, line)
		}
	}
	assert.Len(t, dropped, 1, "%v", m.Changes(before))
	assert.NotNil(t, view(diego))

	for _, bad := range [][]health.MessageID{nil, {}, {""}, {"MC1203118", " "}} {
		require.ErrorIs(t, diego.Viewpoints.MarkRead(t.Context(), bad), admin365.ErrInvalid)
	}
	require.ErrorIs(t, diego.Viewpoints.MarkRead(t.Context(), []health.MessageID{"MC1200347", "MC9999999"}), admin365.ErrNotFound)
	got, err := diego.Messages.Get(t.Context(), "MC1200347")
	require.NoError(t, err)
	assert.Nil(t, got.Viewpoint, "none is changed if one is not there")
}
