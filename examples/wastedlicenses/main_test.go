package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

const assignOp = "billing.Licenses.Assign"

// plan is what becomes of the tenant of the demonstration.
const plan = `HenriettaM@contoso.com   never signed in            Microsoft 365 E3
LeeG@contoso.com         blocked                    Microsoft 365 E3, Power BI Pro
LynneR@contoso.com       never signed in            Dynamics 365 Customer Engagement Plan, Microsoft 365 E3
admin@contoso.com        never signed in            the caller: left alone
vera@contoso.com         last signed in 2026-01-05  Power BI Pro; by groups, stays: Visio Plan 2
`

// seeded returns a test's Contoso with the people of the demonstration.
func seeded(t *testing.T) *admin.Test {
	tenant := admin.NewTest(t)
	require.NoError(t, seed(t.Context(), tenant.Memory))
	return tenant
}

func sweepFor(ctx context.Context, tenant *admin.Test, client *admin.Client, yes bool, out io.Writer) error {
	return sweepTenant(ctx, client, options{days: 90, yes: yes}, tenant.Now(), out)
}

// free returns how many seats of each product are free.
func free(t *testing.T, tenant *admin.Test) map[string]int {
	seats := map[string]int{}
	for sku, err := range tenant.Billing.SKUs.List(t.Context()) {
		require.NoError(t, err)
		seats[sku.PartNumber] = billing.Available(sku)
	}
	return seats
}

// licensed returns the products that somebody has.
func licensed(t *testing.T, tenant *admin.Test, name string) []string {
	user, err := tenant.Billing.Licenses.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
	require.NoError(t, err)
	var names []string
	for _, license := range user.Assigned {
		names = append(names, product(license.SKUID))
	}
	return names
}

// takes counts how often the tenant was asked to take licenses away.
func takes(tenant *admin.Test) (n int) {
	for _, write := range tenant.Writes() {
		if write.Op == assignOp && write.Effect == admin365.EffectRevokesAccess {
			n++
		}
	}
	return n
}

// wired returns the caller's client on the wire.
func wired(t *testing.T, tenant *admin.Test, caller admin365.Caller) *admin.Client {
	client, err := admin.NewEmulator(tenant.Memory, admin.EmulatorConfig{}).Client(caller)
	require.NoError(t, err)
	return client
}

// Without arguments the program says what it would do, and ends well.
func TestDemo(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"":     "A dry run; -yes would free seats of Microsoft 365 E3: 3\n",
		"-yes": "Freed seats of Microsoft 365 E3: 3\n",
	} {
		var stdout, stderr strings.Builder
		require.Zero(t, program(t.Context(), strings.Fields(args), &stdout, &stderr))
		assert.Empty(t, stderr.String())
		assert.Contains(t, stdout.String(), plan)
		assert.Contains(t, stdout.String(), want)
	}
}

// A dry run changes nothing; for real the seats are free, and those who come, who
// are new, who inherit and who calls keep theirs.
func TestSweep(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(*admin.Test) *admin.Client{
		"direct": func(tenant *admin.Test) *admin.Client { return tenant.Client },
		"wire":   (*admin.Test).HTTP,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := seeded(t)
			before, want := tenant.Snapshot(), free(t, tenant)

			require.NoError(t, sweepFor(t.Context(), tenant, client(tenant), false, io.Discard))
			assert.Empty(t, tenant.Changes(before))

			require.NoError(t, sweepFor(t.Context(), tenant, client(tenant), true, io.Discard))
			want["SPE_E3"] += 3
			want["POWER_BI_PRO"] += 2
			want["DYN365_ENTERPRISE_PLAN1"]++
			assert.Equal(t, want, free(t, tenant))
			assert.Empty(t, licensed(t, tenant, "LeeG"))
			assert.Equal(t, []string{"Visio Plan 2"}, licensed(t, tenant, "vera"))
			for _, name := range []string{"admin", "newbie", "MeganB"} {
				assert.NotEmpty(t, licensed(t, tenant, name), name)
			}

			// There is nothing left to take.
			var out strings.Builder
			n := takes(tenant)
			require.NoError(t, sweepFor(t.Context(), tenant, client(tenant), true, &out))
			assert.Contains(t, out.String(), "Freed no seats.")
			assert.Equal(t, n, takes(tenant))
		})
	}
}

// The caller keeps his own, whoever he is.
func TestCaller(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	lynne, err := tenant.Identity.Users.Get(t.Context(), "LynneR@contoso.com")
	require.NoError(t, err)
	_, err = tenant.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{
		RoleID:      identity.GlobalAdministrator,
		PrincipalID: admin365.ObjectID(lynne.ID),
	})
	require.NoError(t, err)

	require.NoError(t, sweepFor(t.Context(), tenant, tenant.As(admin365.AsUser(lynne.ID)), true, io.Discard))
	assert.Len(t, licensed(t, tenant, "LynneR"), 2)
	assert.Empty(t, licensed(t, tenant, "admin"))
}

// Who has a product directly and by a group loses the one, and keeps the seat.
func TestTwice(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	henrietta, err := tenant.Identity.Users.Get(t.Context(), "HenriettaM@contoso.com")
	require.NoError(t, err)
	require.NoError(t, inherit(t.Context(), tenant.Memory, henrietta.ID, "Microsoft 365 E3"))
	before := free(t, tenant)["SPE_E3"]

	var out strings.Builder
	require.NoError(t, sweepFor(t.Context(), tenant, tenant.Client, true, &out))
	assert.Equal(t, before+2, free(t, tenant)["SPE_E3"])
	assert.Contains(t, out.String(), "Freed seats of Microsoft 365 E3: 2\n")
	got, err := tenant.Billing.Licenses.Get(t.Context(), henrietta.ID)
	require.NoError(t, err)
	require.Len(t, got.States, 1)
	assert.NotEmpty(t, got.States[0].AssignedByGroup)
}

