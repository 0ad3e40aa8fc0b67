package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const deleteOp = "identity.RoleAssignments.Delete"

// seeded returns a test's Contoso with the administrators of the demonstration,
// a hundred days after its start.
func seeded(t *testing.T) *admin.Test {
	tenant := admin.NewTest(t)
	require.NoError(t, seed(t.Context(), tenant.Memory))
	return tenant
}

// remaining returns the user names of the Global Administrators, as far as they
// are users.
func remaining(t *testing.T, tenant *admin.Test) []string {
	var names []string
	for id, err := range identity.Holders(t.Context(), tenant.Identity.RoleAssignments, identity.GlobalAdministrator) {
		require.NoError(t, err)
		user, err := tenant.Identity.Users.Get(t.Context(), admin365.UserID(id))
		require.NoError(t, err)
		name, _, _ := strings.Cut(user.UserPrincipalName, "@")
		names = append(names, name)
	}
	return names
}

// deletes counts the roles that the tenant was asked to take away.
func deletes(tenant *admin.Test) int {
	n := 0
	for _, write := range tenant.Writes() {
		if write.Op == deleteOp {
			n++
		}
	}
	return n
}

func sweepFor(ctx context.Context, tenant *admin.Test, client *admin.Client, dryRun bool, out io.Writer) error {
	return sweepTenant(ctx, client, 90, tenant.Now(), dryRun, out)
}

// The demonstration tells who is stale, takes the role from them, and ends well.
func TestDemo(t *testing.T) {
	t.Parallel()
	var stdout, stderr strings.Builder
	require.Equal(t, exitWell, program(t.Context(), nil, &stdout, &stderr))
	assert.Empty(t, stderr.String())

	_, afterward, found := strings.Cut(stdout.String(), "Afterward:\n")
	require.True(t, found)
	assert.Equal(t, `admin@contoso.com        never signed in            the caller: left alone
grace@contoso.com        last signed in 2026-04-12  in use
newbie@contoso.com       never signed in            a new account
`, afterward)
	for _, line := range []string{
		"linus@contoso.com        last signed in 2026-01-05  stale",
		"nemo@contoso.com         never signed in            stale",
		"would take the role from linus@contoso.com",
		"took the role from nemo@contoso.com",
	} {
		assert.Contains(t, stdout.String(), line+"\n")
	}
}

// A dry run changes nothing, and the other run only what it said.
func TestDryRun(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	before := tenant.Snapshot()

	var out strings.Builder
	require.NoError(t, sweepFor(t.Context(), tenant, tenant.Client, true, &out))
	assert.Empty(t, tenant.Changes(before))
	assert.Contains(t, out.String(), "would take the role from linus@contoso.com")
	assert.Zero(t, deletes(tenant))

	require.NoError(t, sweepFor(t.Context(), tenant, tenant.Client, false, io.Discard))
	assert.ElementsMatch(t, []string{"admin", "grace", "newbie"}, remaining(t, tenant))
}

// Time makes the others stale too, but never the caller, whoever he is.
func TestAdvance(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	tenant.Advance(90 * day)

	grace := tenant.As(admin365.AsUser("grace@contoso.com"))
	require.NoError(t, sweepFor(t.Context(), tenant, grace, false, io.Discard))
	assert.Equal(t, []string{"grace"}, remaining(t, tenant))
}

// An application has no role of its own to keep. The service keeps the last
// administrator from it.
func TestApplication(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	tenant.Advance(90 * day)

	app := tenant.As(admin365.AsApp("janitor"))
	err := sweepFor(t.Context(), tenant, app, false, io.Discard)
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	assert.Len(t, remaining(t, tenant), 1)
}

// A group that has the role is no user, and is left alone.
func TestGroup(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	group := tenant.Given.Group(identity.NewGroup{DisplayName: "Chiefs", IsAssignableToRole: new(true)})
	_, err := tenant.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{
		RoleID:      identity.GlobalAdministrator,
		PrincipalID: admin365.ObjectID(group.ID),
	})
	require.NoError(t, err)
	tenant.Advance(365 * day)

	var out strings.Builder
	require.NoError(t, sweepFor(t.Context(), tenant, tenant.Client, false, &out))
	assert.Contains(t, out.String(), "no user: left alone")
	assert.Equal(t, 4, deletes(tenant))
}

