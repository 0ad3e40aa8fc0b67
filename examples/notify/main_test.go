package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/health"
)

// told are issues as the test has them: there is no tenant here.
type told struct {
	health.Issues
	list []*health.Issue
	err  error
}

func (s *told) List(_ context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return func(yield func(*health.Issue, error) bool) {
		if s.err != nil {
			yield(nil, s.err)
			return
		}
		for _, i := range s.list {
			if !i.LastModifiedDateTime.Before(q.ChangedSince) && !yield(i, nil) {
				return
			}
		}
	}
}

var began = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func issue(id health.IssueID, posts ...string) *health.Issue {
	i := &health.Issue{ID: id, Title: "No <mail>", Service: "Exchange Online", Classification: health.Incident, LastModifiedDateTime: began}
	for n, p := range posts {
		at := began.Add(time.Duration(n) * time.Minute)
		i.LastModifiedDateTime = at
		i.Posts = append(i.Posts, health.Post{CreatedDateTime: at, Description: health.Body{Content: p}})
	}
	return i
}

// TestFollow: each thing is said once, whatever failed in between.
func TestFollow(t *testing.T) {
	t.Parallel()
	of := &told{list: []*health.Issue{issue("EX100001", "<p>one</p>"), issue("EX100002", "<p>one</p>", "<p>two</p>")}}
	state := filepath.Join(t.TempDir(), "token")
	var said []string
	full := errors.New("the chat is full")
	limit := 1
	say := func(_ context.Context, text string) error {
		if len(said) == limit {
			return full
		}
		said = append(said, text)
		return nil
	}
	run := func() error {
		return follow(t.Context(), &health.Service{Issues: of}, state, health.WatchOptions{Token: health.From(began), Once: true}, say)
	}
	require.ErrorIs(t, run(), full)
	require.ErrorIs(t, run(), full)
	assert.Equal(t, []string{":red_circle: *EX100001* Exchange Online: No &lt;mail&gt;\n> one"}, said)
	limit = 100
	of.err = errors.New("down")
	require.ErrorIs(t, run(), of.err)
	of.err = nil
	require.NoError(t, run())
	require.NoError(t, run())
	require.Len(t, said, 2)
	assert.Equal(t, ":red_circle: *EX100002* Exchange Online: No &lt;mail&gt;\n> one\n> two", said[1])

	over := issue("EX100002", "<p>one</p>", "<p>two</p>", "<p>"+strings.Repeat("x", 1000)+"</p>")
	over.IsResolved = true
	of.list[1] = over
	require.NoError(t, run())
	require.Len(t, said, 3)
	assert.Equal(t, ":large_green_circle: *EX100002* Exchange Online: No &lt;mail&gt;\n> "+strings.Repeat("x", 280)+"…", said[2])
	require.NoError(t, os.WriteFile(state, []byte("no token"), 0o600))
	require.Error(t, run())
}

// TestHook: what is said reaches the webhook, whose address stands in no error.
func TestHook(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = string(b)
		w.WriteHeader(status)
	}))
	defer server.Close()
	h := hook{client: server.Client(), address: server.URL + "/secret"}
	require.NoError(t, h.say(t.Context(), "x\n> y"))
	assert.JSONEq(t, `{"text":"x\n> y"}`, got)
	status = http.StatusForbidden
	err := h.say(t.Context(), "x")
	require.Error(t, err)
	server.Close()
	for _, address := range []string{h.address, ":secret"} {
		err = hook{client: server.Client(), address: address}.say(t.Context(), "x")
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "secret")
	}
}

// TestDemo: the program shows itself.
func TestDemo(t *testing.T) {
	t.Parallel()
	var out, errs strings.Builder
	require.Zero(t, program(t.Context(), nil, &out, &errs), errs.String())
	first, later, found := strings.Cut(out.String(), "\nAn hour later:\n")
	require.True(t, found, out.String())
	assert.Equal(t, 4, strings.Count(first, "*EX")+strings.Count(first, "*CR")+strings.Count(first, "*MC"), first)
	assert.Equal(t, ":large_green_circle: *EX1207533* Exchange Online: Some users may be unable to access their mailbox in any way\n> Final status: all mailboxes open again.\n", later)
	for _, args := range [][]string{{"-live"}, {"x"}, {"-tenant", "x"}, {"-planet"}} {
		assert.Equal(t, 2, program(t.Context(), args, io.Discard, io.Discard), args)
	}
	assert.Zero(t, program(t.Context(), []string{"-h"}, io.Discard, io.Discard))
	assert.Equal(t, 1, program(t.Context(), []string{"-live", "-tenant", "x", "-webhook", filepath.Join(t.TempDir(), "none"), "-state", "x"}, io.Discard, io.Discard))
}