// An application with what it takes, and no more, does it; where something is
// missing it is told what, and nobody loses anything.
func TestApplication(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		granted []admin365.Permission
		message string // empty: it goes well
	}{
		"all":                {[]admin365.Permission{"User.Read.All", "AuditLog.Read.All", "LicenseAssignment.ReadWrite.All"}, ""},
		"no sign-in":         {[]admin365.Permission{"User.Read.All", "LicenseAssignment.ReadWrite.All"}, "may not read when people signed in last, which takes the permissions AuditLog.Read.All"},
		"basic profile only": {[]admin365.Permission{"User.ReadBasic.All", "AuditLog.Read.All", "LicenseAssignment.ReadWrite.All"}, "is User.Read.All granted?"},
		"may only look":      {[]admin365.Permission{"User.Read.All", "AuditLog.Read.All"}, "vera@contoso.com keeps his licenses"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, wire := range []bool{false, true} {
				tenant := seeded(t)
				app := admin365.AsApp("janitor", c.granted...)
				client := tenant.As(app)
				if wire {
					client = wired(t, tenant, app)
				}
				before := tenant.Snapshot()
				err := sweepFor(t.Context(), tenant, client, true, io.Discard)
				if c.message == "" {
					require.NoError(t, err)
					assert.Empty(t, licensed(t, tenant, "admin"))
					continue
				}
				require.ErrorContains(t, err, c.message)
				assert.Empty(t, tenant.Changes(before))
			}
		})
	}
}

// Without a premium license the service does not tell who signed in when, which
// must not look as if nobody had.
func TestNoPremium(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	require.NoError(t, tenant.Backstage.SetPremium(t.Context(), false))
	n := takes(tenant)

	err := sweepFor(t.Context(), tenant, tenant.HTTP(), true, io.Discard)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.ErrorContains(t, err, "Entra ID P1")
	assert.Equal(t, n, takes(tenant))
}

// A failure with one does not keep it from the others.
func TestFailure(t *testing.T) {
	t.Parallel()
	tenant := seeded(t)
	tenant.Drill(admin.FailNth(assignOp, 1, http.StatusForbidden))

	err := sweepFor(t.Context(), tenant, tenant.Client, true, io.Discard)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.ErrorContains(t, err, "HenriettaM@contoso.com keeps")
	assert.NotEmpty(t, licensed(t, tenant, "HenriettaM"))
	assert.Empty(t, licensed(t, tenant, "LynneR"))
}

// The licenses are gone and the answer is lost: directly the program looks, on the
// wire the client asks again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(*admin.Test) *admin.Client{
		"direct": func(tenant *admin.Test) *admin.Client { return tenant.Client },
		"wire":   (*admin.Test).HTTP,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := seeded(t)
				tenant.Drill(admin.LostAnswer(assignOp, 1))
				require.NoError(t, sweepFor(t.Context(), tenant, client(tenant), true, io.Discard))
				assert.Empty(t, licensed(t, tenant, "HenriettaM"))
				assert.Empty(t, licensed(t, tenant, "LynneR"))
			})
		})
	}
}

// quicker are Licenses of which somebody else was quicker to take them.
type quicker struct {
	billing.Licenses
	act func(admin365.UserID, billing.LicenseChange) error
}

func (q quicker) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	if err := q.act(user, change); err != nil {
		return err
	}
	return q.Licenses.Assign(ctx, user, change)
}

// Who has lost his licenses already, or was deleted, is no failure; but who has lost
// one of them keeps the other.
func TestQuicker(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act  func(context.Context, *admin.Client, admin365.UserID, billing.LicenseChange) error
		fail bool
	}{
		"all": {func(ctx context.Context, other *admin.Client, user admin365.UserID, change billing.LicenseChange) error {
			return other.Billing.Licenses.Assign(ctx, user, change)
		}, false},
		"one": {func(ctx context.Context, other *admin.Client, user admin365.UserID, change billing.LicenseChange) error {
			return other.Billing.Licenses.Assign(ctx, user, billing.LicenseChange{Remove: change.Remove[:1]})
		}, true},
		"deleted": {func(ctx context.Context, other *admin.Client, user admin365.UserID, _ billing.LicenseChange) error {
			return other.Identity.Users.Delete(ctx, user)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := seeded(t)
			client := tenant.As(admin365.Caller{})
			client.Billing.Licenses = quicker{client.Billing.Licenses, func(user admin365.UserID, change billing.LicenseChange) error {
				return c.act(t.Context(), tenant.Client, user, change)
			}}
			err := sweepFor(t.Context(), tenant, client, true, io.Discard)
			if !c.fail {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, admin365.ErrNotFound)
			assert.ErrorContains(t, err, "LeeG@contoso.com keeps")
			assert.NotContains(t, err.Error(), "HenriettaM")
			assert.Len(t, licensed(t, tenant, "LeeG"), 1)
		})
	}
}

// What does not go together is refused before anybody is asked.
func TestArguments(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-tenant contoso.com", "-live", "-days 0", "-days 100000", "extra", "-nonsense"} {
		var stderr strings.Builder
		assert.Equal(t, 2, program(t.Context(), strings.Fields(args), io.Discard, &stderr), args)
		assert.NotEmpty(t, stderr.String(), args)
	}
	assert.Zero(t, program(t.Context(), []string{"-h"}, io.Discard, io.Discard))
}