// The third question for a user is throttled. On the wire the client waits and
// asks again; a direct call gets the refusal, and then nobody loses anything.
func TestThrottled(t *testing.T) {
	t.Parallel()
	drill := admin.FailNth("identity.Users.List", 3, http.StatusTooManyRequests)
	synctest.Test(t, func(t *testing.T) {
		tenant := seeded(t)
		stop := tenant.Drill(drill)
		err := sweepFor(t.Context(), tenant, tenant.Client, false, io.Discard)
		require.ErrorIs(t, err, admin365.ErrThrottled)
		assert.Zero(t, deletes(tenant))
		stop()

		tenant.Drill(drill)
		start := time.Now()
		require.NoError(t, sweepFor(t.Context(), tenant, tenant.HTTP(), false, io.Discard))
		assert.Positive(t, time.Since(start), "The client has waited.")
		assert.ElementsMatch(t, []string{"admin", "grace", "newbie"}, remaining(t, tenant))
	})
}

// The role is gone and the answer is lost: directly the program looks, on the
// wire the client asks again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		client  func(*admin.Test) *admin.Client
		deletes int
	}{
		"direct": {func(tenant *admin.Test) *admin.Client { return tenant.Client }, 2},
		"wire":   {(*admin.Test).HTTP, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := seeded(t)
				tenant.Drill(admin.LostAnswer(deleteOp, 1))
				require.NoError(t, sweepFor(t.Context(), tenant, c.client(tenant), false, io.Discard))
				assert.ElementsMatch(t, []string{"admin", "grace", "newbie"}, remaining(t, tenant))
				assert.Equal(t, c.deletes, deletes(tenant))
			})
		})
	}
}

// unanswered is RoleAssignments whose Delete gets lost on its way.
type unanswered struct{ identity.RoleAssignments }

func (unanswered) Delete(context.Context, identity.RoleAssignmentID) error {
	return &admin365.Error{Op: deleteOp, Kind: admin365.ErrUncertain}
}

// No answer came and the role is still there: that is a failure.
func TestLostRequest(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	client := tenant.As(admin365.Caller{})
	client.Identity.RoleAssignments = unanswered{client.Identity.RoleAssignments}

	err := sweepFor(t.Context(), tenant, client, false, io.Discard)
	require.ErrorIs(t, err, admin365.ErrUncertain)
	assert.Len(t, remaining(t, tenant), 5)
}

// Who may not, is told so, directly and on the wire, and nothing is changed.
func TestForbidden(t *testing.T) {
	t.Parallel()
	for name, caller := range map[string]admin365.Caller{
		"no right to sign-in activity": admin365.AsUser("AllanD@contoso.com"),
		"no right to roles":            admin365.AsApp("reader", "User.Read.All"),
		"no right to take roles":       admin365.AsApp("auditor", "User.Read.All", "AuditLog.Read.All", "RoleManagement.Read.Directory"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := seeded(t)
			wire, err := admin.NewEmulator(tenant.Memory, admin.EmulatorConfig{}).Client(caller)
			require.NoError(t, err)
			for _, client := range []*admin.Client{tenant.As(caller), wire} {
				err := sweepFor(t.Context(), tenant, client, false, io.Discard)
				require.ErrorIs(t, err, admin365.ErrForbidden)
			}
			assert.Len(t, remaining(t, tenant), 5)
		})
	}
}

// Without a premium license the service does not tell who signed in when, which
// must not look as if nobody had.
func TestNoPremium(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	require.NoError(t, tenant.Backstage.SetPremium(t.Context(), false))

	err := sweepFor(t.Context(), tenant, tenant.Client, false, io.Discard)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.ErrorContains(t, err, "premium license")
	assert.Zero(t, deletes(tenant))
}

// What does not go together is refused before anybody is asked.
func TestArguments(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-yes", "-tenant contoso.com", "-live", "-days 0", "-days 100000", "extra", "-nonsense"} {
		var stderr strings.Builder
		assert.Equal(t, exitUsage, program(t.Context(), strings.Fields(args), io.Discard, &stderr), args)
		assert.NotEmpty(t, stderr.String(), args)
	}
	assert.Equal(t, exitWell, program(t.Context(), []string{"-h"}, io.Discard, io.Discard))
}
