package admin_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestEventsOfBothWays: an observer hears the same of a tenant in memory and of the
// client over the wire, call by call: what the guard or the check of an id has
// refused is no attempt, and a list is one event a page. What only the wire has
// (the service's id of the request, the status of a success) is left out.
func TestEventsOfBothWays(t *testing.T) {
	t.Parallel()
	heard := map[string][]string{}
	for _, way := range []string{"memory", "HTTP"} {
		synctest.Test(t, func(t *testing.T) {
			guarded := errors.New("only reads today")
			var refusing bool
			m := admin.NewTestWith(t, admin.MemoryConfig{
				Observe: func(_ context.Context, e admin365.Event) { heard[way] = append(heard[way], said(e)) },
				Guard: func(context.Context, admin365.Write) error {
					if refusing {
						return guarded
					}
					return nil
				},
			})
			c := m.Client
			if way == "HTTP" {
				c = m.HTTP()
			}
			step := func(name string) { heard[way] = append(heard[way], "# "+name) }
			ctx := t.Context()

			step("reads")
			_, err := c.Identity.Users.Get(ctx, adele)
			require.NoError(t, err)
			_, err = c.Identity.Managers.Get(ctx, adele)
			require.NoError(t, err)
			_, err = c.Identity.Users.Count(ctx, identity.UserQuery{Department: "IT"})
			require.NoError(t, err)
			_, err = c.Identity.Profiles.Get(ctx, adele)
			require.NoError(t, err)
			for _, size := range []int{0, 10, 20} {
				step(fmt.Sprintf("a list by %d", size))
				for _, err := range c.Identity.Users.List(ctx, identity.UserQuery{PageSize: size}) {
					require.NoError(t, err)
				}
			}
			step("a list that is left")
			for range c.Identity.Users.List(ctx, identity.UserQuery{PageSize: 5}) {
				break
			}
			step("a list that is refused")
			for _, err := range c.Identity.Users.List(ctx, identity.UserQuery{PageSize: 1000}) {
				require.ErrorIs(t, err, admin365.ErrInvalid)
			}
			step("writes")
			u, err := c.Identity.Users.Create(ctx, starter("event", admin.ContosoDomain))
			require.NoError(t, err)
			require.NoError(t, c.Identity.Users.Update(ctx, "event@contoso.com", identity.UserPatch{City: admin365.Set("Kiel")}))
			require.NoError(t, c.Identity.Managers.Set(ctx, u.ID, adele))
			step("refusals of the service")
			_, err = c.Identity.Users.Create(ctx, starter("event", admin.ContosoDomain))
			require.ErrorIs(t, err, admin365.ErrConflict)
			_, err = c.Identity.Users.Get(ctx, "nobody@contoso.com")
			require.ErrorIs(t, err, admin365.ErrNotFound)
			require.ErrorIs(t, c.Identity.Users.Update(ctx, adele, identity.UserPatch{UsageLocation: new("Germany")}), admin365.ErrInvalid)
			step("refused before it is sent: nothing")
			_, err = c.Identity.Users.Get(ctx, "..")
			require.ErrorIs(t, err, admin365.ErrInvalid)
			require.ErrorIs(t, c.Identity.Users.Delete(ctx, ""), admin365.ErrInvalid)
			require.ErrorIs(t, c.Identity.Managers.Set(ctx, adele, ""), admin365.ErrInvalid)
			require.ErrorIs(t, c.Identity.Users.Update(ctx, adele, identity.UserPatch{}), admin365.ErrInvalid)
			ended, cancel := context.WithCancel(ctx)
			cancel()
			_, err = c.Identity.Users.Get(ended, adele)
			require.ErrorIs(t, err, context.Canceled)
			refusing = true
			require.ErrorIs(t, c.Identity.Users.Delete(ctx, adele), guarded)
			refusing = false
			step("a failure that is not repeated")
			defer m.Drill(admin.LostAnswer("identity.Users.Create", 1))()
			_, err = c.Identity.Users.Create(ctx, starter("lost", admin.ContosoDomain))
			require.ErrorIs(t, err, admin365.ErrUncertain)
		})
	}
	assert.Equal(t, heard["memory"], heard["HTTP"])
	require.Greater(t, len(heard["memory"]), 25, "the observers heard something")
	assert.Contains(t, heard["memory"], `identity.Users.Count read "" in `+string(admin.ContosoTenantID)+`, attempt 1, units 2: <nil>`)
}

// said is an event as both ways have to tell it.
func said(e admin365.Event) string {
	var kind error
	if refused, ok := errors.AsType[*admin365.Error](e.Err); ok {
		kind = fmt.Errorf("%w %d %s of %q", refused.Kind, e.Status, refused.Code, refused.Target)
	}
	return fmt.Sprintf("%s %v %q in %s, attempt %d, units %d: %v", e.Op, e.Effect, e.Target, e.TenantID, e.Attempt, e.Units, kind)
}
