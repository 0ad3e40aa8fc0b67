package rest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func missing(id string) step {
	return refuse(404, "Request_ResourceNotFound", "Resource '"+id+"' does not exist or one of its queried reference-property objects are not present.")
}

// TestReadYourWrites: what was just created is waited for, and nothing else is.
func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	lag := []step{missing("Adele"), missing("Adele"), missing("Adele"), answer(200, adele)}
	for _, c := range []struct {
		name, why string
		steps     []step
		remember  []string
		forget    string
		later     time.Duration
		deadline  time.Duration
		found     bool
		sent      int // 0: any
	}{
		{name: "just created", why: "a replica has not heard of it", steps: lag, remember: []string{"adele"}, found: true, sent: 4},
		{name: "the user name of one just created", why: "the answer names what was asked", steps: []step{missing("o'neil@contoso.com"), answer(200, adele)}, remember: []string{"adele", "O'Neil@contoso.com"}, found: true, sent: 2},
		{name: "not ours", why: "it does not exist", steps: lag, remember: []string{"megan"}, sent: 1},
		{name: "nothing remembered", why: "it does not exist", steps: lag, sent: 1},
		{name: "no manager", why: "the person is there, the manager is not", steps: []step{missing("manager"), answer(200, adele)}, remember: []string{"adele"}, sent: 1},
		{name: "a longer id", why: "adele2 is another person", steps: []step{missing("adele2"), answer(200, adele)}, remember: []string{"adele"}, sent: 1},
		{name: "deleted meanwhile", why: "not found is the truth again", steps: lag, remember: []string{"adele"}, forget: "ADELE", sent: 1},
		{name: "created long ago", why: "replicas are through within a minute", steps: lag, remember: []string{"adele"}, later: 61 * time.Second, sent: 1},
		{name: "a short deadline", why: "the answer in hand rather than the context's end", steps: []step{missing("adele")}, remember: []string{"adele"}, deadline: 3 * time.Second},
		{name: "never found", why: "after a minute it is taken for the truth", steps: []step{missing("adele")}, remember: []string{"adele"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, s := newTest(t, func(cfg *Config) { cfg.MaxAttempts = 2 }, c.steps...)
				client.Making().Remember(c.remember...)
				if c.forget != "" {
					client.Forget(c.forget)
				}
				time.Sleep(c.later)
				ctx := t.Context()
				if c.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				start := time.Now()
				_, err := One[user](ctx, client, Request{Call: opGet.At("adele")})
				if c.found {
					require.NoError(t, err, c.why)
				} else {
					require.ErrorIs(t, err, admin365.ErrNotFound, c.why)
					require.NotErrorIs(t, err, context.DeadlineExceeded)
				}
				if c.sent > 0 {
					assert.Len(t, s.requests(), c.sent, c.why)
				}
				assert.LessOrEqual(t, time.Since(start), rememberFor)
			})
		})
	}
}

// TestForgetWins: what is deleted while the call that made it has yet to return is
// gone, whichever of the two is told first: who remembered it would wait a minute
// for each "not found".
func TestForgetWins(t *testing.T) {
	t.Parallel()
	waits := func(c *Client, id string) bool { return !c.tenant.recent.named("'" + id + "'").IsZero() }
	for _, c := range []struct {
		name, why string
		forget    string
	}{
		{name: "by its id", forget: "ADELE", why: "a list may have told of it"},
		{name: "by its name", forget: "a@contoso.com", why: "it is one object under both"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, _ := newTest(t, nil)
			restore := client.Making()
			client.Forget(c.forget)
			restore.Remember("adele", "A@contoso.com")
			assert.False(t, waits(client, "adele"), c.why)
			assert.False(t, waits(client, "a@contoso.com"), c.why)
			assert.Empty(t, client.tenant.recent.open)

			again := client.Making()
			client.Forget("megan")
			again.Remember("adele", "A@contoso.com")
			assert.True(t, waits(client, "adele"), "restored after it was deleted")

			rename := client.Making()
			client.Forget(c.forget)
			rename.Renamed("adele", "b@contoso.com")
			assert.False(t, waits(client, "adele"), "deleted under a name that it was known by")
			assert.False(t, waits(client, "b@contoso.com"), "and under its new one")
		})
	}
	client, _ := newTest(t, nil)
	for range 3 {
		client.Making().End()
	}
	assert.Empty(t, client.tenant.recent.open, "what fails is not kept")
}

// TestWriteYourWrites: a write on what was just created waits as well, even one
// that is never repeated otherwise: "not found" did nothing.
func TestWriteYourWrites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, s := newTest(t, nil, missing("adele"), answer(201, adele))
		client.Making().Remember("adele")
		_, err := One[user](t.Context(), client, Request{Call: opCreate.At(), Body: []byte("{}")})
		require.NoError(t, err)
		assert.Len(t, s.requests(), 2)
	})
}

// TestSettled: who asks the bin for what he has just created or restored is told at
// once that it is not there.
func TestSettled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, s := newTest(t, nil, missing("adele"))
		client.Making().Remember("adele")
		op := opGet
		op.Settled = true
		start := time.Now()
		_, err := One[user](t.Context(), client, Request{Call: op.At("adele")})
		require.ErrorIs(t, err, admin365.ErrNotFound)
		assert.Len(t, s.requests(), 1)
		assert.Zero(t, time.Since(start))
	})
}

// TestRememberIsSwept: what was created an hour ago takes no memory.
func TestRememberIsSwept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r recent
		for i := range 1000 {
			r.begin().Remember(string(rune('a'+i%26)) + time.Now().String())
			time.Sleep(time.Second)
		}
		assert.Less(t, len(r.known), 130)
		r.begin().Remember("")
		assert.True(t, r.named("''").IsZero(), "no id is no id")
	})
}
