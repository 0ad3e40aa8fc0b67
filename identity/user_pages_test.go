package identity_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// listed is an implementation that can be listed and no more.
type listed struct{ identity.Users }

// threeWays runs the test for memory, for HTTP, and for an implementation that
// cannot page. open is the same tenant as another process opens it.
func threeWays(t *testing.T, run func(t *testing.T, m *admin.Test, open func(*admin.Memory) identity.Users)) {
	t.Helper()
	memory := func(m *admin.Memory) identity.Users { return m.Identity.Users }
	for name, open := range map[string]func(*admin.Memory) identity.Users{
		"memory": memory,
		"http": func(m *admin.Memory) identity.Users {
			c, err := admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{})
			require.NoError(t, err)
			return c.Identity.Users
		},
		"list": func(m *admin.Memory) identity.Users { return listed{memory(m)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, newTest(t), open)
		})
	}
}

func all(t *testing.T, seq iter.Seq2[*identity.User, error]) (users []*identity.User) {
	t.Helper()
	for u, err := range seq {
		require.NoError(t, err)
		users = append(users, u)
	}
	return users
}

// TestPageSweep cuts lists after every page, of every size, and goes on in another
// process each time: the same users in the same order, each once.
func TestPageSweep(t *testing.T) {
	t.Parallel()
	threeWays(t, func(t *testing.T, m *admin.Test, open func(*admin.Memory) identity.Users) {
		ctx := t.Context()
		for range 3 { // Names that many share.
			m.Given.User(identity.NewUser{DisplayName: "Same"})
		}
		for _, q := range []identity.UserQuery{
			{}, {OrderBy: identity.ByDisplayName}, {OrderBy: identity.ByUserPrincipalNameDesc}, {DisplayNamePrefix: "A"}, {DisplayNamePrefix: "same"},
			{Filter: "displayName eq 'SAME'"}, {Department: "IT", OrderBy: identity.ByDisplayNameDesc}, {Filter: "startsWith(surname,'W') or city eq 'Tulsa'"},
			{Mail: "AdeleV@contoso.com"}, {DisplayNamePrefix: "nobody"}, {Filter: "endsWith(mail,'d@contoso.com')", Advanced: true},
			{OrderBy: identity.ByCreatedDateTime}, {OrderBy: identity.ByCreatedDateTimeDesc}, {OrderBy: identity.ByCreatedDateTimeDesc, Department: "IT"},
			{OrderBy: identity.ByDeletedDateTime}, {OrderBy: identity.ByDeletedDateTimeDesc, DisplayNamePrefix: "A"},
		} {
			want := all(t, open(m.Memory).List(ctx, q))
			for _, size := range []int{1, 2, 3, 7, max(1, len(want)-1), max(1, len(want)), len(want) + 1, 0} {
				q.PageSize = size
				var got []*identity.User
				var cursor identity.Cursor
				for pages := 1; ; pages++ {
					page, err := identity.Page(ctx, open(m.Memory), q, cursor)
					require.NoError(t, err)
					got = append(got, page.Users...)
					if cursor = page.Next; cursor == "" {
						if size > 0 {
							assert.Equal(t, max(1, (len(want)+size-1)/size), pages, "no empty page at the end")
						}
						break
					}
					require.Len(t, page.Users, size)
					require.Less(t, pages, 100)
				}
				assert.ElementsMatch(t, signInNames(want), signInNames(got), "%+v", q)
				assert.Equal(t, signInNames(want), signInNames(got), "%+v", q)
			}
		}
	})
}

func signInNames(users []*identity.User) []string {
	list := make([]string, len(users))
	for i, u := range users {
		list[i] = u.UserPrincipalName
	}
	return list
}

// TestPageAfterRestart: a cursor survives a tenant file, and neither a restore nor
// another tenant.
func TestPageAfterRestart(t *testing.T) {
	t.Parallel()
	threeWays(t, func(t *testing.T, m *admin.Test, open func(*admin.Memory) identity.Users) {
		ctx := t.Context()
		q := identity.UserQuery{PageSize: 5, OrderBy: identity.ByDisplayName}
		first, err := identity.Page(ctx, open(m.Memory), q, "")
		require.NoError(t, err)
		want, err := identity.Page(ctx, open(m.Memory), q, first.Next)
		require.NoError(t, err)

		var file bytes.Buffer
		require.NoError(t, m.Save(&file))
		loaded, err := admin.LoadMemory(&file, admin.MemoryConfig{})
		require.NoError(t, err)
		got, err := identity.Page(ctx, open(loaded), q, first.Next)
		require.NoError(t, err)
		assert.Equal(t, want.Users, got.Users)

		// Who is gone was given before, and who comes before the cut is not missed.
		require.NoError(t, m.Identity.Users.Delete(ctx, first.Users[1].ID))
		m.Given.User(identity.NewUser{DisplayName: "AAA"})
		got, err = identity.Page(ctx, open(m.Memory), q, first.Next)
		require.NoError(t, err)
		assert.Equal(t, signInNames(want.Users), signInNames(got.Users))
		// A page of another size goes on at the same place.
		q.PageSize = 2
		got, err = identity.Page(ctx, open(m.Memory), q, first.Next)
		require.NoError(t, err)
		assert.Equal(t, want.Users[0].ID, got.Users[0].ID)

		require.NoError(t, m.Identity.Users.Delete(ctx, first.Users[4].ID))
		if _, plain := open(m.Memory).(listed); !plain {
			_, err = identity.Page(ctx, open(m.Memory), q, first.Next)
			require.NoError(t, err, "not even the last one given is missed")
			require.NoError(t, m.Restore(m.Snapshot()))
		}
		page, err := identity.Page(ctx, open(m.Memory), q, first.Next)
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		assert.Nil(t, page)
	})
}

