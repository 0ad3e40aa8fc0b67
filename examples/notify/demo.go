package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// demonstrate follows a tenant in memory in which a day passes, and shows what a chat of
// its own is told.
func demonstrate(ctx context.Context, stdout io.Writer) error {
	folder, err := os.MkdirTemp("", "notify")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // What cannot be removed lies among the temporary files.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, rq *http.Request) {
		var said struct {
			Text string `json:"text"`
		}
		if json.NewDecoder(rq.Body).Decode(&said) == nil {
			fmt.Fprintf(stdout, "%s\n\n", said.Text)
		}
	})}
	go func() { _ = server.Serve(listener) }() // It ends when it is closed.
	defer func() { _ = server.Close() }()      // Nobody asks it any more.

	m := admin.NewMemory(admin.MemoryConfig{})
	n := &notifier{
		health: m.Health, chat: chat{address: "http://" + listener.Addr().String() + "/"},
		token: tokenFile(filepath.Join(folder, "token.txt")), start: m.Now().Add(-24 * time.Hour),
	}
	err = n.follow(ctx, health.WatchOptions{Wait: day(m)})
	if errors.Is(err, errEvening) {
		return nil
	}
	return err
}

// errEvening: the day is over.
var errEvening = errors.New("the day is over")

// day is how a day passes in a tenant in memory while a watch waits.
func day(m *admin.Memory) func(context.Context, time.Duration) error {
	b := m.Backstage.Health
	events := []func(context.Context) error{
		func(ctx context.Context) error {
			_, err := b.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{Text: "<p>Nine of ten mailboxes open again.</p>", Status: health.RestoringService})
			return err
		},
		func(ctx context.Context) error {
			_, err := b.PublishMessage(ctx, health.NewMessage{
				Title: "Sign-in without a second factor ends", Services: []string{"Microsoft 365 suite"}, ActionRequiredBy: m.Now().AddDate(0, 0, 14),
			})
			return err
		},
		func(ctx context.Context) error {
			_, err := b.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{Text: "<p>Final status: all mailboxes open.</p>", Status: health.ServiceRestored})
			return err
		},
	}
	return func(ctx context.Context, _ time.Duration) error {
		if len(events) == 0 {
			return errEvening
		}
		m.Advance(time.Hour)
		event := events[0]
		events = events[1:]
		return event(ctx)
	}
}
