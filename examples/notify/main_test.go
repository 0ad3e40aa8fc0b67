package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// room is a chat that keeps what it is told, and that refuses the messages of some
// numbers, from 1.
type room struct {
	*httptest.Server
	heard  []string
	asked  int
	refuse map[int]bool
}

func chatting(t *testing.T, refuse ...int) *room {
	t.Helper()
	r := &room{refuse: map[int]bool{}}
	for _, n := range refuse {
		r.refuse[n] = true
	}
	// The notifier posts one message after the other.
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, rq *http.Request) {
		if r.asked++; r.refuse[r.asked] {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		var said struct{ Text string }
		if assert.NoError(t, json.NewDecoder(rq.Body).Decode(&said)) {
			r.heard = append(r.heard, said.Text)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func notifying(t *testing.T, m *admin.Memory, r *room) *notifier {
	t.Helper()
	return &notifier{
		health: m.Health, chat: chat{address: r.URL + "/services/secret", client: r.Client()},
		token: tokenFile(filepath.Join(t.TempDir(), "token.txt")), start: m.Now().Add(-margin),
	}
}

// TestDay: what happens is told, in order, each thing once.
func TestDay(t *testing.T) {
	t.Parallel()
	m, r := admin.NewMemory(admin.MemoryConfig{}), chatting(t)
	require.ErrorIs(t, notifying(t, m, r).follow(t.Context(), health.WatchOptions{Wait: day(m)}), errEvening)
	require.Len(t, r.heard, 3)
	assert.Equal(t, ":fire: *EX1207533* Some users may be unable to access their mailbox in any way (Exchange Online, restoringService)\n> Nine of ten mailboxes open again.", r.heard[0])
	assert.True(t, strings.HasPrefix(r.heard[1], ":mega: *MC"), r.heard[1])
	assert.True(t, strings.HasSuffix(r.heard[1], " Sign-in without a second factor ends (Microsoft 365 suite)\nTo be done by 2026-01-19"), r.heard[1])
	assert.Contains(t, r.heard[2], ":white_check_mark: *EX1207533*")
}

// TestRefused: what the chat does not take comes again, and nothing comes twice, whichever
// message it is.
func TestRefused(t *testing.T) {
	t.Parallel()
	whole := chatting(t)
	m := admin.NewMemory(admin.MemoryConfig{})
	require.ErrorIs(t, notifying(t, m, whole).follow(t.Context(), health.WatchOptions{Wait: day(m)}), errEvening)
	for n := 1; n <= len(whole.heard); n++ {
		m, r := admin.NewMemory(admin.MemoryConfig{}), chatting(t, n)
		notify, wait := notifying(t, m, r), day(m)
		err := notify.follow(t.Context(), health.WatchOptions{Wait: wait})
		require.ErrorContains(t, err, "the chat answers 429")
		assert.Len(t, r.heard, n-1)
		// Another process goes on with the file.
		require.ErrorIs(t, notify.follow(t.Context(), health.WatchOptions{Wait: wait}), errEvening)
		assert.Equal(t, whole.heard, r.heard, "refused was message %d", n)
	}
}

// TestSecret: no error names the address of the webhook.
func TestSecret(t *testing.T) {
	t.Parallel()
	m, r := admin.NewMemory(admin.MemoryConfig{}), chatting(t)
	n := notifying(t, m, r)
	n.start = m.Now().Add(-24 * time.Hour)
	r.Close()
	err := n.follow(t.Context(), health.WatchOptions{Once: true})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
	n.chat.address = "://secret"
	err = n.follow(t.Context(), health.WatchOptions{Once: true})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "secret")
}

// TestOddFile: a file that does not say what has been told is refused: it would be told
// all again.
func TestOddFile(t *testing.T) {
	t.Parallel()
	m, r := admin.NewMemory(admin.MemoryConfig{}), chatting(t)
	for _, text := range []string{"", "\n", "h1.x"} {
		n := notifying(t, m, r)
		require.NoError(t, os.WriteFile(string(n.token), []byte(text), 0o600))
		require.Error(t, n.follow(t.Context(), health.WatchOptions{Once: true}), "%q", text)
		assert.Empty(t, r.heard)
	}
}

// TestHostile: what others write mentions nobody and links nowhere.
func TestHostile(t *testing.T) {
	t.Parallel()
	m, r := admin.NewMemory(admin.MemoryConfig{}), chatting(t)
	n := notifying(t, m, r)
	_, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{
		Service: "Sway", Title: "<!channel> <http://evil|click>", Classification: health.Advisory,
		Text: "<script>x()</script>&lt;!here&gt; &amp;amp;<p>second" + strings.Repeat(" line", 1000),
	})
	require.NoError(t, err)
	require.NoError(t, n.follow(t.Context(), health.WatchOptions{Once: true}))
	require.Len(t, r.heard, 1)
	assert.True(t, strings.HasPrefix(r.heard[0], ":warning: *SW"), r.heard[0])
	assert.NotRegexp(t, `<`, r.heard[0])
	assert.Contains(t, r.heard[0], "&lt;!channel&gt; &lt;http://evil|click&gt;")
	assert.Contains(t, r.heard[0], "\n> &lt;!here&gt; &amp;amp;\n> second line")
	assert.Less(t, len(r.heard[0]), 2000)
}

func TestDemonstration(t *testing.T) {
	t.Parallel()
	var stdout bytes.Buffer
	require.NoError(t, demonstrate(t.Context(), &stdout))
	assert.Equal(t, 5, strings.Count(stdout.String(), "\n\n"), stdout.String())
	assert.Contains(t, stdout.String(), "all mailboxes open")
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-live", "-tenant t -webhook-file w -token-file f", "-live -tenant t -webhook-file w -token-file f more", "-no"} {
		_, err := parseOptions(strings.Fields(args), io.Discard)
		assert.Error(t, err, args)
	}
	o, err := parseOptions(strings.Fields("-live -tenant t -webhook-file w -token-file f -once"), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, options{tenant: "t", webhookFile: "w", token: "f", once: true}, o)
}