// TestPageRefusals: a cursor is good for its own query, and leads nowhere else.
func TestPageRefusals(t *testing.T) {
	t.Parallel()
	threeWays(t, func(t *testing.T, m *admin.Test, open func(*admin.Memory) identity.Users) {
		ctx, users := t.Context(), open(m.Memory)
		q := identity.UserQuery{PageSize: 2, DisplayNamePrefix: "A"}
		first, err := identity.Page(ctx, users, q, "")
		require.NoError(t, err)
		refused := func(q identity.UserQuery, c identity.Cursor, status int) {
			t.Helper()
			page, err := identity.Page(ctx, users, q, c)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%+v %q", q, c)
			assert.Nil(t, page)
			e := new(admin365.Error)
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "identity.Users.List", e.Op)
			assert.Equal(t, status, e.Status, "%q: 0 is sent nothing", c)
		}
		for _, other := range []identity.UserQuery{
			{}, {DisplayNamePrefix: "B"}, {DisplayNamePrefix: "A", OrderBy: identity.ByDisplayName}, {DisplayNamePrefix: "A", Advanced: true},
			{DisplayNamePrefix: "A", Filter: "accountEnabled eq true"}, {UserPrincipalNamePrefix: "A"}, {DisplayNamePrefix: "A", Include: []identity.UserProperty{"employeeLeaveDateTime"}},
		} {
			refused(other, first.Next, 0)
		}
		filter := url.QueryEscape("startsWith(displayName,'A')")
		token := string(first.Next)
		if _, skip, ok := strings.Cut(token, "skiptoken="); ok {
			token, _, _ = strings.Cut(skip, "&")
		}
		for _, bad := range []string{
			"x", "/", "//", "https://evil.example/v1.0/users?$skiptoken=x", "//evil.example/v1.0/users?$skiptoken=x", "/v1.0/users", "/v1.0/users?$skiptoken=",
			"/v1.0/organization?$skiptoken=x", "/v1.0/users/delta?$skiptoken=x", "/v1.0/users?$skiptoken=" + token, "/beta/users?$filter=" + filter + "&$skiptoken=" + token,
			"/v1.0/users?$filter=" + filter + "&$skiptoken=" + token + "&$filter=x", "/v1.0/users/../users?$skiptoken=x",
			strings.Replace(string(first.Next), "/v1.0/users?", "/v1.0/users/delta?", 1) + "&", strings.Replace(string(first.Next), "/v1.0/users?", "/v1.0/users/PattiF@contoso.com/directReports?", 1) + "&", `/v1.0/users?$skiptoken=\`, "%", "?",
			base64.RawURLEncoding.EncodeToString([]byte(`{}`)), base64.RawURLEncoding.EncodeToString([]byte(`{"query":1}`)), base64.RawURLEncoding.EncodeToString([]byte(`null`)),
		} {
			refused(q, identity.Cursor(bad), 0)
		}
		refused(identity.UserQuery{PageSize: 1000}, "", 400)
		refused(identity.UserQuery{Filter: "displayName eq"}, "", 400)
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		_, err = identity.Page(cancelled, users, q, "")
		require.ErrorIs(t, err, context.Canceled)

		// Those of one kind are not those of another, and of no other tenant.
		other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		require.NoError(t, other.Backstage.AddUsers(ctx, "A", 9))
		q = identity.UserQuery{PageSize: 3}
		foreign, err := identity.Page(ctx, open(other), q, "")
		require.NoError(t, err)
		_, err = identity.Page(ctx, users, q, foreign.Next)
		require.Error(t, err)
		assert.True(t, errors.Is(err, admin365.ErrInvalid) || errors.Is(err, admin365.ErrPrecondition), "%v", err)
	})
}

// TestPageOfFailing: the error of a list is the error of its page.
func TestPageOfFailing(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	m := newTest(t)
	users := failing{listed{m.Identity.Users}, down}
	page, err := identity.Page(t.Context(), users, identity.UserQuery{PageSize: 2}, "")
	require.ErrorIs(t, err, down)
	assert.Nil(t, page)
	assert.Contains(t, fmt.Sprint(err), "identity.Users.List")
}

type failing struct {
	identity.Users
	err error
}

func (f failing) List(context.Context, identity.UserQuery) iter.Seq2[*identity.User, error] {
	return func(yield func(*identity.User, error) bool) { yield(nil, f.err) }
}
