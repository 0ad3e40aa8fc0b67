package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// transcript is what tour tells when nothing goes wrong.
const transcript = `added    ada@contoso.com
refused  ada@contoso.com: the name is taken
refused  ada@example.com: The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.
in Sales Ada Lovelace, Isaiah Langer, Lynne Robbins, Megan Bowen
changed  ada@contoso.com: job title "Countess", department ""
deleted  ada@contoso.com
`

// Nothing goes wrong: the same tour directly and on the wire.
func TestTour(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(*admin.Test) *admin.Client{
		"direct": func(tenant *admin.Test) *admin.Client { return tenant.Client },
		"wire":   (*admin.Test).HTTP,
	} {
		t.Run(name, func(t *testing.T) {
			tenant := admin.NewTest(t)

			var out strings.Builder
			require.NoError(t, tour(t.Context(), &out, client(tenant), admin.ContosoDomain))
			require.Equal(t, transcript, out.String())

			var ops []string
			for _, write := range tenant.Writes() {
				ops = append(ops, write.Op)
			}
			require.Equal(t, []string{
				"identity.Users.Create",
				"identity.Users.Create",
				"identity.Users.Create",
				"identity.Users.Update",
				"identity.Users.Delete",
			}, ops)
		})
	}
}

// The list is throttled. A direct call gets the refusal that a client returns in
// the end; the user is deleted all the same.
func TestThrottledList(t *testing.T) {
	t.Parallel()
	tenant := admin.NewTest(t)
	tenant.Drill(admin.Throttle("identity.Users.List", 0, time.Second))

	err := tour(t.Context(), io.Discard, tenant.Client, admin.ContosoDomain)
	require.ErrorIs(t, err, admin365.ErrThrottled)

	_, err = tenant.Identity.Users.Get(t.Context(), "ada@contoso.com")
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// On the wire the client waits as it is told to and asks again. In a synctest
// bubble the half minute takes no time.
func TestThrottledListOnTheWire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)
		tenant.Drill(admin.Throttle("identity.Users.List", 1, 30*time.Second))

		start := time.Now()
		require.NoError(t, tour(t.Context(), io.Discard, tenant.HTTP(), admin.ContosoDomain))
		require.GreaterOrEqual(t, time.Since(start), 30*time.Second)
	})
}

// The user is created and the answer is lost: add finds her, and nobody is
// created twice.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	tenant := admin.NewTest(t)
	tenant.Drill(admin.LostAnswer("identity.Users.Create", 1))

	var out strings.Builder
	require.NoError(t, tour(t.Context(), &out, tenant.Client, admin.ContosoDomain))
	require.Equal(t, transcript, out.String())
}

// The answer is lost, and the name belongs to somebody else: add leaves him
// alone.
func TestLostAnswerStranger(t *testing.T) {
	t.Parallel()
	tenant := admin.NewTest(t)
	other := tenant.Given.User(identity.NewUser{UserPrincipalName: "ada@contoso.com"})
	tenant.Identity.Users = lost{tenant.Identity.Users}

	err := tour(t.Context(), io.Discard, tenant.Client, admin.ContosoDomain)
	require.ErrorIs(t, err, admin365.ErrUncertain)

	_, err = tenant.Identity.Users.Get(t.Context(), other.ID)
	require.NoError(t, err)
}

// lost is Users whose Create never comes to an answer: embedding leaves every
// other method as it is.
type lost struct{ identity.Users }

func (lost) Create(context.Context, identity.NewUser) (*identity.User, error) {
	return nil, &admin365.Error{Op: "identity.Users.Create", Kind: admin365.ErrUncertain}
}

// Every read is ten seconds behind: tour waits for the new user and for the change
// to be seen. In a synctest bubble the tenant's clock is the bubble's.
func TestReplicaLag(t *testing.T) {
	t.Parallel()
	const lag = 10 * time.Second
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)
		tenant.Drill(admin.ReplicaLag(lag))

		var out strings.Builder
		start := tenant.Now()
		require.NoError(t, tour(t.Context(), &out, tenant.Client, admin.ContosoDomain))
		require.Equal(t, transcript, out.String())
		require.Equal(t, 2*lag, tenant.Now().Sub(start))
	})
}

// The caller's patience is shorter than the lag: tour gives up, and deletes the
// user all the same.
func TestReplicaLagTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)
		stop := tenant.Drill(admin.ReplicaLag(time.Hour))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := tour(ctx, io.Discard, tenant.Client, admin.ContosoDomain)
		require.ErrorIs(t, err, context.DeadlineExceeded)

		stop()
		_, err = tenant.Identity.Users.Get(t.Context(), "ada@contoso.com")
		require.ErrorIs(t, err, admin365.ErrNotFound)
	})
}
